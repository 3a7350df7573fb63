"""What is typed of an agreement, wherever one is made: at the end of a conversation, on the plan, and in a placement."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.models import HIGHEST_CONFIDENCE, LOWEST, AgreementBy
from fagkompas.toolkit.forms import DayField

SMART_PARTS: Final = ("what", "measure", "why", "control", "confidence", "due")
"""The parts that the five letters are about."""

YES: Final = "yes"
NO: Final = "no"
YES_OR_NO: Final = {"": None, YES: True, NO: False}

CONTROL: Final = [("", _("Not talked about")), (YES, _("Yes")), (NO, _("No, others decide it"))]
CONFIDENCE: Final = [("", _("Not asked")), *((str(n), str(n)) for n in range(LOWEST, HIGHEST_CONFIDENCE + 1))]


def smart_fields() -> dict[str, forms.Field]:
    """The controls of the five letters, by part; none is required."""
    made: dict[str, forms.Field] = {
        "what": forms.CharField(label=_("What?"), widget=forms.Textarea(attrs={"data-row-main": ""})),
        "measure": forms.CharField(label=_("How do you see that it is done?")),
        "why": forms.CharField(label=_("Why does it matter to you?")),
        "control": forms.ChoiceField(label=_("Is it in your own hands?"), choices=CONTROL),
        "confidence": forms.ChoiceField(label=_("How sure are you, 1-10?"), choices=CONFIDENCE),
        "due": DayField(label=_("By when?")),
    }
    for field in made.values():
        field.required = False
        field.widget.is_required = False
    return made


def typed_agreement(row: str, part: Mapping[str, Any]) -> TypedAgreement:
    """What was typed, cleaned, by part; a part that is missing was left empty. `row` is the agreement's UUID, "" for a new one."""
    return TypedAgreement(
        uuid=UUID(row) if row else uuid4(),
        what=part.get("what") or "",
        measure=part.get("measure") or "",
        why=part.get("why") or "",
        own_control=YES_OR_NO[part.get("control") or ""],
        confidence=int(part["confidence"]) if part.get("confidence") else None,
        due_on=part.get("due") or None,
        who=AgreementBy(part.get("who") or AgreementBy.CITIZEN),
        topic=UUID(part["topic"]) if part.get("topic") else None,
    )


def who_field(label: Any, whos: Sequence[AgreementBy]) -> forms.ChoiceField:
    """Who does it, the likeliest first."""
    return forms.ChoiceField(label=label, required=False, choices=[(one.value, one.label) for one in whos])


def yes_or_no(value: bool | None) -> str:
    """As its control says it."""
    return "" if value is None else YES if value else NO

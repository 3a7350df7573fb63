"""What is typed of an agreement, wherever one is made: at the end of a conversation, on the plan, and in a placement."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.conversations.actions.agreements import GUARDED, TypedAgreement
from fagkompas.conversations.models import FROM_US, HIGHEST_CONFIDENCE, LOWEST, Agreement, AgreementBy
from fagkompas.conversations.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm

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
        "measure": forms.CharField(label=_("How do you see that it is done?"), widget=forms.Textarea),
        "why": forms.CharField(label=_("Why does it matter to you?"), widget=forms.Textarea),
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
    """Who does it, the likeliest first; with a company whoever comes from the municipality need be no caseworker."""
    ours = {AgreementBy.CASEWORKER: FROM_US} if AgreementBy.CITIZEN not in whos else {}
    choices = [(one.value, ours.get(one, one.label)) for one in whos]
    return forms.ChoiceField(label=label, required=False, choices=choices)


def yes_or_no(value: bool | None) -> str:
    """As its control says it."""
    return "" if value is None else YES if value else NO


def whos(*, with_citizen: bool) -> list[AgreementBy]:
    """Who may do what is agreed with a citizen or with a company, the likeliest first."""
    return list(AgreementBy) if with_citizen else [AgreementBy.COMPANY, AgreementBy.CASEWORKER, AgreementBy.OTHER]


class AgreementForm(HealthGuardedForm, OnceForm):
    """One agreement on a page of its own: the same controls as in a row at the end of a conversation."""

    guarded = GUARDED
    more: tuple[str, ...] = ()
    """Controls beside those of the five letters."""

    def __init__(self, data: Any = None, *, with_citizen: bool = True, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields |= smart_fields() | {"who": who_field(_("Who does it?"), whos(with_citizen=with_citizen))}
        self.fields["what"].required = True

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    @property
    def row(self) -> Mapping[str, BoundField]:
        """The controls by part."""
        return {name: self[name] for name in (*SMART_PARTS, "who", *self.more)}

    def typed(self) -> TypedAgreement:
        """What was typed; what is wrong in it is left out."""
        return typed_agreement(str(self.cleaned_data.get("key") or ""), self.cleaned_data)


class ChangeForm(AgreementForm):
    """The same of one that stands already; starts with `typed_of`."""

    key = None  # type: ignore[assignment]  # it has its UUID
    revision = forms.IntegerField(widget=forms.HiddenInput)


def typed_of(agreement: Agreement) -> dict[str, str]:
    """An agreement as its controls have it, by part."""
    return {
        "what": agreement.what,
        "measure": agreement.measure,
        "why": agreement.why,
        "control": yes_or_no(agreement.own_control),
        "confidence": str(agreement.confidence or ""),
        "due": agreement.due_on.isoformat() if agreement.due_on else "",
        "who": agreement.who,
    }

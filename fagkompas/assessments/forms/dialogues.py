"""The dialogue as it is typed: notes, agreements, and an agreed value for each item; saved by `toolkit.together`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.assessments.actions.dialogues import (
    AGREEMENT_LENGTH,
    NOTE_LENGTH,
    TypedAgreement,
    TypedDialogue,
)
from fagkompas.assessments.forms.agreement_rows import control, is_control, rows_shown
from fagkompas.assessments.forms.rounds import RefusalForm
from fagkompas.assessments.models import Dialogue
from fagkompas.assessments.questions import GivenAnswer
from fagkompas.engine.scales import POINTS
from fagkompas.toolkit.forms import DayField

NOT_RELEVANT: Final = "nr"
NOBODY: Final = ""
CHOICES: Final = [(NOBODY, ""), *((str(point), str(point)) for point in POINTS), (NOT_RELEVANT, "")]
NOTES: Final = ("held_on", "capability", "behaviour", "results")
AGREED: Final = "agreed-"
OF_AGREEMENTS: Final = ("text", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """The two controls of one agreement."""

    text: BoundField
    due: BoundField


class DialogueForm(RefusalForm):
    """What the manager writes. `codes` are the items that a value can be agreed for.

    `spare` is the id of the empty row for one more agreement, due on `next_due` unless somebody chooses another day.
    """

    held_on = DayField(label=_("When did you talk?"), required=False)
    capability = forms.CharField(
        label=_("Abilities and drive"),
        required=False,
        widget=forms.Textarea,
        max_length=NOTE_LENGTH,
        strip=True,
        help_text=_("How the work is gone about, what gives energy, and what is mastered."),
    )
    behaviour = forms.CharField(
        label=_("Behaviour"),
        required=False,
        widget=forms.Textarea,
        max_length=NOTE_LENGTH,
        help_text=_("What others can see in the work. Give the situation, not a judgement."),
    )
    results = forms.CharField(
        label=_("Results"),
        required=False,
        widget=forms.Textarea,
        max_length=NOTE_LENGTH,
        help_text=_("What came of it for citizens, companies and colleagues."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        codes: Sequence[str],
        initial: Mapping[str, str],
        next_due: date,
        spare: UUID,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.codes = codes
        for code in codes:
            self.fields[f"{AGREED}{code}"] = forms.ChoiceField(
                choices=CHOICES,
                required=False,
                error_messages={"invalid_choice": _("Choose 0 to 4, or “Not relevant”.")},
            )
        self.rows = rows_shown(data, initial, spare)
        for row in self.rows:
            self.fields[control(row, "text")] = forms.CharField(
                label=_("What do you agree on?"), required=False, max_length=AGREEMENT_LENGTH, widget=forms.Textarea
            )
            self.fields[control(row, "due")] = DayField(label=_("By when?"), required=False)
            self.initial.setdefault(control(row, "due"), next_due.isoformat())

    def clean(self) -> None:
        """An agreement has a day; one without words is no agreement."""
        for row in self.rows:
            text, due = control(row, "text"), control(row, "due")
            if self.cleaned_data.get(text) and not self.cleaned_data.get(due) and due not in self.errors:
                self.add_error(due, _("Write by when, so that you can follow it up."))

    def suggest(self, held_on: date) -> None:
        """Show a day in the empty field; it is kept only when it is signed or changed."""
        shown = self.data if self.is_bound else self.initial
        if not shown.get("held_on"):
            suggested = {"held_on": held_on.isoformat()}
            self.data, self.initial = {**self.data, **suggested}, {**self.initial, **suggested}

    def typed(self) -> TypedDialogue:
        """All of it, as the action takes it; only after `is_valid`."""
        return TypedDialogue(
            held_on=self.cleaned_data["held_on"],
            capability=self.cleaned_data["capability"],
            behaviour=self.cleaned_data["behaviour"],
            results=self.cleaned_data["results"],
            agreements=tuple(self._agreements()),
            agreed={code: answer_of(code, value) for code in self.codes if (value := self._value(code))},
        )

    def agreement_rows(self) -> list[AgreementRow]:
        """The rows as the page draws them."""
        return [AgreementRow(text=self[control(row, "text")], due=self[control(row, "due")]) for row in self.rows]

    def _value(self, code: str) -> str:
        value: str = self.cleaned_data[f"{AGREED}{code}"]
        return value

    def _agreements(self) -> Iterable[TypedAgreement]:
        for row in self.rows:
            text = self.cleaned_data[control(row, "text")]
            if text:
                yield TypedAgreement(uuid=UUID(row), text=text, due_on=self.cleaned_data[control(row, "due")])


class WishForm(RefusalForm):
    """What the employee wants to talk about."""

    own_wish = forms.CharField(
        label=_("What would you yourself like to talk about?"),
        required=False,
        widget=forms.Textarea,
        max_length=NOTE_LENGTH,
        help_text=_("One place on the agenda is yours. Your manager sees what you write here."),
    )


def saved_texts(dialogue: Dialogue | None, agreed: Mapping[str, GivenAnswer]) -> dict[str, str]:
    """What is saved, by the name of its control; empty ones are left out. One query."""
    texts = {f"{AGREED}{code}": text_of(answer) for code, answer in agreed.items()}
    if dialogue is not None:
        texts |= {name: getattr(dialogue, name) for name in ("capability", "behaviour", "results")}
        texts["held_on"] = dialogue.held_on.isoformat() if dialogue.held_on else ""
        for agreement in dialogue.agreements.all():
            texts[control(str(agreement.uuid), "text")] = agreement.text
            texts[control(str(agreement.uuid), "due")] = agreement.due_on.isoformat()
    return {name: text for name, text in texts.items() if text}


def is_of_dialogue(name: str) -> bool:
    """Whether a posted name is one of the manager's controls."""
    return name in NOTES or name.startswith(AGREED) or is_control(name, OF_AGREEMENTS)


def answer_of(code: str, text: str) -> GivenAnswer:
    """A chosen value; `text` is "0".."4" or "nr"."""
    if text == NOT_RELEVANT:
        return GivenAnswer(item=code, not_relevant=True)
    return GivenAnswer(item=code, value=int(text))


def text_of(answer: GivenAnswer) -> str:
    """The other way round."""
    if answer.not_relevant:
        return NOT_RELEVANT
    return NOBODY if answer.value is None else str(answer.value)

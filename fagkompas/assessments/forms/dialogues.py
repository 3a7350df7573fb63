"""The dialogue as it is typed: notes, agreements, and an agreed value for each item.

Every control has a twin `opened-<name>` that says what was saved when the page was opened (left out when that was
nothing), so that what the person changed can be told from what somebody else has saved since; see `toolkit.merging`.
An agreement's row has an id of its own from the start, so that the same row saved twice is one agreement.
"""

import re
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
from fagkompas.assessments.forms.rounds import RefusalForm
from fagkompas.assessments.models import Dialogue
from fagkompas.assessments.questions import GivenAnswer
from fagkompas.engine.scales import POINTS
from fagkompas.toolkit.forms import DayField

NOT_RELEVANT: Final = "nr"
NOBODY: Final = ""
CHOICES: Final = [(NOBODY, ""), *((str(point), str(point)) for point in POINTS), (NOT_RELEVANT, "")]
NOTES: Final = ("held_on", "capability", "behaviour", "results")
OPENED: Final = "opened-"
CHOOSE: Final = "choose-"
AGREED: Final = "agreed-"
_AGREEMENT = re.compile(r"agreement-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(?:text|due)\Z")


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
        known = _agreements_in(data if data is not None else initial)
        is_full = data is None or all(data.get(f"agreement-{row}-text") for row in known)
        self.rows = [*known, str(spare)] if is_full and str(spare) not in known else known
        for row in self.rows:
            self.fields[f"agreement-{row}-text"] = forms.CharField(
                label=_("What do you agree on?"), required=False, max_length=AGREEMENT_LENGTH, widget=forms.Textarea
            )
            self.fields[f"agreement-{row}-due"] = DayField(label=_("By when?"), required=False)
            self.initial.setdefault(f"agreement-{row}-due", next_due.isoformat())

    def clean(self) -> None:
        """An agreement has a day; one without words is no agreement."""
        for row in self.rows:
            text, due = f"agreement-{row}-text", f"agreement-{row}-due"
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
        return [AgreementRow(text=self[f"agreement-{row}-text"], due=self[f"agreement-{row}-due"]) for row in self.rows]

    def _value(self, code: str) -> str:
        value: str = self.cleaned_data[f"{AGREED}{code}"]
        return value

    def _agreements(self) -> Iterable[TypedAgreement]:
        for row in self.rows:
            text = self.cleaned_data[f"agreement-{row}-text"]
            if text:
                yield TypedAgreement(uuid=UUID(row), text=text, due_on=self.cleaned_data[f"agreement-{row}-due"])


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
            texts[f"agreement-{agreement.uuid}-text"] = agreement.text
            texts[f"agreement-{agreement.uuid}-due"] = agreement.due_on.isoformat()
    return {name: text for name, text in texts.items() if text}


def opened_texts(data: Mapping[str, str]) -> dict[str, str]:
    """What was saved when the page was opened."""
    return {
        name.removeprefix(OPENED): text
        for name, text in data.items()
        if name.startswith(OPENED) and _is_ours(name.removeprefix(OPENED))
    }


def typed_texts(data: Mapping[str, str]) -> dict[str, str]:
    """What was typed. A value that no radio button was chosen for is as it was, and so is a text that the person
    gave up for the saved one (`choose-<name>` is "saved")."""
    opened = opened_texts(data)
    typed = {name: text for name, text in data.items() if _is_ours(name)}
    kept = {name: text for name, text in opened.items() if name.startswith(AGREED)}
    given_up = {name: opened.get(name, "") for name in typed if data.get(f"{CHOOSE}{name}") == "saved"}
    return {**kept, **typed, **given_up}


def _is_ours(name: str) -> bool:
    return name in NOTES or name.startswith(AGREED) or _AGREEMENT.match(name) is not None


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


def _agreements_in(texts: Mapping[str, Any]) -> list[str]:
    found = (match[1] for name in texts if (match := _AGREEMENT.match(name)))
    return list(dict.fromkeys(found))

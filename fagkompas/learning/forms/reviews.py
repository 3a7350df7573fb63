"""The yearly review as people type it: who and when, what each prepares, what the two write, and how it went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.assessments.forms.agreement_rows import control, is_control, rows_shown
from fagkompas.catalogue.models import Offering
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.learning.actions.reviews import AGREEMENT_LENGTH, SURE, TypedAgreement, TypedReview
from fagkompas.learning.forms.people import PeopleChoice
from fagkompas.learning.models import Review, Went, Whose
from fagkompas.learning.review_guide import review_guide
from fagkompas.learning.reviewing import said
from fagkompas.learning.wording.reviews import sentence
from fagkompas.toolkit import forms as toolkit
from fagkompas.toolkit.forms import DayField, RowChoice

ANSWER: Final = "answer-"
NOTE: Final = "note-"
HELD_ON: Final = "held_on"
OWN_WISH: Final = "own_wish"
OF_AGREEMENTS: Final = ("text", "due", "whose", "offering")


class RefusalForm(toolkit.RefusalForm):
    """Says what reviews refuse."""

    def sentence(self, problem: Problem) -> str:
        """See the table of sentences."""
        return sentence(problem)


class PlanForm(RefusalForm):
    """With whom, and when."""

    planned_on = DayField(
        label=_("Which day?"),
        help_text=_("The same day for all whom you choose; you can move each of them afterwards."),
    )
    people = PeopleChoice(
        label=_("With whom?"),
        error_messages={"required": _("Choose whom to talk with.")},
    )

    def __init__(self, *args: Any, people: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["people"]
        if isinstance(field, PeopleChoice):
            field.queryset = people


class MoveForm(RefusalForm):
    """Another day."""

    planned_on = DayField(label=_("Which day?"))


class PassOnForm(RefusalForm):
    """To whom the employee passes it on."""

    to = RowChoice(
        label=_("Your new manager"), queryset=Employee.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, managers: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        if isinstance(field, RowChoice):
            field.queryset = managers


class OutcomeForm(RefusalForm):
    """How an agreement went."""

    went = forms.ChoiceField(label=_("How did it go?"), choices=Went.choices, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("In a few words"),
        required=False,
        widget=forms.Textarea,
        max_length=AGREEMENT_LENGTH,
        help_text=_("What came of it, or why it was dropped. Only the two of you see it."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PreparationForm(RefusalForm):
    """What one of the two prepares: a text for each question, and the employee's own place on the agenda."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, of_manager: bool, initial: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(initial))
        self.codes = [question.code for question in review_guide().questions(of_manager=of_manager)]
        for question in review_guide().questions(of_manager=of_manager):
            self.fields[f"{ANSWER}{question.code}"] = _long(said(question.text))
        if not of_manager:
            self.fields[OWN_WISH] = _long(_("What would you yourself like to talk about?"))

    def topics(self) -> list[tuple[str, str, list[BoundField]]]:
        """Name, text and fields of each topic, for the page."""
        guide, of_manager = review_guide(), OWN_WISH not in self.fields
        return [
            (
                said(part.name),
                said(part.text),
                [self[f"{ANSWER}{one.code}"] for one in (part.manager if of_manager else part.employee)],
            )
            for part in guide.parts
        ]

    def answers(self) -> dict[str, str]:
        """By the code of the question; only after `is_valid`."""
        return {code: self.cleaned_data[f"{ANSWER}{code}"] for code in self.codes}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """The controls of one agreement."""

    text: BoundField
    due: BoundField
    whose: BoundField
    offering: BoundField


class ReviewForm(RefusalForm):
    """What the two write while they talk.

    `offerings` are those that an agreement about learning may name, by UUID; `spare` the id of the empty row, `names` those
    of the two.
    """

    held_on = DayField(label=_("When did you talk?"), required=False)

    asks_sure = False
    """Whether something stands against signing that one may answer by signing all the same."""

    def refused(self, refusal: BadInput) -> None:
        """Also says whether it is a question."""
        super().refused(refusal)
        self.asks_sure = all(problem.place.column == SURE for problem in refusal.problems)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, str],
        offerings: Mapping[str, Offering],
        next_due: date,
        spare: UUID,
        names: Mapping[Whose, str],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.offerings, self.names = offerings, names
        self.codes = review_guide().notes
        topics = {one.code: one.title for one in review_guide().steps}
        topics |= {one.code: one.name for one in review_guide().parts}
        for code in self.codes:
            self.fields[f"{NOTE}{code}"] = _long(_("Notes: %(topic)s") % {"topic": said(topics[code])})
        titles = [("", _("Nothing from the catalogue")), *((key, one.title) for key, one in offerings.items())]
        self.rows = rows_shown(data, initial, spare)
        for row in self.rows:
            self._add_row(row, titles)
            self.initial.setdefault(control(row, "due"), next_due.isoformat())

    def _add_row(self, row: str, titles: Sequence[tuple[str, object]]) -> None:
        self.fields[control(row, "text")] = forms.CharField(
            label=_("What do you agree on?"), required=False, max_length=AGREEMENT_LENGTH, widget=forms.Textarea
        )
        self.fields[control(row, "due")] = DayField(label=_("By when?"), required=False)
        self.fields[control(row, "whose")] = forms.ChoiceField(
            label=_("Who does it?"), choices=list(self.names.items()), required=False
        )
        self.fields[control(row, "offering")] = forms.ChoiceField(
            label=_("Learning from the catalogue"),
            choices=titles,
            required=False,
            error_messages={"invalid_choice": _("Choose one from the list.")},
        )

    def clean(self) -> None:
        """An agreement has a day; one without words is no agreement."""
        for row in self.rows:
            text, due = control(row, "text"), control(row, "due")
            if self.cleaned_data.get(text) and not self.cleaned_data.get(due) and due not in self.errors:
                self.add_error(due, _("Write by when, so that you can follow it up."))

    def suggest(self, held_on: date) -> None:
        """Show a day in the empty field; it is kept only when it is signed or changed."""
        shown = self.data if self.is_bound else self.initial
        if not shown.get(HELD_ON):
            suggested = {HELD_ON: held_on.isoformat()}
            self.data, self.initial = {**self.data, **suggested}, {**self.initial, **suggested}

    def typed(self) -> TypedReview:
        """All of it, as the action takes it; only after `is_valid`."""
        return TypedReview(
            held_on=self.cleaned_data[HELD_ON],
            notes={code: self.cleaned_data[f"{NOTE}{code}"] for code in self.codes},
            agreements=tuple(self._agreements()),
        )

    def agreement_rows(self) -> list[AgreementRow]:
        """The rows as the page draws them."""
        return [AgreementRow(**{part: self[control(row, part)] for part in OF_AGREEMENTS}) for row in self.rows]

    def note(self, code: str) -> BoundField:
        """The note of a topic."""
        return self[f"{NOTE}{code}"]

    def _agreements(self) -> Iterable[TypedAgreement]:
        for row in self.rows:
            text = self.cleaned_data[control(row, "text")]
            if text:
                yield TypedAgreement(
                    uuid=UUID(row),
                    text=text,
                    due_on=self.cleaned_data[control(row, "due")],
                    whose=self.cleaned_data[control(row, "whose")] or Whose.EMPLOYEE,
                    offering=self.offerings.get(self.cleaned_data[control(row, "offering")]),
                )


def is_of_preparation(name: str) -> bool:
    """Whether a posted name is a control of the preparation."""
    guide = review_guide()
    codes = {one.code for of_manager in (True, False) for one in guide.questions(of_manager=of_manager)}
    return name == OWN_WISH or (name.startswith(ANSWER) and name.removeprefix(ANSWER) in codes)


def is_of_review(name: str) -> bool:
    """Whether a posted name is a control of the talk."""
    is_note = name.startswith(NOTE) and name.removeprefix(NOTE) in review_guide().notes
    return name == HELD_ON or is_note or is_control(name, OF_AGREEMENTS)


def preparation_texts(answers: Mapping[str, str], wish: str) -> dict[str, str]:
    """What is prepared, by the name of its control; empty ones are left out."""
    texts = {f"{ANSWER}{code}": text for code, text in answers.items()} | {OWN_WISH: wish}
    return {name: text for name, text in texts.items() if text}


def review_texts(review: Review) -> dict[str, str]:
    """What is saved, by the name of its control; empty ones are left out. One query."""
    texts = {f"{NOTE}{code}": text for code, text in review.notes.items()}
    texts[HELD_ON] = review.held_on.isoformat() if review.held_on else ""
    for one in review.agreements.select_related("offering"):
        row = str(one.uuid)
        texts[control(row, "text")] = one.text
        texts[control(row, "due")] = one.due_on.isoformat()
        texts[control(row, "whose")] = one.whose
        texts[control(row, "offering")] = str(one.offering.uuid) if one.offering else ""
    return {name: text for name, text in texts.items() if text}


def _long(label: Any) -> forms.CharField:
    """The action says when there is too much; a counter under each of twenty fields would disturb."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea)

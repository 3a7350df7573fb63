"""The form that asks: one page of questions, each a point 0-4 or "not relevant", with a note.

The same form serves the person, the manager and a team together, in screening and in dialogue.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagkompas.assessments.actions.answers import problems_in
from fagkompas.assessments.models import Participant
from fagkompas.assessments.questions import GivenAnswer, Question, QuestionPage, Section
from fagkompas.assessments.wording import refusal
from fagkompas.assessments.workbooks.ratings import EVIDENCE_LENGTH
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import POINTS
from fagkompas.toolkit.forms import Form

NOT_RELEVANT: Final = "nr"
"""What the form sends for "not relevant"."""

ABOUT_THE_NOTE: Final = frozenset({"evidence_too_long", "cpr_in_evidence"})
"""Problems that are shown at the note and not at the point."""

CHOICES: Final = [*((str(point), str(point)) for point in POINTS), (NOT_RELEVANT, gettext_lazy("Not relevant"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question with what is typed so far, as the page draws it."""

    question: Question
    point: BoundField
    note: BoundField
    opened: BoundField
    chosen: str

    @property
    def is_note_open(self) -> bool:
        """Whether the note is shown from the start."""
        return bool(self.note.value() or self.note.errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """The rows of one section."""

    section: Section
    rows: tuple[Row, ...]


class AnswersForm(Form):
    """Three controls a question: the point (`AU-G1`), the note (`AU-G1-note`), and a mark of what the page showed
    when it was opened (`AU-G1-opened`), so that only rows that were changed are saved.

    Thus a page left open somewhere else does not put old answers back.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        participant: Participant,
        page: QuestionPage,
        answers: Mapping[str, GivenAnswer],
    ) -> None:
        super().__init__(data)
        self.participant = participant
        self.page = page
        for question in page.questions:
            given = answers.get(question.code, GivenAnswer(item=question.code))
            self._add_row(question, given)

    def _add_row(self, question: Question, given: GivenAnswer) -> None:
        code = question.code
        self.fields[code] = forms.CharField(
            label=question.title,
            required=False,
            initial=_point_of(given),
            widget=forms.RadioSelect(choices=CHOICES),
        )
        note = forms.CharField(
            label=_("Note on: %(title)s") % {"title": question.title},
            help_text=_("About your work only, never about a citizen."),
            required=False,
            initial=given.evidence,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        # For the counter on the page; whether it fits is judged with the rest of the answer.
        note.max_length = EVIDENCE_LENGTH
        self.fields[f"{code}-note"] = note
        self.fields[f"{code}-opened"] = forms.CharField(
            required=False, initial=mark_of(given), widget=forms.HiddenInput
        )

    def clean(self) -> dict[str, Any]:
        """Put the sentence of every problem at the control that it is about."""
        for code in self.codes:
            point = self.cleaned_data.get(code)
            if point and point not in dict(CHOICES):
                self.add_error(
                    code, refusal(Problem(place=Place(column=code), found=point, message_code="out_of_range"))
                )
        for problem in problems_in(self.participant, self._readable()):
            code = str(problem.place.column)
            self.add_error(f"{code}-note" if problem.message_code in ABOUT_THE_NOTE else code, refusal(problem))
        return self.cleaned_data

    @property
    def codes(self) -> Sequence[str]:
        """The codes of the questions, in order."""
        return [question.code for question in self.page.questions]

    def answers_to_save(self) -> Sequence[GivenAnswer]:
        """What can be kept and is new: points without a problem that differ from what the page showed when opened.

        A note that is refused does not take its point with it: the point is kept, with the note of before.
        """
        faulty = set(self.errors)
        return [
            answer
            for answer in self._readable()
            if answer.item not in faulty and mark_of(answer) != self._opened_mark(answer.item)
        ]

    def _opened_mark(self, code: str) -> str:
        """Without one the page showed nothing."""
        return self.cleaned_data.get(f"{code}-opened") or mark_of(GivenAnswer(item=code))

    def question_of(self, name: str) -> Question:
        """The question that a control belongs to."""
        return next(question for question in self.page.questions if name in (question.code, f"{question.code}-note"))

    def rows(self) -> Iterator[RowGroup]:
        """Every question with what is typed, section by section."""
        for section in self.page.sections:
            yield RowGroup(section=section, rows=tuple(self._row(question) for question in section.questions))

    def _row(self, question: Question) -> Row:
        point = self[question.code]
        return Row(
            question=question,
            point=point,
            note=self[f"{question.code}-note"],
            opened=self[f"{question.code}-opened"],
            chosen=str(point.value() or ""),
        )

    def _readable(self) -> list[GivenAnswer]:
        """The answers that can be read: a point on the scale, and a note with plain line ends."""
        typed = ((code, self.cleaned_data.get(code), self._note(code)) for code in self.codes)
        return [
            GivenAnswer(
                item=code,
                value=int(point) if point and point != NOT_RELEVANT else None,
                not_relevant=point == NOT_RELEVANT,
                evidence=note.replace("\r\n", "\n"),
            )
            for code, point, note in typed
            if point == "" or point in dict(CHOICES)
        ]

    def _note(self, code: str) -> str:
        """As typed; the one of before where what is typed is refused."""
        note: str = self.cleaned_data.get(f"{code}-note", self.fields[f"{code}-note"].initial)
        return note


class SubmitForm(Form):
    """Make the answers count. Where too few are given for a result somewhere, one extra tick says: I know.

    It never keeps anybody from submitting.
    """

    anyway = forms.BooleanField(
        label=gettext_lazy("Submit anyway: I know that this gives no result there"),
        error_messages={
            "required": gettext_lazy("Tick the box to submit with so few answers, or answer some more first.")
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, asks: bool) -> None:
        super().__init__(data)
        if not asks:
            del self.fields["anyway"]

    def refused(self, refused: BadInput) -> None:
        """Show what submitting was refused for."""
        for problem in refused.problems:
            self.add_error(None, refusal(problem))


def mark_of(answer: GivenAnswer) -> str:
    """A short mark that differs when the answer does: the point, and a checksum of the note."""
    return f"{_point_of(answer)}.{zlib.crc32(answer.evidence.encode()):x}"


def _point_of(answer: GivenAnswer) -> str:
    if answer.not_relevant:
        return NOT_RELEVANT
    return "" if answer.value is None else str(answer.value)

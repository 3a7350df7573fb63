"""Self beside manager, item by item: what the pages of comparison and dialogue show.

As long as the round takes answers, nobody sees the other's answers before their own are submitted, so that the one
is not led by the other (`permissions.rates_first`). Then both see both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagkompas.accounts.models import Employee
from fagkompas.assessments.figures import difference_bar
from fagkompas.assessments.models import Participant, Rating, Round
from fagkompas.assessments.permissions import rates_first
from fagkompas.assessments.questions import GivenAnswer, Question, QuestionPage, question_pages
from fagkompas.assessments.to_engine import row_of, submitted_values
from fagkompas.assessments.wording import because, name_of
from fagkompas.engine.agreement import agreement_by_field
from fagkompas.engine.comparison import AgendaPoint, Difference, Direction, PointKind, agenda, differences
from fagkompas.engine.framework import field_of
from fagkompas.engine.reasons import why_agenda_point
from fagkompas.engine.scales import Mode, Rater
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of
from fagkompas.toolkit.formats import MISSING

Answers = Mapping[str, GivenAnswer]

DIRECTIONS: Final[Mapping[Direction, str | Promise]] = {
    Direction.RECOGNITION: gettext_lazy("Recognition"),
    Direction.EXPECTATIONS: gettext_lazy("Expectations to align"),
    Direction.RELEVANCE: gettext_lazy("Is it part of the work?"),
    Direction.MIXED: gettext_lazy("Recognition and expectations"),
}

CLOSE: Final = 0.8
FAIR: Final = 2 / 3
"""From where agreement is called close, and fair: Krippendorff, "Content Analysis" (2018), chapter 12."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One rater's answer as it is shown: "3", "Confidently, also in hard cases", and the note."""

    mark: str
    words: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One item with both sides; a side that may not be seen is None, and `bar` is empty unless both are there."""

    question: Question
    field: str
    own: Side | None
    manager: Side | None
    bar: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedField:
    """The items of one field."""

    code: str
    name: str
    rows: tuple[ComparedRow, ...]

    @property
    def differing(self) -> int:
        """In how many items the two differ."""
        return sum(row.size > 0 for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One point of the agenda in words; `row` is the item's, `code` the field's or item's own."""

    number: int
    title: str
    about: str
    direction: Direction | None
    words: str
    why: str
    code: str
    row: ComparedRow | None

    @property
    def is_wish(self) -> bool:
        """The place kept for what the employee wants to talk about."""
        return not self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that two people may see of each other's ratings. Without an agenda something is missing yet.

    `least` is the difference from which an item is a point of its own; `left_out` the points there was no room for.
    """

    fields: tuple[ComparedField, ...]
    agenda: tuple[AgendaLine, ...]
    least: int
    left_out: int

    @property
    def large(self) -> int:
        """How many items differ so much that each is a point of its own."""
        return sum(row.size >= self.least for field in self.fields for row in field.rows)

    @property
    def placed(self) -> int:
        """How many points have room on the agenda, the employee's own place left out."""
        return sum(not line.is_wish for line in self.agenda)

    @property
    def points(self) -> int:
        """How many points there are, with and without room."""
        return self.placed + self.left_out

    @property
    def large_fields(self) -> int:
        """How many of the points are fields."""
        return self.points - self.large

    @property
    def differing(self) -> int:
        """In how many items the two differ."""
        return sum(field.differing for field in self.fields)

    @property
    def items(self) -> int:
        """How many items there are."""
        return sum(len(field.rows) for field in self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAgreement:
    """How alike a field is rated; `alpha` is None where too few have both ratings."""

    name: str
    alpha: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAgreement:
    """Rater agreement of a round over the people who have both ratings."""

    fields: tuple[FieldAgreement, ...]
    people: int
    needed: int


def sees_own_answers(person: Employee, participant: Participant, today: date) -> bool:
    """Whether somebody may see what the participant has submitted about themself."""
    return participant.self_submitted_at is not None and not rates_first(person, participant, today)


def sees_manager_answers(person: Employee, participant: Participant, today: date) -> bool:
    """Whether somebody may see what the manager has submitted."""
    return participant.manager_submitted_at is not None and not rates_first(person, participant, today)


def answers_by_rater(participant: Participant) -> dict[Rater, dict[str, GivenAnswer]]:
    """The latest submitted answers of self, manager and agreed. One query."""
    found: dict[Rater, dict[str, GivenAnswer]] = {rater: {} for rater in Rater}
    for rating in Rating.objects.filter(participant=participant).order_by("revision", "pk"):
        found[Rater(rating.rater)][rating.item] = GivenAnswer(
            item=rating.item, value=rating.value, not_relevant=rating.not_relevant, evidence=rating.evidence
        )
    return found


def comparison_for(
    person: Employee, participant: Participant, answers: Mapping[Rater, Answers], today: date
) -> Comparison:
    """What the person may see of self and manager, with the agenda when both are there. No query but for texts."""
    own = answers[Rater.SELF] if sees_own_answers(person, participant, today) else None
    manager = answers[Rater.MANAGER] if sees_manager_answers(person, participant, today) else None
    texts = texts_of(participant.round.version)
    pages = question_pages(participant, person)
    framework, mode = engine_framework(participant.round.version), Mode(participant.round.mode)
    if own is None or manager is None:
        fields = _fields(texts, pages, own, manager, {})
        return Comparison(fields=fields, agenda=(), least=framework.rules.agenda_difference, left_out=0)
    own_row, manager_row = (row_of(participant, side) for side in (own, manager))
    found = {difference.code: difference for difference in differences(framework, mode, own_row, manager_row)}
    points = agenda(framework, mode, own_row, manager_row)
    reasons = [why_agenda_point(framework, mode, own_row, manager_row, point) for point in points.points]
    fields = _fields(texts, pages, own, manager, found)
    by_code = {row.question.code: row for field in fields for row in field.rows}
    return Comparison(
        fields=fields,
        agenda=tuple(
            _line(number, point, texts, by_code, because(reason, texts))
            for number, (point, reason) in enumerate(zip(points.points, reasons, strict=True), start=1)
        ),
        least=framework.rules.agenda_difference,
        left_out=points.left_out,
    )


def agreement_in(round_: Round) -> RoundAgreement:
    """Over everyone in the round whom both have rated; two queries."""
    framework, mode = engine_framework(round_.version), Mode(round_.mode)
    texts = texts_of(round_.version)
    people = list(
        round_.participants.filter(self_submitted_at__isnull=False, manager_submitted_at__isnull=False).order_by("pk")
    )
    values = submitted_values(people, framework=framework, mode=mode)
    alphas = agreement_by_field(framework, mode, values[Rater.SELF], values[Rater.MANAGER])
    return RoundAgreement(
        fields=tuple(
            FieldAgreement(name=texts.field(code).name, alpha=alpha, words=_agreement_words(alpha))
            for code, alpha in alphas.items()
        ),
        people=len(people),
        needed=framework.rules.agreement_people,
    )


def side(answer: GivenAnswer | None, texts: FrameworkTexts) -> Side:
    """An answer in words."""
    if answer is None or not answer.is_answered:
        return Side(mark=MISSING, words=_("Not answered"), note=answer.evidence if answer else "")
    if answer.value is None:
        return Side(mark=_("n/r"), words=_("Not relevant"), note=answer.evidence)
    return Side(mark=str(answer.value), words=texts.point(answer.value).name, note=answer.evidence)


def _fields(
    texts: FrameworkTexts,
    pages: tuple[QuestionPage, ...],
    own: Answers | None,
    manager: Answers | None,
    found: Mapping[str, Difference],
) -> tuple[ComparedField, ...]:
    rows: dict[str, list[ComparedRow]] = {}
    for page in pages:
        for question in page.questions:
            code = field_of(question.code)
            rows.setdefault(code, []).append(_row(question, texts, own, manager, found.get(question.code)))
    return tuple(
        ComparedField(code=code, name=texts.field(code).name, rows=tuple(field)) for code, field in rows.items()
    )


def _row(
    question: Question,
    texts: FrameworkTexts,
    own: Answers | None,
    manager: Answers | None,
    difference: Difference | None,
) -> ComparedRow:
    code = question.code
    return ComparedRow(
        question=question,
        field=texts.field(field_of(code)).name,
        own=None if own is None else side(own.get(code), texts),
        manager=None if manager is None else side(manager.get(code), texts),
        bar="" if own is None or manager is None else _bar(code, own.get(code), manager.get(code)),
        size=difference.size if difference else 0,
    )


def _bar(code: str, own: GivenAnswer | None, manager: GivenAnswer | None) -> str:
    return difference_bar(own.value if own else None, manager.value if manager else None, prefix=f"difference-{code}")


def _line(
    number: int, point: AgendaPoint, texts: FrameworkTexts, rows: Mapping[str, ComparedRow], why: str
) -> AgendaLine:
    code = point.code or ""
    row = rows.get(code) if point.kind is PointKind.ITEM else None
    title = row.question.title if row else (name_of(code, texts) if code else "")
    return AgendaLine(
        number=number,
        title=title,
        about=row.field if row else "",
        direction=point.direction,
        words=str(DIRECTIONS[point.direction]) if point.direction else "",
        why=why,
        code=code,
        row=row,
    )


def _agreement_words(alpha: float | None) -> str:
    if alpha is None:
        return _("Too few ratings to say.")
    if alpha >= CLOSE:
        return _("You rate very much alike.")
    if alpha >= FAIR:
        return _("You rate fairly alike.")
    return _("You rate differently. Talk about what the points mean.")

"""What a round asks of one participant, page by page, and what has been answered so far.

    Screening: a page a field                    Dialogue: one page
    AU ─┬─ basic         AU-G1 ... AU-G6         alle ─┬─ AU   AU-G AU-S AU-PRA AU-REF AU-REL
        ├─ specialised   AU-S1 ... AU-S5               ├─ LM   LM-G ...
        └─ dimensions    AU-PRA AU-REF AU-REL          └─ ...

Items meant for another category of employees are not asked; the rules count them as "not relevant".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Answer, Draft, Participant, Rating
from fagkompas.engine.framework import Column, described_columns
from fagkompas.engine.scales import LEVELS, Dimension, Level, Mode, Rater
from fagkompas.frameworks.texts import ArenaTexts, FieldTexts, FrameworkTexts, ItemTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of

WHOLE: Final = "alle"
"""Code of the one page of a dialogue round."""

SECONDS_A_QUESTION: Final = 20
"""What one question takes on average; used to say how long it takes."""

SPEAKS_TO_YOU: Final = frozenset({"du", "you"})
"""Words by which a statement speaks to its reader, in the languages of the frameworks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """One answer: a point 0-4, or not relevant, or neither (taken back or not yet given), with a note."""

    item: str
    value: int | None = None
    not_relevant: bool = False
    evidence: str = ""

    @property
    def is_answered(self) -> bool:
        """Whether it says anything; "not relevant" does."""
        return self.not_relevant or self.value is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row of the form.

    Where a dimension is asked directly, `dimension` says which and `arenas` how it shows; where a level of a
    field is asked, `covers` has the titles of its competencies.
    """

    code: str
    title: str
    statement: str
    dimension: Dimension | None = None
    arenas: tuple[ArenaTexts, ...] = ()
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions under one heading."""

    heading: str
    text: str
    questions: tuple[Question, ...]
    asks_dimensions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """What is asked at a time; `code` stands in the address."""

    code: str
    title: str
    text: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All rows, in order."""
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one page has come: what has no answer yet."""

    page: QuestionPage
    missing_questions: tuple[Question, ...]

    @property
    def total(self) -> int:
        """How many questions the page has."""
        return len(self.page.questions)

    @property
    def missing(self) -> int:
        """How many have no answer yet."""
        return len(self.missing_questions)

    @property
    def answered(self) -> int:
        """How many have an answer; "not relevant" is one."""
        return self.total - self.missing

    @property
    def is_complete(self) -> bool:
        """Whether every question has an answer."""
        return self.missing == 0


def asked_columns(participant: Participant) -> tuple[Column, ...]:
    """What the round asks of the participant, in the order of the rules' columns."""
    round_ = participant.round
    framework = engine_framework(round_.version)
    return tuple(
        column
        for column in described_columns(framework, Mode(round_.mode))
        if not participant.category or column.categories is None or participant.category in column.categories
    )


def question_pages(participant: Participant, reader: Employee | None = None) -> tuple[QuestionPage, ...]:
    """The pages of the form, in the reader's language; fields with nothing to ask are left out.

    Statements speak to the one who is rated. To a `reader` other than that they say whom they speak to.
    """
    texts = texts_of(participant.round.version)
    asked = asked_columns(participant)
    if participant.round.mode == Mode.DIALOGUE:
        pages: Iterable[QuestionPage] = (_dialogue_page(texts, asked),)
    else:
        codes = frozenset(column.code for column in asked)
        pages = (_screening_page(texts, field, codes) for field in texts.fields)
    found = tuple(page for page in pages if page.sections)
    about = participant.employee
    if about is None or reader is None or about.pk == reader.pk:
        return found
    return tuple(_page_said_to(first_name(about.name), page) for page in found)


def first_name(name: str) -> str:
    """What one says to somebody: the first of their names."""
    return name.split()[0].rstrip(",") if name.split() else name


def said_to(name: str, statement: str) -> str:
    """A statement that speaks to its reader, said to somebody by name: "Du ved ..." becomes "Bo, du ved ...".

    One that speaks to nobody stands as it is: "What everyone ... should be able to do."
    """
    first, _space, rest = statement.partition(" ")
    if first.casefold() in SPEAKS_TO_YOU:
        return f"{name}, {first.lower()} {rest}"
    words = {word.strip(".,:;!?").casefold() for word in rest.split()}
    return f"{name}: {statement}" if words & SPEAKS_TO_YOU else statement


def _page_said_to(name: str, page: QuestionPage) -> QuestionPage:
    sections = (
        replace(
            section,
            text=said_to(name, section.text),
            questions=tuple(_question_said_to(name, question) for question in section.questions),
        )
        for section in page.sections
    )
    return replace(page, text=said_to(name, page.text), sections=tuple(sections))


def _question_said_to(name: str, question: Question) -> Question:
    arenas = (replace(arena, anchor=said_to(name, arena.anchor)) for arena in question.arenas)
    return replace(question, statement=said_to(name, question.statement), arenas=tuple(arenas))


def minutes_for(pages: Sequence[QuestionPage]) -> int:
    """How long it takes, in whole minutes, at least one."""
    questions = sum(len(page.questions) for page in pages)
    return max(1, round(questions * SECONDS_A_QUESTION / 60))


def submitted_at(participant: Participant, rater: Rater) -> datetime | None:
    """When the rater last submitted. A team's joint answers are given by its manager."""
    return participant.self_submitted_at if rater is Rater.SELF else participant.manager_submitted_at


def drafts_of(participant: Participant, rater: Rater, author: Employee) -> Mapping[str, GivenAnswer]:
    """What the author has saved and not submitted. One query."""
    drafts = Draft.objects.filter(participant=participant, rater=rater.value, author=author).order_by("pk")
    return {draft.item: _given(draft) for draft in drafts}


def ratings_of(participant: Participant, rater: Rater) -> Mapping[str, GivenAnswer]:
    """The latest submitted answers of a rater other than colleagues, whoever gave them. One query."""
    ratings = Rating.objects.filter(participant=participant, rater=rater.value).order_by("revision", "pk")
    return {rating.item: _given(rating) for rating in ratings}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Where one rater stands with a participant: what is saved, what is submitted and when."""

    drafts: Mapping[str, GivenAnswer]
    submitted: Mapping[str, GivenAnswer]
    submitted_at: datetime | None

    @property
    def is_submitted(self) -> bool:
        """Whether something counts already."""
        return self.submitted_at is not None

    @property
    def is_locked(self) -> bool:
        """Whether they must be taken up again before they can be changed."""
        return self.is_submitted and not self.drafts

    @property
    def shown(self) -> Mapping[str, GivenAnswer]:
        """What the form shows: the drafts, or what was submitted where there are none."""
        return self.submitted if self.is_locked else self.drafts


def answers_of(participant: Participant, rater: Rater, author: Employee) -> Answers:
    """Two queries."""
    return Answers(
        drafts=drafts_of(participant, rater, author),
        submitted=ratings_of(participant, rater),
        submitted_at=submitted_at(participant, rater),
    )


def progress(pages: Iterable[QuestionPage], answers: Mapping[str, GivenAnswer]) -> tuple[Progress, ...]:
    """How far each page has come."""
    answered = {code for code, answer in answers.items() if answer.is_answered}
    return tuple(
        Progress(page=page, missing_questions=tuple(q for q in page.questions if q.code not in answered))
        for page in pages
    )


def _given(row: Answer) -> GivenAnswer:
    return GivenAnswer(item=row.item, value=row.value, not_relevant=row.not_relevant, evidence=row.evidence)


def _screening_page(texts: FrameworkTexts, field: FieldTexts, asked: frozenset[str]) -> QuestionPage:
    competencies = (
        Section(
            heading=level_heading(level),
            text=level_text(level),
            questions=tuple(_competency(item) for item in field.at(level) if item.code in asked),
        )
        for level in LEVELS
    )
    dimensions = Section(
        heading=_("Three ways it shows"),
        text=_("Look at the whole field, and choose the point that fits best in each of the three dimensions."),
        questions=tuple(_dimension_question(texts, item) for item in field.dimension_items if item.code in asked),
        asks_dimensions=True,
    )
    sections = tuple(section for section in (*competencies, dimensions) if section.questions)
    return QuestionPage(code=field.code, title=field.name, text=field.description, sections=sections)


def _dialogue_page(texts: FrameworkTexts, asked: Sequence[Column]) -> QuestionPage:
    sections = (
        Section(heading=field.name, text=field.description, questions=_joint_questions(texts, field, asked))
        for field in texts.fields
    )
    return QuestionPage(
        code=WHOLE,
        title=_("All fields"),
        text=_("For each field: the point that fits best at each level, and in each of the three dimensions."),
        sections=tuple(section for section in sections if section.questions),
    )


def _joint_questions(texts: FrameworkTexts, field: FieldTexts, asked: Sequence[Column]) -> tuple[Question, ...]:
    items = {item.code: item for item in field.dimension_items}
    return tuple(
        _level_question(field, column.code, column.level)
        if column.level is not None
        else _dimension_question(texts, items[column.code])
        for column in asked
        if column.field == field.code
    )


def _level_question(field: FieldTexts, code: str, level: Level) -> Question:
    return Question(
        code=code,
        title=level_heading(level),
        statement=level_text(level),
        covers=tuple(i.title for i in field.at(level)),
    )


def _competency(item: ItemTexts) -> Question:
    return Question(code=item.code, title=item.title, statement=item.statement)


def _dimension_question(texts: FrameworkTexts, item: ItemTexts) -> Question:
    dimension = texts.dimension(item.dimension)
    return Question(
        code=item.code,
        title=f"{dimension.name}: {item.title}",
        statement=item.statement,
        dimension=item.dimension,
        arenas=dimension.arenas,
    )


def level_heading(level: Level) -> str:
    """The level's name as a heading."""
    return _("Basic level") if level is Level.BASIC else _("Specialised level")


def level_text(level: Level) -> str:
    """Whom the level is meant for."""
    if level is Level.BASIC:
        return _("What everyone who works in the field should be able to do.")
    return _("What some go deep in. Nobody is expected to know it all.")

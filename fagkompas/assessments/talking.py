"""What the page of a dialogue shows: who may do what now, the agenda, and every item with its agreed value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fagkompas.accounts.models import Employee
from fagkompas.assessments.comparison import (
    AgendaLine,
    ComparedField,
    ComparedRow,
    Comparison,
    Side,
    answers_by_rater,
    comparison_for,
    side,
)
from fagkompas.assessments.forms.dialogues import AGREED, text_of
from fagkompas.assessments.models import Agreement, Dialogue, Participant, RoundState
from fagkompas.assessments.questions import GivenAnswer, drafts_of
from fagkompas.engine.framework import field_of
from fagkompas.engine.scales import Rater
from fagkompas.frameworks.texts import FrameworkTexts, PointTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.toolkit.encrypted_fields import unread_in


class TalkState(StrEnum):
    """Where a dialogue stands; see `actions.dialogues`."""

    WRITING = "writing"
    WAITING = "waiting"
    SIGNED = "signed"
    ENDED = "ended"
    """The round was closed before both had signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRow:
    """One item: both sides, what is settled, and what is chosen on this page."""

    compared: ComparedRow
    name: str
    chosen: str
    settled: Side
    is_settled: bool
    is_unsaved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkField:
    """The items of a field that do not stand on the agenda by themselves."""

    compared: ComparedField
    rows: tuple[TalkRow, ...]
    on_agenda: int
    is_point: bool

    @property
    def settled(self) -> int:
        """How many of the rows have an agreed value."""
        return sum(row.is_settled for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPoint:
    """A point of the agenda, with the row of its item when it is about one."""

    line: AgendaLine
    row: TalkRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A dialogue as one person sees it."""

    participant: Participant
    dialogue: Dialogue | None
    person: Employee
    state: TalkState
    comparison: Comparison
    points: tuple[TalkPoint, ...]
    fields: tuple[TalkField, ...]
    scale: tuple[PointTexts, ...]
    agreed: Mapping[str, GivenAnswer]
    agreements: tuple[Agreement, ...]

    @property
    def is_employee(self) -> bool:
        """Whether the one who looks is the employee; otherwise a manager."""
        return self.participant.employee_id == self.person.pk

    @property
    def may_write(self) -> bool:
        """The manager, until signed."""
        return not self.is_employee and self.state is TalkState.WRITING and not self.unread

    @property
    def may_wish(self) -> bool:
        """The employee, until the manager has signed."""
        return self.is_employee and self.state is TalkState.WRITING and not self.unread

    @property
    def may_sign(self) -> bool:
        """The employee, once the manager has signed; a manager signs with what is written."""
        return self.is_employee and self.state is TalkState.WAITING and not self.unread

    @property
    def may_withdraw(self) -> bool:
        """The manager, until the employee has signed."""
        return not self.is_employee and self.state is TalkState.WAITING

    @property
    def unread(self) -> str:
        """The sentence that says so, when something that was written cannot be read; else ""."""
        return unread_in(self.dialogue, *self.agreements)

    @property
    def revision(self) -> int:
        """What a save or a signature is about."""
        return self.dialogue.revision if self.dialogue else 0

    @property
    def agreed_rows(self) -> list[TalkRow]:
        """The items with an agreed value: those of the agenda first, then in framework order."""
        rows = [point.row for point in self.points if point.row] + [row for field in self.fields for row in field.rows]
        return [row for row in rows if row.is_settled]

    @property
    def has_notes(self) -> bool:
        """Whether anything is noted."""
        return self.dialogue is not None and any(
            (self.dialogue.capability, self.dialogue.behaviour, self.dialogue.results)
        )


def talk_with(person: Employee, participant: Participant, today: date, typed: Mapping[str, str] | None = None) -> Talk:
    """The dialogue of a participant, for the person or a manager. A few queries, however many items.

    With `typed` the chosen values are those of a form that could not be saved.
    """
    answers = answers_by_rater(participant)
    dialogue = Dialogue.objects.filter(participant=participant).select_related("manager", "saved_by").first()
    state = state_of(participant, dialogue)
    comparison = comparison_for(person, participant, answers, today)
    agreed = answers[Rater.AGREED]
    drafts = drafts_of(participant, Rater.AGREED, person) if state is TalkState.WRITING else {}
    chosen = {f"{AGREED}{code}": text_of(answer) for code, answer in {**agreed, **drafts}.items()} | dict(typed or {})
    texts = texts_of(participant.round.version)
    rows = {row.question.code: _row(row, agreed, chosen, texts) for field in comparison.fields for row in field.rows}
    points = tuple(TalkPoint(line=line, row=rows[line.code] if line.row else None) for line in comparison.agenda)
    return Talk(
        participant=participant,
        dialogue=dialogue,
        person=person,
        state=state,
        comparison=comparison,
        points=points,
        fields=_fields(comparison, points, rows),
        scale=texts.scale,
        agreed=agreed,
        agreements=tuple(dialogue.agreements.all()) if dialogue else (),
    )


def state_of(participant: Participant, dialogue: Dialogue | None) -> TalkState:
    """Where it stands."""
    if dialogue is not None and dialogue.is_signed:
        return TalkState.SIGNED
    if participant.round.state != RoundState.OPEN:
        return TalkState.ENDED
    return TalkState.WAITING if dialogue is not None and dialogue.awaits_employee else TalkState.WRITING


def _row(
    compared: ComparedRow,
    agreed: Mapping[str, GivenAnswer],
    chosen: Mapping[str, str],
    texts: FrameworkTexts,
) -> TalkRow:
    code = compared.question.code
    name = f"{AGREED}{code}"
    settled = agreed.get(code, GivenAnswer(item=code))
    return TalkRow(
        compared=compared,
        name=name,
        chosen=chosen.get(name, ""),
        settled=side(settled, texts),
        is_settled=settled.is_answered,
        is_unsaved=chosen.get(name, "") != text_of(settled),
    )


def _fields(
    comparison: Comparison, points: tuple[TalkPoint, ...], rows: Mapping[str, TalkRow]
) -> tuple[TalkField, ...]:
    above = {point.line.code for point in points if point.row}
    whole = {point.line.code for point in points if not point.row}
    return tuple(
        TalkField(
            compared=field,
            rows=tuple(rows[row.question.code] for row in field.rows if row.question.code not in above),
            on_agenda=sum(field_of(code) == field.code for code in above),
            is_point=field.code in whole,
        )
        for field in comparison.fields
    )

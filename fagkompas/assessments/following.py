"""Who has answered, and what comes next: for the list of rounds and a round's own page.

Only that something is submitted is told here, never what, and never that somebody has begun.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, lineage_under, units_with_role
from fagkompas.assessments.models import Participant, ParticipantQuerySet, Round, RoundState, Scope
from fagkompas.assessments.permissions import can_run_rounds, followed_participants, nearest_people
from fagkompas.engine.scales import Mode

NOT_LOCKED: Final = Q(dialogue__manager_signed_at__isnull=True)
"""Participants whose answers can change: the manager has signed no dialogue with them."""

LACKS_ANSWER: Final = NOT_LOCKED & Q(self_submitted_at__isnull=True, employee__isnull=False)
"""Participants who have not submitted, and can."""

LACKS_RATING: Final = NOT_LOCKED & Q(manager_submitted_at__isnull=True)
"""Participants whom the manager has not rated, and can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of those in a round whom somebody may follow: how many have come how far.

    `answered` are those who have submitted, or have signed a dialogue together with their manager; `without_answer`
    those who have not submitted and still can. `to_rate` and `to_talk_with` count those whose nearest manager is the one
    who looks, and who lack a rating or a signed dialogue; `to_remind` those without an answer but the one who looks.
    """

    people: int = 0
    answered: int = 0
    without_answer: int = 0
    rated: int = 0
    signed: int = 0
    to_rate: int = 0
    to_talk_with: int = 0
    to_remind: int = 0

    @property
    def not_rated(self) -> int:
        """How many the manager has not rated."""
        return self.people - self.rated

    @property
    def not_signed(self) -> int:
        """How many dialogues are not signed by both."""
        return self.people - self.signed


class RoundStep(StrEnum):
    """What a round needs next."""

    OPEN = "open"
    RATE = "rate"
    REMIND = "remind"
    TALK = "talk"
    CLOSE = "close"
    DELETE_LATER = "delete_later"


class PersonStep(StrEnum):
    """What one participant needs next of the one who looks."""

    TOGETHER = "together"
    RATE = "rate"
    WAIT_FOR_ANSWER = "wait_for_answer"
    TALK = "talk"
    WAIT_FOR_SIGNATURE = "wait_for_signature"
    PROFILE = "profile"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedRound:
    """A round with its counts, as somebody follows it."""

    round: Round
    counts: Counts
    runs_it: bool
    step: RoundStep

    @property
    def is_of_people(self) -> bool:
        """Whether people answer one by one, and not as a team."""
        return self.round.scope == Scope.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPerson:
    """A participant as somebody follows it."""

    participant: Participant
    dialogue: str
    step: PersonStep

    @property
    def name(self) -> str:
        """The person, or the unit that sits together."""
        return self.participant.employee.name if self.participant.employee else self.participant.unit.name


def counts_of(person: Employee, participants: ParticipantQuerySet, mine: Q) -> Mapping[int, Counts]:
    """Round id to counts, in one query; a round without participants is left out. `mine` as in `nearest_people`."""
    signed = Q(dialogue__manager_signed_at__isnull=False, dialogue__employee_signed_at__isnull=False)
    rows = (
        participants.order_by()
        .values("round_id")
        .annotate(
            people=Count("pk"),
            answered=Count("pk", filter=Q(self_submitted_at__isnull=False) | signed),
            without_answer=Count("pk", filter=LACKS_ANSWER),
            rated=Count("pk", filter=Q(manager_submitted_at__isnull=False)),
            signed=Count("pk", filter=signed),
            to_rate=Count("pk", filter=mine & LACKS_RATING),
            to_talk_with=Count("pk", filter=mine & Q(dialogue__employee_signed_at__isnull=True)),
            to_remind=Count("pk", filter=LACKS_ANSWER & ~Q(employee=person)),
        )
    )
    return {
        row["round_id"]: Counts(
            people=row["people"],
            answered=row["answered"],
            without_answer=row["without_answer"],
            rated=row["rated"],
            signed=row["signed"],
            to_rate=row["to_rate"],
            to_talk_with=row["to_talk_with"],
            to_remind=row["to_remind"],
        )
        for row in rows.order_by("round_id")
    }


def followed_rounds(person: Employee, rounds: Sequence[Round], today: date) -> list[FollowedRound]:
    """The rounds with what the person may know of them, in the given order. Four queries."""
    mine = nearest_people(person) if has_role(person, Role.MANAGER) else Q(pk__in=[])
    counts = counts_of(person, followed_participants(person, rounds), mine)
    return [_followed(person, round_, counts.get(round_.pk, Counts()), today) for round_ in rounds]


def followed_people(person: Employee, participants: Iterable[Participant]) -> list[FollowedPerson]:
    """The participants with what the person is to do about each. No query when round, people and dialogue are loaded."""
    managed = units_with_role(person, Role.MANAGER)
    return [
        FollowedPerson(
            participant=participant,
            dialogue=dialogue_state(participant),
            step=_person_step(
                participant,
                manages=participant.employee_id != person.pk and lineage_under(participant.unit.lineage, managed),
            ),
        )
        for participant in participants
    ]


def dialogue_state(participant: Participant) -> str:
    """ "none", "writing", "waiting" (for the employee's signature) or "signed"."""
    dialogue = getattr(participant, "dialogue", None)
    if dialogue is None:
        return "none"
    if dialogue.is_signed:
        return "signed"
    return "waiting" if dialogue.awaits_employee else "writing"


def _followed(person: Employee, round_: Round, counts: Counts, today: date) -> FollowedRound:
    return FollowedRound(
        round=round_,
        counts=counts,
        runs_it=can_run_rounds(person, round_.unit),
        step=_round_step(round_, counts, today),
    )


def _round_step(round_: Round, counts: Counts, today: date) -> RoundStep:
    if round_.state == RoundState.PLANNED:
        return RoundStep.OPEN
    if round_.state == RoundState.CLOSED:
        return RoundStep.DELETE_LATER
    takes_answers = round_.takes_answers_on(today)
    is_rated = round_.mode == Mode.SCREENING or round_.scope != Scope.PERSON
    if takes_answers and is_rated and counts.to_rate:
        return RoundStep.RATE
    if takes_answers and round_.scope == Scope.PERSON and counts.without_answer:
        return RoundStep.REMIND
    if round_.scope == Scope.PERSON and counts.to_talk_with:
        return RoundStep.TALK
    return RoundStep.CLOSE


def _person_step(participant: Participant, *, manages: bool) -> PersonStep:
    if not manages:
        return PersonStep.NOTHING
    if participant.employee_id is None:
        return PersonStep.PROFILE if participant.manager_submitted_at else PersonStep.TOGETHER
    state = dialogue_state(participant)
    if state == "signed":
        return PersonStep.PROFILE
    if state == "waiting":
        return PersonStep.WAIT_FOR_SIGNATURE
    if participant.round.state != RoundState.OPEN:
        return PersonStep.PROFILE
    if participant.round.mode == Mode.DIALOGUE:
        return PersonStep.TALK
    if participant.manager_submitted_at is None:
        return PersonStep.RATE
    return PersonStep.TALK if participant.self_submitted_at else PersonStep.WAIT_FOR_ANSWER

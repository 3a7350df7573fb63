"""Who may see and do what with rounds, answers, profiles and unit figures. Loading is authorising.

| | own answers and profile | a person's answers and profile | a unit's figures | who has answered |
|---|---|---|---|---|
| the person | yes | | own units, small groups hidden | |
| manager in the unit or above | yes | yes (never unsubmitted answers) | yes, with the individuals | yes |
| competence consultant | yes | no | yes, small groups hidden | yes |
| auditor, administrator | yes | no | no | no |

A right follows the unit in which the person was on the round's first day, by where that unit stands in the tree now:
when a unit moves, those who manage its new place gain the rights and those of the old one lose them (docs/adr/0006).
Nobody is their own manager: a manager who takes part is rated by a manager of a unit above or of the same unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role, has_role_in, lineage_under, reach_of, units_with_role
from fagkompas.assessments.models import (
    Participant,
    ParticipantQuerySet,
    RatingsImport,
    Round,
    RoundQuerySet,
    RoundState,
)
from fagkompas.engine.scales import Rater


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Whom somebody may answer about, and as which rater."""

    participant: Participant
    rater: Rater


def can_manage_participant(person: Employee, participant: Participant) -> bool:
    """A manager over the participant's unit, other than the participant. The participant needs `unit` loaded."""
    return participant.employee_id != person.pk and lineage_under(
        participant.unit.lineage, units_with_role(person, Role.MANAGER)
    )


def can_read_participant(person: Employee, participant: Participant) -> bool:
    """The person, or a manager over the unit; of a team's own participation: its members too."""
    if participant.employee_id is None:
        return can_manage_participant(person, participant) or person.unit.lineage.startswith(participant.unit.lineage)
    return participant.employee_id == person.pk or can_manage_participant(person, participant)


def rates_first(person: Employee, participant: Participant, today: date) -> bool:
    """Whether the person must give own answers before seeing what follows from the other's.

    As long as the round takes answers, so that neither is led by the other. A team answers together.
    """
    if participant.employee_id is None or not participant.round.takes_answers_on(today):
        return False
    own, other = participant.manager_submitted_at, participant.self_submitted_at
    if participant.employee_id == person.pk:
        own, other = other, own
    return own is None and other is not None


def can_run_rounds(person: Employee, unit: Unit) -> bool:
    """Open, close and follow a round: managers and competence consultants of the unit or above."""
    return has_role_in(person, unit, Role.MANAGER, Role.CONSULTANT)


def can_see_individuals(person: Employee, unit: Unit) -> bool:
    """Names beside figures in a unit: its managers."""
    return has_role_in(person, unit, Role.MANAGER)


def can_see_unit(person: Employee, unit: Unit) -> bool:
    """A unit's figures: managers and competence consultants over it, and those who work in it."""
    return has_role_in(person, unit, Role.MANAGER, Role.CONSULTANT) or person.unit.lineage.startswith(unit.lineage)


def rounds_run_by(person: Employee) -> RoundQuerySet:
    """The rounds that the person may follow, newest first."""
    units = units_with_role(person, Role.MANAGER, Role.CONSULTANT)
    rounds = Round.objects.of_root(person.root_id).select_related("unit", "version__framework")
    return rounds.filter(unit_id__in=_ids_below(units)).newest_first()


def can_follow_round(person: Employee, round_: Round) -> bool:
    """See who has answered: those who run the round, and managers of people in it once it is open."""
    return can_run_rounds(person, round_.unit) or (
        round_.state != RoundState.PLANNED and round_.participants.filter(_managed_by(person)).exists()
    )


def rounds_followed_by(person: Employee) -> RoundQuerySet:
    """The rounds that the person runs, and those with people in units they manage, newest first."""
    run = _ids_below(units_with_role(person, Role.MANAGER, Role.CONSULTANT))
    rounds = Round.objects.of_root(person.root_id).select_related("unit", "version__framework")
    managed = Participant.objects.filter(_managed_by(person), round=OuterRef("pk"))
    reaching = Q(Exists(managed)) & ~Q(state=RoundState.PLANNED)
    return rounds.filter(Q(unit_id__in=run) | reaching).newest_first()


def followed_participants(person: Employee, rounds: Iterable[Round]) -> ParticipantQuerySet:
    """Those in the rounds whose state the person may follow: all in a round they run, else those they manage."""
    run = [round_.pk for round_ in rounds if can_run_rounds(person, round_.unit)]
    others = [round_.pk for round_ in rounds if round_.pk not in run]
    return Participant.objects.filter(Q(round_id__in=run) | (Q(round_id__in=others) & _managed_by(person)))


def load_followed_round(person: Employee, uuid: UUID) -> Round:
    """A round that the person may follow; otherwise not found."""
    round_ = (
        Round.objects.of_root(person.root_id).filter(uuid=uuid).select_related("unit", "version__framework").first()
    )
    if round_ is None or not can_follow_round(person, round_):
        raise Http404
    return round_


def load_round(person: Employee, uuid: UUID) -> Round:
    """A round that the person may run; otherwise not found."""
    round_ = (
        Round.objects.of_root(person.root_id).filter(uuid=uuid).select_related("unit", "version__framework").first()
    )
    if round_ is None or not can_run_rounds(person, round_.unit):
        raise Http404
    return round_


def load_participant(person: Employee, uuid: UUID) -> Participant:
    """A participant whose answers and profile the person may read; otherwise not found."""
    participant = _participants(person).filter(uuid=uuid).first()
    if participant is None or not can_read_participant(person, participant):
        raise Http404
    return participant


def load_managed_participant(person: Employee, uuid: UUID) -> Participant:
    """A participant whom the person may rate as manager; otherwise not found."""
    participant = _participants(person).filter(uuid=uuid).first()
    if participant is None or not can_manage_participant(person, participant):
        raise Http404
    return participant


def load_own_participant(person: Employee, uuid: UUID) -> Participant:
    """The person's own participation; otherwise not found."""
    participant = _participants(person).filter(uuid=uuid, employee_id=person.pk).first()
    if participant is None:
        raise Http404
    return participant


def check_uploads(person: Employee) -> None:
    """Managers and competence consultants may read a ratings file; what it takes to save it is `uploading`'s."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        raise Http404


def load_waiting_ratings(person: Employee, uuid: UUID, *, now: datetime) -> RatingsImport:
    """The person's own file that waits to be saved; after an hour not found."""
    check_uploads(person)
    waiting = RatingsImport.waiting(now).select_related("version__framework")
    found = waiting.filter(uuid=uuid, author=person).first()
    if found is None:
        raise Http404
    return found


def load_unit(person: Employee, uuid: UUID) -> Unit:
    """A unit whose figures the person may see, with or without the individuals; otherwise not found."""
    unit = Unit.objects.of_root(person.root_id).filter(uuid=uuid).select_related("parent").first()
    if unit is None or not can_see_unit(person, unit):
        raise Http404
    return unit


def load_answering(person: Employee, uuid: UUID) -> Answering:
    """A participant whom the person may answer about, and as whom; otherwise not found.

    Oneself, or somebody one manages; a team's joint answers are given by its manager.
    """
    participant = _participants(person).filter(uuid=uuid).first()
    if participant is None:
        raise Http404
    if participant.employee_id == person.pk:
        return Answering(participant=participant, rater=Rater.SELF)
    if not can_manage_participant(person, participant):
        raise Http404
    return Answering(participant=participant, rater=Rater.MANAGER if participant.employee_id else Rater.AGREED)


def nearest_people(person: Employee) -> Q:
    """Participants whose nearest manager the person is: those to rate and talk with, where several managers may.

    See `accounts.permissions.reach_of`. Two queries.
    """
    reach = reach_of(person)
    in_units = Q(unit_id__in=reach.units) & ~Q(employee_id__in=[person.pk, *reach.leading_alone])
    return in_units | Q(employee_id__in=reach.led)


def _participants(person: Employee) -> ParticipantQuerySet:
    return Participant.objects.filter(round__root_id=person.root_id).select_related(
        "employee", "unit", "round__unit", "round__version__framework"
    )


def _managed_by(person: Employee) -> Q:
    """Participants in units that the person manages now."""
    managed = Q(pk__in=[])
    for unit in units_with_role(person, Role.MANAGER):
        managed |= Q(unit__lineage__startswith=unit.lineage)
    return managed


def _ids_below(units: list[Unit]) -> list[int]:
    """Ids of the units and all below them, in one query a unit held (people hold few)."""
    return [pk for unit in units for pk in Unit.objects.below(unit).order_by("pk").values_list("pk", flat=True)]

"""Who may see and do what with rounds, answers, profiles and unit figures. Loading is authorising.

| | own answers and profile | a person's answers and profile | a unit's figures | who has answered |
|---|---|---|---|---|
| the person | yes | | own units, small groups hidden | |
| manager in the unit or above | yes | yes (never unsubmitted answers) | yes, with the individuals | yes |
| competence consultant | yes | no | yes, small groups hidden | yes |
| auditor, administrator | yes | no | no | no |

A right follows the unit in which the person was on the round's first day. Nobody is
their own manager: a manager who takes part is rated by a manager of a unit above or of the same unit.
"""

from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role_in, lineage_under, units_with_role
from fagkompas.assessments.models import Participant, ParticipantQuerySet, Round, RoundQuerySet


def can_manage_participant(person: Employee, participant: Participant) -> bool:
    """A manager over the participant's unit, other than the participant."""
    return participant.employee_id != person.pk and lineage_under(
        participant.lineage, units_with_role(person, Role.MANAGER)
    )


def can_read_participant(person: Employee, participant: Participant) -> bool:
    """The person, or a manager over the unit; of a team's own participation: its members too."""
    if participant.employee_id is None:
        return can_manage_participant(person, participant) or person.unit.lineage.startswith(participant.lineage)
    return participant.employee_id == person.pk or can_manage_participant(person, participant)


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


def load_round(person: Employee, uuid: UUID) -> Round:
    """A round that the person may run; otherwise not found."""
    round_ = Round.objects.of_root(person.root_id).filter(uuid=uuid).select_related("unit", "version__framework").first()
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


def load_unit(person: Employee, uuid: UUID) -> Unit:
    """A unit whose figures the person may see, with or without the individuals; otherwise not found."""
    unit = Unit.objects.of_root(person.root_id).filter(uuid=uuid).select_related("parent").first()
    if unit is None or not can_see_unit(person, unit):
        raise Http404
    return unit


def managed_participants(person: Employee, round_: Round) -> ParticipantQuerySet:
    """Those of a round whom the person manages, with people loaded."""
    participants = round_.participants.with_people().exclude(employee_id=person.pk)
    units = units_with_role(person, Role.MANAGER)
    if not units:
        return participants.none()
    if lineage_under(round_.unit.lineage, units):
        return participants
    return participants.filter(unit_id__in=_ids_below(units))


def _participants(person: Employee) -> ParticipantQuerySet:
    return Participant.objects.filter(round__root_id=person.root_id).select_related(
        "employee", "unit", "round__unit", "round__version__framework"
    )


def _ids_below(units: list[Unit]) -> list[int]:
    """Ids of the units and all below them, in one query a unit held (people hold few)."""
    return [pk for unit in units for pk in Unit.objects.below(unit).order_by("pk").values_list("pk", flat=True)]

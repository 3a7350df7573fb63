"""Who may see and do what when a rule changes. A rule is for the whole municipality, so everyone there reads it.

| | reads the change | registers one | changes or retires it | figures of a unit | starts a lift | ticks a step |
|---|---|---|---|---|---|---|
| everyone | yes | | | own units, small groups hidden | | |
| manager | yes | yes | own ones | units below, with the individuals | there | there |
| competence consultant | yes | yes | all | units below, small groups hidden | | there |
"""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role, has_role_in, units_with_role
from fagkompas.learning.models import RuleChange, RuleLift
from fagkompas.learning.models.rule_changes import RuleChangeQuerySet


def visible_changes(person: Employee) -> RuleChangeQuerySet:
    """Those of the municipality."""
    return RuleChange.objects.filter(root_id=person.root_id).select_related("framework", "made_by")


def load_change(person: Employee, uuid: UUID) -> RuleChange:
    """A change in the person's municipality; otherwise not found."""
    found = visible_changes(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def can_register_changes(person: Employee) -> bool:
    """Managers and competence consultants."""
    return has_role(person, Role.MANAGER, Role.CONSULTANT)


def can_edit_change(person: Employee, change: RuleChange) -> bool:
    """Whoever registered it and still may, and competence consultants."""
    is_own = change.made_by_id == person.pk and can_register_changes(person)
    return is_own or has_role(person, Role.CONSULTANT)


def load_editable_change(person: Employee, uuid: UUID) -> RuleChange:
    """A change that the person may change; otherwise not found."""
    found = load_change(person, uuid)
    if not can_edit_change(person, found):
        raise Http404
    return found


def can_start_lift(person: Employee, unit: Unit) -> bool:
    """The unit's managers."""
    return has_role_in(person, unit, Role.MANAGER)


def can_tick_steps(person: Employee, unit: Unit) -> bool:
    """The unit's managers and competence consultants."""
    return has_role_in(person, unit, Role.MANAGER, Role.CONSULTANT)


def load_lift_to_tick(person: Employee, change: UUID, unit: UUID) -> RuleLift:
    """A lift whose steps the person may tick off; otherwise not found."""
    lifts = RuleLift.objects.filter(change__root_id=person.root_id, change__uuid=change, unit__uuid=unit)
    found = lifts.select_related("change", "unit").first()
    if found is None or not can_tick_steps(person, found.unit):
        raise Http404
    return found


def lifts_around(person: Employee) -> Q:
    """Lifts of the person's own unit and those above it, and of units below which the person manages or advises."""
    around = Q(unit_id__in=[int(pk) for pk in person.unit.lineage.strip("/").split("/")])
    for unit in units_with_role(person, Role.MANAGER, Role.CONSULTANT):
        around |= Q(unit__lineage__startswith=unit.lineage)
    return around

"""Who may see and take part in a unit's sparring: its own people, and the managers of the unit and above.

A sparring belongs to one unit, not to those below it. The one who called it, and the managers, change or cancel it;
whoever closed it undoes that, and anyone says of oneself not to have been there.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, RoleHeld, Unit, UnitQuerySet
from fagkompas.accounts.permissions import manages, units_under, units_with_role
from fagkompas.learning.models import Sparring
from fagkompas.learning.models.sparring import SparringQuerySet
from fagkompas.toolkit.alphabet import Alphabetical


def visible_sparrings(person: Employee) -> SparringQuerySet:
    """Sparrings of the person's own unit, and of units that the person manages."""
    seen = Q(unit_id=person.unit_id)
    for unit in units_with_role(person, Role.MANAGER):
        seen |= Q(unit__lineage__startswith=unit.lineage)
    return Sparring.objects.filter(seen, root_id=person.root_id).select_related("unit", "called_by")


def load_sparring(person: Employee, uuid: UUID) -> Sparring:
    """A sparring that the person may take part in; otherwise not found."""
    found = visible_sparrings(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def can_change_sparring(person: Employee, sparring: Sparring) -> bool:
    """The card, the day and the people: whoever called it. As long as it is not held."""
    return not sparring.is_held and sparring.called_by_id == person.pk


def can_cancel_sparring(person: Employee, sparring: Sparring) -> bool:
    """Whoever called it, and managers."""
    return not sparring.is_held and (sparring.called_by_id == person.pk or manages(person, sparring.unit))


def can_undo_closing(person: Employee, sparring: Sparring, today: date) -> bool:
    """Whoever closed it, as long as the case card stands."""
    until = sparring.case_stands_until
    return sparring.closed_by_id == person.pk and until is not None and today <= until


def load_changeable_sparring(person: Employee, uuid: UUID) -> Sparring:
    """A sparring that the person called; otherwise not found. It may be held by now."""
    found = load_sparring(person, uuid)
    if found.called_by_id != person.pk:
        raise Http404
    return found


def load_cancellable_sparring(person: Employee, uuid: UUID) -> Sparring:
    """A sparring that the person called, or manages the unit of; otherwise not found. It may be held by now."""
    found = load_sparring(person, uuid)
    if found.called_by_id != person.pk and not manages(person, found.unit):
        raise Http404
    return found


def units_to_call_in(person: Employee) -> UnitQuerySet:
    """Units in which the person may call a sparring: her own, and those she manages."""
    units = Unit.objects.of_root(person.root_id).filter(
        Q(pk=person.unit_id) | Q(pk__in=units_under(person, Role.MANAGER).order_by().values("pk"))
    )
    return units.filter(retired_on__isnull=True).in_tree_order()


def who_may_be_present(unit: Unit) -> EmployeeQuerySet:
    """Everyone who works in the unit itself, and the managers of it and above."""
    above = [int(pk) for pk in unit.lineage.strip("/").split("/")]
    managers = RoleHeld.objects.filter(role=Role.MANAGER, unit_id__in=above).order_by().values("employee_id")
    people = Employee.objects.of_root(unit.root_id or unit.pk)
    return people.filter(Q(unit=unit) | Q(pk__in=managers), is_active=True).order_by(Alphabetical("name"), "pk")

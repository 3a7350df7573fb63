"""Who may see and do what with resource persons, side-by-side training and onboarding. Loading is authorising.

| | who is a resource person | asked, or said no | side-by-side training | onboarding path |
|---|---|---|---|---|
| the person | yes | own | own, as learner or resource person | own; a step that one helps with |
| manager over the person | yes | yes, and asks | of the learners she leads | yes, and makes it |
| everybody in the municipality | yes: that is what one says yes to | no | no | no |
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role
from fagkompas.accounts.permissions import has_role, has_role_in, people_under
from fagkompas.learning.models import OnboardingPath, OnboardingStep, ResourcePerson, SideBySide
from fagkompas.learning.models.sharing import SideBySideQuerySet
from fagkompas.toolkit.alphabet import Alphabetical


def leads(person: Employee, other: Employee) -> bool:
    """A manager over somebody else. The other needs `unit` loaded."""
    return other.pk != person.pk and has_role_in(person, other.unit, Role.MANAGER)


def led_people(person: Employee) -> EmployeeQuerySet:
    """Everyone employed whom the person manages, by name."""
    people = people_under(person, Role.MANAGER).filter(is_active=True).exclude(pk=person.pk)
    return people.select_related("unit").order_by(Alphabetical("name"), "pk")


def oneself_and_led(person: Employee) -> EmployeeQuerySet:
    """Those for whom the person may ask somebody: herself, and whom she manages, by name."""
    led = people_under(person, Role.MANAGER).order_by().values("pk")
    people = Employee.objects.of_root(person.root_id).filter(Q(pk=person.pk) | Q(pk__in=led), is_active=True)
    return people.select_related("unit").order_by(Alphabetical("name"), "pk")


def check_leads(person: Employee) -> None:
    """Managers ask resource persons and make onboarding paths; for others there is no such page."""
    if not has_role(person, Role.MANAGER):
        raise Http404


# Resource persons


def load_resource_person(person: Employee, uuid: UUID) -> ResourcePerson:
    """One who has said yes at some time; also one who has not, for that person and managers over her. Else not found."""
    rows = ResourcePerson.objects.filter(employee__root_id=person.root_id)
    found = rows.select_related("employee__unit", "framework", "asked_by").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    is_public = found.said_yes_on is not None and found.ended_on is None and found.employee.is_active
    if not is_public and found.employee_id != person.pk and not leads(person, found.employee):
        raise Http404
    return found


# Side-by-side training


def visible_side_by_side(person: Employee) -> SideBySideQuerySet:
    """The person's own, as learner or resource person, and that of learners whom the person manages."""
    managed = people_under(person, Role.MANAGER).order_by().values("pk")
    mine = Q(learner=person) | Q(resource__employee=person) | Q(learner__in=managed)
    return SideBySide.objects.filter(mine).select_related(
        "learner__unit", "resource__employee__unit", "resource__framework", "asked_by", "cancelled_by"
    )


def load_side_by_side(person: Employee, uuid: UUID) -> SideBySide:
    """One that the person has a part in, or manages the learner of; otherwise not found."""
    found = visible_side_by_side(person).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


# Onboarding


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPath:
    """An onboarding path as somebody may meet it. `may_edit`: a manager over the new colleague."""

    path: OnboardingPath
    may_edit: bool


def load_path(person: Employee, uuid: UUID) -> SeenPath:
    """The person's own path, or that of somebody she manages; otherwise not found."""
    rows = OnboardingPath.objects.filter(employee__root_id=person.root_id).select_related("employee__unit", "made_by")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    may_edit = leads(person, found.employee)
    if found.employee_id != person.pk and not may_edit:
        raise Http404
    return SeenPath(path=found, may_edit=may_edit)


def load_edited_path(person: Employee, uuid: UUID) -> OnboardingPath:
    """The path of somebody whom the person manages; otherwise not found."""
    seen = load_path(person, uuid)
    if not seen.may_edit:
        raise Http404
    return seen.path


def load_step(person: Employee, uuid: UUID) -> OnboardingStep:
    """A step that the person helps with, or of a path that she may see; otherwise not found."""
    rows = OnboardingStep.objects.filter(path__employee__root_id=person.root_id)
    found = rows.select_related("path__employee__unit", "with_person").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    if found.with_person_id != person.pk:
        load_path(person, found.path.uuid)
    return found


def helpers_for(person: Employee, path: OnboardingPath, today: date) -> EmployeeQuerySet:
    """Whom a manager may put beside a step: herself, those she manages, resource persons, and who helps already."""
    led = people_under(person, Role.MANAGER).order_by().values("pk")
    resources = ResourcePerson.objects.available_on(today).order_by().values("employee")
    helping = path.steps.filter(with_person__isnull=False).order_by().values("with_person")
    chosen = Q(pk=person.pk) | Q(pk__in=led) | Q(pk__in=resources) | Q(pk__in=helping)
    people = Employee.objects.of_root(path.employee.root_id).filter(chosen, is_active=True)
    return people.exclude(pk=path.employee_id).select_related("unit").order_by(Alphabetical("name"), "pk")

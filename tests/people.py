"""The people of every test, and where they work.

Testkommune             Dorte (competence consultant), Gry (auditor), Ida (administrator)
├── Nord                Alma (manager), Bo (employee), Erik (caseworker)
└── Syd                 Carla (employee), Freja (company consultant)
Andenkommune            the outsider, who holds every role there
"""

from dataclasses import dataclass
from datetime import date

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit

SINCE = date(2026, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everyone, by name."""

    testkommune: Unit
    north: Unit
    south: Unit
    andenkommune: Unit
    alma: Employee
    bo: Employee
    carla: Employee
    dorte: Employee
    erik: Employee
    freja: Employee
    gry: Employee
    ida: Employee
    outsider: Employee


NAMES = ("alma", "bo", "carla", "dorte", "erik", "freja", "gry", "ida", "outsider")


def make_unit(name: str, parent: Unit | None = None) -> Unit:
    """A unit in its place in the tree."""
    unit = Unit.objects.create(name=name, parent=parent, root=parent and parent.root)
    unit.root = unit.root or unit
    unit.lineage = f"{parent.lineage if parent else ''}{unit.pk}/"
    unit.path = f"{parent.path} / {name}" if parent else name
    unit.save()
    return unit


def make_employee(name: str, unit: Unit, *roles: Role, roles_in: Unit | None = None, **columns: object) -> Employee:
    """Someone who works in a unit and holds roles there, or in another unit."""
    root = unit.root or unit
    address = f"{name.lower().replace(' ', '.')}@{root.name.lower()}.example"
    columns = {"email": address, "name": name, **columns}
    employee = Employee(unit=unit, root=root, **columns)
    employee.set_password(f"{name} has a long password")
    employee.save()
    for role in roles:
        RoleHeld.objects.create(employee=employee, role=role, unit=roles_in or unit, since=SINCE)
    return employee


def make_people() -> People:
    """Both municipalities."""
    testkommune = make_unit("Testkommune")
    north, south = make_unit("Nord", testkommune), make_unit("Syd", testkommune)
    andenkommune = make_unit("Andenkommune")
    return People(
        testkommune=testkommune,
        north=north,
        south=south,
        andenkommune=andenkommune,
        alma=make_employee("Alma", north, Role.MANAGER),
        bo=make_employee("Bo", north),
        carla=make_employee("Carla", south),
        dorte=make_employee("Dorte", testkommune, Role.CONSULTANT),
        erik=make_employee("Erik", north, Role.CASEWORKER),
        freja=make_employee("Freja", south, Role.COMPANY_CONSULTANT),
        gry=make_employee("Gry", testkommune, Role.AUDITOR),
        ida=make_employee("Ida", testkommune, Role.ADMINISTRATOR),
        outsider=make_employee("Outsider", andenkommune, *Role),
    )

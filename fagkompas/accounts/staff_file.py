"""Staff in and out as a file: a row for each person, columns in any order.

    medarbejder · navn · enhed · kategori · e-mail · telefon

`medarbejder` is a staff number or an e-mail address and finds the person again next time. An empty cell of somebody
who is there already means "as it is". `enhed` is the unit's path, or its name where only one has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import StaffFacts, StaffRow
from fagkompas.accounts.models import PATH_SEPARATOR, Employee, Role, Unit
from fagkompas.accounts.permissions import people_under, units_under
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.workbooks import (
    Column,
    Formula,
    Header,
    Row,
    Table,
    as_text,
    open_workbook,
    read_header,
)

COLUMNS: Final = ("medarbejder", "navn", "enhed", "kategori", "e-mail", "telefon")
REQUIRED: Final = ("medarbejder", "navn", "enhed")
LONGEST: Final = {"navn": 120, "medarbejder": 64, "kategori": 16, "e-mail": 254, "enhed": 1000, "telefon": 40}
TOO_LONG: Final = {
    "navn": "name_too_long",
    "medarbejder": "staff_number_too_long",
    "kategori": "category_too_long",
    "e-mail": "email_invalid",
    "enhed": "unit_unknown",
    "telefon": "phone_too_long",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedRow:
    """The texts of one row of a file; `row` is its number there, counted from 1."""

    row: int
    person: str
    name: str
    unit: str
    category: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadStaff:
    """What stands in a file, and what is odd about the file itself."""

    rows: tuple[TypedRow, ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Rows and problems as they are kept until they are saved."""
        return [asdict(row) for row in self.rows], [
            {
                "sheet": problem.place.sheet,
                "row": problem.place.row,
                "column": problem.place.column,
                "found": problem.found,
                "code": problem.message_code,
                "values": dict(problem.values),
            }
            for problem in self.problems
        ]

    @classmethod
    def from_json(cls, rows: list[dict[str, Any]], problems: list[dict[str, Any]]) -> "ReadStaff":
        """The other way round."""
        return cls(
            rows=tuple(TypedRow(**row) for row in rows),
            problems=tuple(
                Problem(
                    place=Place(sheet=problem["sheet"], row=problem["row"], column=problem["column"]),
                    found=problem["found"],
                    message_code=problem["code"],
                    values=problem["values"],
                )
                for problem in problems
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row that can be saved: what it makes or changes. `changes` are column names; empty when all is as it was."""

    row: int
    to_save: StaffRow
    unit: Unit
    is_new: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file held against who is there: what can be saved, and every problem in the order of the file."""

    rows: tuple[CheckedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def to_save(self) -> list[StaffRow]:
        """For `accounts.actions.import_staff`."""
        return [row.to_save for row in self.rows]

    @property
    def created(self) -> int:
        """People who are new."""
        return sum(row.is_new for row in self.rows)

    @property
    def changed(self) -> int:
        """People who are there and get other facts."""
        return sum(bool(row.changes) and not row.is_new for row in self.rows)

    @property
    def unchanged(self) -> int:
        """People who stay as they are."""
        return len(self.rows) - self.created - self.changed


def read_staff(file: IO[bytes], *, name: str) -> ReadStaff:
    """The rows of the first sheet. Raises `BadInput` when the file cannot be read or lacks a column."""
    with open_workbook(file, name=name) as workbook:
        sheet = workbook.sheets[0]
        rows = list(sheet.rows())
    if not rows[1:]:
        raise BadInput((_problem("no_rows"),))
    header = read_header(rows[0], sheet=sheet.name, known=COLUMNS, required=REQUIRED)
    if header.missing:
        missing, columns = ", ".join(header.missing), ", ".join(COLUMNS)
        raise BadInput((_problem("columns_missing", found=missing, columns=columns),))
    return _read_rows(header, rows[1:])


def _read_rows(header: Header, rows: Sequence[Row]) -> ReadStaff:
    typed: list[TypedRow] = []
    problems = list(header.problems)
    for row in rows:
        if formulas := [name for name, index in header.columns.items() if isinstance(row.cell(index), Formula)]:
            cell = as_text(row.cell(header.columns[formulas[0]]))
            problems.append(_problem("formula", row=row.number, column=formulas[0], found=cell))
            continue
        texts = {name: header.text(row, name) for name in COLUMNS}
        typed.append(
            TypedRow(
                row=row.number,
                person=texts["medarbejder"],
                name=texts["navn"],
                unit=texts["enhed"],
                category=texts["kategori"],
                email=texts["e-mail"],
                phone=texts["telefon"],
            )
        )
    return ReadStaff(rows=tuple(typed), problems=tuple(problems))


def check_staff(read: ReadStaff, *, by: Employee) -> Checked:
    """Hold rows against the people and units that `by` administers. Queries do not grow with the rows."""
    checker = _Checker(by)
    rows, problems = [], list(read.problems)
    for row in read.rows:
        try:
            rows.append(checker.checked(row))
        except BadInput as refused:
            problems.extend(refused.problems)
    return Checked(rows=tuple(rows), problems=tuple(sorted(problems, key=lambda problem: problem.place.row or 0)))


class _Checker:
    """Knows the units and people, and what the rows above have taken."""

    def __init__(self, by: Employee) -> None:
        units = list(units_under(by, Role.ADMINISTRATOR).order_by("pk"))
        self.by_id = {unit.pk: unit for unit in units}
        self.by_path = {unit.path.casefold(): unit for unit in units}
        self.by_name: defaultdict[str, list[Unit]] = defaultdict(list)
        for unit in units:
            self.by_name[unit.name.casefold()].append(unit)
        everyone = list(Employee.objects.of_root(by.root_id).order_by("pk"))
        self.by_email = {person.email: person for person in everyone}
        self.by_number = {person.staff_number: person for person in everyone if person.staff_number}
        self.mine = set(people_under(by, Role.ADMINISTRATOR).values_list("pk", flat=True))
        # An address is taken wherever it is used, but who uses it elsewhere is nobody's business here.
        self.taken_elsewhere = set(
            Employee.objects.exclude(root_id=by.root_id).order_by("pk").values_list("email", flat=True)
        )
        self.first_rows: dict[str, int] = {}
        self.emails: dict[str, str] = {}

    def checked(self, row: TypedRow) -> CheckedRow:
        """The row as it can be saved; raises `BadInput` with every problem of it."""
        employee = self._person(row)
        problems = [*_problems_of_texts(row, employee), *self._problems_of_person(row, employee)]
        unit, problems_of_unit = self._unit(row, employee)
        email = self._email(row, employee)
        problems += problems_of_unit + self._problems_of_email(row, email, employee)
        if problems or unit is None:
            raise BadInput(tuple(problems))
        self.first_rows[_key(row, employee)] = row.row
        self.emails[email] = _key(row, employee)
        facts = StaffFacts(
            name=row.name or (employee.name if employee else ""),
            email=email,
            staff_number=_staff_number(row, employee),
            category=row.category or (employee.category if employee else ""),
            phone=row.phone or (employee.phone if employee else ""),
        ).as_stored()
        to_save = StaffRow(employee_id=employee.pk if employee else None, unit_id=unit.pk, facts=facts)
        return CheckedRow(
            row=row.row, to_save=to_save, unit=unit, is_new=employee is None, changes=_changes(employee, facts, unit)
        )

    def _person(self, row: TypedRow) -> Employee | None:
        if "@" in row.person:
            return self.by_email.get(row.person.lower())
        return self.by_number.get(row.person)

    def _problems_of_person(self, row: TypedRow, employee: Employee | None) -> list[Problem]:
        place: dict[str, Any] = {"row": row.row, "column": "medarbejder", "found": masked_cpr(row.person)}
        if not row.person:
            return [_problem("person_missing", row=row.row, column="medarbejder")]
        if first := self.first_rows.get(_key(row, employee)):
            return [_problem("person_twice", **place, first=first)]
        if employee is None:
            return [_problem("cpr_number", **place)] if cpr_like(row.person) else []
        if employee.pk not in self.mine:
            return [_problem("person_elsewhere", **place)]
        if not employee.is_active:
            return [_problem("employee_has_left", row=row.row, column="medarbejder", found=employee.name)]
        return []

    def _unit(self, row: TypedRow, employee: Employee | None) -> tuple[Unit | None, list[Problem]]:
        if not row.unit and employee is not None and employee.unit_id in self.by_id:
            return self.by_id[employee.unit_id], []
        if not row.unit:
            example = next((unit.path for unit in self.by_path.values() if not unit.is_municipality), "")
            return None, [_problem("unit_missing", row=row.row, column="enhed", example=example)]
        path = PATH_SEPARATOR.join(part.strip() for part in row.unit.split(PATH_SEPARATOR.strip()))
        named = self.by_name[row.unit.casefold()]
        unit = self.by_path.get(row.unit.casefold()) or self.by_path.get(path.casefold())
        if unit is None and len(named) == 1:
            unit = named[0]
        if unit is None:
            code = "unit_ambiguous" if named else "unit_unknown"
            return None, [_problem(code, row=row.row, column="enhed", found=row.unit)]
        if unit.retired_on is not None:
            return None, [_problem("unit_is_retired", row=row.row, column="enhed", found=unit.name)]
        return unit, []

    def _email(self, row: TypedRow, employee: Employee | None) -> str:
        given = row.email or (row.person if "@" in row.person else "") or (employee.email if employee else "")
        return given.lower()

    def _problems_of_email(self, row: TypedRow, email: str, employee: Employee | None) -> list[Problem]:
        if not row.person:
            return []
        place: dict[str, Any] = {"row": row.row, "column": "e-mail", "found": email}
        if not email:
            return [_problem("email_missing", **place)]
        if not _is_address(email):
            return [_problem("email_invalid", **place)]
        owner = self.by_email.get(email)
        is_anothers = self.emails.get(email, key := _key(row, employee)) != key or owner not in {None, employee}
        if is_anothers or email in self.taken_elsewhere:
            return [_problem("email_taken", **place)]
        return []


def _problems_of_texts(row: TypedRow, employee: Employee | None) -> list[Problem]:
    texts = {
        "navn": row.name,
        "medarbejder": row.person if "@" not in row.person else "",
        "kategori": row.category,
        "enhed": row.unit,
        "e-mail": row.email,
        "telefon": row.phone,
    }
    problems = [
        _problem(TOO_LONG[column], row=row.row, column=column, found=text[:40] + "…", longest=LONGEST[column])
        for column, text in texts.items()
        if len(text) > LONGEST[column]
    ]
    if not row.name and employee is None and row.person:
        problems.append(_problem("name_missing", row=row.row, column="navn"))
    if cpr_like(row.name):
        problems.append(_problem("cpr_number", row=row.row, column="navn", found=masked_cpr(row.name)))
    return problems


def _key(row: TypedRow, employee: Employee | None) -> str:
    return f"#{employee.pk}" if employee else row.person.lower()


def _staff_number(row: TypedRow, employee: Employee | None) -> str:
    if employee is not None:
        return employee.staff_number
    return "" if "@" in row.person else row.person


def _changes(employee: Employee | None, facts: StaffFacts, unit: Unit) -> tuple[str, ...]:
    if employee is None:
        return COLUMNS
    columns = {
        "name": "navn",
        "email": "e-mail",
        "staff_number": "medarbejder",
        "category": "kategori",
        "phone": "telefon",
    }
    changed = [columns[name] for name, value in asdict(facts).items() if getattr(employee, name) != value]
    return (*changed, "enhed") if employee.unit_id != unit.pk else tuple(changed)


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST["e-mail"]


def _problem(
    code: str, *, row: int | None = None, column: str | None = None, found: str = "", **values: str | int
) -> Problem:
    return Problem(
        place=Place(row=row, column=column), found=found, message_code=code, values={"found": found, **values}
    )


def staff_table(people: Iterable[Employee]) -> Table:
    """The list of people as a file that can be read again."""
    columns = (
        Column(heading="medarbejder", width=24),
        Column(heading="navn", width=30),
        Column(heading="enhed", width=50),
        Column(heading="kategori", width=12),
        Column(heading="e-mail", width=34),
        Column(heading="telefon", width=16),
    )
    return Table(name=_("Staff"), columns=columns, rows=(_written(person) for person in people))


def _written(person: Employee) -> Sequence[str]:
    return (
        person.staff_number or person.email,
        person.name,
        person.unit.path,
        person.category,
        person.email,
        person.phone,
    )

"""Citizens in as a file: a row for each, columns in any order, held against who is there before anything is saved.

    navn · cpr · telefon · e-mail · adresse · beskyttet · enhed · sagsbehandler · målgruppe · a-kasse · åbnet

The CPR number finds a citizen again. An empty cell of somebody who is there already means "as it is". `enhed` is the
unit's path, or its name where only one has it; `sagsbehandler` a staff number, an e-mail address, or a name that only
one has; `målgruppe` its name or code; `beskyttet` ja or nej; `åbnet` a date.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import IO, Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from fagkompas.accounts.models import PATH_SEPARATOR, Employee, Role, RoleHeld, Unit
from fagkompas.accounts.permissions import has_role_in
from fagkompas.citizens.actions.imports import CitizenRow
from fagkompas.citizens.actions.record import CitizenFacts, facts_of, problems_of_texts
from fagkompas.citizens.models import WITH_CASES, Citizen, cpr_hashes
from fagkompas.citizens.permissions import given_on_by, units_with_cases
from fagkompas.citizens.target_groups import target_groups
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.cpr import as_cpr, masked_cpr
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.row_files import YES_OR_NO, ReadRows, Texts, day_in, in_order, placed, problem, read_rows

COLUMNS: Final = (
    "navn",
    "cpr",
    "telefon",
    "e-mail",
    "adresse",
    "beskyttet",
    "enhed",
    "sagsbehandler",
    "målgruppe",
    "a-kasse",
    "åbnet",
)
REQUIRED: Final = ("navn", "cpr", "enhed", "målgruppe")
OF_FACTS: Final[Mapping[str, str]] = {
    "name": "navn",
    "cpr": "cpr",
    "phone": "telefon",
    "email": "e-mail",
    "address": "adresse",
    "is_protected": "beskyttet",
    "target_group": "målgruppe",
    "fund": "a-kasse",
    "began_on": "åbnet",
}
"""The column of each fact."""

DIGITS_WITHOUT_ZERO: Final = 9
MOST_ROWS: Final = 20_000
"""Of a file: each is held against who is there, for every page of what is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row that can be saved. `changes` are columns; empty when all is as it was."""

    row: int
    to_save: CitizenRow
    unit: Unit
    caseworker: Employee | None
    is_new: bool
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file held against who is there: what can be saved, and every problem in the order of the file.

    `led_to` is everyone whom a number led to, `elsewhere` those of them whom a unit has where the person has no role.
    """

    rows: tuple[CheckedRow, ...]
    problems: tuple[Problem, ...]
    led_to: tuple[Citizen, ...]
    elsewhere: tuple[Citizen, ...]

    @property
    def to_save(self) -> list[CitizenRow]:
        """Those that make or change something."""
        return [row.to_save for row in self.rows if row.is_new or row.changes]

    @property
    def created(self) -> int:
        """Citizens who are new."""
        return sum(row.is_new for row in self.rows)

    @property
    def changed(self) -> int:
        """Citizens who are there and change."""
        return sum(bool(row.changes) and not row.is_new for row in self.rows)

    @property
    def unchanged(self) -> int:
        """Citizens who stay as they are."""
        return len(self.rows) - self.created - self.changed


def read_citizens(file: IO[bytes], *, name: str) -> ReadRows:
    """The rows of the first sheet. Raises `BadInput` when the file cannot be read, is too long or lacks a column."""
    return read_rows(file, name=name, columns=COLUMNS, required=REQUIRED, most=MOST_ROWS)


def check_citizens(read: ReadRows, *, by: Employee, today: date) -> Checked:
    """Hold rows against the units, colleagues and citizens of `by`. Queries do not grow with the rows."""
    checker = _Checker(read, by, today)
    rows, problems = [], list(read.problems)
    for number, texts in read.rows.items():
        try:
            rows.append(checker.checked(number, texts))
        except BadInput as refused:
            problems.extend(refused.problems)
    return Checked(
        rows=tuple(rows),
        problems=in_order(problems),
        led_to=tuple(checker.known.values()),
        elsewhere=tuple(one for one in checker.known.values() if not checker.has_role(one)),
    )


class _Checker:
    """Knows units, colleagues and the citizens whose numbers stand in the file, and what the rows above have taken."""

    def __init__(self, read: ReadRows, by: Employee, today: date) -> None:
        self.by, self.today = by, today
        self.first_rows: dict[str, int] = {}
        self.units = list(units_with_cases(by).order_by("pk"))
        self.numbers = {number: number_in(texts) for number, texts in read.rows.items()}

    @cached_property
    def by_path(self) -> dict[str, Unit]:
        return {unit.path.casefold(): unit for unit in self.units}

    @cached_property
    def by_name(self) -> Mapping[str, list[Unit]]:
        return _grouped((unit.name, unit) for unit in self.units)

    @cached_property
    def colleagues(self) -> Mapping[str, list[Employee]]:
        """By staff number, address and name."""
        people = list(Employee.objects.of_root(self.by.root_id).filter(is_active=True).order_by("pk"))
        keys = ((key, one) for one in people for key in {one.staff_number, one.email, one.name} if key)
        return _grouped(keys)

    @cached_property
    def places(self) -> Mapping[int, list[str]]:
        """Where each colleague may have citizens: lineages by employee."""
        held = RoleHeld.objects.filter(role__in=WITH_CASES, unit__root_id=self.by.root_id).order_by("pk")
        places: defaultdict[int, list[str]] = defaultdict(list)
        for employee_id, lineage in held.values_list("employee_id", "unit__lineage"):
            places[employee_id].append(lineage)
        return places

    @cached_property
    def known(self) -> dict[str, Citizen]:
        """Citizens of the municipality with the numbers of the file, by hash."""
        hashes = [one for number in self.numbers.values() if number for one in self.hashes_of(number)]
        found = Citizen.objects.of_root(self.by.root_id).select_related("unit", "caseworker").order_by("pk")
        several = (found.filter(cpr_hash__in=hashes[start : start + 500]) for start in range(0, len(hashes), 500))
        return {one.cpr_hash: one for some in several for one in some}

    @cached_property
    def given_on(self) -> frozenset[int]:
        """Everyone whom the person may give on."""
        return frozenset(given_on_by(self.by).order_by().values_list("pk", flat=True))

    def hashes_of(self, number: str) -> tuple[str, ...]:
        """What a number is found by here."""
        return cpr_hashes(number, root_id=self.by.root_id)

    @cached_property
    def groups(self) -> dict[str, str]:
        """Codes by code and by name in both languages."""
        names = ((key, group.code) for group in target_groups() for key in (group.code, group.name.da, group.name.en))
        return {key.casefold(): code for key, code in names if key}

    def checked(self, number: int, texts: Texts) -> CheckedRow:
        """The row as it can be saved; raises `BadInput` with every problem of it."""
        citizen, problems = self._citizen(number, texts)
        unit, of_unit = self._unit(number, texts, citizen)
        caseworker, of_caseworker = self._caseworker(number, texts, citizen, unit)
        facts, of_facts = self._facts(number, texts, citizen)
        giving = [] if problems or of_unit or of_caseworker else self._giving(number, citizen, unit, caseworker)
        problems += [*of_unit, *of_caseworker, *giving, *of_facts]
        if problems or unit is None or facts is None:
            raise BadInput(tuple(problems))
        self.first_rows[facts.cpr] = number
        to_save = CitizenRow(
            citizen_id=citizen.pk if citizen else None,
            revision=citizen.revision if citizen else 0,
            unit_id=unit.pk,
            caseworker_id=caseworker.pk if caseworker else None,
            facts=facts,
        )
        return CheckedRow(
            row=number,
            to_save=to_save,
            unit=unit,
            caseworker=caseworker,
            is_new=citizen is None,
            changes=_changes(citizen, to_save),
        )

    def _citizen(self, number: int, texts: Texts) -> tuple[Citizen | None, list[Problem]]:
        cpr = self.numbers[number]
        if not texts["cpr"]:
            return None, [problem("cpr_missing", row=number, column="cpr")]
        if not cpr:
            return None, [problem("cpr_invalid", row=number, column="cpr")]
        if first := self.first_rows.get(cpr):
            return None, [problem("citizen_twice", row=number, column="cpr", first=first)]
        citizen = next((self.known[one] for one in self.hashes_of(cpr) if one in self.known), None)
        if citizen is None:
            return None, []
        if not self.has_role(citizen):
            return citizen, [problem("citizen_elsewhere", row=number, column="cpr")]
        if citizen.is_closed:
            return citizen, [problem("case_is_closed", row=number, column="cpr")]
        return citizen, [problem("unread", row=number)] if unread_in(citizen) else []

    def has_role(self, citizen: Citizen) -> bool:
        """Whether the person works with cases where this one is."""
        return has_role_in(self.by, citizen.unit, *WITH_CASES)

    def _giving(
        self, number: int, citizen: Citizen | None, unit: Unit | None, caseworker: Employee | None
    ) -> list[Problem]:
        """Who goes to somebody else, or elsewhere, is given on by those who may."""
        if citizen is None or unit is None or (citizen.unit, citizen.caseworker) == (unit, caseworker):
            return []
        column = "sagsbehandler" if citizen.unit == unit else "enhed"
        return [] if citizen.pk in self.given_on else [problem("not_yours_to_give", row=number, column=column)]

    def _unit(self, number: int, texts: Texts, citizen: Citizen | None) -> tuple[Unit | None, list[Problem]]:
        typed = texts["enhed"]
        if not typed and citizen is not None:
            return citizen.unit, []
        if not typed:
            return None, [problem("unit_missing", row=number, column="enhed")]
        path = PATH_SEPARATOR.join(part.strip() for part in typed.split(PATH_SEPARATOR.strip()))
        named = self.by_name.get(typed.casefold(), [])
        unit = self.by_path.get(path.casefold()) or (named[0] if len(named) == 1 else None)
        if unit is None:
            code = "unit_ambiguous" if named else "unit_unknown"
            return None, [problem(code, row=number, column="enhed", found=typed)]
        if unit.retired_on is not None:
            return None, [problem("unit_is_retired", row=number, column="enhed", found=unit.name)]
        return unit, []

    def _caseworker(
        self, number: int, texts: Texts, citizen: Citizen | None, unit: Unit | None
    ) -> tuple[Employee | None, list[Problem]]:
        typed = texts["sagsbehandler"]
        if not typed:
            kept = citizen.caseworker if citizen is not None else None
            moves = citizen is not None and unit is not None and citizen.unit_id != unit.pk
            return (None, []) if moves and not self._may_have(kept, unit) else (kept, [])
        place: dict[str, Any] = {"row": number, "column": "sagsbehandler", "found": masked_cpr(typed)}
        named = self.colleagues.get(typed.casefold(), [])
        if len(named) != 1:
            return None, [problem("caseworker_ambiguous" if named else "caseworker_unknown", **place)]
        if unit is not None and not self._may_have(named[0], unit):
            return None, [problem("caseworker_elsewhere", **place, unit=unit.name)]
        return named[0], []

    def _may_have(self, caseworker: Employee | None, unit: Unit | None) -> bool:
        if caseworker is None or unit is None:
            return False
        return any(unit.lineage.startswith(lineage) for lineage in self.places.get(caseworker.pk, ()))

    def _facts(self, number: int, texts: Texts, citizen: Citizen | None) -> tuple[CitizenFacts | None, list[Problem]]:
        problems = []
        protected = YES_OR_NO.get(texts["beskyttet"].casefold(), "")
        if protected == "":
            problems.append(problem("not_yes_or_no", row=number, column="beskyttet", found=texts["beskyttet"][:40]))
        began_on = day_in(texts["åbnet"])
        if texts["åbnet"] and began_on is None:
            problems.append(problem("not_a_day", row=number, column="åbnet", found=texts["åbnet"][:40]))
        group = self.groups.get(texts["målgruppe"].casefold(), "") if texts["målgruppe"] else None
        if group == "" or (group is None and citizen is None):
            problems.append(
                problem("target_group_unknown", row=number, column="målgruppe", found=texts["målgruppe"][:40])
            )
        if texts["e-mail"] and not _is_address(texts["e-mail"]):
            problems.append(problem("email_invalid", row=number, column="e-mail", found=texts["e-mail"][:60]))
        if citizen is not None and citizen.is_protected and not self._sees_address(citizen):
            problems += [
                problem("address_of_others", row=number, column=column)
                for column in ("adresse", "beskyttet")
                if texts[column]
            ]
        if problems:
            return None, problems
        typed = {
            "name": texts["navn"],
            "cpr": self.numbers[number],
            "phone": texts["telefon"],
            "email": texts["e-mail"],
            "address": texts["adresse"],
            "is_protected": protected,
            "target_group": group,
            "fund": texts["a-kasse"],
            "began_on": began_on,
        }
        given: dict[str, Any] = {name: value for name, value in typed.items() if value not in {"", None}}
        if citizen is not None:
            facts = replace(facts_of(citizen), **given).as_stored()
        else:
            new: dict[str, Any] = {"name": "", "began_on": self.today, **given}
            facts = CitizenFacts(**new).as_stored()
        return facts, list(
            placed(problems_of_texts(facts, today=self.today, before=citizen), row=number, columns=OF_FACTS)
        )

    def _sees_address(self, citizen: Citizen) -> bool:
        return has_role_in(self.by, citizen.unit, Role.PROTECTED_ADDRESSES)


def number_in(texts: Texts) -> str:
    """The ten digits of the row, "" where there are none; a spreadsheet takes the first zero of a number away."""
    typed = texts["cpr"].strip()
    return as_cpr(typed.zfill(10) if typed.isdecimal() and len(typed) == DIGITS_WITHOUT_ZERO else typed)


def _changes(citizen: Citizen | None, row: CitizenRow) -> tuple[str, ...]:
    if citizen is None:
        return COLUMNS
    before = facts_of(citizen)
    changed = [OF_FACTS[name] for name, value in asdict(row.facts).items() if getattr(before, name) != value]
    changed += ["enhed"] if citizen.unit_id != row.unit_id else []
    changed += ["sagsbehandler"] if citizen.caseworker_id != row.caseworker_id else []
    return tuple(changed)


def _grouped(pairs: Iterator[tuple[str, Any]]) -> Mapping[str, list[Any]]:
    groups: defaultdict[str, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key.casefold()].append(value)
    return groups


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

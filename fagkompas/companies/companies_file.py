"""Companies in as a file: a row for each, columns in any order, held against what is there before anything is saved.

    cvr · pnummer · navn · branche · adresse · telefon · reklamebeskyttet

The P-number finds a place again; without one, the CVR number and the name do. A row that neither finds, but that looks like a
company that stands, is asked about: only people know. An empty cell of a company that is there already means "as it is".
`reklamebeskyttet` is ja or nej.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import IO, Any, Final

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.imports import CompanyRow
from fagkompas.companies.actions.record import P_NUMBER_DIGITS, CompanyFacts, facts_of, problems_of_facts
from fagkompas.companies.merging_reading import listed
from fagkompas.companies.models import Company
from fagkompas.engine.company_doubles import Listed, Sign, Standing
from fagkompas.engine.cvr import fits
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.cpr import masked_cpr
from fagkompas.toolkit.row_files import YES_OR_NO, ReadRows, Texts, in_order, placed, problem, read_rows

OF_FACTS: Final[Mapping[str, str]] = {
    "cvr": "cvr",
    "p_number": "pnummer",
    "name": "navn",
    "industry": "branche",
    "address": "adresse",
    "phone": "telefon",
    "is_advertising_protected": "reklamebeskyttet",
}
"""The column of each fact."""

COLUMNS: Final = tuple(OF_FACTS.values())
REQUIRED: Final = ("navn",)
CVR_DIGITS_WITHOUT_ZERO: Final = 7


Chosen = Mapping[int, int | None]
"""By the number of a row that was asked about: the company that it is about, None for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A company that stands and that a row may be about, and what says so."""

    company: Company
    signs: tuple[Sign, ...]

    @property
    def is_likely(self) -> bool:
        """Whether nothing speaks against it."""
        return Sign.OTHER_P_NUMBER not in self.signs


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """A row that can be saved. `changes` are columns; empty when all is as it was. `is_known_firm`: a new place of it.

    `alike` are companies that it may be about; it waits until somebody has chosen.
    """

    row: int
    to_save: CompanyRow
    is_known_firm: bool
    changes: tuple[str, ...]
    alike: tuple[Alike, ...] = ()

    @property
    def is_odd_cvr(self) -> bool:
        """Whether the CVR number is one that this row brings, and its last digit does not fit the others."""
        number = self.to_save.facts.cvr
        return "cvr" in self.changes and number != "" and not fits(number)

    @property
    def is_new(self) -> bool:
        """Whether it makes a company."""
        return self.to_save.company_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A file held against what is there: what can be saved, and every problem in the order of the file."""

    rows: tuple[CheckedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def to_save(self) -> list[CompanyRow]:
        """Those that make or change something, but for those that are asked about."""
        return [row.to_save for row in self.rows if row.changes and not row.alike]

    @property
    def asked(self) -> list[CheckedRow]:
        """Those that may be about a company that stands."""
        return [row for row in self.rows if row.alike]

    @property
    def created(self) -> int:
        """Companies that are new."""
        return sum(row.is_new and not row.alike for row in self.rows)

    @property
    def changed(self) -> int:
        """Companies that are there and change."""
        return sum(bool(row.changes) and not row.is_new for row in self.rows)

    @property
    def unchanged(self) -> int:
        """Companies that stay as they are."""
        return len(self.rows) - self.created - self.changed - len(self.asked)


def read_companies(file: IO[bytes], *, name: str) -> ReadRows:
    """The rows of the first sheet. Raises `BadInput` when the file cannot be read or lacks a column."""
    return read_rows(file, name=name, columns=COLUMNS, required=REQUIRED)


def check_companies(read: ReadRows, *, by: Employee, chosen: Chosen | None = None) -> Checked:
    """Hold rows against the companies of the municipality of `by`. One query. A row is asked about until it is `chosen`."""
    checker = _Checker(by, read.rows, chosen or {})
    rows, problems = [], list(read.problems)
    for number, texts in read.rows.items():
        try:
            rows.append(checker.checked(number, texts))
        except BadInput as refused:
            problems.extend(refused.problems)
    return Checked(rows=tuple(rows), problems=in_order(problems))


class _Checker:
    """Knows every company of the municipality by its numbers and name, and what the rows above have taken."""

    def __init__(self, by: Employee, texts: Mapping[int, Texts], chosen: Chosen) -> None:
        self.chosen = chosen
        self.by_p_number: dict[str, Company] = {}
        self.by_name: defaultdict[tuple[str, str], list[Company]] = defaultdict(list)
        self.firms: set[str] = set()
        rows = Company.objects.of_root(by.root_id).select_related("merged_into").order_by("pk")
        self.by_pk: dict[int, Company] = {}
        for row in rows:
            company = row.merged_into or row
            self.by_pk[company.pk] = company
            self.firms.add(company.cvr)
            named = self.by_name[_name_key(row.cvr, row.name)]
            if company not in named:
                named.append(company)
            if company.p_number:
                self.by_p_number[company.p_number] = company
        self.firms.discard("")
        self.first_rows: dict[object, int] = {}
        self.first_called: dict[tuple[str, str], int] = {}
        """Rows above by firm and name: those of new places, as a row without a P-number may mean any of them."""
        found = {number: self._found(_typed(number, cells)[0]) for number, cells in texts.items()}
        taken = {one.pk for named in found.values() for one in named}
        self.standing = Standing(
            listed(one) for one in self.by_pk.values() if not one.is_closed and one.pk not in taken
        )
        """Those that a row of the file may be about, though nothing finds them."""

    def checked(self, number: int, texts: Texts) -> CheckedRow:
        """The row as it can be saved; raises `BadInput` with every problem of it."""
        typed, problems = _typed(number, texts)
        if not problems and not (typed["cvr"] or typed["p_number"]):
            problems.append(problem("number_missing", row=number, column="cvr"))
        if problems:
            raise BadInput(tuple(problems))
        company = self._company(number, typed)
        given = {name: value for name, value in typed.items() if value not in {"", None}}
        before = facts_of(company) if company else None
        facts = (replace(before, **given) if before else CompanyFacts(**{"name": "", **given})).as_stored()
        if found := [
            *placed(problems_of_facts(facts), row=number, columns=OF_FACTS),
            *self._twice(number, facts, company),
        ]:
            raise BadInput(tuple(found))
        self._note(number, facts, company)
        alike = () if company or number in self.chosen else self._alike(facts)
        changes = [OF_FACTS[name] for name, value in asdict(facts).items() if getattr(before, name, None) != value]
        return CheckedRow(
            row=number,
            to_save=CompanyRow(
                company_id=company.pk if company else None, revision=company.revision if company else 0, facts=facts
            ),
            is_known_firm=company is None and facts.cvr in self.firms,
            changes=tuple(changes),
            alike=alike,
        )

    def _company(self, number: int, typed: Mapping[str, Any]) -> Company | None:
        """The company that the row is about, None for a new one."""
        named = self._found(typed)
        if len(named) > 1:
            raise BadInput((problem("company_ambiguous", row=number, column="pnummer"),))
        company = named[0] if named else self.by_pk.get(self.chosen.get(number) or 0)
        if company is not None and company.is_closed:
            raise BadInput((problem("company_is_closed", row=number, column="navn"),))
        return company

    def _found(self, typed: Mapping[str, Any]) -> list[Company]:
        """Whom the P-number finds, else firm and name."""
        if company := self.by_p_number.get(typed["p_number"]):
            return [company]
        named = self.by_name.get(_name_key(typed["cvr"], typed["name"]), [])
        # A place whose P-number nobody has noted yet; one with another number is another place.
        return [one for one in named if not (typed["p_number"] and one.p_number)]

    def _alike(self, facts: CompanyFacts) -> tuple[Alike, ...]:
        found = self.standing.like(
            Listed(
                id=0,
                name=facts.name,
                cvr=facts.cvr,
                p_number=facts.p_number,
                address=facts.address,
                phone=facts.phone,
            )
        )
        return tuple(Alike(company=self.by_pk[pk], signs=says) for pk, says in found.items())

    def _twice(self, number: int, facts: CompanyFacts, company: Company | None) -> list[Problem]:
        """A place stands in one row only. Without its P-number a new one is told by firm and name, so that no other row may
        have these.
        """
        called = _name_key(facts.cvr, facts.name)
        first = self.first_rows.get(_place_key(facts, company))
        if company is None and first is None:
            first = self.first_rows.get(called) if facts.p_number else self.first_called.get(called)
        return [problem("company_twice", row=number, column="pnummer", first=first)] if first else []

    def _note(self, number: int, facts: CompanyFacts, company: Company | None) -> None:
        self.first_rows[_place_key(facts, company)] = number
        if company is None:
            self.first_called.setdefault(_name_key(facts.cvr, facts.name), number)


def _typed(number: int, texts: Texts) -> tuple[dict[str, Any], list[Problem]]:
    """The cells of a row as facts, "" or None where they are empty; a spreadsheet takes the first zero of a number away."""
    typed: dict[str, Any] = {name: texts[column] for name, column in OF_FACTS.items()}
    typed["cvr"] = _number(typed["cvr"], CVR_DIGITS_WITHOUT_ZERO)
    typed["p_number"] = _number(typed["p_number"], P_NUMBER_DIGITS - 1)
    said = texts["reklamebeskyttet"].casefold()
    typed["is_advertising_protected"] = YES_OR_NO.get(said)
    if said in YES_OR_NO:
        return typed, []
    found = masked_cpr(texts["reklamebeskyttet"])[:40]
    return typed, [problem("not_yes_or_no", row=number, column="reklamebeskyttet", found=found)]


def _number(text: str, without_zero: int) -> str:
    digits = "".join(text.split())
    return f"0{digits}" if digits.isdecimal() and len(digits) == without_zero else digits


def _name_key(cvr: str, name: str) -> tuple[str, str]:
    return cvr, " ".join(name.split()).casefold()


def _place_key(facts: CompanyFacts, company: Company | None) -> object:
    """What may stand in one row of a file only."""
    return company.pk if company else facts.p_number or _name_key(facts.cvr, facts.name)

"""A workbook to plan from: ratings and needs as `fagkompas profile` reads them, and what is offered. No database.

::

    Vurderinger or personal forms, Behov     assessments/workbooks, unchanged
    Tilbud (Offerings)                       a row a session, or a row an offering where there is a sheet Hold
    Hold (Sessions)                          a row a session, as the catalogue's own file has it
    Regler (Rules)                           medarbejder · tilbud · regel: skal, må ikke, gennemført

Headings are Danish or English, in any order. A wrong cell never stops the reading of the rest: every problem is told with
sheet, row and column, and the row is left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import Final

from fagkompas.assessments.workbooks.ratings import PATH_SEPARATOR, RatingsFile
from fagkompas.assessments.workbooks.reading import FindFramework, read_ratings
from fagkompas.assessments.workbooks.resolving import folded
from fagkompas.catalogue.cells import Cells, TypedRow, as_day, cell_problem
from fagkompas.catalogue.facts import (
    Known,
    OfferingFacts,
    all_dimensions,
    problems_of_circles,
    problems_of_offering,
    seats_that_do_not_fit,
)
from fagkompas.catalogue.uploading import LONGEST_CELL, MOST_ROWS
from fagkompas.catalogue.workbooks import OFFERING_COLUMNS, OFFERINGS, SESSION_COLUMNS, SESSIONS
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.framework import Framework, described_columns
from fagkompas.engine.scales import NOT_RELEVANT, POINTS, Dimension, Mode
from fagkompas.engine.scoring import Used, not_relevant_by_category, score, used_values
from fagkompas.engine.units import Path as UnitPath
from fagkompas.engine.units import gaps, needs_by_field, unit_figures
from fagkompas.frameworks.files import learning_forms
from fagkompas.learning.to_engine import working_days
from fagkompas.toolkit.workbooks import ErrorValue, Formula, Progress, Row, Sheet, as_text, open_workbook, read_header

RULES: Final = "Regler"
SHEETS: Final[Mapping[str, str]] = {
    "tilbud": OFFERINGS,
    "offerings": OFFERINGS,
    "hold": SESSIONS,
    "sessions": SESSIONS,
    "regler": RULES,
    "rules": RULES,
}
"""What a sheet may be called, in small letters."""

FURTHEST: Final = timedelta(days=5 * 365)

_OFFERING: Final = {
    "kode": "code",
    "code": "code",
    "titel": "title_da",
    "title": "title_da",
    "form": "form",
    "learning form": "form",
    "dimensioner": "dimensions",
    "dimensions": "dimensions",
    "timer": "hours",
    "hours": "hours",
    "pris pr. plads": "price_per_seat",
    "price per seat": "price_per_seat",
    "fast pris": "fixed_price",
    "fixed price": "fixed_price",
    "forudsætter": "prerequisites",
    "requires": "prerequisites",
    "løfter": "lifts",
    "lifts": "lifts",
}
_SESSION: Final = {
    "hold": "session",
    "session": "session",
    "dage": "days",
    "days": "days",
    "sted": "place",
    "place": "place",
    "mindst": "least_seats",
    "least seats": "least_seats",
    "højst": "most_seats",
    "most seats": "most_seats",
    "tilstand": "state",
    "state": "state",
    "optaget": "taken",
    "taken": "taken",
}
CANCELLED: Final = frozenset({"aflyst", "cancelled"})
"""What the catalogue's own file calls a session that is not held."""

_OF_OFFERING: Final = {"tilbud": "offering", "offering": "offering"}
_RULE: Final = {
    "medarbejder": "person",
    "employee": "person",
    **_OF_OFFERING,
    "regel": "rule",
    "rule": "rule",
}
HEADINGS: Final[Mapping[str, Mapping[str, str]]] = {
    OFFERINGS: _OFFERING | _SESSION,
    SESSIONS: _OF_OFFERING | _SESSION,
    RULES: _RULE,
}
"""Heading to the fact that it holds, Danish and English."""

NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    OFFERINGS: ("titel", "timer", "pris pr. plads", "løfter"),
    SESSIONS: ("tilbud", "dage"),
    RULES: ("medarbejder", "tilbud", "regel"),
}
NOT_READ: Final[Mapping[str, tuple[str, ...]]] = {
    OFFERINGS: tuple(one.name for one in OFFERING_COLUMNS if one.name not in _OFFERING | _SESSION),
    SESSIONS: tuple(one.name for one in SESSION_COLUMNS if one.name not in _OF_OFFERING | _SESSION),
    RULES: (),
}
"""Columns of the catalogue's own file that a plan has no use for."""

_SPAN = re.compile(r"(\S+)\s*(?:–|til|to)\s*(\S+)")


class RuleKind(StrEnum):
    """What a row of rules says about a person and an offering."""

    MUST = "must"
    MUST_NOT = "must_not"
    COMPLETED = "completed"


RULE_WORDS: Final[Mapping[str, RuleKind]] = {
    "skal": RuleKind.MUST,
    "must": RuleKind.MUST,
    "må ikke": RuleKind.MUST_NOT,
    "must not": RuleKind.MUST_NOT,
    "gennemført": RuleKind.COMPLETED,
    "completed": RuleKind.COMPLETED,
}


# What stands in a workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOffering:
    """Something to learn from; `row` is the first that it stands in."""

    code: str
    facts: OfferingFacts
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSession:
    """A time at which it is held. `days` is empty for what is done in one's own time."""

    code: str
    offering: str
    days: tuple[date, ...]
    place: str
    least_seats: int
    most_seats: int
    """Without the seats that are taken already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRule:
    """A person, by id, and an offering, by code."""

    person: str
    offering: str
    kind: RuleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFile:
    """A workbook as far as it could be read. `problems` are those of what is offered; the ratings have their own."""

    ratings: RatingsFile
    offerings: tuple[FileOffering, ...]
    sessions: tuple[FileSession, ...]
    rules: tuple[FileRule, ...]
    problems: tuple[Problem, ...]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Those of the ratings first."""
        return (*self.ratings.problems, *self.problems)


def read_plan_file(
    source: Path, *, name: str, find_framework: FindFramework, today: date, progress: Progress | None = None
) -> PlanFile:
    """Read a workbook; `name` is what messages call it, and sessions that begin before `today` are problems.

    Raises `BadInput` when nothing can be read: with what `read_ratings` refuses, `plan_needs_screening`, or
    `plan_no_sessions`, together with the problems that led there.
    """
    try:
        ratings = read_ratings(source, name=name, find_framework=find_framework, progress=progress)
    except BadInput as refused:
        raise BadInput((*refused.problems, *_problems_of_sheets(source, name))) from refused
    if ratings.mode is Mode.DIALOGUE:
        raise BadInput((*ratings.problems, _of_file("plan_needs_screening", name)))
    typed, problems = _typed_rows(source, name)
    reading = _Reading(ratings, today)
    reading.read(typed)
    found = (*problems, *reading.problems)
    order = {sheet: place for place, sheet in enumerate((OFFERINGS, SESSIONS, RULES))}
    in_order = tuple(sorted(found, key=lambda one: (order.get(one.place.sheet or "", -1), one.place.row or 0)))
    if not reading.sessions:
        raise BadInput((*ratings.problems, *in_order, _of_file("plan_no_sessions", name)))
    return PlanFile(
        ratings=ratings,
        offerings=tuple(reading.offerings.values()),
        sessions=tuple(reading.sessions.values()),
        rules=tuple(reading.rules),
        problems=in_order,
    )


def _of_file(code: str, name: str) -> Problem:
    return Problem(place=Place(sheet=name), found=name, message_code=code, values={"file": name})


def _problems_of_sheets(source: Path, name: str) -> tuple[Problem, ...]:
    """What can be said of the other sheets when the ratings cannot be read."""
    try:
        return _typed_rows(source, name)[1]
    except BadInput:
        return ()


def _typed_rows(source: Path, name: str) -> tuple[list[TypedRow], tuple[Problem, ...]]:
    typed: list[TypedRow] = []
    problems: list[Problem] = []
    with open_workbook(source, name=name) as workbook:
        for sheet in workbook.sheets:
            called = "" if workbook.is_table else SHEETS.get(sheet.name.strip().casefold(), "")
            if called:
                _read_sheet(called, sheet, typed, problems)
    if len(typed) > MOST_ROWS:
        raise BadInput((_of_file("plan_too_many_rows", name),))
    return typed, tuple(problems)


def _read_sheet(called: str, sheet: Sheet, typed: list[TypedRow], problems: list[Problem]) -> None:
    rows = sheet.rows()
    first = next(rows, None)
    if first is None:
        return
    facts, danish = HEADINGS[called], _danish_headings(called)
    cells = [" ".join(as_text(cell).split()) for cell in first.cells]
    in_danish = tuple(danish[facts[text.casefold()]] if text.casefold() in facts else text or None for text in cells)
    known = (*danish.values(), *NOT_READ[called])
    header = read_header(Row(first.number, in_danish), sheet=called, known=known, required=NEEDED[called])
    problems.extend(header.problems)
    if header.missing:
        return
    places = {name: index for name, index in header.columns.items() if name in facts}
    for row in rows:
        wrong = [*_cells_that_are_no_values(called, row, places)]
        problems.extend(wrong)
        if not wrong:
            texts = {facts[name]: as_text(row.cell(index)) for name, index in places.items()}
            typed.append(TypedRow(sheet=called, row=row.number, texts=texts))


def _cells_that_are_no_values(called: str, row: Row, places: Mapping[str, int]) -> Iterator[Problem]:
    for name, index in places.items():
        cell = row.cell(index)
        if isinstance(cell, Formula | ErrorValue):
            yield cell_problem("formula", sheet=called, row=row.number, column=name, found=cell.text)
        elif len(as_text(cell)) > LONGEST_CELL:
            yield cell_problem("text_too_long", sheet=called, row=row.number, column=name, longest=LONGEST_CELL)


def _heading(sheet: str) -> Callable[[str], str]:
    danish = _danish_headings(sheet)
    return lambda fact: danish.get(fact, fact)


def _danish_headings(sheet: str) -> dict[str, str]:
    """Fact to heading; the Danish one stands first in the list."""
    danish: dict[str, str] = {}
    for heading, fact in HEADINGS[sheet].items():
        danish.setdefault(fact, heading)
    return danish


class _Reading:
    """Makes offerings, sessions and rules of the rows; a row with something wrong in it is left out and told."""

    def __init__(self, ratings: RatingsFile, today: date) -> None:
        self.today = today
        self.offerings: dict[str, FileOffering] = {}
        self.sessions: dict[str, FileSession] = {}
        self.rules: list[FileRule] = []
        self.problems: list[Problem] = []
        self.forms = {form.code: form.dimension.value if form.dimension else "" for form in learning_forms()} | {"": ""}
        self.form_words = {
            word.casefold(): form.code for form in learning_forms() for word in (form.code, form.name.da, form.name.en)
        }
        codes = described_columns(ratings.framework.to_engine(), Mode.SCREENING)
        self.competencies = {one.code.upper(): one.code for one in codes if not one.is_dimension_item}
        self.people = {person.id.casefold(): person.id for person in ratings.people}

    def read(self, typed: Sequence[TypedRow]) -> None:
        by_sheet = {sheet: [row for row in typed if row.sheet == sheet] for sheet in (OFFERINGS, SESSIONS, RULES)}
        has_sessions_apart = bool(by_sheet[SESSIONS])
        rows_of: dict[str, list[Cells]] = {}
        for row in by_sheet[OFFERINGS]:
            cells = Cells(row, _heading(OFFERINGS))
            key = (cells.text("code") or cells.text("title_da")).casefold()
            rows_of.setdefault(key, []).append(cells)
        self._read_offerings(rows_of)
        for key, rows in rows_of.items():
            for cells in rows:
                if key in self.offerings and (cells.text("days") or not has_sessions_apart):
                    self._read_session(cells, key)
        for row in by_sheet[SESSIONS]:
            cells = Cells(row, _heading(SESSIONS))
            self._read_session(cells, self._offering_in(cells))
        for row in by_sheet[RULES]:
            self._read_rule(Cells(row, _heading(RULES)))

    # Offerings

    def _read_offerings(self, rows_of: Mapping[str, Sequence[Cells]]) -> None:
        keys = {rows[0].text("title_da").casefold(): key for key, rows in rows_of.items()}
        facts = {key: self._facts(rows, keys) for key, rows in rows_of.items()}
        broken = {key for key, rows in rows_of.items() if rows[0].problems}
        for rows in rows_of.values():
            self.problems += [problem for cells in rows for problem in cells.problems]
        while True:
            good = {key: one for key, one in facts.items() if key not in broken}
            known = Known(
                forms=self.forms, offerings=frozenset(good), competencies=frozenset(self.competencies.values())
            )
            asks = {key: one.prerequisites for key, one in good.items()}
            wrong = {
                key: [*problems_of_offering(one, known), *problems_of_circles(key, asks)] for key, one in good.items()
            }
            found = {key: problems for key, problems in wrong.items() if problems}
            if not found:
                break
            for key, problems in found.items():
                self.problems += [_at(rows_of[key][0], problem) for problem in problems]
            broken |= found.keys()
        for key, one in good.items():
            cells = rows_of[key][0]
            whole = replace(one, dimensions=all_dimensions(one, known))
            self.offerings[key] = FileOffering(
                code=cells.text("code") or cells.text("title_da"), facts=whole, row=cells.row.row
            )

    def _facts(self, rows: Sequence[Cells], keys: Mapping[str, str]) -> OfferingFacts:
        """What the first row says; what a later row says otherwise is a problem of that row. `keys` by title."""
        first = rows[0]
        for cells in rows[1:]:
            for fact in set(_OFFERING.values()):
                if cells.text(fact) and cells.text(fact).casefold() != first.text(fact).casefold():
                    cells.note(fact, "plan_offering_differs", cells.text(fact), first=first.row.row)
        form = first.text("form").casefold()
        lifts = (replace(lift, code=self.competencies.get(lift.code.upper(), lift.code)) for lift in first.lifts())
        return OfferingFacts(
            title_da=first.text("title_da"),
            form=self.form_words.get(form, form),
            provider_da=first.text("title_da") or "-",
            hours=first.decimal("hours"),
            price_per_seat=first.whole("price_per_seat"),
            fixed_price=first.whole("fixed_price", empty=0) or 0,
            dimensions=tuple(_dimension(word) for word in first.list("dimensions")),
            prerequisites=tuple(
                sorted({keys.get(word.casefold(), word.casefold()) for word in first.list("prerequisites")})
            ),
            lifts=tuple(sorted(lifts, key=lambda lift: lift.code)),
        )

    def _offering_in(self, cells: Cells) -> str:
        """The key of the offering that a row names by code or title; "" after the problem is noted."""
        word = cells.text("offering").casefold()
        titles = {one.facts.title_da.casefold(): key for key, one in self.offerings.items()}
        key = word if word in self.offerings else titles.get(word, "")
        if not key:
            cells.note("offering", "plan_offering_unknown", cells.text("offering"))
        return key

    # Sessions

    def _read_session(self, cells: Cells, key: str) -> None:
        if cells.text("state").casefold() in CANCELLED:
            return
        before = len(cells.problems)
        days = tuple(sorted(set(self._days(cells))))
        least, most = cells.whole("least_seats", empty=1) or 0, cells.whole("most_seats", empty=20) or 0
        taken = max(0, cells.whole("taken", empty=0) or 0)
        for problem in seats_that_do_not_fit(least, most):
            cells.problems.append(_at(cells, problem))
        if days and days[0] < self.today:
            cells.note("days", "session_in_past", days[0].isoformat())
        elif days and days[-1] > self.today + FURTHEST:
            cells.note("days", "session_too_far", days[-1].isoformat())
        code = cells.text("session") or self._free_code(key)
        if code in self.sessions:
            cells.note("session", "plan_session_twice", code)
        self.problems += cells.problems[before:] if cells.row.sheet == OFFERINGS else cells.problems
        if key and len(cells.problems) == before:
            self.sessions[code] = FileSession(
                code=code,
                offering=self.offerings[key].code,
                days=days,
                place=cells.text("place"),
                least_seats=max(0, min(least, most) - taken),
                most_seats=max(0, most - taken),
            )

    def _free_code(self, key: str) -> str:
        """The offering's code and the number of the session."""
        code = self.offerings[key].code if key else ""
        number = 1
        while f"{code}-{number}" in self.sessions:
            number += 1
        return f"{code}-{number}"

    def _days(self, cells: Cells) -> Iterator[date]:
        """Days, days with times, or every working day of a span; several with bars between."""
        for text in cells.list("days"):
            span = _SPAN.fullmatch(text)
            day = as_day(text.partition(" ")[0])
            first, last = (as_day(span[1]), as_day(span[2])) if span else (day, day)
            if first is None or last is None or last < first or last - first > timedelta(days=366):
                cells.note("days", "plan_not_days", text)
            elif first == last:
                yield first
            else:
                yield from working_days(first, last)

    # Rules

    def _read_rule(self, cells: Cells) -> None:
        person = self.people.get(cells.text("person").casefold())
        kind = RULE_WORDS.get(" ".join(cells.text("rule").split()).casefold())
        if person is None:
            cells.note("person", "plan_person_unknown", cells.text("person"))
        key = self._offering_in(cells)
        if kind is None:
            cells.note("rule", "plan_rule_unknown", cells.text("rule"))
        self.problems += cells.problems
        if person and key and kind:
            rule = FileRule(person=person, offering=self.offerings[key].code, kind=kind)
            if any((one.person, one.offering) == (rule.person, rule.offering) for one in self.rules):
                self.problems.append(_at(cells, Problem(place=Place(), found="", message_code="plan_rule_twice")))
            else:
                self.rules.append(rule)


def _dimension(word: str) -> str:
    danish = {"praktisk": Dimension.PRACTICAL, "refleksiv": Dimension.REFLEXIVE, "relationel": Dimension.RELATIONAL}
    return danish.get(word.casefold(), word.casefold())


def _at(cells: Cells, problem: Problem) -> Problem:
    """A problem of facts, told where it stands in the file."""
    column = cells.heading(problem.place.column) if problem.place.column else None
    return replace(problem, place=Place(sheet=cells.row.sheet, row=cells.row.row, column=column))


# As the engine plans from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the one who plans decides: kroner, hours of each person, and the share (0-1) that may be away in a week."""

    budget: int
    hours: float
    away_share: float


def planning_of(file: PlanFile, limits: Limits) -> engine.Planning:
    """People with the value used of each competency, in groups by whose needs count.

    A person's group is the nearest unit that has rows in `Behov`, else everyone that has none.
    """
    ratings = file.ratings
    framework = ratings.framework.to_engine()
    used = _used(ratings, framework)
    groups = [group_of(ratings, person.unit) for person in ratings.people]
    columns = [
        (place, column) for place, column in enumerate(described_columns(framework, Mode.SCREENING)) if column.level
    ]
    done = _rules(file, RuleKind.COMPLETED)
    return engine.Planning(
        competencies=tuple(
            engine.Competency(code=one.code, field=one.field, level=one.level, dimension=one.dimension)
            for _place, one in columns
            if one.level
        ),
        people=tuple(
            engine.Person(
                code=person.id,
                unit=group_name(groups[row]),
                hours=limits.hours,
                ratings={
                    one.code: int(used.values[row, place])
                    for place, one in columns
                    if used.values[row, place] in POINTS
                },
                completed=frozenset(rule.offering for rule in done if rule.person == person.id),
                not_relevant=frozenset(one.code for place, one in columns if used.values[row, place] == NOT_RELEVANT),
            )
            for row, person in enumerate(ratings.people)
        ),
        offerings=tuple(_engine_offerings(file)),
        sessions=tuple(
            engine.Session(
                code=one.code,
                offering=one.offering,
                days=frozenset(one.days),
                min_seats=one.least_seats,
                max_seats=one.most_seats,
            )
            for one in file.sessions
        ),
        needs=tuple(_field_needs(ratings, framework, used, groups)),
        budget=limits.budget,
        away_share=limits.away_share,
        must=tuple(_choices(file, RuleKind.MUST)),
        must_not=tuple(_choices(file, RuleKind.MUST_NOT)),
    )


def group_of(ratings: RatingsFile, unit: UnitPath) -> UnitPath | None:
    """The nearest unit from here upwards that says what it needs; None for the rest, who have the defaults."""
    said = {folded(row.unit): row.unit for row in ratings.needs}
    paths = (folded(unit[:depth]) for depth in range(len(unit), 0, -1))
    return next((said[path] for path in paths if path in said), None)


def group_name(path: UnitPath | None) -> str:
    """A group's code: its unit's path, "" for the rest."""
    return PATH_SEPARATOR.join(path) if path else ""


def common_path(paths: Iterable[UnitPath]) -> UnitPath:
    """The unit that all of these are in or below; () when there is none."""
    return tuple(step[0] for step in takewhile(lambda step: len(set(step)) == 1, zip(*paths, strict=False)))


def _used(ratings: RatingsFile, framework: Framework) -> Used:
    categories = [person.category or None for person in ratings.people]
    return used_values(
        {
            rater: not_relevant_by_category(framework, Mode.SCREENING, categories, values)
            for rater, values in ratings.values_by_rater().items()
        }
    )


def _field_needs(
    ratings: RatingsFile, framework: Framework, used: Used, groups: Sequence[UnitPath | None]
) -> Iterator[engine.FieldNeed]:
    for group in dict.fromkeys(groups):
        members = [row for row, own in enumerate(groups) if own == group]
        wanted = ratings.needs_of(group) if group else ()
        figures = unit_figures(
            framework, score(framework, Mode.SCREENING, used.values[members]), (group_name(group) or "-",)
        )
        missing = {gap.field: gap.specialised_gap for gap in gaps(framework, figures, wanted)}
        for code, need in needs_by_field(framework, wanted).items():
            yield engine.FieldNeed(
                unit=group_name(group), field=code, weight=need.weight, missing_specialists=missing.get(code, 0)
            )


def _engine_offerings(file: PlanFile) -> Iterator[engine.Offering]:
    codes = {one.code.casefold(): one.code for one in file.offerings}
    for one in file.offerings:
        yield engine.Offering(
            code=one.code,
            lifts=tuple(
                engine.Lift(competency=lift.code, points=float(lift.lift), up_to=float(lift.up_to))
                for lift in one.facts.lifts
            ),
            dimensions=frozenset(Dimension(word) for word in one.facts.dimensions),
            hours=float(one.facts.hours or 0),
            seat_price=one.facts.price_per_seat or 0,
            fixed_price=one.facts.fixed_price,
            requires=frozenset(codes[code] for code in one.facts.prerequisites),
        )


def _rules(file: PlanFile, kind: RuleKind) -> list[FileRule]:
    return [rule for rule in file.rules if rule.kind is kind]


def _choices(file: PlanFile, kind: RuleKind) -> Iterator[engine.Choice]:
    return (engine.Choice(person=rule.person, offering=rule.offering) for rule in _rules(file, kind))

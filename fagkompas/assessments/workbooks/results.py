"""Profiles, unit figures and problems as sheets: the numbers of `profiler.json` as real numbers with real formats."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.assessments.report import Report
from fagkompas.assessments.wording import DIMENSIONS, LEVELS, STANDINGS, basis_name
from fagkompas.assessments.workbooks.ratings import PATH_SEPARATOR, Person
from fagkompas.assessments.workbooks.wording import message
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Basis, Dimension, Level, Standing
from fagkompas.engine.scoring import FieldProfile, Profile
from fagkompas.engine.units import FieldFigures, UnitFigures
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written, write_workbook


def write_report(target: Path | IO[bytes], report: Report) -> None:
    """Write `profiler.xlsx`: everyone's profile and numbers, the units, and the problems of the file."""
    texts = report.ratings.framework.texts(get_language() or "da")
    people = list(zip(report.ratings.people, report.profiles, strict=True))
    units = [(PATH_SEPARATOR.join(unit.path), unit) for unit in report.units]
    tables = [*people_tables(people, texts), *unit_tables(units, texts), problem_table(report.ratings.problems)]
    write_workbook(target, tables, title=texts.name)


def people_tables(people: Sequence[tuple[Person, Profile]], texts: FrameworkTexts) -> tuple[Table, Table]:
    """Two sheets: a row a person with what matters most, and a row for each person and field with every number."""
    return (
        Table(
            name=_("Profiles"),
            columns=(*_person_columns(), *_profile_columns(texts)),
            rows=((*_who(person), *_profile_row(profile, texts)) for person, profile in people),
        ),
        Table(
            name=_("Numbers by field"),
            columns=(*_person_columns(), *_field_columns()),
            rows=(
                (*_who(person), field.field, texts.field(field.field).name, *_field_row(field))
                for person, profile in people
                for field in profile.fields
            ),
        ),
    )


def unit_tables(units: Sequence[tuple[str, UnitFigures]], texts: FrameworkTexts) -> tuple[Table, Table]:
    """Two sheets: a row for each unit and field, and a row a unit with the dimensions. Units come with their names.

    What is hidden is empty.
    """
    return (
        Table(
            name=_("Units by field"),
            columns=_unit_field_columns(),
            rows=(
                (path, unit.invited, code, texts.field(code).name, *_unit_field_row(field))
                for path, unit in units
                for code, field in unit.fields.items()
            ),
        ),
        Table(
            name=_("Units by dimension"),
            columns=(
                Column(heading=_("Unit"), width=40),
                Column(heading=_("People"), kind=Kind.WHOLE),
                Column(heading=_("Hidden"), width=12),
                *(Column(heading=_dimension(dimension), kind=Kind.SCORE, width=14) for dimension in Dimension),
            ),
            rows=(
                (path, unit.invited, _("yes") if unit.suppressed else _("no"), *_means(unit)) for path, unit in units
            ),
        ),
    )


def demo_tables() -> tuple[Table, ...]:
    """A sheet that says so where the people and figures are those of a demo; nothing elsewhere."""
    if not settings.ENVIRONMENT.demo:
        return ()
    heading = _("Demo: made-up people and figures")
    return (Table(name=_("Demo"), columns=(Column(heading=heading, width=40),), rows=()),)


def problem_table(problems: Iterable[Problem], sentence: Callable[[Problem], str] = message) -> Table:
    """A row for each problem: where, what was found, and what to do, which `sentence` words."""
    return Table(
        name=_("Problems"),
        columns=(
            Column(heading=_("Sheet"), width=22),
            Column(heading=_("Row"), kind=Kind.WHOLE),
            Column(heading=_("Column"), width=18),
            Column(heading=_("Found"), width=30, wraps=True),
            Column(heading=_("What to do"), width=90, wraps=True),
        ),
        rows=(
            (problem.place.sheet, problem.place.row, problem.place.column, problem.found, sentence(problem))
            for problem in problems
        ),
    )


def _person_columns() -> tuple[Column, ...]:
    return (
        Column(heading=_("Employee"), width=30),
        Column(heading=_("Name"), width=26),
        Column(heading=_("Unit"), width=34),
    )


def _who(person: Person) -> tuple[str, ...]:
    return person.id, person.name, person.unit_path


def _profile_columns(texts: FrameworkTexts) -> Iterator[Column]:
    for field in texts.fields:
        yield Column(heading=field.name, width=18)
        for level in Level:
            yield Column(heading=f"{field.code} {LEVELS[level]}", kind=Kind.SCORE, width=15)
    for dimension in Dimension:
        yield Column(heading=_dimension(dimension), kind=Kind.SCORE, width=13)
    yield Column(heading=_("Strengths"), width=44, wraps=True)
    yield Column(heading=_("Room to grow"), width=44, wraps=True)
    for basis in Basis:
        yield Column(heading=_("Answers: %(basis)s") % {"basis": basis_name(basis)}, kind=Kind.WHOLE, width=14)


def _profile_row(profile: Profile, texts: FrameworkTexts) -> Iterator[Written]:
    for field in profile.fields:
        yield str(STANDINGS[field.standing])
        yield from (field.at(level).score for level in Level)
    yield from (profile.dimensions[dimension] for dimension in Dimension)
    yield "; ".join(texts.field(strength.field).name for strength in profile.strengths)
    yield "; ".join(texts.field(potential.field).name for potential in profile.potentials)
    yield from (profile.basis[basis] for basis in Basis)


def _field_columns() -> Iterator[Column]:
    yield Column(heading=_("Code"), width=8)
    yield Column(heading=_("Field"), width=34)
    yield Column(heading=_("Standing"), width=16)
    for level in Level:
        named = {"level": LEVELS[level]}
        yield Column(heading=_("Score, %(level)s") % named, kind=Kind.SCORE, width=16)
        yield Column(heading=_("Answered, %(level)s") % named, kind=Kind.SHARE, width=16)
        yield Column(heading=_("Mastered, %(level)s") % named, kind=Kind.SHARE, width=16)
    for dimension in Dimension:
        yield Column(heading=_dimension(dimension), kind=Kind.SCORE, width=13)


def _field_row(field: FieldProfile) -> Iterator[Written]:
    yield str(STANDINGS[field.standing])
    for level in Level:
        figures = field.at(level)
        yield from (figures.score, figures.coverage, figures.attained)
    yield from (field.dimensions[dimension] for dimension in Dimension)


def _unit_field_columns() -> tuple[Column, ...]:
    return (
        Column(heading=_("Unit"), width=40),
        Column(heading=_("People"), kind=Kind.WHOLE),
        Column(heading=_("Code"), width=8),
        Column(heading=_("Field"), width=34),
        Column(heading=_("Known"), kind=Kind.WHOLE),
        *(Column(heading=str(STANDINGS[standing]), kind=Kind.WHOLE, width=13) for standing in Standing),
        *(
            Column(heading=_("Mean, %(level)s") % {"level": LEVELS[level]}, kind=Kind.SCORE, width=16)
            for level in Level
        ),
    )


def _unit_field_row(field: FieldFigures | None) -> tuple[Written, ...]:
    if field is None:
        return (None,) * (1 + len(Standing) + len(Level))
    counts = (field.standings[standing] for standing in Standing)
    return field.known, *counts, *(field.score[level].value for level in Level)


def _means(unit: UnitFigures) -> Iterator[Written]:
    return (unit.dimensions[dimension].value for dimension in Dimension)


def _dimension(dimension: Dimension) -> str:
    return str(DIMENSIONS[dimension]).capitalize()

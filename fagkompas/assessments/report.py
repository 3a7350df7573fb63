"""Profiles and unit figures as plain data: what stands in stored results and in `profiler.json` (formats.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fagkompas.assessments.workbooks.ratings import PATH_SEPARATOR, Person, RatingsFile
from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Basis, Dimension, Level, Mode, Rater, Standing
from fagkompas.engine.scoring import (
    FieldProfile,
    LevelScore,
    Potential,
    Profile,
    Strength,
    not_relevant_by_category,
    profiles,
    score,
    used_values,
)
from fagkompas.engine.units import FieldFigures, Mean, UnitFigures, figures_of_tree, figures_to_show, rated_by

Figures = dict[str, Any]
"""JSON: numbers unrounded, None where the rules give no value."""


def profile_figures(profile: Profile) -> Figures:
    """A profile as data, keys in the order of `profiler.json`; `profile_from_figures` reads it back."""
    return {
        "fields": {field.field: _field_figures(field) for field in profile.fields},
        "dimensions": {dimension.value: profile.dimensions[dimension] for dimension in Dimension},
        "basis": {basis.value: profile.basis[basis] for basis in Basis},
        "strengths": [{"field": strength.field, "relative": strength.relative} for strength in profile.strengths],
        "potentials": [
            {"field": potential.field, "dimension": potential.dimension.value if potential.dimension else None}
            for potential in profile.potentials
        ],
        "highest_dimension": profile.highest_dimension.value if profile.highest_dimension else None,
        "single_topics": list(profile.single_topics),
    }


def profile_from_figures(
    figures: Mapping[str, Any], *, framework: str, framework_version: str, engine_version: str, mode: Mode
) -> Profile:
    """The profile that was stored, as the engine gave it then."""
    return Profile(
        framework=framework,
        framework_version=framework_version,
        engine_version=engine_version,
        mode=mode,
        fields=tuple(_field_from_figures(code, field) for code, field in figures["fields"].items()),
        dimensions={dimension: figures["dimensions"][dimension.value] for dimension in Dimension},
        basis={basis: figures["basis"][basis.value] for basis in Basis},
        strengths=tuple(Strength(field=row["field"], relative=row["relative"]) for row in figures["strengths"]),
        highest_dimension=_dimension(figures["highest_dimension"]),
        single_topics=tuple(figures["single_topics"]),
        potentials=tuple(
            Potential(field=row["field"], dimension=_dimension(row["dimension"])) for row in figures["potentials"]
        ),
    )


def _field_figures(field: FieldProfile) -> Figures:
    return {
        "basic": _level_figures(field.at(Level.BASIC)),
        "specialised": _level_figures(field.at(Level.SPECIALISED)),
        "standing": field.standing.value,
        "dimensions": {dimension.value: field.dimensions[dimension] for dimension in Dimension},
    }


def _level_figures(level: LevelScore) -> Figures:
    return {"score": level.score, "coverage": level.coverage, "attained": level.attained}


def _field_from_figures(code: str, figures: Mapping[str, Any]) -> FieldProfile:
    return FieldProfile(
        field=code,
        basic=LevelScore(**figures["basic"]),
        specialised=LevelScore(**figures["specialised"]),
        standing=Standing(figures["standing"]),
        dimensions={dimension: figures["dimensions"][dimension.value] for dimension in Dimension},
    )


def _dimension(value: str | None) -> Dimension | None:
    return Dimension(value) if value else None


def stored_unit(unit: UnitFigures) -> Figures:
    """A unit's figures as data, each mean with the number of people behind it; `unit_from_stored` reads it back."""
    return {
        "framework": unit.framework,
        "framework_version": unit.framework_version,
        "engine": unit.engine_version,
        "mode": unit.mode.value,
        "path": list(unit.path),
        "invited": unit.invited,
        "rated_by": {rater.value: count for rater, count in unit.rated_by.items()},
        "fields": {code: None if field is None else _stored_field(field) for code, field in unit.fields.items()},
        "dimensions": _stored_means(unit.dimensions),
        "suppressed": unit.suppressed,
    }


def unit_from_stored(figures: Mapping[str, Any]) -> UnitFigures:
    """The unit's figures that were stored, as the engine gave them then."""
    return UnitFigures(
        framework=figures["framework"],
        framework_version=figures["framework_version"],
        engine_version=figures["engine"],
        mode=Mode(figures["mode"]),
        path=tuple(figures["path"]),
        invited=figures["invited"],
        rated_by={Rater(rater): count for rater, count in figures["rated_by"].items()},
        fields={
            code: None if field is None else _field_from_stored(code, field)
            for code, field in figures["fields"].items()
        },
        dimensions={dimension: _mean(figures["dimensions"][dimension.value]) for dimension in Dimension},
        suppressed=figures["suppressed"],
    )


def _stored_field(field: FieldFigures) -> Figures:
    return {
        "known": field.known,
        "standings": {standing.value: field.standings[standing] for standing in Standing},
        "score": _stored_means(field.score),
        "attained": _stored_means(field.attained),
        "dimensions": _stored_means(field.dimensions),
    }


def _field_from_stored(code: str, figures: Mapping[str, Any]) -> FieldFigures:
    return FieldFigures(
        field=code,
        known=figures["known"],
        standings={standing: figures["standings"][standing.value] for standing in Standing},
        score={level: _mean(figures["score"][level.value]) for level in Level},
        attained={level: _mean(figures["attained"][level.value]) for level in Level},
        dimensions={dimension: _mean(figures["dimensions"][dimension.value]) for dimension in Dimension},
    )


def _stored_means(means: Mapping[Any, Mean]) -> Figures:
    return {of.value: [mean.value, mean.people] for of, mean in means.items()}


def _mean(stored: list[Any]) -> Mean:
    return Mean(value=stored[0], people=stored[1])


# The report of a ratings file


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What follows from a ratings file: a profile for each of its people, and its units as they may be shown."""

    ratings: RatingsFile
    profiles: tuple[Profile, ...]
    units: tuple[UnitFigures, ...]


def report_of(ratings: RatingsFile, *, show_small: bool = False) -> Report:
    """Profiles in the order of the file and every unit up to its root; `show_small` shows small groups too."""
    framework = ratings.framework.to_engine()
    given = ratings.values_by_rater()
    categories = [person.category or None for person in ratings.people]
    used = used_values(
        {
            rater: not_relevant_by_category(framework, ratings.mode, categories, values)
            for rater, values in given.items()
        }
    )
    scores = score(framework, ratings.mode, used.values)
    units = figures_of_tree(framework, scores, [person.unit for person in ratings.people], rated_by(given))
    return Report(
        ratings=ratings,
        profiles=tuple(profiles(framework, ratings.mode, used, scores)),
        units=units if show_small else figures_to_show(units, smallest_group=framework.rules.smallest_group),
    )


def profile_report(report: Report, *, message: Callable[[Problem], str]) -> Figures:
    """The contents of `profiler.json`, keys in its order; `message` words a problem."""
    framework = report.ratings.framework
    return {
        "framework": {"code": framework.code, "version": framework.version},
        "engine": ENGINE_VERSION,
        "mode": report.ratings.mode.value,
        "people": [
            person_report(person, profile)
            for person, profile in zip(report.ratings.people, report.profiles, strict=True)
        ],
        "units": [unit_report(unit) for unit in report.units],
        "problems": [problem_report(problem, message(problem)) for problem in report.ratings.problems],
    }


def person_report(person: Person, profile: Profile) -> Figures:
    """One of the `people` of `profiler.json`."""
    figures = profile_figures(profile)
    wanted = ("fields", "dimensions", "basis", "strengths", "potentials")
    return {"id": person.id, "name": person.name, "unit": person.unit_path} | {key: figures[key] for key in wanted}


def unit_report(unit: UnitFigures, *, path: str | None = None) -> Figures:
    """One of the `units` of `profiler.json`; `path` where the unit's own path is of keys and not of names."""
    return {
        "unit": PATH_SEPARATOR.join(unit.path) if path is None else path,
        "people": unit.invited,
        "suppressed": unit.suppressed,
        "fields": None if unit.suppressed else {code: _unit_field(field) for code, field in unit.fields.items()},
        "dimensions": None if unit.suppressed else {of.value: mean.value for of, mean in unit.dimensions.items()},
    }


def _unit_field(field: FieldFigures | None) -> Figures | None:
    if field is None:
        return None
    return {
        "known": field.known,
        "basic_mean": field.score[Level.BASIC].value,
        "specialised_mean": field.score[Level.SPECIALISED].value,
        "standings": {standing.value: field.standings[standing] for standing in Standing},
    }


def problem_report(problem: Problem, message: str) -> Figures:
    """One of the `problems` of a report; `message` is its sentence."""
    place = problem.place
    return {
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "found": problem.found,
        "message": message,
    }

"""Profiles and unit figures as plain data: what stands in stored results and in `profiler.json` (formats.md)."""

from collections.abc import Mapping
from typing import Any

from fagkompas.engine.scales import Basis, Dimension, Level, Mode, Standing
from fagkompas.engine.scoring import FieldProfile, LevelScore, Potential, Profile, Strength

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

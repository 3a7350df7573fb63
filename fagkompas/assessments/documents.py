"""Profiles on paper: a person's, and an organisation's with a page for each of its units.

Both are made of plain values, so that pages and the command line print the same. The templates are in
`templates/assessments/pdf/`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.assessments.figures import compass, dimension_bars
from fagkompas.assessments.profiles import highest_dimensions, lowest_dimensions, sectors
from fagkompas.assessments.unit_profiles import UnitProfile, dimension_names, dimension_row, safe
from fagkompas.assessments.wording import STANDINGS, basis_name, begin_with, highest_in_words
from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine.framework import Framework, Rules, columns
from fagkompas.engine.scales import STANDINGS as STANDING_ORDER
from fagkompas.engine.scales import Basis, Dimension, Level, Mode, Standing
from fagkompas.engine.scoring import FieldProfile, Profile
from fagkompas.engine.units import Need, UnitFigures
from fagkompas.frameworks.files import forms_suiting
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.documents import pdf
from fagkompas.toolkit.formats import number, percent


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """What a person's profile is printed from. `unit` adds the unit's means to the compass, where they may be shown."""

    name: str
    unit_path: str
    profile: Profile
    framework: Framework
    texts: FrameworkTexts
    made_on: date
    round_name: str = ""
    unit: UnitFigures | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitSheet:
    """One unit of an organisation as it may be shown: its path as people write it, its figures and its needs."""

    path: str
    figures: UnitFigures
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSheet:
    """What the profile of an organisation, or of one unit, is printed from."""

    units: tuple[UnitSheet, ...]
    framework: Framework
    texts: FrameworkTexts
    mode: Mode
    made_on: date


def person_pdf(sheet: PersonSheet) -> bytes:
    """A person's profile: compass, strengths, what to grow, dimensions, numbers, basis and what they mean.

    Raises `PdfUnavailable`.
    """
    return pdf("assessments/pdf/person.html", _person_context(sheet))


def organisation_pdf(sheet: OrganisationSheet) -> bytes:
    """The profile of an organisation, a part for each unit; of small groups no more than may be shown.

    Raises `PdfUnavailable`.
    """
    return pdf("assessments/pdf/organisation.html", _organisation_context(sheet))


# A person


def _person_context(sheet: PersonSheet) -> dict[str, Any]:
    profile, texts = sheet.profile, sheet.texts
    title = _("Competence profile: %(name)s") % {"name": sheet.name}
    discs = sectors(profile, sheet.framework, texts, sheet.unit)
    return {
        "title": title,
        "sheet": sheet,
        "mode": mode_in_words(profile.mode),
        "compass": safe(compass(discs, prefix="p", title=title, unit_name=_("the unit") if sheet.unit else "")),
        "strengths": list(_strengths(profile, texts)),
        "is_relative": any(strength.relative for strength in profile.strengths),
        "highest_dimension": highest_in_words(highest_dimensions(profile)),
        "topics": [texts.items()[code].title for code in profile.single_topics],
        "potentials": list(_potentials(profile, texts)),
        "bars": safe(
            dimension_bars(
                [dimension_row(texts.field(f.field).name, f.dimensions) for f in profile.fields],
                prefix="d",
                title=_("Dimensions by field"),
                names=dimension_names(),
                columns=2,
                high_from=sheet.framework.rules.dimension_high,
            )
        ),
        "dimension_names": dimension_names(),
        "level_names": _level_names(),
        "rows": [_person_row(field, texts) for field in profile.fields],
        "overall": [profile.dimensions[dimension] for dimension in Dimension],
        "asked": len(columns(sheet.framework, profile.mode)),
        "basis": [(basis_name(basis), profile.basis[basis]) for basis in Basis],
        "meaning": _meaning(sheet.framework, profile.mode),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strength:
    name: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Potential:
    name: str
    standing: str
    begin_with: str
    forms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonRow:
    code: str
    name: str
    standing: str
    profile: FieldProfile
    dimensions: tuple[float | None, ...]


def _strengths(profile: Profile, texts: FrameworkTexts) -> Iterator[_Strength]:
    for strength in profile.strengths:
        standing = str(STANDINGS[profile.field(strength.field).standing])
        yield _Strength(name=texts.field(strength.field).name, standing=standing)


def _potentials(profile: Profile, texts: FrameworkTexts) -> Iterator[_Potential]:
    for potential in profile.potentials:
        yield _Potential(
            name=texts.field(potential.field).name,
            standing=str(STANDINGS[profile.field(potential.field).standing]),
            begin_with=begin_with(lowest_dimensions(profile, potential), potential.dimension),
            forms=", ".join(_forms_for(potential.dimension)),
        )


def _forms_for(dimension: Dimension | None) -> Iterator[str]:
    """The learning forms that suit a dimension, none without one."""
    language = get_language() or "da"
    return (form.name.in_language(language) for form in forms_suiting(dimension))


def _person_row(field: FieldProfile, texts: FrameworkTexts) -> _PersonRow:
    return _PersonRow(
        code=field.field,
        name=texts.field(field.field).name,
        standing=str(STANDINGS[field.standing]),
        profile=field,
        dimensions=tuple(field.dimensions[dimension] for dimension in Dimension),
    )


# An organisation


def _organisation_context(sheet: OrganisationSheet) -> dict[str, Any]:
    parts = [
        UnitProfile(
            path=unit.path,
            figures=unit.figures,
            framework=sheet.framework,
            texts=sheet.texts,
            needs=unit.needs,
            prefix=f"u{place}",
        )
        for place, unit in enumerate(sheet.units, start=1)
    ]
    names = ", ".join(part.name for part in parts if "/" not in part.path) or (parts[0].name if parts else "")
    return {
        "title": _("Competence profile: %(name)s") % {"name": names},
        "sheet": sheet,
        "mode": mode_in_words(sheet.mode),
        "parts": parts,
        "smallest_group": sheet.framework.rules.smallest_group,
        "some_hidden": any(part.figures.suppressed or any(row.figures is None for row in part.rows) for part in parts),
        "standing_names": [str(STANDINGS[standing]) for standing in STANDING_ORDER],
        "level_names": _level_names(),
        "dimension_names": dimension_names(),
        "meaning": _meaning(sheet.framework, sheet.mode),
        "engine_version": ENGINE_VERSION,
    }


# Both


def mode_in_words(mode: Mode) -> str:
    """How the ratings were given."""
    return _("Screening of every competency") if mode is Mode.SCREENING else _("Ten-minute dialogue by level")


def _level_names() -> list[str]:
    """ "Grundlæggende" and "Specialiseret", which are also the names of standings."""
    return [str(STANDINGS[Standing.BASIC]), str(STANDINGS[Standing.SPECIALISED])]


def _limits(rules: Rules) -> dict[str, object]:
    return {
        "coverage": percent(rules.coverage_minimum),
        "share": percent(rules.attained_share),
        "emerging": percent(rules.emerging_share),
        "basic": rules.attained_from.basic,
        "specialised": rules.attained_from.specialised,
        "high": number(rules.dimension_high),
    }


def _meaning(framework: Framework, mode: Mode) -> list[tuple[str, str]]:
    """What the numbers mean: a word and its sentence, with the limits of the framework's own rules."""
    limits = _limits(framework.rules)
    standings = [(str(STANDINGS[standing]), words) for standing, words in _meaning_of_standings()]
    words = [*_meaning_of_scores(mode), *standings]
    if not all(field.at(Level.BASIC) for field in framework.fields):
        words.append(
            (
                _("Without basic level"),
                _(
                    "A field without a basic level is judged on the specialised level alone: on the way from %(emerging)s, "
                    "specialised from %(share)s."
                ),
            )
        )
    return [(word, sentence % limits) for word, sentence in words]


def _meaning_of_scores(mode: Mode) -> list[tuple[str, str]]:
    dimension = _(
        "25 times the answer to the question about that dimension in the field. From %(high)s it is high (the dotted line)."
    )
    if mode is Mode.DIALOGUE:
        return [
            (_("Score"), _("25 times the point from 0 to 4 that was given for the level in the dialogue.")),
            (
                _("Mastered"),
                _(
                    "The level counts as mastered from %(basic)s at basic level and from %(specialised)s at specialised level."
                ),
            ),
            (_("Dimension"), dimension),
        ]
    return [
        (
            _("Score"),
            _(
                "25 times the mean of the answers from 0 to 4. At least %(coverage)s of the competencies must be answered; below that there is a dash in the table and hatching in the figure."
            ),
        ),
        (
            _("Mastered"),
            _(
                "The share of the relevant competencies with %(basic)s or more at basic level and %(specialised)s or more at specialised level. Unanswered ones pull down."
            ),
        ),
        (_("Dimension"), dimension),
    ]


def meaning_of_standings(rules: Rules) -> list[tuple[Standing, str]]:
    """What each standing takes, in words with the framework's own limits; the highest first."""
    limits = _limits(rules)
    return [(standing, words % limits) for standing, words in _meaning_of_standings()]


def _meaning_of_standings() -> list[tuple[Standing, str]]:
    return [
        (Standing.SPECIALISED, _("Masters at least %(share)s of both levels.")),
        (
            Standing.EMERGING,
            _("Masters at least %(share)s of the basic level and %(emerging)s of the specialised level."),
        ),
        (Standing.BASIC, _("Masters at least %(share)s of the basic level.")),
        (Standing.DEVELOPING, _("Masters less than %(share)s of the basic level.")),
        (Standing.UNKNOWN, _("Too few answers to say.")),
    ]

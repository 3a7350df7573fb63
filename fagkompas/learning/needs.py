"""What a unit needs, and where that leaves it: read from rows and from the stored figures of the latest round.

Need rows ──UnitNeeds──┐
                       ├── Situation: gaps, coverage, sentences (what the viewer may see)
UnitResult ──see_unit──┘       └── role_gaps, for managers over the unit
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import PersonResult, Scope
from fagkompas.assessments.to_engine import scores_of_results
from fagkompas.assessments.unit_profiles import UnitProfile
from fagkompas.assessments.units import SeenUnit, readable_people, see_unit
from fagkompas.engine import units as engine
from fagkompas.engine.framework import Framework
from fagkompas.engine.needs import Coverage, band_of, coverage, gaps_of_role, reached
from fagkompas.engine.scales import Band, Level, Mode
from fagkompas.engine.units import Gap, UnitFigures, gaps, needs_by_field, unit_figures
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.texts import FieldTexts, FrameworkTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of
from fagkompas.learning.actions.needs import GivenBand
from fagkompas.learning.models import Need, ProfileBand, WorkRole
from fagkompas.learning.suggestions import FieldSuggestion, starting_point
from fagkompas.learning.to_engine import engine_needs

PROFILES = "fagprofiler-2017"
"""The frame of the six profiles."""

EVERYONE = ""
"""In place of a role: the need is of everyone in the unit."""


# Which framework


def versions_for(root_id: int) -> list[Version]:
    """The newest published version of each framework that needs may be described in. One query."""
    newest: dict[int, Version] = {}
    for version in Version.objects.choosable(root_id).select_related("framework__derived_from").defer("document"):
        newest.setdefault(version.framework_id, version)
    return list(newest.values())


def chosen_version(unit: Unit, versions: Sequence[Version], asked: str) -> Version | None:
    """The framework asked for by code, else the one that needs were last described in, that the latest round used, or
    the first; None when there is none at all."""
    by_framework = {version.framework_id: version for version in versions}
    for version in versions:
        if asked and str(version.framework.uuid) == asked:
            return version
    described = Need.objects.filter(unit=unit).order_by("-set_on", "-pk").values_list("framework_id", flat=True)
    rated = (
        PersonResult.objects.filter(unit__lineage__startswith=unit.lineage)
        .order_by("-round__opens_on", "-round_id")
        .values_list("round__version__framework_id", flat=True)
    )
    for found in (described.first(), rated.first()):
        if found in by_framework:
            return by_framework[found]
    return next(iter(versions), None)


def profile_frame(versions: Sequence[Version]) -> Version | None:
    """The frame of the six profiles."""
    return next((version for version in versions if version.framework.code == PROFILES), None)


def profile_fields(versions: Sequence[Version]) -> tuple[FieldTexts, ...]:
    """The six profiles: the fields of their frame that have a specialised level."""
    version = profile_frame(versions)
    return tuple(field for field in texts_of(version).fields if field.at(Level.SPECIALISED)) if version else ()


# What is needed


@dataclass(frozen=True, kw_only=True)
class UnitNeeds:
    """What a unit has said that it needs in the fields of one version of a framework."""

    unit: Unit
    version: Version
    rows: tuple[Need, ...]

    @cached_property
    def framework(self) -> Framework:
        """Its fields and rules."""
        return engine_framework(self.version)

    @cached_property
    def texts(self) -> FrameworkTexts:
        """In the reader's language."""
        return texts_of(self.version)

    @property
    def suggestions(self) -> Mapping[str, FieldSuggestion]:
        """What is suggested for the fields of this framework, or of the one it was derived from."""
        row = self.version.framework
        return starting_point().fields_of([row.code, *([row.derived_from.code] if row.derived_from else [])])

    def of(self, role: str = EVERYONE) -> dict[str, Need]:
        """The stored rows by field."""
        return {row.field: row for row in self.rows if row.role == role}

    @property
    def is_described(self) -> bool:
        """Whether anybody has said what everyone in the unit needs."""
        return bool(self.of())

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that something is said about."""
        return tuple(sorted({row.role for row in self.rows if row.role}))

    def wanted(self, framework: Framework, role: str = EVERYONE) -> tuple[engine.Need, ...]:
        """As the engine reads them, in the fields of a framework's version."""
        return engine_needs(self.of(role).values(), framework.field_codes)

    def by_field(self) -> Mapping[str, engine.Need]:
        """For each field what is needed of everyone: what was said, else the default."""
        return needs_by_field(self.framework, self.wanted(self.framework))


def needs_of(unit: Unit, version: Version) -> UnitNeeds:
    """One query."""
    rows = Need.objects.of_unit(unit, version.framework).select_related("set_by")
    return UnitNeeds(unit=unit, version=version, rows=tuple(rows))


# Where that leaves the unit


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Needs against the figures of the latest round, as one viewer may see them. `seen` is None without a round."""

    needs: UnitNeeds
    seen: SeenUnit | None

    @cached_property
    def profile(self) -> UnitProfile | None:
        """The figures, with the sentences that follow from the needs."""
        return self.profile_with(self.needs.wanted(self.seen.framework)) if self.seen else None

    def profile_with(self, needs: Sequence[engine.Need]) -> UnitProfile | None:
        """The same if something else were needed."""
        if self.seen is None:
            return None
        return UnitProfile(
            path=self.needs.unit.path,
            figures=self.seen.shown.figures,
            framework=self.seen.framework,
            texts=self.seen.texts,
            needs=tuple(needs),
        )

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Every field that is shown."""
        return self.gaps_with(self.needs.wanted(self.seen.framework)) if self.seen else ()

    def gaps_with(self, needs: Sequence[engine.Need]) -> tuple[Gap, ...]:
        """The same if something else were needed."""
        return gaps(self.seen.framework, self.seen.shown.figures, needs) if self.seen else ()

    @property
    def coverage(self) -> Coverage:
        """How much of the need is there."""
        return coverage(self.gaps)

    @property
    def open_gaps(self) -> tuple[Gap, ...]:
        """Fields where something is missing."""
        return tuple(gap for gap in self.gaps if gap.basic_gap or gap.specialised_gap)

    @property
    def is_hidden(self) -> bool:
        """Whether the whole unit is hidden from the viewer."""
        return self.seen is not None and self.seen.shown.figures.suppressed


def situation_of(viewer: Employee, unit: Unit, version: Version, round_uuid: str = "") -> Situation:
    """In the round asked for, else the latest of the framework. The viewer may see the unit. A constant number of queries."""
    return Situation(
        needs=needs_of(unit, version), seen=see_unit(viewer, unit, round_uuid, framework=version.framework)
    )


# Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSituation:
    """Need against have among those who hold a role."""

    role: str
    holders: int
    figures: UnitFigures
    gaps: tuple[Gap, ...]


def role_situations(viewer: Employee, situation: Situation, today: date) -> tuple[RoleSituation, ...]:
    """For each role with needs; for managers over the unit only, since the groups are small. Few queries.

    Without those whom the viewer has to rate first: in a small group their standing could be told.
    """
    seen, needs = situation.seen, situation.needs
    if seen is None or not needs.roles:
        return ()
    holders = holders_of(needs.unit)
    readable, _waiting = readable_people(viewer, seen, today)
    results = dict(readable.order_by("pk").values_list("participant__employee_id", "figures"))
    found = []
    for role in needs.roles:
        people = sorted(holders.get(role, set()))
        stored = [results[pk] for pk in people if pk in results]
        scores = scores_of_results(seen.framework, Mode(seen.round.mode), stored) if stored else None
        if scores is None:
            continue
        figures = unit_figures(seen.framework, scores, seen.shown.figures.path)
        wanted = needs.wanted(seen.framework, role)
        found.append(
            RoleSituation(
                role=role, holders=len(people), figures=figures, gaps=gaps_of_role(seen.framework, figures, wanted)
            )
        )
    return tuple(found)


def roles_held(people: Sequence[Employee]) -> dict[int, set[str]]:
    """Person to the roles that she holds. One query."""
    held: dict[int, set[str]] = {}
    rows = WorkRole.objects.filter(employee__in=[person.pk for person in people]).order_by("pk")
    for pk, role in rows.values_list("employee_id", "role"):
        held.setdefault(pk, set()).add(role)
    return held


def bands_of(unit: Unit) -> dict[str, GivenBand]:
    """What is said about each profile. One query."""
    rows = ProfileBand.objects.filter(unit=unit).order_by("pk")
    return {row.profile: GivenBand(profile=row.profile, now=_band(row.now), ideal=_band(row.ideal)) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedBand:
    """The share that matches a profile by the latest round of the profile frame: those who are specialised in it."""

    band: Band
    people: int
    known: int
    round_name: str


def rated_bands(viewer: Employee, unit: Unit, frame: Version | None) -> dict[str, RatedBand]:
    """By profile, as far as the viewer may be shown it; nothing where nobody has been rated by the frame, and nothing of a
    round that rates whole teams.
    """
    seen = see_unit(viewer, unit, "", framework=frame.framework) if frame else None
    if seen is None or seen.round.scope != Scope.PERSON:
        return {}
    found: dict[str, RatedBand] = {}
    for code in seen.framework.field_codes:
        figures = seen.shown.figures.field(code)
        if figures and (standing := reached(figures, Level.SPECIALISED)):
            found[code] = RatedBand(
                band=band_of(standing.people, standing.known),
                people=standing.people,
                known=standing.known,
                round_name=seen.round.name,
            )
    return found


def _band(value: int | None) -> Band | None:
    return None if value is None else Band(value)


def holders_of(unit: Unit) -> dict[str, set[int]]:
    """Role to those in the unit or below it who hold it. One query."""
    held = WorkRole.objects.filter(employee__unit__lineage__startswith=unit.lineage, employee__is_active=True)
    holders: dict[str, set[int]] = {}
    for role, employee in held.order_by("pk").values_list("role", "employee_id"):
        holders.setdefault(role, set()).add(employee)
    return holders

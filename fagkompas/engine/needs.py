"""Where a unit's needs start from, how far they are covered, needs of roles and profiles, and how sister units differ.

Gap, surplus and key-person risk themselves are one rule, in ``units.py``. "Faglighed som fundament i
beskæftigelsesindsatsen" (2025), chapter 4, reads the staff against the tasks; the bands are those of "Fælles faglighed i
beskæftigelsesindsatsen" (2017). Rules and worked examples are in ``docs/algorithms/needs.md``.

::

    Suggestion, Band ──suggested_need, fewest_in──> Need ──units.gaps──> Gap ──coverage──> one share
                                                      └──gaps_of_role──> the same for those who hold a role
    UnitFigures and those of sister units ──beside_sisters──> where the unit stands apart
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from .framework import Framework
from .scales import LEVELS, Band, Level
from .scoring import TOLERANCE
from .units import FieldFigures, Gap, Need, UnitFigures, gaps

PER: Final = 10
"""Suggestions are given for so many staff."""

BAND_WIDTH: Final = 5
"""Percent of the staff from the start of one band to that of the next."""

DIFFERS_FROM: Final = 0.2
"""From this difference between two shares (0-1) a unit stands apart from its sisters."""


FEWEST_TOGETHER: Final = 3
"""So many sister units that one may not open stand behind what is said of them together: none can be taken out of it."""


# Where a need starts from


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What is suggested for a field: the share (0-1) who must master basic, and how many specialised for ten staff."""

    field: str
    basic_share: float
    specialised_per_ten: float
    weight: int


def suggested_need(suggestion: Suggestion, staff: int) -> Need:
    """The need for so many staff: specialised rounded half up, and one at least where any is suggested."""
    return Need(
        field=suggestion.field,
        basic_share=suggestion.basic_share,
        specialists=suggested_number(suggestion.specialised_per_ten, staff),
        weight=suggestion.weight,
    )


def suggested_number(per_ten: float, staff: int) -> int:
    """People out of so many staff: rounded half up, and one at least where any is suggested and anybody is there."""
    if per_ten <= 0 or staff <= 0:
        return 0
    return max(1, math.floor(per_ten * staff / PER + 0.5 + TOLERANCE))


# Profiles as bands


def band_of(people: int, staff: int) -> Band:
    """The band in which so many of the staff lie. ``staff`` is at least 1 and ``people`` at most that."""
    if not 0 <= people <= staff or not staff:
        raise ValueError(f"{people} of {staff} is no share of the staff.")
    if people * 100 > Band.OVER_20 * BAND_WIDTH * staff:
        return Band.OVER_20
    return Band(min(people * 100 // (BAND_WIDTH * staff), Band.FROM_15))


def fewest_in(band: Band, staff: int) -> int:
    """The fewest of the staff who reach the band."""
    lowest = band * BAND_WIDTH * staff
    return lowest // 100 + 1 if band is Band.OVER_20 and staff else -(-lowest // 100)


def most_in(band: Band, staff: int) -> int:
    """The most of the staff who do not pass the band; in a small unit they may be fewer than ``fewest_in``."""
    return staff if band is Band.OVER_20 else max(0, fewest_in(Band(band + 1), staff) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BandGap:
    """A profile now against the ideal, in people: bands tell no exact number, so both ends are given.

    ``least`` and ``most`` people are missing; where the ideal lies below, both are 0 and ``is_above`` is true.
    """

    now: Band
    ideal: Band
    least: int
    most: int

    @property
    def steps(self) -> int:
        """Bands from now to the ideal; below 0 when there are more than wanted."""
        return self.ideal - self.now

    @property
    def is_above(self) -> bool:
        """Whether more of the staff match the profile than the ideal asks for."""
        return self.steps < 0


def band_gap(now: Band, ideal: Band, staff: int) -> BandGap:
    """How many people are missing to the ideal, at least and at most."""
    wanted = fewest_in(ideal, staff)
    if ideal <= now:
        return BandGap(now=now, ideal=ideal, least=0, most=0)
    least = max(0, wanted - max(most_in(now, staff), fewest_in(now, staff)))
    return BandGap(now=now, ideal=ideal, least=least, most=max(0, wanted - fewest_in(now, staff)))


# Roles


def gaps_of_role(framework: Framework, holders: UnitFigures, needs: Sequence[Need]) -> tuple[Gap, ...]:
    """Need against have among those who hold a role, for the fields that the role says something about.

    ``holders`` are the figures of those people alone (``units.unit_figures``). Raises ``UnknownCode``.
    """
    named = {need.field for need in needs}
    return tuple(gap for gap in gaps(framework, holders, needs) if gap.field in named)


# How far the need is covered


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of what is needed is there, in people weighted by how much each field matters."""

    needed: int
    have: int

    @property
    def share(self) -> float | None:
        """0-1; None when nothing is needed."""
        return self.have / self.needed if self.needed else None


def coverage(found: Sequence[Gap]) -> Coverage:
    """Over several gaps. What one field has beyond its need makes up for nothing in another."""
    needed = have = 0
    for gap in found:
        needed += gap.need.weight * (gap.basic_needed + gap.specialised_needed)
        have += gap.need.weight * (
            min(gap.basic_have, gap.basic_needed) + min(gap.specialised_have, gap.specialised_needed)
        )
    return Coverage(needed=needed, have=have)


# Sister units


class Apart(StrEnum):
    """How a unit stands to its sisters."""

    AHEAD = "ahead"
    BEHIND = "behind"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How many of the known in a field have reached a level."""

    people: int
    known: int

    @property
    def share(self) -> float:
        """0-1."""
        return self.people / self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideSisters:
    """A field and level of a unit beside its sisters taken together, and each that may be told by its path's last part."""

    field: str
    level: Level
    own: Reached
    together: Reached
    sisters: Mapping[str, Reached]
    apart: Apart


def reached(field: FieldFigures, level: Level) -> Reached | None:
    """Those who master basic, or are specialised; None when nobody is known."""
    if not field.known:
        return None
    people = field.master_basic if level is Level.BASIC else field.specialised
    return Reached(people=people, known=field.known)


def beside_sisters(
    framework: Framework, unit: UnitFigures, sisters: Sequence[UnitFigures], unseen: Sequence[UnitFigures] = ()
) -> tuple[BesideSisters, ...]:
    """Each field and level beside the sister units, in framework order, basic first.

    Only what may be shown: hand in figures that have been through ``figures_to_show``. `unseen` are sisters that the
    viewer may not open: they are counted together only, and only where ``FEWEST_TOGETHER`` of them have the field. Left
    out are fields that are hidden or where nobody is known on either side, and levels that the framework's field does
    not have.
    """
    found = []
    for field in framework.fields:
        own_figures = unit.field(field.code)
        for level in LEVELS:
            own = reached(own_figures, level) if own_figures and field.at(level) else None
            theirs, others = (_of_sisters(some, field.code, level) for some in (sisters, unseen))
            counted = [*theirs.values(), *(others.values() if len(others) >= FEWEST_TOGETHER else ())]
            if own and counted:
                together = Reached(people=sum(one.people for one in counted), known=sum(one.known for one in counted))
                found.append(
                    BesideSisters(
                        field=field.code,
                        level=level,
                        own=own,
                        together=together,
                        sisters=theirs,
                        apart=_apart(own, together),
                    )
                )
    return tuple(found)


def _of_sisters(sisters: Sequence[UnitFigures], field: str, level: Level) -> dict[str, Reached]:
    found = {}
    for sister in sisters:
        figures = sister.field(field)
        if figures and (each := reached(figures, level)):
            found[sister.path[-1]] = each
    return found


def _apart(own: Reached, together: Reached) -> Apart:
    difference = own.share - together.share
    if abs(difference) < DIFFERS_FROM - TOLERANCE:
        return Apart.ALIKE
    return Apart.AHEAD if difference > 0 else Apart.BEHIND

"""The view across municipalities: what one gives, and what all of them together show (docs/adr/0007).

latest closed screening ──given_by──> Given, in steps and bands ──drawn──> BenchmarkRow, without a key ──together──> a page
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import RoundState, UnitResult
from fagkompas.assessments.permissions import can_see_unit
from fagkompas.assessments.report import unit_from_stored
from fagkompas.assessments.shown import shown_unit
from fagkompas.engine.scales import Level, Mode
from fagkompas.engine.units import FieldFigures, UnitFigures
from fagkompas.learning.models import BenchmarkRow, ResourceViewMember

FEWEST: Final = 4
"""Municipalities behind a figure: whoever looks knows her own, and three others stand behind what is left."""

STEP: Final = 0.05
"""Shares are told in steps of so much."""

SIZES: Final = (5, 10, 25, 50, 100)
"""Where the bands of known people begin."""

COUNTS: Final = (4, 7, 11)
"""Where the bands of municipalities begin."""

NEWEST: Final = 2
"""A round counts for so many years."""


def this_month(day: date) -> date:
    """The first of the month, when rows are drawn anew."""
    return day.replace(day=1)


def in_steps(share: float) -> float:
    """To the nearest step, half up."""
    return int(share / STEP + 0.5 + 1e-9) * STEP


def band_of(number: int, starts: Sequence[int]) -> str:
    """ "10-24", and "100+" for the last; "" below the first."""
    for place in reversed(range(len(starts))):
        if number >= starts[place]:
            is_last = place == len(starts) - 1
            return f"{starts[place]}+" if is_last else f"{starts[place]}-{starts[place + 1] - 1}"
    return ""


def least_of(band: str) -> int:
    """The fewest people of a band."""
    return int(band.rstrip("+").split("-")[0])


# What a municipality gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One field of a municipality: shares of the known in steps, and a band of how many are known."""

    framework: str
    field: str
    size: str
    basic_share: float
    specialised_share: float


def given_by(root: Unit, today: date) -> list[Given]:
    """What the municipality would give today: every field that anybody there may see. Two queries or three."""
    found = []
    for code, result in latest_results(root, today).items():
        figures = unit_from_stored(result.shown)
        for field in _fields(figures):
            size = band_of(field.known, SIZES)
            if size:
                found.append(
                    Given(
                        framework=code,
                        field=field.field,
                        size=size,
                        basic_share=in_steps(field.master_basic / field.known),
                        specialised_share=in_steps(field.specialised / field.known),
                    )
                )
    return found


def latest_results(root: Unit, today: date) -> dict[str, UnitResult]:
    """By framework that comes with the product, the closed screening of the latest years that most have answered.

    It must have asked at least half of the staff: a single team does not stand for a municipality. A municipality's own
    version counts as what it was derived from.
    """
    staff = Employee.objects.employed_in(root).count()
    since = today.replace(year=today.year - NEWEST, day=1)
    results = (
        UnitResult.objects.filter(
            round__root=root,
            round__state=RoundState.CLOSED,
            round__mode=Mode.SCREENING.value,
            round__opens_on__gte=since,
            people__gte=(staff + 1) // 2,
        )
        .select_related("unit", "round__unit", "round__version__framework__derived_from")
        .defer("round__version__document", "released")
        .order_by("-released_answers", "-round__opens_on", "pk")
    )
    found: dict[str, UnitResult] = {}
    for result in results:
        framework = result.round.version.framework.derived_from or result.round.version.framework
        if result.unit_id == result.round.unit_id and framework.root_id is None:
            found.setdefault(framework.code, result)
    return found


def _fields(figures: UnitFigures) -> Iterable[FieldFigures]:
    return [] if figures.suppressed else [field for field in figures.fields.values() if field is not None]


# What all of them show


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A field over the municipalities: the means in steps, a band of how many, and the fewest people behind it.

    `own` is the reader's own share by level, None where it is hidden. `is_shown` is False with too few municipalities.
    """

    field: str
    is_shown: bool
    municipalities: str = ""
    people: int = 0
    shares: Mapping[Level, float] | None = None
    own: Mapping[Level, float] | None = None


def is_member(root_id: int) -> bool:
    """Whether the municipality takes part."""
    return ResourceViewMember.objects.filter(root_id=root_id).exists()


def frameworks_across(*, is_demo: bool) -> list[str]:
    """Codes of the frameworks that there are rows of."""
    rows = BenchmarkRow.objects.filter(is_demo=is_demo)
    return list(rows.order_by("framework").values_list("framework", flat=True).distinct())


def together(framework: str, fields: Sequence[str], own: UnitFigures | None, *, is_demo: bool) -> list[Together]:
    """Every field, with own figures beside; made-up municipalities beside each other only. One query."""
    by_field: dict[str, list[BenchmarkRow]] = defaultdict(list)
    for row in BenchmarkRow.objects.filter(framework=framework, is_demo=is_demo):
        by_field[row.field].append(row)
    mine = {field.field: field for field in _fields(own)} if own else {}
    return [_together(field, by_field[field], mine.get(field)) for field in fields]


def _together(field: str, rows: Sequence[BenchmarkRow], own: FieldFigures | None) -> Together:
    beside = None
    if own and own.known:
        beside = {Level.BASIC: own.master_basic / own.known, Level.SPECIALISED: own.specialised / own.known}
    if len(rows) < FEWEST:
        return Together(field=field, is_shown=False, own=beside)
    return Together(
        field=field,
        is_shown=True,
        municipalities=band_of(len(rows), COUNTS),
        people=sum(least_of(row.size) for row in rows),
        shares={
            Level.BASIC: in_steps(sum(row.basic_share for row in rows) / len(rows)),
            Level.SPECIALISED: in_steps(sum(row.specialised_share for row in rows) / len(rows)),
        },
        own=beside,
    )


def own_figures(viewer: Employee, framework: str, today: date) -> UnitFigures | None:
    """The viewer's own municipality as she may see it; None without a round, or without the right to its unit."""
    result = latest_results(viewer.root, today).get(framework)
    if result is None or not can_see_unit(viewer, result.unit):
        return None
    return shown_unit(viewer, result).figures

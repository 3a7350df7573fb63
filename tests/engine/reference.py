"""The rules of a person's scores written once more: one person at a time, in fractions, with nothing shared.

Slow and plain on purpose: what the engine is held against.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from fagkompas.engine.framework import Field, Framework
from fagkompas.engine.scales import Dimension, Level, Mode

HALF, MOST = Fraction(1, 2), Fraction(4, 5)
SUFFIX = {Level.BASIC: "G", Level.SPECIALISED: "S"}


@dataclass(frozen=True)
class Reached:
    coverage: Fraction | None
    score: Fraction | None
    attained: Fraction | None


def reached(field: Field, level: Level, mode: Mode, values: Mapping[str, int]) -> Reached:
    if mode is Mode.SCREENING:
        given = [values[item.code] for item in field.items if item.level is level]
    else:
        given = [values[f"{field.code}-{SUFFIX[level]}"]] if any(i.level is level for i in field.items) else []
    relevant = [value for value in given if value != -1]
    if not relevant:
        return Reached(None, None, None)
    answered = [value for value in relevant if value != -2]
    coverage = Fraction(len(answered), len(relevant))
    score = 25 * Fraction(sum(answered), len(answered)) if answered and coverage >= HALF else None
    limit = 2 if level is Level.BASIC else 3
    attained = Fraction(sum(value >= limit for value in answered), len(relevant))
    if mode is Mode.DIALOGUE and level is Level.SPECIALISED and answered == [2]:
        attained = HALF
    return Reached(coverage, score, attained)


def standing(field: Field, mode: Mode, values: Mapping[str, int]) -> str:
    basic = reached(field, Level.BASIC, mode, values)
    specialised = reached(field, Level.SPECIALISED, mode, values)
    beyond = specialised.attained or Fraction(0)
    if not any(item.level is Level.BASIC for item in field.items):
        if specialised.coverage is None or specialised.coverage < HALF:
            return "unknown"
        return "specialised" if beyond >= MOST else "emerging" if beyond >= HALF else "developing"
    if basic.coverage is None or basic.coverage < HALF:
        return "unknown"
    if basic.attained is None or basic.attained < MOST:
        return "developing"
    return "specialised" if beyond >= MOST else "emerging" if beyond >= HALF else "basic"


def overall(framework: Framework, dimension: Dimension, values: Mapping[str, int]) -> Fraction | None:
    items = [item for field in framework.fields for item in field.dimension_items if item.dimension is dimension]
    points = [values[item.code] for item in items if values[item.code] >= 0]
    if not points or Fraction(len(points), len(framework.fields)) < HALF:
        return None
    return 25 * Fraction(sum(points), len(points))

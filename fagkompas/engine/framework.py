"""A competence framework as the rules see it: codes, levels, dimensions, categories and the numbers of the rules.

Names, statements and sources stay outside; the rules do not need them. Everything is frozen and hashable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from .errors import BadInput, Place, Problem, UnknownCode
from .scales import DIMENSIONS, LEVEL_SUFFIX, LEVELS, POINTS, Dimension, Level, Mode

SMALLEST_GROUP: Final = 5
"""No framework may show figures of fewer people than this, and it holds where no framework stands behind the figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttainedFrom:
    """The lowest point of the scale (1-4) at which a competency of each level counts as attained."""

    basic: int
    specialised: int

    def at(self, level: Level) -> int:
        return self.basic if level is Level.BASIC else self.specialised


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers of the rules. They are data of the framework and stand nowhere in code.

    Shares run from 0 to 1, scores from 0 to 100, points of the scale from 0 to 4; the rest are counts.
    ``docs/algorithms/scoring.md`` and ``units.md`` say where each one is used.
    """

    coverage_minimum: float
    attained_from: AttainedFrom
    attained_share: float
    emerging_share: float
    dimension_high: float
    dimension_fields_share: float
    strengths: int
    potentials: int
    single_topics: int
    single_topic_from: int
    single_topic_lead: float
    agenda_points: int
    agenda_difference: int
    agreement_people: int
    smallest_group: int
    surplus_share: float
    surplus_least: int
    default_specialists: int

    def __post_init__(self) -> None:
        problems = tuple(_problems_in_rules(self))
        if problems:
            raise BadInput(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that is rated: a competency (with a level) or a dimension item (``level`` None).

    ``category`` limits a competency to one category of employees; None is for everyone.
    """

    code: str
    level: Level | None
    dimension: Dimension
    other_dimensions: tuple[Dimension, ...] = ()
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An area of knowledge: its competencies, and at most one dimension item for each dimension."""

    code: str
    items: tuple[Item, ...]
    dimension_items: tuple[Item, ...] = ()

    def at(self, level: Level) -> tuple[Item, ...]:
        """The competencies of one level, in framework order."""
        return tuple(item for item in self.items if item.level is level)

    @property
    def judged_on(self) -> Level:
        """The level that decides whether a person is known and developing here: basic, where the field has any."""
        return Level.BASIC if self.at(Level.BASIC) else Level.SPECIALISED


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One version of a framework. Codes are unique and every item's code starts with its field's and ``-``.

    Raises ``BadInput`` with every problem when that does not hold.
    """

    code: str
    version: str
    fields: tuple[Field, ...]
    rules: Rules

    def __post_init__(self) -> None:
        problems = tuple(_problems_in_fields(self.fields))
        if problems:
            raise BadInput(problems)

    @property
    def field_codes(self) -> tuple[str, ...]:
        """In framework order: the order of the field axis in every array."""
        return tuple(field.code for field in self.fields)

    def field_index(self, code: str) -> int:
        """Place of the field on the field axis. Raises ``UnknownCode``."""
        for index, field in enumerate(self.fields):
            if field.code == code:
                return index
        raise UnknownCode(kind="field", code=code, framework=self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an array of values: what is asked, and what the answer counts for.

    ``level`` is set for a competency and for a level of a dialogue, ``dimension`` for every item of the framework.
    ``categories`` are those the column is meant for; None is for everyone.
    """

    code: str
    field: str
    level: Level | None
    dimension: Dimension | None
    categories: frozenset[str] | None = None

    @property
    def is_dimension_item(self) -> bool:
        return self.level is None


def columns(framework: Framework, mode: Mode) -> tuple[str, ...]:
    """The codes that a round of this mode asks, in the order of the columns of every array of values.

    Screening: the competencies field by field, basic before specialised, then the dimension items field by field.
    Dialogue: per field the levels that it has (``AU-G``, ``AU-S``), then the dimension items field by field.
    """
    return tuple(column.code for column in described_columns(framework, mode))


@lru_cache(maxsize=64)
def described_columns(framework: Framework, mode: Mode) -> tuple[Column, ...]:
    """The same columns with what each counts for."""
    asked = _competency_columns if mode is Mode.SCREENING else _level_columns
    return (*asked(framework), *_dimension_columns(framework))


def column_index(framework: Framework, mode: Mode) -> Mapping[str, int]:
    """Code to column, for whoever builds an array of values."""
    return {code: index for index, code in enumerate(columns(framework, mode))}


def field_of(code: str) -> str:
    """The code of the field that an item's or a level's code belongs to: ``AU`` of ``AU-G1``."""
    return code.partition("-")[0]


def level_code(field: str, level: Level) -> str:
    """The code under which a dialogue asks for a level of a field: ``AU-G``."""
    return f"{field}-{LEVEL_SUFFIX[level]}"


def _competency_columns(framework: Framework) -> Iterator[Column]:
    for field in framework.fields:
        for level in LEVELS:
            for item in field.at(level):
                categories = None if item.category is None else frozenset({item.category})
                yield Column(
                    code=item.code, field=field.code, level=level, dimension=item.dimension, categories=categories
                )


def _level_columns(framework: Framework) -> Iterator[Column]:
    for field in framework.fields:
        for level in LEVELS:
            items = field.at(level)
            if items:
                named = [item.category for item in items if item.category is not None]
                categories = frozenset(named) if len(named) == len(items) else None
                yield Column(
                    code=level_code(field.code, level),
                    field=field.code,
                    level=level,
                    dimension=None,
                    categories=categories,
                )


def _dimension_columns(framework: Framework) -> Iterator[Column]:
    for field in framework.fields:
        for item in sorted(field.dimension_items, key=lambda item: DIMENSIONS.index(item.dimension)):
            yield Column(code=item.code, field=field.code, level=None, dimension=item.dimension)


def _problems_in_rules(rules: Rules) -> Iterator[Problem]:
    shares = ("coverage_minimum", "attained_share", "emerging_share", "dimension_fields_share", "surplus_share")
    for name in shares:
        if not 0 <= getattr(rules, name) <= 1:
            yield _problem(name, str(getattr(rules, name)), "share_out_of_range")
    for level in LEVELS:
        if rules.attained_from.at(level) not in POINTS[1:]:
            yield _problem("attained_from", str(rules.attained_from.at(level)), "point_out_of_range")
    if rules.emerging_share > rules.attained_share:
        yield _problem("emerging_share", str(rules.emerging_share), "emerging_above_attained")
    counts = ("agreement_people", "smallest_group", "agenda_points")
    for name in counts:
        if getattr(rules, name) < 1:
            yield _problem(name, str(getattr(rules, name)), "count_below_one")


def _problems_in_fields(fields: tuple[Field, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for field in fields:
        if not field.code or "-" in field.code:
            yield _problem(field.code, field.code, "bad_field_code")
        for code in (field.code, *(item.code for item in (*field.items, *field.dimension_items))):
            if code in seen:
                yield _problem(field.code, code, "code_used_twice")
            seen.add(code)
        yield from _problems_in_items(field)


def _problems_in_items(field: Field) -> Iterator[Problem]:
    for item in (*field.items, *field.dimension_items):
        if field_of(item.code) != field.code or item.code == field.code:
            yield _problem(field.code, item.code, "item_outside_field")
        if item.code in {level_code(field.code, level) for level in LEVELS}:
            yield _problem(field.code, item.code, "code_of_a_level")
    for item in field.items:
        if item.level is None:
            yield _problem(field.code, item.code, "competency_without_level")
    dimensions = [item.dimension for item in field.dimension_items]
    for item in field.dimension_items:
        if item.level is not None:
            yield _problem(field.code, item.code, "dimension_item_with_level")
        if dimensions.count(item.dimension) > 1:
            yield _problem(field.code, item.code, "dimension_asked_twice")


def _problem(column: str, found: str, message_code: str) -> Problem:
    return Problem(place=Place(column=column), found=found, message_code=message_code)

"""Small frameworks and answers for the tests of the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from fagkompas.engine.framework import AttainedFrom, Field, Framework, Item, Rules
from fagkompas.engine.scales import DIMENSIONS, LEVEL_SUFFIX, Dimension, Level

RULES = Rules(
    coverage_minimum=0.5,
    attained_from=AttainedFrom(basic=2, specialised=3),
    attained_share=0.8,
    emerging_share=0.5,
    dimension_high=62.5,
    dimension_fields_share=0.5,
    strengths=3,
    potentials=3,
    single_topics=3,
    single_topic_from=3,
    single_topic_lead=1.0,
    agenda_points=7,
    agenda_difference=2,
    agreement_people=5,
    smallest_group=5,
    surplus_share=0.5,
    surplus_least=2,
    default_specialists=1,
)
"""The numbers that the product's own frameworks carry."""

SUFFIX = {Dimension.PRACTICAL: "PRA", Dimension.REFLEXIVE: "REF", Dimension.RELATIONAL: "REL"}


def item(code: str, level: Level, *, category: str | None = None) -> Item:
    return Item(code=code, level=level, dimension=Dimension.PRACTICAL, category=category)


def field(code: str, basic: int, specialised: int, *, dimensions: Sequence[Dimension] = DIMENSIONS) -> Field:
    """A field with so many competencies of each level, ``AU-G1`` and on, and its dimension items."""
    counts = {Level.BASIC: basic, Level.SPECIALISED: specialised}
    return Field(
        code=code,
        items=tuple(
            item(f"{code}-{LEVEL_SUFFIX[level]}{number}", level)
            for level, count in counts.items()
            for number in range(1, count + 1)
        ),
        dimension_items=tuple(
            Item(code=f"{code}-{SUFFIX[dimension]}", level=None, dimension=dimension) for dimension in dimensions
        ),
    )


def framework(*fields: Field, **rules: object) -> Framework:
    return Framework(code="test", version="1", fields=fields, rules=replace(RULES, **rules))  # type: ignore[arg-type]


ONE_FIELD = framework(field("AU", 5, 5))
TWO_FIELDS = framework(field("AU", 5, 5), field("LM", 4, 3))
SIX_FIELDS = framework(
    field("AU", 6, 5), field("LM", 5, 5), field("IT", 4, 5), field("BM", 6, 5), field("VM", 5, 5), field("NF", 6, 4)
)
"""The shape of the 2025 framework: 32 basic and 29 specialised competencies, 18 dimension items."""


def answers(field_code: str, suffix: str, values: Sequence[int]) -> Mapping[str, int]:
    """``AU``, ``G``, (4, 3) becomes ``{"AU-G1": 4, "AU-G2": 3}``."""
    return {f"{field_code}-{suffix}{number}": value for number, value in enumerate(values, start=1)}

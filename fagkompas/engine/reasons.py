"""Why a figure is what it is: the rule that gave it and the numbers that went in, made when someone asks.

No prose: the app turns a ``Reason`` into a sentence by its ``rule`` and ``values``, and links to ``doc``, a page and a
heading under ``docs/algorithms/``. A row is one person's values, shape (columns,).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .comparison import AgendaPoint, PointKind, Reading, differences
from .errors import UnknownCode
from .framework import Framework, Rules, column_index, described_columns
from .scales import LEVELS, NOT_RELEVANT, UNANSWERED, Dimension, Level, Mode, Rater, Standing
from .scoring import Profile, Values, checked_values, is_at_least, used_values
from .scoring import profile as profile_of
from .units import Figure, Gap, Need, Path, UnitFigures, UnitNode, needs_by_field

Number = float | int | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One rule and its numbers.

    ``rule`` is one of the names in this module's functions; ``values`` holds everything the sentence needs, unrounded;
    ``doc`` is the page and heading that explains the rule, such as ``scoring.md#standing``.
    """

    rule: str
    values: Mapping[str, Number]
    doc: str


# A person's scores


def why_level_score(framework: Framework, mode: Mode, row: Values, field: str, level: Level) -> Reason:
    """Rules: ``level_score``, ``level_score_insufficient`` (too few answered), ``level_not_relevant``."""
    asked = _asked(framework, mode, row, field, level)
    figures = _person(framework, mode, row).field(field).at(level)
    values: dict[str, Number] = {
        "field": field,
        "level": level.value,
        "relevant": len(asked.relevant),
        "answered": len(asked.answered),
        "coverage": figures.coverage,
        "coverage_minimum": framework.rules.coverage_minimum,
        "mean": sum(asked.answered) / len(asked.answered) if asked.answered else None,
        "score": figures.score,
    }
    if not asked.relevant:
        return Reason(rule="level_not_relevant", values=values, doc="scoring.md#level-score")
    rule = "level_score_insufficient" if figures.score is None else "level_score"
    return Reason(rule=rule, values=values, doc="scoring.md#level-score")


def why_attained(framework: Framework, mode: Mode, row: Values, field: str, level: Level) -> Reason:
    """Rules: ``attained``, ``attained_in_dialogue`` (one level reached, or half of it), ``level_not_relevant``."""
    asked = _asked(framework, mode, row, field, level)
    limit = framework.rules.attained_from.at(level)
    values: dict[str, Number] = {
        "field": field,
        "level": level.value,
        "relevant": len(asked.relevant),
        "attained_from": limit,
        "reached": sum(point >= limit for point in asked.answered),
        "value": asked.answered[0] if mode is Mode.DIALOGUE and asked.answered else None,
        "attained": _person(framework, mode, row).field(field).at(level).attained,
    }
    if not asked.relevant:
        return Reason(rule="level_not_relevant", values=values, doc="scoring.md#attained-share")
    rule = "attained" if mode is Mode.SCREENING else "attained_in_dialogue"
    return Reason(rule=rule, values=values, doc="scoring.md#attained-share")


def why_standing(framework: Framework, profile: Profile, field: str) -> Reason:
    """Rules: ``standing_`` and the standing; ``standing_alone_`` where the field has no basic level to judge by."""
    person = profile.field(field)
    judged_on = framework.fields[framework.field_index(field)].judged_on
    prefix = "standing" if judged_on is Level.BASIC else "standing_alone"
    return Reason(
        rule=f"{prefix}_{person.standing.value}",
        values={
            "field": field,
            "judged_on": judged_on.value,
            "coverage": person.at(judged_on).coverage,
            "coverage_minimum": framework.rules.coverage_minimum,
            "attained_basic": person.basic.attained,
            "attained_specialised": person.specialised.attained,
            "attained_share": framework.rules.attained_share,
            "emerging_share": framework.rules.emerging_share,
        },
        doc="scoring.md#standing",
    )


def why_dimension(framework: Framework, mode: Mode, row: Values, field: str, dimension: Dimension) -> Reason:
    """Rules: ``dimension_score``, ``dimension_not_relevant``, ``dimension_unanswered``, ``dimension_not_asked``."""
    person = _person(framework, mode, row).field(field)
    columns = zip(described_columns(framework, mode), row.tolist(), strict=True)
    asked = [value for c, value in columns if c.is_dimension_item and (c.field, c.dimension) == (field, dimension)]
    rules = {NOT_RELEVANT: "dimension_not_relevant", UNANSWERED: "dimension_unanswered"}
    return Reason(
        rule=rules.get(asked[0], "dimension_score") if asked else "dimension_not_asked",
        values={
            "field": field,
            "dimension": dimension.value,
            "value": asked[0] if asked and asked[0] >= 0 else None,
            "score": person.dimensions[dimension],
        },
        doc="scoring.md#dimensions",
    )


def why_overall_dimension(framework: Framework, profile: Profile, dimension: Dimension) -> Reason:
    """Rules: ``overall_dimension``, ``overall_dimension_insufficient`` (too few fields have one)."""
    figure = profile.dimensions[dimension]
    return Reason(
        rule="overall_dimension_insufficient" if figure is None else "overall_dimension",
        values={
            "dimension": dimension.value,
            "fields_known": sum(field.dimensions[dimension] is not None for field in profile.fields),
            "fields": len(profile.fields),
            "fields_share": framework.rules.dimension_fields_share,
            "score": figure,
        },
        doc="scoring.md#dimensions",
    )


# A person's strengths and potentials


def why_strength(framework: Framework, profile: Profile, field: str) -> Reason:
    """Rules: ``strength``, ``strength_relative``, and why not: ``no_strength_unknown``, ``no_strength_developing``,
    ``no_strength_outranked`` (others come first)."""
    person = profile.field(field)
    places = {strength.field: place for place, strength in enumerate(profile.strengths, start=1)}
    if field in places:
        rule = "strength_relative" if profile.strengths[places[field] - 1].relative else "strength"
    elif person.standing in (Standing.UNKNOWN, Standing.DEVELOPING):
        rule = f"no_strength_{person.standing.value}"
    else:
        rule = "no_strength_outranked"
    return Reason(
        rule=rule,
        values={
            "field": field,
            "place": places.get(field),
            "standing": person.standing.value,
            "basic_score": person.basic.score,
            "specialised_score": person.specialised.score,
            "sum": person.sum,
            "at_most": framework.rules.strengths,
        },
        doc="scoring.md#strengths",
    )


def why_potential(framework: Framework, profile: Profile, field: str) -> Reason:
    """Rules: ``potential_`` and the standing, and why not: ``no_potential_strength`` (it is a strength),
    ``no_potential_unknown``, ``no_potential_specialised``, ``no_potential_outranked``."""
    person = profile.field(field)
    judged_on = framework.fields[framework.field_index(field)].judged_on
    chosen = {potential.field: place for place, potential in enumerate(profile.potentials, start=1)}
    dimension = profile.potentials[chosen[field] - 1].dimension if field in chosen else None
    return Reason(
        rule=f"potential_{person.standing.value}" if field in chosen else _why_no_potential(profile, field),
        values={
            "field": field,
            "place": chosen.get(field),
            "standing": person.standing.value,
            "judged_on": judged_on.value,
            "score": person.at(judged_on).score,
            "sum": person.sum,
            "dimension": dimension.value if dimension is not None else None,
            "dimension_score": person.dimensions[dimension] if dimension is not None else None,
            "at_most": framework.rules.potentials,
        },
        doc="scoring.md#potentials",
    )


def why_single_topic(framework: Framework, profile: Profile, row: Values, code: str) -> Reason:
    """Rules: ``single_topic``, and why not: ``no_single_topic_unanswered``, ``no_single_topic_low``,
    ``no_single_topic_level_with_field``, ``no_single_topic_outranked``. Raises ``UnknownCode``."""
    index = column_index(framework, profile.mode)
    if code not in index:
        raise UnknownCode(kind="item", code=code, framework=framework.code)
    field = described_columns(framework, profile.mode)[index[code]].field
    value = int(row[index[code]])
    points = [point for level in LEVELS for point in _asked(framework, profile.mode, row, field, level).answered]
    mean = sum(points) / len(points) if points else None
    lead = value - mean if value >= 0 and mean is not None else None
    values: dict[str, Number] = {
        "code": code,
        "field": field,
        "value": value if value >= 0 else None,
        "mean": mean,
        "lead": lead,
        "from": framework.rules.single_topic_from,
        "lead_needed": framework.rules.single_topic_lead,
        "at_most": framework.rules.single_topics,
    }
    rule = "single_topic" if code in profile.single_topics else _why_no_topic(framework.rules, value, lead)
    return Reason(rule=rule, values=values, doc="scoring.md#single-topics")


# The dialogue and the unit


def why_agenda_point(
    framework: Framework, mode: Mode, self_row: Values, manager_row: Values, point: AgendaPoint
) -> Reason:
    """Rules: ``agenda_item``, ``agenda_item_relevance`` (one finds it not relevant), ``agenda_field``,
    ``agenda_wishes``."""
    found = {difference.code: difference for difference in differences(framework, mode, self_row, manager_row)}
    values: dict[str, Number] = {"code": point.code, "size": point.size, "from": framework.rules.agenda_difference}
    if point.kind is PointKind.WISHES:
        return Reason(rule="agenda_wishes", values=values, doc="scoring.md#agenda")
    if point.kind is PointKind.FIELD:
        compared = [difference for difference in found.values() if difference.field == point.code]
        values["compared"] = len(compared)
        values["differing"] = sum(difference.size > 0 for difference in compared)
        return Reason(rule="agenda_field", values=values, doc="scoring.md#agenda")
    item = found[point.code or ""]
    values["self"] = item.self_value if item.self_value >= 0 else None
    values["manager"] = item.manager_value if item.manager_value >= 0 else None
    rule = "agenda_item_relevance" if NOT_RELEVANT in (item.self_value, item.manager_value) else "agenda_item"
    return Reason(rule=rule, values=values, doc="scoring.md#agenda")


def why_reading(
    framework: Framework, profile: Profile, unit: UnitFigures, reading: Reading, needs: Sequence[Need] = ()
) -> Reason:
    """Rules: ``reading_basic``, ``reading_specialised``, ``reading_dimension``, ``reading_overall_dimension``.

    ``kind`` in the values says which of the four readings it is. Raises ``UnknownCode``.
    """
    topic = reading.topic
    values: dict[str, Number] = {"kind": reading.kind.value, "field": topic.field}
    if topic.dimension is not None:
        values |= _dimension_numbers(framework, profile, unit, topic.field, topic.dimension)
        rule = "reading_overall_dimension" if topic.field is None else "reading_dimension"
        return Reason(rule=rule, values=values, doc="units.md#readings")
    code = topic.field or ""
    person, field = profile.field(code), unit.field(code)
    if topic.level is Level.BASIC:
        values["person_attained"] = person.basic.attained
        values["unit_attained"] = field.attained[Level.BASIC].value if field else None
        values["attained_share"] = framework.rules.attained_share
        return Reason(rule="reading_basic", values=values, doc="units.md#readings")
    values["standing"] = person.standing.value
    values["specialised"] = field.specialised if field else None
    values["needed"] = needs_by_field(framework, needs)[code].specialists
    return Reason(rule="reading_specialised", values=values, doc="units.md#readings")


def why_gap(unit: UnitFigures, gap: Gap) -> Reason:
    """Rules: ``gap_basic_and_specialised``, ``gap_basic``, ``gap_specialised``, ``no_gap``; with all the numbers, those
    of surplus and key-person risk too."""
    field = unit.field(gap.field)
    missing = [name for name, size in (("basic", gap.basic_gap), ("specialised", gap.specialised_gap)) if size]
    return Reason(
        rule="gap_" + "_and_".join(missing) if missing else "no_gap",
        values={
            "field": gap.field,
            "known": field.known if field else None,
            "basic_share": gap.need.basic_share,
            "basic_needed": gap.basic_needed,
            "basic_have": gap.basic_have,
            "basic_gap": gap.basic_gap,
            "specialised_needed": gap.specialised_needed,
            "specialised_have": gap.specialised_have,
            "specialised_gap": gap.specialised_gap,
            "surplus": gap.surplus,
        },
        doc="units.md#needs-and-gaps",
    )


def why_hidden(
    units: Sequence[UnitNode],
    path: Path,
    figure: Figure | None = None,
    *,
    smallest_group: int,
    seen: Sequence[UnitNode] = (),
) -> Reason:
    """Why a unit, or one figure of it, is hidden. Rules: ``hidden_too_few``, ``hidden_would_reveal`` (it has enough
    people, but the difference to a larger unit would not).

    How many people there are is not told: it is hidden too.
    """
    people = _people_behind(units, path, figure) - _people_behind(seen, path, figure)
    return Reason(
        rule="hidden_too_few" if people < smallest_group else "hidden_would_reveal",
        values={"smallest_group": smallest_group},
        doc="units.md#smallest-group",
    )


# Where the numbers are found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What stands in a row at one level of a field: values of the relevant items, and the points among them."""

    relevant: tuple[int, ...]
    answered: tuple[int, ...]


def _asked(framework: Framework, mode: Mode, row: Values, field: str, level: Level) -> _Asked:
    framework.field_index(field)
    values = checked_values(framework, mode, row[np.newaxis])[0].tolist()
    relevant = tuple(
        value
        for column, value in zip(described_columns(framework, mode), values, strict=True)
        if (column.field, column.level) == (field, level) and value != NOT_RELEVANT
    )
    return _Asked(relevant=relevant, answered=tuple(value for value in relevant if value >= 0))


def _person(framework: Framework, mode: Mode, row: Values) -> Profile:
    return profile_of(framework, mode, used_values({Rater.SELF: row[np.newaxis]}))


def _why_no_potential(profile: Profile, field: str) -> str:
    if field in {strength.field for strength in profile.strengths}:
        return "no_potential_strength"
    standing = profile.field(field).standing
    if standing in (Standing.UNKNOWN, Standing.SPECIALISED):
        return f"no_potential_{standing.value}"
    return "no_potential_outranked"


def _why_no_topic(rules: Rules, value: int, lead: float | None) -> str:
    if lead is None:
        return "no_single_topic_unanswered"
    if value < rules.single_topic_from:
        return "no_single_topic_low"
    if not is_at_least(lead, rules.single_topic_lead):
        return "no_single_topic_level_with_field"
    return "no_single_topic_outranked"


def _dimension_numbers(
    framework: Framework, profile: Profile, unit: UnitFigures, field: str | None, dimension: Dimension
) -> dict[str, Number]:
    person = profile.dimensions if field is None else profile.field(field).dimensions
    figures = None if field is None else unit.field(field)
    means = unit.dimensions if field is None else figures.dimensions if figures else {}
    return {
        "dimension": dimension.value,
        "person_score": person[dimension],
        "unit_score": means[dimension].value if means else None,
        "dimension_high": framework.rules.dimension_high,
    }


def _people_behind(units: Sequence[UnitNode], path: Path, figure: Figure | None) -> int:
    found = [node for node in units if node.path == path]
    return sum(node.people if figure is None else node.counts.get(figure, 0) for node in found)

"""The worked examples of docs/algorithms are run as they stand there."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from fagkompas.engine.agreement import agreement_by_field
from fagkompas.engine.comparison import agenda, read_against_unit
from fagkompas.engine.framework import Framework
from fagkompas.engine.scales import BASES, NOT_RELEVANT, UNANSWERED, Mode, Rater
from fagkompas.engine.scoring import Profile, Values, profile, score, used_values, values_of
from fagkompas.engine.units import (
    FieldFigures,
    Mean,
    Need,
    UnitFigures,
    UnitNode,
    gaps,
    suppression,
    with_ancestors,
    without,
)
from tests.engine.units import unit_figures

from .frameworks import RULES, field, framework

DOCS = Path(__file__).parents[2] / "docs" / "algorithms"
BLOCK = re.compile(r"^```yaml (\w+)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
Example = Mapping[str, Any]


def examples() -> list[Any]:
    found = []
    for page in ("scoring.md", "units.md"):
        for number, (kind, text) in enumerate(BLOCK.findall((DOCS / page).read_text(encoding="utf-8")), start=1):
            found.append(pytest.param(kind, yaml.safe_load(text), id=f"{page}-{number}-{kind}"))
    return found


@pytest.mark.parametrize(("kind", "example"), examples())
def test_worked_example(kind: str, example: Example) -> None:
    CHECKS[kind](example)


def test_every_marked_block_is_an_example() -> None:
    for page in ("scoring.md", "units.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert text.count("```yaml") == len(BLOCK.findall(text)) > 0


# Reading an example


def number(value: Any) -> Any:
    """``2/3`` is a fraction, ``IR`` not relevant, nothing is unanswered."""
    if isinstance(value, str) and re.fullmatch(r"\d+/\d+", value):
        return float(Fraction(value))
    return value


def point(value: Any) -> int:
    return NOT_RELEVANT if value == "IR" else UNANSWERED if value is None else int(value)


def framework_of(example: Example) -> Framework:
    return framework(*(field(code, *counts) for code, counts in example["fields"].items()))


def answers_of(given: Mapping[str, Any]) -> dict[str, int]:
    """A list is for the competencies of a level in order; one value is for a code, in a screening also ``AU-G1``."""
    found: dict[str, int] = {}
    for code, value in given.items():
        if isinstance(value, list):
            found |= {f"{code}{place}": point(each) for place, each in enumerate(value, start=1)}
        else:
            found[code] = point(value)
    return found


def row_of(drawn: Framework, mode: Mode, given: Mapping[str, Any]) -> Values:
    answers = answers_of(given)
    if mode is Mode.SCREENING:
        answers = {f"{code}1" if re.fullmatch(r"\w+-[GS]", code) else code: value for code, value in answers.items()}
    return values_of(drawn, mode, [answers])


def people_of(drawn: Framework, people: Sequence[Mapping[str, Any]]) -> Values:
    return np.concatenate([row_of(drawn, Mode.SCREENING, given) for given in people])


def profile_of(drawn: Framework, mode: Mode, values: Values) -> Profile:
    return profile(drawn, mode, used_values({Rater.SELF: values}))


def unit_of(drawn: Framework, people: Sequence[Mapping[str, Any]]) -> UnitFigures:
    return unit_figures(drawn, score(drawn, Mode.SCREENING, people_of(drawn, people)), ("K",))


def agree(found: Any, expected: Any, place: str = "") -> None:
    """What is expected is there; found may hold more names, but lists are whole."""
    if isinstance(expected, dict):
        for name, each in expected.items():
            agree(found[name], each, f"{place}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), f"{place}: {found}"
        for index, (mine, theirs) in enumerate(zip(found, expected, strict=True)):
            agree(mine, theirs, f"{place}[{index}]")
    else:
        assert found == (expected if expected is None else pytest.approx(number(expected), abs=1e-12)), place


# What the engine found, in the words of the examples


def plain_profile(found: Profile) -> dict[str, Any]:
    def level(each: Any) -> dict[str, float | None]:
        return {"score": each.score, "coverage": each.coverage, "attained": each.attained}

    return {
        "fields": {
            each.field: {
                "basic": level(each.basic),
                "specialised": level(each.specialised),
                "standing": each.standing.value,
                "dimensions": {dimension.value: figure for dimension, figure in each.dimensions.items()},
            }
            for each in found.fields
        },
        "dimensions": {dimension.value: figure for dimension, figure in found.dimensions.items()},
        "highest_dimension": found.highest_dimension,
        "strengths": [{"field": each.field, "relative": each.relative} for each in found.strengths],
        "potentials": [{"field": each.field, "dimension": each.dimension} for each in found.potentials],
        "single_topics": list(found.single_topics),
    }


def plain_means(means: Mapping[Any, Mean]) -> dict[str, dict[str, float | None]]:
    return {of.value: {"value": mean.value, "people": mean.people} for of, mean in means.items()}


def plain_field(found: FieldFigures) -> dict[str, Any]:
    return {
        "known": found.known,
        "standings": {standing.value: count for standing, count in found.standings.items()},
        "score": plain_means(found.score),
        "attained": plain_means(found.attained),
        "dimensions": plain_means(found.dimensions),
    }


# One check a kind of example


def check_profile(example: Example) -> None:
    drawn, mode = framework_of(example), Mode(example.get("mode", "screening"))
    agree(plain_profile(profile_of(drawn, mode, row_of(drawn, mode, example["answers"]))), example["expect"])


def check_used(example: Example) -> None:
    by_rater = {
        rater: np.array([[point(value) for value in example[rater.value]]], dtype=np.int8)
        for rater in Rater
        if rater.value in example
    }
    used = used_values(by_rater)
    assert used.values[0].tolist() == [point(value) for value in example["expect"]["values"]]
    assert [BASES[index].value for index in used.basis[0]] == example["expect"]["basis"]


def check_agenda(example: Example) -> None:
    drawn = framework_of(example)
    own, manager = (row_of(drawn, Mode.SCREENING, example[rater])[0] for rater in ("self", "manager"))
    found = [
        {"kind": each.kind.value, "code": each.code, "size": each.size, "direction": each.direction}
        for each in agenda(drawn, Mode.SCREENING, own, manager).points
    ]
    agree(found, example["expect"])


def check_agreement(example: Example) -> None:
    drawn = framework(field("AU", 1, 0, dimensions=[]))
    own, manager = (
        np.array([[point(value)] for value in example[rater]], dtype=np.int8) for rater in ("self", "manager")
    )
    agree(agreement_by_field(drawn, Mode.SCREENING, own, manager), {"AU": example["expect"]})


def check_unit(example: Example) -> None:
    drawn = framework_of(example)
    unit = unit_of(drawn, example["people"])
    found = {
        "invited": unit.invited,
        "fields": {code: plain_field(each) for code, each in unit.fields.items() if each is not None},
        "dimensions": plain_means(unit.dimensions),
    }
    agree(found, example["expect"])


def check_hidden(example: Example) -> None:
    own = {tuple(name.split("/")): count for name, count in example["people"].items()}
    seen = {tuple(name.split("/")): count for name, count in example.get("seen", {}).items()}
    every = with_ancestors(list(own))

    def nodes(counts: Mapping[tuple[str, ...], int]) -> list[UnitNode]:
        return [
            UnitNode(path=unit, people=sum(n for path, n in counts.items() if path[: len(unit)] == unit), counts={})
            for unit in every
        ]

    found = suppression(nodes(own), smallest_group=RULES.smallest_group, seen=nodes(seen))
    assert {"/".join(path) for path in found.units} == set(example["hidden"])


def check_reading(example: Example) -> None:
    drawn = framework_of(example)
    person = profile_of(drawn, Mode.SCREENING, row_of(drawn, Mode.SCREENING, example["person"]))
    found = [
        {
            "field": each.topic.field,
            "topic": (each.topic.level or each.topic.dimension),
            "kind": each.kind.value,
        }
        for each in read_against_unit(drawn, person, unit_of(drawn, example["unit"]))
    ]
    agree(found, example["expect"])


def check_gaps(example: Example) -> None:
    drawn = framework_of(example)
    needs = [Need(**need) for need in example.get("needs", ())]
    found = {
        gap.field: {name: getattr(gap, name) for name in example["expect"][gap.field]}
        for gap in gaps(drawn, unit_of(drawn, example["people"]), needs)
    }
    agree(found, example["expect"])


def check_leaving(example: Example) -> None:
    drawn = framework_of(example)
    leaver = row_of(drawn, Mode.SCREENING, example["people"][example["leaver"]])
    unit = unit_of(drawn, example["people"])
    found = {
        each.field: {
            "specialised_before": each.before.specialised_have,
            "specialised_after": each.after.specialised_have,
            "risk_before": each.before.key_person_risk,
            "risk_after": each.after.key_person_risk,
            "opens_gap": each.opens_gap,
        }
        for each in without(drawn, unit, profile_of(drawn, Mode.SCREENING, leaver))
    }
    agree(found, example["expect"])


CHECKS: Mapping[str, Callable[[Example], None]] = {
    "profile": check_profile,
    "used": check_used,
    "agenda": check_agenda,
    "agreement": check_agreement,
    "unit": check_unit,
    "hidden": check_hidden,
    "reading": check_reading,
    "gaps": check_gaps,
    "leaving": check_leaving,
}

"""The frameworks that come with the product, as the rules see them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

import fagkompas
from fagkompas.engine.framework import AttainedFrom, Field, Framework, Item, Rules, columns, described_columns
from fagkompas.engine.scales import STANDINGS, Dimension, Level, Mode, Rater, Standing
from fagkompas.engine.scoring import not_relevant_by_category, profile, score, used_values

from .frameworks import RULES

DATA = Path(str(fagkompas.__file__)).parent / "frameworks" / "data"
CODES = ("faglighed-2025", "roller-kar", "fagprofiler-2017")


def read(code: str) -> Framework:
    """Only what the rules need; the app's own reader has all the rest."""
    data = yaml.safe_load((DATA / f"{code}.yaml").read_text(encoding="utf-8"))
    rules = data["rules"]
    return Framework(
        code=data["code"],
        version=data["version"],
        rules=Rules(**{**rules, "attained_from": AttainedFrom(**rules["attained_from"])}),
        fields=tuple(
            Field(
                code=field["code"],
                items=tuple(item(each) for each in field["competencies"]),
                dimension_items=tuple(item(each) for each in field["dimension_items"]),
            )
            for field in data["fields"]
        ),
    )


def item(data: Mapping[str, Any]) -> Item:
    return Item(
        code=data["code"],
        level=Level(data["level"]) if "level" in data else None,
        dimension=Dimension(data["dimension"]),
        other_dimensions=tuple(Dimension(other) for other in data.get("other_dimensions", ())),
        category=data.get("category"),
    )


@pytest.fixture(params=CODES)
def framework(request: pytest.FixtureRequest) -> Framework:
    return read(request.param)


@pytest.mark.parametrize(
    ("code", "fields", "competencies", "levels"), [(CODES[0], 6, 61, 12), (CODES[1], 5, 87, 5), (CODES[2], 7, 32, 7)]
)
def test_columns(code: str, fields: int, competencies: int, levels: int) -> None:
    framework = read(code)
    dimension_items = 3 * fields
    assert len(framework.fields) == fields
    assert len(columns(framework, Mode.SCREENING)) == competencies + dimension_items
    assert len(columns(framework, Mode.DIALOGUE)) == levels + dimension_items


def test_the_numbers_are_those_of_the_tests(framework: Framework) -> None:
    assert framework.rules == RULES


@pytest.mark.parametrize("mode", Mode)
def test_the_highest_answers_give_the_highest_standings(framework: Framework, mode: Mode) -> None:
    highest = np.full((1, len(columns(framework, mode))), 4, dtype=np.int8)
    scores = score(framework, mode, highest)
    for field, standing in zip(framework.fields, scores.standing[0], strict=True):
        has_specialised = bool(field.at(Level.SPECIALISED))
        assert STANDINGS[standing] is (Standing.SPECIALISED if has_specialised else Standing.BASIC)
    assert (scores.overall_dimensions == 100).all()


def test_the_lowest_answers_are_developing_everywhere(framework: Framework) -> None:
    lowest = np.zeros((1, len(columns(framework, Mode.SCREENING))), dtype=np.int8)
    person = profile(framework, Mode.SCREENING, used_values({Rater.SELF: lowest}))
    assert {field.standing for field in person.fields} == {Standing.DEVELOPING}
    assert [strength.relative for strength in person.strengths] == [True]
    assert len(person.potentials) == 3


def test_each_category_is_measured_by_its_own_tasks() -> None:
    framework = read("roller-kar")
    described = described_columns(framework, Mode.SCREENING)
    categories = sorted({name for column in described for name in column.categories or ()})
    assert len(categories) == 3
    highest = np.full((1, len(described)), 4, dtype=np.int8)
    for category in categories:
        own = not_relevant_by_category(framework, Mode.SCREENING, [category], highest)
        tasks = sum(column.categories == frozenset({category}) for column in described)
        assert (own >= 0).sum() == 27 + tasks + 15
        strangers = np.where([[column.categories == frozenset({category}) for column in described]], 0, highest).astype(
            np.int8
        )
        failed = score(framework, Mode.SCREENING, not_relevant_by_category(
            framework, Mode.SCREENING, [category], strangers))  # fmt: skip
        assert np.nan_to_num(failed.attained[0, :, 1]).max() == 0

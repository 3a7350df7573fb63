"""SMART over agreements as people write them, labelled by hand: how often the check tells what is missing, and how often it
tells of something that is not. The figures stand in `docs/algorithms/smart.md` too, and are the same.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from fagkompas.conversations.smart_words import words_in
from fagkompas.engine.scales import Criterion
from fagkompas.engine.smart import Agreement, check

HERE = Path(__file__).parent
EXAMPLES: Mapping[str, list[dict[str, Any]]] = yaml.safe_load((HERE / "agreements.yaml").read_text(encoding="utf-8"))
DOCUMENT = (HERE.parents[1] / "docs" / "algorithms" / "smart.md").read_text(encoding="utf-8")
MEASURED = yaml.safe_load(re.findall(r"^```measured\n(.*?)^```$", DOCUMENT, flags=re.M | re.S)[0])

TODAY = date(2026, 11, 23)
NEXT_TALK = TODAY + timedelta(days=21)


def told(example: Mapping[str, Any]) -> set[str]:
    """The letters that the check finds something about."""
    days = example.get("due", 14)
    agreement = Agreement(
        what=example["what"],
        measure=example["measure"],
        why=example["why"],
        in_own_control=example.get("control", True),
        confidence=example.get("confidence", 8),
        due_on=None if days is None else TODAY + timedelta(days=days),
    )
    return {one.criterion.value for one in check(agreement, words_in("da"), TODAY, next_talk_on=NEXT_TALK)}


@pytest.mark.parametrize("part", ["open", "held_out"])
def test_the_check_tells_as_often_as_its_page_says(part: str) -> None:
    found = {one.value: {"told": 0, "missing": 0, "wrongly": 0, "fine": 0} for one in Criterion}
    for example in EXAMPLES[part]:
        said = told(example)
        for letter, counts in found.items():
            is_missing = letter in example["missing"]
            counts["missing" if is_missing else "fine"] += 1
            counts["told" if is_missing else "wrongly"] += letter in said
    assert found == MEASURED[part]


def test_there_are_sixty_and_half_of_them_are_fine() -> None:
    assert {part: len(some) for part, some in EXAMPLES.items()} == {"open": 40, "held_out": 20}
    for some in EXAMPLES.values():
        assert sum(not one["missing"] for one in some) * 2 == len(some)

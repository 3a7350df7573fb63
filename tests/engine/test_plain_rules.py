"""What the guide says of the rules in plain words: the engine gives the numbers of every example, in both languages."""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from fagkompas.casework.cv_words import cv_words_in
from fagkompas.conversations.smart_words import words_in
from fagkompas.engine.consistency import EXPLAINED_IN, Rule

from .test_worked_examples import BLOCK, CHECKS, DOCS

RULES = Path(__file__).parents[2] / "docs" / "guide" / "rules"

PERSON = {"fields": {"AU": [5, 5]}}

EXAMPLES: list[tuple[str, str, Mapping[str, Any], list[str]]] = [
    (
        "scoring.md#level-score",
        "profile",
        {**PERSON, "answers": {"AU-G": [4, 2, 0, None, "IR"]}, "expect": {"fields": {"AU": {"basic": {"score": 50}}}}},
        ["25 · 2 = 50"],
    ),
    (
        "scoring.md#attained-share",
        "profile",
        {
            **PERSON,
            "answers": {"AU-G": [2, 2, 3, None, None], "AU-S": [3, 2, 2, 2, 2]},
            "expect": {"fields": {"AU": {"basic": {"attained": 0.6}, "specialised": {"attained": 0.2}}}},
        },
        ["60 %", "20 %"],
    ),
    *(
        (
            "scoring.md#standing",
            "profile",
            {
                "fields": {"AU": [5, 4]},
                "answers": {"AU-G": [2, 2, 2, 2, 0], "AU-S": [3 if place < reached else 0 for place in range(4)]},
                "expect": {"fields": {"AU": {"standing": standing, "specialised": {"attained": reached / 4}}}},
            },
            ["80 %", share],
        )
        for reached, standing, share in ((2, "emerging", "50 %"), (3, "emerging", "75 %"), (4, "specialised", "4"))
    ),
    (
        "scoring.md#dimensions",
        "profile",
        {
            "fields": {"AU": [1, 1], "LM": [1, 1], "IT": [1, 1], "BM": [1, 1]},
            "answers": {"AU-PRA": 4, "LM-PRA": 1},
            "expect": {"dimensions": {"practical": 62.5}},
        },
        ["(100 + 25) / 2 = 62.5"],
    ),
    (
        "scoring.md#strengths",
        "profile",
        {
            "fields": {"BM": [1, 1], "IT": [1, 5], "LM": [1, 1]},
            "answers": {"LM-G": [2], "LM-S": [3], "IT-G": [4], "IT-S": [2, 2, 2, 1, 1], "BM-G": [3], "BM-S": [2]},
            "expect": {
                "fields": {
                    "IT": {"standing": "basic", "basic": {"score": 100}, "specialised": {"score": 40}},
                    "BM": {"standing": "basic", "basic": {"score": 75}, "specialised": {"score": 50}},
                },
                "strengths": [{"field": code, "relative": False} for code in ("LM", "IT", "BM")],
            },
        },
        ["100 + 40 = 140", "75 + 50 = 125"],
    ),
    (
        "scoring.md#potentials",
        "profile",
        {
            "fields": {"IT": [1, 1], "BM": [2, 1], "VM": [1, 1], "AU": [1, 1], "LM": [1, 1], "NF": [1, 1]},
            "answers": {
                **{f"{code}-G": [4] for code in ("AU", "LM", "NF")},
                **{f"{code}-S": [4] for code in ("AU", "LM", "NF")},
                "IT-G": [2],
                "BM-G": [2, 1],
                "VM-G": [1],
            },
            "expect": {
                "fields": {"VM": {"basic": {"score": 25}}, "BM": {"basic": {"score": 37.5}}},
                "potentials": [{"field": code, "dimension": None} for code in ("VM", "BM", "IT")],
            },
        },
        ["25", "37.5"],
    ),
    (
        "scoring.md#single-topics",
        "profile",
        {
            **PERSON,
            "answers": {"AU-G": [4, 3, 3, 0, None], "AU-S": [3, 3, 0, 1, 1]},
            "expect": {"single_topics": ["AU-G1", "AU-G2", "AU-G3"]},
        },
        ["4, 3, 3, 0, 3, 3, 0, 1", "18 / 9 = 2"],
    ),
    (
        "scoring.md#agenda",
        "agenda",
        {
            **PERSON,
            "self": {"AU-G": [1, 4]},
            "manager": {"AU-G": [3, 0]},
            "expect": [
                {"kind": "item", "code": "AU-G2", "size": 4, "direction": "expectations"},
                {"kind": "item", "code": "AU-G1", "size": 2, "direction": "recognition"},
                {"kind": "field", "code": "AU", "size": 3, "direction": "mixed"},
                {"kind": "wishes", "code": None, "size": 0, "direction": None},
            ],
        },
        ["4", "2", "3"],
    ),
    (
        "scoring.md#agreement",
        "agreement",
        {"self": [1, 1, 2, 2, 1], "manager": [1, 1, 2, 2, 2], "expect": 0.64},
        ["0.64"],
    ),
    (
        "units.md#smallest-group",
        "hidden",
        {"people": {"K/North": 5, "K/South": 4}, "hidden": ["K/North", "K/South"]},
        ["5", "4", "9"],
    ),
    (
        "units.md#needs-and-gaps",
        "gaps",
        {
            "fields": {"AU": [2, 2]},
            "people": [
                {"AU-G": [2, 2], "AU-S": [3, 3]},
                {"AU-G": [2, 2]},
                {"AU-G": [2, 1]},
                {"AU-G": [0, 0]},
            ],
            "needs": [{"field": "AU", "basic_share": 0.7, "specialists": 2}],
            "expect": {
                "AU": {
                    "basic_needed": 3,
                    "basic_have": 2,
                    "basic_gap": 1,
                    "specialised_gap": 1,
                    "surplus": 0,
                    "key_person_risk": True,
                }
            },
        },
        ["70 %", "2.8", "3", "1"],
    ),
    (
        "units.md#readings",
        "reading",
        {
            "fields": {"AU": [10, 1]},
            "person": {"AU-G": [2, 2, 2, 2, 2, 2, 2, 2, 0, 0]},
            "unit": [
                {"AU-G": [2, 2, 2, 2, 2, 2, 2, 2, 0, 0]},
                {"AU-G": [2, 2, 2, 2, 2, 2, 0, 0, 0, 0]},
            ],
            "expect": [
                {"field": "AU", "topic": "basic", "kind": "potential"},
                {"field": "AU", "topic": "specialised", "kind": "shared_development"},
            ],
        },
        ["80 %", "70 %"],
    ),
    (
        "units.md#leaving",
        "leaving",
        {
            "fields": {"AU": [2, 2]},
            "people": [{"AU-G": [2, 2], "AU-S": [3, 3]}, {"AU-G": [2, 2]}],
            "leaver": 0,
            "expect": {
                "AU": {
                    "specialised_before": 1,
                    "specialised_after": 0,
                    "risk_before": True,
                    "risk_after": False,
                    "opens_gap": True,
                }
            },
        },
        ["0", "1"],
    ),
]


@pytest.mark.parametrize(("rule", "kind", "example", "says"), EXAMPLES)
def test_the_engine_gives_what_the_example_says(
    rule: str, kind: str, example: Mapping[str, Any], says: list[str]
) -> None:
    CHECKS[kind](example)
    for language in ("da", "en"):
        shown = section(rule, language)
        for words in says:
            assert in_language(words, language) in shown, (rule, language)


def test_the_examples_of_the_models_are_told_with_the_same_numbers() -> None:
    """Those examples are run where they stand, in docs/algorithms."""
    plan = model("learning-plan.md", "plan", 0)
    division, fuller = model("division.md", "division", 0), model("division.md", "division", 1)
    chance = model("effect.md", "chance", 0)["expect"]
    coverage = model("needs.md", "coverage", 0)["expect"]
    hires = model("recruitment.md", "recruitment", 0)["expect"]
    says = {
        "learning-plan.md#worked-example": [f"= {decimal(one['value'])} |" for one in plan["expect"] if one["value"]],
        "division.md#worked-example": [
            f"{hours} "
            for hours in (
                *division["expect"]["loads"].values(),
                division["expect"]["covered"],
                fuller["expect"]["uncovered"]["hard-cases"]["hours"],
            )
        ],
        "effect.md#worked-example": [
            *(decimal(chance[name], 2) for name in ("taking", "others", "difference")),
            str(chance["ways"]),
            f"{decimal(Fraction(chance['chance']) * 100, 0)} %",
        ],
        "needs.md#coverage": [
            f"= {coverage['have']} ",
            f"= {coverage['needed']},",
            f"{decimal(Fraction(coverage['have'], coverage['needed']) * 100, 0)} %",
        ],
        "recruitment.md#worked-example": [f"= {hires[0]['closed']} ", *(str(one["closed"]) for one in hires[1:4])],
    }
    for rule, numbers in says.items():
        for language in ("da", "en"):
            for words in numbers:
                assert in_language(words, language) in section(rule, language), (rule, language)


def test_the_examples_of_the_rules_of_a_case_are_told_with_the_same_numbers() -> None:
    """Those examples are run where they stand, in docs/algorithms."""
    log, outside = model("consistency.md", "consistency", 1)["expect"]
    placement = model("progression.md", "progression", 0)
    hours = placement["expect"]
    says = {
        "consistency.md#worked-example": [
            f"{log['a_week']} · {log['weeks']} = {log['required']}",
            f" {log['done']}",
            f" {outside['too_many']} ",
        ],
        "progression.md#worked-example": [
            f"{hours['paid']} + {hours['ready']} = {hours['paid'] + hours['ready']}",
            str(placement["expected"]),
            str(placement["expected"] - hours["paid"] - hours["ready"]),
        ],
        "smart.md#worked-example": ["40 / (18 / 7) = 15.6"],
        "cv.md#worked-example": [" 1 ", f" {cv_words_in('da').fewest_words}"],
    }
    for rule, numbers in says.items():
        for language in ("da", "en"):
            for words in numbers:
                assert in_language(words, language) in section(rule, language), (rule, language)


def test_the_limits_of_agreements_are_told_as_they_are() -> None:
    words = words_in("da")
    assert (words.sure_from, words.days_after_talk, words.longest_days) == (7, 2 * 7, 8 * 7)
    for language, told in (("da", ("to uger", "otte uger")), ("en", ("two weeks", "eight weeks"))):
        assert str(words.sure_from) in section("smart.md#realistic", language)
        assert all(each in section("smart.md#timed", language) for each in told)


def test_every_rule_of_a_case_is_told_in_the_guide() -> None:
    assert list(EXPLAINED_IN) == list(Rule)
    for rule in EXPLAINED_IN.values():
        assert section(rule, "da") != section(rule, "en")


@pytest.mark.parametrize("name", sorted(file.name for file in RULES.glob("*.md")))
def test_a_rule_is_short_and_without_code_words(name: str) -> None:
    for folder in (RULES, RULES / "en"):
        for part in re.split(r"^#+ ", (folder / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            rule = part.split("\n\n")[1]
            if rule.startswith(("|", "- ")) or "worked-example" in part.partition("\n")[0]:
                continue
            sentences = re.findall(r"[.?](?= [A-ZÆØÅ»\"0-9]|\n|$)", rule.replace("\n", " "))
            assert 3 <= len(sentences) <= 6, (name, part.partition("\n")[0], len(sentences))
            assert not re.search(r"`|\*|\[|\b[a-z]+_[a-z]+\b|[a-z]\(", rule), rule


def section(rule: str, language: str) -> str:
    page, _hash, anchor = rule.partition("#")
    text = ((RULES / "en" if language == "en" else RULES) / page).read_text(encoding="utf-8")
    found = re.search(rf"^## [^\n]* \{{#{anchor}\}}\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert found, rule
    return found[1]


def model(page: str, kind: str, place: int) -> Any:
    """A worked example of docs/algorithms."""
    blocks = [text for found, text in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")) if found == kind]
    return yaml.safe_load(blocks[place])


def decimal(value: Any, decimals: int = 1) -> str:
    """`42/5` as "8.4", `6` as "6"."""
    shown = f"{float(Fraction(value)):.{decimals}f}"
    return shown.removesuffix(".0")


def in_language(words: str, language: str) -> str:
    return re.sub(r"(?<=\d)\.(?=\d)", ",", words) if language == "da" else words

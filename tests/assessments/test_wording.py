"""Every reason of the rules is a sentence in both languages, with numbers as people read them."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.assessments.wording import REASONS, because, begin_with, highest_in_words, name_of
from fagkompas.engine import reasons
from fagkompas.engine.framework import columns
from fagkompas.engine.reasons import Reason
from fagkompas.engine.scales import NOT_RELEVANT, UNANSWERED, Dimension, Level, Mode, Rater, Standing
from fagkompas.engine.scoring import profile, used_values, values_of
from fagkompas.frameworks.files import shipped, shipped_codes


def rules_in_the_engine() -> set[str]:
    """The rules that the engine's functions of reasons say that they give; a name that ends in "_" is followed by a standing."""
    told = (function.__doc__ or "" for name, function in vars(reasons).items() if name.startswith("why_"))
    listed = {rule for doc in told for rule in re.findall(r"``([a-z_]+)``", doc.partition("Rule")[2])}
    followed = {
        "standing_": set(Standing),
        "standing_alone_": set(Standing) - {Standing.BASIC},
        "potential_": {Standing.DEVELOPING, Standing.BASIC, Standing.EMERGING},
    }
    whole = {rule for rule in listed if not rule.endswith("_") and rule != "kind"}
    return whole | {f"{rule}{standing}" for rule in listed & set(followed) for standing in followed[rule]}


def test_every_rule_has_a_sentence_and_every_sentence_a_rule() -> None:
    assert set(REASONS) - {"level_score_of_one"} == rules_in_the_engine()


def all_reasons(code: str, mode: Mode, answers: dict[str, int]) -> Iterator[Reason]:
    """Everything that can be asked about one person."""
    framework = shipped(code).to_engine()
    values = values_of(framework, mode, [answers])
    used = used_values({Rater.SELF: values})
    person, row = profile(framework, mode, used), used.values[0]
    for field in framework.fields:
        yield reasons.why_standing(framework, person, field.code)
        yield reasons.why_strength(framework, person, field.code)
        yield reasons.why_potential(framework, person, field.code)
        for level in Level:
            yield reasons.why_level_score(framework, mode, row, field.code, level)
            yield reasons.why_attained(framework, mode, row, field.code, level)
        for dimension in Dimension:
            yield reasons.why_dimension(framework, mode, row, field.code, dimension)
    for dimension in Dimension:
        yield reasons.why_overall_dimension(framework, person, dimension)
    if mode is Mode.SCREENING:
        for item in columns(framework, mode)[:12]:
            yield reasons.why_single_topic(framework, person, row, item)


@settings(max_examples=12)
@given(
    code=st.sampled_from(shipped_codes()),
    mode=st.sampled_from(list(Mode)),
    language=st.sampled_from(["da", "en"]),
    data=st.data(),
)
def test_whatever_was_answered_the_reasons_are_sentences(
    code: str, mode: Mode, language: str, data: st.DataObject
) -> None:
    items = columns(shipped(code).to_engine(), mode)
    points = st.sampled_from([UNANSWERED, NOT_RELEVANT, 0, 1, 2, 3, 4])
    answers = dict(zip(items, data.draw(st.lists(points, min_size=len(items), max_size=len(items))), strict=True))
    texts = shipped(code).texts(language)
    with translation.override(language):
        for reason in all_reasons(code, mode, answers):
            sentence = because(reason, texts)
            assert sentence.endswith(".")
            assert "%(" not in sentence
            assert "None" not in sentence


@pytest.mark.parametrize(
    ("reason", "danish"),
    [
        (
            Reason(
                rule="level_score",
                values={"answered": 5, "relevant": 6, "level": "basic", "mean": 2.2, "score": 55.0},
                doc="scoring.md#level-score",
            ),
            "5 af 6 kompetencer på grundlæggende niveau er besvaret med et gennemsnit på 2,2 på skalaen fra 0 til 4.",
        ),
        (
            Reason(
                rule="level_score",
                values={"answered": 1, "relevant": 1, "level": "basic", "mean": 3.0, "score": 75.0},
                doc="scoring.md#level-score",
            ),
            "På grundlæggende niveau er svaret 3 på skalaen fra 0 til 4. Gange 25 er det 75.",
        ),
        (
            Reason(
                rule="standing_developing",
                values={"attained_basic": 2 / 3, "attained_share": 0.8},
                doc="scoring.md#standing",
            ),
            "67 % af det grundlæggende niveau",
        ),
        (
            Reason(
                rule="dimension_score",
                values={"dimension": "reflexive", "field": "LM", "value": 3, "score": 75.0},
                doc="scoring.md#dimensions",
            ),
            "Spørgsmålet om den refleksive dimension i Lov & Myndighed er besvaret med 3",
        ),
    ],
)
def test_numbers_and_names_are_those_that_people_read(reason: Reason, danish: str) -> None:
    with translation.override("da"):
        assert because(reason, shipped("faglighed-2025").texts("da")).startswith(danish)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("LM", "Lov & Myndighed"),
        ("AU-G1", "Vækst- og mangelområder"),
        ("AU-PRA", "Viden sat i spil"),
        ("AU-S", "Arbejdsmarked & Uddannelse, specialiseret niveau"),
    ],
)
def test_every_code_has_a_name(code: str, name: str) -> None:
    with translation.override("da"):
        assert name_of(code, shipped("faglighed-2025").texts("da")) == name


@pytest.mark.parametrize(
    ("highest", "says"),
    [
        ((), ""),
        ((Dimension.RELATIONAL,), "den relationelle dimension højest"),
        ((Dimension.PRACTICAL, Dimension.RELATIONAL), "den praktiske og den relationelle dimension lige høje"),
        (tuple(Dimension), "de tre dimensioner lige høje"),
    ],
)
def test_equally_high_is_not_told_as_a_winner(highest: tuple[Dimension, ...], says: str) -> None:
    with translation.override("da"):
        assert says in highest_in_words(highest)


def test_equally_low_is_told_where_one_begins_with_an_example() -> None:
    with translation.override("da"):
        assert begin_with((Dimension.REFLEXIVE,), Dimension.REFLEXIVE) == "Begynd med den refleksive dimension."
        assert "lige lave – begynd fx med den praktiske" in begin_with(
            (Dimension.PRACTICAL, Dimension.REFLEXIVE), Dimension.PRACTICAL
        )
        assert "lige høje – begynd fx med den praktiske" in begin_with(tuple(Dimension), Dimension.PRACTICAL)
        assert begin_with((), None) == ""

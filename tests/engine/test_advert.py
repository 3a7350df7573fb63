"""An advert's text, worked by hand."""

from dataclasses import replace

import pytest

from fagkompas.engine.advert import Advert, AdvertFinding, AdvertRule, AdvertWords, check
from fagkompas.engine.word_forms import Phrases, phrase_of


def phrases(**patterns: str) -> Phrases:
    return Phrases.of(phrase_of(code, pattern, "da") for code, pattern in patterns.items())


WORDS = AdvertWords(
    you=frozenset({"du", "dig", "din", "dit", "dine"}),
    we=frozenset({"vi", "os", "vores"}),
    third_person=phrases(candidate="kandidaten/ansøgeren/vedkommende", wanted="den rette person"),
    cliches=phrases(flexible="fleksibel/fleksible", balls="mange bolde i luften"),
    honest=phrases(busy="travlt/travl", hard="hård/hårdt", cold="kold/koldt"),
    hours=frozenset({"timer", "time", "dage"}),
)
GOOD = Advert(
    heading="Rengøring om formiddagen: 12 timer om ugen",
    text=(
        "Du kommer klokken 7 og gør rent i to klasselokaler og et køkken. Du arbejder selv, og du har faste opgaver hver dag. "
        "Det kan være travlt om mandagen, og gulvet i kælderen er koldt. Du får 12 timer om ugen, fordelt på fire dage, og "
        "Karin viser dig det hele den første uge."
    ),
    title="rengøringsassistent",
    tasks=("Rengøring af lokaler",),
)


def rules(advert: Advert) -> list[AdvertRule]:
    return [one.rule for one in check(advert, WORDS)]


def test_a_text_that_speaks_to_somebody_has_nothing_to_better() -> None:
    assert rules(GOOD) == []


def test_nothing_written_is_nothing_to_say() -> None:
    assert check(replace(GOOD, heading=" ", text=""), WORDS) == ()


@pytest.mark.parametrize(
    ("differs", "rule"),
    [
        ({"heading": ""}, AdvertRule.HEADING_MISSING),
        ({"heading": "Rengøring " * 8}, AdvertRule.HEADING_LONG),
        ({"heading": "Bliv en del af holdet"}, AdvertRule.HEADING_SAYS_NO_WORK),
        ({"tasks": ("Rengøring af lokaler", "Vinduespudsning")}, AdvertRule.TASK_NOT_TOLD),
        (
            {"text": GOOD.text.replace("12 timer om ugen, fordelt på fire dage", "en aftale"), "heading": "Rengøring"},
            AdvertRule.HOURS_NOT_TOLD,
        ),
        ({"text": f"{GOOD.text} Kandidaten møder til tiden."}, AdvertRule.THIRD_PERSON),
        ({"text": f"{GOOD.text} Du er fleksibel."}, AdvertRule.CLICHE),
        ({"text": GOOD.text.replace("travlt", "dejligt").replace("koldt", "varmt")}, AdvertRule.ONLY_GOOD),
        ({"text": f"{GOOD.text} {'Vi er et sted. ' * 14}"}, AdvertRule.MORE_WE_THAN_YOU),
        ({"text": f"{GOOD.text} {'Du går en tur. ' * 90}"}, AdvertRule.LONG),
    ],
)
def test_each_rule_finds_its_own(differs: dict[str, object], rule: AdvertRule) -> None:
    assert rules(replace(GOOD, **differs)) == [rule]  # type: ignore[arg-type]


def test_a_short_text_without_you() -> None:
    found = rules(replace(GOOD, text="Der gøres rent 12 timer. Det er travlt."))
    assert found == [AdvertRule.SHORT, AdvertRule.NO_YOU]


def test_the_words_that_were_found_are_told_once() -> None:
    advert = replace(GOOD, text=f"{GOOD.text} Du har mange bolde i luften, ja, Mange bolde i luften.")
    assert check(advert, WORDS) == (AdvertFinding(rule=AdvertRule.CLICHE, words="mange bolde i luften", code="balls"),)

"""SMART: agreements in words, told as a colleague would; the edges of the numbers; laws over any text."""

import re
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.conversations.smart_words import hint_for, words_in
from fagkompas.engine.scales import Criterion
from fagkompas.engine.smart import CRITERIA, Agreement, Finding, Part, SmartRule, check
from fagkompas.engine.word_forms import Phrases, forms_of, phrase_of

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "smart.md"
BLOCKS = re.findall(r"^```yaml smart\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)
TODAY = date(2026, 11, 23)
NEXT_TALK = date(2026, 12, 7)

GOOD = Agreement(
    what="Jeg ringer til tre lagre i Nordby",
    why="Jeg vil have en hverdag med kolleger igen",
    in_own_control=True,
    confidence=8,
    due_on=date(2026, 12, 4),
)

GOOD_DA = [
    (
        "Jeg ringer til tre lagre i Nordby og spørger om de mangler folk på natholdet",
        "",
        "Jeg vil have en hverdag med kolleger igen",
    ),
    (
        "Jeg søger alle opslåede job som lagermedarbejder i Nordby",
        "Jeg viser dig kvitteringerne",
        "Det er der, jeg er god",
    ),
    ("Jeg opdaterer mit CV med de to seneste job", "", "Så kan en chef se, hvad jeg kan"),
    ("På mandag sender jeg en uopfordret ansøgning til bageriet", "", "Jeg savner duften af brød om morgenen"),
    (
        "Jeg tilmelder mig truckkurset på AMU",
        "Tilmeldingen er sendt",
        "Med et certifikat kan jeg vælge mellem flere steder",
    ),
    (
        "Gå en tur på 20 minutter hver morgen",
        "Jeg sætter et kryds i kalenderen",
        "Jeg sover bedre, når jeg har været ude",
    ),
    ("Bestille tid hos tandlægen", "", "Jeg smiler mere til folk uden smerter"),
    ("Vi laver en liste over ti vikarbureauer", "", "Jeg kan komme i gang hurtigt den vej"),
    ("Jeg besøger butikken og afleverer mit CV til souschefen", "", "De kender mig fra min praktik"),
    (
        "Jeg skriver fem opgaver ned, som jeg var glad for i mit gamle arbejde",
        "",
        "Det giver mig mod til at fortælle om mig selv",
    ),
    (
        "Jeg møder på praktikpladsen fire dage om ugen",
        "Det står i skemaet",
        "Jeg vil vise min datter, at det kan lade sig gøre",
    ),
    (
        "Jeg spørger min nabo, om han vil læse ansøgningen igennem",
        "",
        "Han har været chef og ved, hvad de kigger efter",
    ),
    ("Ringe til a-kassen og aftale et møde", "", "Jeg vil vide, hvor jeg står"),
    ("Jeg cykler til virksomheden og måler, hvor lang tid det tager", "", "Så ved jeg, om jeg kan nå børnehaven"),
    ("Jeg uploader mit CV på Jobnet", "", "Firmaer i Skagen kan finde mig"),
    ("Jeg øver tre svar på svære spørgsmål højt foran spejlet", "", "Jeg går i stå, når jeg er nervøs"),
    ("Amir sender listen over virksomheder til mig", "", "Han kender dem, der bygger"),
    (
        "Jeg taler med min gamle chef om en udtalelse",
        "Jeg har udtalelsen på skrift",
        "Hendes ord betyder noget i branchen",
    ),
    ("Jeg læser to stillingsopslag og streger ord under", "", "Jeg vil lære, hvad de spørger om"),
    ("Jeg logger ind på Jobnet hver mandag", "Vi ser det i joblog", "Det giver mig ro i resten af ugen"),
    ("Jeg printer ti visitkort og deler dem ud på messen", "", "Jeg er bedre ansigt til ansigt"),
    ("Jeg bager boller til holdet på fredag", "Der står boller på bordet", "Det er sådan, jeg viser, hvem jeg er"),
    ("Jeg udfylder skemaet om mine arbejdstider", "", "Weekenden skal være fri til min søn"),
    ("Fatima og jeg går igennem CV'et sammen", "CV'et har alle otte afsnit", "Hun er god til at formulere sig"),
    ("Jeg træner i centret to gange om ugen", "", "Ryggen holder til et helt skift"),
    ("Jeg sætter vækkeuret til kl. 6.30 og står op", "Jeg skriver tiden i min dagbog", "Bussen kører kvart over syv"),
    (
        "Jeg beder værkføreren vise mig svejsemaskinen",
        "Jeg skriver ned, hvad jeg så",
        "Det er den opgave, jeg drømmer om",
    ),
    ("Jeg sammenligner tre uddannelser og skriver for og imod ned", "", "Jeg vil ikke vælge forkert igen"),
    ("Jeg afleverer min ansøgning til Netto den 1. december", "", "Det ligger to minutter fra mit hjem"),
    ("Jeg kontakter to fra mit gamle hold", "", "De har selv skiftet branche"),
    ("Jeg spiser morgenmad, før jeg tager i praktik", "Fire ud af fem dage", "Jeg har mere at give af"),
    (
        "Jeg undersøger fem virksomheder på nettet og noterer navnet på chefen",
        "",
        "Jeg vil kunne spørge efter den rigtige",
    ),
]
"""What is done, how it shows where that does not go without saying, and why: nothing is found."""

GOOD_EN = [
    ("I call three warehouses in Northtown and ask for the shift leader", "", "I want colleagues around me again"),
    ("I will send my CV to the bakery on Monday", "", "I miss the smell of bread"),
    ("Sign up for the forklift course", "The receipt is in my inbox", "With it I can choose between places"),
    ("I walk for 20 minutes every morning", "I tick it off in the calendar", "I sleep when I have been out"),
    ("Write down five tasks I enjoyed", "", "It gives me courage to speak of myself"),
    ("I visit the shop and hand in my CV", "", "They know me from before"),
    ("We make a list of ten agencies", "", "It is a quick way in"),
    ("I attend the placement four days a week", "", "My daughter sees that it works"),
    ("I will photograph three of my cakes", "", "Pictures say it for me"),
    ("Ask my neighbour to read the application", "", "He used to hire people"),
]

VAGUE_DA: list[tuple[str, set[str]]] = [
    ("Jeg kigger på nogle job", {"amount-vague:nogle", "measure-missing", "what-vague:kigger på"}),
    ("Jeg vil prøve at ringe til tre lagre", {"what-vague:prøve at"}),
    ("Overveje en uddannelse på tre år", {"what-vague:Overveje"}),
    (
        "Jeg arbejder på at blive bedre til dansk",
        {"measure-missing", "what-vague:arbejder på at", "what-vague:blive bedre til"},
    ),
    ("Jeg tænker lidt over de to muligheder", {"what-vague:tænker lidt over"}),
    ("Være mere aktiv", {"measure-missing", "what-vague:Være mere"}),
    ("Jeg får et job som kok", {"measure-missing", "outside-control:får et job"}),
    ("Jeg bliver ansat i to butikker", {"outside-control:bliver ansat"}),
    ("Jeg sender tre ansøgninger og bliver kaldt til samtale", {"outside-control:bliver kaldt"}),
    ("Jeg sender 40 ansøgninger om ugen", {"amount-large:40"}),
    ("Jeg ringer til 30 virksomheder hver dag", {"amount-large:30"}),
    ("Jeg sender mit CV snart", {"time-vague:snart"}),
    ("Jeg ringer til banken på et tidspunkt", {"measure-missing", "time-vague:på et tidspunkt"}),
    ("Sende CV'et hurtigst muligt", {"time-vague:hurtigst muligt"}),
    ("Jeg søger bredt og aktivt", {"measure-missing", "what-vague:søger bredt"}),
    ("Jeg søger flere stillinger", {"amount-vague:flere"}),
    ("Jeg sender jævnligt ansøgninger", {"amount-vague:jævnligt"}),
    ("Måske ringer jeg til min gamle chef i tre dage", {"what-vague:Måske"}),
    ("Jeg vil gerne skrive tre ansøgninger", {"what-vague:vil gerne"}),
    ("Fokusere på de to spor", {"what-vague:Fokusere på"}),
    ("Tage fat i mit CV", {"what-vague:Tage fat i"}),
    ("Jeg holder øje med Jobnet og tre andre sider", {"what-vague:holder øje med"}),
    ("Motivation", {"measure-missing", "what-no-act"}),
    ("Tre virksomheder", {"what-no-act"}),
    ("Bedre humør hver dag", {"measure-missing", "what-no-act"}),
    ("Jeg er positiv", {"measure-missing", "what-vague:er positiv"}),
    ("Jeg orienterer mig om to brancher", {"what-vague:orienterer mig"}),
    ("Jeg bliver rask inden fire uger", {"outside-control:bliver rask"}),
    ("Jeg følger op på de tre ansøgninger", {"what-vague:følger op"}),
    ("Virksomheden ringer om to dage", {"outside-control:Virksomheden ringer"}),
    ("Jeg kommer i gang med de to kurser", {"what-vague:kommer i gang"}),
    ("Jeg læser lidt i bogen", {"amount-vague:lidt", "measure-missing"}),
    ("Jeg sender en ansøgning, hvis jeg kan", {"what-vague:hvis jeg kan"}),
    ("I løbet af ugen ringer jeg til to", {"time-vague:I løbet af"}),
    ("", {"what-missing"}),
    ("   ", {"what-missing"}),
    ("Jeg går 200 kilometer om ugen", {"amount-large:200"}),
    ("Jeg arbejder 45 timer om ugen", {"amount-large:45"}),
    ("Jeg finder en praktikplads og skriver to ansøgninger", {"outside-control:finder en praktikplads"}),
    ("Jeg skal tage mig sammen", {"measure-missing", "what-vague:tage mig sammen"}),
    ("Få overblik", {"measure-missing", "what-vague:Få overblik"}),
    ("Jeg tæller, hvor mange timer jeg sidder ned", set()),
    ("Fortsætte den gode udvikling", {"measure-missing", "what-no-act"}),
    ("Søge noget", {"what-vague:noget", "measure-missing"}),
]
"""What is done, and what is found: the rule and the very words."""

VAGUE_EN: list[tuple[str, set[str]]] = [
    ("I will look at some jobs", {"amount-vague:some", "measure-missing", "what-vague:look at"}),
    ("Try to call three shops", {"what-vague:Try to"}),
    ("I get a job in two weeks", {"outside-control:get a job"}),
    ("I will send 30 applications a week", {"amount-large:30"}),
    ("Send my CV soon", {"time-vague:soon"}),
    ("I am considering two courses", {"what-vague:considering"}),
    ("Be more active", {"measure-missing", "what-vague:Be more"}),
    ("Motivation", {"measure-missing", "what-no-act"}),
    ("I apply for more positions", {"amount-vague:more"}),
    ("At some point I call the bank", {"measure-missing", "time-vague:At some point"}),
    ("Maybe I write two letters", {"what-vague:Maybe"}),
    ("I will be invited to an interview", {"measure-missing", "outside-control:be invited"}),
]


def told(agreement: Agreement, language: str = "da", next_talk_on: date | None = NEXT_TALK) -> set[str]:
    found = check(agreement, words_in(language), TODAY, next_talk_on=next_talk_on)
    return {f"{each.rule}:{each.found}" if each.found else each.rule.value for each in found}


def rules(agreement: Agreement, next_talk_on: date | None = NEXT_TALK) -> list[str]:
    return [each.rule.value for each in check(agreement, words_in("da"), TODAY, next_talk_on=next_talk_on)]


# What is done


@pytest.mark.parametrize(
    ("language", "what", "measure", "why"), [("da", *row) for row in GOOD_DA] + [("en", *row) for row in GOOD_EN]
)
def test_an_agreement_that_can_be_kept_gives_nothing(language: str, what: str, measure: str, why: str) -> None:
    assert told(replace(GOOD, what=what, measure=measure, why=why), language) == set()


@pytest.mark.parametrize(
    ("language", "what", "expected"), [("da", *row) for row in VAGUE_DA] + [("en", *row) for row in VAGUE_EN]
)
def test_what_is_vague_is_named_with_its_words(language: str, what: str, expected: set[str]) -> None:
    why = "Mine børn skal se, at jeg kan" if language == "da" else "My children see that it works"
    assert told(replace(GOOD, what=what, why=why), language) == expected


def test_the_tables_hold_enough_of_both() -> None:
    assert len(GOOD_DA) + len(VAGUE_DA) >= 60
    assert min(len(GOOD_DA), len(VAGUE_DA), len(GOOD_EN), len(VAGUE_EN)) >= 10
    assert f"Of {len(GOOD_DA) + len(VAGUE_DA) + len(GOOD_EN) + len(VAGUE_EN)} sentences" in PAGE.read_text("utf-8")


# The other fields

OTHERS: list[tuple[str, dict[str, Any], set[str]]] = [
    ("no reason", {"why": ""}, {"why-missing"}),
    ("small words only", {"why": "Fordi jeg skal det"}, {"why-missing"}),
    ("the same again", {"why": "For at ringe til lagrene"}, {"why-repeats:For at ringe til lagrene"}),
    ("the same and more", {"why": "Lageret er varmt om vinteren"}, set()),
    ("a requirement", {"why": "Det er et krav fra a-kassen"}, {"why-not-own:Det er et krav"}),
    ("the money", {"why": "Ellers bliver jeg trukket i ydelse"}, {"why-not-own:Ellers bliver jeg trukket"}),
    ("what others say", {"why": "Kommunen siger, at jeg skal"}, {"why-not-own:Kommunen siger"}),
    ("one word of one's own", {"why": "Familien"}, set()),
    ("not in own control", {"in_own_control": False}, {"outside-control"}),
    ("nobody asked about control", {"in_own_control": None}, set()),
    ("nobody asked how sure", {"confidence": None}, {"confidence-missing"}),
    ("six of ten", {"confidence": 6}, {"confidence-low"}),
    ("seven of ten", {"confidence": 7}, set()),
    ("no day", {"due_on": None}, {"date-missing"}),
    ("yesterday", {"due_on": TODAY - timedelta(days=1)}, {"date-past"}),
    ("today", {"due_on": TODAY}, set()),
    ("two weeks after the next conversation", {"due_on": NEXT_TALK + timedelta(days=14)}, set()),
    ("a day more", {"due_on": NEXT_TALK + timedelta(days=15)}, {"date-far"}),
    (
        "a feeling as a measure",
        {"what": "Jeg ringer til lageret", "measure": "Det føles rigtigt"},
        {"measure-not-shown:Det føles rigtigt"},
    ),
    ("a feeling beside a count", {"measure": "Det føles rigtigt"}, set()),
    ("a vague measure", {"what": "Jeg ringer til lageret", "measure": "Flere beskeder"}, {"amount-vague:Flere"}),
    ("somebody else in the measure", {"measure": "Virksomheden ringer"}, {"outside-control:Virksomheden ringer"}),
    ("sometime in the measure", {"measure": "Listen er færdig snart"}, {"time-vague:snart"}),
]


@pytest.mark.parametrize(("_name", "changed", "expected"), OTHERS, ids=[row[0] for row in OTHERS])
def test_the_other_fields(_name: str, changed: dict[str, Any], expected: set[str]) -> None:
    assert told(replace(GOOD, **changed)) == expected


def test_without_a_next_conversation_eight_weeks_are_the_longest() -> None:
    assert rules(replace(GOOD, due_on=TODAY + timedelta(days=56)), None) == []
    assert rules(replace(GOOD, due_on=TODAY + timedelta(days=57)), None) == ["date-far"]


def test_low_confidence_asks_for_one_higher() -> None:
    (found,) = check(replace(GOOD, confidence=4), words_in("da"), TODAY)
    assert found.values == {"confidence": 4, "higher": 5}


COUNTS = [
    ("Jeg sender ti ansøgninger", date(2026, 11, 30), []),
    ("Jeg sender elleve ansøgninger", date(2026, 11, 30), ["amount-large"]),
    ("Jeg sender elleve ansøgninger", date(2026, 12, 7), []),
    ("Jeg sender elleve ansøgninger om ugen", date(2026, 12, 7), ["amount-large"]),
    ("Jeg sender elleve ansøgninger", None, ["amount-large", "date-missing"]),
    ("Jeg ringer til 40 den 1. december om ansøgninger", date(2026, 12, 4), []),
    ("Jeg sender en ansøgning den 30. november", date(2026, 12, 4), []),
]


@pytest.mark.parametrize(("what", "due_on", "expected"), COUNTS)
def test_how_much_is_a_lot(what: str, due_on: date | None, expected: list[str]) -> None:
    assert rules(replace(GOOD, what=what, due_on=due_on)) == expected


DATES = ["den 3. december", "3/12", "kl. 10.30", "klokken 9", "10:30", "i uge 49", "den 1.12"]


@pytest.mark.parametrize("when", DATES)
def test_a_date_is_no_count(when: str) -> None:
    """Neither does it make an act measurable, nor an amount clear."""
    assert told(replace(GOOD, what=f"Jeg cykler rundt {when}")) == {"measure-missing"}
    assert told(replace(GOOD, what=f"Jeg sender flere mails {when}")) == {"amount-vague:flere"}


def test_a_phrase_does_not_reach_over_a_full_stop() -> None:
    assert told(replace(GOOD, what="Jeg viser tre ting, jeg kan kigge. På lageret spørger jeg chefen")) == set()


def test_each_rule_belongs_to_a_letter_in_order() -> None:
    assert list(CRITERIA) == list(SmartRule)
    assert list(dict.fromkeys(CRITERIA.values())) == list(Criterion)


def test_an_empty_agreement_is_asked_for_everything_in_order() -> None:
    assert rules(Agreement()) == ["what-missing", "why-missing", "confidence-missing", "date-missing"]


def test_every_phrase_and_unit_that_is_found_has_a_hint_in_both_languages() -> None:
    words = words_in("da")
    for phrases in (words.vague, words.vague_amounts, words.vague_times, words.not_own, words.outside_control):
        for each in (phrase for some in phrases.by_first.values() for phrase in some):
            assert hint_for(each.code).da
            assert hint_for(each.code).en
    assert all(hint_for(unit.code).da for unit in words.units)


# Laws

PIECES = st.sampled_from(
    [
        "jeg",
        "ringer",
        "kigger",
        "på",
        "tre",
        "lagre",
        "snart",
        "måske",
        "få",
        "et",
        "job",
        "liste",
        "40",
        "ansøgninger",
        "om",
        "ugen",
        ".",
        ",",
        "flere",
        "hvor",
        "mange",
        "Være",
        "mere",
        "kl",
        "10.30",
        "ÅR",
    ]
)
texts = st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60)


def with_texts(what: str, measure: str, why: str) -> Agreement:
    return replace(GOOD, what=what, measure=measure, why=why)


def found_in(agreement: Agreement) -> tuple[Finding, ...]:
    return check(agreement, words_in("da"), TODAY, next_talk_on=NEXT_TALK)


@given(texts, texts, texts)
def test_every_word_that_is_named_stands_where_it_is_told(what: str, measure: str, why: str) -> None:
    fields = {Part.WHAT: what, Part.MEASURE: measure, Part.WHY: why}
    for each in found_in(with_texts(what, measure, why)):
        assert each.criterion is CRITERIA[each.rule]
        if each.end:
            assert fields[each.part][each.start : each.end] == each.found != ""


@given(texts)
def test_how_letters_are_written_changes_nothing(what: str) -> None:
    def plain(text: str) -> list[tuple[str, str]]:
        return [(each.rule, each.code) for each in found_in(with_texts(text, "", GOOD.why))]

    as_written = plain(what)
    assert plain(unicodedata.normalize("NFD", what)) == plain(unicodedata.normalize("NFC", what))
    if what.lower().upper() == what.upper() and what.upper().lower() == what.lower():
        assert plain(what.upper()) == as_written


@given(texts, texts)
def test_no_words_are_told_twice_in_one_field(what: str, measure: str) -> None:
    spans = [
        (each.part, each.start, each.end, each.rule) for each in found_in(with_texts(what, measure, "x")) if each.end
    ]
    for part, start, end, _rule in spans:
        for other, low, high, _other in spans:
            assert not (part is other and low <= start and end <= high and high - low > end - start)


@given(texts, st.integers(0, 28))
def test_a_day_in_time_is_never_told(what: str, days: int) -> None:
    due_on = TODAY + timedelta(days=days)
    dates = {SmartRule.DATE_MISSING, SmartRule.DATE_PAST, SmartRule.DATE_FAR}
    assert not dates & {each.rule for each in found_in(replace(GOOD, what=what, due_on=due_on))}


def test_a_very_long_word_takes_no_time() -> None:
    """Linear: twenty thousand words and one of a hundred thousand letters, in the time of a page."""
    found = found_in(with_texts("ansøgning" + "x" * 100_000, "kigge på " * 10_000, "x" * 100_000))
    assert SmartRule.WHAT_NO_ACT in {each.rule for each in found}


# Forms of words


@pytest.mark.parametrize(
    ("pattern", "language", "some", "none"),
    [
        ("kigge*", "da", {"kigge", "kigger", "kig", "kiggede", "kigget"}, {"kigs", "kigen"}),
        ("gå*", "da", {"gå", "går"}, {"gåe"}),
        ("liste~", "da", {"liste", "listen", "lister", "listerne"}, {"listede"}),
        ("titel~", "da", {"titel", "titlen", "titler"}, set()),
        ("apply*", "en", {"apply", "applies", "applied", "applying"}, {"applys s"}),
        ("make*", "en", {"make", "makes", "making"}, {"mak"}),
        ("plan*", "en", {"planned", "planning"}, set()),
        ("company~", "en", {"company", "companies"}, set()),
        ("få/får/fik", "da", {"få", "får", "fik"}, {"fåer"}),
    ],
)
def test_the_forms_of_a_pattern(pattern: str, language: str, some: set[str], none: set[str]) -> None:
    forms = forms_of(pattern, language)
    assert some <= forms
    assert not none & forms


@pytest.mark.parametrize("pattern", ["", "… på", "kigge* …"])
def test_a_phrase_begins_and_ends_with_words(pattern: str) -> None:
    with pytest.raises(ValueError, match="must begin and end with words"):
        phrase_of("x", pattern, "da")


def test_phrases_are_found_by_any_form_of_their_first_word() -> None:
    phrases = Phrases.of([phrase_of("look-at", "kigge* på", "da"), phrase_of("other", "kigge* efter", "da")])
    assert [phrase.code for phrase in phrases.beginning("kigger")] == ["look-at", "other"]
    assert phrases.beginning("på") == ()


# The page


def test_every_marked_block_is_an_example() -> None:
    assert PAGE.read_text(encoding="utf-8").count("```yaml") == len(BLOCKS) == 2


def test_the_page_names_every_rule_in_order_with_its_letter() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \| ([A-Z]) \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert named == [(rule.value, CRITERIA[rule].value[0].upper()) for rule in SmartRule]


@pytest.mark.parametrize("example", [yaml.safe_load(block) for block in BLOCKS])
def test_worked_example(example: dict[str, Any]) -> None:
    for each in example["agreements"]:
        found = check(
            Agreement(**each["given"]), words_in("da"), example["today"], next_talk_on=example["next_talk_on"]
        )
        names = ("rule", "found", "start", "end", "code")
        shown = [{name: value for name in names if (value := getattr(one, name))} for one in found]
        assert shown == each["expect"]

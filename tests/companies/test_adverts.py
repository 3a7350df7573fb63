"""The words of the check of adverts: what the reader refuses, a small labelled set, and the advice while one types."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from fagkompas.accounts.models import Employee
from fagkompas.companies.advert_words import FILE, advert_book, read_advert_book
from fagkompas.companies.models import JobOrder
from fagkompas.engine.advert import Advert, AdvertRule, check
from fagkompas.engine.errors import BadInput
from fagkompas.engine.word_forms import has_phrase
from tests.companies.making_orders import make_order
from tests.people import People

ClientFor = Callable[[Employee], Client]
FEWEST_CLICHES = 30
LABELLED = yaml.safe_load((Path(__file__).parent / "adverts.yaml").read_text(encoding="utf-8"))
ALL = [*LABELLED["open"], *LABELLED["held_out"]]


def test_every_cliche_has_words_and_advice_in_both_languages() -> None:
    book = advert_book()
    assert len(book.advice) >= FEWEST_CLICHES
    for language, words in book.words.items():
        codes = {phrase.code for several in words.cliches.by_first.values() for phrase in several}
        assert codes == set(book.advice)
        assert all(said.in_language(language) for said in book.advice.values())
    assert all(said.en for said in book.advice.values())


def test_advice_does_not_use_what_it_advises_against() -> None:
    book = advert_book()
    for said in book.advice.values():
        assert not has_phrase(said.da, book.words["da"].third_person)
        assert not has_phrase(said.en, book.words["en"].third_person)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Du vasker op, og det er varmt.", "da"),
        ("You wash up, and the room is hot.", "en"),
        ("Opvask", "da"),
        ("", "da"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_small_words(text: str, language: str) -> None:
    assert advert_book().language_of(text) == language


@pytest.mark.parametrize("labelled", ALL, ids=lambda one: str(one["name"]))
def test_a_colleague_and_the_check_find_the_same(labelled: dict[str, Any]) -> None:
    advert = Advert(
        heading=labelled["heading"], text=labelled["text"], title=labelled["title"], tasks=tuple(labelled["tasks"])
    )
    found = check(advert, advert_book().words_for(f"{advert.heading} {advert.text}"))
    assert {one.rule.value for one in found} == {*labelled["rules"], *labelled.get("also_found", [])}
    assert {one.code for one in found if one.rule == AdvertRule.CLICHE} == set(labelled["cliches"])


EDITS = [
    ("- language: da", "- language: sv", "wrong_order"),
    ("cliches:\n- code: flexible", "cliches:\n- code: Flexible!", "bad_code"),
    ("third_person: [kandidaten/", "third_person: ['', kandidaten/", "bad_pattern"),
    ("- code: dynamic", "- code: flexible", "code_twice"),
    ("  honest: [busy,", "  honesty: [busy,", "unknown_key"),
]


@pytest.mark.parametrize(("before", "after", "message_code"), EDITS)
def test_each_mistake_in_the_file_is_told(before: str, after: str, message_code: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    with pytest.raises(BadInput) as refused:
        read_advert_book(text.replace(before, after, 1))
    assert message_code in {problem.message_code for problem in refused.value.problems}


def test_advice_comes_while_one_types_and_saves_nothing(people: People, client_for: ClientFor) -> None:
    order, client = make_order(people), client_for(people.freja)
    address = reverse("companies:order_advert_check", args=[order.uuid])
    said = client.post(address, {"advert_heading": "Opvask", "advert_text": "Du er fleksibel."}).content.decode()
    assert "»fleksibel« siger ingenting i sig selv. Skriv, hvad der kan ændre sig" in said
    assert "Her kommer råd" in client.post(address, {}).content.decode()
    saved = JobOrder.objects.get()
    assert (saved.advert_heading, saved.advert_text, saved.revision) == ("", "", order.revision)


def test_without_script_the_advice_stands_there_after_saving(people: People, client_for: ClientFor) -> None:
    order, client = make_order(people), client_for(people.freja)
    address = reverse("companies:order_section", args=[order.uuid, "advert"])
    sent = {"advert_heading": "Opvask", "advert_text": "Kandidaten vasker op.", "revision": str(order.revision)}
    page = client.post(address, sent, follow=True)
    assert "»Kandidaten« taler om læseren" in page.content.decode()
    assert "»Kandidaten« taler om læseren" in client.get(address).content.decode()
    assert "taler om læseren" not in client_for(people.alma).get(page.request["PATH_INFO"]).content.decode()


def test_in_english_the_advice_on_a_danish_advert_is_english(people: People, client_for: ClientFor) -> None:
    order, client = make_order(people), client_for(people.freja)
    client.post("/sprog/", {"language": "en", "next": "/"})
    address = reverse("companies:order_advert_check", args=[order.uuid])
    said = client.post(address, {"advert_text": "Du er fleksibel, og det er et job med opvask."}).content.decode()
    assert "Write what may change: shifts, place or tasks, and how often." in said

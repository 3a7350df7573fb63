"""The method library: found by where one stands, read, practised, told about; and written in the municipality's own words."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.methods.library import shipped
from tests.journeys.conftest import PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.methods.making import make_words
from tests.people import People

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Employee], None]


def test_from_where_one_stands_to_a_method_that_is_kept(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.bo)
    page.goto("/metoder/")
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Samtalen er gået i stå").click()
    expect(page.get_by_role("heading", name="Samtalen er gået i stå")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("^GameMaster")).click()
    expect(page.get_by_role("heading", name="GameMaster", exact=True)).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Med virksomheden").click()
    expect(page.get_by_text(shipped()["gamemaster"].parts[0].company[0].da)).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Gør den til favorit").click()
    expect(page.get_by_role("button", name="Fjern den fra favoritter")).to_be_visible()
    page.goto("/metoder/")
    expect(page.get_by_role("heading", name="Dine favoritter")).to_be_visible()
    looks_right(page, axe)
    for path in ("overblik/", "kerneopgave/"):
        page.goto(f"/metoder/{path}")
        looks_right(page, axe)


def test_search_while_one_types(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.bo)
    page.goto("/metoder/")
    page.get_by_label("Navn eller ord").press_sequentially("detektiven")
    expect(page.get_by_text("1 metode passer.")).to_be_visible()
    expect(page.locator("#found").get_by_role("link", name=re.compile("^Karl Tomm"))).to_be_visible()
    looks_right(page, axe)
    assert "detektiven" not in page.url
    page.get_by_label("Navn eller ord").fill("zzzqqq")
    expect(page.get_by_text("Ingen metode passer på det hele")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Navn eller ord").fill("hun græder")
    expect(page.locator("#found").get_by_role("heading", name="Det kan du prøve, det bedste først")).to_be_visible()
    looks_right(page, axe)
    page.locator("#found").get_by_role("link", name="Borgeren bliver ked af det").click()
    expect(page.get_by_role("heading", name="Borgeren bliver ked af det")).to_be_visible()


def test_the_cards_by_keyboard(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page, quiz = any_page, shipped()["ugu"].quiz
    sign_in_as(page, people.bo)
    page.goto("/metoder/ugu/oev/")
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("^Begynd")).press("Enter")
    page.get_by_role("button", name="Svar").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    looks_right(page, axe)
    for number, card in enumerate(quiz, start=1):
        expect(page.get_by_text(f"Kort {number} af {len(quiz)}")).to_be_visible()
        page.get_by_role("radio").first.press("Space")
        if number == 1:
            looks_right(page, axe)
        page.get_by_role("radio").first.press("Enter")
        expect(page.get_by_text(card.answers[0].why.da)).to_be_visible()
        if number == 1:
            looks_right(page, axe)
        page.get_by_role("link", name=re.compile("Næste kort|Se, hvordan det gik")).press("Enter")
    right = sum(card.answers[0].is_right for card in quiz)
    expect(page.get_by_role("heading", name=f"{right} af {len(quiz)} rigtige")).to_be_visible()
    looks_right(page, axe)
    page.goto("/laering/mit/")
    expect(page.get_by_text(re.compile("^Øvelse med metoder i"))).to_be_visible()
    looks_right(page, axe)


def test_a_role_play_with_the_clock(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, people.bo)
    page.goto("/metoder/smart/oev/")
    page.get_by_role("link", name="Se rollespillet").click()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("^Start de")).click()
    expect(page.get_by_role("timer")).to_have_text(re.compile("^(15:00|14:5[0-9]) tilbage$"))
    looks_right(page, axe)
    page.get_by_label("Hvor længe øvede I?").fill("18")
    page.get_by_role("button", name="Registrér det som læring").click()
    expect(page.get_by_text("Det tæller som læring: 18 minutter.")).to_be_visible()
    looks_right(page, axe)


def test_an_experience_is_looked_through_before_colleagues_read_it(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.bo)
    page.goto("/metoder/ugu/")
    page.get_by_role("link", name="Fortæl, hvad du prøvede").click()
    looks_right(page, axe)
    page.get_by_label("Hvad gjorde du?").fill("Jeg spurgte Jens Peter Hansen først.")
    page.get_by_role("button", name="Del med kolleger").click()
    expect(page.get_by_role("heading", name="Det her kan føre til en person")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad gjorde du?").fill("Jeg spurgte først og gav bagefter.")
    page.get_by_role("button", name="Del med kolleger").click()
    expect(page.get_by_text("Jeg spurgte først og gav bagefter.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Din erfaring er trukket tilbage.")).to_be_visible()


def test_the_municipality_writes_its_own_words(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.dorte)
    page.goto("/styring/")
    page.get_by_role("link", name="Kommunens metoder").click()
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("^Skriv.*UGU")).click()
    looks_right(page, axe)
    page.get_by_label("Hvad det skal bruges til, på dansk").fill("")
    page.get_by_role("button", name="Gem vores egne ord").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad det skal bruges til, på dansk").fill("Spørg, giv og spørg igen.")
    page.get_by_role("button", name="Gem vores egne ord").click()
    expect(page.get_by_text("Kommunen har selv skrevet disse afsnit")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Se de leverede ord").click()
    expect(page.get_by_text(shipped()["ugu"].short.da)).to_be_visible()
    looks_right(page, axe)


def test_a_method_of_ones_own_until_it_is_retired(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.dorte, viewport=PHONE)
    page.goto("/styring/metoder/")
    page.get_by_role("link", name="Tilføj en metode, der er vores egen").click()
    looks_right(page, axe)
    page.get_by_label("Navn, på dansk", exact=True).fill("Gåturen")
    page.get_by_label("Borger", exact=True).check()
    page.get_by_label("Åbne", exact=True).check()
    for label, text in (
        ("Hvad det skal bruges til, på dansk", "Tag samtalen på gåben."),
        ("Hvad den gør, på dansk", "I går side om side."),
        ("Hvad I får ud af den, på dansk", "Ro og luft."),
        ("1. Overskrift, på dansk", "Spørg først"),
        ("1. Navn, på dansk", "På vej"),
        ("1. Med borgeren, en på hver linje, på dansk", "Hvor plejer du at gå?"),
        ("En på hver linje, på dansk", "Det gør ondt at gå."),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Gem vores egne ord").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("1. Tekst, på dansk").nth(0).fill("Hør, om den anden vil med ud.")
    page.get_by_label("1. Tekst, på dansk").nth(1).fill("Begynd let.")
    page.get_by_role("button", name="Gem vores egne ord").click()
    expect(page.get_by_role("heading", name="Gåturen")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Skriv den med vores egne ord").click()
    page.get_by_role("button", name="Tag den ud af brug").click()
    expect(page.get_by_text("»Gåturen« er taget ud af brug.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Gåturen", exact=True).click()
    expect(page.get_by_role("heading", name="Ikke i brug længere")).to_be_visible()
    looks_right(page, axe)


@pytest.mark.parametrize("code", sorted(shipped()))
def test_every_method_looks_right_at_320_wide(open_page: OpenPage, people: People, axe: Check, code: str) -> None:
    if code == "gamemaster":
        make_words(people.dorte, code)
    page = open_page(people.bo, viewport={"width": 320, "height": 700})
    page.goto(f"/metoder/{code}/")
    looks_right(page, axe)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

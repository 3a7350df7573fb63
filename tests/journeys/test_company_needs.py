"""What a company needs: the question guide block by block, a need that becomes a next step, and what begins from it."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.models import Company
from tests.companies.making import make_company
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
BLOCKS = [
    "Kundesegmenter",
    "Værdiskabelse",
    "Kanaler",
    "Relationer",
    "Indtægt",
    "Ressourcer",
    "Aktiviteter",
    "Interessenter",
    "Udgifter",
    "Rekruttering",
    "Integration",
    "Konkurrence",
]


def needs(company: Company) -> str:
    return reverse("companies:needs", args=[company.uuid])


def test_a_need_becomes_a_next_step_in_the_circle_and_a_job_order(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, company = any_page, make_company(people, name="Prøve Køkken", is_advertising_protected=False)
    sign_in_as(page, people.freja)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("link", name="Behov", exact=True).click()
    looks_right(page, axe)
    page.get_by_text("Notér et behov og næste skridt").click()
    looks_right(page, axe)
    page.get_by_label("Hvad er næste skridt?").select_option("visit")
    page.get_by_role("button", name="Gem behovet").click()
    expect(page.get_by_role("link", name="Skriv, hvad de mangler, med deres ord.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Det, de mangler").fill("Hjælp i opvasken fra seks til ni")
    page.get_by_role("group", name="Du sagde det igen: Passede det?").get_by_label("Ja").check()
    page.get_by_label("Det, vi kunne gøre").fill("En fast, tre timer hver morgen")
    page.get_by_role("group", name="Vil de have det?").get_by_label("Delvist").check()
    page.get_by_label("Hvor mange flere personer om tre måneder?").fill("2")
    page.get_by_label("Til hvilket arbejde om tre måneder?").fill("opvask")
    day = timezone.localdate() + timedelta(days=4)
    page.get_by_label("Hvad skal der gøres?").fill("Se køkkenet sammen")
    page.get_by_label("Hvornår?").fill(day.isoformat())
    page.get_by_role("button", name="Gem behovet").click()
    expect(page.get_by_text("2 personer, opvask, omkring", exact=False)).to_be_visible()
    looks_right(page, axe)
    circle = circle_of(company)
    assert (circle.next_on, circle.next_what) == (day, "Se køkkenet sammen")

    page.get_by_role("link", name="Ny jobordre").click()
    expect(page.get_by_label("Hvad kalder virksomheden stillingen?")).to_have_value("Hjælp i opvasken fra seks til ni")
    page.go_back()
    page.get_by_role("link", name=re.compile("Bryd en stilling ned")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bryd en stilling ned i opgaver")
    page.goto(reverse("companies:company", args=[company.uuid]))
    expect(page.get_by_text("2 personer, opvask, omkring", exact=False)).to_be_visible()
    looks_right(page, axe)
    page.goto("/virksomheder/dagen/")
    expect(page.get_by_text("Se køkkenet sammen")).to_be_visible()


def test_the_guide_is_asked_block_by_block(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people)
    page = open_page(people.freja, viewport=NARROW)
    page.goto(needs(company))
    for name in BLOCKS:
        expect(page.locator("summary", has_text=name)).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.goto(needs(company))
    page.locator("summary", has_text="Aktiviteter").click()
    block = page.locator("#activities")
    block.get_by_label("Det, de fortalte").fill("Om fredagen ligger pakkerne")
    block.get_by_role("button", name=re.compile("^Gem")).click()
    expect(page.locator("summary", has_text="Aktiviteter")).to_contain_text("fortalt")
    page.goto(needs(company))
    page.locator("summary", has_text="Integration").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hvilke sprog bliver der talt i frokostpausen?")).to_be_visible()
    looks_right(page, axe)

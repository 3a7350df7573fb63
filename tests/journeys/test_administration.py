"""The administrator's and the auditor's work in a real browser, and everybody's own page."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from fagkompas.accounts.actions import StaffFacts, edit_employee
from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_read
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right
from tests.people import People
from tests.website_environment import environment

OpenPage = Callable[..., Page]


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def as_ida(request: pytest.FixtureRequest, open_page: OpenPage, people: People) -> Page:
    return open_page(people.ida, viewport=request.param)


def test_units(as_ida: Page, people: People, axe: Check) -> None:
    page = as_ida
    page.goto("/styring/")
    page.get_by_role("link", name="Enheder").first.click()
    looks_right(page, axe)
    page.get_by_role("link", name="Nord").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Tilføj en underenhed").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Tilføj enhed").click()
    expect(page.get_by_text("Udfyld »").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Navn").fill("Team Vest")
    page.get_by_role("button", name="Tilføj enhed").click()
    expect(page.get_by_role("heading", name="Team Vest")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Flyt").click()
    page.get_by_label("Flyt ind under").select_option("Testkommune / Syd")
    looks_right(page, axe)
    page.get_by_role("button", name="Flyt").click()
    expect(page.get_by_text("Team Vest er flyttet")).to_be_visible()
    page.get_by_role("link", name="Luk enheden").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Luk enheden").click()
    expect(page.get_by_text("Lukket", exact=True).first).to_be_visible()
    looks_right(page, axe)
    assert Unit.objects.get(name="Team Vest").path == "Testkommune / Syd / Team Vest"


def test_a_new_colleague(as_ida: Page, people: People, axe: Check) -> None:
    page = as_ida
    page.goto("/styring/medarbejdere/")
    looks_right(page, axe)
    page.get_by_role("link", name="Opret en medarbejder").click()
    page.get_by_label("Navn").fill("Nina Ny")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Enhed").select_option("Testkommune / Nord")
    page.get_by_role("button", name="Opret medarbejder").click()
    expect(page.get_by_label("Navn")).to_have_value("Nina Ny")
    looks_right(page, axe)
    page.get_by_label("E-mail").fill("nina@testkommune.example")
    page.get_by_role("button", name="Opret medarbejder").click()
    expect(page.get_by_role("heading", name="Nina Ny")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Giv en rolle").click()
    looks_right(page, axe)
    page.get_by_label("Leder").check()
    page.get_by_role("button", name="Giv rollen").click()
    expect(page.get_by_text("Nina Ny har nu rollen")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Personen er fratrådt").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Ja, personen er fratrådt").click()
    expect(page.get_by_text("Nina Ny er fratrådt og kan ikke længere logge ind")).to_be_visible()
    looks_right(page, axe)
    page.goto("/styring/medarbejdere/")
    page.get_by_label("Navn, e-mail eller medarbejdernummer").fill("nina")
    page.get_by_role("button", name="Find en person").click()
    expect(page.get_by_role("link", name="Nina Ny")).to_be_visible()
    assert "nina" not in page.url
    looks_right(page, axe)


def test_somebody_else_was_quicker(as_ida: Page, people: People, axe: Check) -> None:
    page = as_ida
    page.goto(f"/styring/medarbejdere/{people.bo.uuid}/ret/")
    looks_right(page, axe)
    page.get_by_label("Navn").fill("Bo Birk")
    page.get_by_label("Medarbejdernummer").fill("17")
    quicker = StaffFacts(name="Bo Berg", email=people.bo.email, category="BFM")
    edit_employee(employee=people.bo, facts=quicker, revision=0, by=people.ida)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("En anden har rettet personen, mens du skrev")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Gemt.")).to_be_visible()
    bo = Employee.objects.get(pk=people.bo.pk)
    assert (bo.name, bo.staff_number, bo.category) == ("Bo Birk", "17", "BFM")


def test_a_staff_file(as_ida: Page, people: People, axe: Check) -> None:
    page = as_ida
    page.goto("/styring/medarbejdere/indlaes/")
    looks_right(page, axe)
    rows = "medarbejder;navn;enhed\nny@x.example;Nina;Nord\n;Ingen;Vest\nbo@testkommune.example;Bo B;Syd\n"
    page.get_by_label("Medarbejderfil", exact=True).set_input_files(
        FilePayload(name="staff.csv", mimeType="text/csv", buffer=rows.encode())
    )
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text("1 person er ny.")).to_be_visible()
    expect(page.get_by_text("2 problemer")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("1 person er oprettet, og 1 er rettet")).to_be_visible()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_auditor(open_page: OpenPage, people: People, axe: Check, language: str) -> None:
    Employee.objects.filter(pk=people.gry.pk).update(language=language)
    record_read(by=people.ida, action="accounts.employee.opened", subject_id=people.bo.pk, target=people.bo)
    for viewport in (PHONE, DESKTOP):
        page = open_page(people.gry, viewport=viewport)
        page.goto("/styring/log/")
        looks_right(page, axe)
        page.get_by_role("link", name="Bo").first.click()
        looks_right(page, axe)
        page.goto("/styring/persondata/")
        looks_right(page, axe)
    page.goto("/styring/log/")
    page.get_by_role("main").locator("form[action$='kontrol/'] button").click()
    expect(page.get_by_text(re.compile("Loggen er hel|The log is whole"))).to_be_visible()
    looks_right(page, axe)


def test_everybodys_own_pages(open_page: OpenPage, people: People, axe: Check) -> None:
    for viewport in (PHONE, DESKTOP):
        page = open_page(people.bo, viewport=viewport)
        page.goto("/konto/hvem-har-set/")
        looks_right(page, axe)
        record_read(by=people.alma, action="accounts.employee.opened", subject_id=people.bo.pk, target=people.bo)
        page.reload()
        expect(page.get_by_text("Alma").first).to_be_visible()
        looks_right(page, axe)
        page.goto("/konto/mig/")
        looks_right(page, axe)


def test_a_manager_without_second_factor_is_led_to_it(
    open_page: OpenPage, people: People, axe: Check, settings: Any
) -> None:
    settings.ENVIRONMENT = environment(second_factor="privileged")
    page = open_page(people.alma)
    page.goto("/konto/hvem-har-set/")
    expect(page).to_have_url(re.compile("/konto/to-trin/$"))
    expect(page.get_by_text("Med din rolle skal du logge ind i to trin").first).to_be_visible()
    looks_right(page, axe)

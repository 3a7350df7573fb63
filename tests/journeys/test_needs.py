"""A manager says what the unit needs, sees what is missing, what answers it, and divides the work."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.engine.scales import Level
from fagkompas.learning.models import Need, TaskType, WorkRole
from tests.assessments.units import colleagues, rated_round
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.needs import FIELDS, address, describe, describe_work, need
from tests.people import People, make_unit

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]


@pytest.fixture
def rated(people: People) -> People:
    """Nord with eight people at 2, Bo specialised in the law; Syd, Vest and Havn beside it, and enough people above to show them."""
    colleagues(people.north, 5)
    colleagues(people.south, 6)
    for name in ("Vest", "Havn"):
        colleagues(make_unit(name, people.testkommune), 6)
    colleagues(people.testkommune, 3)
    rated_round(people.testkommune, {people.bo: {"LM": 4}})
    return people


def test_through_the_four_steps(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, rated.alma)
    page.goto("/laering/")
    looks_right(page, axe)
    page.get_by_role("link", name="Nord", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad kræver vores opgaver og roller?")
    looks_right(page, axe)

    page.get_by_role("link", name="Udfyld med forslaget").first.click()
    expect(page.get_by_text("Det her er et forslag, og intet er gemt endnu")).to_be_visible()
    looks_right(page, axe)
    law = page.get_by_role("group", name="Lov & Myndighed")
    effect = page.locator("#effect")
    expect(effect).to_contain_text("1 specialist, hvor der er brug for 2")
    with page.expect_response(re.compile("virkning")):
        law.get_by_label("Specialiserede").fill("4")
        law.get_by_label("Senest").focus()
    expect(effect).to_contain_text("1 specialist, hvor der er brug for 4")
    assert not Need.objects.exists()
    open_all(page)
    looks_right(page, axe)

    law.get_by_label("Skal mestre grundniveauet").fill("120")
    page.get_by_role("button", name="Gem behovet").click()
    expect(page.locator(".alert-error, .error-summary").first).to_be_visible()
    looks_right(page, axe)
    law.get_by_label("Skal mestre grundniveauet").fill("100")
    page.get_by_role("button", name="Gem behovet").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem har det?")
    expect(page.get_by_text("Behovet er gemt i 6 felter.")).to_be_visible()
    expect(page.get_by_role("link", name="Bo", exact=True)).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Videre: hvordan står vi så?").click()
    missing = page.get_by_role("region", name="Det mangler")
    expect(missing.get_by_role("listitem").filter(has_text="Lov & Myndighed").first).to_contain_text("brug for 4")
    expect(page.get_by_role("region", name="Ved siden af søsterenhederne")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Videre: hvad kan vi gøre?").click()
    expect(page.get_by_role("heading", name="Lov & Myndighed, specialiseret niveau")).to_be_visible()
    open_all(page)
    looks_right(page, axe)

    page.goto(f"/kompetencer/enhed/{rated.north.uuid}/")
    expect(page.get_by_text("Efter det, enheden selv har sagt, at den har brug for.")).to_be_visible()
    looks_right(page, axe)


def test_two_on_one_need_choose_between_both(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    describe(rated.north, rated.alma, *(need(field) for field in FIELDS))
    sign_in_as(page, rated.alma)
    page.goto(address(rated.north))
    describe(rated.north, rated.dorte, need("LM", specialists=4))
    page.get_by_role("group", name="Lov & Myndighed").get_by_label("Specialiserede").fill("2")
    page.get_by_role("button", name="Gem behovet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("To af jer har ændret det samme")
    looks_right(page, axe)
    page.get_by_label("Brug det gemte").check()
    page.get_by_role("button", name="Gem det, jeg valgte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem har det?")
    assert Need.objects.get(field="LM").specialists == 4


def test_roles_and_profiles(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, rated.alma)
    page.goto(address(rated.north))
    page.get_by_role("link", name="Hvem har hvilken rolle").click()
    looks_right(page, axe)
    page.get_by_role("group", name="Bo", exact=True).get_by_text("Myndighed").click()
    page.get_by_role("button", name="Gem rollerne").click()
    expect(page.get_by_text("Det er gemt, hvem der har hvilken rolle.")).to_be_visible()
    assert WorkRole.objects.get().employee == rated.bo

    page.get_by_role("link", name="Myndighed", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Myndighed")
    looks_right(page, axe)
    page.get_by_role("group", name="Lov & Myndighed").get_by_label("Specialiserede").fill("2")
    page.get_by_role("button", name="Gem behovet").click()

    page.get_by_role("link", name="Ud fra de seks fagprofiler, nu og ideelt").click()
    looks_right(page, axe)
    profile = page.get_by_role("group").first
    profile.get_by_label(re.compile("Nu")).select_option("0")
    profile.get_by_label(re.compile("Ideelt")).select_option("4")
    page.get_by_role("button", name="Gem profilerne").click()
    expect(page.locator("section[aria-labelledby=bands]")).to_contain_text("Der mangler 2 personer")
    expect(page.locator("section[aria-labelledby=roles]")).to_contain_text("1 specialist, hvor der er brug for 2")
    looks_right(page, axe)


def test_a_workbook_stands_in_the_form_before_it_is_saved(
    page: Page, sign_in_as: SignIn, rated: People, axe: Check, tmp_path: Path
) -> None:
    file = tmp_path / "behov.csv"
    file.write_text("enhed;felt;specialister\nNord;LM;3\nNord;XX;1\n", encoding="utf-8")
    sign_in_as(page, rated.alma)
    page.goto(address(rated.north, "indlaes/"))
    looks_right(page, axe)
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text("Række 3, kolonnen felt:")).to_be_visible()
    expect(page.get_by_role("group", name="Lov & Myndighed").get_by_label("Specialiserede")).to_have_value("3")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem behovet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem har det?")
    assert Need.objects.get(field="LM").specialists == 3


def test_the_work_is_described_and_divided(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, rated.alma)
    page.goto(address(rated.north, "fordeling/"))
    looks_right(page, axe)
    page.get_by_role("link", name="Udfyld med forslaget").click()
    expect(page.get_by_text("Det her er et forslag, og intet er gemt endnu")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem opgavetyperne").click()
    expect(page.get_by_text("Opgavetyperne er gemt.")).to_be_visible()
    assert TaskType.objects.count() == 16
    expect(page.get_by_role("region", name="Timer, som ingen dækker")).to_contain_text("Ingen er langt nok i feltet.")
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Ret timerne").click()
    looks_right(page, axe)
    page.get_by_label("Bo", exact=True).fill("10")
    page.get_by_role("button", name="Gem timerne").click()
    expect(page.get_by_text("Timerne er gemt.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent som regneark").click()
    assert download.value.suggested_filename == "fordeling.xlsx"


def test_without_javascript_saving_shows_the_gap(open_page: OpenPage, sign_in_as: SignIn, rated: People) -> None:
    page = open_page(java_script_enabled=False)
    sign_in_as(page, rated.alma)
    page.goto(address(rated.north))
    page.locator("input[name='LM-specialister']").fill("3")
    page.get_by_role("button", name="Gem behovet").click()
    expect(page.get_by_text("Behovet er gemt i 6 felter.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Hvordan står vi så")).first.click()
    expect(page.get_by_text("1 specialist, hvor der er brug for 3").first).to_be_visible()


def test_a_consultant_reads_without_names(page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    describe(rated.north, rated.alma, need("LM", specialists=3))
    describe_work(rated.north, rated.alma, ("Jura", "LM", Level.BASIC, "5"))
    sign_in_as(page, rated.dorte)
    for end in ("", "hvem/", "hvor/", "svar/"):
        page.goto(address(rated.north, end))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert not page.get_by_text("Bo", exact=True).count()
        open_all(page)
        looks_right(page, axe)

"""A competence consultant reads figures of units: never of fewer than five, and never a name."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Round
from tests.assessments.rounds import participant_of
from tests.assessments.units import colleagues, rated_round
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People

SignIn = Callable[[Page, Employee], None]

NAMES = ("Alma", "Bo", "Carla", "Erik", "Freja")


@pytest.fixture
def seen_round(people: People) -> Round:
    """Nord has eight, Syd two, the municipality itself five with Dorte; only Bo is specialised in anything."""
    colleagues(people.north, 5)
    colleagues(people.testkommune, 2)
    return rated_round(people.testkommune, {people.bo: {"IT": 4}, people.carla: 1})


def unit_page(unit: Unit) -> str:
    return f"/kompetencer/enhed/{unit.uuid}/"


def names_in(text: str) -> list[str]:
    return [name for name in NAMES if re.search(rf"\b{name}\b", text)]


@pytest.mark.usefixtures("seen_round")
def test_units_without_names_and_small_ones_without_figures(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.dorte)
    page.goto("/kompetencer/")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Enheder")).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Syd"))
    expect(row).to_contain_text("skjult for at beskytte den enkelte")
    expect(row).not_to_contain_text("på grundlæggende niveau")
    looks_right(page, axe)

    page.get_by_role("link", name="Syd").click()
    expect(page.get_by_role("heading", name="Tallene er skjult")).to_be_visible()
    expect(page.get_by_text("Det beskytter den enkelte.")).to_be_visible()
    looks_right(page, axe)
    open_all(page)
    expect(page.get_by_text("fordi der er færre end 5 personer bag")).to_be_visible()
    looks_right(page, axe)
    assert page.locator("[data-sector]").count() == 0

    page.goto(unit_page(people.north))
    attention = page.get_by_role("region", name="Det kræver opmærksomhed")
    expect(attention).to_contain_text("IT & Digital: kun én specialist")
    expect(page.get_by_role("link", name="Hvem kan hvad")).to_have_count(0)
    expect(page.get_by_role("heading", name="Det hænger på én person")).to_have_count(0)
    open_all(page)
    looks_right(page, axe)
    assert names_in(page.locator("main").inner_text()) == []


def test_a_unit_of_eight_whose_figures_would_tell_about_the_others(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    """Beside Nord there are four whom Dorte does not know, and the whole is shown: so Nord is not."""
    colleagues(people.north, 5)
    rated_round(people.testkommune)
    page = any_page
    sign_in_as(page, people.dorte)

    page.goto(unit_page(people.north))
    expect(page.get_by_text("Enheden er stor nok")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.goto(unit_page(people.testkommune))
    expect(page.get_by_role("region", name="Det kræver opmærksomhed")).to_be_visible()
    looks_right(page, axe)


def test_what_a_consultant_may_not_open_is_not_there(
    page: Page, sign_in_as: SignIn, people: People, seen_round: Round
) -> None:
    bo = participant_of(seen_round, people.bo)
    sign_in_as(page, people.dorte)

    for path in (
        unit_page(people.north) + "mennesker/",
        unit_page(people.north) + f"hvis/{bo.uuid}/",
        f"/kompetencer/profil/{bo.uuid}/",
        f"/kompetencer/profil/{bo.uuid}/ved-siden-af-enheden/",
    ):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 404
        assert names_in(page.locator("main").inner_text()) == []


@pytest.mark.usefixtures("seen_round")
def test_files_hold_no_hidden_number(page: Page, sign_in_as: SignIn, people: People, tmp_path: Path) -> None:
    sign_in_as(page, people.dorte)
    page.goto(unit_page(people.testkommune))
    for label in ("XLSX", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=label, exact=True).first.click()
        download.value.save_as(tmp_path / f"enhed.{label.lower()}")

    units = {unit["unit"]: unit for unit in json.loads((tmp_path / "enhed.json").read_bytes())["units"]}
    assert units["Testkommune / Syd"]["suppressed"]
    assert units["Testkommune / Syd"]["fields"] is None
    assert units["Testkommune / Syd"]["dimensions"] is None
    rows = [
        row
        for sheet in openpyxl.load_workbook(tmp_path / "enhed.xlsx").worksheets
        for row in sheet.iter_rows(values_only=True)
    ]
    of_south = [row for row in rows if row[0] == "Testkommune / Syd"]
    assert of_south
    assert not any(isinstance(cell, float) for row in of_south for cell in row)
    text = (tmp_path / "enhed.json").read_text() + str(rows)
    assert names_in(text) == []


@pytest.mark.usefixtures("seen_round")
def test_by_keyboard_to_why_a_unit_is_hidden(page: Page, sign_in_as: SignIn, people: People) -> None:
    sign_in_as(page, people.dorte)
    page.goto(unit_page(people.south))
    why = page.locator("main summary").first
    why.focus()
    page.keyboard.press("Enter")
    rule = page.get_by_role("link", name="Reglen med et eksempel")
    expect(rule).to_be_visible()
    rule.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#smallest-group")).to_be_visible()

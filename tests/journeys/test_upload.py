"""A ratings file in the browser: read with its problems in sight, then saved; a consultant looks it through."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Rating, RatingsImport
from tests.assessments.rounds import make_round
from tests.assessments.upload_rows import BO_IN_NORTH
from tests.journeys.looks import Check, fits
from tests.people import People

PROBLEMS = "bo@testkommune.example;;;selv;AU-G2;9\nukendt@testkommune.example;Ukendt;;selv;AU-G1;2\n"


def read_file(page: Page, folder: Path, text: str) -> None:
    """Choose a file and hand it over."""
    file = folder / "vurderinger.csv"
    file.write_text(text, encoding="utf-8")
    page.goto("/kompetencer/indlaes/")
    page.get_by_label("Fil med vurderinger").set_input_files(file)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se filen igennem")


def test_a_manager_saves_a_file_after_seeing_every_problem(
    any_page: Page, sign_in_as: Callable[[Page, Employee], None], people: People, axe: Check, tmp_path: Path
) -> None:
    page = any_page
    round_ = make_round(people.north)
    sign_in_as(page, people.alma)
    page.goto("/kompetencer/indlaes/")
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    axe(page)

    read_file(page, tmp_path, BO_IN_NORTH + PROBLEMS)
    expect(page.get_by_text("En vurdering er et helt tal fra 0 til 4")).to_be_visible()
    expect(page.get_by_text("Ingen med den e-mail eller det medarbejdernummer")).to_be_visible()
    assert not Rating.objects.exists()
    axe(page)
    assert fits(page)

    page.get_by_role("button", name="Gem i runden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(round_.name)
    expect(page.get_by_text("1 vurdering er gemt.")).to_be_visible()
    assert Rating.objects.get().participant.employee == people.bo


def test_a_consultant_looks_a_file_through(
    any_page: Page, sign_in_as: Callable[[Page, Employee], None], people: People, axe: Check, tmp_path: Path
) -> None:
    page = any_page
    make_round(people.north)
    sign_in_as(page, people.dorte)
    read_file(page, tmp_path, BO_IN_NORTH + PROBLEMS)
    expect(page.get_by_role("heading", name="Hvem der kan gemme filen")).to_be_visible()
    expect(page.get_by_role("button", name="Gem i runden")).to_have_count(0)
    axe(page)
    read_file(page, tmp_path, "Kære Alma")
    expect(page.get_by_text("Intet kunne læses.")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Slet filen").click()
    expect(page.get_by_text("Filen er slettet, og intet er gemt.")).to_be_visible()
    assert not RatingsImport.objects.exists()


def test_the_page_says_how_far_it_has_come(
    page: Page, sign_in_as: Callable[[Page, Employee], None], people: People, axe: Check, tmp_path: Path
) -> None:
    make_round(people.north)
    sign_in_as(page, people.alma)
    page.goto("/kompetencer/indlaes/")
    page.evaluate("""() => {
        const line = document.querySelector("[data-upload-line]");
        new MutationObserver(() => sessionStorage.setItem("said", (sessionStorage.getItem("said") || "") + line.textContent + "|"))
            .observe(line, {childList: true, characterData: true, subtree: true});
    }""")
    rows = "".join(f"p{number}@testkommune.example;;;selv;AU-G1;3\n" for number in range(60_000))
    file = tmp_path / "mange.csv"
    file.write_text(BO_IN_NORTH + rows, encoding="utf-8")
    page.get_by_label("Fil med vurderinger").set_input_files(file)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se filen igennem", timeout=60_000)
    said = page.evaluate("sessionStorage.getItem('said')").split("|")
    assert "Sender filen: 100 %" in said
    assert any(re.fullmatch(r"Læser filen: [\d.]+ rækker", words) for words in said)


def test_without_scripts_a_file_is_read_as_well(open_page: Callable[..., Page], people: People, tmp_path: Path) -> None:
    make_round(people.north)
    page = open_page(people.alma, java_script_enabled=False)
    read_file(page, tmp_path, BO_IN_NORTH)

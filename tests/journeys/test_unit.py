"""A manager's way through the unit's profile: what needs attention, who masters what, what if, beside the unit, files."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.models import Participant, Round, RoundState
from fagkompas.engine.scales import Mode
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.units import colleagues, rated_round
from tests.journeys.conftest import PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People, make_unit

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Employee], None]


@pytest.fixture
def team(people: People) -> Unit:
    """A team of five in Nord."""
    team = make_unit("Team Havnen", people.north)
    colleagues(team, 5)
    return team


@pytest.fixture
def seen_round(people: People, team: Unit) -> Round:  # the team takes part
    """Everyone in Nord at 2; Bo alone is specialised in IT, and behind in the law."""
    return rated_round(people.north, {people.bo: {"IT": 4, "LM": 1}})


def unit_page(unit: Unit) -> str:
    return f"/kompetencer/enhed/{unit.uuid}/"


@pytest.mark.usefixtures("seen_round")
def test_from_the_unit_to_a_person_and_back(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, people.alma)
    page.goto("/kompetencer/enheder/")
    looks_right(page, axe)
    page.get_by_role("link", name="Nord", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Nord")
    attention = page.get_by_role("region", name="Det kræver opmærksomhed")
    expect(attention.get_by_role("listitem").first).to_contain_text(
        "Lov & Myndighed: ingen specialist, på grundlæggende niveau 7 af 8"
    )
    expect(page.get_by_text("8 har vurderet sig selv")).to_be_visible()
    looks_right(page, axe)
    open_all(page)
    expect(attention.get_by_text("Lov & Myndighed: 7 på grundlæggende niveau, hvor der er brug for 8")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Hvem kan hvad").click()
    expect(page.get_by_text("8 personer har tal")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Felt").select_option("IT")
    page.get_by_label("Ståsted").select_option("specialised")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("1 person har tal")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Ståsted").select_option("developing")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("Ingen at vise.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Ståsted").select_option("specialised")
    page.get_by_role("button", name="Vis").click()

    page.get_by_role("link", name=re.compile("^Hvis personen stopper")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad hvis Bo stopper?")
    expect(page.get_by_text("Så har enheden ingen specialist tilbage i: IT & Digital")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Profilen for Bo").click()
    beside = page.get_by_role("heading", name="Ved siden af Nord")
    expect(beside).to_be_visible()
    expect(page.get_by_role("heading", name="Mere end enheden har")).to_be_visible()
    looks_right(page, axe)


def test_beside_the_unit_the_part_of_the_profile_is_the_page(
    any_page: Page, sign_in_as: SignIn, people: People, seen_round: Round, axe: Check
) -> None:
    page, bo = any_page, participant_of(seen_round, people.bo)
    sign_in_as(page, people.alma)

    page.goto(f"/kompetencer/profil/{bo.uuid}/")
    expect(page.get_by_role("heading", name="Ved siden af Nord")).to_be_visible()
    part = page.locator("#reading").inner_text()
    page.goto(beside_page(bo))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bo")
    looks_right(page, axe)
    fresh = page.locator("#reading").inner_text()

    assert part.strip()
    assert part.split() == fresh.split()
    open_all(page)
    expect(page.get_by_text("Højt er fra 80 %").first).to_be_visible()
    looks_right(page, axe)


def beside_page(participant: Participant) -> str:
    return f"/kompetencer/profil/{participant.uuid}/ved-siden-af-enheden/"


@pytest.mark.usefixtures("seen_round")
def test_down_the_tree_and_up_again(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, people.alma)
    page.goto(unit_page(people.north))

    page.get_by_role("link", name="Enhederne under").click()
    looks_right(page, axe)
    page.get_by_role("table", name="Enhederne under").get_by_role("link", name="Team Havnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team Havnen")
    expect(page.get_by_text("5 har vurderet sig selv")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("navigation").get_by_role("link", name="Nord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nord")


@pytest.mark.usefixtures("seen_round")
def test_the_profile_as_files(page: Page, sign_in_as: SignIn, people: People, tmp_path: Path) -> None:
    sign_in_as(page, people.alma)
    page.goto(unit_page(people.north))

    starts = {"PDF": b"%PDF", "XLSX": b"PK", "SVG": b"<?xml", "JSON": b"{"}
    for label, start in starts.items():
        with page.expect_download() as download:
            page.get_by_role("link", name=label, exact=True).first.click()
        name = download.value.suggested_filename
        assert re.fullmatch(rf"Enhed - Nord - .+ - \d{{4}}-\d\d-\d\d\.{label.lower()}", name)
        file = tmp_path / f"enhed.{label.lower()}"
        download.value.save_as(file)
        assert file.read_bytes().startswith(start)
    units = json.loads((tmp_path / "enhed.json").read_bytes())["units"]
    assert [unit["unit"] for unit in units] == ["Testkommune / Nord", "Testkommune / Nord / Team Havnen"]


@pytest.mark.usefixtures("seen_round")
def test_by_keyboard_alone(page: Page, sign_in_as: SignIn, people: People) -> None:
    """The table is sorted by a field, and what hangs on one person is opened, without a mouse."""
    sign_in_as(page, people.alma)
    page.goto(unit_page(people.north))
    why = page.get_by_role("region", name="Det kræver opmærksomhed").locator("summary")
    why.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Et felt bliver nævnt, når")).to_be_visible()

    page.get_by_role("link", name="Hvem kan hvad").focus()
    page.keyboard.press("Enter")
    by_field = page.get_by_role("columnheader", name=re.compile("^IT"))
    by_field.get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(by_field).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("rowheader").first).to_contain_text("Bo")


def test_before_the_manager_has_rated_no_answer_is_in_the_figures(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    """What an employee has answered says nothing to a manager who still has to rate."""
    part = participant_of(make_round(people.north, mode=Mode.DIALOGUE), people.bo)
    answer(
        part, {f"{code}-{level}": 4 for code in ("AU", "LM", "IT", "BM", "VM", "NF") for level in "GS"}, by=people.bo
    )
    page = any_page
    sign_in_as(page, people.alma)

    page.goto(unit_page(people.north))
    expect(page.get_by_text("Ingen tal endnu")).to_be_visible()
    expect(page.get_by_text("på svar fra 0 personer")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Hvem kan hvad").click()
    expect(page.get_by_text("1 person, der har svaret, er ikke vist")).to_be_visible()
    expect(page.get_by_role("link", name="Bo", exact=True)).to_have_count(0)
    looks_right(page, axe)
    page.get_by_role("link", name="Gå til runden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(part.round.name)


def test_a_unit_without_answers_and_without_a_round(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.alma)
    page.goto("/kompetencer/enheder/")
    expect(page.get_by_text("Ingen tal endnu")).to_be_visible()
    looks_right(page, axe)
    make_round(people.north, state=RoundState.PLANNED)
    page.goto(unit_page(people.north))
    expect(page.get_by_text("Ingen tal endnu")).to_be_visible()
    looks_right(page, axe)


def test_in_english(open_page: OpenPage, people: People, seen_round: Round, axe: Check) -> None:
    people.alma.language = "en"
    people.alma.save()
    page = open_page(people.alma, viewport=PHONE)

    page.goto(unit_page(people.north))
    expect(page.get_by_role("heading", name="What needs attention")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Who masters what").click()
    expect(page.get_by_text("8 people have figures")).to_be_visible()
    looks_right(page, axe)
    page.goto(beside_page(participant_of(seen_round, people.bo)))
    expect(page.get_by_role("heading", name="Compared with Nord")).to_be_visible()
    looks_right(page, axe)


@pytest.mark.parametrize("odd", ["Bogstavelig talt en meget lang enhed med et navn uden ende", "<b>Nord & Syd</b>"])
def test_an_odd_name_fits(odd: str, open_page: OpenPage, people: People, axe: Check) -> None:
    people.north.name = odd
    people.north.save()
    rated_round(people.north)
    page = open_page(people.alma, viewport=PHONE)

    page.goto(unit_page(people.north))
    expect(page.get_by_role("heading", level=1)).to_have_text(odd)
    looks_right(page, axe)

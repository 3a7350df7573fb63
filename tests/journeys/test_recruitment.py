"""A manager sees what a plan leaves open, has an advert drafted, and writes on it beside another manager."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.learning.actions.recruitment import edit_profile
from fagkompas.learning.models import Plan, RecruitmentProfile
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.plans import course_session, make_solved, rate_north
from tests.people import People

SignIn = Callable[[Page, Employee], None]


@pytest.fixture
def planned(people: People) -> Plan:
    """A plan that gains a little in law; everything else stays open."""
    rate_north(people)
    course_session(people)
    return make_solved(people)


def test_from_a_plan_to_an_advert(
    any_page: Page, sign_in_as: SignIn, people: People, planned: Plan, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.alma)
    page.goto(f"/laering/plan/{planned.uuid}/")
    page.get_by_role("link", name="Rekruttér").click()
    expect(page.get_by_role("heading", name=f"Det, »{planned.name}« lader stå åbent")).to_be_visible()
    looks_right(page, axe)
    open_all(page)
    looks_right(page, axe)
    page.get_by_label("1 ny kollega, specialiseret i").check()
    page.get_by_role("button", name="Skriv et udkast").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Rekrutteringsprofil")
    advert = page.get_by_label("Opslaget")
    assert advert.input_value().startswith("Kollega til Nord med styrke i ")
    open_all(page)
    looks_right(page, axe)
    advert.fill("")
    page.get_by_role("button", name="Gem opslaget").click()
    expect(page.locator(".error-summary, .alert-error").first).to_contain_text("Skriv opslaget.")
    looks_right(page, axe)

    profile = RecruitmentProfile.objects.get()
    edit_profile(profile=profile, text="En anden leders ord", revision=0, by=people.alma)
    advert.fill("Vi søger dig")
    page.get_by_role("button", name="Gem opslaget").click()
    expect(page.get_by_text("En anden leders ord")).to_be_visible()
    assert page.get_by_label("Opslaget").input_value() == "Vi søger dig"
    looks_right(page, axe)
    page.get_by_role("button", name="Gem opslaget").click()
    expect(page.get_by_text("Opslaget er gemt.")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tekst").click()
    assert taken.value.path().read_text(encoding="utf-8-sig") == "Vi søger dig"

    page.goto("/laering/rekruttering/")
    expect(page.get_by_role("link", name="Arbejdsmarked")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Arbejdsmarked").click()
    page.get_by_role("link", name="Slet profilen").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Slet profilen").click()
    expect(page.get_by_text("Ingen profil endnu")).to_be_visible()
    looks_right(page, axe)


def test_ones_own_seats_go_into_a_calendar(page: Page, sign_in_as: SignIn, people: People) -> None:
    sign_in_as(page, people.bo)
    page.goto("/laering/mit/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Dine pladser som kalender").click()
    assert taken.value.suggested_filename == "min-laering.ics"
    assert taken.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_a_plan_is_taken_out_of_its_page(page: Page, sign_in_as: SignIn, people: People, planned: Plan) -> None:
    sign_in_as(page, people.alma)
    for link, ending in (("Kalender (iCal)", "ics"), ("Regneark (XLSX)", "xlsx"), ("PDF", "pdf")):
        page.goto(f"/laering/plan/{planned.uuid}/")
        with page.expect_download() as taken:
            page.get_by_role("link", name=link).click()
        assert taken.value.suggested_filename.endswith(f".{ending}")

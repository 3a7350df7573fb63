"""A form that saves nothing before its button keeps what was typed in the window, until it is sent and taken."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import Activity, PlacementTask
from fagkompas.citizens.models import Citizen
from tests.casework.making import make_plan
from tests.casework.work import make_placement
from tests.citizens.making import make_citizen
from tests.companies.making import make_company
from tests.journeys.looks import Check, looks_right
from tests.people import People

SignIn = Callable[[Page, Employee], None]
WORDS = "Hun lærer at betjene kassen."


def new_activity(page: Page, citizen: Citizen) -> None:
    page.goto(f"/borgere/{citizen.uuid}/plan/aktivitet/ny/")


def test_what_was_typed_is_there_again_until_it_is_taken(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, citizen = any_page, make_citizen(people)
    make_plan(citizen)
    sign_in_as(page, people.erik)
    new_activity(page, citizen)
    page.get_by_label("Hvad skal den føre til?").fill(WORDS)
    page.goto(f"/borgere/{citizen.uuid}/")
    new_activity(page, citizen)
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value(WORDS)
    expect(page.get_by_text("Det er ikke gemt endnu")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("button", name="Gem", exact=True).click()  # It has no title, and is refused.
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value(WORDS)
    page.get_by_label("Hvad hedder den?").fill("Praktik i kassen")
    page.get_by_label("Første dag").fill("2026-12-01")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("heading", name="Ny aktivitet")).to_have_count(0)
    page.wait_for_load_state()
    assert Activity.objects.get().purpose == WORDS
    new_activity(page, citizen)
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value("")
    expect(page.get_by_text("Det er ikke gemt endnu")).to_have_count(0)


def test_what_is_sent_to_a_server_that_is_gone_is_there_again(page: Page, sign_in_as: SignIn, people: People) -> None:
    citizen = make_citizen(people)
    make_plan(citizen)
    sign_in_as(page, people.erik)
    new_activity(page, citizen)
    page.get_by_label("Hvad skal den føre til?").fill(WORDS)

    def gone(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    page.route("**/aktivitet/ny/", lambda route: gone(route))
    page.get_by_role("button", name="Gem", exact=True).click()
    page.wait_for_url("chrome-error://**")
    page.unroute_all()
    page.goto("/")
    new_activity(page, citizen)
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value(WORDS)
    page.get_by_role("button", name="Begynd forfra").click()
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value("")
    new_activity(page, citizen)
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value("")


def test_the_next_one_in_the_same_window_finds_nothing(page: Page, sign_in_as: SignIn, people: People) -> None:
    citizen = make_citizen(people)
    make_plan(citizen)
    sign_in_as(page, people.erik)
    new_activity(page, citizen)
    page.get_by_label("Hvad skal den føre til?").fill(WORDS)
    page.context.clear_cookies()
    page.goto("/konto/log-ind/")
    assert page.evaluate("Object.keys(window.sessionStorage).filter((key) => key.startsWith('kept ')).length") == 0
    sign_in_as(page, people.alma)
    new_activity(page, citizen)
    expect(page.get_by_label("Hvad skal den føre til?")).to_have_value("")


def test_what_is_saved_is_not_there_again_where_the_next_is_written(
    page: Page, sign_in_as: SignIn, people: People
) -> None:
    """»Gem og skriv en til« comes back at the same address."""
    citizen = make_citizen(people)
    placement = make_placement(citizen, make_company(people))
    sign_in_as(page, people.erik)
    page.goto(f"/borgere/{citizen.uuid}/forloeb/{placement.uuid}/opgave/ny/")
    page.locator("[name=name]").fill("Fylde hylder")
    page.locator("[name=minutes]").fill("60")
    page.locator("[name=learning_goal]").fill("Kan selv")
    page.get_by_role("button", name="Gem, og skriv en til").click()
    expect(page.locator("[name=name]")).to_have_value("")
    assert PlacementTask.objects.get().name == "Fylde hylder"
    expect(page.get_by_text("Det er ikke gemt endnu")).to_have_count(0)

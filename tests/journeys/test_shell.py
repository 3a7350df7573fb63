"""The shell and the shared pieces in a real browser: every piece without barriers, by keyboard, and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, fits
from tests.people import People

OpenPage = Callable[..., Page]


@pytest.mark.urls("tests.toolkit.gallery")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_shared_piece_is_without_barriers(
    open_page: OpenPage, people: People, axe: Check, viewport: object, language: str
) -> None:
    people.alma.language = language
    people.alma.save()
    page = open_page(people.alma, viewport=viewport)
    page.goto("/alle-stykker/")
    assert fits(page)
    axe(page)
    for details in page.locator("summary").all():
        if details.is_visible() and details.locator("xpath=..").get_attribute("open") is None:
            details.click()
    axe(page)


@pytest.mark.parametrize("path", ["/", "/soeg/", "/styring/", "/vejledning/", "/vejledning/scoring/", "/findes-ikke/"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_of_the_shell_are_without_barriers(
    open_page: OpenPage, people: People, axe: Check, viewport: object, path: str
) -> None:
    page = open_page(people.alma, viewport=viewport)
    page.goto(path)
    assert fits(page)
    axe(page)


@pytest.mark.urls("tests.toolkit.gallery")
@pytest.mark.parametrize("path", ["/gaar-galt/", "/maa-ikke/", "/forstaas-ikke/"])
def test_pages_of_failure_are_without_barriers(open_page: OpenPage, people: People, axe: Check, path: str) -> None:
    page = open_page(people.alma, viewport=PHONE)
    page.route("**/gaar-galt/", lambda route: route.fulfill(response=route.fetch(), status=200))
    page.goto(path)
    assert fits(page)
    axe(page)


def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.alma, viewport=PHONE)
    page.goto("/")
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog")
    expect(menu).to_be_visible()
    axe(page)
    expect(menu.get_by_role("link", name="Styring")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    menu.get_by_role("link", name="Styring").click()
    expect(page).to_have_url(re.compile(r"/styring/$"))


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(open_page: OpenPage, people: People) -> None:
    page = open_page(people.alma)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_search_answers_while_one_types_and_keeps_the_words_out_of_the_address(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    page = open_page(people.ida)
    page.goto("/soeg/")
    page.locator("#words").press_sequentially("bo", delay=30)
    expect(page.locator("#results").get_by_role("link", name="Bo", exact=True)).to_be_visible()
    axe(page)
    page.locator("#words").press("Enter")
    expect(page.locator("#results").get_by_role("link", name="Bo", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/soeg/$"))


def test_search_from_the_header(open_page: OpenPage, people: People) -> None:
    page = open_page(people.ida)
    page.goto("/vejledning/")
    page.locator("#header-search").fill("bo")
    page.locator("#header-search").press("Enter")
    expect(page.locator("#results").get_by_role("link", name="Bo", exact=True)).to_be_visible()


def test_the_language_is_one_click_away_and_one_stays_on_the_page(open_page: OpenPage, people: People) -> None:
    page = open_page(people.alma)
    page.goto("/vejledning/")
    page.get_by_role("button", name="English").click()
    expect(page).to_have_url(re.compile(r"/vejledning/$"))
    expect(page.get_by_role("heading", name="Guide", level=1)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_without_scripts_one_still_gets_everywhere(open_page: OpenPage, people: People) -> None:
    page = open_page(people.alma, viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name="Styring").click()
    expect(page.get_by_role("heading", name="Styring", level=1)).to_be_visible()
    page.get_by_role("button", name="English").first.click()
    expect(page.get_by_role("heading", name="Administration", level=1)).to_be_visible()
    page.get_by_role("link", name="Search").click()
    page.locator("#words").fill("framework")
    page.locator("#words").press("Enter")
    expect(page.locator("#results").get_by_role("link", name="Frameworks", exact=True)).to_be_visible()


@pytest.mark.urls("tests.toolkit.gallery")
def test_points_are_chosen_by_keys_and_nothing_jumps(open_page: OpenPage, people: People) -> None:
    page = open_page(people.alma)
    page.goto("/alle-stykker/")
    row = page.locator("[data-points]")
    before = row.bounding_box()
    page.locator("#p0").focus()
    page.keyboard.press("3")
    expect(page.locator("#p3")).to_be_checked()
    expect(page.get_by_text("Anker 3:")).to_be_visible()
    expect(page.get_by_text("Anker 2:")).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#p4")).to_be_checked()
    page.keyboard.press("i")
    expect(page.locator("#pnr")).to_be_checked()
    page.keyboard.press("7")
    expect(page.locator("#pnr")).to_be_checked()
    after = row.bounding_box()
    assert before
    assert after
    assert (before["width"], before["height"]) == (after["width"], after["height"])


@pytest.mark.urls("tests.toolkit.gallery")
def test_the_error_summary_takes_the_keyboard_and_leads_to_the_field(open_page: OpenPage, people: People) -> None:
    page = open_page(people.alma)
    page.goto("/alle-stykker/")
    expect(page.locator('[data-module="error-summary"]')).to_be_focused()
    page.get_by_role("link", name="Vælg én under »Form«.").click()
    expect(page.locator("#id_mode_0")).to_be_focused()


@pytest.mark.urls("tests.toolkit.gallery")
def test_a_phone_gets_the_figures_made_for_it(open_page: OpenPage, people: People) -> None:
    phone, desktop = open_page(people.alma, viewport=PHONE), open_page(people.alma)
    for page, shown, hidden in ((phone, "#b-title", "#a-title"), (desktop, "#a-title", "#b-title")):
        page.goto("/alle-stykker/")
        expect(page.locator(f"svg:has({shown})")).to_be_visible()
        expect(page.locator(f"svg:has({hidden})")).to_be_hidden()


@pytest.mark.urls("tests.toolkit.gallery")
def test_paper_gets_the_page_without_navigation(open_page: OpenPage, people: People) -> None:
    page = open_page(people.alma)
    page.goto("/alle-stykker/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Hovedmenu")).to_have_count(0)
    expect(page.get_by_role("heading", name="Forårets runde i Nord")).to_be_visible()

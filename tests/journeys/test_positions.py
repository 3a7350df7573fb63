"""A position taken apart in a browser: from the title to the draft of a job order, by keyboard, by mouse, and without script."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.companies.models import JobOrder, Position
from tests.companies.making import make_company
from tests.companies.making_positions import make_position
from tests.journeys.looks import Check, looks_right, once_put_in, open_all
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
SMALL = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1280, height=900)
TALL = ViewportSize(width=1280, height=2400)  # so that nothing scrolls away while a card is held


def who_has(position: Position) -> list[str]:
    return list(position.tasks.values_list("who", flat=True))


def test_a_position_from_its_title_to_a_job_order(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, company = any_page, make_company(people, name="Prøve Smedje")
    sign_in_as(page, people.freja)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("link", name="Bryd en stilling ned i opgaver").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("link", name=re.compile("Hvad kalder virksomheden stillingen"))).to_be_visible()
    page.get_by_label("Hvad kalder virksomheden stillingen?").fill("Smed")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="Begynd med en opgave")).to_be_visible()
    looks_right(page, axe)

    for name, minutes, could in (("Svejsning", "1200", ""), ("Slibning", "540", "en ny med det samme")):
        page.get_by_label("Hvad hedder opgaven?").fill(name)
        page.get_by_label("Hvor længe tager den på en uge?").fill(minutes)
        if could:
            page.get_by_label(could).check()
        page.get_by_role("button", name="Tilføj opgaven").click()
        expect(page.get_by_text(f"»{name}« er tilføjet.")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("button", name="Prøv det Et job på få timer").click()
    expect(page.get_by_role("status").filter(has_text="Opgaverne er fordelt som foreslået.")).to_be_attached()
    expect(page.locator("#board").get_by_text("540 min. = 9 timer om ugen")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Fortryd sidste flytning").click()
    expect(page.get_by_text("2 af 2")).to_be_visible()
    once_put_in(page)
    page.get_by_label("Hvem løser »Slibning«?").select_option(label="Nyt job på få timer")
    expect(page.get_by_text("1 af 2")).to_be_visible()
    expect(page.get_by_role("region", name="Jobordren indtil nu")).to_contain_text("Slibning, 9 timer om ugen")
    page.get_by_role("button", name="Gør det til en jobordre").click()
    expect(page.get_by_role("heading", level=1, name="Slibning")).to_be_visible()
    looks_right(page, axe)
    assert JobOrder.objects.get().of_position == Position.objects.get()


def test_a_card_is_moved_by_keyboard_and_the_focus_stays_on_it(open_page: OpenPage, people: People, axe: Check) -> None:
    position = make_position(people)
    page = open_page(people.freja, viewport=SMALL)
    page.goto(reverse("companies:position", args=[position.uuid]))
    page.get_by_role("button", name="Flyt »Levering« til: Eksperten beholder").focus()
    for to in ("Eksperten beholder", "Kollega", "Nyt job på få timer", "Oplæring"):
        expect(page.get_by_role("button", name=f"Flyt »Levering« til: {to}")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text=f"Levering: {to}.")).to_be_attached()
        once_put_in(page)
    expect(page.get_by_label("Hvem løser »Levering«?")).to_be_focused()
    assert who_has(position) == ["", "trained", ""]
    expect(page.get_by_text("Ikke krydset af for dem")).to_be_visible()
    looks_right(page, axe)
    open_all(page)
    looks_right(page, axe)


def test_a_card_is_dragged_to_a_column(open_page: OpenPage, people: People) -> None:
    position = make_position(people)
    page = open_page(people.freja, viewport=TALL)
    page.goto(reverse("companies:position", args=[position.uuid]))
    card, column = page.locator("[data-card]").filter(has_text="Slibning"), page.locator("[data-column=new]")
    card.locator(".position-card-name").drag_to(column)
    expect(column.locator(".position-card-name")).to_have_text("Slibning 540 min.")
    once_put_in(page)
    colleague = page.locator("[data-column=colleague]")
    column.locator(".position-card-name").drag_to(colleague)
    expect(colleague.locator(".position-card-name")).to_have_text("Slibning 540 min.")
    assert who_has(position) == ["", "", "colleague"]


def test_what_the_company_says_is_kept_while_one_types(open_page: OpenPage, people: People, axe: Check) -> None:
    position = make_position(people)
    page = open_page(people.freja, viewport=DESK)
    page.goto(reverse("companies:position", args=[position.uuid]))
    page.get_by_role("link", name="Gå det igennem, og skriv ned").click()
    page.get_by_label("Det sagde de").nth(3).fill("To korte dage går an")
    expect(page.get_by_text(re.compile(r"Gemt kl\."))).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Tilbage").first.click()
    expect(page.get_by_text("To korte dage går an")).to_be_visible()
    looks_right(page, axe)


def test_without_script_a_card_is_moved_by_its_buttons(open_page: OpenPage, people: People) -> None:
    position = make_position(people)
    page = open_page(people.freja, java_script_enabled=False)
    page.goto(reverse("companies:position", args=[position.uuid]))
    page.get_by_role("button", name="Flyt »Slibning« til: Eksperten beholder").click()
    expect(page.get_by_text("2 af 3")).to_be_visible()
    page.get_by_label("Hvem løser »Slibning«?").select_option(label="Nyt job på få timer")
    page.locator("[data-card]").filter(has_text="Slibning").get_by_role("button", name="Flyt", exact=True).click()
    expect(page.get_by_role("region", name="Jobordren indtil nu")).to_contain_text("Slibning")
    assert who_has(position) == ["", "", "new"]

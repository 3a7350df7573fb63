"""The day of a company consultant: read on a phone, worked through by keyboard, and two who call the same company."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.models import Channel, Circle, Company, Outreach
from tests.companies.making import make_company, make_contact
from tests.journeys.looks import Check, looks_right
from tests.people import People

OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)


def due(company: Company, *, days: int = 0, **columns: object) -> Circle:
    """A company to be contacted in so many days."""
    return Circle.objects.create(company=company, next_on=timezone.localdate() + timedelta(days=days), **columns)


def contacted(company: Company, people: People) -> Outreach:
    """Erik has been in touch."""
    return Outreach.objects.create(
        company=company,
        channel=Channel.TELEPHONE,
        outcome="talked",
        at=timezone.now(),
        by=people.erik,
        note="De mangler en",
    )


def test_the_day_is_read_on_a_narrow_phone(open_page: OpenPage, people: People, axe: Check) -> None:
    protected = make_company(people, name="Prøve Bageri", is_advertising_protected=True, phone="00 00 00 01")
    make_contact(protected, phone="00 00 00 02")
    for _time in range(2):
        contacted(protected, people)
    due(protected, days=-1, next_what="Hør, om de har fået svar", consultant=people.freja)
    due(make_company(people, name="Åens Prøvelager"), days=5)
    page = open_page(people.freja, viewport=NARROW)
    page.goto(reverse("companies:day"))
    late = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Prøve Bageri"))
    for said in ("Hør, om de har fået svar", "De mangler en", "Reklamebeskyttet", "Måneden er fuld", "Freja har den"):
        expect(late.get_by_text(said).first).to_be_visible()
    expect(late.get_by_role("link", name="Ring til Kit Kontakt: 00 00 00 02")).to_have_attribute("href", "tel:00000002")
    warned, numbers = late.get_by_text("Reklamebeskyttet").bounding_box(), late.locator(".day-numbers").bounding_box()
    assert warned
    assert numbers
    assert warned["y"] < numbers["y"]
    expect(page.get_by_role("heading", name="De næste to uger")).to_be_visible()
    expect(page.get_by_text("Reklame ikke slået op")).to_be_visible()
    looks_right(page, axe)


def test_a_call_is_logged_by_a_few_keys(open_page: OpenPage, people: People, axe: Check) -> None:
    first, second = make_company(people, name="Prøve Bageri"), make_company(people, name="Åens Prøvelager")
    due(first, days=-2)
    due(second, days=-1)
    page = open_page(people.freja)
    page.goto(reverse("companies:day"))
    page.keyboard.press("l")
    expect(page.locator("form[data-outcomes]")).to_have_count(0)  # no card is chosen yet
    for key, name in (("ArrowDown", "Prøve Bageri"), ("j", "Åens Prøvelager"), ("k", "Prøve Bageri")):
        page.keyboard.press(key)
        expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    page.keyboard.press("l")
    expect(page.get_by_role("radio").first).to_be_focused()
    looks_right(page, axe)
    page.keyboard.press("Escape")
    expect(page.locator("form[data-outcomes]")).to_have_count(0)
    expect(page.get_by_role("link", name="Prøve Bageri", exact=True)).to_be_focused()
    page.keyboard.press("l")
    expect(page.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("5")
    proposed = page.get_by_label("Næste kontakt (frivilligt)").input_value()
    assert proposed > timezone.localdate().isoformat()
    page.keyboard.press("6")
    assert page.get_by_label("Næste kontakt (frivilligt)").input_value() > proposed
    page.keyboard.press("5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Noteret. Næste kontakt", exact=False)).to_be_visible()
    expect(page.get_by_role("link", name="Åens Prøvelager", exact=True)).to_be_focused()
    made = Outreach.objects.get()
    assert (made.company, made.outcome, made.by) == (first, "no_answer", people.freja)
    assert str(circle_of(first).next_on) == proposed


def test_one_more_than_the_month_has_room_for_asks_why(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, name="Prøve Bageri")
    for _time in range(2):
        contacted(company, people)
    due(company)
    page = open_page(people.freja)
    page.goto(reverse("companies:day"))
    for key in ("ArrowDown", "l"):
        page.keyboard.press(key)
    expect(page.get_by_role("radio").first).to_be_focused()
    for key in ("1", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("link", name="Der er ikke plads", exact=False)).to_be_visible()
    expect(page.get_by_role("radio", name="Vi talte sammen")).to_be_checked()
    looks_right(page, axe)
    page.get_by_label("Hvorfor", exact=False).fill("De har selv bedt om det")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", level=1, name="Hvem skal kontaktes")).to_be_visible()
    assert Outreach.objects.count() == 3


def test_without_scripts_it_is_plain_forms(open_page: OpenPage, people: People) -> None:
    due(make_company(people, name="Prøve Bageri"))
    page = open_page(people.freja, java_script_enabled=False)
    page.goto(reverse("companies:day"))
    page.get_by_role("link", name="Notér Prøve Bageri").click()
    page.get_by_role("radio", name="Et møde er aftalt").check()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Noteret. Næste kontakt", exact=False)).to_be_visible()
    assert Circle.objects.get().next_on


def test_who_is_second_is_told_who_has_the_company_in_hand(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, name="Prøve Bageri", phone="00 00 00 01")
    due(company)
    first, second = open_page(people.freja), open_page(people.erik)
    for page in (first, second):
        page.goto(reverse("companies:day"))
    first.get_by_role("link", name="Ring til Prøve Bageri").evaluate(
        "link => link.addEventListener('click', e => e.preventDefault())"
    )
    with first.expect_request("**/ringer/"):
        first.get_by_role("link", name="Ring til Prøve Bageri").click()
    first.get_by_role("button", name="Telefonguide Prøve Bageri").click()
    expect(first.get_by_role("heading", level=1)).to_be_visible()
    second.get_by_role("button", name="Telefonguide Prøve Bageri").click()
    expect(second.get_by_text("Freja begyndte kl.", exact=False).first).to_be_visible()
    looks_right(second, axe)
    second.goto(reverse("companies:day"))
    expect(second.get_by_text("Freja begyndte kl.", exact=False)).to_be_visible()
    expect(second.get_by_role("button", name="Ring alligevel Prøve Bageri")).to_be_visible()
    looks_right(second, axe)
    first.goto(reverse("companies:day"))
    for key in ("ArrowDown", "l"):
        first.keyboard.press(key)
    expect(first.get_by_role("radio").first).to_be_focused()
    second.get_by_role("link", name="Notér Prøve Bageri").click()
    expect(second.get_by_role("radio").first).to_be_focused()
    for key in ("1", "Enter"):
        first.keyboard.press(key)
    expect(first.get_by_text("Noteret.", exact=False)).to_be_visible()
    for key in ("5", "Enter"):
        second.keyboard.press(key)
    expect(second.get_by_text("En kollega har været i kontakt imens")).to_be_visible()
    looks_right(second, axe)
    assert Outreach.objects.count() == 1

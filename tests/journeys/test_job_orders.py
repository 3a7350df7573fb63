"""A job order from a company to its end; hours that do not go together; one without tasks; the advert while it is written."""

import re
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.orders import open_order
from fagkompas.companies.models import JobOrder, OrderState
from tests.companies.making import make_company
from tests.companies.making_orders import make_order
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
PHONE = ViewportSize(width=375, height=812)


def test_a_job_order_from_first_to_last(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page, company = any_page, make_company(people, name="Prøve Kantinen")
    sign_in_as(page, people.freja)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("link", name="Ny jobordre").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("link", name=re.compile("Hvad kalder virksomheden stillingen"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Job på få timer").check()
    page.get_by_label("Hvad kalder virksomheden stillingen?").fill("Hjælp i kantinen")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Kladden er lavet. Skriv opgaverne først.")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("button", name="Åbn ordren").click()
    expect(page.get_by_text("Ordren har ingen opgaver.", exact=False).first).to_be_visible()
    assert JobOrder.objects.get().state == OrderState.DRAFT
    looks_right(page, axe)

    for name, minutes in (("Opvask", "300"), ("Fylder køleskabet", "120")):
        page.get_by_role("link", name="Tilføj en opgave").click()
        looks_right(page, axe)
        page.get_by_label("Hvad hedder opgaven?").fill(name)
        page.get_by_label("Hvor længe tager den på en uge?").fill(minutes)
        page.get_by_role("button", name="Gem").click()
        expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("Tilsammen 7 timer om ugen.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Åbn ordren").click()
    expect(page.get_by_text("Ordren er åben. Kollegerne kan se den fra nu af.")).to_be_visible()
    looks_right(page, axe)

    for step in ("Henvist til virksomheden", "Har mødt virksomheden", "Ansat"):
        page.get_by_label("Hvad skete der?").select_option(label=step)
        page.get_by_role("button", name="Notér det").click()
        expect(page.get_by_text("Noteret.")).to_be_visible()
    expect(page.locator(".order-numbers dd")).to_have_text(["1", "1", "1", "0"])
    looks_right(page, axe)

    page.get_by_role("link", name="Afslut ordren").click()
    looks_right(page, axe)
    page.get_by_label("Besat").check()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Ordren er afsluttet. Du kan åbne den igen.")).to_be_visible()
    looks_right(page, axe)
    page.goto(reverse("companies:orders") + "?tilstand=filled")
    expect(page.get_by_role("link", name="Hjælp i kantinen")).to_be_visible()
    looks_right(page, axe)


def test_a_job_of_few_hours_is_sketched_and_becomes_a_draft(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, company = any_page, make_company(people, name="Prøve Kantine")
    sign_in_as(page, people.freja)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("link", name="Nyt job på få timer").click()
    page.get_by_text("Det kan du spørge om").click()
    looks_right(page, axe)
    page.get_by_label("Opgave 2, minutter om ugen").fill("120")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("link", name=re.compile("Hvilken opgave tager så lang tid"))).to_be_visible()
    looks_right(page, axe)
    for line, (name, minutes) in enumerate((("Opvask", "300"), ("Fylde køleskabet", "120")), start=1):
        page.get_by_label(f"Opgave {line}", exact=True).fill(name)
        page.get_by_label(f"Opgave {line}, minutter om ugen").fill(minutes)
    page.get_by_label("om dagen").check()
    page.get_by_label("Hvad giver det kollegerne tid til?").fill("At lave mad fra bunden")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", level=1, name="Opvask og fylde køleskabet")).to_be_visible()
    expect(page.get_by_text("Tilsammen 7 timer om ugen.")).to_be_visible()
    looks_right(page, axe)


def test_hours_that_do_not_go_together_by_keyboard_on_a_phone(open_page: OpenPage, people: People, axe: Check) -> None:
    order = make_order(people)
    page = open_page(people.freja, viewport=PHONE)
    page.goto(reverse("companies:order_section", args=[order.uuid, "conditions"]))
    page.get_by_label("Timer om ugen mindst").fill("20")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ret en af de to", exact=False).first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Timer om ugen mindst").fill("2")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(reverse("companies:order", args=[order.uuid])))
    expect(page.get_by_text("Opgaverne tager 5 timer om ugen", exact=False).first).to_be_visible()
    expect(page.get_by_role("heading", name="Før den kan åbnes")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Åbn ordren").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Før den kan åbnes")).to_be_visible()
    order.refresh_from_db()
    assert order.state == OrderState.DRAFT


def test_advice_on_the_advert_comes_while_it_is_written(open_page: OpenPage, people: People, axe: Check) -> None:
    order = make_order(people)
    page = open_page(people.freja, viewport=PHONE)
    page.goto(reverse("companies:order_section", args=[order.uuid, "advert"]))
    expect(page.get_by_text("Her kommer råd, mens du skriver.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Overskrift").press_sequentially("Opvask i kantinen")
    page.get_by_label("Tekst").press_sequentially("Du er fleksibel.")
    expect(page.get_by_text("»fleksibel« siger ingenting i sig selv.", exact=False)).to_be_visible()
    looks_right(page, axe)
    order.refresh_from_db()
    assert order.advert_text == ""
    page.get_by_role("button", name="Gem").click()
    page.get_by_text("ting kan blive bedre", exact=False).click()
    expect(page.get_by_text("»fleksibel« siger ingenting i sig selv.", exact=False)).to_be_visible()
    open_all(page)
    looks_right(page, axe)


def test_the_list_and_the_paper(open_page: OpenPage, people: People, axe: Check) -> None:
    order = make_order(people)
    open_order(order=order, today=timezone.localdate(), by=people.freja)
    page = open_page(people.alma, viewport=PHONE)
    page.goto("/virksomheder/jobordrer/")
    looks_right(page, axe)
    with page.expect_download() as got:
        page.get_by_role("link", name="Excel").click()
    assert got.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("link", name=order.title).click()
    expect(page.get_by_role("button", name="Notér det")).to_have_count(0)
    page.get_by_role("link", name="Udskriv").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(order.title)
    looks_right(page, axe)

"""A gap becomes an order, goes to providers, is answered, compared and settled, and ends in the catalogue."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Offering
from fagkompas.learning.actions.across import draw
from fagkompas.learning.models import EducationOrder, OrderState, ResourceViewMember
from tests.assessments.units import colleagues, rated_round
from tests.catalogue.making import make_offering, today
from tests.frameworks.making import make_ready
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.orders import answered, make_order, sent
from tests.people import People, make_employee, make_unit

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]


@pytest.fixture
def rated(people: People) -> People:
    """Nord with eight people, six of them not at basic level in the law."""
    make_ready()
    low = [people.bo, people.erik, *colleagues(people.north, 5)[:4]]
    rated_round(people.north, {one: {"LM": 1} for one in low})
    make_offering(people, provider_da="Professionshøjskolen", internal=False)
    return people


def test_from_a_gap_to_the_catalogue(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, rated.dorte)
    page.goto(f"/laering/behov/{rated.north.uuid}/svar/")
    looks_right(page, axe)
    open_all(page)
    page.get_by_role("link", name=re.compile("Bestil uddannelse til det her.*Lov & Myndighed, grundlæggende")).click()
    expect(page.get_by_label("Lov & Myndighed, grundlæggende niveau")).to_be_checked()
    looks_right(page, axe)
    page.get_by_role("button", name="Skriv kladden").click()

    expect(page.get_by_label("Pladser")).to_have_value("6")
    open_all(page)
    looks_right(page, axe)
    page.get_by_label("Pladser").fill("3")
    page.get_by_label("Målgruppe").fill("Sagsbehandlere hos os, også Erik.")
    page.get_by_role("button", name="Gem bestillingen").click()
    expect(page.get_by_role("link", name="Skriv fra 5 til 500 pladser")).to_be_visible()
    expect(page.get_by_label("Målgruppe")).to_have_value("Sagsbehandlere hos os, også Erik.")
    looks_right(page, axe)
    page.get_by_label("Pladser").fill("8")
    page.get_by_role("button", name="Gem bestillingen").click()
    expect(page.get_by_text("»Erik«")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Målgruppe").fill("Sagsbehandlere hos os.")
    page.get_by_role("button", name="Gem bestillingen").click()
    expect(page.get_by_text("Bestillingen er gemt.")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Vælg udbydere").click()
    looks_right(page, axe)
    page.get_by_text("Professionshøjskolen").click()
    page.get_by_label("En anden udbyder").fill("Kurserne")
    page.get_by_role("button", name="Sæt på listen").click()
    expect(page.get_by_text("2 udbydere er kommet på listen.")).to_be_visible()
    with page.expect_download() as letter:
        page.get_by_role("link", name="Hent brevet (PDF)").click()
    assert letter.value.suggested_filename.endswith(".pdf")
    page.get_by_role("link", name="Den er sendt").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem dagen").click()
    expect(page.get_by_text("Bestillingen er ude.")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name=re.compile("Skriv svaret.*Kurserne")).click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_role("link", name="Skriv prisen, eller hvad udbyderen svarede.")).to_be_visible()
    page.get_by_label("Pris for det hele").fill("48000")
    page.get_by_role("button", name="Gem svaret").click()
    expect(page.get_by_text("6.000 kr.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Vælg og afslut").click()
    looks_right(page, axe)
    page.get_by_text("Kurserne, 48.000 kr.").click()
    page.get_by_role("button", name="Afslut bestillingen").click()
    expect(page.get_by_text("I valgte Kurserne.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Læg det i kataloget").click()
    looks_right(page, axe)
    page.get_by_label("Timer").fill("14")
    page.get_by_role("button", name="Læg det i kataloget").click()
    expect(page.get_by_text("ligger i kataloget og bliver ikke tilbudt endnu")).to_be_visible()
    assert Offering.objects.get(provider_da="Kurserne").retired_on == today()
    assert EducationOrder.objects.get().state == OrderState.SETTLED
    page.goto("/laering/bestilling/")
    looks_right(page, axe)


def test_two_write_at_once(open_page: OpenPage, people: People, axe: Check) -> None:
    make_ready()
    order = make_order(people.north, people.alma)
    alma, dorte = open_page(people.alma), open_page(people.dorte)
    for page in (alma, dorte):
        page.goto(f"/laering/bestilling/{order.uuid}/ret/")
    dorte.get_by_label("Indhold").fill("Dortes ord")
    dorte.get_by_role("button", name="Gem bestillingen").click()
    expect(dorte.get_by_text("Bestillingen er gemt.")).to_be_visible()
    alma.get_by_label("Indhold").fill("Almas ord")
    alma.get_by_role("button", name="Gem bestillingen").click()
    expect(alma.get_by_label("Indhold")).to_have_value("Almas ord")
    expect(alma.get_by_role("cell", name="Dortes ord")).to_be_visible()
    looks_right(alma, axe)
    alma.get_by_role("button", name="Gem bestillingen").click()
    expect(alma.get_by_text("Almas ord")).to_be_visible()


def test_today_leads_to_the_answers(page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    order = make_order(people.north, people.alma)
    first, second = sent(order, "Kurserne", "Andre")
    answered(first, 60_000, starts_on=today() + timedelta(days=20))
    answered(second, None, text="Ikke i år.")
    sign_in_as(page, people.alma)
    page.goto("/")
    page.get_by_role("link", name=re.compile("Sammenlign og vælg")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lov & Myndighed")
    looks_right(page, axe)


def test_a_municipality_takes_part_and_stands_beside_others(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    colleagues(people.testkommune, 6)
    rated_round(people.testkommune, {people.bo: {"LM": 4}})
    for number in range(3):
        root = make_unit(f"Kommune {number}")
        staff = [make_employee(f"{root.name} {n}", root) for n in range(8)]
        rated_round(root, {one: {"LM": 3} for one in staff})
        ResourceViewMember.objects.create(root=root, joined_on=today() - timedelta(days=90))
    sign_in_as(page, people.dorte)
    page.goto("/laering/paa-tvaers/")
    expect(page.get_by_text("Jeres kommune er ikke med")).to_be_visible()
    looks_right(page, axe)

    sign_in_as(page, people.ida)
    page.goto("/styring/")
    page.get_by_role("link", name="På tværs af kommuner").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Vær med").click()
    expect(page.get_by_text("I er med. Jeres tal kommer med den første i næste måned.")).to_be_visible()
    looks_right(page, axe)

    draw(today=today() + timedelta(days=32))
    sign_in_as(page, people.dorte)
    page.goto("/laering/paa-tvaers/")
    expect(page.get_by_role("heading", name="Jer ved siden af kommunerne samlet")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    expect(page.get_by_role("cell", name="4-6").first).to_be_visible()

    sign_in_as(page, people.ida)
    page.goto("/laering/paa-tvaers/deltag/")
    page.get_by_role("button", name="Gå ud, og tag vores tal ud").click()
    expect(page.get_by_text("jeres tal er ude")).to_be_visible()

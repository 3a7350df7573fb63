"""A partnership agreement: written down on the company, followed up from the day, and ended; placements beside it."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.companies.models import PartnershipAgreement
from tests.casework.work import make_placement
from tests.citizens.making import make_citizen
from tests.companies.making import make_company, make_contact
from tests.journeys.looks import Check, looks_right
from tests.people import People

OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)


def test_an_agreement_from_first_to_last(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, name="Prøve Bageri", is_advertising_protected=False)
    make_contact(company)
    make_placement(make_citizen(people), company)
    page = open_page(people.freja)
    page.goto("/virksomheder/aftaler/")
    expect(page.get_by_text("Ingen aftaler endnu")).to_be_visible()
    looks_right(page, axe)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("link", name="Ny partnerskabsaftale").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="4 ting skal rettes")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad hedder den?").fill("To praktikanter om året")
    page.get_by_label("Det gør vi").fill("Finder to, der vil")
    page.get_by_label("Det gør de").fill("Tager imod to")
    page.get_by_label("Stillinger og forløb om året").fill("2")
    page.get_by_label("Næste opfølgning").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="To praktikanter om året", exact=False)).to_be_visible()
    expect(page.get_by_role("heading", name="Forløb", exact=True)).to_be_visible()
    looks_right(page, axe)

    page.goto("/virksomheder/dagen/")
    expect(page.get_by_text("To praktikanter om året")).to_be_visible()
    page.goto("/virksomheder/aftaler/")
    expect(page.get_by_text("1 skal følges op nu")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Prøve Bageri").click()
    page.get_by_role("link", name="Følg op To praktikanter om året").click()
    page.get_by_label("Hvad blev holdt?").fill("En praktikant er begyndt")
    page.get_by_label("Hvad blev ikke holdt?").fill("Vi ringede for sent")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Holdt: En praktikant er begyndt", exact=False)).to_be_visible()
    assert PartnershipAgreement.objects.get().next_on == timezone.localdate() + timedelta(weeks=12)

    page.get_by_role("link", name="Afslut aftalen To praktikanter om året").click()
    looks_right(page, axe)
    page.get_by_label("Hvorfor slutter den?").fill("De flytter til en anden by")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("De flytter til en anden by", exact=False).first).to_be_visible()
    looks_right(page, axe)


def test_agreements_on_a_narrow_phone(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, name="Prøve Bageri")
    PartnershipAgreement.objects.create(
        company=company,
        name="To praktikanter om året",
        we_do="Finder to",
        they_do="Tager imod to",
        starts_on=timezone.localdate() - timedelta(days=30),
        promised=2,
        every_weeks=12,
        next_on=timezone.localdate(),
        created_at=timezone.now(),
    )
    page = open_page(people.freja, viewport=NARROW)
    page.goto("/virksomheder/aftaler/")
    expect(page.get_by_text("To praktikanter om året")).to_be_visible()
    looks_right(page, axe)
    page.goto(reverse("companies:company", args=[company.uuid]))
    looks_right(page, axe)

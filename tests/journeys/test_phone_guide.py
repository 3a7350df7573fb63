"""A call by the phone guide: with and without a citizen in mind, a firm that does not hire, and what is ready to send afterwards."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.companies.actions.circle import circle_of
from fagkompas.companies.models import AnswerUse, CallDraft, Company, NeedTalk, Outreach
from tests.citizens.making import make_citizen
from tests.companies.making import make_company, make_contact
from tests.journeys.looks import Check, looks_right
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
KEPT = re.compile("Gemt kl")
STORED = "JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)])"


def guide(company: Company) -> str:
    return reverse("companies:call_guide", args=[company.uuid])


def kept(page: Page) -> None:
    """Everything that was typed has reached the server."""
    expect(page.get_by_text(KEPT)).to_be_visible()


def test_a_call_without_a_citizen_from_the_first_word_to_the_letters(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, company = (
        any_page,
        make_company(people, name="Prøve Køkken", phone="12 34 56 78", is_advertising_protected=False),
    )
    make_contact(company, name="Kit Kontakt", is_decision_maker=True)
    sign_in_as(page, people.freja)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("button", name="Ring", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Telefonguide")
    expect(page.get_by_role("link", name="12 34 56 78")).to_be_visible()
    expect(page.get_by_label("Hvilken borger har du i tankerne?")).to_be_hidden()
    looks_right(page, axe)
    page.get_by_label("Det, der kan ses og tjekkes").fill("kan begynde klokken seks")
    page.get_by_label("Det, det betyder netop der").fill("køkkenet er klar, når resten møder")
    expect(page.locator("[data-spoken]")).to_have_text("Kan begynde klokken seks. Køkkenet er klar, når resten møder.")
    page.get_by_label("Det, de mangler").fill("Tre timers forberedelse om morgenen")
    page.get_by_role("group", name="Du sagde det igen: Passede det?").get_by_label("Ja").check()

    page.get_by_text("Vi har ikke tid til at lære nogen op").click()
    answer = page.get_by_label("Jeg undersøger gerne, om der kan være en mentor", exact=False)
    answer.check()
    expect(page.get_by_text("Der kan gives støtte til en mentor", exact=False)).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("heading", name="Luk samtalen").click()
    for key in "134562":
        page.keyboard.press(key)
        expect(page.locator("input[name=outcome]").nth(int(key) - 1)).to_be_checked()
    expect(page.get_by_role("radio", name="Et møde er aftalt")).to_be_checked()
    day = timezone.localdate() + timedelta(days=6)
    page.get_by_label("Mødedag").fill(day.isoformat())
    page.get_by_label("Kl.", exact=True).fill("10:00")
    page.get_by_label("Hvor?").fill("Køkkenet")
    kept(page)
    looks_right(page, axe)
    page.get_by_role("button", name="Gem samtalen").click()
    expect(page.get_by_text("Noteret. Næste kontakt", exact=False)).to_be_visible()
    assert Outreach.objects.get().outcome == "meeting"
    assert NeedTalk.objects.get().need == "Tre timers forberedelse om morgenen"
    assert AnswerUse.objects.get().objection == "no-time"
    assert circle_of(company).next_on == day
    assert not CallDraft.objects.exists()

    page.get_by_role("link", name="Breve").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Indkaldelse til besøg")
    expect(page.get_by_label("Tekst")).to_have_value(re.compile("Kære Kit Kontakt.*Køkkenet", re.DOTALL))
    looks_right(page, axe)
    page.get_by_role("link", name="Opsamling efter besøg").click()
    expect(page.get_by_label("Tekst")).to_have_value(re.compile("Tre timers forberedelse om morgenen"))
    looks_right(page, axe)
    page.goto("/virksomheder/indvendinger/?ord=mentor")
    expect(page.get_by_text("Brugt for få gange til at sige noget")).to_be_visible()


def test_a_citizen_in_mind_stays_anonymous_and_leaves_nothing_in_the_browser(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    make_citizen(people, name="Solveig Prøvesen")
    company = make_company(people)
    page = open_page(people.erik, viewport=NARROW)
    page.goto(guide(company))
    page.get_by_label("Med en borger i tankerne").check()
    page.get_by_label("Hvilken borger har du i tankerne?").fill("Solveig Prøvesen")
    page.get_by_label("Det, der kan ses og tjekkes").fill("Solveig kan køre truck")
    page.get_by_label("Vi talte sammen", exact=False).check()
    kept(page)
    assert "Solveig" not in page.evaluate(STORED)
    looks_right(page, axe)
    page.get_by_role("button", name="Gem samtalen").click()
    expect(page.get_by_text("Det leder til borgeren: solveig", exact=False).first).to_be_visible()
    looks_right(page, axe)
    assert not Outreach.objects.exists()
    page.get_by_label("Det, der kan ses og tjekkes").fill("En, der kan køre truck")
    page.get_by_role("button", name="Gem samtalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(company.name)
    assert "Solveig" not in page.evaluate(STORED)
    assert Outreach.objects.count() == 1


def test_a_closed_browser_loses_nothing(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, name="Prøve Værksted")
    phone = open_page(people.freja, viewport=NARROW)
    phone.goto(guide(company))
    phone.get_by_label("De ansætter ikke").check()
    expect(phone.get_by_text("Det kan du sige: Den, der ikke ansætter")).to_be_visible()
    phone.get_by_label("Det, de mangler").fill("Nogen til at feje om aftenen")
    phone.get_by_text("Vi har ikke brug for nogen lige nu").click()
    phone.get_by_label("Helt i orden.", exact=False).check()
    kept(phone)
    phone.context.close()

    desk = open_page(people.freja)
    desk.goto("/virksomheder/dagen/")
    looks_right(desk, axe)
    desk.get_by_role("link", name="Fortsæt opkaldet til Prøve Værksted").click()
    expect(desk.get_by_text("Det er ikke gemt som kontakt endnu", exact=False)).to_be_visible()
    expect(desk.get_by_label("De ansætter ikke")).to_be_checked()
    expect(desk.get_by_label("Det, de mangler")).to_have_value("Nogen til at feje om aftenen")
    desk.get_by_text("Vi har ikke brug for nogen lige nu").click()
    expect(desk.get_by_label("Helt i orden.", exact=False)).to_be_checked()
    looks_right(desk, axe)
    desk.get_by_role("radio", name="Nej tak").check()
    kept(desk)
    desk.get_by_role("button", name="Gem samtalen").click()
    expect(desk.get_by_text("Noteret. Næste kontakt", exact=False)).to_be_visible()
    assert AnswerUse.objects.get().objection == "no-need"
    desk.goto(guide(company))
    expect(desk.get_by_label("Det, de mangler")).to_have_value("")


def test_the_bank_counts_what_was_used_and_one_can_practise(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.freja, viewport=NARROW)
    page.goto("/virksomheder/indvendinger/?ord=mentor")
    expect(page.get_by_text("Ikke brugt endnu").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Øv").click()
    page.get_by_text("Vend kortet").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Det sad").click()
    expect(page.get_by_text("11 indvendinger tilbage i dag")).to_be_visible()

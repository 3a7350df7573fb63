"""Surveys: build the questions, send them, answer on a phone, see the results."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.surveys.actions.surveys import close_survey
from fagkompas.surveys.answering import Given
from fagkompas.surveys.links import survey_secret
from fagkompas.surveys.models import Answer, Survey
from tests.journeys.conftest import PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People
from tests.surveys.making import (
    common_path,
    important,
    invite,
    open_survey,
    personal_path,
    plan_survey,
    respond,
    shipped,
)

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Employee], None]


def test_build_send_answer_and_see(open_page: OpenPage, people: People, axe: Check) -> None:
    """A consultant builds two questions and opens a survey; one answers on a phone; the results are seen when it closes."""
    page = open_page(people.dorte)
    page.goto("/styring/")
    page.get_by_role("link", name="Undersøgelser").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Spørgeskemaer", exact=True).click()
    page.get_by_role("link", name="Nyt spørgeskema").first.click()
    page.get_by_label("Navn på dansk").fill("Tid til læring")
    page.get_by_label("Hvad det spørger om, på dansk").fill("Har vi tid til at lære nyt?")
    looks_right(page, axe)
    page.get_by_role("button", name="Videre til spørgsmålene").click()
    looks_right(page, axe)

    page.get_by_role("link", name="Flere rækker på samme skala").click()
    page.get_by_label("Spørgsmålet på dansk").fill("Hvor tit er der tid?")
    page.get_by_label("Rækkerne på dansk").fill("Om mandagen\nOm fredagen")
    page.get_by_role("button", name="Gem spørgsmålet").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Svarene på dansk").fill("Altid\nTit\nAldrig")
    page.get_by_role("button", name="Gem spørgsmålet").click()
    expect(page.get_by_role("heading", name="1. Hvor tit er der tid?")).to_be_visible()
    page.get_by_role("link", name="Egne ord").click()
    page.get_by_label("Spørgsmålet på dansk").fill("Hvad ville hjælpe?")
    page.get_by_role("button", name="Gem spørgsmålet").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Brug i en undersøgelse").click()
    page.get_by_label("Hvad skal undersøgelsen hedde?").fill("Tid til læring, november")
    page.get_by_label("For hvilken enhed?").select_option(label="\N{EM SPACE}Nord")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem, og se den igennem").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Åbn undersøgelsen").click()
    expect(page.get_by_text("/svar/")).to_be_visible()
    looks_right(page, axe)

    survey = Survey.objects.get()
    _answer_on_a_phone(open_page(None, viewport=PHONE), survey, axe)
    for _each in range(4):
        _others(survey)

    page.get_by_role("link", name="Resultater").click()
    expect(page.get_by_text("Resultaterne kommer, når undersøgelsen er lukket")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Tilbage til undersøgelsen").click()
    page.get_by_role("link", name="Luk undersøgelsen").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Luk undersøgelsen").click()
    expect(page.get_by_text("5 har svaret.")).to_be_visible()
    open_all(page)
    expect(page.get_by_role("row", name=re.compile("^Om mandagen 100 %"))).to_be_visible()
    looks_right(page, axe)


def _answer_on_a_phone(phone: Page, survey: Survey, axe: Check) -> None:
    phone.goto(common_path(survey))
    looks_right(phone, axe)
    phone.get_by_role("button", name="Begynd").click()
    monday = phone.get_by_role("group", name="Om mandagen")
    monday.get_by_label("Altid").check()
    expect(phone.get_by_text("Gemt kl.")).to_be_visible()
    looks_right(phone, axe)
    phone.reload()
    expect(monday.get_by_label("Altid")).to_be_checked()
    phone.get_by_role("button", name="Næste spørgsmål").click()
    phone.get_by_label("Dine egne ord").fill("Ring til 010190-1234")
    phone.get_by_role("button", name=re.compile("igennem")).click()
    expect(phone.get_by_role("alert").get_by_text("CPR-nummer")).to_be_visible()
    looks_right(phone, axe)
    phone.get_by_label("Dine egne ord").fill("Mere ro")
    expect(phone.get_by_text("Gemt kl.")).to_be_visible()
    phone.get_by_role("button", name=re.compile("igennem")).click()
    expect(phone.get_by_text("Mere ro")).to_be_visible()
    looks_right(phone, axe)
    phone.get_by_role("button", name="Send mine svar").click()
    expect(phone.get_by_role("heading", name="Send, selv om noget mangler?")).to_be_visible()
    looks_right(phone, axe)
    phone.get_by_role("button", name="Send, som det er").click()
    expect(phone.get_by_role("heading", name="Tak for dine svar")).to_be_visible()
    looks_right(phone, axe)


def _others(survey: Survey) -> None:
    respond(survey, {"hvor-tit-er-der-tid": [Given(row="om-mandagen", options=("altid",))]})


def test_a_manager_answers_2017_again_and_sees_the_country_beside(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    survey = open_survey(people.north, people.dorte, is_anonymous=False)
    link = invite(survey, people.alma, people.dorte)
    page = open_page(people.alma, viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Svar.*Hvad mener I")).click()
    page.get_by_role("button", name="Begynd").click()
    for number in range(1, 7):
        expect(page.get_by_text(f"Spørgsmål {number} af 6")).to_be_visible()
        for row in page.locator("fieldset").all():
            row.get_by_role("radio").first.check()
        open_all(page)
        looks_right(page, axe)
        page.get_by_role("button", name=re.compile("Næste spørgsmål|igennem")).click()
    expect(page.get_by_text("5 af 6 spørgsmål er besvaret")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Send mine svar").click()
    expect(page.get_by_role("heading", name="Send, selv om noget mangler?")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Send, som det er").click()
    expect(page.get_by_text("Offentliggjort: 52 ledere i 49 kommuner.")).to_be_visible()
    looks_right(page, axe)
    link.refresh_from_db()
    assert link.answered
    assert Answer.objects.filter(response__survey=survey).count() == 35
    page.get_by_role("link", name="Tilbage til I dag").first.click()
    expect(page.get_by_text("Hvad mener I?")).to_have_count(0)
    assert personal_path(link).startswith("/svar/")


def test_a_link_opened_in_another_browser_shows_no_answers_and_a_way_on(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    survey = open_survey(people.north, people.dorte, is_anonymous=False)
    path = personal_path(invite(survey, people.bo, people.dorte))
    first = open_page(None, viewport=PHONE)
    first.goto(path)
    first.get_by_role("button", name="Begynd").click()
    first.get_by_role("group", name="Virksomheder").get_by_label("Meget vigtig").check()
    first.get_by_role("button", name="Næste spørgsmål").click()
    expect(first.get_by_text("Spørgsmål 2 af 6")).to_be_visible()

    second = open_page(None, viewport=PHONE)
    second.goto(path)
    expect(second.get_by_text("Du er begyndt i en anden browser")).to_be_visible()
    expect(second.get_by_role("link", name="Log ind og fortsæt")).to_be_visible()
    looks_right(second, axe)
    second.get_by_role("button", name="Begynd forfra her").click()
    expect(second.get_by_role("group", name="Virksomheder").get_by_label("Meget vigtig")).not_to_be_checked()

    signed_in = open_page(people.bo)
    signed_in.goto("/")
    signed_in.get_by_role("link", name=re.compile("^Svar.*Hvad mener I")).click()
    signed_in.get_by_role("link", name="Se svarene igennem, og send").click()
    signed_in.get_by_role("button", name="Send mine svar").click()
    signed_in.get_by_role("button", name="Send, som det er").click()
    expect(signed_in.get_by_role("heading", name="Tak for dine svar")).to_be_visible()
    looks_right(signed_in, axe)
    second.goto(path)
    expect(second.get_by_text("Vi har fået dine svar")).to_be_visible()
    looks_right(second, axe)


def test_two_who_change_a_planned_survey_choose_between_both(open_page: OpenPage, people: People, axe: Check) -> None:
    survey = plan_survey(people.north, people.dorte)
    open_survey(people.testkommune, people.dorte)
    one, other = open_page(people.dorte), open_page(people.alma, viewport=PHONE)
    for page in (one, other):
        page.goto(f"/styring/undersoegelser/{survey.uuid}/")
        expect(page.get_by_text("Nogle er spurgt om det samme")).to_be_visible()
        looks_right(page, axe)
        page.get_by_role("link", name="Ret", exact=True).click()
    one.get_by_label("Hvad er undersøgelsen til?").fill("Dortes ord")
    one.get_by_role("button", name="Gem").click()
    other.get_by_label("Hvad er undersøgelsen til?").fill("Almas ord")
    other.get_by_role("button", name="Gem").click()
    expect(other.get_by_text("Dortes ord")).to_be_visible()
    looks_right(other, axe)
    other.get_by_role("button", name="Gem det, jeg valgte").click()
    expect(other.get_by_text("Almas ord")).to_be_visible()


def test_without_javascript_nothing_is_lost(open_page: OpenPage, people: People) -> None:
    survey = open_survey(people.north, people.dorte)
    page = open_page(None, viewport=PHONE, java_script_enabled=False)
    page.goto(common_path(survey))
    page.get_by_role("button", name="Begynd").click()
    page.get_by_role("group", name="Virksomheder").get_by_label("Ved ikke").check()
    page.get_by_role("button", name="Fortsæt senere").click()
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_text("Spørgsmål 1 af 6")).to_be_visible()
    expect(page.get_by_role("group", name="Virksomheder").get_by_label("Ved ikke")).to_be_checked()
    page.get_by_role("button", name="Næste spørgsmål").click()
    page.get_by_role("button", name="Tilbage").click()
    expect(page.get_by_role("group", name="Virksomheder").get_by_label("Ved ikke")).to_be_checked()
    page.get_by_role("button", name="Fjern mine svar her").click()
    expect(page.get_by_role("group", name="Virksomheder").get_by_label("Ved ikke")).not_to_be_checked()


@pytest.mark.parametrize("language", ["da", "en"])
def test_results_on_a_phone_and_in_english(open_page: OpenPage, people: People, axe: Check, language: str) -> None:
    people.alma.language = language
    people.alma.save()
    survey = open_survey(people.north, people.dorte)
    for answer in ("very", "very", "important", "less", "not", "very"):
        respond(survey, important(answer))
    close_survey(survey=survey, by=people.dorte)
    page = open_page(people.alma, viewport=PHONE)
    page.goto(f"/styring/undersoegelser/{survey.uuid}/resultater/")
    open_all(page)
    expect(page.get_by_text({"da": "6 har svaret", "en": "6 have answered"}[language])).to_be_visible()
    looks_right(page, axe)
    page.goto(f"/styring/undersoegelser/skemaer/{shipped().uuid}/")
    open_all(page)
    looks_right(page, axe)
    for path in ("", "hvem/", "slet/"):
        page.goto(f"/styring/undersoegelser/{survey.uuid}/{path}")
        looks_right(page, axe)


def test_links_reminders_and_a_wrong_file(page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    survey = open_survey(people.north, people.dorte, is_anonymous=False)
    sign_in_as(page, people.alma)
    page.goto(f"/styring/undersoegelser/{survey.uuid}/")
    page.get_by_role("link", name="Send personlige links").click()
    page.get_by_label("Andre, på mail").fill("ikke en adresse")
    page.get_by_role("button", name="Lav links").click()
    expect(page.get_by_role("alert").get_by_text("er ikke en mailadresse")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Andre, på mail").fill("")
    page.get_by_label(re.compile("Jeg sender det selv")).check()
    page.get_by_role("button", name="Lav links").click()
    page.get_by_role("button", name="Links til at kopiere").click()
    expect(page.get_by_role("row", name=re.compile("^Bo"))).to_contain_text("/svar/")
    looks_right(page, axe)
    page.goto(f"/styring/undersoegelser/{survey.uuid}/hvem/")
    looks_right(page, axe)
    page.goto("/styring/undersoegelser/skemaer/indlaes/")
    file = {"name": "skema.yaml", "mimeType": "text/yaml", "buffer": b"code: X\nfarve: graa\n"}
    page.get_by_label("Fil med spørgeskema (YAML)").set_input_files(file)  # type: ignore[arg-type]  # one file
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text("Intet er gemt")).to_be_visible()
    looks_right(page, axe)
    page.goto("/svar/forkert/")
    looks_right(page, axe)
    assert survey_secret(survey) not in page.content()

"""What is in demand, in a browser: from a file of the balance and one of vacancies to the job title, the job track and the match."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import Track
from fagkompas.occupations.models import Occupation
from tests.casework.making import make_plan, make_track
from tests.citizens.making import make_citizen
from tests.journeys.looks import Check, looks_right
from tests.matching.making import know
from tests.occupations.making import make_group, make_occupation
from tests.people import People

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Employee], None]
BALANCE = (
    "Område;Stilling;Vurdering;Periode\n"
    "Hele landet;Havfruetæmmer;Mangel på arbejdskraft;1. halvår 2026\n"
    "Øst;Havfruetæmmer;Mindre gode jobmuligheder;1. halvår 2026\n"
    "Øst;Havfruetæmning;Balance;1. halvår 2026\n"
    "Øst;Havfruetæmmer;Balance;engang\n"
)
VACANCIES = '"";"";"2026M01";"2026M02"\n"Hele landet";"5161 Havfruer";"1.123";"1.200"\n'


@pytest.fixture
def _titles(db: None) -> None:
    make_group("5161", "Havfruer")
    make_occupation("havfruetæmmer", isco4="5161")


def a_file(name: str, text: str) -> FilePayload:
    return FilePayload(name=name, mimeType="text/csv", buffer=text.encode())


@pytest.mark.usefixtures("_titles")
def test_the_balance_from_a_file_to_the_job_title(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.ida)
    page.goto(reverse("occupations:search"))
    page.get_by_role("link", name="Arbejdsmarkedsbalancen").click()
    looks_right(page, axe)
    page.get_by_label("Fil med Arbejdsmarkedsbalancen").set_input_files(a_file("tom.csv", ""))
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text("Der er ingen tabel i filen.", exact=False).first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Fil med Arbejdsmarkedsbalancen").set_input_files(a_file("balance.csv", BALANCE))
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_label("Vurderingen")).to_have_value("Vurdering")
    looks_right(page, axe)
    page.get_by_label("Perioden").select_option("Vurdering")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_text("Den samme kolonne er valgt to gange.", exact=False).first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Perioden").select_option("Periode")
    page.get_by_role("button", name="Fortsæt").click()
    expect(page.get_by_text("er hverken et år, halvår, kvartal eller en måned", exact=False)).to_be_visible()
    expect(page.get_by_label("»Mindre gode jobmuligheder«")).to_have_value("low")
    looks_right(page, axe)
    page.get_by_label("Havfruetæmning").select_option("")
    page.get_by_role("button", name="Gem balancen").click()
    expect(page.get_by_text("Gemt: 2 vurderinger er nye", exact=False)).to_be_visible()
    page.goto(reverse("occupations:search") + "?q=havfrue")
    page.get_by_role("link", name="havfruetæmmer").click()
    expect(page.get_by_text("Mangel på arbejdskraft")).to_be_visible()
    looks_right(page, axe)


@pytest.mark.usefixtures("_titles")
def test_vacancies_from_a_file_to_the_job_track_and_the_match(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.ida)
    page.goto(reverse("occupations:demand"))
    looks_right(page, axe)
    page.get_by_label("Fil med ledige stillinger").set_input_files(a_file("ledige.csv", VACANCIES))
    page.get_by_role("button", name="Indlæs filen").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem de ledige stillinger").click()
    expect(page.get_by_text("Gemt: 2 tal er nye", exact=False)).to_be_visible()

    track = a_track(people)
    citizen = track.plan.citizen
    page = open_page(people.erik)
    page.goto(reverse("casework:track_demand", args=[citizen.uuid, track.uuid]))
    looks_right(page, axe)
    page.get_by_role("button", name="Notér som: Mellem").click()
    expect(page.get_by_text("Efterspørgslen er noteret.")).to_be_visible()
    expect(page.get_by_role("button", name="Notér som: Mellem")).to_have_count(0)
    looks_right(page, axe)
    page.goto(reverse("matching:citizen", args=[citizen.uuid]))
    expect(page.get_by_text("1.200 ledige stillinger, Hele landet, februar 2026 (5161 Havfruer)")).to_be_visible()
    looks_right(page, axe)


def a_track(people: People) -> Track:
    """A job track towards the title."""
    citizen = make_citizen(people, name="Prøve Havgaard")
    track = make_track(make_plan(citizen), occupation=Occupation.objects.get())
    know(people, citizen, words={"can": "tæmme"})
    return track

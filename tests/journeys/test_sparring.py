"""A team thinks together about a case, each at their own screen; a rule changes, and a unit learns it in two weeks."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import LiftStepDone, Participation, RuleChange, Source, Sparring
from tests.assessments.units import colleagues, rated_round
from tests.frameworks.making import shipped_version
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.rule_changes import begun_lift, changed_rule, monday
from tests.learning.sparrings import CASE, called
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
URL = "/laering/kolleger/"
PHONE = ViewportSize(width=375, height=812)


def test_a_card_that_leads_to_nobody(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, people.bo)
    page.goto(f"{URL}sparring/")
    looks_right(page, axe)
    page.get_by_role("link", name="Indkald til sparring").first.click()
    looks_right(page, axe)
    page.get_by_label("Hvad handler det om?").fill("Når telefonen ikke tier")
    page.get_by_label("Situationen").fill("Mette Holm ringer tit fra 20304050.")
    page.get_by_label("Det har jeg prøvet").fill(CASE["tried"])
    page.get_by_label("Det er jeg i tvivl om").fill(CASE["doubt"])
    page.get_by_label("Det vil jeg have fra jer").fill(CASE["wanted"])
    page.get_by_text("Kort sparring, 20 minutter").click()
    page.get_by_text("Erik, Nord", exact=True).click()
    page.get_by_role("button", name="Indkald til sparringen").click()

    expect(page.get_by_role("heading", name="Det her kan føre til en person")).to_be_visible()
    expect(page.get_by_text("»Mette Holm« ligner et navn.")).to_be_visible()
    expect(page.get_by_text("»20304050« ligner et telefonnummer.")).to_be_visible()
    expect(page.get_by_label("Erik")).to_be_checked()
    assert not Sparring.objects.exists()
    looks_right(page, axe)

    page.get_by_label("Situationen").fill("Borgeren er 010190-1234.")
    page.get_by_role("button", name="Indkald til sparringen").click()
    expect(page.get_by_text("ligner et CPR-nummer").first).to_be_visible()
    looks_right(page, axe)

    page.get_by_label("Situationen").fill("Erik kender en borger, der ringer tit.")
    page.get_by_role("button", name="Indkald til sparringen").click()
    page.get_by_role("button", name="Det fører ikke til nogen: gem, som det er").click()
    expect(page.get_by_text("Der er indkaldt til sparringen.")).to_be_visible()
    expect(page.get_by_text("I er 2, og formen er til 4 til 6 personer.")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    assert Sparring.objects.get().situation == "Erik kender en borger, der ringer tit."


def test_everyone_in_the_room_follows_and_it_counts_as_learning(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    shipped_version()
    one = called(people.north, people.bo, people.erik)
    bo, erik = open_page(people.bo), open_page(people.erik, viewport=PHONE)
    erik.goto("/")
    expect(erik.get_by_text("Bo har indkaldt.")).to_be_visible()
    erik.get_by_role("link", name="Læs kortet").click()
    expect(erik.get_by_text(CASE["doubt"])).to_be_visible()

    bo.goto(f"{URL}sparring/{one.uuid}/")
    bo.get_by_role("button", name="Begynd nu").click()
    expect(bo.get_by_role("heading", level=1)).to_have_text("Ramme")
    expect(bo.get_by_role("timer")).to_have_text(re.compile(r"^[01]:\d\d tilbage$"))
    looks_right(bo, axe)
    erik.reload()
    erik.get_by_role("link", name="Gå derhen, hvor I er").click()
    expect(erik.get_by_role("heading", level=1)).to_have_text("Ramme")
    looks_right(erik, axe)

    bo.get_by_role("button", name="Videre til: Interview").click()
    expect(erik.get_by_role("heading", level=1)).to_have_text("Interview")
    expect(erik.get_by_role("timer")).to_have_text(re.compile(r"^5:\d\d tilbage$"))
    Sparring.objects.filter(pk=one.pk).update(phase_began_at=timezone.now() - timedelta(minutes=8))
    bo.reload()
    expect(bo.get_by_role("timer")).to_have_text(re.compile(r"^Tiden er gået for 2:\d\d siden$"))
    looks_right(bo, axe)
    erik.get_by_role("button", name="Et skridt tilbage").click()
    expect(bo.get_by_role("heading", level=1)).to_have_text("Ramme")
    for title in ("Interview", "Refleksion", "Det tager jeg med"):
        bo.get_by_role("button", name=f"Videre til: {title}").click()
        expect(bo.get_by_role("heading", level=1)).to_have_text(title)
        expect(erik.get_by_role("heading", level=1)).to_have_text(title)

    bo.get_by_role("link", name="Skriv det, vi lærte, og afslut").click()
    looks_right(bo, axe)
    bo.get_by_label("Hvad lærte I?").fill("Spørg, før du foreslår.")
    bo.get_by_text("Lov & Myndighed", exact=True).click()
    bo.get_by_text("Lovgivning og forvaltningsret").click()
    bo.get_by_role("button", name="Afslut sparringen").click()
    expect(bo.get_by_text("Den tæller som 0,5 times læring for hver.")).to_be_visible()
    expect(bo.get_by_text("Lovgivning og forvaltningsret")).to_be_visible()
    looks_right(bo, axe)
    expect(erik).to_have_url(re.compile(f"{one.uuid}/$"))
    expect(erik.get_by_text("Spørg, før du foreslår.")).to_be_visible()
    assert Participation.objects.filter(source=Source.SPARRING).count() == 2
    erik.goto("/laering/mit/")
    expect(erik.get_by_text("Sparring på en sag")).to_be_visible()
    bo.goto(f"{URL}sparring/")
    looks_right(bo, axe)


def test_without_javascript_the_end_time_stands_there(open_page: OpenPage, people: People, axe: Check) -> None:
    one = called(people.north, people.bo, people.erik)
    page = open_page(people.bo, java_script_enabled=False)
    page.goto(f"{URL}sparring/{one.uuid}/")
    page.get_by_role("button", name="Begynd nu").click()
    expect(page.get_by_text(re.compile(r"^til kl\. \d\d\.\d\d$"))).to_be_visible()
    expect(page.get_by_text("2 minutter tilbage")).to_be_visible()
    page.get_by_role("button", name="Videre til: Interview").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Interview")
    page.get_by_role("link", name="Afslut nu").click()
    page.get_by_label("Hvad lærte I?").fill("Spørg, før du foreslår.")
    page.get_by_role("button", name="Afslut sparringen").click()
    expect(page.get_by_role("alert").get_by_text("Det er gemt")).to_be_visible()


def test_a_new_rule_and_whom_it_reaches(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    colleagues(people.north, 5)
    colleagues(people.south, 6)
    rated_round(people.testkommune, {people.bo: {"LM": 4}})
    sign_in_as(page, people.alma)
    page.goto(f"{URL}regler/")
    looks_right(page, axe)
    page.get_by_role("link", name="Registrer en ny regel").first.click()
    looks_right(page, axe)
    page.get_by_label("Hvad bliver ændret, på én linje").fill("Ny frist")
    page.get_by_label("Hvad er nyt?").fill("Før var fristen tre uger. Nu er den to.")
    page.get_by_label("Gælder fra").fill(monday(2).isoformat())
    page.get_by_text("Lov & Myndighed", exact=True).click()
    page.get_by_text("Lovgivning og forvaltningsret").click()
    page.get_by_role("button", name="Registrer reglen").click()
    expect(page.get_by_label("Hvor det står")).to_be_visible()
    expect(page.get_by_label(re.compile("^Lovgivning og forvaltningsret"))).to_be_checked()
    looks_right(page, axe)
    page.get_by_label("Hvor det står").fill("Lov nr. 1 § 2")
    page.get_by_role("button", name="Registrer reglen").click()

    expect(page.get_by_text("Reglen er registreret.")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Nord", exact=True).click()
    people_named = page.get_by_role("region", name="Hvem den rammer")
    expect(people_named.get_by_text("Lov & Myndighed: Specialiseret")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("button", name="Begynd løftet").click()
    expect(page.get_by_text(re.compile("Løftet begynder"))).not_to_have_count(0)
    looks_right(page, axe)
    assert RuleChange.objects.get().lifts.get().unit == people.north


def test_the_unit_ticks_its_steps_and_its_people_see_theirs(open_page: OpenPage, people: People, axe: Check) -> None:
    change = changed_rule(people.alma)
    begun_lift(change, people.north, people.alma)
    alma, bo = open_page(people.alma), open_page(people.bo, viewport=PHONE)
    alma.goto("/")
    alma.get_by_role("link", name="Se trinet").click()
    looks_right(alma, axe)
    alma.get_by_role("button", name=re.compile("^Sæt flueben.*Hvad er nyt")).click()
    expect(alma.get_by_text("1 af 8 trin har flueben.")).to_be_visible()
    looks_right(alma, axe)
    assert LiftStepDone.objects.get().code == "what-changes"

    bo.goto("/")
    expect(bo.get_by_role("heading", name="Fælles start")).to_be_visible()
    bo.get_by_role("link", name="Se trinet").click()
    expect(bo.get_by_text("flueben sat af Alma")).to_be_visible()
    assert not bo.get_by_role("button", name=re.compile("Sæt flueben")).count()
    looks_right(bo, axe)

    alma.goto(f"{URL}regler/{change.uuid}/")
    alma.get_by_text("Tag reglen ud").first.click()
    alma.get_by_role("button", name="Tag reglen ud").click()
    expect(alma.get_by_text("»Ny frist« er taget ud.")).to_be_visible()
    looks_right(alma, axe)
    bo.goto("/")
    expect(bo.get_by_role("heading", name="Fælles start")).to_have_count(0)

"""Colleagues teach each other: a resource person says yes, somebody sits beside her, and a new colleague finds the way in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Round
from fagkompas.learning.models import OnboardingPath, Participation, ResourcePerson, SideBySide
from tests.assessments.rounds import participant_of
from tests.assessments.units import colleagues, rated_round
from tests.catalogue.making import today
from tests.journeys.conftest import PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.colleagues import make_agreed, make_onboarding, make_resource, make_side_by_side
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
LIST = "/laering/kolleger/"


@pytest.fixture
def rated(people: People) -> People:
    """Nord and Syd, with Erik specialised in the law and Bo new to it."""
    colleagues(people.north, 3)
    rated_round(people.testkommune, {people.erik: {"LM": 4}, people.bo: {"LM": 1}})
    return people


def test_somebody_becomes_a_resource_person(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, rated.alma)
    page.goto("/laering/")
    open_all(page)
    page.get_by_role("link", name="Ressourcepersoner").click()
    expect(page.get_by_text("Ingen har sagt ja endnu")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Spørg om en vil være ressourceperson").first.click()
    looks_right(page, axe)
    page.get_by_role("button", name="Spørg Erik, Lov & Myndighed").click()
    expect(page.get_by_text("Erik er spurgt om at være ressourceperson i Lov & Myndighed.")).to_be_visible()
    looks_right(page, axe)

    sign_in_as(page, rated.erik)
    page.goto("/")
    row = page.get_by_role("listitem").filter(has_text="Vil du være ressourceperson i Lov & Myndighed?")
    row.get_by_role("link", name="Svar").click()
    looks_right(page, axe)
    page.get_by_text("Ja, det vil jeg").click()
    page.get_by_label("Timer om måneden").fill("90")
    page.get_by_label("Til og med").fill(f"{today() + timedelta(days=90)}")
    page.get_by_label("Det tilbyder du").fill("Læse afgørelser sammen.")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Skriv fra en halv time til 40 timer om måneden.").first).to_be_visible()
    expect(page.get_by_label("Det tilbyder du")).to_have_value("Læse afgørelser sammen.")
    looks_right(page, axe)
    page.get_by_label("Timer om måneden").fill("4,5")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Tak. Nu kan dine kolleger finde dig på listen.")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_label("Timer om måneden").fill("6")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Det er rettet.")).to_be_visible()
    page.goto(LIST)
    expect(page.get_by_text("6 af 6 tilbage i denne måned")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Lov & Myndighed", exact=True).click()
    page.get_by_role("button", name="Stop i dag").click()
    expect(page.get_by_text("Du er ikke ressourceperson i feltet mere.")).to_be_visible()
    assert ResourcePerson.objects.get().ended_on == today()


def test_side_by_side_in_one_click(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    make_resource(rated.erik)
    page = any_page
    sign_in_as(page, rated.bo)
    page.goto("/laering/mit/")
    looks_right(page, axe)
    page.get_by_role("button", name="Spørg om sidemandsoplæring med Erik").click()
    expect(page.get_by_text("Erik er spurgt. Svaret kommer på I dag.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bo lærer af Erik")
    looks_right(page, axe)

    sign_in_as(page, rated.erik)
    page.goto("/")
    page.get_by_role("listitem").filter(has_text="Bo vil gerne sidde ved siden af dig").get_by_role("link").click()
    looks_right(page, axe)
    page.get_by_text("Ja, på denne dag").click()
    page.get_by_label("Dag", exact=True).fill(f"{today()}")
    page.get_by_label("Timer", exact=True).fill("5")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Du har 4 timer tilbage i den måned.").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Timer", exact=True).fill("2")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Dagen er aftalt. I ser den begge på I dag.")).to_be_visible()
    looks_right(page, axe)

    sign_in_as(page, rated.bo)
    page.goto("/laering/kolleger/oplaering/")
    looks_right(page, axe)
    page.get_by_role("main").get_by_role("link", name=re.compile("^Bo")).click()
    page.get_by_label("Timer", exact=True).fill("2,5")
    page.get_by_role("button", name="Vi har mødtes").click()
    expect(page.get_by_text("Nu står det i oversigten over det, Bo har lært.")).to_be_visible()
    looks_right(page, axe)
    page.goto("/laering/mit/")
    expect(page.get_by_role("rowheader", name="Sidemandsoplæring: Lov & Myndighed")).to_be_visible()
    assert str(Participation.objects.get().hours) == "2.5"


def test_a_manager_asks_from_the_profile(page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    make_resource(rated.erik)
    bo_is = participant_of(Round.objects.get(), rated.bo)
    sign_in_as(page, rated.alma)
    page.goto(f"/kompetencer/profil/{bo_is.uuid}/")
    expect(page.get_by_role("heading", name="Kolleger at lære af")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Spørg om sidemandsoplæring med Erik").click()
    expect(page.get_by_text("Erik er spurgt.")).to_be_visible()
    asked = SideBySide.objects.get()
    assert (asked.learner, asked.asked_by) == (rated.bo, rated.alma)


def test_a_day_is_called_off_and_a_question_declined(
    any_page: Page, sign_in_as: SignIn, rated: People, axe: Check
) -> None:
    row = make_resource(rated.erik)
    agreed = make_agreed(rated.bo, row)
    asked = make_side_by_side(rated.carla, row)
    page = any_page
    sign_in_as(page, rated.erik)
    page.goto(f"/laering/kolleger/oplaering/{agreed.uuid}/")
    page.get_by_role("link", name="Aflys").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Aflys").click()
    expect(page.get_by_text("Skriv hvorfor", exact=False).first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvorfor").fill("Jeg er syg.")
    page.get_by_role("button", name="Aflys").click()
    expect(page.get_by_text("Det er aflyst.")).to_be_visible()
    page.goto(f"/laering/kolleger/oplaering/{asked.uuid}/")
    page.get_by_text("Nej", exact=True).click()
    page.get_by_label("Et ord til den, der skal lære").fill("Spørg Freja.")
    page.get_by_role("button", name="Send svaret").click()
    expect(page.get_by_text("Dit svar er givet videre.")).to_be_visible()
    sign_in_as(page, rated.carla)
    page.goto("/")
    expect(page.get_by_text("Erik siger nej: Spørg Freja.")).to_be_visible()
    looks_right(page, axe)


def test_a_new_colleague_s_first_days(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    make_resource(rated.erik)
    page = any_page
    sign_in_as(page, rated.alma)
    page.goto("/laering/kolleger/onboarding/")
    looks_right(page, axe)
    page.get_by_role("link", name="Lav et forløb til en ny kollega").first.click()
    looks_right(page, axe)
    page.get_by_role("button", name="Lav forløbet").click()
    expect(page.locator(".error-summary, .alert-error").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Ny kollega").select_option("Bo, Nord")
    page.get_by_text("Dag 43: Samtalen på skærm").click()
    page.get_by_role("button", name="Lav forløbet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("De første halvfems dage for Bo")
    expect(page.get_by_role("heading", name="Udeladt")).to_be_visible()
    expect(page.get_by_role("heading", name="Trin, der mangler nogen")).to_be_visible()
    page.get_by_role("button", name="Spørg dem alle om sidemandsoplæring").click()
    expect(page.get_by_text("Spurgt: Erik. Svarene kommer på I dag.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Trin", exact=True).fill("Frokost med teamet")
    page.get_by_label("Dag", exact=True).fill(f"{today() + timedelta(days=2)}")
    page.get_by_role("button", name="Tilføj trinnet").click()
    expect(page.get_by_text("Trinnet er tilføjet.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Ret trinnet.*Frokost")).click()
    looks_right(page, axe)
    page.get_by_label("Dag", exact=True).fill(f"{today() + timedelta(days=3)}")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Trinnet er rettet.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Udelad.*Frokost")).click()
    expect(page.get_by_text("»Frokost med teamet« er udeladt af forløbet.")).to_be_visible()

    sign_in_as(page, rated.bo)
    page.goto("/")
    page.get_by_role("link", name="Gå til trinnet").first.click()
    expect(page.get_by_role("heading", name="Det næste: Velkommen til")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("Sæt flueben.*Velkommen til")).first.click()
    expect(page.get_by_role("heading", name="Det næste: Den første sag på skærmen")).to_be_visible()
    looks_right(page, axe)
    path = OnboardingPath.objects.get()
    assert path.steps.get(code="welcome").done_on == today()
    assert path.steps.get(code="first-decision").with_person == rated.erik


def test_two_browsers_on_one_path(open_page: OpenPage, rated: People, axe: Check) -> None:
    path = make_onboarding(rated.bo, rated.alma)
    step = path.steps.get(code="first-case")
    bo_s, alma_s = open_page(rated.bo, viewport=PHONE), open_page(rated.alma)
    url = f"/laering/kolleger/onboarding/{path.uuid}/"
    bo_s.goto(url)
    alma_s.goto(url)
    alma_s.get_by_role("button", name=re.compile("Udelad.*Den første sag")).click()
    bo_s.get_by_role("button", name=re.compile("Sæt flueben.*Den første sag")).first.click()
    expect(bo_s.get_by_text("Trinnet er udeladt imens. Sådan står forløbet nu.")).to_be_visible()
    looks_right(bo_s, axe)
    assert not path.steps.filter(pk=step.pk).exists()

    step_url = f"/laering/kolleger/onboarding/trin/{path.steps.get(code='rules-of-the-day').uuid}/"
    first, second = open_page(rated.alma), open_page(rated.alma)
    first.goto(step_url)
    second.goto(step_url)
    first.get_by_label("Dag", exact=True).fill(f"{today() + timedelta(days=6)}")
    first.get_by_role("button", name="Gem").click()
    expect(first.get_by_text("Trinnet er rettet.")).to_be_visible()
    second.get_by_label("Dag", exact=True).fill(f"{today() + timedelta(days=9)}")
    second.get_by_role("button", name="Gem").click()
    expect(second.get_by_text("Alma kom først.", exact=False)).to_be_visible()
    looks_right(second, axe)
    second.get_by_role("button", name="Gem").click()
    expect(second.get_by_text("Trinnet er rettet.")).to_be_visible()


def test_without_javascript_one_asks_and_ticks(open_page: OpenPage, sign_in_as: SignIn, rated: People) -> None:
    make_resource(rated.erik)
    path = make_onboarding(rated.bo, rated.alma)
    page = open_page(java_script_enabled=False)
    sign_in_as(page, rated.bo)
    page.goto(LIST)
    page.get_by_role("button", name="Spørg Erik").click()
    expect(page.get_by_text("Erik er spurgt. Svaret kommer på I dag.")).to_be_visible()
    page.goto(f"/laering/kolleger/onboarding/{path.uuid}/")
    page.get_by_role("button", name=re.compile("Sæt flueben.*Velkommen til")).first.click()
    assert path.steps.get(code="welcome").done_on == today()

"""Learning in a browser: wish and register, decide and wait, cancel, who took part in what, and the share trained."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Session
from fagkompas.learning.actions.participation import approve, put_on_waiting_list, years_after
from fagkompas.learning.actions.staff_years import note_who_works_where
from fagkompas.learning.models import Participation, ParticipationState
from tests.assessments.units import colleagues, rated_round
from tests.catalogue.making import make_session, today
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.participation import make_learned, make_wish
from tests.learning.test_own_learning import law_course, module_of
from tests.people import People

OpenPage = Callable[..., Page]
SignIn = Callable[[Page, Employee], None]
both_sizes = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


def test_an_employee_wishes_for_what_suits_and_registers_what_was_learned(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    rated_round(people.north, {people.bo: {"LM": 1}})
    session = make_session(people, law_course(people))
    sign_in_as(page, people.bo)
    page.goto("/laering/")
    looks_right(page, axe)
    page.get_by_role("link", name="Min læring", exact=True).click()
    expect(page.get_by_role("heading", name="Det passer til dig")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("Lov for nye")).first.click()
    looks_right(page, axe)
    page.get_by_label("Hvorfor").fill("Ring til 010190-1234")
    page.get_by_role("button", name="Send ønsket").click()
    expect(page.get_by_role("alert").first).to_contain_text("CPR-nummer")
    looks_right(page, axe)
    page.get_by_label(re.compile("^Hvornår")).select_option(str(session.uuid))
    page.get_by_label("Hvorfor").fill("Jeg vil skrive afgørelser, som borgeren forstår.")
    page.get_by_role("button", name="Send ønsket").click()
    expect(page.get_by_text("Dit ønske er sendt.")).to_be_visible()
    expect(page.get_by_role("region", name="I gang")).to_contain_text("Ønsket")
    looks_right(page, axe)

    page.get_by_role("link", name="Registrér noget, du har lært").click()
    looks_right(page, axe)
    page.get_by_label("Hvad du lærte").fill("Tegnsprog")
    page.get_by_label("Den dag, det var slut").fill((today() + timedelta(days=3)).isoformat())
    page.get_by_label("Timer").fill("-2")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("alert").first).to_contain_text("Skriv mindst 0 under »Timer«")
    looks_right(page, axe)
    page.get_by_label("Timer").fill("7,5")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("alert").first).to_contain_text("Dagen er ikke kommet endnu")
    page.get_by_label("Den dag, det var slut").fill((today() - timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("region", name="Det har du lært")).to_contain_text("7,5")
    looks_right(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name="Regneark").click()
    assert download.value.suggested_filename == "laering.xlsx"
    page.get_by_role("button", name="Fjern Tegnsprog").click()
    expect(page.get_by_text("Det er taget ud")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Fortryd")).click()
    looks_right(page, axe)
    page.get_by_label("Hvorfor").fill("Jeg skal på orlov.")
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_role("region", name="Afslået eller aflyst")).to_contain_text("Jeg skal på orlov.")
    looks_right(page, axe)


@both_sizes
def test_the_limit_of_a_programme_is_seen_a_year_before(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    begun = years_after(today(), -6) + timedelta(days=100)
    make_learned(people.bo, module=module_of(people), completed_on=begun, certificate="Bevis 4", ects=Decimal(10))
    page = open_page(people.bo, viewport=viewport)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Se uddannelsen")).click()
    expect(page.get_by_role("heading", name="Vores diplom")).to_be_visible()
    expect(page.get_by_text("Der er under et år tilbage")).to_be_visible()
    looks_right(page, axe)


def states(*rows: Participation) -> list[str]:
    for one in rows:
        one.refresh_from_db()
    return [one.state for one in rows]


@both_sizes
def test_wishes_are_decided_a_seat_moves_on_and_the_session_is_cancelled(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    session = make_session(people, least_seats=1, most_seats=1)
    bo_s, erik_s, carla_s = (make_wish(person, session) for person in (people.bo, people.erik, people.carla))
    page, bo, erik, carla = (
        open_page(one, viewport=viewport) for one in (people.dorte, people.bo, people.erik, people.carla)
    )
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Afgør")).click()
    looks_right(page, axe)

    def decide(name: str, decision: str, why: str = "") -> None:
        page.goto("/laering/deltagelse/")
        page.get_by_role("link", name=re.compile(f"^{name}")).click()
        page.get_by_label(decision, exact=True).check()
        page.get_by_label("Hvorfor ikke").fill(why)
        page.get_by_role("button", name="Gem afgørelsen").click()

    decide("Bo", "Godkend: giv en plads")
    expect(page.get_by_text("Afgørelsen er gemt")).to_be_visible()
    decide("Erik", "Godkend: giv en plads")
    expect(page.get_by_role("alert").first).to_contain_text("Holdet er fuldt.")
    looks_right(page, axe)
    decide("Erik", "Sæt på venteliste")
    decide("Carla", "Afslå")
    expect(page.get_by_role("alert").first).to_contain_text("Skriv hvorfor")
    looks_right(page, axe)
    page.get_by_label("Hvorfor ikke").fill("Vi tager det til næste år.")
    page.get_by_role("button", name="Gem afgørelsen").click()
    assert states(bo_s, erik_s, carla_s) == [
        ParticipationState.APPROVED,
        ParticipationState.WAITING,
        ParticipationState.REFUSED,
    ]

    carla.goto("/")
    expect(carla.get_by_text("Vi tager det til næste år.")).to_be_visible()
    looks_right(carla, axe)
    erik.goto("/laering/mit/")
    expect(erik.get_by_role("region", name="I gang")).to_contain_text("Nummer 1 på ventelisten.")
    looks_right(erik, axe)
    bo.goto("/")
    bo.get_by_role("link", name=re.compile("^Se pladsen")).click()
    bo.get_by_role("link", name=re.compile("^Meld fra")).click()
    bo.get_by_label("Hvorfor").fill("Jeg er syg.")
    bo.get_by_role("button", name="Meld fra").click()
    erik.goto("/")
    expect(erik.get_by_text("Du har en plads.")).to_be_visible()
    looks_right(erik, axe)

    page.goto(f"/laering/katalog/hold/{session.uuid}/")
    page.get_by_role("link", name="Se deltagerne").click()
    expect(page.get_by_role("table")).to_contain_text("Erik")
    looks_right(page, axe)
    page.get_by_role("button", name="Skriv 1 godkendt som tilmeldt").click()
    expect(page.get_by_text("1 person er tilmeldt.")).to_be_visible()
    page.goto(f"/laering/katalog/hold/{session.uuid}/")
    page.get_by_role("link", name="Aflys").click()
    expect(page.get_by_text("1 person mister sin plads.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Udbyderen").check()
    page.get_by_label("Hvorfor").fill("Underviseren er blevet syg.")
    page.get_by_role("button", name="Aflys holdet").click()
    expect(page.get_by_text("Holdet er aflyst, og 1 person får besked.")).to_be_visible()
    looks_right(page, axe)
    erik.goto("/")
    expect(erik.get_by_text("Underviseren er blevet syg.")).to_be_visible()
    looks_right(erik, axe)


def test_seats_are_given_from_the_list_when_there_are_more_of_them(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, session, now = any_page, make_session(people, least_seats=1, most_seats=1), timezone.now()
    approve(participation=make_wish(people.bo, session), session=session, now=now, by=people.dorte)
    waiting = make_wish(people.erik, session)
    put_on_waiting_list(participation=waiting, session=session, now=now, by=people.dorte)
    sign_in_as(page, people.dorte)
    page.goto(f"/laering/katalog/hold/{session.uuid}/ret/")
    page.get_by_label("Højst").fill("2")
    page.get_by_role("button", name="Gem").click()
    button = page.get_by_role("button", name="Giv de ledige pladser til dem, der venter")
    expect(button).to_be_visible()
    looks_right(page, axe)
    button.click()
    expect(page.get_by_text("1 person fik en plads og får besked.")).to_be_visible()
    assert states(waiting) == [ParticipationState.APPROVED]
    looks_right(page, axe)


def test_a_whole_session_s_attendance_then_who_took_part_and_the_share(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, session = any_page, make_session(people)
    for person in (people.bo, people.carla):
        approve(participation=make_wish(person, session), session=session, now=timezone.now(), by=people.dorte)
    day = date(today().year - 1, 6, 2)
    note_who_works_where(today=day)
    Session.objects.update(starts_on=day, ends_on=day, enrol_by=None)
    sign_in_as(page, people.dorte)
    page.goto(f"/laering/deltagelse/hold/{session.uuid}/")
    looks_right(page, axe)
    page.get_by_label("Bo: hvordan det gik").select_option("passed")
    page.get_by_label("Bo: bevis").fill("Kursusbevis")
    page.get_by_label("Carla: hvordan det gik").select_option("attended")
    page.get_by_role("button", name="Gem, hvem der deltog").click()
    expect(page.get_by_text("Det er gemt, hvem der deltog.")).to_be_visible()

    page.goto("/laering/")
    looks_right(page, axe)
    open_all(page)
    page.get_by_role("link", name="Hvem har deltaget i hvad").click()
    expect(page.get_by_text("2 deltagelser, 2 personer, 14 timer og 0 ECTS-point.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Enhed").select_option(str(people.north.uuid))
    page.get_by_label("År", exact=True).select_option(str(day.year))
    page.get_by_role("button", name="Vis").click()
    expect(page).to_have_url(re.compile(f"enhed={people.north.uuid}&aar={day.year}"))
    expect(page.get_by_role("table")).to_contain_text("Bo")
    expect(page.get_by_role("table")).not_to_contain_text("Carla")
    looks_right(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name="Regneark").click()
    assert download.value.suggested_filename == "deltagelse.xlsx"

    page.get_by_role("link", name="Andel efteruddannet").click()
    expect(page.get_by_text("2 af 8 har deltaget i noget: 25 %.")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Nord", exact=True).click()
    expect(page.get_by_text("1 af 3 har deltaget i noget: 33 %.")).to_be_visible()
    looks_right(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == f"efteruddannelse-{day.year}.pdf"


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_manager_sees_the_unit_above_only_without_telling_of_others(
    open_page: OpenPage, people: People, axe: Check, language: str
) -> None:
    for other in (people.dorte, people.gry):
        other.delete()
    colleagues(people.north, 6)
    note_who_works_where(today=date(today().year - 1, 12, 31))
    people.alma.language = language
    people.alma.save(update_fields=["language"])
    page = open_page(people.alma, viewport=PHONE)
    page.goto("/laering/deltagelse/andel/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    looks_right(page, axe)
    page.get_by_label({"da": "Enhed", "en": "Unit"}[language]).select_option(str(people.testkommune.uuid))
    page.get_by_role("button", name={"da": "Vis", "en": "Show"}[language]).click()
    expect(page.get_by_text({"da": "Tallene er skjult", "en": "The figures are hidden"}[language])).to_be_visible()
    open_all(page)
    looks_right(page, axe)

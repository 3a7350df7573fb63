"""The yearly review in two browsers: planned, prepared apart, held together, signed by both, and what comes back."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Role, RoleHeld
from fagkompas.learning.models import Participation, Review, ReviewAgreement
from tests.assessments.units import rated_round
from tests.catalogue.making import make_offering
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.reviews import make_review, make_signed, prepare
from tests.people import People, make_employee

OpenPage = Callable[..., Page]
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")
both_sizes = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


def page_of(review: Review, name: str = "") -> str:
    return f"/laering/mus/{review.uuid}/{name}"


def saved_line(page: Page) -> None:
    """The page says that all is saved."""
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)


@both_sizes
def test_from_the_plan_to_both_signatures_and_what_comes_back(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    offering = make_offering(people)
    rated_round(people.north, {people.bo: {"LM": 3}})
    alma, bo = open_page(people.alma, viewport=viewport), open_page(people.bo, viewport=viewport)
    alma.goto("/laering/")
    looks_right(alma, axe)
    alma.get_by_role("link", name="Planlæg samtaler").click()
    looks_right(alma, axe)
    alma.get_by_role("button", name="Planlæg samtalerne").click()
    expect(alma.get_by_role("alert").first).to_contain_text("Vælg, hvem du vil tale med")
    looks_right(alma, axe)
    alma.get_by_label("Hvilken dag?").fill((timezone.localdate() + timedelta(days=6)).isoformat())
    alma.get_by_label("Bo, Nord").check()
    alma.get_by_label("Erik, Nord").check()
    alma.get_by_role("button", name="Planlæg samtalerne").click()
    expect(alma.get_by_text("2 samtaler er planlagt.")).to_be_visible()
    looks_right(alma, axe)
    review = Review.objects.get(employee=people.bo)

    # Each prepares, and sees nothing of the other's before it is shared.
    bo.goto("/")
    looks_right(bo, axe)
    bo.get_by_role("link", name=re.compile("^Forbered dig")).click()
    open_all(bo)
    looks_right(bo, axe)
    bo.get_by_label("Hvad kan du nu, som du ikke kunne for et år siden?").fill("Jeg kan skrive kort.")
    bo.get_by_label("Hvad vil du selv tale om?").fill("Mere tid hos virksomhederne")
    saved_line(bo)
    bo.get_by_role("button", name="Gem", exact=True).last.click()
    expect(bo.get_by_text("Din forberedelse er gemt.")).to_be_visible()
    alma.goto(page_of(review))
    expect(alma.get_by_text("Jeg kan skrive kort.")).to_have_count(0)
    open_all(alma)
    looks_right(alma, axe)
    bo.get_by_role("button", name="Del det, du har forberedt").click()
    expect(bo.get_by_text("Din forberedelse er delt.")).to_be_visible()
    alma.goto(page_of(review, "forbered/"))
    alma.get_by_label("Hvilke to handlinger har du set, som du vil se mere af?").fill("Ringer op samme dag.")
    saved_line(alma)
    alma.get_by_role("button", name="Gem, og del med Bo").click()
    expect(alma.get_by_text("I har begge delt.")).to_be_visible()
    expect(alma.get_by_text("Jeg kan skrive kort.")).to_be_visible()

    # Held: both write on one page at the same time, and nothing is lost.
    bo.goto(page_of(review))
    expect(bo.get_by_text("Ringer op samme dag.")).to_be_visible()
    alma.get_by_label("Noter: Adfærd").fill("Ringer altid tilbage samme dag.")
    saved_line(alma)
    bo.get_by_label("Noter: Resultater").fill("Tre i arbejde siden sommer.")
    saved_line_of_two(bo)
    bo.get_by_label("Noter: Adfærd").fill("Noget helt andet.")
    expect(bo.locator("[data-autosave-line]")).to_contain_text("En anden har ændret det samme")
    bo.get_by_role("button", name=re.compile("^Gem ?: Adfærd")).click()
    expect(bo.get_by_role("heading", name="To af jer har ændret det samme")).to_be_visible()
    looks_right(bo, axe)
    bo.get_by_label("Det, du skrev. Du kan skrive de to sammen her").fill("Ringer samme dag, og venter med resten.")
    bo.get_by_role("button", name="Gem det, jeg valgte").click()
    expect(bo.get_by_label("Noter: Adfærd")).to_have_value("Ringer samme dag, og venter med resten.")
    expect(bo.get_by_label("Noter: Resultater")).to_have_value("Tre i arbejde siden sommer.")
    bo.get_by_label("Hvad aftaler I?").first.fill("Tager kurset for nye")
    bo.get_by_label("Hvornår senest?").first.fill((timezone.localdate() + timedelta(days=10)).isoformat())
    bo.get_by_label("Læring fra kataloget").first.select_option(label=offering.title_da)
    bo.get_by_role("button", name="Gem aftalerne").click()
    expect(bo.get_by_label("Hvad aftaler I?")).to_have_count(2)
    open_all(bo)
    looks_right(bo, axe)

    # Signed by both, and printed.
    alma.goto(page_of(review))
    alma.get_by_role("button", name="Skriv under").click()
    expect(alma.get_by_text("Samtalen er planlagt til").first).to_be_visible()
    looks_right(alma, axe)
    alma.get_by_role("button", name="Skriv under alligevel").click()
    expect(alma.get_by_text("Nu venter den på Bo, som har den på sin forside.")).to_be_visible()
    looks_right(alma, axe)
    bo.goto("/")
    bo.get_by_role("link", name=re.compile("^Læs og skriv under")).click()
    looks_right(bo, axe)
    bo.get_by_role("button", name="Skriv under").click()
    expect(bo.get_by_text("I har begge skrevet under.")).to_be_visible()
    looks_right(bo, axe)
    bo.get_by_role("button", name=re.compile("^Gør det til et ønske")).click()
    expect(bo.get_by_text("Nu er det et ønske.")).to_be_visible()
    assert Participation.objects.get().employee == people.bo
    looks_right(bo, axe)
    bo.goto(page_of(review))
    bo.get_by_role("link", name="Udskriv samtalen").click()
    expect(bo.get_by_text("Tager kurset for nye")).to_be_visible()
    axe(bo)

    # It comes back to both until it is done.
    for page in (alma, bo):
        page.goto("/")
        expect(page.get_by_role("heading", name=re.compile("Tager kurset for nye"))).to_be_visible()
    alma.get_by_role("link", name=re.compile("^Skriv, hvordan det gik")).click()
    looks_right(alma, axe)
    alma.get_by_label("Droppet").check()
    alma.get_by_role("button", name="Gem, hvordan det gik").click()
    expect(alma.get_by_role("alert").first).to_contain_text("hvorfor det blev droppet")
    looks_right(alma, axe)
    alma.get_by_label(re.compile("^Med få ord")).fill("Der var ikke plads på holdet.")
    alma.get_by_role("button", name="Gem, hvordan det gik").click()
    expect(alma.get_by_text("Det er gemt, hvordan det gik.")).to_be_visible()
    looks_right(alma, axe)
    bo.goto("/")
    expect(bo.get_by_role("heading", name=re.compile("Tager kurset for nye"))).to_have_count(0)
    assert ReviewAgreement.objects.get().outcome == "Der var ikke plads på holdet."


def saved_line_of_two(page: Page) -> None:
    """It is saved, and somebody else has saved too."""
    expect(page.locator("[data-autosave-line]")).to_contain_text("En anden har også ændret noget")


def test_a_lost_connection_keeps_what_is_typed(open_page: OpenPage, people: People) -> None:
    review = make_review(people)
    bo = open_page(people.bo)
    for name, label, stored in (
        ("forbered/", "Hvad spørger kolleger dig om?", lambda held: held.own_preparation.get("skill-4")),
        ("", "Noter: Færdigheder", lambda held: held.notes.get("skill")),
    ):
        bo.goto(page_of(review, name))
        bo.context.set_offline(True)
        bo.get_by_label(label).fill("Skrevet uden net")
        expect(bo.locator("[data-autosave-line]")).to_contain_text("Ikke gemt endnu")
        bo.context.set_offline(False)
        saved_line(bo)
        assert stored(Review.objects.get()) == "Skrevet uden net"


def test_typed_when_the_other_signs_is_shown_to_be_copied(open_page: OpenPage, people: People, axe: Check) -> None:
    review = make_review(people)
    alma, bo = open_page(people.alma), open_page(people.bo, viewport=PHONE)
    bo.goto(page_of(review))
    alma.goto(page_of(review))
    alma.get_by_role("button", name="Skriv under").click()
    expect(alma.get_by_text("Samtalen er planlagt til").first).to_be_visible()
    looks_right(alma, axe)
    alma.get_by_role("button", name="Skriv under alligevel").click()
    expect(alma.get_by_text("Nu venter den på Bo").first).to_be_visible()
    bo.get_by_label("Noter: Færdigheder").fill("Et sekund for sent")
    expect(bo.locator("[data-autosave-line]")).to_contain_text("En af jer har skrevet under")
    bo.get_by_role("button", name=re.compile("^Gem ?: Kapabilitet")).click()
    expect(bo.get_by_role("heading", name="Det, du skrev, er ikke gemt")).to_be_visible()
    expect(bo.get_by_text("Et sekund for sent")).to_be_visible()
    looks_right(bo, axe)


def test_all_of_it_by_keyboard(open_page: OpenPage, people: People) -> None:
    review = make_review(people)
    page = open_page(people.bo)
    page.goto(page_of(review, "forbered/"))
    page.get_by_label("Hvad spørger kolleger dig om?").focus()
    page.keyboard.type("Om reglerne")
    saved_line(page)
    page.get_by_role("button", name="Gem, og del med Alma").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Din forberedelse er delt.")).to_be_visible()


@both_sizes
def test_when_the_manager_changes_the_employee_passes_it_on(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    review = make_review(people)
    prepare(review, people.bo, {"skill-1": "Delt af Bo"})
    RoleHeld.objects.filter(employee=people.alma).delete()
    lis = make_employee("Lis", people.north, Role.MANAGER)
    bo = open_page(people.bo, viewport=viewport)
    bo.goto("/")
    looks_right(bo, axe)
    bo.get_by_role("link", name=re.compile("^Se, hvad du kan gøre")).click()
    open_all(bo)
    looks_right(bo, axe)
    bo.get_by_role("link", name="Aflys").click()
    looks_right(bo, axe)
    bo.goto(page_of(review))
    bo.get_by_role("link", name="Giv den videre").click()
    looks_right(bo, axe)
    bo.get_by_role("button", name="Giv den videre").click()
    expect(bo.get_by_role("alert").first).to_be_visible()
    looks_right(bo, axe)
    bo.get_by_label("Lis").check()
    bo.get_by_role("button", name="Giv den videre").click()
    expect(bo.get_by_text("Lis kan se det fra nu af.")).to_be_visible()
    page = open_page(lis, viewport=viewport)
    page.goto(page_of(review))
    expect(page.get_by_text("Delt af Bo")).to_be_visible()
    page.get_by_role("link", name="Flyt samtalen").click()
    looks_right(page, axe)


def test_empty_pages_say_what_to_do(open_page: OpenPage, people: People, axe: Check) -> None:
    for person in (people.carla, people.alma):
        page = open_page(person, viewport=PHONE)
        page.goto("/laering/mus/")
        expect(page.get_by_text("Der er ikke planlagt nogen samtale")).to_be_visible()
        looks_right(page, axe)
    make_signed(people)
    page = open_page(people.bo)
    with page.expect_download() as download:
        page.goto("/laering/mus/")
        page.get_by_role("link", name="Hent alt, hvad du kan se af dem").click()
    assert download.value.suggested_filename == "mus.xlsx"
    looks_right(page, axe)

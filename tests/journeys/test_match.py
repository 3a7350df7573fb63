"""From an order to somebody hired: whom it fits and why, what is asked, who is on the list, what the citizen gets on paper."""

import re
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.matching.actions.profiles import refresh_everywhere
from tests.citizens.making import make_citizen
from tests.journeys.looks import Check, looks_right
from tests.matching.making import know, make_order
from tests.people import People

OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)


def consultant(people: People) -> Employee:
    """Freja, as company consultant of Nord."""
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    return Employee.objects.get(pk=people.freja.pk)


def test_from_an_order_to_somebody_hired(open_page: OpenPage, people: People, axe: Check) -> None:
    order = make_order(people)
    know(people, make_citizen(people, name="Prøve Ottosen"), words={"can": "opvask i kantine", "wants": "smøre brød"})
    know(people, make_citizen(people, name="Prøve Nejsen"), words={"cannot": "varemodtagelse"})
    page = open_page(consultant(people))
    page.goto("/match/")
    looks_right(page, axe)
    page.get_by_role("link", name=order.title).click()
    looks_right(page, axe)
    page.get_by_text("Hvorfor?").first.click()
    expect(page.get_by_role("cell", name="600 af 1.200").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="1 er udelukket: se af hvad").click()
    expect(page.get_by_text("kan ikke undvære »varemodtagelse«", exact=False)).to_be_visible()
    looks_right(page, axe)
    page.go_back()
    page.get_by_role("link", name="Prøve Ottosen").first.click()
    looks_right(page, axe)
    page.get_by_role("button", name="Kan varemodtagelse").click()
    expect(page.get_by_text("Noteret. Nu tæller det med i pointene.")).to_be_visible()
    page.get_by_role("button", name="Sæt på listen").click()
    expect(page.get_by_role("link", name=re.compile("Hvorfor denne borger til denne jobordre"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvorfor denne borger til denne jobordre?").fill("Kender opvask og vil gerne smøre brød.")
    page.get_by_role("button", name="Sæt på listen").click()
    expect(page.get_by_text("Sat på listen. Spørg nu borgeren.")).to_be_visible()
    looks_right(page, axe)
    for does, label, said in (
        ("Spørg borgeren", "Hvad fortalte du borgeren om jobbet?", "Opgaverne og tiderne."),
        ("Borgeren sagde ja", "Hvordan sagde borgeren ja, og til hvad?", "I telefonen, til navn og profil."),
        ("Præsentér for virksomheden", "Hvad var grunden, eller hvad blev aftalt?", "Møde på tirsdag."),
        ("Ansat", "Hvad var grunden, eller hvad blev aftalt?", "20 timer fra den første."),
    ):
        page.get_by_role("link", name=f"{does} Prøve Ottosen").click()
        looks_right(page, axe)
        page.get_by_label(label).fill(said)
        page.get_by_role("button", name=does).click()
        expect(page.get_by_text(said, exact=False)).to_be_visible()
    expect(page.get_by_text("Ansat", exact=True).first).to_be_visible()
    looks_right(page, axe)


def test_the_citizens_side_on_a_small_phone_and_by_keyboard(open_page: OpenPage, people: People, axe: Check) -> None:
    order, citizen = make_order(people, postcode="4600"), make_citizen(people, name="Prøve Ottosen")
    refresh_everywhere(now=timezone.now())
    page = open_page(people.erik, viewport=NARROW)
    page.goto(reverse("matching:citizen", args=[citizen.uuid]))
    looks_right(page, axe)
    page.get_by_role("link", name="Spørg, og skriv det").click()
    looks_right(page, axe)
    page.get_by_label("Færrest timer om ugen").fill("20")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.get_by_label("Postnumre, borgeren kan komme til").fill("4000-4690")
    page.get_by_label("Kan, ud over det CV’et siger").fill("opvask")
    page.get_by_role("button", name="Gem").press("Enter")
    expect(page.get_by_role("link", name=re.compile("de færreste først"))).to_be_visible()
    expect(page.get_by_label("Kan, ud over det CV’et siger")).to_have_value("opvask")
    looks_right(page, axe)
    page.get_by_label("Flest timer om ugen").fill("25")
    page.get_by_role("button", name="Gem").press("Enter")
    expect(page.get_by_text("Gemt. Fra nu af tæller det i hvert match.")).to_be_visible()
    page.get_by_role("link", name=order.title).click()
    expect(page.get_by_text("600 af 1.200 minutter kan løses", exact=False).first).to_be_visible()
    looks_right(page, axe)
    page.goto(reverse("matching:several", args=[order.uuid]))
    looks_right(page, axe)
    page.goto(reverse("matching:reasons_on_paper", args=[order.uuid, citizen.uuid]))
    expect(page.get_by_role("heading", name="Derfor kan jobbet passe til dig")).to_be_visible()


def test_a_manager_sees_lists_and_figures_by_unit(open_page: OpenPage, people: People, axe: Check) -> None:
    RoleHeld.objects.create(
        employee=people.alma, role=Role.MANAGER, unit=people.testkommune, since=people.alma.roles.get().since
    )
    make_order(people)
    page = open_page(people.alma)
    page.goto("/match/enheder/")
    expect(page.get_by_role("heading", name="Tal for enhederne", exact=True)).to_be_visible()
    looks_right(page, axe)

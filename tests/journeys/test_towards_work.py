"""A company consultant finds a citizen, reads what stands towards work, follows a placement up, and talks with the citizen."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee, RoleHeld
from fagkompas.casework.tasks import renew
from tests.casework.making import make_consideration, make_plan, make_track
from tests.casework.work import make_placement, make_task
from tests.citizens.making import CPR, make_citizen, make_consent
from tests.companies.making import make_company
from tests.conversations.making import held_conversation
from tests.journeys.looks import Check, looks_right
from tests.people import People

SignIn = Callable[[Page, Employee], None]


def test_from_the_list_to_the_placement_and_a_talk(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    RoleHeld.objects.filter(employee=people.freja).update(unit=people.north)
    citizen, company = make_citizen(people, cpr=CPR, phone="12 34 56 78"), make_company(people, name="Prøve Lager")
    plan = make_plan(citizen)
    make_track(plan, can="Kan køre truck", wants="Vil have faste dage")
    make_consideration(plan)
    make_consent(citizen, about=company.name)
    make_task(make_placement(citizen, company))
    held_conversation(people.erik, citizen=citizen)
    renew([citizen.pk])

    page = any_page
    sign_in_as(page, Employee.objects.get(pk=people.freja.pk))
    page.goto("/")
    expect(page.get_by_role("link", name=re.compile("Følg op"))).to_be_visible()
    looks_right(page, axe)
    page.goto("/borgere/")
    expect(page).to_have_url(re.compile("/borgere/mod-job/$"))
    looks_right(page, axe)
    page.get_by_label("Navn", exact=True).fill("prøve")
    page.keyboard.press("Enter")
    looks_right(page, axe)
    page.get_by_role("link", name=citizen.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(citizen.name)
    for told in ("Kan køre truck", "Vil have faste dage", company.name, "Sagsbehandlerens samtaler kan du ikke se"):
        expect(page.get_by_text(told).first).to_be_visible()
    for hidden in (CPR[:6], "12 34 56 78", "Jobparat", "Ingen samtale er planlagt"):
        expect(page.get_by_text(hidden)).to_have_count(0)
    expect(page.get_by_role("navigation", name="Sagens dele").get_by_role("link")).to_have_count(3)
    looks_right(page, axe)

    page.get_by_role("main").get_by_role("link", name="Prøve Lager").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Følg op", exact=True).click()
    looks_right(page, axe)
    page.get_by_role("group", name="Hylder").get_by_label("Arbejdsgiveren").select_option("6")
    page.get_by_role("button", name="Gem opfølgningen").click()
    expect(page.get_by_text("Opfølgningen er gemt", exact=False)).to_be_visible()

    page.get_by_role("link", name="Mod job").click()
    page.get_by_role("link", name="Ny samtale").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Forbered den").click()
    expect(page).to_have_url(re.compile("/forbered/"))
    looks_right(page, axe)
    assert citizen.placements.get().followed_up_on == timezone.localdate()

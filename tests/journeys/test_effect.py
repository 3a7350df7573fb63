"""Whoever may see it is told honestly what came of an offering, and nobody learns of a single person."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from tests.assessments.units import colleagues
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.effects import been_through, law_course, renewed, round_on
from tests.people import People

SignIn = Callable[[Page, Employee], None]


def test_from_nothing_to_an_honest_figure(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    staff = colleagues(people.north, 12)
    taking = staff[:6]
    sign_in_as(page, people.dorte)
    page.goto("/laering/effekt/")
    expect(page.get_by_text("Ingen har gennemført noget endnu")).to_be_visible()
    looks_right(page, axe)

    offering = law_course(people)
    been_through(offering, taking)
    page.goto("/laering/")
    open_all(page)
    page.get_by_role("link", name="Virkning af tilbud").click()
    page.get_by_role("link", name=offering.title).click()
    expect(page.get_by_text("Det kræver mindst fem")).to_be_visible()
    looks_right(page, axe)

    round_on(people.north, 260, {one: {"LM": 1} for one in staff})
    round_on(people.north, 150, {one: {"LM": 2 + place % 2} for place, one in enumerate(taking)})
    round_on(people.north, 80, {one: {"LM": 1 + place % 2} for place, one in enumerate(taking)})
    assert renewed(people) is not None
    page.reload()
    expect(page.get_by_text("6 lignende kolleger, der ikke deltog, gik 1,0 trin op.").first).to_be_visible()
    expect(page.get_by_text("så det kan godt være en tilfældighed").first).to_be_visible()
    expect(page.get_by_role("heading", name="Ikke et bevis")).to_be_visible()
    assert not page.get_by_text(taking[0].name, exact=True).count()
    open_all(page)
    looks_right(page, axe)
    expect(page.get_by_role("cell", name="Lignende kolleger").first).to_be_visible()
    page.goto("/laering/effekt/")
    looks_right(page, axe)

"""A manager has a learning plan worked out, moves a lever, changes it by hand and approves it."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Round
from fagkompas.catalogue.models import CancelledBy, Session
from fagkompas.learning.actions.participation import cancel_session
from fagkompas.learning.actions.plans import GivenRule
from fagkompas.learning.models import Participation, Plan, PlanState, RuleKind
from fagkompas.learning.views import plan as plan_view
from tests.journeys.looks import Check, looks_right, open_all
from tests.learning.plans import course_session, make_course, make_solved, rate_north
from tests.people import People

SignIn = Callable[[Page, Employee], None]


@pytest.fixture
def rated(people: People) -> People:
    """Bo and Erik are at 1 in everything; a course is held twice, another once."""
    rate_north(people)
    course = make_course(people)
    course_session(people, course, days=30)
    course_session(people, course, days=60)
    course_session(people, make_course(people, title_da="Hurtigt overblik", hours=Decimal(3)), days=45)
    return people


def test_from_levers_to_approved_seats(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, rated.alma)
    page.goto("/laering/")
    page.get_by_role("link", name="Ny plan for Nord").first.click()
    looks_right(page, axe)
    page.get_by_label("Budget").fill("-1")
    page.get_by_role("button", name="Regn planen ud").click()
    expect(page.locator(".error-summary, .alert-error").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Budget").fill("5000")
    page.get_by_label("Navn").fill("Læring i foråret")
    page.get_by_label("Væk på én gang").fill("100")
    page.get_by_role("button", name="Regn planen ud").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Læring i foråret")
    expect(page.get_by_text("venter på, at du godkender dem.")).to_be_visible()
    looks_right(page, axe)
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name="Efter person").click()
    expect(page.get_by_role("heading", name="Bo", level=3)).to_be_visible()
    looks_right(page, axe)

    levers = page.locator(".plan-levers > summary")
    expect(levers).to_contain_text("5.000 kr. · 30 timer til hver · 100 % væk på én gang")
    if not page.get_by_label("Budget").is_visible():
        levers.click()
    page.get_by_label("Budget").fill("1200")
    page.get_by_role("button", name="Regn en ny udgave ud").click()
    beside = page.get_by_role("region", name="Ved siden af Læring i foråret")
    expect(beside).to_contain_text("1.200 kr.")
    looks_right(page, axe)
    beside.get_by_role("link", name="Se dem side om side").click()
    expect(page.get_by_role("heading", name="Pladser, der er forskellige")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Den koster .+ mindre: 1\.200 kr\. mod ")).first).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("Gå videre med denne.*Læring i foråret$")).click()

    page.get_by_role("button", name=re.compile("Tag ud Bo")).first.click()
    expect(page.get_by_text("Planen er ændret.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Sæt en plads ind med hånden").click()
    page.get_by_label("Hvem").select_option("Bo")
    page.get_by_role("button", name="Vis, hvad der er muligt").click()
    expect(page.get_by_role("heading", name="Hvad Bo kunne få")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("^Tilføj")).first.click()
    expect(page.get_by_text("Planen er ændret.")).to_be_visible()

    page.get_by_role("button", name=re.compile("Godkend Erik")).first.click()
    expect(page.get_by_text("1 plads er godkendt.")).to_be_visible()
    page.get_by_role("button", name="Godkend alle").click()
    expect(page.get_by_text("Alle pladser er godkendt.")).to_be_visible()
    looks_right(page, axe)
    assert set(Participation.objects.values_list("employee__name", flat=True)) == {"Bo", "Erik"}


def test_a_long_plan_is_folded(
    any_page: Page, sign_in_as: SignIn, rated: People, axe: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sees who goes to what, opens it for the reason, and finds it open after having approved."""
    monkeypatch.setattr(plan_view, "FEW_SEATS", 1)
    page = any_page
    plan = make_solved(rated, Round.objects.get(), budget=10_000)
    sign_in_as(page, rated.alma)
    page.goto(f"/laering/plan/{plan.uuid}/?vis=personer")
    erik = page.locator(".plan-group", has=page.get_by_role("heading", name="Erik"))
    folded = erik.locator("summary").first
    expect(folded).to_contain_text("Lov for nye")
    expect(erik.get_by_role("button")).to_have_count(0)
    looks_right(page, axe)
    folded.focus()
    page.keyboard.press("Enter")
    erik.get_by_role("button", name=re.compile("Godkend Erik: Lov for nye")).click()
    expect(page.get_by_text("1 plads er godkendt.")).to_be_visible()
    expect(erik.get_by_text("Lov for nye", exact=True)).to_be_visible()
    expect(page.locator(".plan-group[open]")).to_have_count(1)
    expect(folded).to_contain_text("1 venter")
    looks_right(page, axe)


def test_what_speaks_against_approving_and_a_seat_let_go(
    any_page: Page, sign_in_as: SignIn, rated: People, axe: Check
) -> None:
    """Too few are left once Erik is taken out: she is asked, lets go of what she did, and approves anyway."""
    page = any_page
    Session.objects.update(least_seats=2)
    plan = make_solved(rated, Round.objects.get(), budget=10_000)
    sign_in_as(page, rated.alma)
    page.goto(f"/laering/plan/{plan.uuid}/")
    page.get_by_role("button", name=re.compile("Tag ud Erik: Lov for nye")).click()
    broken = page.get_by_text(re.compile("Lov for nye.*mangler 1 for at blive til noget"))
    expect(broken).to_have_count(1)
    expect(page.get_by_text("Der er for få med endnu")).to_have_count(0)
    page.get_by_text("1 plads er ændret med hånden").click()
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("Giv slip Erik: Lov for nye")).click()
    expect(page.get_by_text("Planen er ændret.")).to_be_visible()
    expect(page.get_by_text("1 plads er ændret med hånden")).to_have_count(0)

    page.get_by_role("button", name="Godkend alle").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Før du godkender")
    looks_right(page, axe)
    assert not Participation.objects.exists()
    page.get_by_role("button", name="Godkend alligevel").click()
    expect(page.get_by_text("Alle pladser er godkendt.")).to_be_visible()
    assert "Bo" in Participation.objects.values_list("employee__name", flat=True)


def test_progress_is_seen_without_touching_anything(page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    """The page asks by itself, and shows the proposal when it is there."""
    plan = make_solved(rated, Round.objects.get())
    Plan.objects.filter(pk=plan.pk).update(
        state=PlanState.SOLVING, progress={"at": timezone.now().isoformat(), "seconds": 2.0, "limit": 10, "seats": 1}
    )
    sign_in_as(page, rated.alma)
    page.goto(f"/laering/plan/{plan.uuid}/")
    expect(page.get_by_text("2 af højst 10 sekunder.")).to_be_visible()
    looks_right(page, axe)
    Plan.objects.filter(pk=plan.pk).update(
        progress={"at": timezone.now().isoformat(), "seconds": 4.0, "limit": 10, "seats": 2}
    )
    expect(page.get_by_text("4 af højst 10 sekunder.")).to_be_visible()
    page.get_by_role("button", name="Stop og brug den bedste indtil nu").click()
    expect(page.get_by_text("Den stopper.")).to_be_visible()
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.PROPOSED)
    expect(page.get_by_role("heading", name="Hvem skal på hvad")).to_be_visible()
    expect(page.get_by_text("Planen bliver regnet ud")).to_have_count(0)


def test_what_cannot_be_and_what_is_cancelled(any_page: Page, sign_in_as: SignIn, rated: People, axe: Check) -> None:
    page = any_page
    offering = Session.objects.order_by("pk")[0].offering
    rule = GivenRule(kind=RuleKind.MUST, employee=rated.bo, offering=offering)
    plan = make_solved(rated, Round.objects.get(), budget=500, rules=(rule,))
    sign_in_as(page, rated.alma)
    page.goto(f"/laering/plan/{plan.uuid}/")
    expect(page.get_by_text("Det koster mindst 1.200 kr. i alt, og budgettet er 500 kr.")).to_be_visible()
    expect(page.get_by_text("Sæt budgettet op til mindst 1.200 kr. (700 kr. mere).").first).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("Gør det.*budgettet")).click()
    expect(page.get_by_role("button", name="Godkend alle")).to_be_visible()
    page.get_by_role("button", name="Godkend alle").click()
    expect(page.get_by_text("Alle pladser er godkendt.")).to_be_visible()

    lost = Participation.objects.get(employee=rated.bo, offering=offering).session
    assert lost is not None
    cancel_session(
        session=lost,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        now=timezone.now(),
        by=rated.dorte,
    )
    page.goto("/")
    page.get_by_role("link", name=re.compile("Se det næstbedste")).click()
    expect(page.get_by_text("Næstbedst:")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name=re.compile("Giv denne i stedet")).click()
    expect(page.get_by_text("Planen er ændret.")).to_be_visible()
    expect(page.get_by_text("Næstbedst:")).to_have_count(0)

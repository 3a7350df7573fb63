"""A plan that cannot be: who gives way, what was changed by hand, and what is older than the catalogue."""

import html
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.audit.models import Event
from fagkompas.catalogue.models import Offering, Session
from fagkompas.engine.errors import BadInput
from fagkompas.engine.planning import Limit
from fagkompas.learning.actions import plan_approving, plan_changes
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.actions.participation import approve as approve_wish
from fagkompas.learning.actions.participation import wish
from fagkompas.learning.models import Participation, Plan, RuleKind, Seat, SeatState
from fagkompas.learning.today.plans import today_items
from tests.catalogue.making import today
from tests.learning.plans import course_session, loaded, make_course, make_solved, rate_north, seen, solved
from tests.people import People


def ways(plan: Plan) -> list[list[Limit]]:
    return [[give.limit for give in way.gives] for way in seen(plan).proposal.ways_out]


def put_in(plan: Plan, session: Session, people: People, person: str = "bo") -> Seat:
    employee = getattr(people, person)
    plan_changes.add_seat(
        plan=plan,
        employee=employee,
        session=session,
        revision=loaded(plan).revision,
        by=people.alma,
        now=timezone.now(),
    )
    return plan.seats.get(employee=employee, session=session)


def again(plan: Plan, people: People) -> Plan:
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    return solved(plan)


def give_way(plan: Plan, way: int, people: People) -> None:
    actions.give_way(plan=plan, way=way, revision=loaded(plan).revision, by=people.alma, now=timezone.now())


def page_of(plan: Plan, client: Client, people: People) -> str:
    client.force_login(people.alma)
    return html.unescape(client.get(reverse("learning:plan", args=[plan.uuid])).content.decode())


GIVE_WAY = "Gør det, og regn planen ud"
LET_GO = "Giv slip"
AGAIN = "Regn planen ud igen"
WAITS = "venter på, at du godkender"
OLDER = "ældre katalog"


@dataclass(frozen=True)
class Clash:
    """Bo is put in a course by hand, and has an approved seat in another on the same day."""

    plan: Plan
    put_in: Seat
    approved: Participation


def clash_with_approved(people: People, *, approved_first: bool) -> Clash:
    round_ = rate_north(people)
    first, other = (course_session(people, make_course(people, title_da=title), days=30) for title in ("Et", "To"))
    approved, by_hand = (first, other) if approved_first else (other, first)
    plan = make_solved(people, round_)
    plan.seats.all().delete()
    seat = put_in(plan, by_hand, people)
    wished = wish(person=people.bo, offering=approved.offering, session=approved, sentence="", now=timezone.now())
    given = approve_wish(participation=wished, session=approved, now=timezone.now(), by=people.dorte)
    return Clash(plan=again(plan, people), put_in=seat, approved=given)


@pytest.mark.parametrize("approved_first", [True, False])
def test_a_seat_put_in_by_hand_gives_way_for_an_approved_one(
    people: People, client: Client, *, approved_first: bool
) -> None:
    clash = clash_with_approved(people, approved_first=approved_first)
    assert ways(clash.plan) == [[Limit.PUT_IN]]
    page = page_of(clash.plan, client, people)
    assert page.count(GIVE_WAY) == 1
    assert "sat ind med hånden: Bo" in page
    give_way(clash.plan, 0, people)
    after = seen(solved(clash.plan)).proposal
    assert not after.is_impossible
    assert not clash.plan.seats.filter(pk=clash.put_in.pk).exists()
    assert Participation.objects.get(pk=clash.approved.pk).session == clash.approved.session


def test_the_approved_seat_gives_only_where_it_says_who_cancels_it(people: People, client: Client) -> None:
    """A budget that does not reach to what is approved in the plan itself."""
    session = course_session(people)
    plan = make_solved(people)
    plan_approving.approve_seats(
        plan=plan, seats=[plan.seats.get(employee=people.bo)], by=people.alma, now=timezone.now()
    )
    Plan.objects.filter(pk=plan.pk).update(budget=1_000)
    assert ways(again(plan, people)) == [[Limit.BUDGET], [Limit.GIVEN]]
    page = page_of(plan, client, people)
    assert page.count(GIVE_WAY) == 1
    assert "Pladsen er godkendt." in page
    with pytest.raises(BadInput, match="way_not_the_plans"):
        give_way(plan, 1, people)
    assert session.participations.taking_a_seat().count() == 1


def test_either_gives_way_where_a_seat_put_in_by_hand_is_against_a_rule(people: People) -> None:
    round_ = rate_north(people)
    must = make_course(people, title_da="Skal")
    course_session(people, must, days=30)
    by_hand = course_session(people, make_course(people, title_da="Med hånden"), days=30)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=must)
    plan = make_solved(people, round_, rules=(rule,))
    seat = put_in(plan, by_hand, people)
    assert ways(again(plan, people)) == [[Limit.MUST], [Limit.PUT_IN]]
    give_way(plan, 1, people)
    assert not seen(solved(plan)).proposal.is_impossible
    assert (plan.rules.count(), plan.seats.filter(pk=seat.pk).exists()) == (1, False)


def test_what_was_changed_by_hand_can_be_let_go_of_though_there_is_no_such_plan(people: People, client: Client) -> None:
    clash = clash_with_approved(people, approved_first=True)
    page = page_of(clash.plan, client, people)
    assert LET_GO in page
    assert OLDER not in page
    address = reverse("learning:plan_seat", args=[clash.plan.uuid, clash.put_in.uuid])
    page = html.unescape(
        client.post(address, {"let_go": "1", "revision": loaded(clash.plan).revision}, follow=True).content.decode()
    )
    assert "lukker og koster det samme" not in page
    assert GIVE_WAY not in page
    assert OLDER in page
    assert not seen(again(clash.plan, people)).proposal.is_impossible


def test_nothing_of_a_plan_that_cannot_be_is_offered_for_approval(people: People, client: Client) -> None:
    round_ = rate_north(people)
    sessions = [course_session(people, make_course(people, title_da=title), days=30) for title in ("Et", "To")]
    plan = make_solved(people, round_)
    erik = plan.seats.filter(employee=people.erik)[:1]
    plan_approving.approve_seats(plan=plan, seats=list(erik), by=people.alma, now=timezone.now())
    for session in sessions:
        put_in(plan, session, people)
    assert ways(again(plan, people)) == [[Limit.PUT_IN]]
    page = page_of(plan, client, people)
    assert WAITS not in page
    assert "Alle pladser er godkendt" not in page
    assert not [one for one in today_items(people.alma, today()) if "godkendt endnu" in one.why_now]
    seats = list(plan.seats.filter(state=SeatState.PROPOSED))
    assert len(seats) == 2
    with pytest.raises(BadInput, match="plan_impossible"):
        plan_approving.approve_seats(plan=plan, seats=seats, by=people.alma, now=timezone.now())


def test_a_plan_that_cannot_be_does_not_look_approved(people: People, client: Client) -> None:
    course_session(people)
    plan = make_solved(people)
    plan_approving.approve_seats(
        plan=plan, seats=[plan.seats.get(employee=people.bo)], by=people.alma, now=timezone.now()
    )
    Plan.objects.filter(pk=plan.pk).update(budget=1_000)
    client.force_login(people.alma)
    for address in (reverse("learning:plan", args=[again(plan, people).uuid]), reverse("learning:plans")):
        page = html.unescape(client.get(address).content.decode())
        assert "badge-success" not in page
        assert "Kan ikke lade sig gøre" in page


def test_whose_seats_a_plan_that_cannot_be_names_is_logged(people: People, client: Client) -> None:
    clash = clash_with_approved(people, approved_first=True)
    put_in(clash.plan, course_session(people, days=90), people, "erik")
    before = Event.objects.count()
    page_of(clash.plan, client, people)
    told = Event.objects.order_by("pk")[before:]
    assert (people.erik.pk, "learning.plan.read") in {(one.subject_id, one.action) for one in told}


# Older than the catalogue


def too_dear(people: People) -> tuple[Plan, Offering]:
    offering = make_course(people)
    course_session(people, offering)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=offering)
    return make_solved(people, budget=100, rules=(rule,)), offering


def test_a_budget_is_raised_to_what_it_takes(people: People) -> None:
    plan, _offering = too_dear(people)
    give_way(plan, ways(plan).index([Limit.BUDGET]), people)
    assert solved(plan).budget == 1200


def test_what_cannot_be_says_when_it_is_of_an_older_catalogue_and_nothing_is_given_for_it(
    people: People, client: Client
) -> None:
    plan, offering = too_dear(people)
    assert OLDER not in page_of(plan, client, people)
    Offering.objects.filter(pk=offering.pk).update(price_per_seat=0)
    page = page_of(plan, client, people)
    assert OLDER in page
    assert GIVE_WAY not in page
    assert page.count(AGAIN) == 2
    with pytest.raises(BadInput, match="way_outdated"):
        give_way(plan, ways(plan).index([Limit.BUDGET]), people)
    assert loaded(plan).budget == 100
    assert not seen(again(plan, people)).proposal.is_impossible


# In the plan's own money


@pytest.mark.parametrize("by_hand", [True, False])
def test_the_plan_of_1000_kroner_lacks_4000_whatever_is_paid_elsewhere(people: People, *, by_hand: bool) -> None:
    first = course_session(people, make_course(people, price_per_seat=3000), days=20)
    second = course_session(people, make_course(people, price_per_seat=5000), days=40)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=second.offering)
    plan = make_solved(people, budget=1000, rules=() if by_hand else (rule,))
    one = wish(person=people.erik, offering=first.offering, session=first, sentence="", now=timezone.now())
    approve_wish(participation=one, session=first, now=timezone.now(), by=people.dorte)
    if by_hand:
        put_in(plan, second, people)
    again(plan, people)
    view = seen(plan)
    says = [says for way in view.ways_out for says in way.says]
    assert "Det koster mindst 5.000 kr. i alt, og budgettet er 1.000 kr." in view.conflicts[0][1]
    assert "Sæt budgettet op til mindst 5.000 kr. (4.000 kr. mere)." in says


def test_what_an_approved_seat_cost_less_then_is_not_in_the_sentence_either(people: People) -> None:
    """Erik's was approved for 300 kroner and costs 3000 by now; beside it there are 700 left for Bo's 5000."""
    first = course_session(people, make_course(people, price_per_seat=300), days=20)
    second = course_session(people, make_course(people, price_per_seat=5000), days=40)
    plan = make_solved(people, budget=1000)
    seats = plan.seats.filter(employee=people.erik)
    plan_approving.approve_seats(plan=plan, seats=list(seats), by=people.alma, now=timezone.now(), anyway=True)
    Offering.objects.filter(pk=first.offering.pk).update(price_per_seat=3000)
    put_in(plan, second, people)
    again(plan, people)
    view = seen(plan)
    assert view.conflicts[0][1] == ("Det koster mindst 5.000 kr. i alt, og budgettet er 1.000 kr.",)
    assert "Sæt budgettet op til mindst 5.300 kr. (4.300 kr. mere)." in [
        one for way in view.ways_out for one in way.says
    ]


def test_without_its_ratings_a_plan_is_neither_given_way_nor_worked_out(people: People) -> None:
    plan = clash_with_approved(people, approved_first=True).plan
    again(plan, people)
    Plan.objects.update(round=None)
    for act in (lambda: give_way(plan, 0, people), lambda: again(plan, people)):
        with pytest.raises(BadInput) as refusal:
            act()
        assert "plan_without_ratings" in {one.message_code for one in refusal.value.problems}


def test_nor_is_it_changed_by_hand(people: People) -> None:
    session = course_session(people)
    plan = make_solved(people)
    bo, erik = plan.seats.get(employee=people.bo), plan.seats.get(employee=people.erik)
    by_alma: dict[str, Any] = {"by": people.alma, "now": timezone.now()}
    plan_changes.take_out(seat=erik, revision=loaded(plan).revision, **by_alma)
    Plan.objects.update(round=None)
    revision = loaded(plan).revision
    for act in (
        lambda: plan_changes.add_seat(plan=plan, employee=people.erik, session=session, revision=revision, **by_alma),
        lambda: plan_changes.take_out(seat=bo, revision=revision, **by_alma),
        lambda: plan_changes.let_go(seat=erik, revision=revision, **by_alma),
    ):
        with pytest.raises(BadInput) as refusal:
            act()
        assert [one.message_code for one in refusal.value.problems] == ["plan_without_ratings"]

"""Nobody approves her own seat in a plan: whoever may is told, and where there is nobody, that is said with what to do."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.engine.scales import Rater
from fagkompas.learning.actions import participation, plan_approving
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.models import Participation, Plan, Seat, SeatState
from fagkompas.learning.today.plans import today_items
from fagkompas.learning.wording.plan_pages import approvers_in_words
from tests.assessments.rounds import answer, participant_of
from tests.catalogue.making import today
from tests.learning.plans import course_session, levers, loaded, make_solved, rate_north, solved
from tests.people import SINCE, People, make_employee


@pytest.fixture
def plan(people: People) -> Plan:
    """Of Nord, with seats for Bo and for Alma, who alone leads it."""
    course_session(people)
    return make_solved(people, rate_north(people, who=("bo", "alma")))


def approve(plan: Plan, by: Employee, *who: Employee) -> plan_approving.Approved:
    seats = list(plan.seats.filter(employee__in=who))
    return plan_approving.approve_seats(plan=loaded(plan), seats=seats, by=by, now=timezone.now())


def told(person: Employee) -> list[str]:
    return [item.why_now for item in today_items(person, today())]


def page_of(plan: Plan, client: Client) -> str:
    return client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()


def test_whoever_is_nearest_above_is_named_and_told(people: People, plan: Plan, client: Client) -> None:
    karen = make_employee("Karen", people.testkommune, Role.MANAGER)
    client.force_login(people.alma)
    assert "Karen skal godkende din egen plads" in page_of(plan, client)
    assert told(karen) == [], "nothing of the plan is decided yet"
    approve(plan, people.alma, people.bo)
    assert [told(people.alma), told(karen)] == [
        [],
        ["Alma leder selv enheden og kan ikke godkende sin egen plads på »Lov for nye«."],
    ]
    assert approve(plan, karen, people.alma).seats
    assert told(karen) == []
    assert "Alle pladser er godkendt." in page_of(plan, client)


def test_where_nobody_may_it_is_said_and_it_is_wished_for(people: People, plan: Plan, client: Client) -> None:
    approve(plan, people.alma, people.bo)
    client.force_login(people.alma)
    page, (item,) = page_of(plan, client), today_items(people.alma, today())
    own = plan.seats.select_related("session__offering").get(employee=people.alma)
    assert "Ingen andre end dig leder enheden" in page
    assert "Ingen andre kan godkende din egen plads på »Lov for nye«" in item.why_now
    assert item.url in page
    assert f'value="{own.session.uuid}" selected' in client.get(item.url).content.decode()
    client.post(item.url, {"session": own.session.uuid, "sentence": "Jeg skal lære det."})
    assert today_items(people.alma, today()) == []
    page = page_of(plan, client)
    assert item.url not in page
    assert "Du har ønsket din egen plads. Kompetencekonsulenten afgør det." in page
    wish = Participation.objects.get(employee=people.alma)
    participation.approve(participation=wish, by=people.dorte, now=timezone.now(), session=own.session)
    page = page_of(plan, client)
    assert "Alle pladser er godkendt." in page
    assert "Ingen andre end dig" not in page


def test_another_manager_of_the_unit_is_told_once(people: People, plan: Plan) -> None:
    RoleHeld.objects.create(employee=people.erik, role=Role.MANAGER, unit=people.north, since=SINCE)
    karen = make_employee("Karen", people.testkommune, Role.MANAGER)
    approve(plan, people.alma, people.bo)
    assert [told(people.alma), told(karen)] == [[], []]
    assert told(people.erik) == ["1 plads er ikke godkendt endnu."]


@pytest.mark.parametrize("has_equal", [True, False])
def test_the_seat_of_who_leads_from_above_in_the_plan_of_a_unit_below(
    people: People, client: Client, *, has_equal: bool
) -> None:
    """Karen manages all of Testkommune, works in Nord, and makes the plan of Nord, which has no manager of its own."""
    RoleHeld.objects.filter(employee=people.alma).delete()
    karen = make_employee("Karen", people.north, Role.MANAGER, roles_in=people.testkommune)
    poul = make_employee("Poul", people.testkommune, *([Role.MANAGER] if has_equal else []))
    course_session(people)
    round_ = rate_north(people, who=("bo",))
    answer(participant_of(round_, karen), 1, by=karen)
    answer(participant_of(round_, karen), 1, by=people.alma, rater=Rater.MANAGER)
    plan = solved(actions.make_plan(unit=people.north, levers=levers(round_), by=karen, now=timezone.now()))
    approve(plan, karen, people.bo)
    assert [len(told(karen)), len(told(poul))] == ([0, 1] if has_equal else [1, 0])
    client.force_login(karen)
    assert ("Poul skal godkende din egen plads" if has_equal else "Ingen andre end dig") in page_of(plan, client)


def test_a_plan_with_nothing_but_own_seats_is_told_at_once(people: People) -> None:
    course_session(people)
    karen = make_employee("Karen", people.testkommune, Role.MANAGER)
    make_solved(people, rate_north(people, who=("alma",)))
    assert len(told(karen)) == 1


def test_all_are_approved_without_own_ones(people: People, plan: Plan, client: Client) -> None:
    client.force_login(people.alma)
    address = reverse("learning:plan_approve", args=[plan.uuid])
    page = client.post(address, {"revision": plan.revision}, follow=True).content.decode()
    assert "fik ingen plads" not in page
    assert [seat.employee for seat in Seat.objects.filter(state=SeatState.APPROVED)] == [people.bo]


def test_names_of_several(people: People) -> None:
    assert approvers_in_words([people.alma, people.bo, people.erik]) == "Alma, Bo eller Erik"
    assert approvers_in_words([]) == ""

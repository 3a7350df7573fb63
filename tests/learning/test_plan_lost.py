"""What a seat of a learning plan that is approved costs and counts for ever, when it is lost, and what is told of it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.actions import move_employee, retire_employee
from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import CancelledBy, Offering, Session
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import participation as participations
from fagkompas.learning.actions import plan_approving, plan_changes
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.actions.participation import cancel_session
from fagkompas.learning.approving import thin_sessions
from fagkompas.learning.models import Participation, ParticipationState, Plan, RuleKind, Seat, SeatState
from fagkompas.learning.next_best import instead
from fagkompas.learning.plan_sheets import PlanSheet, sheet_of_proposal
from fagkompas.learning.proposing import LostWhy, SeatNote, lost_why
from fagkompas.learning.today.plans import today_items
from tests.catalogue.making import today
from tests.learning.participation import make_wish
from tests.learning.plans import (
    course_session,
    day,
    levers,
    loaded,
    make_course,
    make_solved,
    proposed,
    rate_north,
    seen,
    solved,
)
from tests.people import People

ClientFor = Callable[[Employee], Client]


def sheet(plan: Plan) -> PlanSheet:
    return sheet_of_proposal(proposed(plan), seen(plan).names, made_on=today())


def approve(plan: Plan, people: People, *who: str) -> plan_approving.Approved:
    seats = plan.seats.filter(state=SeatState.PROPOSED)
    if who:
        seats = seats.filter(employee__in=[getattr(people, one) for one in who])
    return plan_approving.approve_seats(plan=plan, seats=list(seats), by=people.alma, now=timezone.now(), anyway=True)


def take_out(plan: Plan, person: str, people: People) -> Plan:
    seat = plan.seats.get(employee=getattr(people, person))
    return plan_changes.take_out(seat=seat, revision=loaded(plan).revision, by=people.alma, now=timezone.now())


def give_back(people: People, person: str = "bo") -> None:
    one = Participation.objects.get(employee=getattr(people, person))
    participations.take_back(participation=one, because="Jeg skal flytte.", now=timezone.now())


def again(plan: Plan, people: People) -> Plan:
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    return solved(plan)


def approved_plan(people: People, **changed: Any) -> Plan:
    """Bo and Erik are approved, for 1200 kroner and 7 hours each."""
    course_session(people)
    plan = make_solved(people, **changed)
    approve(plan, people)
    return plan


def note_of(plan: Plan, person: str, people: People) -> tuple[LostWhy | None, SeatNote | None]:
    (one,) = [one for one in proposed(plan).seats if one.row.employee == getattr(people, person)]
    return one.lost, one.note


# An approved seat counts whatever becomes of its person and its session


def stands(plan: Plan, person: str, note: SeatNote, people: People) -> None:
    """It costs what it cost, is no loss, has a note beside it, and is not taken out while somebody goes to it."""
    assert (proposed(plan).cost, proposed(plan).hours_in_all) == (2400, 14)
    assert note_of(plan, person, people) == (None, note)
    assert instead(seen(plan), today()).each == ()
    assert sum(line.price for line in sheet(plan).seats) == sum(line.cost for line in sheet(plan).sessions) == 2400
    assert not [one for one in today_items(people.alma, today()) if "tabt" in one.why_now or "givet" in one.why_now]
    with pytest.raises(BadInput) as refusal:
        take_out(plan, person, people)
    assert [one.message_code for one in refusal.value.problems] == ["seat_is_approved"]


def test_the_seat_of_somebody_who_moved_stands_and_closes_nothing(people: People, client: Client) -> None:
    plan = approved_plan(people)
    gained = proposed(plan).gained
    move_employee(employee=people.bo, to=people.south, by=people.ida)
    stands(plan, "bo", SeatNote.LEFT, people)
    assert proposed(plan).gained == pytest.approx(gained / 2)
    assert str(people.bo.uuid) not in {*proposed(plan).unrated, *(one.person for one in proposed(plan).uncovered)}
    client.force_login(people.alma)
    assert "Arbejder her ikke mere" in client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()


def test_nor_is_the_plan_impossible_when_several_have_moved(people: People) -> None:
    """Their days away are nobody's in the unit, and no more hours or money are needed for them than they have."""
    plan = approved_plan(people, budget=2400, hours_per_person=Decimal(7))
    Plan.objects.update(away_share="0.250")
    for one in (people.bo, people.erik):
        move_employee(employee=one, to=people.south, by=people.ida)
    solved_again = again(plan, people)
    assert not proposed(solved_again).is_impossible
    stands(plan, "bo", SeatNote.LEFT, people)
    stands(plan, "erik", SeatNote.LEFT, people)


def test_the_seat_of_somebody_who_stopped_after_having_attended_stands(people: People) -> None:
    plan = approved_plan(people)
    Session.objects.update(starts_on=today(), ends_on=today())
    Session.objects.get().meetings.update(day=today())
    bo = Participation.objects.get(employee=people.bo)
    went = [participations.Attendance(participation=bo, state=ParticipationState.ATTENDED)]
    participations.save_attendance(session=Session.objects.get(), given=went, now=timezone.now(), by=people.dorte)
    retire_employee(employee=people.bo, on=today(), by=people.ida)
    stands(plan, "bo", SeatNote.LEFT, people)


def test_a_seat_in_a_session_that_was_moved_past_the_end_of_the_plan_stands(people: People) -> None:
    plan = approved_plan(people)
    Session.objects.update(starts_on=day(200), ends_on=day(200))
    Session.objects.get().meetings.update(day=day(200))
    stands(plan, "bo", SeatNote.OUTSIDE, people)
    assert not proposed(again(plan, people)).is_impossible
    stands(plan, "bo", SeatNote.OUTSIDE, people)


def test_who_was_enrolled_in_another_session_of_it_is_not_taken_out_of_the_first(people: People) -> None:
    plan = approved_plan(people)
    later = course_session(people, Offering.objects.get(), days=60)
    bo = Participation.objects.get(employee=people.bo)
    participations.enrol(participation=bo, session=later, now=timezone.now(), by=people.dorte)
    with pytest.raises(BadInput):
        take_out(plan, "bo", people)
    seat = plan.seats.get(employee=people.bo)
    with pytest.raises(BadInput):
        plan_changes.add_seat(
            plan=plan,
            employee=people.bo,
            session=seat.session,
            revision=loaded(plan).revision,
            by=people.alma,
            now=timezone.now(),
        )
    assert plan.seats.approved().count() == 2


def test_rows_and_many_rows_are_lost_by_the_same_rule(people: People) -> None:
    course = make_course(people)
    first, second = course_session(people, course, days=30), course_session(people, course, days=60)
    plan = make_solved(people, rate_north(people, who=("bo", "erik", "alma")))
    Seat.objects.filter(plan=plan).update(session=first)
    Seat.objects.filter(plan=plan, employee=people.erik).update(session=second)
    approve(plan, people, "bo")
    give_back(people)
    participations.cancel_session(
        session=second,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        now=timezone.now(),
        by=people.dorte,
    )
    rows = list(plan.seats.select_related("session", "participation"))
    lost = {row.employee.name: lost_why(row) for row in rows}
    assert lost == {"Bo": LostWhy.ENDED, "Erik": LostWhy.SESSION_CANCELLED, "Alma": None}
    assert {row.employee.name for row in Seat.objects.lost()} == {"Bo", "Erik"}
    assert {row.employee.name for row in Seat.objects.open_on(today())} == {"Alma"}


# What it cost when it was approved


def test_a_new_price_is_for_seats_that_are_not_approved(people: People) -> None:
    course_session(people, make_course(people, fixed_price=500))
    plan = make_solved(people)
    approve(plan, people, "bo")
    Offering.objects.update(price_per_seat=5000, fixed_price=900)
    assert proposed(plan).cost == 1200 + 5000 + 500
    prices = {line.person: line.price for line in sheet(plan).seats}
    assert prices == {"Bo": 1200, "Erik": 5000}
    assert [line.cost for line in sheet(plan).sessions] == [6700]
    said = {one.row.employee.name: one.reason.price for one in proposed(plan).seats if one.reason}
    assert said == {"Bo": 1200, "Erik": 5000}
    approve(plan, people)
    Offering.objects.update(price_per_seat=1, fixed_price=1)
    assert proposed(plan).cost == 6700
    worked_out = again(plan, people)
    assert (proposed(worked_out).cost, proposed(worked_out).is_outdated) == (6700, False)


@pytest.mark.parametrize(("price", "more"), [(5000, 0), (600, 1)])
def test_the_budget_has_left_what_approved_seats_did_not_cost_then(people: People, price: int, more: int) -> None:
    """Bo is approved for 1200 of 2000: 800 are left, whatever his seat would cost today."""
    course_session(people)
    plan = make_solved(people, budget=2000)
    (seat,) = plan.seats.all()
    approve(plan, people)
    Offering.objects.update(price_per_seat=price)
    worked_out = again(plan, people)
    assert proposed(worked_out).cost == 1200 + more * price
    assert seat.employee in [one.row.employee for one in proposed(worked_out).seats]
    assert not proposed(worked_out).is_impossible


def test_what_was_wished_for_and_is_approved_by_a_plan_costs_as_much(people: People) -> None:
    session = course_session(people)
    participations.wish(person=people.bo, offering=session.offering, session=session, sentence="", now=timezone.now())
    plan = make_solved(people)
    approve(plan, people)
    Offering.objects.update(price_per_seat=5000)
    assert proposed(plan).cost == 2400


def test_the_seat_of_another_version_costs_the_plan_what_it_cost(people: People) -> None:
    plan = approved_plan(people)
    assert plan.round is not None
    made = actions.make_plan(
        unit=people.north, levers=levers(plan.round), by=people.alma, now=timezone.now(), scenario_of=plan
    )
    Offering.objects.update(price_per_seat=5000)
    version = solved(made)
    assert proposed(version).cost == 2400
    assert (
        sum(line.price for line in sheet(version).seats) == sum(line.cost for line in sheet(version).sessions) == 2400
    )
    move_employee(employee=people.bo, to=people.south, by=people.ida)
    assert proposed(version).cost == 2400


# Given back


def test_what_was_given_back_is_nobodys_change_by_hand(people: People, client: Client) -> None:
    client.force_login(people.alma)
    plan = approved_plan(people)
    give_back(people)
    assert [one.lost for one in proposed(plan).lost] == [LostWhy.ENDED]
    before = plan.seats.get(employee=people.bo)
    worked_out = again(plan, people)
    row = plan.seats.get(employee=people.bo)
    assert (row.state, row.decided_by, row.decided_at) == (before.state, before.decided_by, before.decided_at)
    assert (proposed(worked_out).rejected, proposed(worked_out).lost) == ((), ())
    assert seen(worked_out).rejected == []
    assert not proposed(worked_out).is_outdated
    assert not [one for one in today_items(people.alma, today()) if "Bo" in one.why_now]
    page = client.post(
        reverse("learning:plan_approve", args=[plan.uuid]),
        {"seat": str(row.uuid), "revision": loaded(plan).revision},
    )
    (said,) = [str(one) for one in get_messages(page.wsgi_request)]
    assert said == "Bo har mistet pladsen på »Lov for nye«. Der er ikke godkendt noget."


def test_what_must_be_and_was_given_back_can_be_let_go_of(people: People) -> None:
    session = course_session(people)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=session.offering)
    plan = make_solved(people, rules=(rule,))
    approve(plan, people)
    give_back(people)
    clash = seen(again(plan, people))
    assert clash.proposal.is_impossible
    assert [because for _what, because in clash.conflicts] == [("Det er udelukket, eller pladsen er givet tilbage.",)]
    assert [way.can_give for way in clash.ways_out] == [True]
    actions.give_way(plan=plan, way=0, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    assert proposed(solved(plan)).cost == 1200


def test_a_version_does_not_put_anybody_back_who_gave_the_seat_back(people: People) -> None:
    plan = approved_plan(people)
    give_back(people)
    assert plan.round is not None
    made = actions.make_plan(
        unit=people.north, levers=levers(plan.round), by=people.alma, now=timezone.now(), scenario_of=plan
    )
    assert not solved(made).seats.exists()
    assert proposed(made).cost == 1200, "Erik's"


def test_a_bound_without_what_was_given_back_is_none_of_a_plan_with_it(people: People) -> None:
    plan = approved_plan(people)
    give_back(people)
    again(plan, people)
    plan_changes.add_seat(
        plan=plan,
        employee=people.bo,
        session=Session.objects.get(),
        revision=loaded(plan).revision,
        by=people.alma,
        now=timezone.now(),
    )
    assert proposed(plan).is_outdated
    assert proposed(plan).violations == ()
    assert len(approve(plan, people).seats) == 1


def test_a_seat_that_is_given_back_is_taken_out_and_a_plan_of_only_such_seats_is_deleted(people: People) -> None:
    plan = approved_plan(people)
    give_back(people)
    give_back(people, "erik")
    take_out(plan, "bo", people)
    assert plan.seats.get(employee=people.bo).decided_by == people.alma
    actions.delete_plan(plan=plan, by=people.alma)
    assert not Plan.objects.exists()


# What waits, and who comes


def half_approved(people: People) -> Plan:
    """Bo and Erik are proposed, Alma's own seat is another's to approve; one of two is approved."""
    course_session(people)
    plan = make_solved(people)
    approve(plan, people, "bo")
    return plan


def waits(people: People) -> list[str]:
    return [one.why_now for one in today_items(people.alma, today()) if "godkendt" in one.why_now]


def test_today_counts_what_the_page_offers_to_approve(people: People) -> None:
    plan = half_approved(people)
    assert (waits(people), seen(plan).waits_for(people.alma)) == (["1 plads er ikke godkendt endnu."], 1)
    Session.objects.update(enrol_by=day(-1))
    assert (waits(people), seen(plan).waits_for(people.alma)) == ([], 0)
    Session.objects.update(enrol_by=None)
    move_employee(employee=people.erik, to=people.south, by=people.ida)
    assert (waits(people), seen(plan).waits_for(people.alma)) == ([], 0)
    assert [one.lost for one in proposed(plan).lost] == [LostWhy.LEFT]


def test_who_cannot_be_approved_any_more_is_not_coming(people: People) -> None:
    session = course_session(people, make_course(people, least_seats=2), least_seats=2)
    plan = make_solved(people)
    assert thin_sessions(plan, {session}, today()) == []
    move_employee(employee=people.erik, to=people.south, by=people.ida)
    assert [one.missing for one in thin_sessions(plan, {session}, today())] == [1]
    done = plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert done.asks is not None
    assert [one.missing for one in done.asks.thin] == [1]


def wish_approved(people: People, person: Employee, session: Session) -> None:
    one = make_wish(person, session)
    participations.approve(participation=one, session=session, now=timezone.now(), by=people.dorte)


@pytest.mark.parametrize("days", [None, 60])
def test_who_has_got_a_seat_by_a_wish_waits_for_nobody(people: People, client: Client, days: int | None) -> None:
    """In the same session, or another of the same offering."""
    plan = half_approved(people)
    session = Session.objects.get()
    wish_approved(people, people.erik, course_session(people, session.offering, days=days) if days else session)
    assert (waits(people), seen(plan).waits_for(people.alma)) == ([], 0)
    client.force_login(people.alma)
    address = reverse("learning:plan_approve", args=[plan.uuid])
    page = client.post(address, {"revision": loaded(plan).revision}, follow=True).content.decode()
    assert "fik ingen plads" not in page


def test_nobody_is_counted_twice_among_those_who_come(people: People) -> None:
    session = course_session(people, least_seats=2)
    plan = make_solved(people)
    Session.objects.update(least_seats=3)
    assert [one.missing for one in thin_sessions(plan, {session}, today())] == [1]
    wish_approved(people, people.erik, session)
    assert [one.missing for one in thin_sessions(plan, {session}, today())] == [1]


# Given back in one version, proposed in another


def two_versions(people: People) -> tuple[Plan, Plan]:
    """Bo and Erik are proposed in both; in the first Bo is approved, and gives the seat back."""
    course_session(people)
    plan = make_solved(people)
    assert plan.round is not None
    made = actions.make_plan(
        unit=people.north, levers=levers(plan.round), by=people.alma, now=timezone.now(), scenario_of=plan
    )
    version = solved(made)
    approve(plan, people, "bo")
    give_back(people)
    return plan, version


def test_what_was_given_back_is_lost_where_it_is_still_proposed(people: People) -> None:
    _plan, version = two_versions(people)
    assert note_of(version, "bo", people) == (LostWhy.ENDED, None)
    assert note_of(version, "erik", people) == (None, None)
    assert proposed(version).violations == ()
    assert (proposed(version).cost, seen(version).waits_for(people.alma)) == (1200, 1)
    assert {row.employee.name for row in Seat.objects.open_on(today()).filter(plan=version)} == {"Erik"}


def test_it_is_approved_only_when_somebody_puts_it_in_again(people: People) -> None:
    _plan, version = two_versions(people)
    (refused,) = approve(version, people, "bo").refused
    assert refused[1].message_code == "seat_was_given_back"
    plan_changes.add_seat(
        plan=version,
        employee=people.bo,
        session=Session.objects.get(),
        revision=loaded(version).revision,
        by=people.alma,
        now=timezone.now(),
    )
    assert note_of(version, "bo", people) == (None, None)
    assert len(approve(version, people, "bo").seats) == 1


def test_what_was_given_back_and_got_again_otherwise_is_not_lost(people: People) -> None:
    _plan, version = two_versions(people)
    wish_approved(people, people.bo, Session.objects.get())
    assert note_of(version, "bo", people) == (None, None)
    assert seen(version).waits_for(people.alma) == 1, "Erik's"


def test_what_is_taken_out_after_it_was_given_back_was_out_already_when_it_was_searched(people: People) -> None:
    plan = approved_plan(people)
    give_back(people)
    searched = again(plan, people)
    assert not proposed(searched).is_outdated
    take_out(plan, "bo", people)
    assert not proposed(plan).is_outdated


# Of somebody who works elsewhere by now


def test_the_former_manager_does_not_read_why_somebody_gave_a_seat_back(people: People, client: Client) -> None:
    plan = approved_plan(people)
    move_employee(employee=people.bo, to=people.south, by=people.ida)
    give_back(people)
    client.force_login(people.alma)
    page = client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert "Jeg skal flytte" not in page
    assert "Pladsen er givet tilbage." in page
    (said,) = [one.why_now for one in today_items(people.alma, today()) if "tilbage" in one.why_now]
    assert said == "En plads er givet tilbage: »Lov for nye«."


# In lists


def test_a_list_tells_what_the_page_tells(people: People, client: Client) -> None:
    """No figure that the page would work out anew; what is approved, and what is lost."""
    client.force_login(people.alma)
    plan = approved_plan(people)
    Offering.objects.update(price_per_seat=5000)
    pages = [reverse("learning:plans"), reverse("learning:overview")]
    for page in pages:
        said = client.get(page).content.decode()
        assert "2 pladser er godkendt" in said
        assert "2.400 kr." not in said
    give_back(people)
    assert "1 plads er godkendt, 1 plads er tabt siden" in client.get(pages[0]).content.decode()
    assert "givet tilbage" in client.get(pages[1]).content.decode(), "what is to be done now stands there instead"
    again(plan, people)
    assert "tabt" not in client.get(pages[0]).content.decode()


# Several who lose the same session


def test_who_would_be_too_few_alone_move_together(people: People, client_for: ClientFor) -> None:
    course = make_course(people, least_seats=2)
    first, later = (course_session(people, course, days=days, least_seats=2) for days in (30, 60))
    plan = make_solved(people)
    approve(plan, people)
    cancelled = plan.seats.order_by("pk")[0].session
    other = later if cancelled == first else first
    cancel_session(
        session=cancelled,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        now=timezone.now(),
        by=people.dorte,
    )
    found = instead(seen(plan), today())
    assert [one.session for one in found.each] == [None, None]
    (move,) = found.moves
    assert (move.session, len(move.lost), move.left) == (other, 2, 0)
    alma, address = client_for(people.alma), reverse("learning:plan_move", args=[plan.uuid])
    page = alma.get(reverse("learning:plan", args=[plan.uuid])).text
    assert "Flyt alle 2" in page
    assert "Intet andet, der er muligt, giver noget" not in page
    typed = {"revision": loaded(plan).revision, "cancelled": str(cancelled.uuid), "session": str(other.uuid)}
    alma.post(address, typed)
    assert {seat.session for seat in plan.seats.filter(state=SeatState.PROPOSED)} == {other}
    assert not proposed(plan).lost
    assert not proposed(plan).violations
    assert "ændret" in [str(message) for message in get_messages(alma.post(address, typed).wsgi_request)][-1]


def test_who_cannot_come_along_is_left_and_counted(people: People) -> None:
    course = make_course(people, least_seats=2)
    first, later = (course_session(people, course, days=days, least_seats=2) for days in (30, 60))
    busy = course_session(people, make_course(people, title_da="Samme dag", least_seats=1), days=60, least_seats=1)
    plan = make_solved(people, round_=rate_north(people, who=("alma", "bo", "erik")))
    plan.seats.all().delete()
    for person, session in (("alma", first), ("bo", first), ("erik", first), ("bo", busy)):
        change = {"employee": getattr(people, person), "session": session}
        plan_changes.add_seat(plan=plan, **change, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    cancel_session(
        session=first,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        now=timezone.now(),
        by=people.dorte,
    )
    (move,) = instead(seen(plan), today()).moves
    assert move.session == later
    assert {one.row.employee for one in move.lost} == {people.alma, people.erik}
    assert move.left == 1

"""Learning plans from rows: what the engine is asked, what is stored of its answer, and what people do with it."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from fagkompas.accounts.actions import move_employee, retire_employee
from fagkompas.audit.models import Event
from fagkompas.catalogue.actions.seats import hold_session
from fagkompas.catalogue.actions.sessions import edit_session
from fagkompas.catalogue.models import CancelledBy, Offering, Session
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from fagkompas.learning.actions import plan_approving, plan_changes, plan_queue, plan_results
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.actions.participation import approve, cancel_session
from fagkompas.learning.forms.plans import usable_rounds
from fagkompas.learning.models import Participation, ParticipationState, Plan, PlanState, RuleKind, Seat, SeatState
from fagkompas.learning.next_best import instead, possible_seats
from fagkompas.learning.plan_pages import view_of
from fagkompas.learning.proposing import PlannedSeat
from fagkompas.learning.to_engine import LeftOutWhy, planning_problem
from fagkompas.learning.working_out import Watch
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.rounds import answer, make_round, participant_of
from tests.assessments.test_at_the_same_moment import at_once
from tests.catalogue.making import session_facts, today
from tests.learning.needs import describe, need
from tests.learning.participation import make_wish
from tests.learning.plans import (
    LIFTS,
    course_session,
    day,
    levers,
    loaded,
    make_course,
    make_solved,
    plan_with_seats,
    proposed,
    rate_north,
    solved,
)
from tests.people import People, make_people


def names(seats: tuple[PlannedSeat, ...]) -> set[str]:
    return {seat.row.employee.name for seat in seats}


def refused(refusal: pytest.ExceptionInfo[BadInput]) -> set[str]:
    return {problem.message_code for problem in refusal.value.problems}


# What the engine is asked


def test_a_plan_gives_seats_with_reasons(people: People) -> None:
    """Bo and Erik lack a point in three competencies each; the course gives two, and three fifths of one it does not suit."""
    plan = plan_with_seats(people)
    proposal, view = proposed(plan), view_of(plan)
    assert plan.state == PlanState.PROPOSED
    assert view is not None
    assert names(proposal.seats) == {"Bo", "Erik"}
    assert (proposal.cost, round(proposal.gained, 9), proposal.hours_in_all) == (2400, 5.2, 14)
    assert [group.heading for group in view.groups(by_person=False)] == ["Lov for nye"]
    assert [group.heading for group in view.groups(by_person=True)] == ["Bo", "Erik"]
    reason = proposal.seats[0].reason
    assert reason is not None
    assert [gain.counted for gain in reason.gains] == pytest.approx([1, 1, 0.6])


def test_nothing_is_used_of_those_whom_their_manager_rates_first(people: People) -> None:
    round_ = make_round(people.north)
    for person in (people.bo, people.erik):
        answer(participant_of(round_, person), 1, by=person)
    course_session(people)
    plan = make_solved(people, round_)
    proposal = proposed(plan)
    assert not proposal.seats
    assert set(proposal.waiting) == {str(people.bo.uuid), str(people.erik.uuid)}
    assert str(people.bo.uuid) not in {one.person for one in proposal.uncovered if one.points is not None}


def test_sessions_that_have_begun_or_take_no_more_are_left_out_and_said(people: People) -> None:
    course = make_course(people)
    begun, over = course_session(people, course, days=3), course_session(people, course, days=20)
    Session.objects.filter(pk=begun.pk).update(starts_on=day(-1), ends_on=day(2), enrol_by=None)
    Session.objects.filter(pk=over.pk).update(enrol_by=day(-1))
    plan = make_solved(people, starts_on=day(-5))
    proposal = proposed(plan)
    assert not proposal.seats
    assert {(one.session, one.why) for one in proposal.left_out} == {
        (str(begun.uuid), LeftOutWhy.BEGUN),
        (str(over.uuid), LeftOutWhy.ENROLMENT_OVER),
    }


def test_a_session_outside_the_dates_is_not_planned(people: People) -> None:
    course_session(people, days=60)
    assert not proposed(make_solved(people, ends_on=day(40))).seats


def test_seats_of_others_are_taken(people: People) -> None:
    """Two seats, one of them Carla's: only one of the two gets the other."""
    session = course_session(people, most_seats=2)
    approve(participation=make_wish(people.carla, session), session=session, now=timezone.now(), by=people.dorte)
    assert len(proposed(make_solved(people)).seats) == 1


def test_a_seat_that_stands_is_kept_and_its_money_is_spent_elsewhere(people: People) -> None:
    session = course_session(people)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    plan = make_solved(people, budget=1200, hours_per_person=Decimal(7))
    proposal = proposed(plan)
    assert names(proposal.seats) == {"Erik"}
    assert [one.seat.person for one in proposal.given] == [str(people.bo.uuid)]
    assert proposal.cost == 1200
    assert proposal.hours[str(people.bo.uuid)] == 7


def test_a_seat_that_stands_may_take_more_hours_than_the_plan_gives(people: People) -> None:
    session = course_session(people)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    assert not proposed(make_solved(people, hours_per_person=Decimal(3))).is_impossible


def test_own_approved_seats_cost_the_plan_when_it_is_worked_out_again(people: People) -> None:
    plan = plan_with_seats(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    again = solved(plan)
    assert again.state == PlanState.APPROVED
    assert proposed(again).cost == 2400
    assert {seat.row.state for seat in proposed(again).seats} == {SeatState.APPROVED}


def test_what_is_completed_is_not_taken_again(people: People) -> None:
    session = course_session(people)
    Participation.objects.create(
        root=people.testkommune,
        employee=people.bo,
        offering=session.offering,
        state=ParticipationState.PASSED,
        since=timezone.now(),
    )
    assert names(proposed(make_solved(people)).seats) == {"Erik"}


def test_what_is_required_comes_first(people: People) -> None:
    first = make_course(people, title_da="Først", lifts=LIFTS[:1])
    then = make_course(people, title_da="Derefter", lifts=LIFTS[1:])
    then.prerequisites.add(first)
    course_session(people, first, days=40)
    course_session(people, then, days=30)
    assert {seat.row.session.offering.title_da for seat in proposed(make_solved(people)).seats} == {"Først"}


def test_a_unit_that_says_it_needs_specialists_gets_as_many_developed(people: People) -> None:
    describe(people.north, people.alma, need("LM", specialists=1), need("AU", specialists=0))
    deep = make_course(people, lifts=tuple(type(LIFTS[0])(code="LM-S1", lift=Decimal(2), up_to=4) for _ in "1"))
    course_session(people, deep)
    proposal = proposed(make_solved(people))
    assert len(proposal.developed) == 1
    assert proposal.specialists_missing["LM"] == 1
    assert "AU" not in proposal.specialists_missing


def test_rules_about_people_who_have_left_are_dropped_and_said(people: People) -> None:
    session = course_session(people)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.carla, offering=session.offering)
    proposal = proposed(make_solved(people, rules=(rule,)))
    assert proposal.dropped_rules == 1
    assert not proposal.is_impossible


# What cannot be


def must(people: People, session: Session, kind: RuleKind = RuleKind.MUST) -> tuple[actions.GivenRule, ...]:
    return (actions.GivenRule(kind=kind, employee=people.bo, offering=session.offering),)


def test_what_cannot_be_is_said_with_what_must_give_and_it_gives(people: People) -> None:
    session = course_session(people)
    plan = make_solved(people, budget=1000, rules=must(people, session))
    proposal, view = proposed(plan), view_of(plan)
    assert view is not None
    assert (proposal.is_impossible, proposal.seats) == (True, ())
    ways = {give.limit.value: (place, give.amount) for place, way in enumerate(proposal.ways_out) for give in way.gives}
    assert ways["budget"][1] == 200
    assert "200" in view.ways_out[ways["budget"][0]].says[0]
    actions.give_way(plan=plan, way=ways["budget"][0], revision=plan.revision, by=people.alma, now=timezone.now())
    after = solved(plan)
    assert after.budget == 1200
    assert names(proposed(after).seats) == {"Bo"}


def test_what_is_not_known_in_time_is_told_and_never_proposed(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_time(planning: engine.Planning, **_more: object) -> engine.Plan:
        raise engine.NotKnownInTime(planning.must)

    session = course_session(people)
    plan = make_solved(people, rules=must(people, session))
    assert plan.seats.exists()
    monkeypatch.setattr(engine, "solve", no_time)
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    after = solved(plan)
    proposal = proposed(after)
    assert (proposal.is_impossible, proposal.ways_out, len(proposal.musts), after.seats.count()) == (True, (), 1, 0)
    client.force_login(people.alma)
    page = client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert "Der var ikke tid nok" in page
    assert f"Bo, »{session.offering.title}«" in page


def test_somebody_who_gains_nothing_may_be_put_in_and_counts_for_the_least_number(people: People) -> None:
    """Erik is at the target already; Bo alone is too few."""
    round_ = rate_north(people, who=("bo",))
    answer(participant_of(round_, people.erik), 4, by=people.erik)
    answer(participant_of(round_, people.erik), 4, by=people.alma, rater=Rater.MANAGER)
    session = course_session(people, least_seats=2)
    plan = make_solved(people, round_)
    assert proposed(plan).seats == ()
    for employee in (people.bo, people.erik):
        plan = plan_changes.add_seat(
            plan=plan,
            employee=employee,
            session=session,
            revision=loaded(plan).revision,
            by=people.alma,
            now=timezone.now(),
        )
    proposal, view = proposed(loaded(plan)), view_of(loaded(plan))
    assert proposal.violations == ()
    assert names(proposal.seats) == {"Bo", "Erik"}
    assert view is not None
    said = {row.person: row.says for group in view.groups(by_person=True) for row in group.rows}
    assert said["Erik"].startswith("Giver ikke noget, der tæller")
    assert said["Bo"].startswith("Løfter")


def test_hours_and_rules_give_too(people: People) -> None:
    session = course_session(people)
    plan = make_solved(people, hours_per_person=Decimal(2), rules=must(people, session))
    ways = {give.limit.value: place for place, way in enumerate(proposed(plan).ways_out) for give in way.gives}
    actions.give_way(plan=plan, way=ways["must"], revision=plan.revision, by=people.alma, now=timezone.now())
    assert not plan.rules.exists()
    assert not proposed(solved(plan)).is_impossible


def test_a_session_with_too_few_is_not_the_plans_to_change(people: People) -> None:
    session = course_session(people, make_course(people, least_seats=4), least_seats=4)
    plan = make_solved(people, rules=must(people, session))
    view = view_of(plan)
    assert view is not None
    least = next(row for row in view.ways_out if not row.can_give)
    with pytest.raises(BadInput) as refusal:
        actions.give_way(plan=plan, way=least.place, revision=plan.revision, by=people.alma, now=timezone.now())
    assert refused(refusal) == {"way_not_the_plans"}


def test_more_may_be_away_where_that_gives(people: People) -> None:
    """Bo and Erik must both go on one day, and only one of three may be away."""
    session = course_session(people)
    rules = tuple(
        actions.GivenRule(kind=RuleKind.MUST, employee=one, offering=session.offering)
        for one in (people.bo, people.erik)
    )
    plan = make_solved(people, away_share=Decimal("0.34"), rules=rules)
    ways = {give.limit.value: place for place, way in enumerate(proposed(plan).ways_out) for give in way.gives}
    actions.give_way(plan=plan, way=ways["away"], revision=plan.revision, by=people.alma, now=timezone.now())
    assert names(proposed(solved(plan)).seats) == {"Bo", "Erik"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "  "}, "plan_name_missing"),
        ({"budget": -1}, "budget_out_of_range"),
        ({"budget": 10**9}, "budget_out_of_range"),
        ({"hours_per_person": Decimal(-1)}, "hours_out_of_range"),
        ({"hours_per_person": Decimal(5000)}, "hours_out_of_range"),
        ({"away_share": Decimal(0)}, "away_out_of_range"),
        ({"away_share": Decimal(2)}, "away_out_of_range"),
        ({"starts_on": timedelta(days=-30), "ends_on": timedelta(days=-1)}, "plan_is_past"),
        ({"starts_on": timedelta(days=30), "ends_on": timedelta(days=1)}, "plan_ends_before"),
        ({"ends_on": timedelta(days=1000)}, "plan_too_long"),
        ({"ends_on": timedelta(days=729)}, "plan_outlives_round"),
    ],
)
def test_levers_that_cannot_be(people: People, changed: dict[str, object], code: str) -> None:
    round_ = make_round(people.north)
    given = {name: today() + value if isinstance(value, timedelta) else value for name, value in changed.items()}
    with pytest.raises(BadInput) as refusal:
        actions.make_plan(unit=people.north, levers=levers(round_, **given), by=people.alma, now=timezone.now())
    assert code in refused(refusal)
    assert not Plan.objects.exists()


def test_the_same_rule_twice_is_refused(people: People) -> None:
    session = course_session(people)
    with pytest.raises(BadInput) as refusal:
        make_solved(people, rules=must(people, session) + must(people, session, RuleKind.MUST_NOT))
    assert refused(refusal) == {"rule_twice"}


# By hand


def test_one_more_and_one_less_show_at_once(people: People) -> None:
    plan = plan_with_seats(people)
    bo = plan.seats.get(employee=people.bo)
    taken = plan_changes.take_out(seat=bo, revision=plan.revision, by=people.alma, now=timezone.now())
    assert (names(proposed(taken).seats), proposed(taken).cost) == ({"Erik"}, 1200)
    assert names(proposed(taken).rejected) == {"Bo"}
    assert round(proposed(taken).gained, 9) == 2.6
    back = plan_changes.add_seat(
        plan=taken,
        employee=people.bo,
        session=bo.session,
        revision=taken.revision,
        by=people.alma,
        now=timezone.now(),
    )
    assert (names(proposed(back).seats), proposed(back).cost) == ({"Bo", "Erik"}, 2400)
    assert [seat.row.by_hand for seat in proposed(back).seats if seat.row.employee == people.bo] == [True]


def test_what_a_change_breaks_is_named_and_not_refused(people: People) -> None:
    course_session(people)
    plan = make_solved(people, budget=1200)
    left = ({"Bo", "Erik"} - names(proposed(plan).seats)).pop()
    person = people.bo if left == "Bo" else people.erik
    found = possible_seats(plan, person, today())
    assert [one.breach.value for one in found[0].violations] == ["budget"]
    changed = plan_changes.add_seat(
        plan=plan,
        employee=person,
        session=Session.objects.get(),
        revision=plan.revision,
        by=people.alma,
        now=timezone.now(),
    )
    view = view_of(changed)
    assert view is not None
    assert [one.breach.value for one in view.proposal.violations] == ["budget"]
    assert "1.200" in view.violations[0]


def test_a_plan_that_somebody_else_has_changed_is_not_changed_unseen(people: People) -> None:
    plan = plan_with_seats(people)
    bo, erik = (plan.seats.get(employee=one) for one in (people.bo, people.erik))
    plan_changes.take_out(seat=bo, revision=plan.revision, by=people.alma, now=timezone.now())
    with pytest.raises(ChangedMeanwhile):
        plan_changes.take_out(seat=erik, revision=plan.revision, by=people.alma, now=timezone.now())
    assert names(proposed(plan).seats) == {"Erik"}


def test_only_people_and_sessions_of_the_plan_are_added(people: People) -> None:
    plan = plan_with_seats(people)
    elsewhere = course_session(people, make_course(people, title_da="Senere"), days=400)
    for person, session, code in (
        (people.carla, Session.objects.first(), "person_not_in_plan"),
        (people.alma, elsewhere, "session_not_in_plan"),
    ):
        assert session is not None
        with pytest.raises(BadInput) as refusal:
            plan_changes.add_seat(
                plan=plan, employee=person, session=session, revision=plan.revision, by=people.alma, now=timezone.now()
            )
        assert refused(refusal) == {code}


# Approving


def test_an_approved_seat_is_a_seat_in_the_session(people: People) -> None:
    plan = plan_with_seats(people)
    wish = make_wish(people.bo, Session.objects.get())
    done = plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert len(done.seats) == 2
    wish.refresh_from_db()
    assert (wish.state, wish.wish, wish.seat) == (
        ParticipationState.APPROVED,
        "Jeg vil skrive bedre.",
        plan.seats.get(employee=people.bo),
    )
    erik = Participation.objects.get(employee=people.erik)
    assert erik.state == ParticipationState.APPROVED
    assert (erik.hours, erik.cost) == (Decimal(7), 1200)
    assert Session.objects.get().seats_taken == 2
    assert loaded(plan).state == PlanState.APPROVED
    assert Event.objects.filter(action="learning.plan.seat_approved").count() == 2


def test_whoever_approves_second_is_told_who_was_first(people: People) -> None:
    plan = plan_with_seats(people)
    seats = list(plan.seats.order_by("pk"))
    plan_approving.approve_seats(plan=plan, seats=seats[:1], by=people.alma, now=timezone.now())
    second = plan_approving.approve_seats(plan=plan, seats=seats, by=people.dorte, now=timezone.now())
    assert [seat.decided_by for seat in second.before] == [people.alma]
    assert [seat.pk for seat in second.seats] == [seats[1].pk]
    assert Participation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_plans_give_nobody_two_seats_in_one_offering() -> None:
    people = make_people()
    course_session(people)
    first = make_solved(people)
    course_session(people, Offering.objects.get(), days=60)
    second = make_solved(people, first.round)
    other = Session.objects.order_by("pk").last()
    second.seats.update(session=other)
    at_once(
        *(
            partial(
                plan_approving.approve_seats,
                plan=plan,
                seats=list(plan.seats.all()),
                by=people.alma,
                now=timezone.now(),
            )
            for plan in (first, second)
        )
    )
    assert Participation.objects.filter(employee=people.bo).count() == 1
    assert Seat.objects.filter(employee=people.bo, state=SeatState.APPROVED).count() == 1


def test_who_has_left_the_unit_gets_no_seat_by_its_plan(people: People) -> None:
    plan = plan_with_seats(people)
    move_employee(employee=people.bo, to=people.south, by=people.ida)
    retire_employee(employee=people.erik, on=today(), by=people.ida)
    done = plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert {problem.message_code for _seat, problem in done.refused} == {"person_not_in_plan"}
    assert not Participation.objects.exists()


def test_ratings_from_a_unit_elsewhere_are_not_in_the_plan(people: People) -> None:
    course_session(people)
    of_south = make_round(people.south)
    answer(participant_of(of_south, people.carla), 1, by=people.carla)
    move_employee(employee=people.carla, to=people.north, by=people.ida)
    assert of_south not in usable_rounds(people.north)
    plan = make_solved(people)
    Plan.objects.filter(pk=plan.pk).update(round=of_south)
    planning = planning_problem(loaded(plan), today=today()).planning
    assert not any(person.ratings for person in planning.people)


def test_a_plan_is_not_deleted_while_it_is_worked_out_nor_with_approved_seats(people: People) -> None:
    plan = plan_with_seats(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    again = actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    with pytest.raises(BadInput) as refused:
        actions.delete_plan(plan=again, by=people.alma)
    assert {problem.message_code for problem in refused.value.problems} == {"plan_under_way", "plan_has_approved"}


def test_a_session_that_has_shrunk_refuses_who_does_not_fit(people: People) -> None:
    plan = plan_with_seats(people)
    session = Session.objects.get()
    smaller = session_facts(30, least_seats=1, most_seats=1)
    edit_session(session=session, facts=smaller, revision=session.revision, today=today(), by=people.dorte)
    done = plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert (len(done.seats), len(done.refused)) == (1, 1)
    assert done.refused[0][1].message_code == "session_full"
    assert Session.objects.get().seats_taken == 1
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert len(proposed(solved(plan)).seats) == 1


def test_a_seat_of_a_session_that_is_over_is_refused(people: People) -> None:
    plan = plan_with_seats(people)
    Session.objects.update(enrol_by=day(-1))
    done = plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert {problem.message_code for _seat, problem in done.refused} == {"enrolment_is_over"}


def test_an_approved_seat_is_not_taken_out_here(people: People) -> None:
    plan = plan_with_seats(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    seat = plan.seats.order_by("pk")[0]
    with pytest.raises(BadInput) as refusal:
        plan_changes.take_out(seat=seat, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    assert refused(refusal) == {"seat_is_approved"}
    with pytest.raises(BadInput) as refusal:
        actions.delete_plan(plan=plan, by=people.alma)
    assert refused(refusal) == {"plan_has_approved"}


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_give_nobody_two_seats() -> None:
    people = make_people()
    plan = plan_with_seats(people)
    found: list[plan_approving.Approved] = []

    def all_of_it() -> None:
        found.append(
            plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
        )

    at_once(all_of_it, all_of_it)
    assert Participation.objects.count() == 2
    assert sum(len(one.seats) for one in found) == 2
    assert sum(len(one.before) for one in found) == 2


# A session is cancelled


def test_a_cancelled_session_is_told_and_the_next_best_offered(people: People) -> None:
    course = make_course(people)
    first, later = course_session(people, course, days=30), course_session(people, course, days=60)
    plan = make_solved(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    session = plan.seats.order_by("pk")[0].session
    other = later if session == first else first
    lost = plan.seats.filter(session=session).count()
    cancel_session(
        session=session,
        cancelled_by=CancelledBy.PROVIDER,
        because="Underviseren er syg.",
        now=timezone.now(),
        by=people.dorte,
    )
    view = view_of(loaded(plan))
    assert view is not None
    assert len(view.proposal.lost) == lost
    best = instead(view, today()).each
    assert {one.session for one in best} == {other}
    changed = plan_changes.replace_lost(
        seat=best[0].lost.row, session=other, revision=loaded(plan).revision, by=people.alma, now=timezone.now()
    )
    after = view_of(loaded(changed))
    assert after is not None
    assert len(after.proposal.lost) == lost - 1
    assert best[0].lost.row.employee.name in names(after.proposal.standing)
    assert not after.rejected


# Working it out


def test_it_stops_when_somebody_asks_or_the_plan_is_gone(people: People) -> None:
    plan = actions.make_plan(unit=people.north, levers=levers(rate_north(people)), by=people.alma, now=timezone.now())
    watch = Watch(plan_id=plan.pk, revision=plan.revision, limit=10)
    assert not watch.should_stop()
    assert loaded(plan).progress["limit"] == 10
    plan_queue.ask_to_stop(plan=plan, by=people.alma)
    later = Watch(plan_id=plan.pk, revision=plan.revision, limit=10)
    assert later.should_stop()
    assert Watch(plan_id=plan.pk, revision=plan.revision + 1, limit=10).should_stop()
    stopped = solved(plan)
    assert stopped.state == PlanState.PROPOSED


def test_work_that_was_started_anew_stores_nothing(people: People) -> None:
    plan = actions.make_plan(unit=people.north, levers=levers(rate_north(people)), by=people.alma, now=timezone.now())
    problem = planning_problem(loaded(plan), today=today())
    plan_results.store_clash(
        plan_id=plan.pk, revision=plan.revision - 1, found=engine.NoPlan(()), problem=problem, now=timezone.now()
    )
    assert loaded(plan).state == PlanState.SOLVING


def test_work_of_which_no_word_comes_can_be_started_again(people: People, settings: Settings) -> None:
    settings.WORK_IN_THREADS = True
    plan = actions.make_plan(unit=people.north, levers=levers(rate_north(people)), by=people.alma, now=timezone.now())
    later = timezone.now() + timedelta(minutes=1)
    assert not plan_queue.is_stuck(plan, timezone.now())
    assert plan_queue.is_stuck(plan, later)
    with pytest.raises(BadInput) as refusal:
        actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert refused(refusal) == {"plan_under_way"}
    actions.work_out_again(plan=plan, by=people.alma, now=later)
    assert solved(plan).state == PlanState.PROPOSED


def test_rows_that_contradict_themselves_are_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(people)
    course_session(people, course)
    type(course).objects.update(fixed_price=2_000_000_000)
    plan = make_solved(people)
    view = view_of(plan)
    assert view is not None
    assert len(view.problems) == 1
    assert "Lov for nye" in view.problems[0]


# Retention


@pytest.mark.parametrize("is_of_round", [False, True])
def test_plans_go_when_their_time_is_up_or_their_ratings_are(people: People, *, is_of_round: bool) -> None:
    plan = plan_with_seats(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert actions.retention(today=today(), dry_run=False)[0].rows == 0
    if is_of_round:
        Plan.objects.update(round=None)
    else:
        Plan.objects.update(starts_on=day(-3), ends_on=day(-2), deletes_on=day(-1))
    assert actions.retention(today=today(), dry_run=True)[0].rows == 1
    assert actions.retention(today=today(), dry_run=False)[0].rows == 1
    assert not Plan.objects.exists()
    assert Participation.objects.filter(seat=None).count() == 2


def test_a_plan_is_never_kept_longer_than_its_ratings(people: People) -> None:
    plan = plan_with_seats(people)
    assert plan.round is not None
    assert plan.deletes_on == min(plan.ends_on + timedelta(days=365), plan.round.deletes_on)


@pytest.mark.django_db(transaction=True)
def test_a_seat_is_proposed_in_a_session_that_somebody_holds() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only there do rows lock each other.")
    people = make_people()
    plan, session = plan_with_seats(people), Session.objects.get()

    def propose() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '3s'")
            Seat.objects.create(plan=plan, employee=people.alma, session=session)

    with transaction.atomic():
        hold_session(session)
        assert at_once(propose) == ["done"]

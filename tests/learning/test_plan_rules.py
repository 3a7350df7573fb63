"""What holds when a learning plan is approved or changed: its rules, its bound, what is lost, and what was done by hand."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.models import Round
from fagkompas.catalogue.models import CancelledBy, Session
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import plan_approving, plan_changes
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.actions.participation import Attendance as Went
from fagkompas.learning.actions.participation import cancel_session, save_attendance, take_back
from fagkompas.learning.models import (
    EducationOrder,
    Participation,
    ParticipationState,
    Plan,
    RuleKind,
    Seat,
    SeatState,
)
from fagkompas.learning.next_best import instead
from fagkompas.learning.permissions.plans import plans_led_by
from fagkompas.learning.plan_sheets import sheet_of_proposal
from fagkompas.learning.proposing import LostWhy
from fagkompas.learning.recruiting import left_after
from fagkompas.learning.today.plans import today_items
from fagkompas.learning.wording.plan_pages import refused_in_words, seats_in_words
from tests.catalogue.making import today
from tests.learning.plans import (
    course_session,
    day,
    levers,
    loaded,
    make_course,
    make_solved,
    plan_with_seats,
    proposed,
    rate_north,
    seen,
    solved,
)
from tests.people import People, make_employee

BECAUSE = "Underviseren er syg."


def approve(plan: Plan, people: People, *, anyway: bool = False) -> plan_approving.Approved:
    seats = list(plan.seats.filter(state=SeatState.PROPOSED))
    return plan_approving.approve_seats(plan=plan, seats=seats, by=people.alma, now=timezone.now(), anyway=anyway)


def codes(done: plan_approving.Approved) -> set[str]:
    return {problem.message_code for _seat, problem in done.refused}


def add(plan: Plan, person: str, session: Session, people: People) -> Plan:
    return plan_changes.add_seat(
        plan=plan,
        employee=getattr(people, person),
        session=session,
        revision=loaded(plan).revision,
        by=people.alma,
        now=timezone.now(),
    )


def take_out(plan: Plan, person: str, people: People) -> Plan:
    seat = plan.seats.exclude(state=SeatState.REJECTED).get(employee=getattr(people, person))
    return plan_changes.take_out(seat=seat, revision=loaded(plan).revision, by=people.alma, now=timezone.now())


def cancel(session: Session, people: People) -> None:
    cancel_session(
        session=session, cancelled_by=CancelledBy.PROVIDER, because=BECAUSE, now=timezone.now(), by=people.dorte
    )


# Approving asks the rules again


def another_plan(people: People, round_: Round, *, days: int, **changed: object) -> Plan:
    """A plan whose only seats are in another course, on this day; worked out before anything is approved."""
    first = Session.objects.get().offering
    rules = tuple(
        actions.GivenRule(kind=RuleKind.MUST_NOT, employee=one, offering=first) for one in (people.bo, people.erik)
    )
    course_session(people, make_course(people, title_da="Noget andet"), days=days)
    return make_solved(people, round_, rules=rules, **changed)


def test_a_seat_on_a_day_that_is_taken_by_now_is_refused(people: People) -> None:
    first = plan_with_seats(people)
    assert first.round is not None
    second = another_plan(people, first.round, days=30)
    assert second.seats.count() == 2
    approve(first, people)
    done = approve(second, people, anyway=True)
    assert (len(done.seats), codes(done)) == (0, {"breaks_overlap"})
    assert Participation.objects.count() == 2


def test_hours_that_are_used_by_now_are_not_given_twice(people: People) -> None:
    course_session(people)
    first = make_solved(people, hours_per_person=Decimal(7))
    assert first.round is not None
    second = another_plan(people, first.round, days=60, hours_per_person=Decimal(7))
    approve(first, people)
    done = approve(second, people, anyway=True)
    assert (len(done.seats), codes(done)) == (0, {"breaks_hours"})


def test_what_is_over_the_budget_is_refused_and_the_rest_approved(people: People) -> None:
    course_session(people)
    plan = make_solved(people, budget=1200)
    left = ({"bo", "erik"} - {one.row.employee.name.lower() for one in proposed(plan).seats}).pop()
    add(plan, left, Session.objects.get(), people)
    done = approve(plan, people)
    assert (len(done.seats), codes(done)) == (1, {"breaks_budget"})
    assert proposed(plan).cost == 2400, "the seat that is still proposed counts, and the page says what it breaks"


def test_what_is_ruled_out_is_refused(people: People) -> None:
    plan = plan_with_seats(people)
    plan.rules.create(kind=RuleKind.MUST_NOT, employee=people.bo, offering=Session.objects.get().offering)
    done = approve(plan, people)
    assert ([seat.employee for seat in done.seats], codes(done)) == ([people.erik], {"breaks_not_possible"})


def test_what_is_required_and_approved_at_once_may_come_first(people: People) -> None:
    first = make_course(people, title_da="Først")
    then = make_course(people, title_da="Derefter")
    then.prerequisites.add(first)
    later, earlier = course_session(people, then, days=60), course_session(people, first, days=20)
    plan = make_solved(people)
    for session in (earlier, later):
        if not plan.seats.filter(employee=people.bo, session=session).exists():
            add(plan, "bo", session, people)
    done = approve(plan, people)
    assert not done.refused
    assert {seat.session for seat in done.seats if seat.employee == people.bo} == {earlier, later}


def test_too_few_is_asked_about_by_name_and_number(people: People) -> None:
    session = course_session(people, make_course(people, least_seats=2), least_seats=2)
    plan = make_solved(people)
    take_out(plan, "erik", people)
    done = approve(plan, people)
    assert done.asks is not None
    assert [(one.session, one.missing) for one in done.asks.thin] == [(session, 1)]
    assert not Participation.objects.exists()
    assert len(approve(plan, people, anyway=True).seats) == 1


def test_one_by_one_asks_nothing_when_there_are_enough_in_the_plan(people: People) -> None:
    course_session(people, make_course(people, least_seats=2), least_seats=2)
    plan = make_solved(people)
    for seat in plan.seats.order_by("pk"):
        done = plan_approving.approve_seats(plan=plan, seats=[seat], by=people.alma, now=timezone.now())
        assert len(done.seats) == 1


def test_a_rival_is_asked_about_with_what_both_cost_and_take(people: People) -> None:
    first = plan_with_seats(people)
    assert first.round is not None
    second = another_plan(people, first.round, days=60)
    approve(first, people)
    done = approve(second, people)
    assert done.asks is not None
    assert [(one.plan, one.seats) for one in done.asks.rivals] == [(first, 2)]
    assert (done.asks.cost, done.asks.hours) == (4800, 28)
    assert len(approve(second, people, anyway=True).seats) == 2


def test_the_page_asks_and_does_it_all_the_same(people: People, client: Client) -> None:
    client.force_login(people.alma)
    first = plan_with_seats(people)
    assert first.round is not None
    second = another_plan(people, first.round, days=60)
    approve(first, people)
    page = client.get(reverse("learning:plan", args=[second.uuid])).content.decode()
    assert "En anden plan er godkendt for samme tid" in page
    address = reverse("learning:plan_approve", args=[second.uuid])
    asked = client.post(address, {"revision": second.revision})
    assert asked.status_code == 409
    assert "4.800 kr." in asked.content.decode()
    assert Participation.objects.count() == 2
    client.post(address, {"revision": second.revision, "anyway": "1"})
    assert Participation.objects.count() == 4


def test_those_refused_for_one_reason_are_one_sentence(people: People) -> None:
    plan = plan_with_seats(people)
    Session.objects.update(enrol_by=day(-1))
    said = refused_in_words(approve(plan, people).refused)
    assert len(said) == 1
    assert "Bo, Erik" in said[0]


def test_nobody_approves_her_own_seat_and_a_manager_above_sees_it(people: People, client: Client) -> None:
    course_session(people)
    plan = make_solved(people, rate_north(people, who=("bo", "alma")))
    karen = make_employee("Karen", people.testkommune, Role.MANAGER)
    done = approve(plan, people)
    assert ([seat.employee for seat in done.seats], codes(done)) == ([people.bo], {"own_seat"})
    client.force_login(people.alma)
    page = client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert "Karen skal godkende din egen plads" in page
    assert not [one for one in today_items(people.alma, today()) if one.url.endswith(f"{plan.uuid}/")]
    (item,) = today_items(karen, today())
    assert "Alma" in item.why_now
    own = plan.seats.get(employee=people.alma)
    assert plan_approving.approve_seats(plan=plan, seats=[own], by=karen, now=timezone.now()).seats == (own,)
    assert today_items(karen, today()) == []


# The bound


def test_a_bound_is_shown_only_of_what_it_was_worked_out_from(people: People) -> None:
    plan = plan_with_seats(people)
    assert (proposed(plan).bound is not None, proposed(plan).is_outdated) == (True, False)
    assert seen(plan).quality == "Bevist: Ingen plan er bedre."
    course_session(people, make_course(people, title_da="Nyt kursus"), days=50)
    assert (proposed(plan).bound, proposed(plan).more, proposed(plan).is_outdated) == (None, (), True)
    assert "ældre katalog" in seen(plan).quality
    assert "ældre katalog" in sheet_of_proposal(seen(plan).proposal, seen(plan).names, made_on=today()).gap
    add(plan, "bo", Session.objects.latest("pk"), people)
    assert proposed(plan).bound is None
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert not proposed(solved(plan)).is_outdated


def test_a_bound_stands_when_seats_of_the_plan_are_approved_or_taken_out(people: People) -> None:
    plan = plan_with_seats(people)
    plan_approving.approve_seats(
        plan=plan, seats=[plan.seats.get(employee=people.bo)], by=people.alma, now=timezone.now()
    )
    assert not proposed(plan).is_outdated
    take_out(plan, "erik", people)
    assert not proposed(plan).is_outdated


def test_a_bound_is_gone_when_a_session_is_held_for_fewer_than_it_was_proven_with(people: People) -> None:
    """It needed two. With one seat approved it is held for that one, and the other may go elsewhere."""
    course_session(people, least_seats=2)
    plan = make_solved(people)
    assert (proposed(plan).bound is not None, plan.seats.count()) == (True, 2)
    plan_approving.approve_seats(
        plan=plan, seats=[plan.seats.get(employee=people.bo)], by=people.alma, now=timezone.now(), anyway=True
    )
    assert proposed(plan).is_outdated


def test_a_bound_of_less_choice_is_gone_with_what_was_let_go_of(people: People) -> None:
    """It was worked out without Bo in the course: with him there could be a better plan."""
    plan = plan_with_seats(people)
    take_out(plan, "bo", people)
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert not proposed(solved(plan)).is_outdated
    seat = plan.seats.get(employee=people.bo)
    plan_changes.let_go(seat=seat, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    assert proposed(plan).is_outdated


# What is lost


def test_a_seat_that_was_given_back_counts_no_more_and_the_manager_is_told(people: People, client: Client) -> None:
    plan = plan_with_seats(people)
    later = course_session(people, Session.objects.get().offering, days=60)
    approve(plan, people)
    take_back(
        participation=Participation.objects.get(employee=people.bo), because="Jeg skal flytte.", now=timezone.now()
    )
    proposal = proposed(plan)
    assert [(one.row.employee, one.lost) for one in proposal.lost] == [(people.bo, LostWhy.ENDED)]
    assert (proposal.cost, proposal.hours_in_all, round(proposal.gained, 9)) == (1200, 7, 2.6)
    sheet = sheet_of_proposal(proposal, seen(plan).names, made_on=today())
    assert [line.person for line in sheet.seats] == ["Erik"]
    assert [one.session for one in instead(seen(plan), today()).each] == [later]
    (item,) = [one for one in today_items(people.alma, today()) if "Bo" in one.why_now]
    assert "givet tilbage" in item.why_now
    client.force_login(people.alma)
    assert "Jeg skal flytte." in client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    said = seats_in_words(plans_led_by(people.alma).get(pk=plan.pk))
    assert said == "1 plads er godkendt, 1 plads er tabt siden"


def test_a_seat_that_was_given_back_is_not_proposed_again_but_can_be_had(people: People) -> None:
    plan = plan_with_seats(people)
    approve(plan, people)
    take_back(
        participation=Participation.objects.get(employee=people.bo), because="Jeg skal flytte.", now=timezone.now()
    )
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    again = solved(plan)
    assert [one.row.employee for one in proposed(again).seats] == [people.erik]
    add(again, "bo", Session.objects.get(), people)
    assert len(approve(plan, people).seats) == 1
    assert Participation.objects.filter(employee=people.bo, state=ParticipationState.APPROVED).count() == 1


def test_a_cancelled_session_is_gone_from_a_proposal_and_nobody_has_lost_anything(people: People) -> None:
    plan = plan_with_seats(people)
    cancel(Session.objects.get(), people)
    assert (proposed(plan).cost, proposed(plan).hours_in_all, proposed(plan).gained) == (0, 0, 0)
    assert seen(plan).lost_heading == "2 pladser er gået ud af forslaget"
    assert [one for one in today_items(people.alma, today()) if "mister" in one.why_now] == []


def test_a_cancelled_session_frees_its_money_for_the_next_best(people: People) -> None:
    session = course_session(people)
    plan = make_solved(people, budget=2400, hours_per_person=Decimal(7))
    approve(plan, people)
    other = course_session(people, session.offering, days=60)
    cancel(session, people)
    assert seen(plan).lost_heading == "2 pladser er tabt"
    assert (proposed(plan).cost, proposed(plan).hours_in_all) == (0, 0)
    assert [one.session for one in instead(seen(plan), today()).each] == [other, other]


def test_what_is_completed_by_the_plan_goes_on_counting(people: People) -> None:
    plan = plan_with_seats(people)
    approve(plan, people)
    Session.objects.update(starts_on=today(), ends_on=today())
    Session.objects.get().meetings.update(day=today())
    bo = Participation.objects.get(employee=people.bo)
    given = [Went(participation=bo, state=ParticipationState.PASSED)]
    save_attendance(session=Session.objects.get(), given=given, now=timezone.now(), by=people.dorte)
    assert (proposed(plan).cost, proposed(plan).hours_in_all, proposed(plan).lost) == (2400, 14, ())


# By hand


def test_what_was_taken_out_stays_out_until_it_is_let_go_of(people: People) -> None:
    plan = plan_with_seats(people)
    take_out(plan, "bo", people)
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert [one.row.employee for one in proposed(solved(plan)).seats] == [people.erik]
    assert [row.person for row in seen(plan).rejected] == ["Bo"]
    seat = plan.seats.get(employee=people.bo)
    plan_changes.let_go(seat=seat, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert len(proposed(solved(plan)).seats) == 2


def test_what_was_put_in_stays_in_until_it_is_let_go_of(people: People) -> None:
    """Alma is not rated, so no search gives her a seat."""
    plan = plan_with_seats(people)
    add(plan, "alma", Session.objects.get(), people)
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert people.alma in [one.row.employee for one in proposed(solved(plan)).seats]
    assert [row.person for row in seen(plan).put_in] == ["Alma"]
    seat = plan.seats.get(employee=people.alma)
    plan_changes.let_go(seat=seat, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    assert people.alma in [one.row.employee for one in proposed(plan).seats]
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert people.alma not in [one.row.employee for one in proposed(solved(plan)).seats]


def test_a_version_takes_along_what_was_done_by_hand(people: People) -> None:
    plan = plan_with_seats(people)
    take_out(plan, "bo", people)
    add(plan, "alma", Session.objects.get(), people)
    assert plan.round is not None
    made = actions.make_plan(
        unit=people.north, levers=levers(plan.round), by=people.alma, now=timezone.now(), scenario_of=plan
    )
    assert {one.row.employee for one in proposed(solved(made)).seats} == {people.erik, people.alma}
    assert [row.person for row in seen(made).rejected] == ["Bo"]


def test_what_was_put_in_and_cannot_be_gives_way(people: People) -> None:
    session = course_session(people)
    plan = make_solved(people, budget=1000)
    add(plan, "bo", session, people)
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    clash = proposed(solved(plan))
    assert clash.is_impossible
    assert plan.seats.filter(employee=people.bo).exists(), "nothing that was done by hand is thrown away"
    (way,) = [place for place, way in enumerate(clash.ways_out) if [one.limit for one in way.gives] == ["put_in"]]
    actions.give_way(plan=plan, way=way, revision=loaded(plan).revision, by=people.alma, now=timezone.now())
    assert not proposed(solved(plan)).is_impossible


def test_a_rule_stays_when_the_seat_put_in_beside_it_gives_way(people: People) -> None:
    """Another session of the same course can meet the rule."""
    offering = course_session(people).offering
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=offering)
    plan = make_solved(people, rules=(rule,))
    seat = plan.seats.select_related("session").get(employee=people.bo)
    Seat.objects.filter(pk=seat.pk).update(by_hand=True)
    actions._give(
        plan,
        {
            "limit": "put_in",
            "now": 0,
            "amount": 1,
            "person": str(people.bo.uuid),
            "offering": str(offering.uuid),
            "session": str(seat.session.uuid),
        },
        timezone.now(),
    )
    assert not Seat.objects.filter(pk=seat.pk).exists()
    assert plan.rules.count() == 1


def test_it_is_let_go_of_on_the_page(people: People, client: Client) -> None:
    client.force_login(people.alma)
    plan = plan_with_seats(people)
    take_out(plan, "bo", people)
    page = client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert "Giv slip" in page
    seat = plan.seats.get(employee=people.bo)
    address = reverse("learning:plan_seat", args=[plan.uuid, seat.uuid])
    client.post(address, {"revision": loaded(plan).revision, "let_go": "1"})
    assert not Seat.objects.filter(pk=seat.pk).exists()


def test_only_what_was_done_by_hand_is_let_go_of(people: People) -> None:
    plan = plan_with_seats(people)
    with pytest.raises(BadInput) as refusal:
        plan_changes.let_go(seat=plan.seats.all()[0], revision=plan.revision, by=people.alma, now=timezone.now())
    assert [one.message_code for one in refusal.value.problems] == ["not_by_hand"]


# Who is deleted


def test_a_proposal_forgets_who_is_deleted(people: People) -> None:
    plan = plan_with_seats(people)
    gone = str(people.bo.uuid)
    assert gone in json.dumps(plan.proposal)
    people.bo.delete()
    actions.retention(today=today(), dry_run=False)
    kept = json.dumps(loaded(plan).proposal)
    assert gone not in kept
    assert str(people.erik.uuid) in kept
    assert [one.row.employee for one in proposed(plan).seats] == [people.erik]


def test_a_plan_that_cannot_be_forgets_who_is_deleted(people: People) -> None:
    karen = make_employee("Karen", people.north)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=course_session(people).offering)
    plan = make_solved(people, rules=(rule,), budget=0)
    assert plan.proposal["impossible"]
    assert str(karen.uuid) in plan.proposal["unrated"]
    karen.delete()
    actions.retention(today=today(), dry_run=False)
    assert str(karen.uuid) not in json.dumps(loaded(plan).proposal)


def test_what_a_search_stores_meanwhile_is_kept_when_somebody_is_forgotten(people: People) -> None:
    """And of whoever was hired meanwhile."""
    plan = plan_with_seats(people)
    hired: list[Employee] = []

    def stored_meanwhile(execute: Any, sql: str, *given: Any) -> Any:
        if not hired and sql.startswith("SELECT") and '"learning_plan"."id" = ' in sql:
            hired.append(make_employee("Ny", people.north))
            hours = {**plan.proposal["hours"], str(hired[0].uuid): 7.0}
            Plan.objects.update(proposal={**plan.proposal, "hours": hours, "seconds": 42.0})
        return execute(sql, *given)

    gone = str(people.bo.uuid)
    people.bo.delete()
    with connection.execute_wrapper(stored_meanwhile):
        actions.retention(today=today(), dry_run=False)
    kept = loaded(plan).proposal
    assert gone not in json.dumps(kept)
    assert kept["seconds"] == 42
    assert {str(people.erik.uuid), str(hired[0].uuid)} <= set(kept["hours"])


# What it leaves open is ordered


def test_an_order_from_a_plan_is_of_what_it_leaves_open_and_linked_with_it(people: People, client: Client) -> None:
    """Bo and Erik get above half of law; what is not missing after the plan is not in the order."""
    client.force_login(people.alma)
    plan = plan_with_seats(people)
    address = reverse("learning:order_new", args=[people.north.uuid])
    shown = client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert f"{address}?plan={plan.uuid}" in shown
    page = client.get(f"{address}?plan={plan.uuid}")
    form, left = page.context["form"], left_after(loaded(plan), today=today())
    open_ = {f"{gap.field}.{level}" for gap in left.open for level in ("basic", "specialised") if getattr(gap, level)}
    assert {key for key, _label in form.fields["gaps"].choices} == open_ == set(form.initial["gaps"])
    assert "lader »Plan for Nord« stå åbent" in page.content.decode()
    client.post(address, {"gaps": [sorted(open_)[0]], "plan": str(plan.uuid)})
    order = EducationOrder.objects.get()
    assert order.plan == plan
    assert "Bestilt:" in client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()
    assert "Plan for Nord" in client.get(reverse("learning:order", args=[order.uuid])).content.decode()

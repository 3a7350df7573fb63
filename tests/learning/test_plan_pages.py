"""The pages about learning plans: the list, levers, who goes to what, scenarios, changes by hand, approval."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Round
from fagkompas.audit.models import Event
from fagkompas.catalogue.facts import LiftFacts
from fagkompas.catalogue.models import CancelledBy, Session
from fagkompas.engine.scales import Rater
from fagkompas.learning.actions import plan_approving, plan_changes, plan_queue
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.actions.participation import approve, cancel_session
from fagkompas.learning.models import Participation, Plan, PlanState, RuleKind, SeatState
from fagkompas.learning.plan_comparison import Comparison
from fagkompas.learning.proposing import digest_of
from fagkompas.learning.to_engine import planning_problem, seats_now
from tests.assessments.rounds import answer, join, participant_of
from tests.assessments.units import colleagues
from tests.catalogue.making import today
from tests.learning.participation import make_wish
from tests.learning.plans import (
    course_session,
    levers,
    loaded,
    make_course,
    make_solved,
    plan_with_seats,
    rate_north,
    seen,
)
from tests.people import People
from tests.today import learning_items

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def alma_s(people: People, client_for: ClientFor) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


def url(plan: Plan, end: str = "") -> str:
    return f"/laering/plan/{plan.uuid}/{end}"


def text(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def without_token(page: str) -> str:
    """Without the token against forgery, which is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def typed(round_: Round, **changed: Any) -> dict[str, str]:
    """The levers as a browser sends them."""
    given = {
        "name": "Forår",
        "round": str(round_.uuid),
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=180)).isoformat(),
        "budget": "50000",
        "hours_per_person": "30",
        "away": "100",
        "seconds": "10",
    }
    return given | {name.replace("__", "-"): str(value) for name, value in changed.items()}


# Making one


def test_a_plan_is_made_from_levers_and_worked_out(
    people: People, alma_s: Client, django_capture_on_commit_callbacks: Any
) -> None:
    course_session(people)
    round_ = rate_north(people)
    new = f"/laering/plan/ny/{people.north.uuid}/"
    assert "1 offering with a session to come" in text(alma_s, new)
    with django_capture_on_commit_callbacks(execute=True):
        response = alma_s.post(new, typed(round_))
    plan = Plan.objects.get()
    assert response["Location"] == url(plan)
    assert (plan.state, plan.budget, plan.created_by) == (PlanState.PROPOSED, 50_000, people.alma)
    page = text(alma_s, url(plan))
    assert "2 seats wait for you to approve them." in page
    assert "“Finde den rigtige hjemmel”" in page or "Lifts “" in page
    assert plan.name in text(alma_s, "/laering/plan/")
    assert plan.name in text(alma_s, "/laering/")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"budget": "-5"}, "Write at least DKK 0 under “Budget”."),
        ({"budget": "99999999999"}, "Write at most DKK 100,000,000 under “Budget”."),
        ({"hours_per_person": "mange"}, "Write a number under “Hours for each”, such as 7.5."),
        ({"away": "0"}, "Write at least 1% under “Away at once”."),
        ({"ends_on": "2020-01-01"}, "The last day is before the first."),
        ({"name": ""}, "Fill in “Name”."),
        ({"regel_0_slags": RuleKind.MUST.value}, "Choose who and what the rule is about"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    people: People, alma_s: Client, wrong: dict[str, str], said: str
) -> None:
    round_ = rate_north(people)
    new = f"/laering/plan/ny/{people.north.uuid}/"
    sent = typed(round_, budget=12345) | {name.replace("_0_", "-0-"): value for name, value in wrong.items()}
    assert alma_s.post(new, sent)["Location"] == new
    page = text(alma_s, new)
    assert said in page
    assert all(f'value="{sent[name]}"' in page for name in ("name", "budget", "hours_per_person", "away"))
    assert not Plan.objects.exists()


def test_dates_that_are_wrong_are_told_with_the_rest(people: People, alma_s: Client) -> None:
    new = f"/laering/plan/ny/{people.north.uuid}/"
    alma_s.post(new, typed(rate_north(people), budget="-5", ends_on="2020-01-01"))
    page = text(alma_s, new)
    assert "Write at least DKK 0 under “Budget”." in page
    assert "The last day is before the first." in page


def test_sessions_too_large_for_how_many_may_be_away_are_named_beside_the_proof(people: People, alma_s: Client) -> None:
    course_session(people, make_course(people, least_seats=3), least_seats=3)
    plan = make_solved(people, away_share=Decimal("0.67"))
    assert "1 session cannot be held: it needs at least 3 of you, and at most 2 may be away at once." in text(
        alma_s, url(plan)
    )
    assert "cannot be held" not in text(alma_s, url(make_solved(people, plan.round)))


def test_what_is_decided_outside_the_plan_is_said_beside_its_figures(people: People, alma_s: Client) -> None:
    session = course_session(people)
    approve(participation=make_wish(people.bo, session), session=session, now=timezone.now(), by=people.dorte)
    plan = make_solved(people)
    said = "1 seat was decided outside this plan: it closes and takes hours here, but is not in what the plan costs."
    assert said in text(alma_s, url(plan))
    (row,) = [
        one for one in Comparison(left=seen(plan), right=seen(plan)).figures if one.name.startswith("Pladser besluttet")
    ]
    assert (row.left, row.right) == ("1", "1")


def test_without_ratings_the_page_says_where_to_begin(people: People, alma_s: Client) -> None:
    assert "Nobody is rated competency by competency yet" in text(alma_s, f"/laering/plan/ny/{people.north.uuid}/")


# The page


def test_opening_a_plan_is_logged_for_everyone_in_it(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    text(alma_s, url(plan))
    seen = Event.objects.filter(action="learning.plan.read", actor_id=people.alma.pk)
    assert {event.subject_id for event in seen} == {people.bo.pk, people.erik.pk}


def test_a_competence_consultant_and_those_in_it_find_no_plan(people: People, client_for: ClientFor) -> None:
    plan = plan_with_seats(people)
    for person in (people.dorte, people.bo, people.gry, people.ida, people.outsider):
        assert client_for(person).get(url(plan)).status_code == 404
        assert client_for(person).post(url(plan, "godkend/")).status_code == 404
    assert not Participation.objects.exists()


def test_seats_by_person_and_what_stays_open(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    by_person = text(alma_s, url(plan, "?vis=personer"))
    assert by_person.index(">Bo<") < by_person.index(">Erik<")
    assert "Nothing more with a session in the period lifts it." in by_person
    assert "Proven: no plan is better." in by_person


def test_a_fresh_plan_says_what_more_would_give(people: People, alma_s: Client) -> None:
    course_session(people)
    page = text(alma_s, url(make_solved(people, budget=1200)))
    assert "With DKK 10,000 more the plan gains at least 2.6 points more." in page


def test_a_plan_is_the_same_in_whatever_order_its_seats_are_read(people: People) -> None:
    plan = plan_with_seats(people)
    problem = planning_problem(plan, today=today())
    seats = seats_now(plan, problem)
    assert len(seats) == 2
    digest = digest_of(problem.planning, seats, ("a", "b"))
    assert digest == digest_of(problem.planning, tuple(reversed(seats)), ("b", "a"))
    assert digest != digest_of(problem.planning, seats[:1], ("a", "b"))


def test_a_plan_in_danish(people: People, client_for: ClientFor) -> None:
    page = text(client_for(people.alma), url(plan_with_seats(people)))
    assert "2 pladser venter på, at du godkender dem." in page


def test_progress_is_shown_and_the_page_loads_anew_when_it_is_done(people: People, alma_s: Client) -> None:
    plan = actions.make_plan(unit=people.north, levers=levers(rate_north(people)), by=people.alma, now=timezone.now())
    progress = {"seconds": 3.0, "limit": 10, "seats": 2, "value": 5.0, "bound": 6.0}
    plan_queue.tell_progress(plan_id=plan.pk, revision=plan.revision, progress=progress, now=timezone.now())
    fragment = alma_s.get(url(plan, "fremdrift/")).content.decode()
    assert "3 of at most 10 seconds." in fragment
    assert "The best plan so far has 2 seats." in fragment
    assert "Not proven yet: there could be a plan up to 20" in fragment
    assert without_token(fragment) in without_token(text(alma_s, url(plan)))
    alma_s.post(url(plan, "stop/"))
    assert loaded(plan).stop_asked
    assert "It is stopping." in text(alma_s, url(plan))
    Plan.objects.update(progress={**progress, "at": (timezone.now() - timedelta(minutes=2)).isoformat()})
    assert "Start it again." in text(alma_s, url(plan))
    alma_s.post(url(plan, "igen/"))
    Plan.objects.update(state=PlanState.PROPOSED)
    done = alma_s.get(url(plan, "fremdrift/"))
    assert (done.status_code, done["HX-Refresh"]) == (204, "true")


# Levers and scenarios


def test_a_lever_that_is_moved_makes_a_version_beside(
    people: People, alma_s: Client, django_capture_on_commit_callbacks: Any
) -> None:
    plan = plan_with_seats(people)
    assert plan.round is not None
    with django_capture_on_commit_callbacks(execute=True):
        response = alma_s.post(url(plan), typed(plan.round, budget=1200, name="Billigere"))
    cheaper = Plan.objects.get(name="Billigere")
    assert response["Location"] == f"{url(cheaper)}?ved={plan.uuid}"
    assert cheaper.scenario_of == plan
    page = text(alma_s, response["Location"])
    assert "Beside Plan for Nord" in page
    assert "0 new seats, 1 gone, 1 as before" in page
    assert loaded(plan).budget == 100_000
    side_by_side = text(alma_s, url(plan, f"ved-siden-af/{cheaper.uuid}/"))
    assert "Only in Plan for Nord" in side_by_side
    first, second = side_by_side.split("is better at")[1:]
    assert "It closes more:" in first
    assert "More people get a seat: 2 against 1." in first
    assert "It costs DKK 1,200 less: DKK 1,200 against DKK 2,400." in second
    other = make_solved(people, plan.round)
    assert alma_s.get(url(plan, f"ved-siden-af/{other.uuid}/")).status_code == 404


def test_levers_that_are_refused_come_back_as_typed(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    assert plan.round is not None
    wrong = typed(plan.round, budget=777, ends_on="2020-01-01")
    assert alma_s.post(url(plan), wrong)["Location"] == f"{url(plan)}#haandtag"
    page = text(alma_s, url(plan))
    assert 'value="777"' in page
    assert "The last day is before the first." in page
    assert Plan.objects.count() == 1


def test_rules_go_along_to_the_next_version(people: People, alma_s: Client) -> None:
    session = course_session(people)
    rule = actions.GivenRule(kind=RuleKind.MUST_NOT, employee=people.bo, offering=session.offering)
    plan = make_solved(people, rules=(rule,))
    assert plan.round is not None
    assert "Bo must not attend “Law for newcomers”" in text(alma_s, url(plan))
    alma_s.post(url(plan), typed(plan.round, name="Uden regel"))
    alma_s.post(url(plan), typed(plan.round, name="Med regel") | {"behold-0": "on"})
    assert not Plan.objects.get(name="Uden regel").rules.exists()
    assert Plan.objects.get(name="Med regel").rules.get().employee == people.bo


def test_what_cannot_be_has_a_button_that_does_what_helps(
    people: People, alma_s: Client, django_capture_on_commit_callbacks: Any
) -> None:
    session = course_session(people)
    rule = actions.GivenRule(kind=RuleKind.MUST, employee=people.bo, offering=session.offering)
    plan = make_solved(people, budget=1000, rules=(rule,))
    page = text(alma_s, url(plan))
    assert "There is no such plan" in page
    assert "Bo at “Law for newcomers” cannot be." in page
    assert "It costs at least DKK 1,200 in all, and the budget is DKK 1,000." in page
    assert "Raise the budget to at least DKK 1,200 (DKK 200 more)." in page
    with django_capture_on_commit_callbacks(execute=True):
        alma_s.post(url(plan, "giv-efter/"), {"way": "0", "revision": str(plan.revision)})
    assert loaded(plan).state == PlanState.PROPOSED
    assert "There is no such plan" not in text(alma_s, url(plan))
    alma_s.post(url(plan, "giv-efter/"), {"way": "9", "revision": "not a number"})
    assert "Somebody else has changed the plan" in text(alma_s, url(plan))


# What it knows


def test_the_plan_says_how_many_it_knows_and_by_which_round(people: People, alma_s: Client) -> None:
    plan = make_solved(people, rate_north(people, who=("bo",)))
    employed = Employee.objects.employed_in(people.north).count()
    page = text(alma_s, url(plan))
    assert f"The plan knows 1 of {employed}." in page
    assert plan.round is not None
    assert f"The ratings are from “{plan.round.name}”" in page
    assert f"{employed - 1} are not rated yet." in page
    assert reverse("assessments:round", args=[plan.round.uuid]) in page
    assert "There is a newer round" not in page
    levers = text(alma_s, reverse("learning:plan_new", args=[people.north.uuid]))
    assert f"knows 1 of {employed}" in levers
    assert f"{employed - 1} cannot be in a plan made from it until they are rated." in levers


def test_a_newer_round_is_told_and_can_be_chosen(people: People, alma_s: Client) -> None:
    plan = make_solved(people, rate_north(people))
    newer = rate_north(people)
    Round.objects.filter(pk=newer.pk).update(name="Foråret", opens_on=timezone.localdate() - timedelta(days=1))
    Round.objects.exclude(pk=newer.pk).update(opens_on=timezone.localdate() - timedelta(days=90))
    page = text(alma_s, url(plan))
    assert "There is a newer round, “Foråret”." in page
    assert f"?runde={newer.uuid}#haandtag" in page
    chosen = text(alma_s, f"{url(plan)}?runde={newer.uuid}")
    assert f'<option value="{newer.uuid}" selected' in chosen


# By hand


def test_a_seat_taken_out_and_put_back_says_what_that_did(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    seat = plan.seats.get(employee=people.bo)
    out = alma_s.post(url(plan, f"plads/{seat.uuid}/"), {"revision": str(plan.revision)}, follow=True)
    assert "It closes 2.6 points less at basic level, and costs DKK 1,200 less." in out.content.decode()
    again = alma_s.post(url(plan, f"plads/{seat.uuid}/"), {"revision": str(plan.revision)}, follow=True)
    assert "Somebody else has changed the plan" in again.content.decode()
    revision = loaded(plan).revision
    back = alma_s.post(url(plan, f"plads/{seat.uuid}/"), {"revision": str(revision), "put_back": "1"}, follow=True)
    assert "It closes 2.6 points more at basic level, and costs DKK 1,200 more." in back.content.decode()


def test_a_change_says_apart_what_it_closes_at_basic_level_and_towards_specialised(
    people: People, alma_s: Client
) -> None:
    """The figures count the basic level; a course for specialists moves none of that."""
    lifts = (LiftFacts(code="LM-S1", lift=Decimal(1), up_to=3),)
    course_session(people, make_course(people, lifts=lifts, dimensions=("practical", "reflexive", "relational")))
    plan = make_solved(people)
    seat = plan.seats.get()
    out = alma_s.post(url(plan, f"plads/{seat.uuid}/"), {"revision": str(plan.revision)}, follow=True)
    assert "It closes 1 point less towards specialised, and costs DKK 1,200 less." in out.content.decode()


def test_adding_a_seat_shows_what_each_would_add_and_break(people: People, alma_s: Client) -> None:
    course_session(people)
    plan = make_solved(people, budget=1200)
    left = ({"Bo", "Erik"} - {seat.employee.name for seat in plan.seats.all()}).pop()
    person = people.bo if left == "Bo" else people.erik
    page = text(alma_s, url(plan, f"plads/?person={person.uuid}"))
    assert "adds 2.6 points" in page
    assert "The plan costs DKK 1,200 more than the budget." in page
    session = Session.objects.get()
    sent = {"person": str(person.uuid), "session": str(session.uuid), "revision": str(plan.revision)}
    added = alma_s.post(url(plan, "plads/"), sent, follow=True).content.decode()
    assert "The plan breaks a rule" in added
    assert "It breaks a rule, so it cannot be compared" in added
    assert "Proven: " not in added
    again, approve = added.index('type="submit">Work it out again<'), added.index('type="submit">Approve all<')
    assert again < approve, "a plan that breaks a rule is worked out again before it is approved"
    assert 'class="button button-primary" type="submit">Work it out again<' in added
    assert 'class="button button-secondary" type="submit">Approve all<' in added
    assert alma_s.post(url(plan, "plads/"), sent | {"person": "nobody"}).status_code == 404


def test_what_a_session_would_give_somebody_who_is_not_rated_is_not_known(people: People, alma_s: Client) -> None:
    course_session(people)
    plan = make_solved(people, rate_north(people, who=("bo",)))
    page = text(alma_s, url(plan, f"plads/?person={people.erik.uuid}"))
    assert "Erik is not rated yet, so it is not known what a session would give." in page
    assert plan.round is not None
    assert reverse("assessments:round", args=[plan.round.uuid]) in page
    assert "without breaking a rule" not in page
    assert "nothing that counts" not in page
    assert "Law for newcomers" in page, "it may be chosen all the same"


# Approving


def test_all_are_approved_and_the_second_is_told(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    first = alma_s.post(url(plan, "godkend/"), {"revision": str(plan.revision)}, follow=True).content.decode()
    assert "2 seats are approved." in first
    assert "All seats are approved." in first
    second = alma_s.post(url(plan, "godkend/"), {"revision": str(plan.revision)}, follow=True).content.decode()
    assert "Somebody else has changed the plan" in second
    seat = plan.seats.order_by("pk")[0]
    sent = {"seat": str(seat.uuid), "revision": str(plan.revision)}
    assert "Alma approved" in alma_s.post(url(plan, "godkend/"), sent, follow=True).content.decode()
    assert Participation.objects.count() == 2


def test_one_seat_is_not_approved_by_a_page_of_a_plan_that_has_changed(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    first, second = plan.seats.order_by("pk")
    sent = {"seat": str(first.uuid), "revision": str(plan.revision)}
    assert f'name="revision" value="{plan.revision}"><button class="button button-secondary"' in text(alma_s, url(plan))
    plan_changes.take_out(seat=second, revision=plan.revision, by=people.alma, now=timezone.now())
    assert (
        "Somebody else has changed the plan" in alma_s.post(url(plan, "godkend/"), sent, follow=True).content.decode()
    )
    assert not Participation.objects.exists()
    alma_s.post(url(plan, "godkend/"), sent | {"revision": str(loaded(plan).revision)})
    assert Participation.objects.get().employee == first.employee


def test_a_seat_that_cannot_be_approved_says_why(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    Session.objects.update(enrol_by=today() - timedelta(days=1))
    page = alma_s.post(url(plan, "godkend/"), {"revision": str(plan.revision)}, follow=True).content.decode()
    assert "The session does not take enrolments any more." in page
    assert not Participation.objects.exists()


def test_a_cancelled_session_is_a_thing_of_today_and_the_next_best_is_one_click(people: People, alma_s: Client) -> None:
    course = make_course(people)
    session = course_session(people, course)
    plan = make_solved(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    other = course_session(people, course, days=60)
    because = "Underviseren er syg."
    cancel_session(
        session=session, cancelled_by=CancelledBy.PROVIDER, because=because, now=timezone.now(), by=people.dorte
    )
    (item,) = [one for one in learning_items(people.alma, today()) if one.url == url(plan)]
    assert "2" in item.why_now
    assert any(because in one.why_now for one in learning_items(people.bo, today()))
    page = text(alma_s, url(plan))
    assert "Next best: “Law for newcomers”" in page
    lost = plan.seats.get(employee=people.bo)
    sent = {"revision": str(loaded(plan).revision), "session": str(other.uuid)}
    alma_s.post(url(plan, f"plads/{lost.uuid}/"), sent)
    assert plan.seats.get(employee=people.bo, session=other).state == SeatState.PROPOSED
    items = [one for one in learning_items(people.alma, today()) if one.url == url(plan)]
    assert len(items) == 2


def test_the_list_says_how_many_seats_are_proposed(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    assert "2 seats are proposed" in text(alma_s, "/laering/plan/")
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()[:1]), by=people.alma, now=timezone.now())
    assert "1 seat is approved, 1 seat is proposed" in text(alma_s, "/laering/plan/")
    Plan.objects.update(proposal={**plan.proposal, "impossible": True})
    assert "proposed" not in text(alma_s, "/laering/plan/"), "nothing of a plan that cannot be is proposed"


def test_a_plan_is_deleted_after_asking(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    assert "Delete the plan" in text(alma_s, url(plan, "slet/"))
    assert alma_s.post(url(plan, "slet/"))["Location"] == "/laering/plan/"
    assert not Plan.objects.exists()


# The number of queries


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_queries_stay_as_many_as_people_and_sessions_grow(people: People, client_for: ClientFor) -> None:
    client = client_for(people.alma)
    course = make_course(people, title_da="Kursus")
    course_session(people, course, days=20)
    course_session(people, course, days=25)
    plan = plan_with_seats(people)
    plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()[:1]), by=people.alma, now=timezone.now())
    pages = ["", "?vis=personer", f"plads/?person={people.bo.uuid}", f"ved-siden-af/{plan.uuid}/"]
    client.get(url(plan))
    few = [queries(client, url(plan, end)) for end in pages] + [queries(client, "/laering/plan/")]
    assert plan.round is not None
    for person in colleagues(people.north, 6):
        join(plan.round, person)
        participant = participant_of(plan.round, person)
        answer(participant, 1, by=person)
        answer(participant, 1, by=people.alma, rater=Rater.MANAGER)
    for place in range(4):
        course_session(people, make_course(people, title_da=f"Kursus {place}"), days=20 + place)
    larger = make_solved(people, plan.round)
    plan_approving.approve_seats(plan=larger, seats=list(larger.seats.all()[:4]), by=people.alma, now=timezone.now())
    pages[-1] = f"ved-siden-af/{larger.uuid}/"
    assert larger.seats.count() > plan.seats.count()
    many = [queries(client, url(larger, end)) for end in pages] + [queries(client, "/laering/plan/")]
    assert many == few

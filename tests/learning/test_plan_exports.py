"""A plan taken out of its page, and the calendar of one's own seats."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event as Logged
from fagkompas.learning.actions.participation import approve, enrol
from fagkompas.learning.models import Plan, PlanState
from tests.catalogue.making import make_session
from tests.learning.participation import make_wish
from tests.learning.plans import course_session, day, make_course, make_solved, plan_with_seats, rate_north
from tests.people import People

ClientFor = Callable[[Employee], Client]


@pytest.fixture
def alma_s(people: People, client_for: ClientFor) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


def address(plan: Plan, kind: str) -> str:
    return reverse("learning:plan_file", args=[plan.uuid, kind])


def events(content: bytes) -> list[Event]:
    return list(Calendar.from_ical(content).events)


def test_the_calendar_says_who_is_away_when_and_no_rating(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    answer = alma_s.get(address(plan, "ics"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert f"laeringsplan-{plan.starts_on.isoformat()}.ics" in answer.headers["Content-Disposition"]
    found = events(answer.content)
    assert {str(one["summary"]) for one in found} == {"Bo: Law for newcomers", "Erik: Law for newcomers"}
    assert {at.date() for one in found for at in times_of(one)} == {day(30)}
    assert {str(one["status"]) for one in found} == {"TENTATIVE"}
    assert all("description" not in one for one in found)


def test_the_workbook_has_the_reasons_and_adds_up(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    book = openpyxl.load_workbook(io.BytesIO(alma_s.get(address(plan, "xlsx")).content))
    seats = [[cell.value for cell in row] for row in book["Seats"].iter_rows()]
    at = {str(name): place for place, name in enumerate(seats[0])}
    assert [(row[at["Person"]], row[at["State"]], row[at["Price"]]) for row in seats[1:]] == [
        ("Bo", "Proposed", 1200),
        ("Erik", "Proposed", 1200),
    ]
    assert all(str(row[at["Why"]]).startswith("Lifts “") for row in seats[1:])
    about = {row[0].value: row[1].value for row in book["The plan"].iter_rows()}
    assert about["Cost"] == "DKK 2,400 (limit: DKK 100,000)"
    assert about["Hours"] == "14 hours"
    assert [row[4].value for row in book["Sessions"].iter_rows(min_row=2)] == [2400]


def test_it_can_be_printed(people: People, alma_s: Client) -> None:
    assert alma_s.get(address(plan_with_seats(people), "pdf")).content.startswith(b"%PDF")


def test_approved_seats_of_before_are_with_it(people: People, alma_s: Client) -> None:
    """They take their money and hours, so a list without them would not add up."""
    session = course_session(people)
    given = make_wish(people.bo, session)
    approve(participation=given, session=session, by=people.alma, now=timezone.now())
    plan = make_solved(people)
    found = events(alma_s.get(address(plan, "ics")).content)
    assert {(str(one["summary"]), str(one["status"])) for one in found} == {
        ("Bo: Law for newcomers", "CONFIRMED"),
        ("Erik: Law for newcomers", "TENTATIVE"),
    }


def test_taking_it_out_is_logged_for_everyone_in_it(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    alma_s.get(address(plan, "xlsx"))
    logged = Logged.objects.filter(action="learning.plan.read").values_list("subject_id", flat=True)
    assert {people.bo.pk, people.erik.pk} <= set(logged)


@pytest.mark.parametrize("kind", ["csv", "exe"])
def test_other_kinds_are_not_found(people: People, alma_s: Client, kind: str) -> None:
    assert alma_s.get(address(plan_with_seats(people), kind)).status_code == 404


def test_a_plan_without_a_proposal_has_no_files(people: People, alma_s: Client) -> None:
    plan = plan_with_seats(people)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.SOLVING)
    assert alma_s.get(address(plan, "ics")).status_code == 404
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT, proposal={})
    assert alma_s.get(address(plan, "ics")).status_code == 404


def test_the_queries_do_not_grow_with_the_plan(people: People, alma_s: Client) -> None:
    round_ = rate_north(people)
    course_session(people)
    small = make_solved(people, round_)
    course = make_course(people, title_da="Andet kursus")
    for days in (40, 50, 60):
        course_session(people, course, days=days)
    large = make_solved(people, round_)
    alma_s.get(address(small, "xlsx"))
    counts = []
    for plan in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            alma_s.get(address(plan, "xlsx"))
        counts.append(len(queries))
    assert large.seats.count() > small.seats.count()
    assert counts[0] == counts[1]


# One's own calendar


def test_own_seats_as_a_calendar(people: People, client_for: ClientFor) -> None:
    first, second, third = (make_session(people, make_course(people, title_en=f"Kursus {n}"), 30 + n) for n in range(3))
    enrolled, approved = make_wish(people.bo, first), make_wish(people.bo, second)
    approve(participation=enrolled, session=first, by=people.alma, now=timezone.now())
    enrol(participation=enrolled, session=first, by=people.alma, now=timezone.now())
    approve(participation=approved, session=second, by=people.alma, now=timezone.now())
    make_wish(people.bo, third)
    people.bo.language = "en"
    people.bo.save(update_fields=["language"])
    bo_s = client_for(people.bo)
    assert 'href="kalender.ics"' in bo_s.get("/laering/mit/").content.decode()
    found = events(bo_s.get("/laering/mit/kalender.ics").content)
    assert [(str(one["summary"]), times_of(one)[0].date(), str(one["status"])) for one in found] == [
        ("Kursus 0", day(30), "CONFIRMED"),
        ("Kursus 1", day(31), "TENTATIVE"),
    ]
    meeting = first.meetings.get()
    assert [timezone.localtime(at).time() for at in times_of(found[0])] == [meeting.starts_at, meeting.ends_at]


def test_nobody_elses_seats_are_in_it(people: People, client_for: ClientFor) -> None:
    wish = make_wish(people.bo, make_session(people))
    approve(participation=wish, session=wish.session, by=people.alma, now=timezone.now())
    assert events(client_for(people.erik).get("/laering/mit/kalender.ics").content) == []


def times_of(event: Event) -> tuple[datetime, datetime]:
    """Of an event with times."""
    assert isinstance(event.start, datetime)
    assert isinstance(event.end, datetime)
    return event.start, event.end


def test_without_meetings_an_event_ends_after_its_last_day(people: People, client_for: ClientFor) -> None:
    wish = make_wish(people.bo, make_session(people))
    assert wish.session is not None
    wish.session.meetings.all().delete()
    approve(participation=wish, session=wish.session, by=people.alma, now=timezone.now())
    (event,) = events(client_for(people.bo).get("/laering/mit/kalender.ics").content)
    assert isinstance(event.start, date)
    assert event.end - event.start == timedelta(days=1)

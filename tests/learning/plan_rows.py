"""Who may open the pages about plans and recruitment."""

from collections.abc import Mapping

from tests.frameworks.making import shipped_version
from tests.learning.plans import course_session, make_solved, plan_with_seats
from tests.learning.recruiting import make_profile
from tests.people import People
from tests.permissions import Row

LEADS = "alma"


def north(people: People) -> Mapping[str, object]:
    """Nord."""
    return {"uuid": people.north.uuid}


def plan(people: People) -> Mapping[str, object]:
    """A plan for Nord in which two people have a seat."""
    return {"uuid": plan_with_seats(people).uuid}


def as_calendar(people: People) -> Mapping[str, object]:
    """The same plan as a calendar."""
    return {**plan(people), "kind": "ics"}


def seat(people: People) -> Mapping[str, object]:
    """The first seat of such a plan."""
    made = plan_with_seats(people)
    return {"uuid": made.uuid, "seat": made.seats.order_by("pk")[0].uuid}


def two_plans(people: People) -> Mapping[str, object]:
    """A plan beside itself."""
    course_session(people)
    made = make_solved(people)
    return {"uuid": made.uuid, "other": made.uuid}


def profile(people: People) -> Mapping[str, object]:
    """A recruitment profile for Nord."""
    return {"uuid": make_profile(people).uuid}


def as_text(people: People) -> Mapping[str, object]:
    """Its advert as text."""
    return {**profile(people), "kind": "txt"}


def north_with_needs(people: People) -> Mapping[str, object]:
    """Nord, with a framework to describe needs in."""
    shipped_version()
    return north(people)


ROWS: list[Row] = [
    Row(url="learning:plans", may="alma outsider"),
    Row(url="learning:plan_new", may=LEADS, arguments=north),
    Row(url="learning:plan_new", may=LEADS, method="post", arguments=north),
    Row(url="learning:plan", may=LEADS, arguments=plan),
    Row(url="learning:plan", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_progress", may=LEADS, arguments=plan),
    Row(url="learning:plan_file", may=LEADS, arguments=as_calendar),
    Row(url="learning:plan_stop", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_again", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_give_way", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_approve", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_delete", may=LEADS, arguments=plan),
    Row(url="learning:plan_delete", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_add", may=LEADS, arguments=plan),
    Row(url="learning:plan_move", may=LEADS, method="post", arguments=plan),
    Row(url="learning:plan_seat", may=LEADS, method="post", arguments=seat),
    Row(url="learning:plan_compare", may=LEADS, arguments=two_plans),
    Row(url="learning:recruitments", may="alma outsider"),
    Row(url="learning:recruitment_new", may=LEADS, arguments=north_with_needs),
    Row(url="learning:recruitment_new", may=LEADS, method="post", arguments=north_with_needs),
    Row(url="learning:recruitment", may=LEADS, arguments=profile),
    Row(url="learning:recruitment", may=LEADS, method="post", arguments=profile),
    Row(url="learning:recruitment_file", may=LEADS, arguments=as_text),
    Row(url="learning:recruitment_delete", may=LEADS, arguments=profile),
    Row(url="learning:recruitment_delete", may=LEADS, method="post", arguments=profile),
]

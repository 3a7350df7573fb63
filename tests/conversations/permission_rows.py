"""Who may open which address of conversations."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, held_conversation, make_company, plan, under_way
from tests.people import People
from tests.permissions import Row

WITH_CITIZENS = "alma erik freja"
"""Whoever works with citizens of Nord, and Freja, company consultant of Syd."""

OF_NORTH = "alma erik"


def citizen(people: People) -> Mapping[str, object]:
    """A citizen of Nord."""
    return {"citizen": make_citizen(people).uuid}


def company(people: People) -> Mapping[str, object]:
    """A company of Testkommune."""
    return {"company": make_company(people.testkommune).uuid}


def planned(people: People) -> Mapping[str, object]:
    """Planned with a citizen of Nord."""
    return {"uuid": plan(people.erik, citizen=make_citizen(people)).uuid}


def coming(people: People) -> Mapping[str, object]:
    """Planned for tomorrow."""
    at = timezone.now() + timedelta(days=1)
    return {"uuid": plan(people.erik, citizen=make_citizen(people), at=at).uuid}


def begun(people: People) -> Mapping[str, object]:
    """Under way."""
    return {"uuid": under_way(people.erik, citizen=make_citizen(people)).uuid}


def topic(people: People) -> Mapping[str, object]:
    """Its first topic."""
    one = under_way(people.erik, citizen=make_citizen(people))
    return {"uuid": one.uuid, "topic": one.topics.all()[0].uuid}


def row(people: People) -> Mapping[str, object]:
    """An agreement that is being written."""
    return {**begun(people), "row": uuid4()}


def closed(people: People) -> Mapping[str, object]:
    """Held with a citizen of Nord."""
    return {"uuid": held_conversation(people.erik, citizen=make_citizen(people)).uuid}


def closed_with_company(people: People) -> Mapping[str, object]:
    """Held with a company."""
    return {"uuid": held_conversation(people.freja, company=make_company(people.testkommune)).uuid}


def agreed(people: People) -> Mapping[str, object]:
    """An agreement with a citizen of Nord."""
    return {"uuid": agreement(people.erik, citizen=make_citizen(people)).uuid}


def one_citizen(people: People) -> Mapping[str, object]:
    """A citizen of Nord, as a part of the page."""
    return {"uuid": make_citizen(people).uuid}


def one_company(people: People) -> Mapping[str, object]:
    """A company, as a part of the page."""
    return {"uuid": make_company(people.testkommune).uuid}


ROWS = [
    Row(url="conversations:list", may=f"{WITH_CITIZENS} outsider"),
    Row(url="conversations:new", may=OF_NORTH, arguments=citizen),
    Row(url="conversations:new", may=OF_NORTH, method="post", arguments=citizen),
    Row(url="conversations:note_held", may=OF_NORTH, arguments=citizen),
    Row(url="conversations:note_held", may=OF_NORTH, method="post", arguments=citizen),
    Row(url="conversations:new_with_company", may=WITH_CITIZENS, arguments=company),
    Row(url="conversations:new_with_company", may=WITH_CITIZENS, method="post", arguments=company),
    Row(url="conversations:of_citizen", may=OF_NORTH, arguments=one_citizen),
    Row(url="conversations:panel", may=WITH_CITIZENS, arguments=one_citizen),
    Row(url="conversations:planned_in_case", may=OF_NORTH, arguments=one_citizen),
    Row(url="conversations:planned_to_move", may=OF_NORTH, arguments=one_citizen),
    Row(url="conversations:planned_to_give_on", may=f"{OF_NORTH} outsider"),
    Row(url="conversations:of_company", may=WITH_CITIZENS, arguments=one_company),
    Row(url="conversations:agreement", may=OF_NORTH, arguments=agreed),
    Row(url="conversations:agreement", may=OF_NORTH, method="post", arguments=agreed),
    Row(url="conversations:agreement_change", may=OF_NORTH, arguments=agreed),
    Row(url="conversations:agreement_change", may=OF_NORTH, method="post", arguments=agreed),
    Row(url="conversations:agreement_smart", may=OF_NORTH, method="post", arguments=agreed),
    Row(url="conversations:hold", may=OF_NORTH, arguments=begun),
    Row(url="conversations:prepare", may=OF_NORTH, arguments=planned),
    Row(url="conversations:prepare", may=OF_NORTH, method="post", arguments=planned),
    Row(url="conversations:begin", may=OF_NORTH, arguments=planned),
    Row(url="conversations:begin", may=OF_NORTH, method="post", arguments=planned),
    Row(url="conversations:call_off", may=OF_NORTH, arguments=planned),
    Row(url="conversations:call_off", may=OF_NORTH, method="post", arguments=planned),
    Row(url="conversations:save", may=OF_NORTH, method="post", arguments=topic),
    Row(url="conversations:time_out", may=OF_NORTH, arguments=begun),
    Row(url="conversations:time_out", may=OF_NORTH, method="post", arguments=begun),
    Row(url="conversations:close", may=OF_NORTH, arguments=begun),
    Row(url="conversations:close", may=OF_NORTH, method="post", arguments=begun),
    Row(url="conversations:smart", may=OF_NORTH, method="post", arguments=row),
    Row(url="conversations:close_summary", may=OF_NORTH, arguments=begun),
    Row(url="conversations:close_summary", may=OF_NORTH, method="post", arguments=begun),
    Row(url="conversations:reopen", may=OF_NORTH, method="post", arguments=closed),
    Row(url="conversations:minutes", may=OF_NORTH, arguments=closed),
    Row(url="conversations:minutes", may=WITH_CITIZENS, arguments=closed_with_company),
    Row(url="conversations:minutes_print", may=OF_NORTH, arguments=closed),
    Row(url="conversations:letter_preview", may=OF_NORTH, arguments=closed),
    Row(url="conversations:letter_words", may=OF_NORTH, arguments=closed),
    Row(url="conversations:letter_words", may=OF_NORTH, method="post", arguments=closed),
    Row(url="conversations:letter", may=OF_NORTH, arguments=closed),
    Row(url="conversations:calendar", may=OF_NORTH, arguments=coming),
]

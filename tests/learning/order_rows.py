"""Who may open the pages about orders, effect and the view across municipalities."""

from collections.abc import Mapping

from tests.frameworks.making import shipped_version
from tests.learning.effects import been_through, law_course
from tests.learning.orders import asked, make_order, sent, settled
from tests.people import People
from tests.permissions import Row

ADVISES = "alma dorte"


def north(people: People) -> Mapping[str, object]:
    """Nord, with a framework to find gaps in."""
    shipped_version()
    return {"uuid": people.north.uuid}


def draft(people: People) -> Mapping[str, object]:
    """An order of Nord."""
    return {"uuid": make_order(people.north, people.alma).uuid}


def out(people: People) -> Mapping[str, object]:
    """An order of Nord that is out with a provider."""
    order = make_order(people.north, people.alma)
    sent(order, "Kurserne")
    return {"uuid": order.uuid}


def on_the_list(people: People) -> Mapping[str, object]:
    """A provider of such an order who has not had it."""
    return {"uuid": asked(make_order(people.north, people.alma), "Kurserne")[0].uuid}


def has_it(people: People) -> Mapping[str, object]:
    """A provider who has it."""
    return {"uuid": sent(make_order(people.north, people.alma), "Kurserne")[0].uuid}


def chosen(people: People) -> Mapping[str, object]:
    """A settled order with a chosen answer."""
    order = make_order(people.north, people.alma)
    settled(order)
    return {"uuid": order.uuid}


def been_through_it(people: People) -> Mapping[str, object]:
    """An offering that Bo has been through."""
    offering = law_course(people)
    been_through(offering, [people.bo])
    return {"uuid": offering.uuid}


ROWS: list[Row] = [
    Row(url="learning:across", may=ADVISES + " outsider"),
    Row(url="learning:across_take_part", may="ida outsider"),
    Row(url="learning:across_take_part", may="ida outsider", method="post"),
    Row(url="learning:effects", may=ADVISES + " outsider"),
    Row(url="learning:effect", may=ADVISES, arguments=been_through_it),
    Row(url="learning:orders", may=ADVISES + " outsider"),
    Row(url="learning:order_begin", may=ADVISES + " outsider"),
    Row(url="learning:order_new", may=ADVISES, arguments=north),
    Row(url="learning:order_new", may=ADVISES, method="post", arguments=north),
    Row(url="learning:order", may=ADVISES, arguments=draft),
    Row(url="learning:order_edit", may=ADVISES, arguments=draft),
    Row(url="learning:order_edit", may=ADVISES, method="post", arguments=draft),
    Row(url="learning:order_delete", may=ADVISES, method="post", arguments=draft),
    Row(url="learning:order_letter", may=ADVISES, arguments=draft),
    Row(url="learning:order_providers", may=ADVISES, arguments=draft),
    Row(url="learning:order_providers", may=ADVISES, method="post", arguments=draft),
    Row(url="learning:provider_leave_out", may=ADVISES, method="post", arguments=on_the_list),
    Row(url="learning:order_sent", may=ADVISES, arguments=draft),
    Row(url="learning:order_sent", may=ADVISES, method="post", arguments=draft),
    Row(url="learning:order_answer", may=ADVISES, arguments=has_it),
    Row(url="learning:order_answer", may=ADVISES, method="post", arguments=has_it),
    Row(url="learning:order_settle", may=ADVISES, arguments=out),
    Row(url="learning:order_settle", may=ADVISES, method="post", arguments=out),
    Row(url="learning:order_reopen", may=ADVISES, method="post", arguments=chosen),
    Row(url="learning:order_to_catalogue", may="dorte", arguments=chosen),
    Row(url="learning:order_to_catalogue", may="dorte", method="post", arguments=chosen),
]

"""Who may open which page of the match.

Erik (caseworker of Nord) sees the citizens of Nord; Freja (company consultant of Syd) reads orders, and is asked why before
she sees a citizen of Nord; Alma, a manager of Nord, reads. The outsider holds every role elsewhere.
"""

from collections.abc import Mapping
from uuid import uuid4

from django.utils import timezone

from fagkompas.matching.actions.profiles import refresh_profiles
from fagkompas.matching.actions.shortlist import choose
from fagkompas.matching.beside import match_of, read_order
from fagkompas.matching.models import Shortlisted
from tests.citizens.making import make_citizen
from tests.matching.making import make_order
from tests.people import People
from tests.permissions import Row

READING = "alma erik freja"


def an_order(people: People) -> Mapping[str, object]:
    """Of the municipality."""
    return {"uuid": make_order(people).uuid}


def an_order_and_a_citizen(people: People) -> Mapping[str, object]:
    """A citizen of Nord."""
    citizen = make_citizen(people)
    refresh_profiles(citizens=[citizen.pk], now=timezone.now())
    return {"uuid": make_order(people).uuid, "citizen": citizen.uuid}


def a_citizen(people: People) -> Mapping[str, object]:
    """Of Nord."""
    return {"uuid": make_citizen(people).uuid}


def make_shortlisted(people: People) -> Shortlisted:
    """A citizen of Nord on the list of an order."""
    order, citizen = make_order(people), make_citizen(people, name="Prøve Listesen")
    refresh_profiles(citizens=[citizen.pk], now=timezone.now())
    return choose(
        order=order,
        citizen=citizen,
        found=match_of(read_order(order), citizen),
        reason="Har prøvet opvask før.",
        at=timezone.now(),
        by=people.erik,
        key=uuid4(),
    )


def on_a_list(people: People) -> Mapping[str, object]:
    """Asking somebody on a list."""
    return {"uuid": make_shortlisted(people).uuid, "stage": "asked"}


ROWS = [
    Row(url="matching:report", may="alma outsider"),
    Row(url="matching:report_export", may="alma outsider", arguments=lambda _people: {"kind": "csv"}),
    Row(url="matching:orders", may=f"{READING} outsider"),
    Row(url="matching:order", may=READING, arguments=an_order),
    Row(url="matching:ruled_out", may=READING, arguments=an_order),
    Row(url="matching:several", may=READING, arguments=an_order),
    Row(url="matching:shortlist", may=READING, arguments=an_order),
    Row(url="matching:reasons", may=READING, arguments=an_order_and_a_citizen),
    Row(url="matching:reasons_on_paper", may=READING, arguments=an_order_and_a_citizen),
    Row(url="matching:company_paper", may=READING, arguments=an_order_and_a_citizen),
    Row(url="matching:choose", may="erik", arguments=an_order_and_a_citizen),
    Row(url="matching:choose", may="erik", arguments=an_order_and_a_citizen, method="post", data={"reason": "Passer."}),
    Row(url="matching:step", may="erik", arguments=on_a_list),
    Row(url="matching:step", may="erik", arguments=on_a_list, method="post", data={"reason": "Fortalt om jobbet."}),
    Row(url="matching:citizen", may=READING, arguments=a_citizen),
    Row(url="matching:facts", may="alma erik", arguments=a_citizen),
    Row(url="matching:facts", may="alma erik", arguments=a_citizen, method="post"),
    Row(
        url="matching:answer",
        may="alma erik",
        arguments=lambda people: {"citizen": make_citizen(people).uuid},
        method="post",
        data={"what": "opvask", "can": "yes"},
    ),
]

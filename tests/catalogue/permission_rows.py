"""Who may open which page of the catalogue: everyone reads, consultants of the municipality write."""

from collections.abc import Callable, Mapping

from fagkompas.catalogue.actions import seats
from tests.catalogue.making import (
    make_examples,
    make_joint_elsewhere,
    make_offering,
    make_programme,
    make_session,
    make_waiting,
    today,
)
from tests.people import People
from tests.permissions import EVERYONE, Row

OWN_PEOPLE = "alma bo carla dorte erik freja gry ida"
CONSULTANTS = "dorte outsider"

Arguments = Callable[[People], Mapping[str, object]]


def own(people: People) -> Mapping[str, object]:
    """An offering of Testkommune's own."""
    return {"uuid": make_offering(people).uuid}


def example(_people: People) -> Mapping[str, object]:
    """One that came with the product."""
    return {"uuid": make_examples()["lov-i-hverdagen"].uuid}


def own_session(people: People) -> Mapping[str, object]:
    """A session that is Testkommune's alone."""
    return {"uuid": make_session(people).uuid}


def own_joint(people: People) -> Mapping[str, object]:
    """One that Testkommune has opened to others."""
    return {"uuid": make_session(people, is_joint=True).uuid}


def joint_elsewhere(people: People) -> Mapping[str, object]:
    """One that Andenkommune has opened to others."""
    return {"uuid": make_joint_elsewhere(people).uuid}


def offering_elsewhere(people: People) -> Mapping[str, object]:
    """What that is a session of."""
    return {"uuid": make_joint_elsewhere(people).offering.uuid}


def promised(people: People) -> Mapping[str, object]:
    """Seats that Nord has promised in Testkommune's own joint session."""
    session = make_session(people, is_joint=True)
    return {
        "uuid": seats.promise_seats(session=session, unit=people.north, seats=2, today=today(), by=people.alma).uuid
    }


def programme(people: People) -> Mapping[str, object]:
    """Testkommune's own."""
    return {"uuid": make_programme(people).uuid}


def waiting(people: People) -> Mapping[str, object]:
    """Dorte's file."""
    return {"uuid": make_waiting(people).uuid}


def form(_people: People) -> Mapping[str, object]:
    """A learning form with a guide."""
    return {"code": "reflecting-team"}


ROWS = [
    Row(url="catalogue:list", may=EVERYONE),
    Row(url="catalogue:export", may=EVERYONE, arguments=lambda _people: {"kind": "xlsx"}),
    Row(url="catalogue:export", may=EVERYONE, arguments=lambda _people: {"kind": "csv"}),
    Row(url="catalogue:export", may="", arguments=lambda _people: {"kind": "pdf"}),
    Row(url="catalogue:sessions", may=EVERYONE),
    Row(url="catalogue:forms", may=EVERYONE),
    Row(url="catalogue:form", may=EVERYONE, arguments=form),
    Row(url="catalogue:offering", may=OWN_PEOPLE, arguments=own),
    Row(url="catalogue:offering", may=EVERYONE, arguments=example),
    Row(url="catalogue:offering", may=EVERYONE, arguments=offering_elsewhere),
    Row(url="catalogue:offering_new", may=CONSULTANTS),
    Row(url="catalogue:offering_new", may=CONSULTANTS, method="post"),
    Row(url="catalogue:offering_edit", may="dorte", arguments=own),
    Row(url="catalogue:offering_edit", may="dorte", method="post", arguments=own),
    Row(url="catalogue:offering_edit", may="", method="post", arguments=example),
    Row(url="catalogue:take_over", may=CONSULTANTS, method="post", arguments=example),
    Row(url="catalogue:take_over", may="", method="post", arguments=own),
    Row(url="catalogue:offering_retire", may="dorte", method="post", arguments=own),
    Row(url="catalogue:offering_restore", may="dorte", method="post", arguments=own),
    Row(url="catalogue:session_new", may="dorte", arguments=own),
    Row(url="catalogue:session_new", may="dorte", method="post", arguments=own),
    Row(url="catalogue:session_new", may="", arguments=example),
    Row(url="catalogue:session", may=OWN_PEOPLE, arguments=own_session),
    Row(url="catalogue:session", may=EVERYONE, arguments=own_joint),
    Row(url="catalogue:session", may=EVERYONE, arguments=joint_elsewhere),
    Row(url="catalogue:session_edit", may="dorte", arguments=own_session),
    Row(url="catalogue:session_edit", may="dorte", method="post", arguments=own_joint),
    Row(url="catalogue:session_confirm", may="dorte", method="post", arguments=own_joint),
    Row(url="catalogue:session_confirm", may="dorte", arguments=own_joint),
    Row(url="catalogue:session_unconfirm", may="dorte", method="post", arguments=own_joint),
    Row(url="catalogue:session_open", may="dorte", method="post", arguments=own_session),
    Row(url="catalogue:seats_promise", may="alma dorte outsider", method="post", arguments=own_joint),
    Row(url="catalogue:seats_promise", may="alma dorte outsider", method="post", arguments=joint_elsewhere),
    Row(url="catalogue:seats_promise", may="", method="post", arguments=own_session),
    Row(url="catalogue:seats_withdraw", may="alma dorte", method="post", arguments=promised),
    Row(url="catalogue:programmes", may=CONSULTANTS),
    Row(url="catalogue:programmes", may=CONSULTANTS, method="post"),
    Row(url="catalogue:programme_edit", may="dorte", arguments=programme),
    Row(url="catalogue:programme_edit", may="dorte", method="post", arguments=programme),
    Row(url="catalogue:upload", may=CONSULTANTS),
    Row(url="catalogue:upload", may=CONSULTANTS, method="post"),
    Row(url="catalogue:template", may=CONSULTANTS),
    Row(url="catalogue:preview", may="dorte", arguments=waiting),
    Row(url="catalogue:save", may="dorte", method="post", arguments=waiting),
]

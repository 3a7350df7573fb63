"""Who may open the pages about own learning and participation."""

from collections.abc import Mapping

from tests.catalogue.making import make_offering, make_session
from tests.learning.participation import make_learned, make_wish
from tests.people import People
from tests.permissions import EVERYONE, Row

OWN_HOUSE = "alma bo carla dorte erik freja gry ida"


def workbook(people: People) -> Mapping[str, object]:
    """The record as a workbook."""
    return {"kind": "xlsx"}


def offering(people: People) -> Mapping[str, object]:
    """Testkommune's own."""
    return {"uuid": make_offering(people).uuid}


def session(people: People) -> Mapping[str, object]:
    """Of Testkommune's own offering."""
    return {"uuid": make_session(people).uuid}


def bo_s_wish(people: People) -> Mapping[str, object]:
    """Bo's, of a session."""
    return {"uuid": make_wish(people.bo, make_session(people)).uuid}


def bo_learned(people: People) -> Mapping[str, object]:
    """Registered by Bo."""
    return {"uuid": make_learned(people.bo).uuid}


ROWS: list[Row] = [
    Row(url="learning:own", may=EVERYONE),
    Row(url="learning:own_register", may=EVERYONE),
    Row(url="learning:own_register", may=EVERYONE, method="post"),
    Row(url="learning:own_file", may=EVERYONE, arguments=workbook),
    Row(url="learning:own_calendar", may=EVERYONE),
    Row(url="learning:wish", may=OWN_HOUSE, arguments=offering),
    Row(url="learning:wish", may=OWN_HOUSE, method="post", arguments=offering),
    Row(url="learning:wish_panel", may=OWN_HOUSE, arguments=offering),
    Row(url="learning:take_back", may="bo", arguments=bo_s_wish),
    Row(url="learning:take_back", may="bo", method="post", arguments=bo_s_wish),
    Row(url="learning:decisions", may="alma dorte outsider"),
    Row(url="learning:decision", may="alma dorte", arguments=bo_s_wish),
    Row(url="learning:decision", may="alma dorte", method="post", arguments=bo_s_wish),
    Row(url="learning:attendance", may="dorte", arguments=session),
    Row(url="learning:attendance", may="dorte", method="post", arguments=session),
    Row(url="learning:session_panel", may=OWN_HOUSE, arguments=session),
    Row(url="learning:enrol_all", may="dorte", method="post", arguments=session),
    Row(url="learning:give_seats", may="dorte", method="post", arguments=session),
    Row(url="learning:session_cancel", may="dorte", arguments=session),
    Row(url="learning:session_cancel", may="dorte", method="post", arguments=session),
    Row(url="learning:taken_part", may="alma dorte outsider"),
    Row(url="learning:taken_part_file", may="alma dorte outsider"),
    Row(url="learning:programmes", may="alma dorte outsider"),
    Row(url="learning:trained", may="alma dorte outsider"),
    Row(url="learning:trained_file", may="alma dorte outsider", arguments=workbook),
    Row(url="learning:own_remove", may="bo", method="post", arguments=bo_learned),
]

"""Who may open which page of citizens.

Alma manages Nord and Erik has its citizens: they read and change. Freja is company consultant in Syd: she opens no case, but
may see what stands of a citizen of Nord towards work after saying why (which counts as let in here), and change nothing. The
outsider is of another municipality. A company consultant of Nord and a caseworker of Syd meet the same addresses in
`tests.casework.test_two_sides`.
"""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.citizens.actions.imports import keep_import
from fagkompas.toolkit.row_files import ReadRows
from tests.citizens.making import make_citizen, make_consent
from tests.people import People
from tests.permissions import Row

WORKING = "alma erik freja outsider"
"""With citizens of some unit: with cases, or towards work."""

CASES = "alma erik outsider"
"""With cases of some unit."""

READING = "alma erik"
CHANGING = "alma erik"
TOWARDS_WORK = "alma erik freja"


def a_case(people: People) -> Mapping[str, object]:
    """A citizen of Nord, with Erik."""
    return {"uuid": make_citizen(people).uuid}


def a_closed_case(people: People) -> Mapping[str, object]:
    """One whose case is closed."""
    today = timezone.localdate()
    return {"uuid": make_citizen(people, began_on=today, closed_on=today, closed_why="job").uuid}


def a_consent(people: People) -> Mapping[str, object]:
    """Of a citizen of Nord."""
    return {"uuid": make_consent(make_citizen(people)).uuid}


def a_file(people: People) -> Mapping[str, object]:
    """Read by Erik."""
    return {"uuid": keep_import(author=people.erik, read=ReadRows(rows={}, problems=()), now=timezone.now()).uuid}


ROWS = [
    Row(url="citizens:list", may=WORKING),
    Row(url="citizens:list", may=CASES, method="post", data={"words": "Prøve"}),
    Row(url="citizens:export", may=CASES),
    Row(url="citizens:new", may=CASES),
    Row(url="citizens:new", may=CASES, method="post"),
    Row(url="citizens:open_in_unit", may="ida", arguments=lambda people: {"uuid": people.north.uuid}),
    Row(url="citizens:hand_over_many", may=CASES),
    Row(url="citizens:hand_over_many", may=CASES, method="post"),
    Row(url="citizens:import", may=CASES),
    Row(url="citizens:import", may=CASES, method="post"),
    Row(url="citizens:import_preview", may="erik", arguments=a_file),
    Row(url="citizens:import_save", may="erik", method="post", arguments=a_file),
    Row(url="citizens:citizen", may=TOWARDS_WORK, arguments=a_case),
    Row(url="citizens:open", may=TOWARDS_WORK, arguments=a_case),
    Row(url="citizens:open", may=TOWARDS_WORK, method="post", arguments=a_case, data={"reason": "Vikar i Nord i dag"}),
    Row(url="citizens:contact", may=READING, arguments=a_case),
    Row(url="citizens:show_cpr", may=CHANGING, method="post", arguments=a_case),
    Row(url="citizens:history", may=READING, arguments=a_case),
    Row(url="citizens:handover_read", may=READING, method="post", arguments=a_case),
    Row(url="citizens:edit", may=CHANGING, arguments=a_case),
    Row(url="citizens:edit", may=CHANGING, method="post", arguments=a_case),
    Row(url="citizens:consent_new", may=CHANGING, arguments=a_case),
    Row(url="citizens:consent_new", may=CHANGING, method="post", arguments=a_case),
    Row(url="citizens:consent_withdraw", may=CHANGING, arguments=a_consent),
    Row(url="citizens:consent_withdraw", may=CHANGING, method="post", arguments=a_consent),
    Row(url="citizens:hand_over", may=CHANGING, arguments=a_case),
    Row(url="citizens:hand_over", may=CHANGING, method="post", arguments=a_case),
    Row(url="citizens:move", may=CHANGING, arguments=a_case),
    Row(url="citizens:move", may=CHANGING, method="post", arguments=a_case),
    Row(url="citizens:close", may=CHANGING, arguments=a_case),
    Row(url="citizens:close", may=CHANGING, method="post", arguments=a_case),
    Row(url="citizens:erase", may="alma", arguments=a_case),
    Row(url="citizens:erase", may="alma", method="post", arguments=a_case),
    Row(url="citizens:reopen", may=CHANGING, method="post", arguments=a_closed_case),
]

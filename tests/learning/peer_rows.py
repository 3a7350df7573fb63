"""Who may open the pages of team sparring and changes of rules."""

from collections.abc import Mapping

from tests.learning.sparrings import begun, called
from tests.people import People
from tests.permissions import EVERYONE, Row

OF_NORTH = "alma bo erik"


def bo_called(people: People) -> Mapping[str, object]:
    """Called by Bo in Nord."""
    return {"uuid": called(people.north, people.bo, people.erik).uuid}


def bo_began(people: People) -> Mapping[str, object]:
    """Begun by Bo in Nord."""
    return {"uuid": begun(people.north, people.bo, people.erik).uuid}


ROWS: list[Row] = [
    Row(url="learning:sparring", may=EVERYONE),
    Row(url="learning:sparring_new", may=EVERYONE),
    Row(url="learning:sparring_new", may=EVERYONE, method="post"),
    Row(url="learning:sparring_one", may=OF_NORTH, arguments=bo_called),
    Row(url="learning:sparring_edit", may="bo", arguments=bo_called),
    Row(url="learning:sparring_edit", may="bo", method="post", arguments=bo_called),
    Row(url="learning:sparring_cancel", may="alma bo", method="post", arguments=bo_called),
    Row(url="learning:sparring_phase", may=OF_NORTH, arguments=bo_began),
    Row(url="learning:sparring_move", may=OF_NORTH, method="post", arguments=bo_called, data={"move": "begin"}),
    Row(url="learning:sparring_close", may=OF_NORTH, arguments=bo_began),
    Row(url="learning:sparring_close", may=OF_NORTH, method="post", arguments=bo_began),
]

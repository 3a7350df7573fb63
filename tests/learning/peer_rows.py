"""Who may open the pages of team sparring and changes of rules."""

from collections.abc import Mapping

from tests.learning.rule_changes import begun_lift, changed_rule
from tests.learning.sparrings import begun, called
from tests.people import People
from tests.permissions import EVERYONE, Row

OF_NORTH = "alma bo erik"
OWN_HOUSE = "alma bo carla dorte erik freja gry ida"


def bo_called(people: People) -> Mapping[str, object]:
    """Called by Bo in Nord."""
    return {"uuid": called(people.north, people.bo, people.erik).uuid}


def bo_began(people: People) -> Mapping[str, object]:
    """Begun by Bo in Nord."""
    return {"uuid": begun(people.north, people.bo, people.erik).uuid}


def alma_registered(people: People) -> Mapping[str, object]:
    """A change that Alma registered."""
    return {"uuid": changed_rule(people.alma).uuid}


def in_north(people: People) -> Mapping[str, object]:
    """The same, in Nord."""
    return {"uuid": changed_rule(people.alma).uuid, "unit": people.north.uuid}


def step_in_north(people: People) -> Mapping[str, object]:
    """The first step of a lift in Nord."""
    change = changed_rule(people.alma)
    begun_lift(change, people.north, people.alma)
    return {"uuid": change.uuid, "unit": people.north.uuid, "code": "what-changes"}


def with_frame(people: People) -> Mapping[str, object]:
    """A framework to choose competencies from."""
    changed_rule(people.alma)
    return {}


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
    Row(url="learning:sparring_undo", may=OF_NORTH, method="post", arguments=bo_began),
    Row(url="learning:sparring_not_there", may=OF_NORTH, method="post", arguments=bo_began),
    Row(url="learning:rule_changes", may=EVERYONE),
    Row(url="learning:rule_change_new", may="alma dorte outsider", arguments=with_frame),
    Row(url="learning:rule_change_new", may="alma dorte outsider", method="post", arguments=with_frame),
    Row(url="learning:rule_change", may=OWN_HOUSE, arguments=alma_registered),
    Row(url="learning:rule_change_edit", may="alma dorte", arguments=alma_registered),
    Row(url="learning:rule_change_edit", may="alma dorte", method="post", arguments=alma_registered),
    Row(url="learning:rule_change_retire", may="alma dorte", method="post", arguments=alma_registered),
    Row(url="learning:rule_unit", may="alma bo dorte erik", arguments=in_north),
    Row(url="learning:rule_lift_start", may="alma", method="post", arguments=in_north),
    Row(url="learning:rule_step", may="alma dorte", method="post", arguments=step_in_north),
]

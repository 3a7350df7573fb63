"""Who may open which page of the library: everyone reads and practises, consultants of the municipality write."""

from collections.abc import Mapping

from tests.methods.making import make_experience, make_practice, own_code
from tests.people import People
from tests.permissions import EVERYONE, Row

OWN_PEOPLE = "alma bo carla dorte erik freja gry ida"
CONSULTANTS = "dorte outsider"


def shipped(_people: People) -> Mapping[str, object]:
    """One that everyone has, with a figure, a quiz and a role play."""
    return {"code": "ugu"}


def gone(_people: People) -> Mapping[str, object]:
    """One that nobody has."""
    return {"code": "gone"}


def experience(people: People) -> Mapping[str, object]:
    """Bo's."""
    return {"uuid": make_experience(people.bo).uuid}


def practice(people: People) -> Mapping[str, object]:
    """Bo's."""
    return {"uuid": make_practice(people.bo).uuid}


ROWS = [
    Row(url="methods:list", may=EVERYONE),
    Row(url="methods:list", may=EVERYONE, method="post", data={"words": "ugu"}),
    Row(url="methods:overview", may=EVERYONE),
    Row(url="methods:core_task", may=EVERYONE),
    Row(url="methods:method", may=EVERYONE, arguments=shipped),
    Row(url="methods:method", may=OWN_PEOPLE, arguments=own_code),
    Row(url="methods:method", may="", arguments=gone),
    Row(url="methods:favourite", may=EVERYONE, method="post", arguments=shipped, data={"keep": "1"}),
    Row(url="methods:figure", may=EVERYONE, arguments=shipped),
    Row(url="methods:figure", may="", arguments=own_code),
    Row(url="methods:printed", may=OWN_PEOPLE, arguments=own_code),
    Row(url="methods:experience", may=EVERYONE, arguments=shipped),
    Row(url="methods:experience", may=EVERYONE, method="post", arguments=shipped, data={"did": "Jeg spurgte."}),
    Row(url="methods:experience_take_back", may="bo", method="post", arguments=experience),
    Row(url="methods:practise", may=EVERYONE, arguments=shipped),
    Row(url="methods:quiz", may=EVERYONE, arguments=shipped),
    Row(url="methods:quiz", may=EVERYONE, method="post", arguments=shipped, data={"begin": "1"}),
    Row(url="methods:quiz", may="", arguments=own_code),
    Row(url="methods:role_play", may=EVERYONE, arguments=shipped),
    Row(url="methods:role_play", may=EVERYONE, method="post", arguments=shipped, data={"minutes": "20"}),
    Row(url="methods:role_play", may="", arguments=own_code),
    Row(url="methods:role_play_printed", may=EVERYONE, arguments=shipped),
    Row(url="methods:practice_remove", may="bo", method="post", arguments=practice),
    Row(url="own_methods:list", may=CONSULTANTS),
    Row(url="own_methods:new", may=CONSULTANTS),
    Row(url="own_methods:new", may=CONSULTANTS, method="post"),
    Row(url="own_methods:edit", may=CONSULTANTS, arguments=shipped),
    Row(url="own_methods:edit", may="dorte", arguments=own_code),
    Row(url="own_methods:edit", may="dorte", method="post", arguments=own_code),
    Row(url="own_methods:retire", may="dorte", method="post", arguments=own_code),
    Row(url="own_methods:retire", may=CONSULTANTS, method="post", arguments=shipped),
    Row(url="own_methods:restore", may="dorte", method="post", arguments=own_code),
    Row(url="own_methods:use_shipped", may=CONSULTANTS, arguments=shipped),
    Row(url="own_methods:use_shipped", may=CONSULTANTS, method="post", arguments=shipped),
    Row(url="own_methods:use_shipped", may="", method="post", arguments=own_code),
]

"""Who may open the pages about units."""

from collections.abc import Mapping

from tests.assessments.rounds import participant_of
from tests.assessments.units import rated_round
from tests.people import People
from tests.permissions import EVERYONE, Row


def north(people: People) -> Mapping[str, object]:
    """Nord, in a round that somebody has answered."""
    rated_round(people.testkommune)
    return {"uuid": people.north.uuid}


def north_as_file(people: People) -> Mapping[str, object]:
    """The same as JSON."""
    return {**north(people), "file_format": "json"}


def bo_beside_north(people: People) -> Mapping[str, object]:
    """Bo's profile beside that of Nord."""
    return {"participant": participant_of(rated_round(people.testkommune), people.bo).uuid}


ROWS = [
    Row(url="assessments:units", may=EVERYONE),
    Row(url="assessments:unit", may="alma bo dorte erik", arguments=north),
    Row(url="assessments:unit_file", may="alma bo dorte erik", arguments=north_as_file),
    Row(url="assessments:unit_parts", may="alma bo dorte erik", arguments=north),
    Row(url="assessments:unit_people", may="alma", arguments=north),
    Row(url="assessments:reading", may="alma bo", arguments=bo_beside_north),
]

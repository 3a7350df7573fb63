"""Who may open the pages about needs and the division of work."""

from collections.abc import Mapping

from tests.assessments.rounds import participant_of
from tests.assessments.units import rated_round
from tests.frameworks.making import shipped_version
from tests.people import People
from tests.permissions import Row


def north(people: People) -> Mapping[str, object]:
    """Nord, with a framework to describe needs in."""
    shipped_version()
    return {"uuid": people.north.uuid}


def north_without_bo(people: People) -> Mapping[str, object]:
    """Nord, if Bo leaves."""
    bo = participant_of(rated_round(people.testkommune), people.bo)
    return {"uuid": people.north.uuid, "participant": bo.uuid}


def role_in_north(people: People) -> Mapping[str, object]:
    """The role of authority in Nord."""
    return {**north(people), "role": "MY"}


ADVISES = "alma dorte"
LEADS = "alma"

ROWS: list[Row] = [
    Row(url="learning:needs_units", may=ADVISES + " outsider"),
    Row(url="learning:needs", may=ADVISES, arguments=north),
    Row(url="learning:needs", may=LEADS, method="post", arguments=north),
    Row(url="learning:needs_preview", may=LEADS, method="post", arguments=north),
    Row(url="learning:needs_role", may=LEADS, arguments=role_in_north),
    Row(url="learning:needs_role", may=LEADS, method="post", arguments=role_in_north),
    Row(url="learning:needs_roles", may=LEADS, arguments=north),
    Row(url="learning:needs_roles", may=LEADS, method="post", arguments=north),
    Row(url="learning:needs_profiles", may=LEADS, arguments=north),
    Row(url="learning:needs_profiles", may=LEADS, method="post", arguments=north),
    Row(url="learning:needs_upload", may=LEADS, arguments=north),
    Row(url="learning:needs_upload", may=LEADS, method="post", arguments=north),
    Row(url="learning:needs_file", may=ADVISES, arguments=north),
    Row(url="learning:needs_have", may=ADVISES, arguments=north),
    Row(url="learning:needs_gaps", may=ADVISES, arguments=north),
    Row(url="learning:what_if", may=LEADS, arguments=north_without_bo),
    Row(url="learning:needs_answers", may=ADVISES, arguments=north),
    Row(url="learning:needs_attention", may="alma bo dorte erik", arguments=north),
    Row(url="learning:division", may=LEADS, arguments=north),
    Row(url="learning:division_tasks", may=LEADS, arguments=north),
    Row(url="learning:division_tasks", may=LEADS, method="post", arguments=north),
    Row(url="learning:division_upload", may=LEADS, arguments=north),
    Row(url="learning:division_upload", may=LEADS, method="post", arguments=north),
    Row(url="learning:division_hours", may=LEADS, arguments=north),
    Row(url="learning:division_hours", may=LEADS, method="post", arguments=north),
    Row(url="learning:division_file", may=LEADS, arguments=north),
]

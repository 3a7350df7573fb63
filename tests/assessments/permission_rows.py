"""Who may open which address of assessments; each page's own tests say what they then see."""

from collections.abc import Mapping

from fagkompas.assessments.models import Participant
from fagkompas.engine.scales import Rater
from tests.assessments import round_rows, unit_rows, upload_rows
from tests.assessments.rounds import answer, make_round, participant_of
from tests.people import People
from tests.permissions import EVERYONE, Row


def bo_in_a_round(people: People) -> Mapping[str, object]:
    """Bo, who has answered nothing yet."""
    return {"participant": participant_of(make_round(people.north), people.bo).uuid}


def bo_on_a_page(people: People) -> Mapping[str, object]:
    """The field AU of Bo's form."""
    return {**bo_in_a_round(people), "page": "AU"}


def bo_who_has_answered(people: People) -> Mapping[str, object]:
    """Both Bo and his manager have submitted, so that both see the profile."""
    return {"participant": _answered(people).uuid}


def bo_s_file(people: People) -> Mapping[str, object]:
    """Bo's profile as JSON."""
    return {**bo_who_has_answered(people), "kind": "json"}


def _answered(people: People) -> Participant:
    bo = participant_of(make_round(people.north), people.bo)
    answer(bo, 2, by=people.bo)
    answer(participant_of(bo.round, people.bo), 3, by=people.alma, rater=Rater.MANAGER)
    return bo


OWN = [
    Row(url="assessments:overview", may=EVERYONE),
    Row(url="assessments:profile", may=EVERYONE),
    Row(url="assessments:answer_start", may="alma bo", arguments=bo_in_a_round),
    Row(url="assessments:answer_page", may="alma bo", arguments=bo_on_a_page),
    Row(url="assessments:answer_page", may="alma bo", method="post", arguments=bo_on_a_page, data={"AU-G1": "3"}),
    Row(url="assessments:answer_summary", may="alma bo", arguments=bo_in_a_round),
    Row(url="assessments:answer_summary", may="alma bo", method="post", arguments=bo_in_a_round),
    Row(url="assessments:answer_reopen", may="alma bo", method="post", arguments=bo_who_has_answered),
    Row(url="assessments:answer_drop", may="alma bo", method="post", arguments=bo_who_has_answered),
    Row(url="assessments:profile_of", may="alma bo", arguments=bo_who_has_answered),
    Row(url="assessments:profile_file", may="alma bo", arguments=bo_s_file),
]

ROWS = [*OWN, *round_rows.ROWS, *unit_rows.ROWS, *upload_rows.ROWS]

"""Who may open the check of a case, and the caseload: as the pages of citizens."""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.casework.models import FindingAccepted
from tests.citizens.making import make_citizen
from tests.citizens.permission_rows import CASES, CHANGING, READING, WORKING, a_case
from tests.people import People
from tests.permissions import Row


def without_goal(people: People) -> Mapping[str, object]:
    """The check says that there is no goal."""
    return {"uuid": make_citizen(people).uuid, "rule": "goal-missing"}


def let_stand(people: People) -> Mapping[str, object]:
    """Somebody let that stand."""
    citizen = make_citizen(people)
    row = FindingAccepted.objects.create(
        citizen=citizen, rule="goal-missing", fingerprint="x", reason="Ny sag", by=people.erik, at=timezone.now()
    )
    return {"uuid": citizen.uuid, "accepted": row.uuid}


ROWS = [
    Row(url="casework:caseload", may=CASES),
    Row(url="casework:caseload_panel", may=CASES),
    Row(url="casework:handover_panel", may=CASES),
    Row(url="casework:own_calendar", may=WORKING),
    Row(url="casework:benefit", may=WORKING),
    Row(url="casework:findings", may=READING, arguments=a_case),
    Row(url="casework:findings_panel", may=READING, arguments=a_case),
    Row(url="casework:finding_accept", may=CHANGING, arguments=without_goal),
    Row(url="casework:finding_accept", may=CHANGING, method="post", arguments=without_goal),
    Row(url="casework:finding_take_up", may=CHANGING, method="post", arguments=let_stand),
]

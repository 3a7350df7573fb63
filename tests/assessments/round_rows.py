"""Who may open the pages of rounds, comparison and dialogue."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from fagkompas.assessments.models import Dialogue, Participant, Round, RoundState, Scope
from fagkompas.engine.scales import Mode
from tests.assessments.rounds import make_round, participant_of
from tests.people import People
from tests.permissions import Row


def planned(people: People) -> Mapping[str, object]:
    """A plan for Nord; nobody is in it before it is opened."""
    round_ = make_round(people.north, state=RoundState.PLANNED)
    round_.participants.all().delete()
    return {"uuid": round_.uuid}


def step(people: People) -> Mapping[str, object]:
    """The step of the plan that says when."""
    return {**planned(people), "step": "hvornaar"}


def opened(people: People) -> Mapping[str, object]:
    """An open round of Nord."""
    return {"uuid": make_round(people.north).uuid}


def from_above(people: People) -> Mapping[str, object]:
    """An open round of the whole municipality, which Alma follows for Nord."""
    return {"uuid": make_round(people.testkommune).uuid}


def closed(people: People) -> Mapping[str, object]:
    """A closed round of Nord."""
    return {"uuid": make_round(people.north, state=RoundState.CLOSED).uuid}


def bo_in_it(people: People) -> Mapping[str, object]:
    """Bo in an open round of Nord."""
    round_ = make_round(people.north)
    return {"uuid": round_.uuid, "participant": participant_of(round_, people.bo).uuid}


def bo(people: People) -> Mapping[str, object]:
    """Bo's dialogue."""
    return {"participant": bo_in_it(people)["participant"]}


def bo_to_sign(people: People) -> Mapping[str, object]:
    """Bo's dialogue, signed by Alma."""
    round_ = make_round(people.north)
    part = participant_of(round_, people.bo)
    Dialogue.objects.create(participant=part, manager=people.alma, manager_signed_at=timezone.now())
    return {"participant": part.uuid}


def team(people: People) -> Mapping[str, object]:
    """Nord sitting together: there is no dialogue of two."""
    round_: Round = make_round(people.north, mode=Mode.DIALOGUE, scope=Scope.TEAM)
    return {"participant": Participant.objects.get(round=round_).uuid}


DAYS = {
    "opens_on": timezone.localdate().isoformat(),
    "closes_on": (timezone.localdate() + timedelta(days=20)).isoformat(),
    "deletes_on": (timezone.localdate() + timedelta(days=400)).isoformat(),
}

ROWS = [
    Row(url="assessments:rounds", may="alma dorte outsider"),
    Row(url="assessments:round_new", may="alma dorte outsider"),
    Row(url="assessments:round_new", may="alma dorte outsider", method="post", data={"name": ""}),
    Row(url="assessments:round_plan", may="alma dorte", arguments=step),
    Row(url="assessments:round_plan", may="alma dorte", method="post", arguments=step, data=DAYS),
    Row(url="assessments:round_summary", may="alma dorte", arguments=planned),
    Row(url="assessments:round_summary", may="alma dorte", method="post", arguments=planned),
    Row(url="assessments:round", may="alma dorte", arguments=opened),
    Row(url="assessments:round", may="alma dorte", arguments=from_above),
    Row(url="assessments:round", may="alma dorte", arguments=planned),
    Row(url="assessments:round_reminder", may="alma dorte", arguments=opened),
    Row(url="assessments:round_agreement", may="alma dorte", arguments=opened),
    Row(url="assessments:round_agreement", may="dorte", arguments=from_above),
    Row(url="assessments:round_affairs", may="alma dorte", arguments=opened),
    Row(url="assessments:round_affairs", may="dorte", arguments=from_above),
    Row(url="assessments:round_dates", may="alma dorte", arguments=opened),
    Row(url="assessments:round_dates", may="alma dorte", method="post", arguments=opened, data=DAYS),
    Row(url="assessments:round_dates", may="dorte", method="post", arguments=from_above, data=DAYS),
    Row(url="assessments:round_add", may="alma dorte", arguments=opened),
    Row(url="assessments:round_add", may="dorte", method="post", arguments=from_above),
    Row(url="assessments:round_close", may="alma dorte", arguments=opened),
    Row(url="assessments:round_close", may="dorte", method="post", arguments=from_above, data={"sure": "on"}),
    Row(url="assessments:round_reopen", may="alma dorte", method="post", arguments=closed),
    Row(url="assessments:round_delete", may="alma dorte", arguments=opened),
    Row(url="assessments:round_delete", may="dorte", method="post", arguments=from_above, data={"sure": "on"}),
    Row(url="assessments:round_remove", may="alma dorte", arguments=bo_in_it),
    Row(url="assessments:round_remove", may="alma dorte", method="post", arguments=bo_in_it, data={"sure": "on"}),
    # A consultant runs rounds and never sees what anybody answered.
    Row(url="assessments:round_compare", may="alma", arguments=bo_in_it),
    Row(url="assessments:dialogue", may="alma bo", arguments=bo),
    Row(url="assessments:dialogue", may="", arguments=team),
    Row(url="assessments:dialogue_save", may="alma", method="post", arguments=bo, data={"results": "Nåede målet"}),
    Row(url="assessments:dialogue_wish", may="bo", method="post", arguments=bo, data={"own_wish": "Et kursus"}),
    Row(url="assessments:dialogue_sign", may="bo", method="post", arguments=bo_to_sign, data={"revision": "0"}),
    Row(url="assessments:dialogue_withdraw", may="alma", method="post", arguments=bo_to_sign),
    Row(url="assessments:dialogue_printed", may="alma bo", arguments=bo),
    Row(url="assessments:dialogue_pdf", may="alma bo", arguments=bo),
]

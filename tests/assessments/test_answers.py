"""Answers: drafts, submission, revision, and everything that is refused."""

from django.utils import timezone

from fagkompas.assessments.actions.answers import save_drafts
from fagkompas.assessments.questions import drafts_of
from fagkompas.engine.scales import Rater
from tests.assessments.rounds import answer, given, make_round, participant_of
from tests.people import People


def test_first(people: People) -> None:
    round_ = make_round(people.north)
    bo = participant_of(round_, people.bo)
    save_drafts(participant=bo, rater=Rater.SELF, author=people.bo, answers=given({"AU-G1": 3}), now=timezone.now())
    assert drafts_of(bo, Rater.SELF, people.bo)["AU-G1"].value == 3
    answer(bo, 2, by=people.bo)
    bo.refresh_from_db()
    assert bo.result.known_fields == 6

"""Two people at exactly the same moment: one of them is told, and nothing is half done."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.answers import save_drafts, submit
from fagkompas.assessments.actions.dialogues import DialogueChanged, save_dialogue
from fagkompas.assessments.actions.rounds import open_round
from fagkompas.assessments.models import Dialogue, Draft, Participant, Rating, RoundState
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from tests.assessments.rounds import given, make_round, participant_of
from tests.assessments.test_dialogues import typed
from tests.people import make_people


def at_once(*actions: Callable[[], object]) -> list[str]:
    """How each ended: "done", or the name of what it raised."""
    ready, ended = Barrier(len(actions)), []

    def run(action: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=10)
            action()
            ended.append("done")
        except (BadInput, DialogueChanged) as refused:
            ended.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(ended)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_the_same_dialogue_one_is_told() -> None:
    people = make_people()
    part = participant_of(make_round(people.north), people.bo)

    def save(text: str, by: Employee) -> Callable[[], object]:
        # A participant of its own for each, as in two requests.
        own = Participant.objects.select_related("round__version__framework").get(pk=part.pk)
        return lambda: save_dialogue(
            participant=own, revision=0, typed=typed({"AU-G1": 3}, results=text), by=by, now=timezone.now(), settle=True
        )

    assert at_once(save("Almas", people.alma), save("Eriks", people.erik)) == ["DialogueChanged", "done"]
    held = Dialogue.objects.get()
    assert (held.results, held.saved_by) in {("Almas", people.alma), ("Eriks", people.erik)}
    assert held.revision == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_rounds_of_the_same_people_only_one_is_opened() -> None:
    people = make_people()
    first = make_round(people.north, state=RoundState.PLANNED)
    second = make_round(people.testkommune, state=RoundState.PLANNED)
    Participant.objects.all().delete()
    today = timezone.localdate()
    ended = at_once(
        lambda: open_round(round_=first, by=people.alma, today=today),
        lambda: open_round(round_=second, by=people.dorte, today=today),
    )
    assert ended == ["BadInput", "done"]
    assert Participant.objects.filter(employee=people.bo).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_saved_as_the_rest_is_submitted_is_submitted_or_refused_and_never_lost() -> None:
    people = make_people()
    part = participant_of(make_round(people.north), people.bo)

    def save(item: str) -> Callable[[], object]:
        answers = given({item: 2})
        return lambda: save_drafts(
            participant=part, rater=Rater.SELF, author=people.bo, answers=answers, now=timezone.now()
        )

    save("AU-G1")()
    ended = at_once(
        save("AU-G2"),
        lambda: submit(participant=part, rater=Rater.SELF, by=people.bo, now=timezone.now()),
    )
    submitted = set(Rating.objects.values_list("item", flat=True))
    # Saved first: both count. Submitted first: the one who saved is told, with the answer still on the screen.
    assert (ended, submitted) in [(["done", "done"], {"AU-G1", "AU-G2"}), (["BadInput", "done"], {"AU-G1"})]
    assert not Draft.objects.exists()

"""Two people at exactly the same moment: one of them is told, and nothing is half done."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.answers import reopen, save_drafts, submit
from fagkompas.assessments.actions.dialogues import save_dialogue
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.actions.rounds import open_round, remove_member
from fagkompas.assessments.models import Dialogue, Draft, Participant, PersonResult, Rating, RoundState
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.rounds import answer, given, make_round, participant_of
from tests.assessments.test_dialogues import typed
from tests.assessments.units import colleagues
from tests.people import make_people, make_unit


def at_once(*actions: Callable[[], object]) -> list[str]:
    """How each ended: "done", or the name of what it raised."""
    ready, ended = Barrier(len(actions)), []

    def run(action: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=10)
            action()
            ended.append("done")
        except (BadInput, ChangedMeanwhile) as refused:
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

    assert at_once(save("Almas", people.alma), save("Eriks", people.erik)) == ["ChangedMeanwhile", "done"]
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


@pytest.mark.django_db(transaction=True)
def test_answers_come_in_while_the_figures_are_computed_and_neither_waits_for_the_other_for_ever() -> None:
    """Many units and many rows of both: a database that knows row locks ends one of two that wait for each other."""
    people = make_people()
    for number in range(40):
        colleagues(make_unit(f"Hold {number}", people.north), 1)
    round_ = make_round(people.testkommune)
    some = [participant_of(round_, person) for person in (people.bo, people.erik, people.carla)]
    for part in some:
        answer(part, 2, by=part.employee or people.bo)

    def again(part: Participant, value: int) -> Callable[[], object]:
        by = part.employee or people.bo
        reopen(participant=part, rater=Rater.SELF, by=by, now=timezone.now())
        save_drafts(participant=part, rater=Rater.SELF, author=by, answers=given({"AU-G1": value}), now=timezone.now())
        return lambda: submit(participant=part, rater=Rater.SELF, by=by, now=timezone.now())

    def refresh() -> object:
        return refresh_unit_results(round_=round_, now=timezone.now())

    for turn in range(8):
        submits = [again(part, turn % 5) for part in some]
        assert at_once(*submits, refresh, refresh) == ["done"] * 5
    assert Rating.objects.filter(item="AU-G1", revision=9).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_person_out_one_is_told() -> None:
    people = make_people()
    part = participant_of(make_round(people.north), people.bo)
    save_drafts(participant=part, rater=Rater.SELF, author=people.bo, answers=given({"AU-G1": 2}), now=timezone.now())
    ended = at_once(
        lambda: remove_member(participant=part, by=people.alma),
        lambda: remove_member(participant=part, by=people.dorte),
    )

    assert ended == ["BadInput", "done"]
    assert not Participant.objects.filter(pk=part.pk).exists()
    assert not PersonResult.objects.exists()

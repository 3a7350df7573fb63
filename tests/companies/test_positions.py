"""A position taken apart: who does what, proposals that can be undone, two at once, and the draft that comes of it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from fagkompas.companies.actions import positions as actions
from fagkompas.companies.actions.positions import TaskFacts
from fagkompas.companies.models import JobOrder, OrderKind, Position, PositionTask
from fagkompas.engine.errors import BadInput
from fagkompas.engine.substitution import Aim, Who
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.companies.making_positions import make_position
from tests.people import People


def who_has(position: Position) -> list[str]:
    return list(position.tasks.values_list("who", flat=True))


def test_a_proposal_is_taken_undone_and_becomes_a_draft(people: People) -> None:
    position = make_position(people)
    actions.take_proposal(position=position, aim=Aim.FEW_HOURS, revision=position.revision, by=people.freja)
    assert who_has(position) == ["expert", "colleague", "new"]
    position.refresh_from_db()
    actions.undo_placing(position=position, revision=position.revision, by=people.freja)
    assert who_has(position) == ["", "", ""]
    position.refresh_from_db()
    actions.undo_placing(position=position, revision=position.revision, by=people.freja)
    key = uuid4()
    for _press in range(2):
        actions.make_order(position=position, at=timezone.now(), by=people.freja, key=key)
    order = JobOrder.objects.get()
    assert (order.title, order.kind, order.most_minutes) == ("Slibning", OrderKind.FEW_HOURS, 9 * 60)
    assert (order.state, order.of_position) == ("draft", position)
    assert [task.name for task in order.tasks.all()] == ["Slibning"]
    assert "9" in order.advert_heading
    assert "Slibning" in order.advert_text


def test_what_cannot_be_had_is_refused(people: People) -> None:
    position = make_position(people)
    with pytest.raises(BadInput) as refused:
        actions.take_proposal(position=position, aim=Aim.FULL_TIME, revision=position.revision, by=people.freja)
    assert [one.message_code for one in refused.value.problems] == ["no_such_proposal"]
    with pytest.raises(BadInput) as refused:
        actions.make_order(position=position, at=timezone.now(), by=people.freja, key=uuid4())
    assert [one.message_code for one in refused.value.problems] == ["nothing_placed"]
    trained = TaskFacts(name="Svejsning", minutes=60, could=frozenset({Who.TRAINED}), is_absolute=True)
    with pytest.raises(BadInput) as refused:
        actions.add_task(position=position, facts=trained, by=people.freja, key=uuid4())
    assert [one.message_code for one in refused.value.problems] == ["absolute_not_trained"]


def test_two_who_move_the_same_task_see_each_other_and_other_tasks_do_no_harm(people: People) -> None:
    position = make_position(people)
    first, second, _third = PositionTask.objects.filter(of_position=position)
    actions.place_task(task=first, who=Who.EXPERT, seen="", by=people.freja)
    actions.place_task(task=second, who=Who.COLLEAGUE, seen="", by=people.erik)
    with pytest.raises(ChangedMeanwhile):
        actions.place_task(task=first, who=Who.NEW, seen="", by=people.erik)
    assert who_has(position) == ["expert", "colleague", ""]

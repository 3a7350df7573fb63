"""The line in which plans of a municipality wait to be worked out: one at a time, and none for ever."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from fagkompas.assessments.models import Round
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import BadInput
from fagkompas.learning import proposing, working_out
from fagkompas.learning.actions import plan_approving, plan_queue, plan_results
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.models import Plan, PlanState, Seat
from fagkompas.learning.tasks import begin_working_out, work_out_plan
from fagkompas.learning.today.plans import today_items
from fagkompas.learning.wording.plan_pages import state_in_words
from fagkompas.learning.working_out import work_out
from tests.catalogue.making import today
from tests.learning.plans import course_session, levers, loaded, plan_with_seats, rate_north, solved
from tests.learning.test_plan_lost import approve, give_back
from tests.people import People

IN_THREADS = pytest.mark.parametrize("in_threads", [True, False], ids=["threads", "worker"])


def waiting(people: People, round_: Round) -> Plan:
    return actions.make_plan(unit=people.north, levers=levers(round_), by=people.alma, now=timezone.now())


def turn(plan: Plan, now: datetime, seconds: float = 0) -> bool | None:
    revision, at = loaded(plan).revision, now + timedelta(seconds=seconds)
    return plan_queue.take_turn(plan_id=plan.pk, revision=revision, limit=10, now=at)


def page_of(plan: Plan, client: Client) -> str:
    return client.get(reverse("learning:plan", args=[plan.uuid])).content.decode()


# One at a time


def test_one_plan_of_a_municipality_is_worked_out_at_a_time(people: People, client: Client) -> None:
    round_, now = rate_north(people), timezone.now()
    first, second, third = (waiting(people, round_) for _place in range(3))
    assert [turn(first, now), turn(second, now, 1), turn(third, now, 2)] == [True, False, False]
    client.force_login(people.alma)
    address = reverse("learning:plan_progress", args=[third.uuid])
    assert "2 andre planer" in client.get(address).content.decode()
    Plan.objects.filter(pk=first.pk).update(state=PlanState.PROPOSED)
    assert [turn(third, now, 3), turn(second, now, 4)] == [False, True]


def test_who_wants_to_stop_waits_for_nobody_and_a_plan_that_is_gone_has_no_turn(people: People) -> None:
    round_ = rate_north(people)
    first, second = waiting(people, round_), waiting(people, round_)
    now = timezone.now()
    assert (turn(first, now), turn(second, now, 1)) == (True, False)
    plan_queue.ask_to_stop(plan=second, by=people.alma)
    assert turn(second, now, 2) is True
    assert plan_queue.take_turn(plan_id=first.pk, revision=99, limit=10, now=timezone.now()) is None


@pytest.fixture
def worker(settings: Settings) -> None:
    """Work in the background is a worker's; nobody runs it here."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.WORK_IN_THREADS = False


@pytest.mark.usefixtures("worker")
def test_a_plan_that_waits_holds_no_worker(people: People) -> None:
    round_, now = rate_north(people), timezone.now()
    first, second = waiting(people, round_), waiting(people, round_)
    assert turn(first, now) is True
    work_out_plan.call(second.pk, second.revision)
    put_back = DBTaskResult.objects.get()
    assert put_back.args_kwargs["args"] == [second.pk, second.revision]
    assert timedelta(0) < put_back.run_after - now < timedelta(minutes=1)
    Plan.objects.filter(pk=first.pk).update(state=PlanState.PROPOSED)
    put_back.task.call(second.pk, second.revision)
    assert loaded(second).state == PlanState.PROPOSED
    assert DBTaskResult.objects.count() == 1, "what is done is not put back"


@pytest.mark.usefixtures("worker")
def test_a_plan_that_could_not_be_put_back_is_not_in_line(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    round_, now = rate_north(people), timezone.now()
    first, second, third = (waiting(people, round_) for _place in range(3))
    assert turn(first, now) is True

    def is_full(*_given: Any, **_named: Any) -> None:
        raise Broken

    with monkeypatch.context() as patched:
        patched.setattr("django_tasks_db.backend.DatabaseBackend.enqueue", is_full)
        work_out_plan.call(second.pk, second.revision)
    assert loaded(second).has_failed, "its page says so"
    Plan.objects.filter(pk=first.pk).update(state=PlanState.PROPOSED)
    assert turn(third, now, 1) is True, "nobody waits for it"


def test_a_thread_waits_for_its_turn(people: People, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WORK_IN_THREADS = True
    round_, now = rate_north(people), timezone.now()
    first, second = waiting(people, round_), waiting(people, round_)
    assert turn(first, now) is True
    looks: list[float] = []

    def ended_meanwhile(seconds: float) -> None:
        looks.append(seconds)
        Plan.objects.filter(pk=first.pk).update(state=PlanState.PROPOSED)

    monkeypatch.setattr("fagkompas.learning.tasks.sleep", ended_meanwhile)
    monkeypatch.setattr("fagkompas.learning.tasks.in_thread", lambda work, **_name: work())
    begin_working_out(second.pk, second.revision)
    assert (len(looks), loaded(second).state) == (1, PlanState.PROPOSED)


# Silence


@IN_THREADS
def test_a_search_whose_process_died_is_begun_again_once(
    people: People, settings: Settings, *, in_threads: bool
) -> None:
    settings.WORK_IN_THREADS = in_threads
    round_, now = rate_north(people), timezone.now()
    first, second = waiting(people, round_), waiting(people, round_)
    assert (turn(first, now), turn(second, now, 1)) == (True, False)
    before = loaded(first).revision
    assert turn(second, now, 120) is True
    assert loaded(first).revision == before + 1, "what is left of the old search stores nothing"
    assert turn(first, now, 121) is False
    Plan.objects.filter(pk=second.pk).update(state=PlanState.PROPOSED)
    assert turn(first, now, 122) is True
    tell = partial(plan_queue.tell_progress, plan_id=first.pk, revision=before + 1)
    assert tell(progress={"seconds": 1.0}, now=now + timedelta(seconds=123)) is True
    third = waiting(people, round_)
    assert turn(third, now, 240) is True
    assert (loaded(first).state, loaded(first).has_failed) == (PlanState.DRAFT, True)


def test_two_searches_that_break_down_do_not_begin_each_other_for_ever(people: People) -> None:
    round_, now = rate_north(people), timezone.now()
    plans = [waiting(people, round_), waiting(people, round_)]
    before = [plan.revision for plan in plans]
    for minute in range(12):
        for plan in plans:
            if "seconds" not in loaded(plan).progress:
                turn(plan, now, 60 * minute)
    first, second = map(loaded, plans)
    assert [first.revision - before[0], second.revision - before[1]] == [2, 1]
    assert first.has_failed
    assert plan_queue.is_stuck(second, now + timedelta(minutes=12)), "its page offers to begin again"


@pytest.mark.usefixtures("worker")
def test_a_plan_that_waits_for_the_machine_is_not_called_dead(people: People, client: Client) -> None:
    plan = waiting(people, rate_north(people))
    now = timezone.now() + timedelta(minutes=10)
    assert not plan_queue.is_stuck(plan, now)
    with pytest.raises(BadInput):
        actions.work_out_again(plan=plan, by=people.alma, now=now)
    assert (loaded(plan).revision, DBTaskResult.objects.count()) == (plan.revision, 0)
    client.force_login(people.alma)
    assert "venter på, at maskinen bliver ledig" in page_of(plan, client)
    assert plan_queue.is_stuck(plan, timezone.now() + plan_queue.WAITS_AT_MOST + timedelta(minutes=1)), (
        "its task is lost"
    )


@pytest.mark.usefixtures("worker")
def test_a_plan_in_line_keeps_its_place_while_all_workers_are_busy(people: People) -> None:
    round_, now = rate_north(people), timezone.now()
    first, second, third = (waiting(people, round_) for _place in range(3))
    assert [turn(first, now), turn(second, now, 1)] == [True, False]
    Plan.objects.filter(pk=first.pk).update(state=PlanState.PROPOSED)
    assert turn(third, now, 300) is False
    assert loaded(second).revision == second.revision


# What breaks down


class Broken(Exception):
    """Nobody has thought of it."""


def test_a_search_that_breaks_down_is_told_and_can_be_started_again(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    course_session(people)
    plan, about = waiting(people, rate_north(people)), "Bo Nielsen, 010203-1234"

    def breaks(*_given: Any, **_named: Any) -> None:
        raise Broken(about)

    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(engine, "solve", breaks)
        assert work_out(plan.pk, plan.revision) is True
    assert "Broken" in caplog.text
    assert "test_plan_queue.py" in caplog.text, "where it broke down"
    assert "Bo Nielsen" not in caplog.text
    assert (loaded(plan).state, state_in_words(loaded(plan))) == (PlanState.DRAFT, "Ikke fundet ud af")
    client.force_login(people.alma)
    page = page_of(plan, client)
    assert "Noget gik galt, da den blev regnet ud" in page
    assert "som den var før" not in page
    assert reverse("learning:plan_again", args=[plan.uuid]) in page
    assert (
        client.get(reverse("learning:plans")).status_code == client.get(reverse("learning:overview")).status_code == 200
    )
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert not solved(plan).has_failed
    assert plan.seats.count() == 2


def test_what_cannot_be_stored_is_a_failure_too(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(**_named: Any) -> None:
        raise Broken

    plan = waiting(people, rate_north(people))
    monkeypatch.setattr(plan_results, "store_proposal", breaks)
    assert work_out(plan.pk, plan.revision) is True
    assert loaded(plan).has_failed


def breaks_down(
    plan: Plan, people: People, monkeypatch: pytest.MonkeyPatch, where: Any = engine, name: str = "solve"
) -> None:
    """Worked out again, with one error."""

    def breaks(*_given: Any, **_named: Any) -> None:
        raise Broken

    with monkeypatch.context() as patched:
        patched.setattr(where, name, breaks)
        actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
        assert work_out(plan.pk, loaded(plan).revision) is True
    assert loaded(plan).has_failed


def test_a_plan_stands_as_it_was_where_the_search_breaks_down(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_with_seats(people)
    approve(plan, people)
    give_back(people)
    before, told = loaded(plan), [one.why_now for one in today_items(people.alma, today())]
    assert "Bo" in "".join(told)
    breaks_down(plan, people, monkeypatch)
    after = loaded(plan)
    assert (after.proposal, after.solved_at, after.state) == (before.proposal, before.solved_at, PlanState.APPROVED)
    assert [one.why_now for one in today_items(people.alma, today())] == told
    client.force_login(people.alma)
    page = page_of(plan, client)
    assert "Noget gik galt, da den blev regnet ud" in page
    assert "som den var før" in page
    assert people.erik.name in page.split('id="who-heading"')[1]
    assert state_in_words(after) == "Godkendt"
    assert client.get(reverse("learning:plan_file", args=[plan.uuid, "ics"])).status_code == 200
    assert client.get(reverse("learning:plan_add", args=[plan.uuid])).status_code == 200


def test_a_page_says_that_rows_could_not_be_read(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_with_seats(people)
    approve(plan, people)
    give_back(people)
    breaks_down(plan, people, monkeypatch, working_out, "planning_problem")

    def breaks(*_given: Any, **_named: Any) -> None:
        raise Broken

    monkeypatch.setattr(proposing, "planning_problem", breaks)
    client.force_login(people.alma)
    page = page_of(plan, client)
    assert "Noget gik galt, da den blev regnet ud" in page
    assert people.erik.name in page.split('id="who-heading"')[1]
    assert "Intet andet muligt" not in page, "it is not known whether there is something instead"
    actions.work_out_again(plan=plan, by=people.alma, now=timezone.now())
    assert "Planen bliver regnet ud" in page_of(plan, client), "until the search has told"


def test_a_draft_that_failed_has_nothing_to_approve_or_change(
    people: People, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, round_ = course_session(people), rate_north(people, who=("bo", "alma"))
    plan = waiting(people, round_)
    Seat.objects.create(plan=plan, employee=people.alma, session=session, by_hand=True)
    with monkeypatch.context() as patched:
        patched.setattr(plan_results, "store_proposal", lambda **_named: 1 / 0)
        assert work_out(plan.pk, plan.revision) is True
    assert (loaded(plan).state, loaded(plan).solved_at) == (PlanState.DRAFT, None)
    assert today_items(people.alma, today()) == []
    client.force_login(people.alma)
    assert client.get(reverse("learning:plan_add", args=[plan.uuid])).status_code == 404
    with pytest.raises(BadInput) as refusal:
        plan_approving.approve_seats(plan=plan, seats=list(plan.seats.all()), by=people.alma, now=timezone.now())
    assert [one.message_code for one in refusal.value.problems] == ["plan_impossible"]


@pytest.mark.parametrize("name", ["store_proposal", "planning_problem"])
def test_a_busy_database_is_tried_again(people: People, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    course_session(people)
    pauses: list[float] = []
    plan = waiting(people, rate_north(people))
    where: Any = plan_results if name == "store_proposal" else working_out
    real = getattr(where, name)

    def is_busy(*given: Any, **named: Any) -> Any:
        if len(pauses) < 2:
            raise OperationalError("database is locked")
        return real(*given, **named)

    monkeypatch.setattr(where, name, is_busy)
    monkeypatch.setattr(working_out, "sleep", pauses.append)
    assert not solved(plan).has_failed
    assert (pauses, plan.seats.count()) == ([1, 3], 2)

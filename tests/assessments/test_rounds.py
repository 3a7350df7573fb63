"""A round from plan to deletion, and what is refused on the way."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.assessments.actions import rounds
from fagkompas.assessments.actions.rounds import (
    add_member,
    close_round,
    delete_round,
    edit_round,
    move_dates,
    open_round,
    participants_on_opening,
    plan_round,
    remove_member,
    reopen_round,
    retention,
)
from fagkompas.assessments.following import Counts, PersonStep, RoundStep, followed_people, followed_rounds
from fagkompas.assessments.models import (
    Agreement,
    Dialogue,
    Draft,
    Participant,
    PersonResult,
    Rating,
    Round,
    RoundState,
    Scope,
)
from fagkompas.assessments.permissions import followed_participants, nearest_people, rounds_followed_by
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Mode, Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.frameworks.making import shipped_version
from tests.people import People, make_employee, make_unit

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def plan(by: Employee, unit: Unit, **columns: object) -> Round:
    """A plan that holds, but for what the test says."""
    usual: rounds.RoundColumns = {
        "unit": unit,
        "version": shipped_version(),
        "mode": Mode.SCREENING.value,
        "scope": Scope.PERSON,
        "name": "Efterår 2026",
        "purpose": "Vi vil vide, hvad vi skal lære.",
        "opens_on": MONDAY,
        "closes_on": MONDAY + timedelta(days=21),
        "deletes_on": MONDAY + timedelta(days=400),
    }
    usual.update(columns)  # type: ignore[typeddict-item]  # a test may say anything
    return plan_round(by=by, now=NOON, **usual)


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[tuple[str | None, str]]:
    """Where and what, of every problem."""
    return [(problem.place.column, problem.message_code) for problem in refused.value.problems]


# Planning


def test_a_planned_round_has_nobody_in_it_yet(alma: Employee, north: Unit) -> None:
    planned = plan(alma, north)
    assert planned.state == RoundState.PLANNED
    assert not planned.participants.exists()
    assert Event.objects.filter(action="assessments.round.planned", target_uuid=planned.uuid, actor_id=alma.pk).exists()


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"name": "  "}, ("name", "name_missing")),
        ({"purpose": ""}, ("purpose", "purpose_missing")),
        ({"name": "Runde for 010190-1234"}, ("name", "cpr_like")),
        ({"purpose": "Om 0101901234"}, ("purpose", "cpr_like")),
        ({"closes_on": MONDAY - timedelta(days=1)}, ("closes_on", "round_closes_in_past")),
        (
            {"opens_on": MONDAY + timedelta(days=2), "closes_on": MONDAY + timedelta(days=1)},
            ("closes_on", "round_closes_before_opening"),
        ),
        ({"opens_on": MONDAY - timedelta(days=1)}, ("opens_on", "round_opens_in_past")),
        ({"deletes_on": MONDAY + timedelta(days=21)}, ("deletes_on", "round_deleted_before_closing")),
        ({"deletes_on": date(2099, 1, 1)}, ("deletes_on", "round_kept_too_long")),
        ({"scope": Scope.TEAM}, ("scope", "screening_is_of_persons")),
    ],
)
def test_a_plan_that_does_not_hold_is_refused(
    alma: Employee, north: Unit, columns: dict[str, object], problem: tuple[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        plan(alma, north, **columns)
    assert codes(refused) == [problem]
    assert not Round.objects.exists()


def test_all_problems_of_a_plan_are_told_together(alma: Employee, north: Unit) -> None:
    with pytest.raises(BadInput) as refused:
        plan(alma, north, name="", purpose="", closes_on=MONDAY - timedelta(days=1))
    assert [column for column, _code in codes(refused)] == ["name", "purpose", "closes_on"]


def test_a_unit_of_another_municipality_is_refused(alma: Employee, people: People) -> None:
    with pytest.raises(BadInput) as refused:
        plan(alma, people.andenkommune)
    assert codes(refused) == [("unit", "unit_unknown")]


def test_a_draft_of_a_framework_cannot_be_pinned(alma: Employee, north: Unit) -> None:
    version = shipped_version()
    type(version).objects.filter(pk=version.pk).update(state="draft")
    with pytest.raises(BadInput) as refused:
        plan(alma, north)
    assert codes(refused) == [("version", "version_not_published")]


def test_a_plan_can_be_changed_until_it_is_opened(alma: Employee, north: Unit) -> None:
    planned = plan(alma, north)
    edited = edit_round(round_=planned, by=alma, today=MONDAY, mode=Mode.DIALOGUE.value, scope=Scope.TEAM)
    assert (edited.mode, edited.scope) == (Mode.DIALOGUE, Scope.TEAM)
    open_round(round_=planned, by=alma, today=MONDAY)
    with pytest.raises(BadInput) as refused:
        edit_round(round_=planned, by=alma, today=MONDAY, name="Et andet navn")
    assert codes(refused) == [("state", "round_not_planned")]


# Opening


def test_opening_takes_a_snapshot_of_those_who_work_there_that_day(people: People) -> None:
    freja = people.freja
    freja.category = "B"
    freja.save()
    opened = open_round(round_=plan(people.dorte, people.testkommune), by=people.dorte, today=MONDAY)
    freja.unit = people.north
    freja.category = ""
    freja.save()
    part = participant_of(opened, freja)
    assert (part.unit, part.lineage, part.category) == (people.south, people.south.lineage, "B")
    names = opened.participants.order_by("employee__name").values_list("employee__name", flat=True)
    assert list(names) == ["Alma", "Bo", "Carla", "Dorte", "Erik", "Freja", "Gry", "Ida"]


def test_those_who_have_left_are_not_asked(alma: Employee, bo: Employee, north: Unit) -> None:
    bo.is_active, bo.retired_on = False, MONDAY
    bo.save()
    opened = open_round(round_=plan(alma, north), by=alma, today=MONDAY)
    assert not opened.participants.filter(employee=bo).exists()


def test_the_first_day_is_the_day_it_was_opened(alma: Employee, north: Unit) -> None:
    later = MONDAY + timedelta(days=2)
    assert open_round(round_=plan(alma, north), by=alma, today=later).opens_on == later
    assert Round.objects.get().takes_answers_on(later)
    assert not Round.objects.get().takes_answers_on(MONDAY)


def test_a_round_whose_last_day_has_passed_cannot_be_opened(alma: Employee, north: Unit) -> None:
    with pytest.raises(BadInput) as refused:
        open_round(round_=plan(alma, north), by=alma, today=MONDAY + timedelta(days=22))
    assert codes(refused) == [("closes_on", "round_closes_in_past")]
    assert Round.objects.get().state == RoundState.PLANNED


def test_a_unit_where_nobody_works_cannot_be_asked(people: People) -> None:
    empty = make_unit("Øst", people.testkommune)
    with pytest.raises(BadInput) as refused:
        open_round(round_=plan(people.dorte, empty), by=people.dorte, today=MONDAY)
    assert codes(refused) == [("unit", "round_without_people")]


def test_nobody_is_asked_the_same_in_two_rounds_at_once(people: People) -> None:
    open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    with pytest.raises(BadInput) as refused:
        open_round(round_=plan(people.dorte, people.testkommune, name="Hele"), by=people.dorte, today=MONDAY)
    assert codes(refused) == [("unit", "already_in_other_round")]
    assert refused.value.problems[0].found == "Alma"
    assert refused.value.problems[0].values == {"others": 2, "round": "Efterår 2026", "mode": "screening"}


def test_also_when_the_person_has_moved_since(people: People) -> None:
    open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    people.bo.unit = people.south
    people.bo.save()
    with pytest.raises(BadInput) as refused:
        open_round(round_=plan(people.dorte, people.south), by=people.dorte, today=MONDAY)
    assert refused.value.problems[0].found == "Bo"


def test_a_screening_and_a_dialogue_may_run_at_the_same_time(people: People) -> None:
    open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    other = plan(people.alma, people.north, mode=Mode.DIALOGUE.value)
    assert open_round(round_=other, by=people.alma, today=MONDAY).state == RoundState.OPEN


def test_a_closed_round_is_in_nobodys_way(people: People) -> None:
    first = open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    close_round(round_=first, by=people.alma)
    open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    with pytest.raises(BadInput) as refused:
        reopen_round(round_=first, by=people.alma)
    assert codes(refused) == [("unit", "already_in_other_round")]


@pytest.mark.parametrize(
    ("scope", "units"), [(Scope.TEAM, ["Testkommune", "Nord", "Syd"]), (Scope.ORGANISATION, ["Testkommune"])]
)
def test_units_sit_together(people: People, scope: Scope, units: list[str]) -> None:
    planned = plan(people.dorte, people.testkommune, mode=Mode.DIALOGUE.value, scope=scope)
    assert [one.unit.name for one in participants_on_opening(planned)] == units
    opened = open_round(round_=planned, by=people.dorte, today=MONDAY)
    assert not opened.participants.filter(employee__isnull=False).exists()
    with pytest.raises(BadInput) as refused:
        open_round(
            round_=plan(people.dorte, people.testkommune, mode=Mode.DIALOGUE.value, scope=scope),
            by=people.dorte,
            today=MONDAY,
        )
    assert codes(refused) == [("unit", "already_in_other_round")]


# While it runs


def test_the_last_day_can_be_moved_while_it_is_open(alma: Employee, north: Unit) -> None:
    opened = open_round(round_=plan(alma, north), by=alma, today=MONDAY)
    later = MONDAY + timedelta(days=40)
    assert move_dates(round_=opened, by=alma, closes_on=later).closes_on == later
    with pytest.raises(BadInput) as refused:
        move_dates(round_=opened, by=alma, closes_on=MONDAY - timedelta(days=1))
    assert codes(refused) == [("closes_on", "round_closes_before_opening")]


def test_of_a_closed_round_only_the_day_of_deletion_can_be_moved(alma: Employee, north: Unit) -> None:
    opened = open_round(round_=plan(alma, north), by=alma, today=MONDAY)
    close_round(round_=opened, by=alma)
    day = MONDAY + timedelta(days=100)
    assert move_dates(round_=opened, by=alma, deletes_on=day).deletes_on == day
    with pytest.raises(BadInput) as refused:
        move_dates(round_=opened, by=alma, closes_on=day - timedelta(days=1))
    assert codes(refused) == [("state", "round_dates_fixed")]


def test_a_new_colleague_joins_and_leaves_again(people: People) -> None:
    opened = open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    nina = make_employee("Nina", people.north)
    joined = add_member(round_=opened, employee=nina, by=people.alma)
    assert (joined.unit, joined.lineage) == (people.north, people.north.lineage)
    with pytest.raises(BadInput) as refused:
        add_member(round_=opened, employee=nina, by=people.alma)
    assert codes(refused) == [("employee", "already_in_round")]
    remove_member(participant=joined, by=people.alma)
    assert not opened.participants.filter(employee=nina).exists()
    actions = Event.objects.filter(subject_id=nina.pk).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["assessments.participant.added", "assessments.participant.removed"]


def test_somebody_of_another_unit_cannot_join(people: People) -> None:
    opened = open_round(round_=plan(people.alma, people.north), by=people.alma, today=MONDAY)
    with pytest.raises(BadInput) as refused:
        add_member(round_=opened, employee=people.carla, by=people.alma)
    assert codes(refused) == [("employee", "not_in_unit")]


def test_leaving_deletes_what_was_answered(people: People) -> None:
    round_ = make_round(people.north)
    bo = participant_of(round_, people.bo)
    answer(bo, 2, by=people.bo)
    removed = remove_member(participant=bo, by=people.alma)
    assert removed.answers > 0
    assert not Rating.objects.filter(participant_id=bo.pk).exists()
    assert not PersonResult.objects.filter(participant_id=bo.pk).exists()


def test_once_both_have_signed_the_person_stays(people: People) -> None:
    round_ = make_round(people.north)
    bo = participant_of(round_, people.bo)
    Dialogue.objects.create(participant=bo, manager_signed_at=NOON, employee_signed_at=NOON)
    with pytest.raises(BadInput) as refused:
        remove_member(participant=bo, by=people.alma)
    assert codes(refused) == [("employee", "dialogue_is_signed")]


def test_closing_is_done_once_and_can_be_taken_back(alma: Employee, north: Unit) -> None:
    opened = open_round(round_=plan(alma, north), by=alma, today=MONDAY)
    assert close_round(round_=opened, by=alma).state == RoundState.CLOSED
    with pytest.raises(BadInput) as refused:
        close_round(round_=opened, by=alma)
    assert codes(refused) == [("state", "round_not_open")]
    assert reopen_round(round_=opened, by=alma).state == RoundState.OPEN


# Deletion


def full_round(people: People) -> Round:
    """A round with something of everything in it."""
    round_ = make_round(people.north)
    bo = participant_of(round_, people.bo)
    answer(bo, 2, by=people.bo)
    Draft.objects.create(participant=bo, rater="manager", author=people.alma, item="AU-G1", value=2, saved_at=NOON)
    dialogue = Dialogue.objects.create(participant=bo, behaviour="Han ringer selv.")
    Agreement.objects.create(dialogue=dialogue, text="Følges med Erik", due_on=MONDAY)
    return round_


def test_deleting_a_round_deletes_all_that_people_gave(people: People) -> None:
    round_ = full_round(people)
    answers = Rating.objects.count()
    deleted = delete_round(round_=round_, by=people.alma)
    assert (deleted.people, deleted.answers, deleted.drafts, deleted.dialogues, deleted.profiles) == (
        3,
        answers,
        1,
        1,
        1,
    )
    for model in (Round, Participant, Rating, Draft, Dialogue, Agreement, PersonResult):
        assert not model.objects.exists(), model
    event = Event.objects.get(action="assessments.round.deleted")
    assert event.details == {"people": 3, "answers": answers, "dialogues": 1}


def test_the_retention_run_deletes_on_the_day_after_and_tells(people: People) -> None:
    round_ = full_round(people)
    assert [line.rows for line in retention(today=round_.deletes_on, dry_run=False)] == [0]
    after = round_.deletes_on + timedelta(days=1)
    would = retention(today=after, dry_run=True)
    assert Round.objects.count() == 1
    assert retention(today=after, dry_run=False) == would
    assert not Round.objects.exists()
    assert not Rating.objects.exists()
    assert "Efterår 2026" in would[0].what
    assert would[0].rows > 60
    assert [line.rows for line in retention(today=after, dry_run=False)] == [0]


# Who follows what


def test_a_manager_below_follows_own_people_of_a_round_from_above(people: People) -> None:
    round_ = make_round(people.testkommune)
    assert list(rounds_followed_by(people.alma)) == [round_]
    followed = followed_participants(people.alma, [round_])
    assert {one.employee.name for one in followed if one.employee} == {"Alma", "Bo", "Erik"}
    assert followed_participants(people.dorte, [round_]).count() == 8


def test_a_plan_from_above_is_not_shown_below(people: People) -> None:
    planned = plan(people.dorte, people.testkommune)
    assert list(rounds_followed_by(people.alma)) == []
    assert list(rounds_followed_by(people.dorte)) == [planned]


def test_nobody_follows_rounds_of_others(people: People) -> None:
    round_ = make_round(people.north)
    for person in (people.bo, people.gry, people.ida, people.outsider):
        assert list(rounds_followed_by(person)) == []
        assert not followed_participants(person, [round_]).exists()


def test_counts_and_next_steps(people: People) -> None:
    round_ = make_round(people.north)
    today = round_.opens_on
    bo, erik = participant_of(round_, people.bo), participant_of(round_, people.erik)
    answer(bo, 2, by=people.bo)

    def step() -> RoundStep:
        return followed_rounds(people.alma, [round_], today)[0].step

    def person_steps() -> dict[str, PersonStep]:
        rows = followed_participants(people.alma, [round_]).select_related("employee", "unit", "round", "dialogue")
        return {str(one.participant.employee): one.step for one in followed_people(people.alma, rows)}

    assert followed_rounds(people.alma, [round_], today)[0].counts == Counts(
        people=3, answered=1, without_answer=2, rated=0, signed=0, to_rate=2, to_talk_with=2, to_remind=1
    )
    assert step() is RoundStep.RATE
    assert person_steps() == {"Alma": PersonStep.NOTHING, "Bo": PersonStep.RATE, "Erik": PersonStep.RATE}
    answer(bo, 3, by=people.alma, rater=Rater.MANAGER)
    answer(erik, 3, by=people.alma, rater=Rater.MANAGER)
    assert person_steps() == {"Alma": PersonStep.NOTHING, "Bo": PersonStep.TALK, "Erik": PersonStep.WAIT_FOR_ANSWER}
    Participant.objects.filter(round=round_).update(manager_submitted_at=NOON)
    assert step() is RoundStep.REMIND
    Participant.objects.filter(round=round_).update(self_submitted_at=NOON)
    assert step() is RoundStep.TALK
    for one in Participant.objects.filter(round=round_):
        Dialogue.objects.create(participant=one, manager_signed_at=NOON, employee_signed_at=NOON)
    assert step() is RoundStep.CLOSE
    assert person_steps()["Bo"] is PersonStep.PROFILE
    close_round(round_=round_, by=people.alma)
    round_.refresh_from_db()
    assert step() is RoundStep.DELETE_LATER


def test_a_consultant_has_nobody_to_rate(people: People) -> None:
    round_ = make_round(people.testkommune)
    rows = followed_participants(people.dorte, [round_]).select_related("employee", "unit", "round", "dialogue")
    assert {one.step for one in followed_people(people.dorte, rows)} == {PersonStep.NOTHING}


def test_following_many_rounds_takes_no_more_queries_than_one(people: People) -> None:
    counts = []
    for _number in range(3):
        make_round(people.north)
        found = list(rounds_followed_by(people.alma))
        with CaptureQueriesContext(connection) as queries:
            followed_rounds(people.alma, found, MONDAY)
        counts.append(len(queries))
    assert counts == [4, 4, 4]


def test_the_nearest_manager_is_the_one_to_rate(people: People) -> None:
    """Lis manages all of Testkommune, Alma Nord and Jens Syd; Mona comes to share Nord with Alma."""
    lis = make_employee("Lis", people.testkommune, Role.MANAGER)
    jens = make_employee("Jens", people.south, Role.MANAGER)
    round_ = make_round(people.testkommune)

    def nearest_to(person: Employee) -> set[str]:
        return {str(one.employee) for one in round_.participants.filter(nearest_people(person)).with_people()}

    assert nearest_to(people.alma) == {"Bo", "Erik"}
    assert nearest_to(jens) == {"Carla", "Freja"}
    assert nearest_to(lis) == {"Alma", "Jens", "Dorte", "Gry", "Ida"}
    assert nearest_to(people.bo) == set()
    mona = make_employee("Mona", people.north, Role.MANAGER)
    assert nearest_to(mona) == {"Bo", "Erik", "Alma"}, "two who lead a unit together rate each other"
    assert nearest_to(lis) == {"Jens", "Dorte", "Gry", "Ida"}


def test_a_manager_of_the_whole_has_the_individuals_of_all(people: People) -> None:
    lis = make_employee("Lis", people.testkommune, Role.MANAGER)
    round_ = make_round(people.testkommune)
    rows = followed_participants(lis, [round_]).select_related("employee", "unit", "round", "dialogue")
    steps = {str(one.participant.employee): one.step for one in followed_people(lis, rows)}
    assert steps.pop("Lis") is PersonStep.NOTHING
    assert set(steps.values()) == {PersonStep.RATE}

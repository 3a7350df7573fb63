"""Answers: saved as drafts, submitted as ratings, taken up again, and everything that is refused."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from fagkompas.accounts.models import Role
from fagkompas.assessments.actions.answers import drop_changes, reopen, save_drafts, submit
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.models import (
    Draft,
    Participant,
    PersonResult,
    Rating,
    Round,
    RoundState,
    Scope,
)
from fagkompas.assessments.questions import GivenAnswer, answers_of, asked_columns, drafts_of, ratings_of
from fagkompas.assessments.to_engine import submitted_values
from fagkompas.assessments.wording import REFUSALS, refusal
from fagkompas.assessments.workbooks.ratings import EVIDENCE_LENGTH
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import NOT_RELEVANT, UNANSWERED, Mode, Rater
from fagkompas.frameworks.to_engine import engine_framework
from tests.assessments.rounds import answer, given, join, make_round, participant_of
from tests.people import People, make_employee

NOW = timezone.now()


@pytest.fixture
def round_(people: People) -> Round:
    """A screening in Nord that takes answers."""
    return make_round(people.north)


@pytest.fixture
def bo_there(round_: Round, people: People) -> Participant:
    """Bo in the round."""
    return participant_of(round_, people.bo)


def save(participant: Participant, *answers: GivenAnswer, now: datetime = NOW) -> datetime:
    """Save as the person."""
    assert participant.employee is not None
    return save_drafts(participant=participant, rater=Rater.SELF, author=participant.employee, answers=answers, now=now)


def codes_of(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    """Why it was refused."""
    return [problem.message_code for problem in refused.value.problems]


# Drafts


def test_an_answer_is_kept_as_it_was_given(bo_there: Participant, people: People) -> None:
    at = save(bo_there, GivenAnswer(item="AU-G1", value=0, evidence="Har prøvet en gang."))
    assert at == NOW
    assert drafts_of(bo_there, Rater.SELF, people.bo) == {
        "AU-G1": GivenAnswer(item="AU-G1", value=0, evidence="Har prøvet en gang.")
    }


def test_a_later_answer_replaces_an_earlier_one(bo_there: Participant, people: People) -> None:
    save(bo_there, *given({"AU-G1": 1, "AU-G2": 2}))
    save(bo_there, *given({"AU-G1": NOT_RELEVANT}), now=NOW + timedelta(minutes=1))
    kept = drafts_of(bo_there, Rater.SELF, people.bo)
    assert kept["AU-G1"] == GivenAnswer(item="AU-G1", not_relevant=True)
    assert kept["AU-G2"].value == 2


def test_an_answer_can_be_taken_back(bo_there: Participant, people: People) -> None:
    save(bo_there, *given({"AU-G1": 1}))
    save(bo_there, GivenAnswer(item="AU-G1"))
    assert not drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"].is_answered


def test_the_same_item_twice_keeps_the_last(bo_there: Participant, people: People) -> None:
    save(bo_there, GivenAnswer(item="AU-G1", value=1), GivenAnswer(item="AU-G1", value=3))
    assert drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"].value == 3


def test_drafts_count_for_nothing(bo_there: Participant, people: People) -> None:
    save(bo_there, *given({column.code: 4 for column in asked_columns(bo_there)}))
    framework = engine_framework(bo_there.round.version)
    values = submitted_values([bo_there], framework=framework, mode=Mode.SCREENING)
    assert (values[Rater.SELF] == UNANSWERED).all()
    assert not PersonResult.objects.exists()
    bo_there.refresh_from_db()
    assert bo_there.self_submitted_at is None


def test_each_author_has_own_drafts(bo_there: Participant, people: People) -> None:
    second = make_employee("Hanne", people.north, Role.MANAGER)
    for author, value in ((people.alma, 1), (second, 4)):
        answers = given({"AU-G1": value})
        save_drafts(participant=bo_there, rater=Rater.MANAGER, author=author, answers=answers, now=NOW)
    assert drafts_of(bo_there, Rater.MANAGER, people.alma)["AU-G1"].value == 1
    assert drafts_of(bo_there, Rater.MANAGER, second)["AU-G1"].value == 4
    assert drafts_of(bo_there, Rater.SELF, people.bo) == {}


# Submitting


def test_submitting_makes_ratings_results_and_an_event(bo_there: Participant, people: People) -> None:
    save(bo_there, *given({"AU-G1": 3, "AU-G2": NOT_RELEVANT}), GivenAnswer(item="AU-G3"))
    assert submit(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW) == 2
    rows = Rating.objects.order_by("item").values_list(
        "item", "value", "not_relevant", "revision", "author", "rater", "at"
    )
    assert list(rows) == [
        ("AU-G1", 3, False, 1, people.bo.pk, "self", NOW),
        ("AU-G2", None, True, 1, people.bo.pk, "self", NOW),
    ]
    assert not Draft.objects.exists()
    bo_there.refresh_from_db()
    assert (bo_there.self_submitted_at, bo_there.manager_submitted_at) == (NOW, None)
    assert bo_there.result.figures["basis"] == {
        "agreed": 0,
        "manager": 0,
        "self": 1,
        "not_relevant": 1,
        "unanswered": 77,
    }
    event = Event.objects.get(action="assessments.answers.submitted")
    assert (event.actor_id, event.subject_id, event.target_uuid) == (people.bo.pk, people.bo.pk, bo_there.uuid)
    assert event.details == {"rater": "self", "revision": 1, "answers": 2}


def test_the_units_figures_are_no_longer_held_to_be_fresh(bo_there: Participant, people: People) -> None:
    answer(bo_there, 2, by=people.bo)
    refresh_unit_results(round_=bo_there.round, now=NOW)
    assert not Round.objects.filter(figures_stale=True).exists()
    answer(participant_of(bo_there.round, people.erik), 2, by=people.erik)
    assert Round.objects.filter(figures_stale=True, unit_results__unit=people.north).exists()


def test_the_manager_s_answers_come_before_the_person_s(bo_there: Participant, people: People) -> None:
    answer(bo_there, 1, by=people.bo)
    answer(bo_there, {"AU-G1": 4}, by=people.alma, rater=Rater.MANAGER)
    bo_there.refresh_from_db()
    assert bo_there.manager_submitted_at is not None
    assert bo_there.result.figures["basis"] == {
        "agreed": 0,
        "manager": 1,
        "self": 78,
        "not_relevant": 0,
        "unanswered": 0,
    }


def test_a_team_together_gives_agreed_answers(people: People) -> None:
    round_ = make_round(people.south, mode=Mode.DIALOGUE, scope=Scope.TEAM)
    team = round_.participants.select_related("round__version__framework").get()
    answer(team, {"AU-G": 3, "AU-S": 2, "AU-PRA": 4}, by=people.alma, rater=Rater.AGREED)
    team.refresh_from_db()
    assert team.manager_submitted_at is not None
    assert team.result.figures["fields"]["AU"]["standing"] == "emerging"
    assert team.result.figures["basis"]["agreed"] == 3
    assert Event.objects.get(action="assessments.answers.submitted").subject_id is None


def test_items_of_another_category_are_not_asked_and_not_relevant(people: People) -> None:
    round_ = make_round(people.north, framework="roller-kar")
    some = next(
        column.categories
        for column in asked_columns(participant_of(round_, people.bo))
        if column.categories is not None
    )
    round_.participants.filter(employee=people.bo).update(category=next(iter(some)))
    bo = participant_of(round_, people.bo)
    asked = asked_columns(bo)
    everything = asked_columns(participant_of(round_, people.erik))
    assert {column.categories for column in asked} == {None, some}
    answer(bo, 2, by=people.bo)
    bo.refresh_from_db()
    assert bo.result.figures["basis"]["not_relevant"] == len(everything) - len(asked)
    assert bo.result.figures["basis"]["unanswered"] == 0


# Taking up again


def test_taken_up_again_drafts_begin_as_they_were_and_what_was_submitted_counts(
    bo_there: Participant, people: People
) -> None:
    answer(bo_there, {"AU-G1": 1, "AU-G2": NOT_RELEVANT}, by=people.bo)
    reopen(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    assert drafts_of(bo_there, Rater.SELF, people.bo) == ratings_of(bo_there, Rater.SELF)
    save(bo_there, *given({"AU-G1": 4}))
    state = answers_of(participant_of(bo_there.round, people.bo), Rater.SELF, people.bo)
    assert (state.is_submitted, state.is_locked) == (True, False)
    assert (state.shown["AU-G1"].value, state.submitted["AU-G1"].value) == (4, 1)


def test_submitted_anew_is_the_next_revision_and_the_first_stands(bo_there: Participant, people: People) -> None:
    answer(bo_there, {"AU-G1": 1, "AU-G2": 2}, by=people.bo)
    reopen(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    save(bo_there, GivenAnswer(item="AU-G1", value=4), GivenAnswer(item="AU-G2"))
    submit(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    rows = Rating.objects.order_by("revision", "item").values_list("revision", "item", "value")
    assert list(rows) == [(1, "AU-G1", 1), (1, "AU-G2", 2), (2, "AU-G1", 4), (2, "AU-G2", None)]
    bo_there.refresh_from_db()
    assert bo_there.result.figures["basis"]["self"] == 1


def test_dropping_the_changes_leaves_what_was_submitted(bo_there: Participant, people: People) -> None:
    answer(bo_there, {"AU-G1": 1}, by=people.bo)
    reopen(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    save(bo_there, *given({"AU-G1": 4}))
    drop_changes(participant=bo_there, rater=Rater.SELF, by=people.bo)
    assert not Draft.objects.exists()
    assert ratings_of(bo_there, Rater.SELF)["AU-G1"].value == 1
    assert answers_of(participant_of(bo_there.round, people.bo), Rater.SELF, people.bo).is_locked


def test_taken_up_again_twice_keeps_what_has_been_changed(bo_there: Participant, people: People) -> None:
    answer(bo_there, {"AU-G1": 1}, by=people.bo)
    reopen(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    save(bo_there, *given({"AU-G1": 4}))
    reopen(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    assert drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"].value == 4


def test_the_latest_of_two_managers_counts(bo_there: Participant, people: People) -> None:
    second = make_employee("Hanne", people.testkommune, Role.MANAGER)
    answer(bo_there, {"AU-G1": 1}, by=people.alma, rater=Rater.MANAGER)
    reopen(participant=bo_there, rater=Rater.MANAGER, by=second, now=NOW)
    answer(bo_there, {"AU-G1": 4}, by=second, rater=Rater.MANAGER)
    reopen(participant=bo_there, rater=Rater.MANAGER, by=people.alma, now=NOW)
    answer(bo_there, {"AU-G1": 2}, by=people.alma, rater=Rater.MANAGER)
    assert list(Rating.objects.order_by("revision").values_list("revision", "value")) == [(1, 1), (2, 4), (3, 2)]
    assert ratings_of(bo_there, Rater.MANAGER)["AU-G1"].value == 2


# What is refused


@pytest.mark.parametrize(
    ("state", "days_after_first", "expected"),
    [
        (RoundState.OPEN, -1, "round_not_open"),
        (RoundState.OPEN, 0, None),
        (RoundState.OPEN, 28, None),
        (RoundState.OPEN, 29, "round_over"),
        (RoundState.PLANNED, 0, "round_planned"),
        (RoundState.CLOSED, 0, "round_closed"),
    ],
)
def test_answers_are_taken_from_the_first_day_to_the_last(
    people: People, state: RoundState, days_after_first: int, expected: str | None
) -> None:
    first = date(2026, 11, 3)
    bo = participant_of(make_round(people.north, opens_on=first, state=state), people.bo)
    noon = timezone.make_aware(datetime.combine(first + timedelta(days=days_after_first), datetime.min.time()))
    if expected is None:
        assert save(bo, *given({"AU-G1": 1}), now=noon) == noon
        return
    with pytest.raises(BadInput) as refused:
        save(bo, *given({"AU-G1": 1}), now=noon)
    assert codes_of(refused) == [expected]
    with pytest.raises(BadInput):
        submit(participant=bo, rater=Rater.SELF, by=people.bo, now=noon)
    with pytest.raises(BadInput):
        reopen(participant=bo, rater=Rater.SELF, by=people.bo, now=noon)


def test_the_day_is_that_of_copenhagen(people: People) -> None:
    bo = participant_of(make_round(people.north, opens_on=date(2026, 11, 3)), people.bo)
    last_minute = datetime(2026, 12, 1, 22, 59, tzinfo=timezone.get_fixed_timezone(0))
    assert save(bo, *given({"AU-G1": 1}), now=last_minute) == last_minute
    with pytest.raises(BadInput):
        save(bo, *given({"AU-G1": 1}), now=last_minute + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        (GivenAnswer(item="XX-G1", value=1), "unknown_item"),
        (GivenAnswer(item="AU-G", value=1), "unknown_item"),
        (GivenAnswer(item="", value=1), "unknown_item"),
        (GivenAnswer(item="AU-G1", value=5), "out_of_range"),
        (GivenAnswer(item="AU-G1", value=-1), "out_of_range"),
        (GivenAnswer(item="AU-G1", value=2, not_relevant=True), "point_and_not_relevant"),
        (GivenAnswer(item="AU-G1", value=2, evidence="x" * (EVIDENCE_LENGTH + 1)), "evidence_too_long"),
        (GivenAnswer(item="AU-G1", value=2, evidence="Som i sagen 010190-1234."), "cpr_in_evidence"),
        (GivenAnswer(item="AU-G1", value=2, evidence="6101901234"), "cpr_in_evidence"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_refused_and_nothing_is_half_saved(
    bo_there: Participant, bad: GivenAnswer, expected: str
) -> None:
    with pytest.raises(BadInput) as refused:
        save(bo_there, *given({"AU-G2": 1}), bad)
    assert codes_of(refused) == [expected]
    assert refused.value.problems[0].place.column == bad.item
    assert not Draft.objects.exists()


def test_a_note_of_just_the_length_is_kept(bo_there: Participant, people: People) -> None:
    save(bo_there, GivenAnswer(item="AU-G1", value=2, evidence="x" * EVIDENCE_LENGTH))
    assert len(drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"].evidence) == EVIDENCE_LENGTH


def test_an_item_of_another_category_is_unknown(people: People) -> None:
    round_ = make_round(people.north, framework="roller-kar")
    foreign = next(c for c in asked_columns(participant_of(round_, people.bo)) if c.categories)
    round_.participants.filter(employee=people.bo).update(category="ANDEN")
    with pytest.raises(BadInput) as refused:
        save(participant_of(round_, people.bo), *given({foreign.code: 1}))
    assert codes_of(refused) == ["unknown_item"]


def test_what_is_submitted_must_be_taken_up_again_first(bo_there: Participant, people: People) -> None:
    answer(bo_there, {"AU-G1": 1}, by=people.bo)
    with pytest.raises(BadInput) as refused:
        save(participant_of(bo_there.round, people.bo), *given({"AU-G1": 4}))
    assert codes_of(refused) == ["already_submitted"]


def test_nothing_cannot_be_submitted_taken_up_again_or_dropped(bo_there: Participant, people: People) -> None:
    save(bo_there, GivenAnswer(item="AU-G1"))
    with pytest.raises(BadInput) as refused:
        submit(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW)
    assert codes_of(refused) == ["nothing_answered"]
    for act in (
        lambda: reopen(participant=bo_there, rater=Rater.SELF, by=people.bo, now=NOW),
        lambda: drop_changes(participant=bo_there, rater=Rater.SELF, by=people.bo),
    ):
        with pytest.raises(BadInput) as refused:
            act()
        assert codes_of(refused) == ["nothing_submitted"]
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_every_refusal_is_a_sentence(code: str, language: str) -> None:
    values: dict[str, str | int | float | None] = {
        "opens_on": "2026-11-03",
        "closed_on": "2026-12-01",
        "characters": 2001,
        "limit": 2000,
    }
    problem = Problem(place=Place(column="AU-G1"), found="7", message_code=code, values=values)
    with translation.override(language):
        sentence = refusal(problem)
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_a_refusal_says_the_day_as_people_write_it() -> None:
    problem = Problem(place=Place(), found="", message_code="round_not_open", values={"opens_on": "2026-11-03"})
    with translation.override("da"):
        assert refusal(problem).startswith("Runden åbner 3. november 2026.")
    with translation.override("en"):
        assert refusal(problem).startswith("The round opens on 3 November 2026.")


def test_somebody_who_joins_later_is_asked_too(round_: Round, people: People) -> None:
    newcomer = make_employee("Jens", people.north)
    answer(join(round_, newcomer), {"AU-G1": 2}, by=newcomer)
    assert Rating.objects.filter(author=newcomer).count() == 1

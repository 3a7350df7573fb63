"""The yearly review's rules: who may plan it, what is kept from whom, signatures, a new manager, and what is deleted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.accounts.permissions import nearest_managers_of, people_led_nearest
from fagkompas.assessments.models import Round
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import reviews as actions
from fagkompas.learning.models import Participation, Review, ReviewAgreement, Went
from fagkompas.learning.permissions.reviews import agreements_of, reviews_of
from fagkompas.learning.review_guide import FEEDBACK, FILE, read_review_guide, review_guide
from fagkompas.learning.reviewing import looking, prepared_from, result_both_see
from fagkompas.learning.today import reviews as todays
from fagkompas.learning.wording.reviews import SENTENCES
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.test_at_the_same_moment import at_once
from tests.assessments.units import rated_round
from tests.catalogue.making import make_offering
from tests.learning.participation import make_learned
from tests.learning.reviews import agreement_of, make_review, make_signed, prepare, typed
from tests.people import People, make_employee, make_people
from tests.today import asked

TODAY = timezone.localdate()
NOW = timezone.now()


def codes(refused: "pytest.ExceptionInfo[BadInput]") -> list[str]:
    return [problem.message_code for problem in refused.value.problems]


def fresh(review: Review) -> Review:
    return Review.objects.get(pk=review.pk)


def stored(review: Review) -> dict[str, object]:
    """What stands in the table, as somebody reads it who has the database only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notes, own_preparation, own_wish, manager_preparation FROM learning_review WHERE id = %s",
            [review.pk],
        )
        return dict(zip(("notes", "own", "wish", "manager"), cursor.fetchone(), strict=True))


def new_manager(people: People) -> Employee:
    """Alma leads Nord no longer; Lis does."""
    RoleHeld.objects.filter(employee=people.alma).delete()
    return make_employee("Lis", people.north, Role.MANAGER)


# The guide


def test_every_topic_has_a_place_in_the_talk_and_the_guide_ends_with_the_employees_words_to_the_manager() -> None:
    guide = review_guide()
    placed = [part.code for step in guide.steps for part in guide.parts_of(step)]
    assert sorted(placed) == sorted(part.code for part in guide.parts)
    assert {part.kar for part in guide.parts} == {"capability", "behaviour", "results"}
    assert FEEDBACK in {step.code for step in guide.steps}
    assert guide.minutes == 90


def test_mistakes_in_the_guide_are_told_with_their_lines() -> None:
    text = (
        FILE.read_text(encoding="utf-8")
        .replace("minutes: 5\n", "minutes: five\n")
        .replace("kar: results\n", "karr: results\n", 1)
    )
    with pytest.raises(BadInput) as refused:
        read_review_guide(text)
    found = {problem.message_code: problem.place for problem in refused.value.problems}
    assert set(found) == {"not_a_count", "missing_key", "unknown_key"}
    assert text.splitlines()[(found["not_a_count"].row or 0) - 1].strip() == "minutes: five"


# Planned


def test_a_manager_plans_several_at_once_with_those_whom_she_manages_nearest(people: People) -> None:
    made = actions.plan_reviews(
        people=[people.bo, people.erik], planned_on=TODAY + timedelta(days=9), by=people.alma, today=TODAY
    )
    assert [review.employee.name for review in made] == ["Bo", "Erik"]
    assert {review.deletes_on for review in Review.objects.all()} == {made[0].deletes_on}
    assert Event.objects.filter(action="learning.review.planned").count() == 2


def test_the_nearest_manager_is_asked_both_ways(people: People) -> None:
    above = make_employee("Lis", people.testkommune, Role.MANAGER)
    deputy = make_employee("Otto", people.south, Role.MANAGER)
    beside = make_employee("Pia", people.south, Role.MANAGER)
    for person in Employee.objects.of_root(people.testkommune.pk):
        for manager in (people.alma, above, deputy, beside):
            is_led = people_led_nearest(manager).filter(pk=person.pk).exists()
            assert is_led == nearest_managers_of(person).filter(pk=manager.pk).exists(), (person, manager)
    assert set(people_led_nearest(above)) >= {people.alma, people.dorte}
    assert set(people_led_nearest(deputy)) == {people.carla, people.freja, beside}


@pytest.mark.parametrize(
    ("whom", "day", "code"),
    [
        ("", TODAY, "nobody_chosen"),
        ("carla", TODAY, "not_nearest"),
        ("alma", TODAY, "not_nearest"),
        ("outsider", TODAY, "not_nearest"),
        ("bo", TODAY - timedelta(days=1), "planned_in_past"),
        ("bo", TODAY + timedelta(days=500), "planned_too_late"),
    ],
)
def test_what_cannot_be_planned(people: People, whom: str, day: date, code: str) -> None:
    chosen = [getattr(people, whom)] if whom else []
    with pytest.raises(BadInput) as refused:
        actions.plan_reviews(people=chosen, planned_on=day, by=people.alma, today=TODAY)
    assert codes(refused) == [code]


def test_nobody_gets_two_at_once_and_after_both_signatures_the_next_can_be_planned(people: People) -> None:
    make_review(people)
    with pytest.raises(BadInput) as refused:
        make_review(people)
    assert codes(refused) == ["review_planned"]
    Review.objects.all().delete()
    make_signed(people)
    make_review(people, in_days=300)


def test_it_is_called_off_until_somebody_has_written(people: People) -> None:
    review = make_review(people)
    with pytest.raises(BadInput) as refused:
        actions.call_off(review=review, by=people.bo)
    assert codes(refused) == ["manager_calls_off"]
    actions.save_preparation(review=review, revision=0, answers={"skill-1": "Noget"}, wish="", by=people.bo)
    with pytest.raises(BadInput) as refused:
        actions.call_off(review=review, by=people.alma)
    assert codes(refused) == ["review_written_in"]
    moved = actions.move_review(review=review, planned_on=TODAY + timedelta(days=30), by=people.alma, today=TODAY)
    assert moved.planned_on == TODAY + timedelta(days=30)
    actions.save_preparation(review=review, revision=1, answers={}, wish="", by=people.bo)
    actions.call_off(review=review, by=people.alma)
    assert not Review.objects.exists()


# Kept for the two


def test_nothing_that_the_two_write_can_be_read_in_the_database(people: People) -> None:
    review = make_review(people)
    prepare(review, people.bo, {"skill-1": "Hemmeligt et"}, wish="Hemmeligt to")
    prepare(review, people.alma, {"skill-1": "Hemmeligt tre"})
    written = typed("Hemmelig aftale", skill="Hemmelig note")
    actions.save_review(review=review, revision=0, typed=written, by=people.bo, now=NOW)
    assert all(text and "emmelig" not in str(text) for text in stored(review).values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM learning_reviewagreement")
        assert "emmelig" not in cursor.fetchone()[0]
    held = fresh(review)
    assert (held.notes, held.own_wish) == ({"skill": "Hemmelig note"}, "Hemmeligt to")
    assert agreement_of(review).text == "Hemmelig aftale"


def test_what_is_empty_is_stored_as_nothing(people: People) -> None:
    assert set(stored(make_review(people)).values()) == {""}


def test_only_the_two_find_it(people: People) -> None:
    make_signed(people)
    above = make_employee("Lis", people.testkommune, *Role)
    others = (people.carla, people.dorte, people.erik, people.gry, people.ida, people.outsider, above)
    for person in others:
        assert not reviews_of(person).exists(), person
        assert not agreements_of(person).exists(), person
    for person in (people.alma, people.bo):
        assert reviews_of(person).count() == agreements_of(person).count() == 1


def test_a_preparation_is_its_authors_until_it_is_shared(people: People) -> None:
    review = make_review(people)
    actions.save_preparation(review=review, revision=0, answers={"skill-1": "Skjult"}, wish="Også", by=people.bo)
    seen = looking(people.alma, fresh(review))
    assert (seen.employee_answers, seen.wish) == ({}, "")
    actions.share_preparation(review=review, by=people.bo, now=NOW)
    seen = looking(people.alma, fresh(review))
    assert (seen.employee_answers, seen.wish) == ({"skill-1": "Skjult"}, "Også")
    assert looking(people.bo, fresh(review)).manager_answers == {}


def test_nothing_prepared_cannot_be_shared_and_codes_of_no_question_are_not_kept(people: People) -> None:
    review = make_review(people)
    actions.save_preparation(review=review, revision=0, answers={"nonsense": "Noget"}, wish="", by=people.bo)
    with pytest.raises(BadInput) as refused:
        actions.share_preparation(review=review, by=people.bo, now=NOW)
    assert codes(refused) == ["nothing_prepared"]


# Written by both, and signed


def test_a_save_on_an_old_revision_is_refused(people: People) -> None:
    review = make_review(people)
    actions.save_review(review=review, revision=0, typed=typed(results="Nåede det"), by=people.alma, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.save_review(review=review, revision=0, typed=typed(results="Andet"), by=people.bo, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.sign(review=review, revision=0, by=people.bo, now=NOW)
    assert fresh(review).notes == {"results": "Nåede det"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": "x" * 501}, "text_too_long"),
        ({"text": "Ring 010190-1234"}, "cpr_like"),
        ({"due_on": TODAY - timedelta(days=1)}, "agreement_due_in_past"),
        ({"due_on": TODAY + timedelta(days=800)}, "agreement_due_too_late"),
    ],
)
def test_what_cannot_be_agreed(people: People, changes: dict[str, object], code: str) -> None:
    written = typed("En aftale")
    bad = replace(written, agreements=(replace(written.agreements[0], **changes),))  # type: ignore[arg-type]
    with pytest.raises(BadInput) as refused:
        actions.save_review(review=make_review(people), revision=0, typed=bad, by=people.bo, now=NOW)
    assert codes(refused) == [code]


def test_either_signs_first_and_takes_it_back_until_the_other_has_signed(people: People) -> None:
    review = make_review(people)
    held = actions.save_review(review=review, revision=0, typed=typed("En aftale"), by=people.bo, now=NOW)
    actions.sign(review=review, revision=held.revision, by=people.bo, now=NOW)
    with pytest.raises(BadInput) as refused:
        actions.save_review(review=review, revision=1, typed=typed("En anden"), by=people.alma, now=NOW)
    assert codes(refused) == ["review_is_locked"]
    with pytest.raises(BadInput) as refused:
        actions.withdraw_signature(review=review, by=people.alma)
    assert codes(refused) == ["nothing_to_take_back"]
    actions.withdraw_signature(review=review, by=people.bo)
    held = actions.save_review(review=review, revision=1, typed=typed("En anden"), by=people.alma, now=NOW)
    for person in (people.alma, people.bo):
        actions.sign(review=review, revision=held.revision, by=person, now=NOW)
    assert fresh(review).is_signed
    for person in (people.alma, people.bo):
        with pytest.raises(BadInput) as refused:
            actions.withdraw_signature(review=review, by=person)
    with pytest.raises(BadInput) as refused:
        actions.save_review(review=review, revision=held.revision, typed=typed("Ny"), by=people.alma, now=NOW)
    assert codes(refused) == ["review_is_signed"]
    assert agreement_of(review).text == "En anden"


def test_a_day_is_needed_to_sign_and_not_one_to_come(people: People) -> None:
    review = make_review(people)
    for held_on, code in (
        (None, "review_held_on_missing"),
        (TODAY + timedelta(days=1), "review_held_on_in_future"),
    ):
        written = replace(typed(), held_on=held_on)
        held = actions.save_review(review=review, revision=fresh(review).revision, typed=written, by=people.bo, now=NOW)
        with pytest.raises(BadInput) as refused:
            actions.sign(review=review, revision=held.revision, by=people.bo, now=NOW)
        assert codes(refused) == [code]


def test_with_both_signatures_what_nobody_shared_is_gone_and_the_profile_is_noted(people: People) -> None:
    round_ = rated_round(people.north)
    review = make_review(people)
    actions.save_preparation(review=review, revision=0, answers={"skill-1": "Ikke delt"}, wish="", by=people.alma)
    prepare(review, people.bo)
    held = actions.save_review(review=review, revision=0, typed=typed(), by=people.alma, now=NOW)
    for person in (people.alma, people.bo):
        actions.sign(review=review, revision=held.revision, by=person, now=NOW)
    signed = fresh(review)
    assert (signed.manager_preparation, bool(signed.own_preparation)) == ({}, True)
    assert signed.participant is not None
    assert signed.participant.round_id == round_.pk
    assert signed.deletes_on == TODAY.replace(year=TODAY.year + 2)


def test_a_round_opened_after_the_talk_is_not_what_it_was_about(people: People) -> None:
    before = rated_round(people.north, name="Forår")
    after = rated_round(people.north, name="Efterår")
    Round.objects.filter(pk=before.pk).update(opens_on=TODAY - timedelta(days=40))
    Round.objects.filter(pk=after.pk).update(opens_on=TODAY - timedelta(days=5))
    review = make_review(people)
    written = replace(typed(), held_on=TODAY - timedelta(days=20))
    held = actions.save_review(review=review, revision=0, typed=written, by=people.alma, now=NOW)
    talked_about = prepared_from(looking(people.bo, fresh(review)), TODAY).profile
    assert talked_about is not None
    assert talked_about.participant.round_id == before.pk
    for person in (people.alma, people.bo):
        actions.sign(review=review, revision=held.revision, by=person, now=NOW)
    noted = fresh(review).participant
    assert noted is not None
    assert noted.round_id == before.pk


# Prepared from


def test_it_is_prepared_from_the_profile_the_agreements_before_and_the_learning_since(people: People) -> None:
    rated_round(people.north)
    before = make_signed(people, "Fra sidst")
    Review.objects.filter(pk=before.pk).update(held_on=TODAY - timedelta(days=20))
    make_learned(people.bo, "Tegnsprog", days_ago=10)
    make_learned(people.bo, "For længe siden", days_ago=30)
    review = make_review(people)
    for person in (people.alma, people.bo):
        prepared = prepared_from(looking(person, fresh(review)), TODAY)
        assert [one.text for one in prepared.agreements] == ["Fra sidst"]
        assert [one.title for one in prepared.learned] == ["Tegnsprog"]
        assert prepared.since == TODAY - timedelta(days=20)
        assert prepared.profile is not None
        assert len(prepared.profile.comparison.agenda) <= 7


def test_without_a_profile_or_with_one_the_manager_may_not_see_there_is_none(people: People) -> None:
    review = make_review(people)
    assert prepared_from(looking(people.bo, review), TODAY).profile is None
    elsewhere = rated_round(people.south)
    part = elsewhere.participants.get(employee=people.carla)
    part.employee, part.unit = people.bo, people.south
    part.save()
    assert result_both_see(fresh(review), TODAY) is None


# How it went


def test_agreements_come_back_to_both_until_they_are_done(people: People) -> None:
    review = make_signed(people, in_days=10)
    for person in (people.alma, people.bo):
        assert "To samtaler med Erik" in " ".join(item.what for item in asked(todays, person, TODAY)), person
        assert not asked(todays, person, TODAY - timedelta(days=10)), "not three weeks before"
    agreement = agreement_of(review)
    actions.note_outcome(
        agreement=agreement, revision=0, went=Went.REACHED, outcome="Begge holdt", by=people.bo, today=TODAY
    )
    assert not asked(todays, people.alma, TODAY)
    done = agreement_of(review)
    assert (done.done_on, done.done_by, done.outcome) == (TODAY, people.bo, "Begge holdt")
    with pytest.raises(ChangedMeanwhile):
        actions.note_outcome(agreement=done, revision=0, went="partly", outcome="", by=people.alma, today=TODAY)
    actions.note_outcome(agreement=done, revision=1, went="", outcome="", by=people.alma, today=TODAY)
    assert asked(todays, people.bo, TODAY)


@pytest.mark.parametrize(
    ("went", "outcome", "code"),
    [
        ("dropped", "", "why_dropped"),
        ("splendid", "", "went_unknown"),
        ("reached", "x" * 501, "text_too_long"),
        ("reached", "Om 010190-1234", "cpr_like"),
    ],
)
def test_outcomes_that_cannot_be_kept(people: People, went: str, outcome: str, code: str) -> None:
    agreement = agreement_of(make_signed(people))
    with pytest.raises(BadInput) as refused:
        actions.note_outcome(agreement=agreement, revision=0, went=went, outcome=outcome, by=people.bo, today=TODAY)
    assert codes(refused) == [code]


def test_an_agreement_about_learning_becomes_a_wish_once_and_does_not_tell_its_words(people: People) -> None:
    agreement = agreement_of(make_signed(people, "Noget fortroligt", offering=make_offering(people)))
    with override("en"):
        made = actions.wish_for(agreement=agreement, by=people.bo, now=NOW)
    assert made.employee == people.bo
    assert made.wish.startswith("Agreed at the yearly review on")
    assert "fortroligt" not in made.wish
    with pytest.raises(BadInput) as refused:
        actions.wish_for(agreement=agreement, by=people.bo, now=NOW)
    assert codes(refused) == ["wished_already"]
    assert Participation.objects.count() == 1
    plain = agreement_of(make_signed_again(people))
    with pytest.raises(BadInput) as refused:
        actions.wish_for(agreement=plain, by=people.bo, now=NOW)
    assert codes(refused) == ["nothing_to_wish_for"]


def make_signed_again(people: People) -> Review:
    """The next one."""
    return make_signed(people, "Uden læring")


# A new manager


def test_when_the_manager_leads_her_no_longer_only_the_employee_opens_it(people: People) -> None:
    review = make_review(people)
    prepare(review, people.bo)
    lis = new_manager(people)
    alma = Employee.objects.get(pk=people.alma.pk)
    assert not reviews_of(alma).exists()
    assert not reviews_of(lis).exists()
    with pytest.raises(BadInput) as refused:
        actions.save_review(review=review, revision=0, typed=typed(), by=people.bo, now=NOW)
    assert codes(refused) == ["manager_leads_no_longer"]
    with override("en"):
        assert [item.what for item in asked(todays, people.bo, TODAY)] == ["Your manager has changed"]


def test_the_employee_passes_one_that_is_not_signed_on_without_what_the_former_manager_prepared(people: People) -> None:
    review = make_review(people)
    prepare(review, people.bo)
    prepare(review, people.alma)
    held = actions.save_review(review=review, revision=0, typed=typed(results="Nåede det"), by=people.bo, now=NOW)
    actions.sign(review=review, revision=held.revision, by=people.alma, now=NOW)
    with pytest.raises(BadInput) as refused:
        actions.pass_on(review=review, to=people.erik, by=people.bo)
    assert codes(refused) == ["manager_still_leads", "not_your_manager"]
    lis = new_manager(people)
    actions.pass_on(review=review, to=lis, by=people.bo)
    passed = reviews_of(lis).get()
    assert (passed.manager_preparation, passed.manager_shared_at, passed.is_locked) == ({}, None, False)
    assert looking(lis, passed).employee_answers
    assert passed.notes == {"results": "Nåede det"}


def test_of_a_signed_one_the_new_manager_gets_the_agreements_only(people: People) -> None:
    review = make_signed(people, in_days=5)
    lis = new_manager(people)
    assert not agreements_of(lis).exists()
    actions.pass_on(review=review, to=lis, by=people.bo)
    assert not reviews_of(lis).exists()
    assert agreements_of(lis).get().text == "To samtaler med Erik"
    assert len(asked(todays, lis, TODAY)) == 1
    planned = actions.plan_reviews(people=[people.bo], planned_on=TODAY, by=lis, today=TODAY)[0]
    assert len(prepared_from(looking(lis, planned), TODAY).agreements) == 1


def test_a_person_who_moves_takes_the_review_along_to_whoever_leads_them(people: People) -> None:
    review = make_review(people)
    above = make_employee("Lis", people.testkommune, Role.MANAGER)
    Employee.objects.filter(pk=people.bo.pk).update(unit=people.south)
    bo = Employee.objects.select_related("unit").get(pk=people.bo.pk)
    assert not reviews_of(people.alma).exists()
    assert set(nearest_managers_of(bo)) == {above}
    actions.pass_on(review=review, to=above, by=bo)
    assert reviews_of(above).exists()
    # Her own place moves below Alma's, who then leads Bo again, and is not the one named on it.
    Unit.objects.filter(pk=people.south.pk).update(lineage=f"{people.north.lineage}{people.south.pk}/")
    assert not reviews_of(people.alma).exists()
    assert reviews_of(above).exists()


def test_somebody_who_has_left_is_opened_by_nobody_else(people: People) -> None:
    make_signed(people)
    Employee.objects.filter(pk=people.bo.pk).update(is_active=False, retired_on=TODAY)
    assert not reviews_of(people.alma).exists()


# Deleted


def test_the_retention_run_deletes_what_has_had_its_time_and_those_who_have_left(people: People) -> None:
    signed = make_signed(people)
    late = signed.deletes_on
    assert actions.retention(today=late, dry_run=False)[0].rows == 0
    assert actions.retention(today=late + timedelta(days=1), dry_run=True)[0].rows == 1
    assert Review.objects.count() == 1
    assert actions.retention(today=late + timedelta(days=1), dry_run=False)[0].rows == 1
    assert not ReviewAgreement.objects.exists()
    make_review(people)
    Employee.objects.filter(pk=people.bo.pk).update(is_active=False, retired_on=TODAY - timedelta(days=30))
    assert actions.retention(today=TODAY, dry_run=False)[0].rows == 0
    assert actions.retention(today=TODAY + timedelta(days=1), dry_run=False)[0].rows == 1


def test_every_problem_has_its_sentence() -> None:
    text = FILE.parents[1].joinpath("actions", "reviews.py").read_text(encoding="utf-8")
    assert all(f'"{code}"' in text for code in SENTENCES)


# At the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told() -> None:
    people = make_people()
    review = make_review(people)

    def save(text: str, by: Employee) -> Callable[[], object]:
        own = fresh(review)
        return lambda: actions.save_review(review=own, revision=0, typed=typed(results=text), by=by, now=timezone.now())

    assert at_once(save("Almas", people.alma), save("Bos", people.bo)) == ["ChangedMeanwhile", "done"]
    held = fresh(review)
    assert (held.notes["results"], held.saved_by) in {("Almas", people.alma), ("Bos", people.bo)}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_plan_with_the_same_person_at_once_one_is_told() -> None:
    people = make_people()

    def plan() -> object:
        return make_review(people)

    assert at_once(plan, plan) == ["BadInput", "done"]
    assert Review.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_sign_at_once_have_both_signed_and_the_review_is_closed() -> None:
    people = make_people()
    review = make_review(people)
    held = actions.save_review(review=review, revision=0, typed=typed(), by=people.bo, now=NOW)

    def sign(by: Employee) -> Callable[[], object]:
        own = fresh(review)
        return lambda: actions.sign(review=own, revision=held.revision, by=by, now=timezone.now())

    assert at_once(sign(people.alma), sign(people.bo)) == ["done", "done"]
    signed = fresh(review)
    assert signed.is_signed
    assert signed.deletes_on == TODAY.replace(year=TODAY.year + 2)

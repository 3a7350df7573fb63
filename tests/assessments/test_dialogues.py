"""The dialogue: notes, agreed values, agreements and signatures, and two people at once."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.actions.dialogues import (
    TypedAgreement,
    TypedDialogue,
    save_dialogue,
    save_wish,
    sign,
    withdraw_signature,
)
from fagkompas.assessments.actions.rounds import close_round
from fagkompas.assessments.comparison import agreement_in, answers_by_rater, comparison_for
from fagkompas.assessments.models import Agreement, Dialogue, Draft, Participant, PersonResult, Rating
from fagkompas.assessments.questions import GivenAnswer
from fagkompas.assessments.talking import TalkState, talk_with
from fagkompas.audit.models import Event
from fagkompas.engine.comparison import Direction
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import NOT_RELEVANT, Mode, Rater
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.assessments.rounds import answer, make_round, participant_of
from tests.people import People, make_employee

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.fixture
def talked(people: People) -> Participant:
    """Bo, in a round of Nord; nothing is answered yet."""
    return participant_of(make_round(people.north), people.bo)


def typed(
    agreed: Mapping[str, int] | None = None,
    *,
    held_on: date | None = None,
    capability: str = "",
    behaviour: str = "",
    results: str = "",
    agreements: tuple[TypedAgreement, ...] = (),
) -> TypedDialogue:
    """What a manager typed; an agreed value of `NOT_RELEVANT` is "not relevant"."""
    return TypedDialogue(
        held_on=held_on,
        capability=capability,
        behaviour=behaviour,
        results=results,
        agreements=agreements,
        agreed={
            item: GivenAnswer(
                item=item, value=None if value == NOT_RELEVANT else value, not_relevant=value == NOT_RELEVANT
            )
            for item, value in (agreed or {}).items()
        },
    )


def save(
    participant: Participant,
    by: Employee,
    what: TypedDialogue,
    *,
    revision: int | None = None,
    settle: bool = False,
    now: datetime = NOON,
) -> Dialogue:
    """Save on top of what is there now, unless told otherwise."""
    held = Dialogue.objects.filter(participant=participant).first()
    return save_dialogue(
        participant=participant,
        revision=revision if revision is not None else (held.revision if held else 0),
        typed=what,
        by=by,
        now=now,
        settle=settle,
    )


def agreement(text: str, *, uuid: UUID | None = None, due_on: date = MONDAY) -> TypedAgreement:
    return TypedAgreement(uuid=uuid or uuid4(), text=text, due_on=due_on)


def agreed_in(participant: Participant) -> dict[str, int | None]:
    """What counts as agreed now."""
    found = answers_by_rater(participant)[Rater.AGREED]
    return {item: one.value for item, one in found.items() if one.is_answered}


def code(refused: pytest.ExceptionInfo[BadInput]) -> list[tuple[str | None, str]]:
    return [(problem.place.column, problem.message_code) for problem in refused.value.problems]


# Notes and agreements


def test_notes_are_kept_and_raise_the_revision(talked: Participant, alma: Employee) -> None:
    first = save(talked, alma, typed(behaviour="Ringer altid tilbage samme dag."))
    assert (first.revision, first.saved_by, first.saved_at) == (1, alma, NOON)
    again = save(talked, alma, typed(behaviour="Ringer altid tilbage samme dag."))
    assert again.revision == 1, "nothing was new"


def test_an_agreement_is_written_changed_and_taken_away(talked: Participant, alma: Employee) -> None:
    one = agreement("Går med Erik til to samtaler")
    save(talked, alma, typed(agreements=(one,)))
    changed = agreement("Går med Erik til tre samtaler", uuid=one.uuid, due_on=MONDAY + timedelta(days=7))
    save(talked, alma, typed(agreements=(changed,)))
    kept = Agreement.objects.get()
    assert (kept.uuid, kept.text, kept.due_on) == (one.uuid, changed.text, changed.due_on)
    save(talked, alma, typed())
    assert not Agreement.objects.exists()


def test_no_text_of_a_dialogue_can_be_read_in_the_database(talked: Participant, alma: Employee) -> None:
    held = _with_every_text(talked, alma)

    assert all(one and not SECRET & set(one.split()) for one in _stored())
    fresh = Dialogue.objects.get(pk=held.pk)
    texts = (fresh.own_wish, fresh.capability, fresh.behaviour, fresh.results, fresh.agreements.get().text)
    assert texts == TEXTS


def test_what_stood_as_plain_text_is_encrypted_and_can_be_read_again(talked: Participant, alma: Employee) -> None:
    _with_every_text(talked, alma)
    empty = participant_of(talked.round, alma)
    Dialogue.objects.create(participant=empty)
    loader = MigrationLoader(connection)
    before = loader.project_state(("assessments", "0004_people_sorted_filtered_and_counted_by_columns")).apps
    forward = loader.get_migration("assessments", "0005_texts_of_dialogues_encrypted").operations[0]
    assert isinstance(forward, RunPython)
    assert forward.reverse_code is not None
    forward.reverse_code(before, connection.schema_editor())
    assert _stored() == TEXTS, "as it was before"
    forward.code(before, connection.schema_editor())

    assert all(one and not SECRET & set(one.split()) for one in _stored())
    fresh = Dialogue.objects.get(participant=talked)
    texts = (fresh.own_wish, fresh.capability, fresh.behaviour, fresh.results, fresh.agreements.get().text)
    assert texts == TEXTS
    assert Dialogue.objects.get(participant=empty).results == ""


TEXTS = ("Mere tid", "Lytter godt", "Ringer tilbage", "Nåede målet", "Går med Erik")
SECRET = {word for text in TEXTS for word in text.split()}


def _with_every_text(talked: Participant, alma: Employee) -> Dialogue:
    wish, capability, behaviour, results, agreed = TEXTS
    save_wish(participant=talked, text=wish, by=talked.employee or alma)
    what = typed(capability=capability, behaviour=behaviour, results=results, agreements=(agreement(agreed),))
    return save(talked, alma, what)


def _stored() -> tuple[str, ...]:
    """What stands in the tables, as somebody reads it who has the database only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT own_wish, capability, behaviour, results, text FROM assessments_dialogue "
            "JOIN assessments_agreement ON assessments_agreement.dialogue_id = assessments_dialogue.id"
        )
        return tuple(cursor.fetchone())


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        ({"capability": "Borger 010190-1234 var glad"}, ("capability", "cpr_like")),
        ({"behaviour": "x" * 4001}, ("behaviour", "text_too_long")),
        ({"results": "0101901234"}, ("results", "cpr_like")),
        ({"agreed": {"XX-G1": 2}}, ("agreed-XX-G1", "unknown_item")),
        ({"agreed": {"AU-G1": 5}}, ("agreed-AU-G1", "out_of_range")),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_saved(
    talked: Participant, alma: Employee, what: dict[str, object], problem: tuple[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        save(talked, alma, typed(**{"results": "Nåede målet", **what}))  # type: ignore[arg-type]  # a table of examples
    assert code(refused) == [problem]
    assert not Dialogue.objects.exists()


def test_a_cpr_like_number_in_an_agreement_is_refused(talked: Participant, alma: Employee) -> None:
    one = agreement("Følg op på 010190-1234")
    with pytest.raises(BadInput) as refused:
        save(talked, alma, typed(agreements=(one,)))
    assert code(refused) == [(f"agreement-{one.uuid}-text", "cpr_like")]
    assert "010190" not in refused.value.problems[0].found


def test_a_sitting_is_one_line_in_the_log(talked: Participant, alma: Employee) -> None:
    for minute in range(5):
        save(talked, alma, typed(results=f"Kladde {minute}"), now=NOON + timedelta(minutes=minute))
    assert Event.objects.filter(action="assessments.dialogue.saved", subject_id=talked.employee_id).count() == 1
    save(talked, alma, typed(results="Dagen efter"), now=NOON + timedelta(days=1))
    assert Event.objects.filter(action="assessments.dialogue.saved").count() == 2


# Agreed values


def test_agreed_values_count_only_when_they_are_saved_together(talked: Participant, alma: Employee) -> None:
    save(talked, alma, typed({"AU-G1": 3}))
    assert agreed_in(talked) == {}
    assert Draft.objects.get().value == 3
    assert not PersonResult.objects.exists()
    save(talked, alma, typed({"AU-G1": 3, "AU-G2": NOT_RELEVANT}), settle=True)
    assert agreed_in(talked) == {"AU-G1": 3, "AU-G2": None}
    assert not Draft.objects.exists()
    assert PersonResult.objects.get().figures["basis"]["agreed"] == 1


def test_the_profile_follows_the_agreed_value(talked: Participant, alma: Employee, bo: Employee) -> None:
    answer(talked, 1, by=bo)
    answer(talked, 1, by=alma, rater=Rater.MANAGER)
    assert PersonResult.objects.get().figures["fields"]["AU"]["standing"] == "developing"
    save(talked, alma, typed({f"AU-G{number}": 3 for number in range(1, 7)}), settle=True)
    found = PersonResult.objects.get().figures
    assert found["fields"]["AU"]["standing"] == "basic"
    assert found["basis"]["agreed"] == 6


def test_agreed_values_are_append_only(talked: Participant, alma: Employee) -> None:
    save(talked, alma, typed({"AU-G1": 3, "AU-G2": 2}), settle=True)
    save(talked, alma, typed({"AU-G1": 4, "AU-G2": 2}), settle=True)
    save(talked, alma, typed({"AU-G2": 2}), settle=True)
    rows = Rating.objects.filter(rater="agreed", item="AU-G1").order_by("revision").values_list("revision", "value")
    assert list(rows) == [(1, 3), (2, 4), (3, None)]
    assert Rating.objects.filter(item="AU-G2").count() == 1
    assert agreed_in(talked) == {"AU-G2": 2}


def test_agreed_values_can_be_saved_after_the_last_day_for_answers(people: People) -> None:
    round_ = make_round(people.north, opens_on=date(2026, 1, 5))
    bo = participant_of(round_, people.bo)
    save(bo, people.alma, typed({"AU-G1": 2}), settle=True)
    assert agreed_in(bo) == {"AU-G1": 2}


def test_what_another_manager_chose_does_not_disappear_with_mine(people: People, talked: Participant) -> None:
    lis = make_employee("Lis", people.testkommune, Role.MANAGER)
    save(talked, lis, typed({"AU-G1": 1}))
    save(talked, people.alma, typed({"AU-G1": 3}), settle=True)
    assert agreed_in(talked) == {"AU-G1": 3}
    assert Draft.objects.get().author == lis


# Two at once


def test_a_save_on_an_older_revision_is_refused(talked: Participant, alma: Employee) -> None:
    save(talked, alma, typed(results="Første"))
    with pytest.raises(ChangedMeanwhile):
        save(talked, alma, typed(results="Anden"), revision=0)
    assert Dialogue.objects.get().results == "Første"


def test_a_choice_that_is_not_saved_yet_is_in_nobodys_way(talked: Participant, alma: Employee) -> None:
    save(talked, alma, typed({"AU-G1": 3}))
    assert Dialogue.objects.get().revision == 0


# The employee's wish


def test_the_employee_writes_a_wish(talked: Participant, bo: Employee, alma: Employee) -> None:
    saved = save_wish(participant=talked, text="Jeg vil gerne på kursus i jura.", by=bo)
    assert (saved.own_wish, saved.revision) == ("Jeg vil gerne på kursus i jura.", 1)
    with pytest.raises(BadInput) as refused:
        save_wish(participant=talked, text="Som 010190-1234", by=bo)
    assert code(refused) == [("own_wish", "cpr_like")]


def test_no_wish_once_the_manager_has_signed(talked: Participant, bo: Employee, alma: Employee) -> None:
    held = save(talked, alma, typed(held_on=MONDAY))
    sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    with pytest.raises(BadInput) as refused:
        save_wish(participant=talked, text="For sent", by=bo)
    assert code(refused) == [("state", "dialogue_signed")]


# Signatures


def test_first_the_manager_then_the_employee_and_then_it_is_locked(
    talked: Participant, bo: Employee, alma: Employee
) -> None:
    held = save(talked, alma, typed(held_on=MONDAY, results="Nåede målet"))
    with pytest.raises(BadInput) as refused:
        sign(participant=talked, revision=held.revision, by=bo, now=NOON)
    assert code(refused) == [("state", "dialogue_not_waiting")]
    signed = sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    assert (signed.manager, signed.awaits_employee, signed.is_signed) == (alma, True, False)
    with pytest.raises(BadInput) as refused:
        save(talked, alma, typed(results="Noget andet"))
    assert code(refused) == [("state", "dialogue_signed")]
    assert sign(participant=talked, revision=held.revision, by=bo, now=NOON).is_signed
    with pytest.raises(BadInput):
        withdraw_signature(participant=talked, by=alma)
    with pytest.raises(BadInput):
        save(talked, alma, typed({"AU-G1": 2}), settle=True)
    actions = Event.objects.filter(subject_id=bo.pk, action="assessments.dialogue.signed")
    assert list(actions.order_by("pk").values_list("actor_id", flat=True)) == [alma.pk, bo.pk]


def test_the_manager_can_take_the_signature_back_to_change_something(talked: Participant, alma: Employee) -> None:
    held = save(talked, alma, typed(held_on=MONDAY))
    sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    opened = withdraw_signature(participant=talked, by=alma)
    assert (opened.manager, opened.manager_signed_at) == (None, None)
    assert save(talked, alma, typed(held_on=MONDAY, results="Rettet")).results == "Rettet"


def test_a_manager_cannot_sign_without_the_day_or_with_values_that_do_not_count(
    talked: Participant, alma: Employee
) -> None:
    held = save(talked, alma, typed({"AU-G1": 3}, results="Nåede målet"))
    with pytest.raises(BadInput) as refused:
        sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    assert code(refused) == [("held_on", "held_on_missing"), ("agreed", "agreed_not_settled")]


def test_a_dialogue_that_lies_ahead_cannot_be_signed(talked: Participant, alma: Employee) -> None:
    held = save(talked, alma, typed(held_on=MONDAY + timedelta(days=1)))
    with pytest.raises(BadInput) as refused:
        sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    assert code(refused) == [("held_on", "held_on_in_future")]


def test_nobody_signs_what_they_have_not_seen(talked: Participant, bo: Employee, alma: Employee) -> None:
    held = save(talked, alma, typed(held_on=MONDAY))
    sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    withdraw_signature(participant=talked, by=alma)
    held = save(talked, alma, typed(held_on=MONDAY, results="Ændret"))
    sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    with pytest.raises(ChangedMeanwhile):
        sign(participant=talked, revision=held.revision - 1, by=bo, now=NOON)
    assert not Dialogue.objects.get().is_signed


def test_nothing_changes_in_a_closed_round(talked: Participant, bo: Employee, alma: Employee) -> None:
    held = save(talked, alma, typed(held_on=MONDAY))
    sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    close_round(round_=talked.round, by=alma)
    for refused_action in (
        lambda: sign(participant=talked, revision=held.revision, by=bo, now=NOON),
        lambda: withdraw_signature(participant=talked, by=alma),
        lambda: save_wish(participant=talked, text="Nu", by=bo),
        lambda: save(talked, alma, typed(results="Nu")),
    ):
        with pytest.raises(BadInput) as refused:
            refused_action()
        assert ("state", "dialogue_round_closed") in code(refused)


# What the two see of each other


def test_nobody_sees_the_other_before_own_answers_are_sent_in(
    talked: Participant, bo: Employee, alma: Employee
) -> None:
    day = talked.round.opens_on
    answer(talked, 1, by=bo)
    before = comparison_for(alma, talked, answers_by_rater(talked), day)
    assert before.agenda == ()
    assert all(row.own is None and row.manager is None for field in before.fields for row in field.rows)
    talked.refresh_from_db()
    answer(talked, 3, by=alma, rater=Rater.MANAGER)
    talked.refresh_from_db()
    after = comparison_for(alma, talked, answers_by_rater(talked), day)
    assert {row.own.mark for field in after.fields for row in field.rows if row.own} == {"1"}
    assert len(after.agenda) == 7
    assert after.agenda[-1].is_wish


def test_the_employee_does_not_see_the_managers_answers_first(
    talked: Participant, bo: Employee, alma: Employee
) -> None:
    answer(talked, 3, by=alma, rater=Rater.MANAGER)
    talked.refresh_from_db()
    seen = comparison_for(bo, talked, answers_by_rater(talked), talked.round.opens_on)
    assert all(row.manager is None for field in seen.fields for row in field.rows)


def test_the_agenda_says_where_it_leads(talked: Participant, bo: Employee, alma: Employee) -> None:
    answer(talked, {"AU-G1": 1, "LM-G1": 4, "IT-G1": 2, "NF-G1": 2}, by=bo)
    answer(talked, {"AU-G1": 4, "LM-G1": 2, "IT-G1": NOT_RELEVANT, "NF-G1": 2}, by=alma, rater=Rater.MANAGER)
    talked.refresh_from_db()
    talk = talk_with(alma, talked, talked.round.opens_on)
    items = [(point.line.code, point.line.direction) for point in talk.points if point.row]
    assert items == [
        ("AU-G1", Direction.RECOGNITION),
        ("LM-G1", Direction.EXPECTATIONS),
        ("IT-G1", Direction.RELEVANCE),
    ]
    assert talk.comparison.differing == 3
    in_fields = [row.compared.question.code for field in talk.fields for row in field.rows]
    assert "AU-G1" not in in_fields, "an item stands on the page once"
    assert "AU-G2" in in_fields


def test_states_of_a_dialogue(talked: Participant, bo: Employee, alma: Employee) -> None:
    day = talked.round.opens_on
    manager, employee = talk_with(alma, talked, day), talk_with(bo, talked, day)
    assert (manager.state, manager.may_write, employee.may_wish) == (TalkState.WRITING, True, True)
    held = save(talked, alma, typed(held_on=MONDAY))
    sign(participant=talked, revision=held.revision, by=alma, now=NOON)
    manager, employee = talk_with(alma, talked, day), talk_with(bo, talked, day)
    assert (manager.state, manager.may_write, manager.may_withdraw) == (TalkState.WAITING, False, True)
    assert (employee.may_wish, employee.may_sign, employee.may_withdraw) == (False, True, False)
    sign(participant=talked, revision=held.revision, by=bo, now=NOON)
    assert talk_with(bo, talked, day).state is TalkState.SIGNED
    assert not talk_with(alma, talked, day).may_withdraw


def test_a_ten_minute_dialogue_needs_no_answers_beforehand(people: People) -> None:
    round_ = make_round(people.north, mode=Mode.DIALOGUE)
    bo = participant_of(round_, people.bo)
    talk = talk_with(people.alma, bo, round_.opens_on)
    codes = [row.compared.question.code for field in talk.fields for row in field.rows]
    assert {"AU-G", "AU-S", "AU-PRA"} <= set(codes)
    save(bo, people.alma, typed({"AU-G": 3, "AU-S": 2, "AU-PRA": 4}), settle=True)
    found = PersonResult.objects.get()
    assert found.mode == "dialogue"
    assert found.figures["fields"]["AU"]["standing"] == "emerging"
    assert found.figures["fields"]["AU"]["dimensions"]["practical"] == 100.0


# Agreement between raters


def test_agreement_takes_five_people_with_both_ratings(people: People) -> None:
    round_ = make_round(people.testkommune)
    lis = make_employee("Lis", people.testkommune, Role.MANAGER)
    everyone = [people.alma, people.bo, people.carla, people.erik, people.freja]
    for number, person in enumerate(everyone):
        assert agreement_in(round_).people == number
        assert {field.alpha for field in agreement_in(round_).fields} == {None}
        part = participant_of(round_, person)
        answers = {"AU-G1": number % 5, "AU-G2": (number + 1) % 5}
        answer(part, answers, by=person)
        answer(part, answers, by=lis, rater=Rater.MANAGER)
    found = {field.name: field.alpha for field in agreement_in(round_).fields}
    assert found["Arbejdsmarked & Uddannelse"] == 1.0
    assert found["Lov & Myndighed"] is None

"""Prepare, hold, close and follow up: what each does to the tables, and what it refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.models import Event
from fagkompas.citizens.models import ConsentKind
from fagkompas.conversations.actions import preparing
from fagkompas.conversations.actions.agreements import FollowUp, TypedAgreement, follow_up
from fagkompas.conversations.actions.closing import TypedEvaluation, close, save_closing
from fagkompas.conversations.actions.holding import TypedTalk, TypedWord, go_to, next_topic, save_talk, take_time_out
from fagkompas.conversations.actions.holding_rows import held
from fagkompas.conversations.actions.topics import TypedTopic
from fagkompas.conversations.models import (
    Agreement,
    AgreementState,
    AskedOf,
    Conversation,
    ConversationState,
    PartyKind,
    TimeOutKind,
    TopicFrom,
    TopicState,
)
from fagkompas.conversations.templates_file import templates, templates_for, templates_for_companies
from fagkompas.conversations.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.citizens.making import make_citizen, make_consent
from tests.conversations.making import agreement, closing, held_conversation, make_company, plan, under_way
from tests.people import People

CPR = "010190-1234"


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    return [problem.message_code for problem in refused.value.problems]


def talk(explore: str = "", *words: TypedWord) -> TypedTalk:
    return TypedTalk(notes={"explore": explore, "give": "", "explore_again": ""}, words=words)


def test_templates_of_the_target_group_come_first() -> None:
    codes = [one.code for one in templates_for("sick-leave")]
    assert codes[:2] == ["sick-leave-first", "sick-leave-return"]
    assert codes.index("agreements-follow-up") < codes.index("education-talk")
    assert {one.code for one in templates_for_companies()} == {"company-first-visit", "company-follow-up"}


def test_every_template_leaves_time_to_begin_and_to_close() -> None:
    assert len(templates()) == 14
    for one in templates().values():
        assert one.minutes * 0.7 <= sum(topic.minutes for topic in one.topics) < one.minutes, one.code


def test_a_planned_one_has_all_that_the_template_suggests(people: People) -> None:
    citizen = make_citizen(people, target_group="insured-job-ready", fund="Prøvekassen")
    make_consent(citizen, ConsentKind.PARTIES, about="Prøvekassen")
    made = plan(people.erik, citizen=citizen, code="first-insured")
    assert (made.unit, made.minutes, made.holder) == (people.north, 45, people.erik)
    assert [topic.minutes for topic in made.topics.all()] == [10, 15, 10]
    assert [(one.kind, one.name) for one in made.parties.all()] == [
        ("citizen", ""),
        ("caseworker", ""),
        ("unemployment_fund", "Prøvekassen"),
    ]
    assert Event.objects.filter(action="conversations.conversation.planned", citizen_id=citizen.pk).count() == 1


def test_others_take_part_only_when_the_citizen_has_agreed(people: People) -> None:
    citizen = make_citizen(people, target_group="sick-leave")
    made = plan(people.erik, citizen=citizen, code="sick-leave-first")
    assert PartyKind.COMPANY not in preparing.parties_to_offer(made)
    with pytest.raises(BadInput) as refused:
        _prepare(made, people.erik, parties={PartyKind.COMPANY: "Hendes arbejdsplads"})
    assert codes(refused) == ["party_asks_consent"]
    make_consent(citizen, ConsentKind.PARTIES)
    _prepare(made, people.erik, parties={PartyKind.COMPANY: "Hendes arbejdsplads"})
    assert [one.kind for one in made.parties.all()] == ["company"]


def test_a_yes_to_one_lets_nobody_else_take_part(people: People) -> None:
    citizen = make_citizen(people, target_group="sick-leave")
    made = plan(people.erik, citizen=citizen, code="sick-leave-first")
    yes = make_consent(citizen, ConsentKind.PARTIES, about="Min søster")
    for kind, name in (
        (PartyKind.COMPANY, "Prøvefirma ApS"),
        (PartyKind.OTHER, "Min søsters mand"),
        (PartyKind.OTHER, ""),
    ):
        with pytest.raises(BadInput) as refused:
            _prepare(made, people.erik, parties={kind: name})
        assert codes(refused) == ["party_not_agreed"]
        assert "Min søster" in sentence(refused.value.problems[0])
    _prepare(made, people.erik, parties={PartyKind.OTHER: "min  søster"})
    assert [(one.kind, one.name) for one in made.parties.all()] == [("other", "min  søster")]
    yes.withdrawn_on = yes.given_on
    yes.save()
    with pytest.raises(BadInput) as refused:
        _prepare(made, people.erik, parties={PartyKind.OTHER: "Min søster"})
    assert codes(refused) == ["party_asks_consent"]


def _prepare(made: Conversation, by: Employee, **columns: object) -> Conversation:
    made.refresh_from_db()
    typed: dict[str, object] = {
        "planned_at": made.planned_at,
        "minutes": made.minutes,
        "meeting": made.meeting,
        "place": made.place,
        "purpose": made.purpose,
        "roles": made.roles,
        "expectation": made.expectation,
        "contact": made.contact,
        "held_by": made.held_by,
        "parties": {PartyKind(one.kind): one.name for one in made.parties.all()},
        "topics": [
            TypedTopic(
                uuid=one.uuid,
                from_whom=TopicFrom(one.from_whom),
                text=one.text,
                minutes=one.minutes,
                place=one.order,
            )
            for one in made.topics.all()
        ],
        "followed_up": {},
        **columns,
    }
    return preparing.save_preparation(
        conversation=made,
        revision=made.revision,
        typed=preparing.TypedPreparation(**typed),  # type: ignore[arg-type]
        by=by,
        now=timezone.now(),
    )


def test_last_times_agreements_are_followed_up_while_one_prepares(people: People) -> None:
    citizen = make_citizen(people)
    earlier = agreement(people.erik, citizen=citizen)
    made = plan(people.erik, citizen=citizen)
    kept = FollowUp(state=AgreementState.KEPT, note="Ringede til fire.")
    _prepare(made, people.erik, followed_up={earlier.uuid: kept})
    earlier.refresh_from_db()
    assert (earlier.state, earlier.note, earlier.followed_up_in) == ("kept", "Ringede til fire.", made)
    assert earlier.followed_up_on == timezone.localdate()
    # Taking it back opens it again.
    _prepare(made, people.erik, followed_up={earlier.uuid: FollowUp(state=None)})
    earlier.refresh_from_db()
    assert (earlier.state, earlier.note) == ("open", "")
    assert Agreement.objects.get(pk=earlier.pk).followed_up_on is None


def test_a_cpr_number_is_refused_in_every_text(people: People) -> None:
    made = plan(people.erik, citizen=make_citizen(people))
    for field in ("purpose", "roles", "expectation", "place"):
        with pytest.raises(BadInput) as refused:
            _prepare(made, people.erik, **{field: f"Hun har {CPR}"})
        assert [(one.place.column, one.message_code) for one in refused.value.problems] == [(field, "cpr_like")]
        assert CPR not in str(refused.value)


def test_an_old_revision_is_refused(people: People) -> None:
    made = plan(people.erik, citizen=make_citizen(people))
    _prepare(made, people.erik, purpose="Nyt formål")
    made.revision = 0
    with pytest.raises(ChangedMeanwhile):
        held(made, 0)


def test_time_is_counted_on_the_topic_that_is_talked_about(people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    first, second, *_rest = one.topics.all()
    assert one.topic == first
    begun = one.began_at
    assert begun is not None
    next_topic(conversation=one, topic=first, now=begun + timedelta(minutes=4), by=people.erik)
    one.refresh_from_db()
    first.refresh_from_db()
    assert (one.topic, first.state, first.seconds_used) == (second, "done", 240)
    # Once more by the same button, from a page that was slow, does nothing.
    next_topic(conversation=one, topic=first, now=begun + timedelta(minutes=5), by=people.erik)
    one.refresh_from_db()
    assert one.topic == second
    go_to(conversation=one, topic=first, now=begun + timedelta(minutes=6), by=people.erik)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.seconds_used) == ("open", "open", 120)


def test_notes_and_key_words_are_kept_encrypted(people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    assert one.topic is not None
    word = TypedWord(uuid=uuid4(), word="tung", mirrored=False)
    typed = talk("Hun synes, det er tungt", word)
    now = timezone.now()
    one = save_talk(conversation=one, topic=one.topic, revision=one.revision, typed=typed, by=people.erik, now=now)
    topic = one.topics.get(pk=one.topic_id or 0)
    assert (topic.explore, [each.word for each in topic.key_words.all()]) == ("Hun synes, det er tungt", ["tung"])
    assert _stored("conversations_topic", "explore", topic.pk) != topic.explore
    mirrored = TypedWord(uuid=word.uuid, word="tung", mirrored=True)
    save_talk(conversation=one, topic=topic, revision=one.revision, typed=talk("", mirrored), by=people.erik, now=now)
    assert [each.mirrored for each in topic.key_words.all()] == [True]
    lines = Event.objects.filter(action="conversations.conversation.noted")
    assert lines.count() == 1  # one sitting


def _stored(table: str, column: str, pk: int) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])  # noqa: S608  # names of the test
        (found,) = cursor.fetchone()
    return str(found)


def test_a_time_out_parks_the_topic_or_agrees_time_anew(people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    first, second, *rest = one.topics.all()
    now = timezone.now()
    take_time_out(conversation=one, kind=TimeOutKind.PARK, note="", now=now, by=people.erik)
    one.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, one.topic) == ("parked", second)
    deal = [
        TypedTopic(uuid=each.uuid, from_whom=TopicFrom.CASEWORKER, text=each.text, minutes=3, place=place)
        for place, each in enumerate([*rest, first, second])
    ]
    take_time_out(
        conversation=one,
        kind=TimeOutKind.RENEGOTIATE,
        note="Han skal gå før tid.",
        now=now,
        by=people.erik,
        minutes=20,
        topics=deal,
    )
    one.refresh_from_db()
    assert (one.minutes, one.topic) == (20, second)
    assert [topic.pk for topic in one.topics.all()] == [each.pk for each in [*rest, first, second]]
    assert [each.kind for each in one.time_outs.all()] == ["park", "renegotiate"]


def test_a_topic_with_notes_is_not_taken_out(people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    assert one.topic is not None
    now = timezone.now()
    save_talk(conversation=one, topic=one.topic, revision=one.revision, typed=talk("Sagt"), by=people.erik, now=now)
    kept = [
        TypedTopic(uuid=each.uuid, from_whom=TopicFrom.CITIZEN, text=each.text, minutes=3, place=1)
        for each in one.topics.exclude(pk=one.topic.pk)
    ]
    with pytest.raises(BadInput) as refused:
        take_time_out(conversation=one, kind=TimeOutKind.RENEGOTIATE, note="", now=now, by=people.erik, topics=kept)
    assert codes(refused) == ["topic_has_notes"]


def test_held_needs_a_summary_and_an_agreement_or_why_not(people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    now = timezone.now()
    empty = closing(own_summary="", why_no_agreement="")
    one = save_closing(conversation=one, revision=one.revision, typed=empty, by=people.erik, now=now)
    with pytest.raises(BadInput) as refused:
        close(conversation=one, revision=one.revision, by=people.erik, now=now)
    assert codes(refused) == ["summary_missing", "agreement_or_why"]


@pytest.mark.parametrize(
    ("ending", "columns", "missing"),
    [
        (ConversationState.INTERRUPTED, {"why": "Brandalarm"}, "why_interrupted_missing"),
        (ConversationState.INFORMATION, {"why": "Om barsel"}, "what_was_told_missing"),
        (ConversationState.NO_SHOW, {"got_in_touch": False}, "got_in_touch_missing"),
    ],
)
def test_the_other_endings_need_their_own(
    people: People, ending: ConversationState, columns: dict[str, object], missing: str
) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    now = timezone.now()
    without = closing(ending=ending)
    one = save_closing(conversation=one, revision=one.revision, typed=without, by=people.erik, now=now)
    with pytest.raises(BadInput) as refused:
        close(conversation=one, revision=one.revision, by=people.erik, now=now)
    assert codes(refused) == [missing]
    typed = closing(ending=ending, **columns)
    one = save_closing(conversation=one, revision=one.revision, typed=typed, by=people.erik, now=now)
    close(conversation=one, revision=one.revision, by=people.erik, now=now)
    one.refresh_from_db()
    assert (one.state, one.ended_at) == (ending, now)


def test_agreements_count_once_it_is_closed_and_the_next_one_is_planned(people: People) -> None:
    citizen = make_citizen(people)
    one = under_way(people.erik, citizen=citizen)
    first = one.topics.all()[0]
    now = timezone.now()
    typed = TypedAgreement(
        uuid=uuid4(),
        what="Ring til to vikarbureauer",
        due_on=timezone.localdate() + timedelta(days=5),
        topic=first.uuid,
        confidence=8,
    )
    said = {AskedOf.CITIZEN: TypedEvaluation(expectation_met=4, benefit=5, word="Rart at blive spurgt")}
    later = now + timedelta(days=21)
    draft = closing(agreements=[typed], why_no_agreement="", next_at=later, next_minutes=30, evaluations=said)
    one = save_closing(conversation=one, revision=one.revision, typed=draft, by=people.erik, now=now)
    assert Agreement.objects.agreed().count() == 0
    planned = close(conversation=one, revision=one.revision, by=people.erik, now=now)
    made = Agreement.objects.agreed().get()
    assert (made.citizen, made.conversation, made.topic, made.state) == (citizen, one, first, "open")
    assert planned is not None
    assert (planned.planned_at, planned.minutes, planned.template) == (later, 30, "agreements-follow-up")
    assert {topic.state for topic in one.topics.all()} == {TopicState.LATER}
    with pytest.raises(BadInput):
        close(conversation=one, revision=one.revision + 1, by=people.erik, now=now)


def test_agreements_do_not_go_with_somebody_who_did_not_turn_up(people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    typed = TypedAgreement(uuid=uuid4(), what="Ring", due_on=timezone.localdate())
    draft = closing(ending=ConversationState.NO_SHOW, got_in_touch=True, agreements=[typed])
    now = timezone.now()
    one = save_closing(conversation=one, revision=one.revision, typed=draft, by=people.erik, now=now)
    with pytest.raises(BadInput) as refused:
        close(conversation=one, revision=one.revision, by=people.erik, now=now)
    assert codes(refused) == ["agreements_not_of_ending"]


def test_one_that_is_still_to_come_cannot_be_closed(people: People) -> None:
    at = timezone.now() + timedelta(days=2)
    one = plan(people.erik, citizen=make_citizen(people), at=at)
    now = timezone.now()
    one = save_closing(conversation=one, revision=one.revision, typed=closing(), by=people.erik, now=now)
    with pytest.raises(BadInput) as refused:
        close(conversation=one, revision=one.revision, by=people.erik, now=now)
    assert codes(refused) == ["not_yet"]


def test_following_up_on_what_somebody_else_has_followed_up_is_refused(people: People) -> None:
    one = agreement(people.erik, citizen=make_citizen(people))
    kept = FollowUp(state=AgreementState.KEPT)
    today = timezone.localdate()
    follow_up(agreement=one, revision=0, said=kept, today=today, by=people.erik)
    with pytest.raises(ChangedMeanwhile):
        follow_up(agreement=one, revision=0, said=kept, today=today, by=people.alma)
    assert Event.objects.filter(action="conversations.agreement.followed_up").count() == 1


def test_a_company_talks_and_agrees_the_same_way(people: People) -> None:
    company = make_company(people.testkommune)
    one = held_conversation(people.freja, company=company)
    assert (one.state, one.unit, str(one.contact)) == ("held", people.south, "Kit Kontakt")
    assert [each.kind for each in one.parties.all()] == ["caseworker", "company"]
    assert agreement(people.freja, company=company).company == company


def test_conversations_with_companies_are_deleted_after_five_years(people: People) -> None:
    company = make_company(people.testkommune)
    old = plan(people.freja, company=company)
    Conversation.objects.filter(pk=old.pk).update(planned_at=timezone.now() - timedelta(days=6 * 365))
    plan(people.freja, company=company)
    today = timezone.localdate()
    assert [line.rows for line in preparing.retention(today=today, dry_run=True)] == [1]
    preparing.retention(today=today, dry_run=False)
    assert old not in Conversation.objects.all()
    assert Conversation.objects.count() == 1


def test_calling_off_deletes_what_was_prepared_and_keeps_how_agreements_went(people: People) -> None:
    citizen = make_citizen(people)
    earlier = agreement(people.erik, citizen=citizen)
    made = plan(people.erik, citizen=citizen)
    _prepare(made, people.erik, followed_up={earlier.uuid: FollowUp(state=AgreementState.KEPT)})
    made.refresh_from_db()
    preparing.call_off(conversation=made, revision=made.revision, by=people.erik)
    earlier.refresh_from_db()
    assert (earlier.state, earlier.followed_up_in) == ("kept", None)
    begun = under_way(people.erik, citizen=citizen)
    with pytest.raises(BadInput):
        preparing.call_off(conversation=begun, revision=begun.revision, by=people.erik)


def test_a_talk_with_a_contact_confirms_the_contact(people: People) -> None:
    firm = make_company(people.testkommune)
    long_ago = timezone.localdate() - timedelta(days=900)
    firm.contacts.update(confirmed_on=long_ago)
    held_conversation(people.freja, company=firm, ending=ConversationState.NO_SHOW, got_in_touch=True, own_summary="")
    assert firm.contacts.get().confirmed_on == long_ago
    held_conversation(people.freja, company=firm)
    assert firm.contacts.get().confirmed_on == timezone.localdate()
    assert Event.objects.filter(action="companies.contact.confirmed", target_uuid=firm.uuid).count() == 1

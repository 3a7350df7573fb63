"""Conversations of the demo's citizens, as `cases` tells them: held, interrupted, under way, planned and without a closing,
with agreements that were kept, and some that nobody has followed up.

All is made by the actions that the pages call.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.tracks import link_agreement
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.agreements import FollowUp, TypedAgreement, follow_up
from fagkompas.conversations.actions.closing import TypedClosing, TypedEvaluation, close, save_closing
from fagkompas.conversations.actions.holding import TypedTalk, TypedWord, next_topic, save_talk
from fagkompas.conversations.actions.preparing import begin, plan_conversation
from fagkompas.conversations.models import Agreement, AskedOf, Conversation
from fagkompas.conversations.templates_file import template_of, templates, templates_for
from fagkompas.website.demo import cases
from fagkompas.website.demo.casework import DemoPlan, day_of, plans_of_demo
from fagkompas.website.demo.citizens import cases_of_demo
from fagkompas.website.demo.timing import noon, working_day, working_day_before

FOLLOW_UP: Final = "agreements-follow-up"
DAYS_OF_FIRST: Final = 14
"""What was agreed the first time was due after so many."""


def build_conversations(*, people: Mapping[str, Employee], today: date) -> None:
    """Every citizen's, as far as the case has come."""
    for number, made in enumerate(plans_of_demo(today)):
        _held(made, number)
    for citizen, case in cases_of_demo():
        by = citizen.caseworker or people["Birgit Skov"]
        if case.waits_for_closing:
            _plan(citizen, by, FOLLOW_UP, noon(working_day_before(today - timedelta(days=1))))
        if case.now:
            one = _begun(citizen, by, FOLLOW_UP, noon(today) - timedelta(hours=3))
            _talk(one, by, case.now, topics=1)
        if case.next is not None:
            _plan(citizen, by, FOLLOW_UP, noon(working_day(today + timedelta(days=case.next))) - timedelta(hours=2))


def _held(made: DemoPlan, number: int) -> None:
    """The first conversation and the last; in the last it is said how the agreements of the first went."""
    agreed: list[tuple[Agreement, cases.Agreement]] = []
    code = templates_for(made.citizen.target_group)[0].code
    for talk in (made.case.before, made.case.talk):
        if talk is None:
            continue
        day = day_of(talk, made.today)
        one = _begun(made.citizen, made.by, code, noon(day))
        if not talk.is_no_show:
            _talk(one, made.by, talk)
        _close(one, made, talk, day, number)
        for agreement, told in agreed:
            if told.went:
                said = FollowUp(state=told.went, note=told.note)
                follow_up(
                    agreement=agreement, revision=agreement.revision, said=said, today=day, by=made.by, conversation=one
                )
        agreed = _linked(one, made, talk)
        code = FOLLOW_UP


def _linked(one: Conversation, made: DemoPlan, talk: cases.Talk) -> list[tuple[Agreement, cases.Agreement]]:
    """What was agreed with what `cases` tells of it, each on its job track."""
    by_what = {told.what: told for told in talk.agreements}
    agreed = [(agreement, by_what[agreement.what]) for agreement in Agreement.objects.filter(conversation=one)]
    for agreement, told in agreed:
        link_agreement(plan=made.plan, agreement=agreement, track=made.track(told.track), by=made.by)
    return agreed


def _plan(citizen: Citizen, by: Employee, code: str, at: datetime) -> Conversation:
    template = template_of(code) or templates()[FOLLOW_UP]
    return plan_conversation(
        template=template,
        planned_at=at,
        now=at - timedelta(days=14),
        by=by,
        citizen=citizen,
        is_demo=True,
    )


def _begun(citizen: Citizen, by: Employee, code: str, at: datetime) -> Conversation:
    return begin(conversation=_plan(citizen, by, code, at), by=by, now=at)


def _talk(one: Conversation, by: Employee, told: cases.Talk, *, topics: int = 4) -> None:
    """The first topic with all that was said, then on; nine minutes each."""
    began = one.began_at
    assert began is not None  # noqa: S101  # it has begun
    for place in range(topics):
        one.refresh_from_db()
        if one.topic is None:
            return
        now = began + timedelta(minutes=9 * (place + 1))
        notes = {"explore": told.explore, "give": told.give, "explore_again": told.again}
        words = [TypedWord(uuid=uuid4(), word=word, mirrored=not spot) for spot, word in enumerate(told.words)]
        typed = TypedTalk(notes=notes if place == 0 else dict.fromkeys(notes, ""), words=words if place == 0 else ())
        save_talk(conversation=one, topic=one.topic, revision=one.revision, typed=typed, by=by, now=now)
        next_topic(conversation=one, topic=one.topic, now=now, by=by)


def _close(one: Conversation, made: DemoPlan, talk: cases.Talk, day: date, number: int) -> None:
    one.refresh_from_db()
    now = noon(day) + timedelta(minutes=20 if talk.is_no_show else 45)
    said = TypedEvaluation(expectation_met=3 + number % 3, benefit=2 + number % 4)
    typed = TypedClosing(
        ending=talk.ending,
        own_summary=talk.summary,
        why_no_agreement="",
        why=talk.why,
        got_in_touch=True if talk.is_no_show else None,
        next_at=None,
        next_minutes=None,
        agreements=[_agreement(told, day, made.today) for told in talk.agreements],
        evaluations={} if talk.is_no_show else {AskedOf.CITIZEN: said},
    )
    one = save_closing(conversation=one, revision=one.revision, typed=typed, by=made.by, now=now)
    close(conversation=one, revision=one.revision, by=made.by, now=now)


def _agreement(told: cases.Agreement, day: date, today: date) -> TypedAgreement:
    """Due on a day of work; one that has passed has passed also where there were holidays between."""
    due = day + timedelta(days=DAYS_OF_FIRST) if told.went else today + timedelta(days=told.due)
    due_on = working_day_before(due) if due < today else working_day(due)
    return TypedAgreement(
        uuid=uuid4(),
        what=told.what,
        measure=told.measure,
        why=told.why,
        own_control=True,
        confidence=told.sure,
        due_on=due_on,
    )

"""Conversations of the demo: held, planned, under way, without closing; with agreements that were kept, and some that were not.

Every story is told of several citizens, so that lists have something to show; the texts are made up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import uuid4

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import Citizen
from fagkompas.conversations.actions.agreements import FollowUp, TypedAgreement, follow_up
from fagkompas.conversations.actions.closing import TypedClosing, TypedEvaluation, close, save_closing
from fagkompas.conversations.actions.holding import TypedTalk, TypedWord, next_topic, save_talk
from fagkompas.conversations.actions.preparing import begin, plan_conversation
from fagkompas.conversations.models import (
    Agreement,
    AgreementBy,
    AgreementState,
    AskedOf,
    Conversation,
    ConversationState,
)
from fagkompas.conversations.templates_file import template_of, templates, templates_for
from fagkompas.website.demo.citizens import citizens_of_demo
from fagkompas.website.demo.timing import noon, working_day, working_day_before

FOLLOW_UP: Final = "agreements-follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What was said and agreed."""

    explore: str
    give: str
    again: str
    words: tuple[str, ...]
    summary: str
    agreements: tuple[tuple[str, str, str, int], ...]


STORIES: Final[Sequence[Story]] = (
    Story(
        explore="Har kørt varer ud i seks år og kan lide at være i gang tidligt. Savner kollegerne mere end kørslen.",
        give="Tre lagre i kommunen søger folk til morgenhold lige nu. Truckkurset tager syv dage.",
        again="Vil hellere på et lager end ud at køre igen. Kunne begynde klokken fem.",
        words=("kolleger", "tidligt op"),
        summary="Jeg ringer til de tre lagre og spørger efter morgenhold. Truckkurset vil jeg gerne på.",
        agreements=(
            (
                "Ring til de tre lagre på listen og spørg efter morgenhold",
                "Noter navn og svar fra alle tre",
                "Jeg vil have kolleger igen",
                8,
            ),
            (
                "Skriv to sider om min erfaring med varer til mit cv",
                "Cv'et ligger på Jobnet",
                "Så de kan se, hvad jeg kan",
                7,
            ),
        ),
    ),
    Story(
        explore="Er glad for at lave mad til mange og har hjulpet i klubbens køkken hver torsdag i to år.",
        give="Kantiner og plejehjem har mange af de samme opgaver. Hygiejnebeviset er halvdelen af vejen.",
        again="Vidste ikke, at køkkenet i klubben talte med. Vil gerne se et plejehjem indefra.",
        words=("lave mad til mange", "tælle med"),
        summary="Det, jeg gør om torsdagen, er noget værd. Jeg besøger køkkenet og spørger om en praktik.",
        agreements=(
            (
                "Besøg køkkenet på plejehjemmet og spørg om to ugers praktik",
                "Jeg har en dato eller et nej",
                "Jeg vil se, om det er mig",
                9,
            ),
        ),
    ),
    Story(
        explore="Kan arbejde fire timer om dagen, når opgaverne er planlagt dagen før. Er bedst om formiddagen.",
        give="Vi kan begynde med tre formiddage og lægge en time til hver tredje uge.",
        again="Vil have en at ringe til, hvis det går for stærkt. Sætter selv ord på det over for lederen.",
        words=("planlagt dagen før", "formiddag"),
        summary="Tre formiddage fra mandag. Jeg siger til, inden det bliver for meget.",
        agreements=(
            ("Mød tre formiddage om ugen fra mandag", "Vagtplanen er skrevet under", "Jeg vil tilbage til mit fag", 7),
            (
                "Skriv en liste over opgaver, der kan flyttes",
                "Lederen har fået listen",
                "Så dagen bliver til at overskue",
                8,
            ),
        ),
    ),
    Story(
        explore="Har søgt ti job på nettet uden at få svar. Synes, det er svært at ringe.",
        give="De fleste job på området bliver fundet ved et opkald. Vi prøvede to åbninger af på hinanden.",
        again="Den korte åbning føltes bedst. Vil ringe, mens der er nogen i rummet.",
        words=("svært at ringe", "uden svar"),
        summary="Jeg ringer til to om ugen og begynder med den, jeg kender lidt i forvejen.",
        agreements=(
            (
                "Ring til to arbejdsgivere om ugen i tre uger",
                "Seks linjer i jobloggen",
                "Jeg vil have et rigtigt svar",
                7,
            ),
        ),
    ),
)

WENT: Final = (
    FollowUp(state=AgreementState.KEPT, note="Blev gjort dagen efter samtalen."),
    FollowUp(state=AgreementState.PARTLY, note="Nåede den ene; den anden var på ferie."),
    FollowUp(state=AgreementState.KEPT),
    FollowUp(state=AgreementState.NOT_KEPT, note="Aftalen var for stor. Den nye er delt i to."),
)


def build_conversations(*, people: Mapping[str, Employee], today: date) -> None:
    """For every open case but each seventh, as far as the case has come."""
    cases = [citizen for citizen in citizens_of_demo() if not citizen.is_closed]
    birgit = people["Birgit Skov"]
    for number, citizen in enumerate(cases):
        by = citizen.caseworker or birgit
        if number % 7 == 6:
            continue
        first = max(citizen.began_on + timedelta(days=7), today - timedelta(days=60 + number))
        if first < today - timedelta(days=3):
            _held(citizen, by, working_day_before(first), number, today)
        _next_one(citizen, by, number, today)


def _held(citizen: Citizen, by: Employee, day: date, number: int, today: date) -> None:
    """The first conversation, and how its agreements went where their day has come."""
    story = STORIES[number % len(STORIES)]
    one = _begun(citizen, by, templates_for(citizen.target_group)[0].code, noon(day))
    if number == 9:
        _close(one, by, ConversationState.NO_SHOW, now=noon(day) + timedelta(minutes=20))
        return
    _talk(one, by, story)
    ending = ConversationState.INTERRUPTED if number == 16 else ConversationState.HELD
    _close(one, by, ending, now=noon(day) + timedelta(minutes=45), story=story, day=day, number=number)
    for place, made in enumerate(Agreement.objects.filter(conversation=one)):
        has_come = made.due_on is not None and made.due_on < today - timedelta(days=10)
        if has_come and number % 3:
            said = WENT[(number + place) % len(WENT)]
            follow_up(agreement=made, revision=made.revision, said=said, today=made.due_on or today, by=by)


def _next_one(citizen: Citizen, by: Employee, number: int, today: date) -> None:
    """Some have the next planned; one should have been closed yesterday, one is under way."""
    if number == 3:
        _plan(citizen, by, FOLLOW_UP, noon(working_day_before(today - timedelta(days=1))))
    elif number == 0:
        one = _begun(citizen, by, FOLLOW_UP, noon(today) - timedelta(hours=3))
        _talk(one, by, STORIES[1], topics=1)
    elif number % 3 != 2:
        _plan(citizen, by, FOLLOW_UP, noon(working_day(today + timedelta(days=1 + number))) - timedelta(hours=2))


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


def _talk(one: Conversation, by: Employee, story: Story, *, topics: int = 4) -> None:
    """The first topic with all that was said, then on; nine minutes each."""
    began = one.began_at
    assert began is not None  # noqa: S101  # it has begun
    for place in range(topics):
        one.refresh_from_db()
        if one.topic is None:
            return
        now = began + timedelta(minutes=9 * (place + 1))
        notes = {"explore": story.explore, "give": story.give, "explore_again": story.again}
        words = [TypedWord(uuid=uuid4(), word=word, mirrored=not spot) for spot, word in enumerate(story.words)]
        typed = TypedTalk(notes=notes if place == 0 else dict.fromkeys(notes, ""), words=words if place == 0 else ())
        save_talk(conversation=one, topic=one.topic, revision=one.revision, typed=typed, by=by, now=now)
        next_topic(conversation=one, topic=one.topic, now=now, by=by)


def _close(
    one: Conversation,
    by: Employee,
    ending: ConversationState,
    *,
    now: datetime,
    story: Story | None = None,
    day: date | None = None,
    number: int = 0,
) -> None:
    one.refresh_from_db()
    agreements = [
        TypedAgreement(
            uuid=uuid4(),
            what=what,
            measure=measure,
            why=why,
            own_control=True,
            confidence=sure,
            due_on=working_day((day or now.date()) + timedelta(days=10 + 7 * place)),
            who=AgreementBy.CITIZEN,
        )
        for place, (what, measure, why, sure) in enumerate(story.agreements if story else ())
    ]
    said = TypedEvaluation(expectation_met=3 + number % 3, benefit=2 + number % 4)
    typed = TypedClosing(
        ending=ending,
        own_summary=story.summary if story else "",
        why_no_agreement="",
        why="Vi blev afbrudt af brandalarmen og nåede ikke det sidste emne."
        if ending == ConversationState.INTERRUPTED
        else "",
        got_in_touch=True if ending == ConversationState.NO_SHOW else None,
        next_at=None,
        next_minutes=None,
        agreements=agreements,
        evaluations={AskedOf.CITIZEN: said} if story else {},
    )
    one = save_closing(conversation=one, revision=one.revision, typed=typed, by=by, now=now)
    close(conversation=one, revision=one.revision, by=by, now=now)

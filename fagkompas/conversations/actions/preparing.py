"""From the plan to the first word: when, what for, about what, with whom, and how last time's agreements went."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.citizens.consents import has_consent, standing_about
from fagkompas.citizens.models import Citizen, ConsentKind
from fagkompas.citizens.permissions import may_change, works_with_citizens
from fagkompas.companies.models import Company, CompanyContact
from fagkompas.conversations.actions.agreements import FollowUp, problems_of_answers, write_answers
from fagkompas.conversations.actions.holding_rows import (
    NOTE_LENGTH,
    PREPARED,
    held,
    problems_of_case,
    problems_of_reading,
    problems_of_text,
    saved,
)
from fagkompas.conversations.actions.topics import TypedTopic, problems_of_topics, write_topics
from fagkompas.conversations.document import Audience, Template
from fagkompas.conversations.models import (
    Agreement,
    AgreementQuerySet,
    AgreementState,
    Conversation,
    ConversationState,
    Meeting,
    Party,
    PartyKind,
    Topic,
)
from fagkompas.conversations.permissions import agreements_with
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.formats import short_date
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

Other = TypeVar("Other", Citizen, Company)

LEAST_MINUTES: Final = 5
MOST_MINUTES: Final = 240
NAME_LENGTH: Final = 120
PLACE_LENGTH: Final = 200

ASKS_CONSENT: Final = frozenset({PartyKind.COMPANY, PartyKind.OTHER})
"""Who takes part in a talk with a citizen only when the citizen has agreed that others may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPreparation:
    """All that is prepared. `held_by` None is the citizen's caseworker, whoever that is. `parties` has a name for everyone; `followed_up` how earlier agreements went."""

    planned_at: datetime
    minutes: int
    meeting: Meeting
    place: str
    purpose: str
    roles: str
    expectation: str
    contact: CompanyContact | None
    held_by: Employee | None
    parties: Mapping[PartyKind, str]
    topics: Sequence[TypedTopic]
    followed_up: Mapping[UUID, FollowUp]


@transaction.atomic
def plan_conversation(
    *,
    template: Template,
    planned_at: datetime,
    now: datetime,
    by: Employee,
    citizen: Citizen | None = None,
    company: Company | None = None,
    held_by: Employee | None = None,
    minutes: int | None = None,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Conversation:
    """A new one, once by its `key`, with everything that the template suggests in the language of now. Raises `BadInput`."""
    citizen, company = _kept(citizen), _kept(company)
    before = made_before(Conversation.objects.filter(citizen=citizen, company=company), key)
    if before is not None:
        return before
    with_citizen = citizen is not None
    refuse(
        [
            *unless(with_citizen == (template.audience is Audience.CITIZEN), "template", "template_of_other"),
            *unless(citizen is None or not citizen.is_closed, "citizen", "case_closed"),
            *unless_likely(planned_at.date(), "planned_on", localdate(now)),
            *unless(localdate(planned_at) >= localdate(now), "planned_on", "planned_past"),
        ]
    )
    unit: Unit = citizen.unit if citizen is not None else (held_by or by).unit
    language = get_language() or "da"
    made = Conversation.objects.create(
        uuid=key or uuid4(),
        root_id=by.root_id,
        unit=unit,
        citizen=citizen,
        company=company,
        contact=_first_contact(company),
        held_by=_named(held_by or by, citizen),
        template=template.code,
        planned_at=planned_at,
        minutes=minutes or template.minutes,
        purpose=template.purpose.in_language(language),
        roles=template.roles.in_language(language),
        created_at=now,
        is_demo=is_demo,
    )
    _add_parties(made, template)
    Topic.objects.bulk_create(
        Topic(
            conversation=made,
            from_whom=topic.bringer.value,
            text=topic.text.in_language(language),
            minutes=topic.minutes,
            order=order,
        )
        for order, topic in enumerate(template.topics, start=1)
    )
    record_change(by=by, action="conversations.conversation.planned", target=made, citizen_id=made.citizen_id)
    return made


@transaction.atomic
def note_held(
    *,
    template: Template,
    held_at: datetime,
    meeting: Meeting,
    now: datetime,
    by: Employee,
    citizen: Citizen,
    key: UUID | None = None,
) -> Conversation:
    """One that nobody planned, of today or earlier, once by its `key`: it waits to be closed. Raises `BadInput`.

    Nothing was prepared, so it has the name and the minutes of its template, and no topic.
    """
    with_whom = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen.pk)
    before = made_before(Conversation.objects.filter(citizen=with_whom), key)
    if before is not None:
        return before
    opened, day = with_whom.began_on, localdate(held_at)
    refuse(
        [
            *unless(template.audience is Audience.CITIZEN, "template", "template_of_other"),
            *unless(not with_whom.is_closed, "citizen", "case_closed"),
            *unless(held_at <= now, "held_on" if day > localdate(now) else "held_time", "held_later"),
            *unless(day >= opened, "held_on", "held_before_case", on=short_date(opened)),
        ]
    )
    made = Conversation.objects.create(
        uuid=key or uuid4(),
        root_id=by.root_id,
        unit=with_whom.unit,
        citizen=with_whom,
        held_by=_named(by, with_whom),
        template=template.code,
        planned_at=held_at,
        minutes=template.minutes,
        meeting=meeting,
        created_at=now,
    )
    there = (PartyKind.CITIZEN, PartyKind.CASEWORKER)
    Party.objects.bulk_create(Party(conversation=made, kind=kind) for kind in there)
    record_change(by=by, action="conversations.conversation.noted_held", target=made, citizen_id=made.citizen_id)
    return made


@transaction.atomic
def save_preparation(
    *, conversation: Conversation, revision: int, typed: TypedPreparation, by: Employee, now: datetime
) -> Conversation:
    """Keep all of it or nothing. Raises `BadInput`, and `ChangedMeanwhile` when `revision` is an old one."""
    row = held(conversation, revision)
    asked = held_agreements(row, by, typed.followed_up)
    refuse(
        [
            *_problems_of_state(row),
            *problems_of_reading(row),
            *_problems_of_moving(row, typed.planned_at, today=localdate(now)),
            *_problems_of_frame(typed),
            *_problems_of_parties(row, typed.parties),
            *problems_of_topics(row, typed.topics),
            *problems_of_answers(asked, typed.followed_up),
        ]
    )
    is_moved = row.planned_at.replace(second=0, microsecond=0) != typed.planned_at
    changed = _write_frame(row, typed) | _write_parties(row, typed.parties) | write_topics(row, typed.topics)
    changed |= write_answers(asked, typed.followed_up, conversation=row, by=by, today=localdate(now))
    if is_moved:
        record_change(by=by, action="conversations.conversation.moved", target=row, citizen_id=row.citizen_id)
    return saved(row, PREPARED, by=by, now=now) if changed else row


@transaction.atomic
def begin(*, conversation: Conversation, by: Employee, now: datetime) -> Conversation:
    """The clock starts, at the first topic that waits. Beginning what has begun does nothing. Raises `BadInput`."""
    row = held(conversation)
    if row.is_under_way:
        return row
    refuse([*_problems_of_state(row), *unless(row.topics.exists(), "topics", "no_topics")])
    row.state = ConversationState.UNDER_WAY
    row.began_at = now
    row.topic = row.topics.first()
    row.topic_since = now
    row.revision += 1
    row.save()
    record_change(by=by, action="conversations.conversation.begun", target=row, citizen_id=row.citizen_id)
    return row


@transaction.atomic
def call_off(*, conversation: Conversation, revision: int, by: Employee) -> None:
    """It will not be held: what was prepared is deleted. How agreements went stays; of a closed case too.

    Raises `BadInput` once it has begun or somebody has begun to write how it went, and `ChangedMeanwhile` when more is prepared
    than at `revision`.
    """
    row = held(conversation, revision)
    refuse(unless(row.is_planned, "state", "has_begun"))
    refuse(unless(Conversation.objects.nothing_written().filter(pk=row.pk).exists(), "state", "is_written"))
    _called_off(row, by)


def call_off_planned(*, citizen: Citizen, by: Employee | None) -> None:
    """What is still to come with a citizen whose case is being closed; that transaction is the caller's.

    What may have been held stays, with what is written of it.
    """
    rows = Conversation.objects.filter(citizen=citizen).select_for_update()
    for row in rows.filter(pk__in=Conversation.objects.to_call_off(timezone.now()).values("pk")):
        _called_off(row, by)


def _called_off(row: Conversation, by: Employee | None) -> None:
    action = "conversations.conversation.called_off"
    record_change(by=by, action=action, target=row, citizen_id=row.citizen_id, root_id=row.root_id)
    row.delete()


def agreements_to_follow_up(
    conversation: Conversation, by: Employee, also: Collection[UUID] = frozenset()
) -> list[Agreement]:
    """What was agreed earlier with the same citizen or company, as far as the person may open it.

    Open, or followed up in this conversation; and those that an open page asks about `also`: somebody may have said
    elsewhere how they went.
    """
    earlier = _agreements_beside(conversation, by)
    mine = earlier.filter(state=AgreementState.OPEN) | earlier.filter(followed_up_in=conversation)
    if also:
        mine |= earlier.agreed().filter(uuid__in=also)
    return list(mine.order_by("due_on", "pk"))


def held_agreements(conversation: Conversation, by: Employee, said: Collection[UUID]) -> list[Agreement]:
    """Those that something is `said` about, kept from others until the transaction ends."""
    asked = _agreements_beside(conversation, by).agreed().filter(uuid__in=said)
    return list(asked.select_for_update(of=("self",)).order_by("pk"))


def _agreements_beside(conversation: Conversation, by: Employee) -> AgreementQuerySet:
    citizen = conversation.citizen
    return Agreement.objects.filter(conversation.other) if citizen is None else agreements_with(by, citizen)


def who_may_take_part(citizen: Citizen) -> list[str]:
    """Whom the citizen has agreed to have along; "" among them for anybody. One query."""
    return standing_about(citizen, ConsentKind.PARTIES)


def parties_to_offer(conversation: Conversation) -> list[PartyKind]:
    """Who may be asked along: the unemployment fund of somebody insured; others once the citizen has agreed."""
    if conversation.citizen is None:
        return [PartyKind.CASEWORKER, PartyKind.COMPANY, PartyKind.OTHER]
    fund = [PartyKind.FUND] if conversation.citizen.fund and _is_told_of_fund(conversation) else []
    others = [PartyKind.COMPANY, PartyKind.OTHER] if who_may_take_part(conversation.citizen) else []
    return [PartyKind.CITIZEN, PartyKind.CASEWORKER, *fund, *others]


def _is_told_of_fund(conversation: Conversation) -> bool:
    """Whoever holds it as company consultant is not: it stands in the case."""
    holder, citizen = conversation.holder, conversation.citizen
    return holder is None or citizen is None or may_change(holder, citizen) or not works_with_citizens(holder)


def without_consent(conversation: Conversation) -> list[Party]:
    """Who takes part though the citizen has not agreed to it, or had not by the day of the talk. A query for each."""
    citizen, held_on = conversation.citizen, None if conversation.is_planned else localdate(conversation.held_at)
    if citizen is None:
        return []
    others = conversation.parties.filter(kind__in=[kind.value for kind in (*ASKS_CONSENT, PartyKind.FUND)])
    return [one for one in others if not has_consent(citizen, ConsentKind.PARTIES, one.name, on=held_on)]


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete conversations with companies whose time is up; those with citizens go with the case."""
    due = Conversation.objects.past_keeping(today)
    rows = due.count()
    if not dry_run:
        due.delete()
    return [RetentionLine(what=_("conversations with companies that are more than five years old"), rows=rows)]


def _named(holder: Employee | None, citizen: Citizen | None) -> Employee | None:
    """Nobody where the citizen's caseworker holds it, so that it goes along when the citizen is handed over."""
    is_the_caseworker = holder is not None and citizen is not None and holder.pk == citizen.caseworker_id
    return None if is_the_caseworker else holder


def _kept(other: Other | None) -> Other | None:
    """As it stands, kept from others until the transaction ends."""
    if other is None:
        return None
    rows = type(other)._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001  # Django's own name for it
    return rows.get(pk=other.pk)


def _first_contact(company: Company | None) -> CompanyContact | None:
    """Whoever decides there, else the first one known."""
    if company is None:
        return None
    return company.contacts.order_by("-is_decision_maker", "name", "pk").first()


def _add_parties(conversation: Conversation, template: Template) -> None:
    """Those of the template who may be asked along: who always is there, and the fund where the citizen has agreed to it."""
    citizen = conversation.citizen
    offered = parties_to_offer(conversation)
    names = {PartyKind.FUND: citizen.fund if citizen else "", PartyKind.COMPANY: str(conversation.company or "")}
    suggested = [PartyKind(one.value) for one in template.parties]
    certain = {PartyKind.CITIZEN, PartyKind.CASEWORKER} if citizen else set(suggested)
    if citizen is not None and has_consent(citizen, ConsentKind.PARTIES, citizen.fund):
        certain.add(PartyKind.FUND)
    Party.objects.bulk_create(
        Party(conversation=conversation, kind=kind, name=names.get(kind, ""))
        for kind in offered
        if kind in suggested and kind in certain
    )


def _write_frame(row: Conversation, typed: TypedPreparation) -> bool:
    columns = ("planned_at", "minutes", "meeting", "place", "purpose", "roles", "expectation", "contact")
    changed = [name for name in columns if getattr(row, name) != getattr(typed, name)]
    holder = _named(typed.held_by, row.citizen)
    is_handed_on = row.held_by_id != (holder.pk if holder else None)
    row.held_by = holder if holder or row.citizen_id else row.held_by
    for name in changed:
        setattr(row, name, getattr(typed, name))
    return bool(changed) or is_handed_on


def _write_parties(row: Conversation, typed: Mapping[PartyKind, str]) -> bool:
    before = {PartyKind(kind): name for kind, name in row.parties.values_list("kind", "name")}
    if before == dict(typed):
        return False
    row.parties.exclude(kind__in=list(typed)).delete()
    for kind, name in typed.items():
        Party.objects.update_or_create(conversation=row, kind=kind, defaults={"name": name})
    return True


def _problems_of_state(row: Conversation) -> Iterator[Problem]:
    yield from unless(row.is_planned, "state", "has_ended" if row.has_ended else "has_begun")
    yield from problems_of_case(row.citizen)


def _problems_of_moving(row: Conversation, to: datetime, *, today: date) -> Iterator[Problem]:
    """It may be moved back to when one talked, and no further than to the day it was planned on. One problem at most."""
    if unlikely := list(unless_likely(to.date(), "planned_on", today)):
        yield from unlikely
        return
    earliest = min(localdate(row.created_at), localdate(row.planned_at))
    yield from unless(localdate(to) >= earliest, "planned_on", "planned_before", on=short_date(earliest))


def _problems_of_frame(typed: TypedPreparation) -> Iterator[Problem]:
    yield from unless(LEAST_MINUTES <= typed.minutes <= MOST_MINUTES, "minutes", "minutes_range", str(typed.minutes))
    for field in ("purpose", "roles", "expectation"):
        yield from problems_of_text(field, getattr(typed, field), limit=NOTE_LENGTH)
    yield from problems_of_text("place", typed.place, limit=PLACE_LENGTH)


def _problems_of_parties(row: Conversation, typed: Mapping[PartyKind, str]) -> Iterator[Problem]:
    """Somebody newly asked along without the consent it takes; who stood there before is told when one begins."""
    offered = parties_to_offer(row)
    for kind, name in typed.items():
        yield from problems_of_text(f"party-{kind.value}-name", name, limit=NAME_LENGTH)
        code = "party_asks_consent" if kind in ASKS_CONSENT else "party_not_offered"
        yield from unless(kind in offered, f"party-{kind.value}", code)
        if kind in offered and kind in ASKS_CONSENT and row.citizen is not None:
            agreed = ", ".join(who_may_take_part(row.citizen))
            may = has_consent(row.citizen, ConsentKind.PARTIES, name)
            yield from unless(may, f"party-{kind.value}-name", "party_not_agreed", agreed=agreed)

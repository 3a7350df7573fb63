"""What two windows may have open at once: what is prepared, what is noted on a topic, and how it ends."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from django.utils import timezone

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role
from fagkompas.citizens.consents import has_consent
from fagkompas.citizens.models import WITH_CITIZENS, ConsentKind
from fagkompas.citizens.permissions import caseworkers_for, colleagues_in_municipality
from fagkompas.conversations.actions.closing import save_closing
from fagkompas.conversations.actions.holding import save_talk, take_time_out
from fagkompas.conversations.actions.letters import word_letter
from fagkompas.conversations.actions.preparing import agreements_to_follow_up, parties_to_offer, save_preparation
from fagkompas.conversations.forms.closing import ClosingForm, asked_in, is_of_closing, saved_closing, whos_of
from fagkompas.conversations.forms.earlier import saved_earlier
from fagkompas.conversations.forms.holding import TalkForm, TimeOutForm, is_of_talk, is_of_time_out, saved_talk
from fagkompas.conversations.forms.letters import LetterForm
from fagkompas.conversations.forms.preparing import PreparationForm, is_of_preparation, saved_preparation
from fagkompas.conversations.forms.topics import bringers_of, saved_topics
from fagkompas.conversations.models import (
    Agreement,
    AgreementState,
    Closing,
    Conversation,
    PartyKind,
    TimeOutKind,
    Topic,
)
from fagkompas.toolkit.together import SavedNow, Sheet

DUE_AFTER: Final = timedelta(days=14)
"""The day that a new agreement is due, unless somebody chooses another."""


def spare_row(conversation: Conversation, kind: str, person: Employee) -> UUID:
    """The id of the empty row: the same for one person until something is saved, so that it can be restored after a reload."""
    return uuid5(conversation.uuid, f"{kind} {person.pk} {conversation.revision}")


def _fresh(conversation: Conversation) -> Conversation:
    """The row as it stands by now."""
    return Conversation.objects.select_related("citizen", "company", "contact", "held_by").get(pk=conversation.pk)


def _by_another(row: Conversation, person: Employee, earlier: Sequence[Agreement] = ()) -> bool:
    """Whether somebody else saved it last, or said how an agreement went."""
    last = {row.saved_by_id, *(one.followed_up_by_id for one in earlier)}
    return bool(last - {None, person.pk})


@dataclass(frozen=True, kw_only=True)
class PreparationSheet(Sheet[PreparationForm]):
    """When, what for, about what, with whom, and how last time's agreements went."""

    conversation: Conversation
    person: Employee
    asked: Collection[UUID] = frozenset()

    @cached_property
    def earlier(self) -> Sequence[Agreement]:
        """Last time's agreements. One query."""
        return agreements_to_follow_up(self.conversation, self.person, self.asked)

    @cached_property
    def offered(self) -> Sequence[PartyKind]:
        """Who may be asked along. One query."""
        return parties_to_offer(self.conversation)

    @cached_property
    def not_agreed(self) -> Sequence[PartyKind]:
        """Who may be asked along though the citizen has not agreed to it. One query."""
        citizen = self.conversation.citizen
        if citizen is None or PartyKind.FUND not in self.offered:
            return []
        return [] if has_consent(citizen, ConsentKind.PARTIES, citizen.fund) else [PartyKind.FUND]

    @cached_property
    def holders(self) -> EmployeeQuerySet:
        """Who may hold it: those who work with citizens where the citizen is; with a company consultants, and who works where one talks from.

        And who holds it now.
        """
        citizen, now = self.conversation.citizen, self.conversation.held_by_id
        if citizen:
            may = caseworkers_for(citizen.unit, roles=WITH_CITIZENS)
        else:
            consultants = colleagues_in_municipality(self.person, roles=[Role.COMPANY_CONSULTANT])
            may = consultants | caseworkers_for(self.conversation.unit, roles=WITH_CITIZENS)
        return may | Employee.objects.filter(pk=now).select_related("unit").order_by("name", "pk") if now else may

    def is_field(self, name: str) -> bool:
        """See `forms.preparing`."""
        return is_of_preparation(name)

    def now(self) -> SavedNow:
        """Four queries."""
        row = _fresh(self.conversation)
        earlier = agreements_to_follow_up(row, self.person, self.asked)
        texts = saved_preparation(row, earlier)
        return SavedNow(texts=texts, revision=row.revision, by_another=_by_another(row, self.person, earlier))

    def form(self, data: Mapping[str, str], now: SavedNow) -> PreparationForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return PreparationForm(
            data or None,
            conversation=self.conversation,
            offered=self.offered,
            not_agreed=self.not_agreed,
            earlier=self.earlier,
            holders=self.holders,
            saved=now.texts,
            spare=spare_row(self.conversation, "topic", self.person),
        )

    def keep(self, form: PreparationForm, revision: int) -> int:
        """All of it, or nothing."""
        return save_preparation(
            conversation=self.conversation,
            revision=revision,
            typed=form.typed(),
            by=self.person,
            now=timezone.now(),
        ).revision


@dataclass(frozen=True, kw_only=True)
class TalkSheet(Sheet[TalkForm]):
    """What is noted on one topic, and how agreements from before went."""

    conversation: Conversation
    topic: Topic
    person: Employee
    asked: Collection[UUID] = frozenset()

    @cached_property
    def earlier(self) -> Sequence[Agreement]:
        """What was agreed before. One query."""
        return agreements_to_follow_up(self.conversation, self.person, self.asked)

    def is_field(self, name: str) -> bool:
        """See `forms.holding`."""
        return is_of_talk(name)

    def now(self) -> SavedNow:
        """Four queries."""
        row = _fresh(self.conversation)
        earlier = agreements_to_follow_up(row, self.person, self.asked)
        texts = saved_talk(Topic.objects.get(pk=self.topic.pk)) | saved_earlier(row, earlier)
        return SavedNow(texts=texts, revision=row.revision, by_another=_by_another(row, self.person, earlier))

    def form(self, data: Mapping[str, str], now: SavedNow) -> TalkForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        spare = spare_row(self.conversation, "word", self.person)
        return TalkForm(data or None, earlier=self.earlier, saved=now.texts, spare=spare)

    def keep(self, form: TalkForm, revision: int) -> int:
        """All of it, or nothing."""
        return save_talk(
            conversation=self.conversation,
            topic=self.topic,
            revision=revision,
            typed=form.typed(),
            by=self.person,
            now=timezone.now(),
        ).revision


@dataclass(frozen=True, kw_only=True)
class TimeOutSheet(Sheet[TimeOutForm]):
    """What came of a time-out, and topics and minutes as they are agreed anew."""

    conversation: Conversation
    person: Employee

    def is_field(self, name: str) -> bool:
        """See `forms.holding`."""
        return is_of_time_out(name)

    def now(self) -> SavedNow:
        """Two queries."""
        row = _fresh(self.conversation)
        texts = saved_topics(row) | {"minutes": str(row.minutes)}
        return SavedNow(texts=texts, revision=row.revision, by_another=_by_another(row, self.person))

    def form(self, data: Mapping[str, str], now: SavedNow) -> TimeOutForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return TimeOutForm(
            data or None,
            saved=now.texts,
            spare=spare_row(self.conversation, "topic", self.person),
            bringers=bringers_of(self.conversation),
        )

    def keep(self, form: TimeOutForm, revision: int) -> int:
        """All of it, or nothing."""
        return take_time_out(
            conversation=self.conversation,
            revision=revision,
            uuid=form.cleaned_data["key"],
            kind=TimeOutKind(form.cleaned_data["kind"]),
            note=form.cleaned_data["note"],
            minutes=form.cleaned_data["minutes"],
            topics=tuple(form.typed_topics()),
            by=self.person,
            now=timezone.now(),
        ).revision


@dataclass(frozen=True, kw_only=True)
class LetterSheet(Sheet[LetterForm]):
    """The words of the letter; `shipped` is what the person's parts say by themselves, in the language of the letter."""

    conversation: Conversation
    person: Employee
    shipped: Mapping[str, str]

    def is_field(self, name: str) -> bool:
        """See `letter`."""
        return name in self.shipped

    def now(self) -> SavedNow:
        """Two queries."""
        row = _fresh(self.conversation)
        parts = list(row.letter_parts.filter(part__in=list(self.shipped)))
        texts = {**self.shipped, **{one.part: one.text for one in parts}}
        return SavedNow(
            texts={name: text for name, text in texts.items() if text},
            revision=row.revision,
            by_another=bool({one.saved_by_id for one in parts} - {None, self.person.pk}),
        )

    def form(self, data: Mapping[str, str], now: SavedNow) -> LetterForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return LetterForm(data or None, parts=self.shipped, saved=now.texts)

    def keep(self, form: LetterForm, revision: int) -> int:
        """All of it, or nothing."""
        return word_letter(
            conversation=self.conversation,
            revision=revision,
            typed=form.typed(),
            shipped=self.shipped,
            by=self.person,
        ).revision


@dataclass(frozen=True, kw_only=True)
class ClosingSheet(Sheet[ClosingForm]):
    """How it ends. `suggested` are the texts that the page shows while nothing is saved; the first save takes them up."""

    conversation: Conversation
    person: Employee
    suggestions: Mapping[str, str]
    asked: Collection[UUID] = frozenset()

    @cached_property
    def earlier(self) -> Sequence[Agreement]:
        """What was agreed before. One query."""
        return agreements_to_follow_up(self.conversation, self.person, self.asked)

    def is_field(self, name: str) -> bool:
        """See `forms.closing`."""
        return is_of_closing(name)

    def now(self) -> SavedNow:
        """Six queries."""
        row = _fresh(self.conversation)
        drafts = row.agreements.filter(state=AgreementState.DRAFT).select_related("topic").order_by("pk")
        earlier = agreements_to_follow_up(row, self.person, self.asked)
        texts = saved_closing(
            Closing.objects.filter(conversation=row).first(), list(drafts), list(row.evaluations.all())
        ) | saved_earlier(row, earlier)
        return SavedNow(texts=texts, revision=row.revision, by_another=_by_another(row, self.person, earlier))

    def form(self, data: Mapping[str, str], now: SavedNow) -> ClosingForm:
        """What was typed and saved, together; without anything typed, as it is saved or suggested."""
        shown = now.texts if data else {**self.suggestions, **now.texts}
        return ClosingForm(
            data or None,
            saved=shown,
            spare=spare_row(self.conversation, "agreement", self.person),
            next_due=(timezone.localdate() + DUE_AFTER).isoformat(),
            topics=list(self.conversation.topics.all()),
            asked=asked_in(self.conversation),
            whos=whos_of(self.conversation),
            earlier=self.earlier,
        )

    def keep(self, form: ClosingForm, revision: int) -> int:
        """All of it, or nothing."""
        return save_closing(
            conversation=self.conversation,
            revision=revision,
            typed=form.typed(),
            by=self.person,
            now=timezone.now(),
        ).revision

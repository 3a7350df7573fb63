"""The letter after a conversation, in plain language, without CPR number, address or notes.

Each part stands as the product writes it in the citizen's language, or in the words that whoever sends it has given it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.citizens.permissions import may_open
from fagkompas.conversations.around import next_of
from fagkompas.conversations.models import (
    Agreement,
    AgreementBy,
    Closing,
    Conversation,
    ConversationState,
    LetterPart,
    Meeting,
)
from fagkompas.conversations.permissions import agreements_with
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.formats import long_date, moment

HEADINGS: Final[Mapping[str, StrPromise | str]] = {
    "opening": "",
    "summary": gettext_lazy("This is what you took along"),
    "yours": gettext_lazy("This is what you do"),
    "ours": gettext_lazy("This is what others do"),
    "before": gettext_lazy("This runs on from before"),
    "next": gettext_lazy("When we meet again"),
    "contact": gettext_lazy("If something comes up"),
    "end": "",
}
"""The parts in their order."""

LISTS: Final = frozenset({"yours", "ours", "before"})
"""One agreement in each paragraph."""

OF_THE_CASE: Final = frozenset({"before"})
"""What is told here of other talks is for who may open the case: so are the words that somebody there has given it (ADR 14)."""

TOLD: Final = (ConversationState.HELD, ConversationState.INTERRUPTED)
"""After these the letter has what the other person took along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the letter. `is_own`: somebody has given it other words."""

    code: str
    heading: str
    text: str
    is_own: bool

    @property
    def items(self) -> list[tuple[str, str]]:
        """Of a list: the first line of each paragraph, and the rest."""
        pairs = (one.partition("\n") for one in paragraphs(self.text))
        return [(first, rest) for first, _newline, rest in pairs] if self.code in LISTS else []


def paragraphs(text: str) -> list[str]:
    """What an empty line stands between."""
    return [one.strip() for one in text.replace("\r\n", "\n").split("\n\n") if one.strip()]


def letter_of(conversation: Conversation, *, writer: Employee) -> list[Part]:
    """The parts that say something, in the language of now. Five queries."""
    own = own_words(conversation, writer)
    texts = {**shipped(conversation, writer=writer), **own}
    return [
        Part(code=code, heading=str(heading), text=texts[code], is_own=code in own)
        for code, heading in HEADINGS.items()
        if texts[code].strip()
    ]


def words_by(writer: Employee, conversation: Conversation) -> tuple[str, ...]:
    """The parts that the writer reads and gives other words, in their order."""
    citizen = conversation.citizen
    sees_all = citizen is None or may_open(writer, citizen)
    return tuple(code for code in HEADINGS if sees_all or code not in OF_THE_CASE)


def unread_of(conversation: Conversation) -> str:
    """What to do about words of the letter that cannot be read; "" when all can. Three queries."""
    closing = Closing.objects.filter(conversation=conversation)
    return unread_in(*closing, *conversation.letter_parts.all(), *conversation.agreements.agreed())


def own_words(conversation: Conversation, writer: Employee) -> dict[str, str]:
    """What somebody has written instead, by part, as far as it is for the writer. One query."""
    parts = LetterPart.objects.filter(conversation=conversation, part__in=words_by(writer, conversation))
    return {one.part: one.text for one in parts}


def shipped(conversation: Conversation, *, writer: Employee) -> dict[str, str]:
    """Every part as the product writes it; "" where there is nothing to say. Four queries."""
    made = list(conversation.agreements.agreed())
    closing = Closing.objects.filter(conversation=conversation).first()
    mine = AgreementBy.CITIZEN if conversation.citizen_id else AgreementBy.COMPANY
    sender = conversation.held_by or writer
    texts = {
        "opening": _opening(conversation, made),
        "summary": closing.own_summary if closing and conversation.state in TOLD else "",
        "yours": _listed((one for one in made if one.who == mine), sender, mine),
        "ours": _listed((one for one in made if one.who != mine), sender, mine),
        "before": _listed(_from_before(conversation, writer, made), sender, mine),
        "next": _next(next_of(conversation, writer, timezone.now())),
        "contact": _contact(sender, conversation.unit.name),
        "end": "\n".join([_("Kind regards"), sender.name, *_reached(sender), conversation.unit.name]),
    }
    return {code: text.replace("\r\n", "\n").strip() for code, text in texts.items()}


def _from_before(conversation: Conversation, writer: Employee, made: Sequence[Agreement]) -> list[Agreement]:
    """Open ones that stood when the talk ended, as far as the writer may open them."""
    citizen = conversation.citizen
    rows = Agreement.objects.filter(conversation.other) if citizen is None else agreements_with(writer, citizen)
    if conversation.ended_at is not None:
        rows = rows.filter(created_at__lte=conversation.ended_at)
    return list(rows.open().exclude(pk__in=[one.pk for one in made]))


def _opening(conversation: Conversation, made: Sequence[Agreement]) -> str:
    name = {"name": conversation.with_whom}
    hello = _("Dear %(name)s") % name if conversation.citizen_id else _("To %(name)s") % name
    day = {"day": long_date(conversation.held_at)}
    match conversation.state:
        case ConversationState.NO_SHOW:
            said = _("We had agreed to talk on %(day)s, and we missed you.") % day
        case ConversationState.INFORMATION:
            said = _("We were in touch on %(day)s. Here is what comes next.") % day
        case _ if made:
            said = _("Thank you for the talk on %(day)s. Here is what we agreed on.") % day
        case _:
            said = _("Thank you for the talk on %(day)s.") % day
    return f"{hello}\n\n{said}"


def _listed(agreements: Iterable[Agreement], sender: Employee, reader: AgreementBy) -> str:
    """A paragraph for each."""
    return "\n\n".join(_said(one, sender, reader) for one in agreements)


def _said(one: Agreement, sender: Employee, reader: AgreementBy) -> str:
    """Who does it is said of others than the one who reads the letter."""
    by = _("By %(day)s.") % {"day": long_date(one.due_on)}
    if one.who != reader:
        who = sender.name if one.who == AgreementBy.CASEWORKER else one.by_whom
        by = _("%(name)s, by %(day)s.") % {"name": who, "day": long_date(one.due_on)}
    if one.measure:
        by += " " + _("You can see that it is done: %(measure)s.") % {"measure": _in_a_line(one.measure).rstrip(".")}
    why = [_("You said why: %(why)s") % {"why": _in_a_line(one.why)}] if one.why and one.who == reader else []
    return "\n".join([_in_a_line(one.what), by, *why])


def _in_a_line(text: str) -> str:
    """An empty line in it would begin another paragraph."""
    return " ".join(text.split())


def _next(planned: Conversation | None) -> str:
    if planned is None:
        return _("We have not agreed on a new talk yet.")
    said = _("We talk again on %(at)s.") % {"at": moment(planned.planned_at)}
    if planned.place:
        return f"{said} {planned.get_meeting_display()}: {planned.place}."
    return said if planned.meeting == Meeting.PLACE else f"{said} {planned.get_meeting_display()}."


def _reached(sender: Employee) -> list[str]:
    """The line under the name."""
    return [_("Telephone %(phone)s") % {"phone": sender.phone}] if sender.phone else []


def _contact(sender: Employee, unit: str) -> str:
    said = {"name": sender.name, "unit": unit, "mail": sender.email, "phone": sender.phone}
    if sender.phone:
        return (
            _(
                "Call %(name)s, %(unit)s, on %(phone)s or write to %(mail)s if you cannot keep an agreement or the time,"
                " or if you have misunderstood something. We would rather hear it early."
            )
            % said
        )
    return (
        _(
            "Write to %(name)s, %(unit)s, at %(mail)s if you cannot keep an agreement or the time, or if you have"
            " misunderstood something. We would rather hear it early."
        )
        % said
    )

"""What conversations ask of a person today: those of the day, and those that were never closed."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.citizens.forms.lists import NOBODY
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import in_own_units, works_with_citizens
from fagkompas.conversations.models import Conversation, ConversationState
from fagkompas.conversations.permissions import conversations_seen_by
from fagkompas.conversations.when import local, moment_of
from fagkompas.conversations.wording import name_of
from fagkompas.toolkit.formats import moment, time_of_day
from fagkompas.toolkit.today import TodayItem

AHEAD: Final = timedelta(days=2)
"""So long before is one told to prepare."""

SHOWN: Final = 3
"""So many that nobody has closed have a row of their own, the latest first: of them one remembers most."""

COMING_SHOWN: Final = 8
"""As many as one holds in a day."""

COLUMNS: Final = (
    *("uuid", "template", "planned_at", "minutes", "state", "began_at", "created_at"),
    *("citizen_id", "citizen__name", "company__name"),
)
"""What is told; the texts take a while to decrypt."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Two queries, none for most people, one more for managers. Of those that nobody closed the first few; a row leads to the rest."""
    if not works_with_citizens(person):
        return []
    return [*_own(person, today), *_with_nobody(person)]


def _own(person: Employee, today: date) -> list[TodayItem]:
    midnight, after = moment_of(today, time.min), moment_of(today + AHEAD + timedelta(days=1), time.min)
    near = Q(state=ConversationState.PLANNED, planned_at__lt=after) | Q(state=ConversationState.UNDER_WAY)
    waiting = conversations_seen_by(person).filter(near).select_related("citizen", "company").only(*COLUMNS)
    before = list(waiting.filter(planned_at__lt=midnight).order_by("-planned_at", "-pk")[: SHOWN + 1])
    coming = list(waiting.filter(planned_at__gte=midnight).order_by("planned_at", "pk")[:COMING_SHOWN])
    shown = sorted([*before[:SHOWN], *coming], key=lambda one: not one.is_under_way)
    return [*(_item(one, today) for one in shown), *([_rest()] if len(before) > SHOWN else [])]


def _with_nobody(person: Employee) -> Iterator[TodayItem]:
    """What is planned with citizens of the units that the person manages, and nobody is to hold: no caseworker is chosen."""
    if not has_role(person, Role.MANAGER):
        return
    managed = Citizen.objects.of_root(person.root_id).filter(in_own_units(person, roles=(Role.MANAGER,)))
    waiting = managed.active().without_caseworker().order_by().values("pk")
    found = Conversation.objects.with_the_caseworker().filter(citizen__in=waiting).order_by("planned_at", "pk")
    columns = ("citizen_id", "citizen__uuid", "citizen__name", "planned_at")
    rows = list(found.values_list(*columns)[: SHOWN + 1])
    for key, uuid, name, at in rows[:SHOWN]:
        yield TodayItem(
            kind=_("Conversations"),
            what=_("Nobody is to hold the conversation with %(name)s") % {"name": name},
            why_now=_("It is planned for %(at)s, and the citizen has no caseworker who works here.")
            % {"at": moment(at)},
            url=reverse("citizens:hand_over", args=[uuid]),
            citizen_id=key,
            button=_("Choose a caseworker"),
            due=local(at).date(),
        )
    if len(rows) > SHOWN:
        yield TodayItem(
            kind=_("Conversations"),
            what=_("More conversations that nobody is to hold"),
            why_now=_("Choose a caseworker for each of the citizens."),
            url=f"{reverse('citizens:list')}?sagsbehandler={NOBODY}",
            button=_("See the citizens"),
        )


def _item(one: Conversation, today: date) -> TodayItem:
    return _under_way(one, today) if one.is_under_way else _planned(one, today)


def _why_close(one: Conversation) -> str:
    if one.is_noted_afterwards:
        return _("The talk of %(at)s was noted afterwards. Write how it went, and close it.")
    return _("It was planned for %(at)s, and nobody has said how it went.")


def _rest() -> TodayItem:
    return TodayItem(
        kind=_("Conversations"),
        what=_("More conversations that nobody has closed"),
        why_now=_("The list has them all."),
        url=reverse("conversations:list"),
        button=_("See the conversations"),
    )


def _under_way(one: Conversation, today: date) -> TodayItem:
    return TodayItem(
        kind=_("Conversations"),
        what=_("The conversation with %(name)s is under way") % {"name": one.with_whom},
        why_now=_("Begun %(at)s, and not closed.") % {"at": moment(one.began_at)},
        url=reverse("conversations:hold", args=[one.uuid]),
        citizen_id=one.citizen_id,
        button=_("Go on"),
        due=today,
    )


def _planned(one: Conversation, today: date) -> TodayItem:
    day = local(one.planned_at).date()
    values = {"name": one.with_whom, "what": name_of(one), "at": time_of_day(local(one.planned_at))}
    if one.planned_end < timezone.now():
        return TodayItem(
            kind=_("Conversations"),
            what=_("Close the conversation with %(name)s") % values,
            why_now=_why_close(one) % {"at": moment(one.planned_at)},
            url=reverse("conversations:close", args=[one.uuid]),
            citizen_id=one.citizen_id,
            button=_("Close it"),
            due=day,
        )
    return TodayItem(
        kind=_("Conversations"),
        what=_("Conversation with %(name)s at %(at)s") % values,
        why_now=str(values["what"]),
        url=reverse("conversations:prepare", args=[one.uuid]),
        citizen_id=one.citizen_id,
        button=_("Prepare it"),
        due=day,
        is_next=day > today,
    )

"""What conversations ask of a person today: those of the day, and those that were never closed."""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.conversations.models import Conversation
from fagkompas.conversations.permissions import conversations_seen_by
from fagkompas.conversations.when import local, moment_of
from fagkompas.conversations.wording import name_of
from fagkompas.toolkit.formats import moment, time_of_day
from fagkompas.toolkit.today import TodayItem

AHEAD: Final = timedelta(days=2)
"""So long before is one told to prepare."""

SHOWN: Final = 5
"""So many that nobody has closed have a row of their own."""

COMING_SHOWN: Final = 15
"""More than anybody holds in those days."""

COLUMNS: Final = (
    *("uuid", "template", "planned_at", "minutes", "began_at"),
    *("citizen__name", "company__name"),
)
"""What is told; the texts take a while to decrypt."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Four queries, one for most people. Of those that nobody closed the first few; a row leads to the rest."""
    if not works_with_citizens(person):
        return []
    own = conversations_seen_by(person).select_related("citizen", "company").only(*COLUMNS)
    midnight, after = moment_of(today, time.min), moment_of(today + AHEAD + timedelta(days=1), time.min)
    forgotten = list(own.planned().filter(planned_at__lt=midnight)[: SHOWN + 1])
    coming = own.planned().filter(planned_at__gte=midnight, planned_at__lt=after)[:COMING_SHOWN]
    return [
        *(_under_way(one, today) for one in own.under_way()[:SHOWN]),
        *_planned(forgotten[:SHOWN], today),
        *([_rest()] if len(forgotten) > SHOWN else []),
        *_planned(coming, today),
    ]


def _rest() -> TodayItem:
    return TodayItem(
        kind=_("Conversations"),
        what=_("More conversations that nobody has closed"),
        why_now=_("The list has them all."),
        url=reverse("conversations:list"),
        button=_("See which"),
    )


def _under_way(one: Conversation, today: date) -> TodayItem:
    return TodayItem(
        kind=_("Conversations"),
        what=_("The conversation with %(name)s is under way") % {"name": one.with_whom},
        why_now=_("Begun %(at)s, and not closed.") % {"at": moment(one.began_at)},
        url=reverse("conversations:hold", args=[one.uuid]),
        button=_("Go on"),
        due=today,
    )


def _planned(rows: Iterable[Conversation], today: date) -> Iterator[TodayItem]:
    now = timezone.now()
    for one in rows:
        day = local(one.planned_at).date()
        values = {"name": one.with_whom, "what": name_of(one), "at": time_of_day(local(one.planned_at))}
        if one.planned_end < now:
            yield TodayItem(
                kind=_("Conversations"),
                what=_("Close the conversation with %(name)s") % values,
                why_now=_("It was planned for %(at)s, and nobody has said how it went.")
                % {"at": moment(one.planned_at)},
                url=reverse("conversations:close", args=[one.uuid]),
                button=_("Close it"),
                due=day,
            )
        else:
            yield TodayItem(
                kind=_("Conversations"),
                what=_("Conversation with %(name)s at %(at)s") % values,
                why_now=str(values["what"]),
                url=reverse("conversations:prepare", args=[one.uuid]),
                button=_("Prepare it"),
                due=day,
                is_next=day > today,
            )

"""Cases that need the person: agreements whose day has come, placements, what must be put right, and no next conversation.

SQL narrows by what is stored of each case (`CaseStatus`); what the check found says it. Of each kind the first few have a row of
their own, and one row leads to the rest.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.casework.caseload import own_cases, placements_to_follow_up, without_date
from fagkompas.casework.checking import all_from_stored, from_stored
from fagkompas.casework.forms.caseload import DUE, MUST, NO_DATE, PLACEMENT
from fagkompas.casework.models import CaseStatus
from fagkompas.casework.today.rest import SHOWN, rest
from fagkompas.casework.wording.consistency import mend_url, sentence_of
from fagkompas.conversations.models import Agreement
from fagkompas.engine.consistency import Finding, Rule
from fagkompas.toolkit.today import TodayItem

CHUNK: Final = 20
"""So many rows are fetched at a time where most of them are told."""


def case_items(person: Employee, today: date) -> list[TodayItem]:
    """Six queries at most."""
    return [
        *_agreements(person, today),
        *_placements(person, today),
        *_must(person),
        *_without_date(person, today),
    ]


def _agreements(person: Employee, today: date) -> Iterator[TodayItem]:
    """A row for each citizen with agreements whose day has come."""
    due = Agreement.objects.due_by(today).filter(_is_own("citizen__", person))
    citizens = due.order_by().values_list("citizen__uuid", "citizen__name")
    counted = citizens.annotate(n=Count("pk"), first=Min("due_on")).order_by("first", "citizen__name", "citizen__uuid")
    rows = list(counted[: SHOWN + 1])
    for uuid, name, count, first in rows[:SHOWN]:
        yield TodayItem(
            kind=_("Agreements"),
            what=name,
            why_now=ngettext("%(n)s agreement to follow up.", "%(n)s agreements to follow up.", count) % {"n": count},
            url=reverse("citizens:citizen", args=[uuid]),
            button=_("Follow up"),
            due=first,
        )
    if len(rows) > SHOWN:
        yield rest(_("Agreements"), _("More citizens with something due"), DUE, due=rows[SHOWN][3])


def _placements(person: Employee, today: date) -> Iterator[TodayItem]:
    """Those that the check tells of, the longest ago first; SQL narrows to those that are late by the day."""
    late = placements_to_follow_up(today).filter(_is_own("citizen__", person))
    in_order = late.order_by(Coalesce("followed_up_on", "from_on"), "citizen__name", "pk")
    rows = in_order.values_list("uuid", "citizen__uuid", "citizen__name", "citizen__status__findings")
    told = (
        (citizen, name, one)
        for uuid, citizen, name, kept in rows.iterator(chunk_size=CHUNK)
        for one in _about(kept or (), Rule.PLACEMENT_WITHOUT_FOLLOW_UP, uuid)
    )
    first = list(islice(told, SHOWN + 1))
    for citizen, name, one in first[:SHOWN]:
        yield TodayItem(
            kind=_("Placements"),
            what=name,
            why_now=sentence_of(one),
            url=mend_url(one, citizen),
            button=_("Follow up"),
        )
    if len(first) > SHOWN:
        yield rest(_("Placements"), _("More placements to follow up"), PLACEMENT)


def _must(person: Employee) -> Iterator[TodayItem]:
    """The cases with most that must be put right, each by its first sentence."""
    rows = list(_statuses(person).filter(musts__gt=0).order_by("-musts", "citizen__name", "pk")[: SHOWN + 1])
    for status in rows[:SHOWN]:
        more = status.musts - 1
        yield TodayItem(
            kind=_("What does not hang together"),
            what=status.citizen.name,
            why_now="".join(map(sentence_of, all_from_stored(status.findings)[:1]))
            + (" " + ngettext("And %(n)s thing more.", "And %(n)s things more.", more) % {"n": more} if more else ""),
            url=reverse("casework:findings", args=[status.citizen.uuid]),
            button=_("Put it right"),
        )
    if len(rows) > SHOWN:
        yield rest(_("What does not hang together"), _("More cases with something that must be put right"), MUST)


def _without_date(person: Employee, today: date) -> Iterator[TodayItem]:
    count = own_cases(person).filter(without_date(today)).order_by().count()
    if count:
        yield TodayItem(
            kind=_("Citizens"),
            what=_("Plan the next conversation"),
            why_now=ngettext(
                "%(n)s citizen has no next conversation.", "%(n)s citizens have no next conversation.", count
            )
            % {"n": count},
            url=f"{reverse('casework:caseload')}?viser={NO_DATE}",
            button=_("See who"),
        )


def _statuses(person: Employee) -> QuerySet[CaseStatus]:
    rows = CaseStatus.objects.filter(_is_own("citizen__", person)).select_related("citizen")
    return rows.only("findings", "musts", "citizen__uuid", "citizen__name")


def _is_own(path: str, person: Employee) -> Q:
    """One's own open cases, from a row that has a citizen."""
    return Q(**{f"{path}caseworker": person, f"{path}closed_on__isnull": True})


def _about(kept: Iterable[Mapping[str, Any]], rule: Rule, key: UUID) -> Iterator[Finding]:
    """Of what is stored, what a rule says of one thing."""
    return (from_stored(one) for one in kept if one["rule"] == rule and one["key"] == str(key))

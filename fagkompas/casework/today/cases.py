"""Cases that need the person: agreements whose day has come, placements, what must be put right, and no next conversation.

SQL narrows by what is stored of each case (`CaseStatus`); what the check found says it. Of each kind the first few have a row of
their own, and one row leads to the rest.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.casework.caseload import own_cases, without_date
from fagkompas.casework.checking import from_stored
from fagkompas.casework.forms.caseload import DUE, MUST, NO_DATE
from fagkompas.casework.models import CaseStatus, Placement
from fagkompas.casework.wording.consistency import mend_url, sentence_of
from fagkompas.conversations.models import Agreement
from fagkompas.engine.consistency import Finding, Rule
from fagkompas.toolkit.today import TodayItem

SHOWN: Final = 5
"""So many rows of a kind, before one that leads to all."""


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
        yield _rest(_("Agreements"), _("More citizens with something due"), DUE, due=rows[SHOWN][3])


def _placements(person: Employee, today: date) -> Iterator[TodayItem]:
    """Those that the check tells of; SQL narrows to cases with a placement that runs."""
    running = Placement.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)
    found = _statuses(person).filter(citizen__in=running.values("citizen")).order_by("citizen__name", "pk")
    told = ((status, one) for status in found for one in _of_rule(status, Rule.PLACEMENT_WITHOUT_FOLLOW_UP))
    for status, one in [pair for pair, _place in zip(told, range(SHOWN), strict=False)]:
        yield TodayItem(
            kind=_("Placements"),
            what=status.citizen.name,
            why_now=sentence_of(one),
            url=mend_url(one, status.citizen.uuid),
            button=_("Follow up"),
        )


def _must(person: Employee) -> Iterator[TodayItem]:
    """The cases with most that must be put right, each by its first sentence."""
    rows = list(_statuses(person).filter(musts__gt=0).order_by("-musts", "citizen__name", "pk")[: SHOWN + 1])
    for status in rows[:SHOWN]:
        first = from_stored(status.findings[0])
        more = status.musts - 1
        yield TodayItem(
            kind=_("What does not hang together"),
            what=status.citizen.name,
            why_now=sentence_of(first)
            + (" " + ngettext("And %(n)s thing more.", "And %(n)s things more.", more) % {"n": more} if more else ""),
            url=reverse("casework:findings", args=[status.citizen.uuid]),
            button=_("Put it right"),
        )
    if len(rows) > SHOWN:
        yield _rest(_("What does not hang together"), _("More cases with something that must be put right"), MUST)


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


def _rest(kind: str, what: str, shows: str, *, due: date | None = None) -> TodayItem:
    return TodayItem(
        kind=kind,
        what=what,
        why_now=_("The list has them all."),
        url=f"{reverse('casework:caseload')}?viser={shows}",
        button=_("See who"),
        due=due,
    )


def _statuses(person: Employee) -> QuerySet[CaseStatus]:
    return CaseStatus.objects.filter(_is_own("citizen__", person)).select_related("citizen")


def _is_own(path: str, person: Employee) -> Q:
    """One's own open cases, from a row that has a citizen."""
    return Q(**{f"{path}caseworker": person, f"{path}closed_on__isnull": True})


def _of_rule(status: CaseStatus, rule: Rule) -> Iterator[Finding]:
    return (from_stored(one) for one in status.findings if one["rule"] == rule)

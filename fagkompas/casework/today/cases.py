"""Cases that need the person: agreements and jobs to follow up, placements, what must be put right, and no next conversation.

SQL narrows by what is stored of each case (`CaseStatus`); what the check found says it. Of each kind the first few have a row of
their own, and one row leads to the rest.
"""

from collections.abc import Collection, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.casework.checking import all_from_stored
from fagkompas.casework.forms.caseload import DUE, MUST, NO_DATE, PLACEMENT
from fagkompas.casework.models import CaseStatus, JobLogEntry
from fagkompas.casework.today.rest import SHOWN, rest
from fagkompas.casework.wording.consistency import mend_url, sentence_of
from fagkompas.citizens.permissions import in_own_units
from fagkompas.conversations.models import Agreement
from fagkompas.engine.consistency import Rule
from fagkompas.toolkit.today import TodayItem


def case_items(person: Employee, today: date) -> list[TodayItem]:
    """Six queries at most."""
    return [
        *_due(person, today),
        *_placements(person),
        *_must(person),
        *_without_date(person, today),
    ]


def _due(person: Employee, today: date) -> Iterator[TodayItem]:
    """Of the cases in which something has been due longest, a row for agreements and one for jobs that were applied for."""
    first = _of_own(person, CaseStatus.objects.filter(due_on__lte=today).order_by("due_on", "pk"))
    citizens = [row.citizen_id for row in first[:SHOWN]]
    agreements = _counted(Agreement.objects.due_by(today), citizens, "due_on")
    jobs = _counted(JobLogEntry.objects.to_follow_up(today), citizens, "follow_up_on")
    for row in first[:SHOWN]:
        if row.citizen_id in agreements:
            count, due = agreements[row.citizen_id]
            says = ngettext("%(n)s agreement to follow up.", "%(n)s agreements to follow up.", count) % {"n": count}
            yield TodayItem(
                kind=_("Agreements"),
                what=row.citizen.name,
                citizen_id=row.citizen_id,
                why_now=says,
                url=reverse("citizens:citizen", args=[row.citizen.uuid]),
                button=_("Follow up"),
                due=due,
            )
        if row.citizen_id in jobs:
            count, due = jobs[row.citizen_id]
            says = ngettext("%(n)s job to follow up.", "%(n)s jobs to follow up.", count) % {"n": count}
            yield TodayItem(
                kind=_("Job logs"),
                what=row.citizen.name,
                citizen_id=row.citizen_id,
                why_now=says,
                url=reverse("casework:job_log", args=[row.citizen.uuid]),
                button=_("Look"),
                due=due,
            )
    if len(first) > SHOWN:
        yield rest(_("Agreements"), _("More citizens with something due"), DUE, due=first[SHOWN].due_on)


def _counted(rows: QuerySet[Any], citizens: Collection[int], day: str) -> dict[int, tuple[int, date]]:
    """By citizen how many of the rows, and the first of their days."""
    counted = (
        rows.filter(citizen__in=citizens).order_by().values_list("citizen").annotate(n=Count("pk"), first=Min(day))
    )
    return {citizen: (count, first) for citizen, count, first in counted}


def _placements(person: Employee) -> Iterator[TodayItem]:
    """Those that the check tells of, one a case."""
    first = _of_own(person, CaseStatus.objects.filter(placements__gt=0).order_by("-placements", "pk"), "findings")
    for row in first[:SHOWN]:
        told = (one for one in all_from_stored(row.findings) if one.rule is Rule.PLACEMENT_WITHOUT_FOLLOW_UP)
        for one in islice(told, 1):
            yield TodayItem(
                kind=_("Placements"),
                what=row.citizen.name,
                citizen_id=row.citizen_id,
                why_now=sentence_of(one),
                url=mend_url(one, row.citizen.uuid),
                button=_("Follow up"),
            )
    if len(first) > SHOWN:
        yield rest(_("Placements"), _("More placements to follow up"), PLACEMENT)


def _must(person: Employee) -> Iterator[TodayItem]:
    """The cases with most that must be put right, each by its first sentence."""
    first = _of_own(person, CaseStatus.objects.filter(musts__gt=0).order_by("-musts", "pk"), "findings", "musts")
    for row in first[:SHOWN]:
        more = ngettext("And %(n)s thing more.", "And %(n)s things more.", row.musts - 1) % {"n": row.musts - 1}
        says = "".join(map(sentence_of, all_from_stored(row.findings)[:1]))
        yield TodayItem(
            kind=_("What does not hang together"),
            what=row.citizen.name,
            citizen_id=row.citizen_id,
            why_now=f"{says} {more}" if row.musts > 1 else says,
            url=reverse("casework:findings", args=[row.citizen.uuid]),
            button=_("Put it right"),
        )
    if len(first) > SHOWN:
        yield rest(_("What does not hang together"), _("More cases with something that must be put right"), MUST)


def _without_date(person: Employee, today: date) -> Iterator[TodayItem]:
    planned = Q(next_conversation_on__gte=today)
    count = CaseStatus.objects.filter(~planned, in_own_units(person, "citizen__"), caseworker=person).count()
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


def _of_own(person: Employee, rows: QuerySet[CaseStatus], *columns: str) -> list[CaseStatus]:
    """The first of one's own, one more than is shown: those that still are, should one have been handed over just now.

    Whoever has lost the role where the citizen is reads of it no more, as everywhere.
    """
    own = rows.filter(in_own_units(person, "citizen__"), caseworker=person).select_related("citizen")
    shown = own.only("due_on", "citizen__uuid", "citizen__name", "citizen__caseworker", "citizen__closed_on", *columns)
    return [row for row in shown[: SHOWN + 1] if row.citizen.caseworker_id == person.pk and not row.citizen.is_closed]

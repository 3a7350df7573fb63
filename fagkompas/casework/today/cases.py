"""Cases that need the person: agreements and jobs to follow up, placements, what must be put right, and no next conversation.

SQL narrows by what is stored of each case (`CaseStatus`); what the check found says it. Of each kind the first few have a row of
their own, and one row leads to the rest.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
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
from fagkompas.engine.consistency import Finding, Rule
from fagkompas.engine.scales import Severity
from fagkompas.toolkit.today import TodayItem


def case_items(person: Employee, today: date) -> list[TodayItem]:
    """Six queries at most, and one more where just one citizen has no next conversation. What is due is told once."""
    due, placements = list(_due(person, today)), list(_placements(person))
    musts = _must(person, due=_told_of(due), placements=_told_of(placements))
    return [*due, *placements, *musts, *_without_date(person, today)]


def _told_of(items: Iterable[TodayItem]) -> set[int]:
    return {item.citizen_id for item in items if item.citizen_id is not None}


def _due(person: Employee, today: date) -> Iterator[TodayItem]:
    """Of the cases in which something has been due longest, a row for agreements and one for jobs that were applied for."""
    first = _of_own(person, CaseStatus.objects.filter(due_on__lte=today).order_by("due_on", "pk"))
    citizens = [row.citizen_id for row in first[:SHOWN]]
    agreements = _of_each(Agreement.objects.due_by(today), citizens, "due_on")
    jobs = _of_each(JobLogEntry.objects.to_follow_up(today), citizens, "follow_up_on")
    for row in first[:SHOWN]:
        if found := agreements.get(row.citizen_id):
            count, (due, only) = len(found), min(found)
            says = ngettext("%(n)s agreement to follow up.", "%(n)s agreements to follow up.", count) % {"n": count}
            of_several = f"{reverse('casework:plan', args=[row.citizen__uuid])}#agreements"
            yield TodayItem(
                kind=_("Agreements"),
                what=row.citizen__name,
                citizen_id=row.citizen_id,
                why_now=says,
                url=of_several if count > 1 else reverse("conversations:agreement", args=[only]),
                button=_("Follow up"),
                due=due,
            )
        if found := jobs.get(row.citizen_id):
            count, (due, _only) = len(found), min(found)
            says = ngettext("%(n)s job to follow up.", "%(n)s jobs to follow up.", count) % {"n": count}
            yield TodayItem(
                kind=_("Job logs"),
                what=row.citizen__name,
                citizen_id=row.citizen_id,
                why_now=says,
                url=reverse("casework:job_log", args=[row.citizen__uuid]),
                button=_("Look"),
                due=due,
            )
    if len(first) > SHOWN:
        yield rest(_("Agreements"), _("More citizens with something due"), DUE, due=first[SHOWN].due_on)


def _of_each(rows: QuerySet[Any], citizens: Collection[int], day: str) -> dict[int, list[tuple[date, UUID]]]:
    """By citizen, day and UUID of each of the rows."""
    found: dict[int, list[tuple[date, UUID]]] = {}
    for citizen, on, uuid in rows.filter(citizen__in=citizens).order_by().values_list("citizen", day, "uuid"):
        found.setdefault(citizen, []).append((on, uuid))
    return found


def _placements(person: Employee) -> Iterator[TodayItem]:
    """Those that the check tells of, one a case."""
    first = _of_own(person, CaseStatus.objects.filter(placements__gt=0).order_by("-placements", "-pk"), "findings")
    for row in first[:SHOWN]:
        for one in islice(_of_placements(all_from_stored(row.findings)), 1):
            yield TodayItem(
                kind=_("Placements"),
                what=row.citizen__name,
                citizen_id=row.citizen_id,
                why_now=sentence_of(one),
                url=mend_url(one, row.citizen__uuid),
                button=_("Follow up"),
            )
    if len(first) > SHOWN:
        yield rest(_("Placements"), _("More placements to follow up"), PLACEMENT)


def _of_placements(found: Iterable[Finding]) -> Iterator[Finding]:
    return (one for one in found if one.rule is Rule.PLACEMENT_WITHOUT_FOLLOW_UP)


def _must(person: Employee, *, due: Collection[int], placements: Collection[int]) -> Iterator[TodayItem]:
    """The cases with most that must be put right, each by its first sentence.

    Told already are all agreements of the citizens in `due`, and of those in `placements` the first that nobody followed up.
    """
    first = _of_own(person, CaseStatus.objects.filter(musts__gt=0).order_by("-musts", "-pk"), "findings", "musts")
    musts = [(row, _musts_of(row, due=due, placements=placements)) for row in first]
    for row, found in [pair for pair in musts if pair[1]][:SHOWN]:
        others = len(found) - 1
        more = ngettext("And %(n)s thing more.", "And %(n)s things more.", others) % {"n": others}
        says = sentence_of(found[0])
        yield TodayItem(
            kind=_("The check"),
            what=row.citizen__name,
            citizen_id=row.citizen_id,
            why_now=f"{says} {more}" if others else says,
            url=reverse("casework:findings", args=[row.citizen__uuid]),
            button=_("Put it right"),
        )
    if len(first) > SHOWN:
        yield rest(_("The check"), _("More cases with something that must be put right"), MUST)


def _musts_of(row: Any, *, due: Collection[int], placements: Collection[int]) -> list[Finding]:
    found = all_from_stored(row.findings)
    told = [one for one in found if one.rule is Rule.AGREEMENT_NOT_FOLLOWED_UP and row.citizen_id in due]
    told += islice(_of_placements(found), 1 if row.citizen_id in placements else 0)
    return [one for one in found if one.severity is Severity.MUST and one not in told]


def _without_date(person: Employee, today: date) -> Iterator[TodayItem]:
    planned = Q(next_conversation_on__gte=today)
    rows = CaseStatus.objects.filter(~planned, in_own_units(person, "citizen__"), caseworker=person)
    count = rows.count()
    if count == 1:
        for row in _of_own(person, rows.order_by("pk")):
            yield TodayItem(
                kind=_("Citizens"),
                what=row.citizen__name,
                citizen_id=row.citizen_id,
                why_now=_("No next conversation is planned."),
                url=reverse("conversations:new", args=[row.citizen__uuid]),
                button=_("Plan one"),
            )
    elif count:
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


def _of_own(person: Employee, rows: QuerySet[CaseStatus], *columns: str) -> list[Any]:
    """The first of one's own, one more than is shown: those that still are, should one have been handed over just now.

    Whoever has lost the role where the citizen is reads of it no more, as everywhere.
    """
    own = rows.filter(in_own_units(person, "citizen__"), caseworker=person)
    still = own.filter(citizen__caseworker=person, citizen__closed_on__isnull=True)
    return list(
        still.values_list("citizen_id", "due_on", "citizen__uuid", "citizen__name", *columns, named=True)[: SHOWN + 1]
    )

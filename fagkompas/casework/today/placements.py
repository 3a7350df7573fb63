"""Placements that are to be followed up where the person is company consultant: hers first."""

from collections.abc import Iterator
from itertools import islice

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.casework.checking import all_from_stored
from fagkompas.casework.forms.towards_work import TO_FOLLOW_UP
from fagkompas.casework.models import CaseStatus, TaskRating
from fagkompas.casework.today.rest import SHOWN
from fagkompas.casework.wording.consistency import mend_url, sentence_of
from fagkompas.citizens.permissions import in_own_units
from fagkompas.engine.consistency import Rule
from fagkompas.toolkit.today import TodayItem


def placement_items(person: Employee) -> Iterator[TodayItem]:
    """One a case, first where the person has followed up before; a row leads to the rest. One query, none for most people."""
    if not has_role(person, Role.COMPANY_CONSULTANT):
        return
    hers = TaskRating.objects.filter(task__placement__citizen=OuterRef("citizen"), recorded_by=person)
    there = in_own_units(person, "citizen__", roles=(Role.COMPANY_CONSULTANT,))
    rows = CaseStatus.objects.filter(there, placements__gt=0, citizen__closed_on__isnull=True)
    found = list(
        rows.exclude(caseworker=person)
        .annotate(is_hers=Exists(hers))
        .order_by("-is_hers", "-placements", "-pk")
        .values_list("citizen_id", "citizen__uuid", "citizen__name", "findings")[: SHOWN + 1]
    )
    for key, uuid, name, findings in found[:SHOWN]:
        told = (one for one in all_from_stored(findings) if one.rule is Rule.PLACEMENT_WITHOUT_FOLLOW_UP)
        for one in islice(told, 1):
            yield TodayItem(
                kind=_("Placements"),
                what=name,
                citizen_id=key,
                why_now=sentence_of(one),
                url=mend_url(one, uuid),
                button=_("Follow up"),
            )
    if len(found) > SHOWN:
        yield TodayItem(
            kind=_("Placements"),
            what=_("More placements to follow up"),
            why_now=_("The list has them all."),
            url=f"{reverse('casework:towards_work_list')}?forloeb={TO_FOLLOW_UP}",
            button=_("See who"),
        )

"""What lists of orders ask of a person today: whom to ask about a job, and who has said yes and is to be presented."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.companies.models import OrderState
from fagkompas.matching.models import Shortlisted, Stage
from fagkompas.matching.permissions import matched_by, may_decide
from fagkompas.toolkit.today import Asks, TodayItem

SHOWN: Final = 5
"""So many of each kind have a row of their own; the lists have the rest."""


def asks(person: Employee, _today: date) -> tuple[Asks[Any], ...]:
    """Of the citizens of own units: those whose caseworker the person is, and those on lists of her own orders."""
    if not may_decide(person):
        return ()
    return (Asks(rows=_to_ask, items=_ask), Asks(rows=_to_present, items=_present))


def _on_lists(person: Employee, stage: Stage) -> QuerySet[Shortlisted]:
    rows = Shortlisted.objects.standing().filter(stage=stage, order__state=OrderState.OPEN)
    there = rows.filter(order__company__closed_on__isnull=True, citizen__in=matched_by(person))
    return there.select_related("citizen", "order__company").order_by("chosen_on", "pk")


def _to_ask(person: Employee, _today: date) -> QuerySet[Shortlisted]:
    return _on_lists(person, Stage.CHOSEN).filter(citizen__caseworker=person)[:SHOWN]


def _to_present(person: Employee, _today: date) -> QuerySet[Shortlisted]:
    return _on_lists(person, Stage.YES).filter(order__consultant=person)[:SHOWN]


def _ask(rows: list[Shortlisted]) -> Iterator[TodayItem]:
    for row in rows:
        yield TodayItem(
            kind=_("Match"),
            what=_("Ask %(name)s about a job") % {"name": row.citizen.name},
            why_now=_("%(order)s, %(company)s: the citizen is on the list.")
            % {"order": row.order.title, "company": row.order.company.name},
            url=reverse("matching:step", args=[row.uuid, Stage.ASKED]),
            button=_("Note that you asked"),
            citizen_id=row.citizen_id,
        )


def _present(rows: list[Shortlisted]) -> Iterator[TodayItem]:
    for row in rows:
        yield TodayItem(
            kind=_("Match"),
            what=_("Present %(name)s to %(company)s") % {"name": row.citizen.name, "company": row.order.company.name},
            why_now=_("%(order)s: the citizen has said yes.") % {"order": row.order.title},
            url=reverse("matching:shortlist", args=[row.order.uuid]),
            button=_("See the list"),
            citizen_id=row.citizen_id,
        )

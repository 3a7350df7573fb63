"""What companies ask of a person today: whom to contact, and contacts that nobody has confirmed for a long time."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.companies.agreements_reading import due_agreements
from fagkompas.companies.circle_reading import due_to
from fagkompas.companies.forms.lists import OLD_CONTACTS
from fagkompas.companies.models import Circle, CompanyContact, PartnershipAgreement
from fagkompas.companies.needs_reading import expected_by
from fagkompas.companies.permissions import writes_companies
from fagkompas.companies.reading import contacts_to_clear_up
from fagkompas.toolkit.today import Asks, TodayItem

SHOWN: Final = 5
"""So many companies to contact have a row of their own."""


def asks(person: Employee, today: date) -> tuple[Asks[Any], ...]:
    """The companies whose day has come; one row for all contacts to clear up, with how many they are."""
    if not writes_companies(person):
        return ()
    return (
        Asks(rows=_due, items=partial(_to_contact, today)),
        Asks(rows=_agreements, items=_to_follow_up),
        Asks(rows=_one_old, items=partial(_old, person, today)),
    )


def _due(person: Employee, today: date) -> QuerySet[Circle]:
    return due_to(person, today).order_by("next_on", "pk")[: SHOWN + 1]


def _to_contact(today: date, circles: list[Circle]) -> Iterator[TodayItem]:
    expected = expected_by([circle.company_id for circle in circles[:SHOWN]], today)
    for circle in circles[:SHOWN]:
        told = expected.get(circle.company_id)
        yield TodayItem(
            kind=_("Companies"),
            what=_("Contact %(name)s") % {"name": circle.company.name},
            why_now=circle.next_what or (told[0].words if told else _("It is the day that was agreed.")),
            url=reverse("companies:company", args=[circle.company.uuid]),
            button=_("See the company"),
            due=circle.next_on,
        )
    if len(circles) > SHOWN:
        yield TodayItem(
            kind=_("Companies"),
            what=_("More companies to contact"),
            why_now=_("The list has them all."),
            url=reverse("companies:day"),
            button=_("See whom"),
        )


def _agreements(person: Employee, today: date) -> QuerySet[PartnershipAgreement]:
    return due_agreements(person, today).order_by("next_on", "pk")[: SHOWN + 1]


def _to_follow_up(agreements: list[PartnershipAgreement]) -> Iterator[TodayItem]:
    for one in agreements[:SHOWN]:
        yield TodayItem(
            kind=_("Companies"),
            what=_("Follow up the agreement with %(name)s") % {"name": one.company.name},
            why_now=one.name,
            url=reverse("companies:agreement_follow_up", args=[one.uuid]),
            button=_("Follow up"),
            due=one.next_on,
        )
    if len(agreements) > SHOWN:
        yield TodayItem(
            kind=_("Companies"),
            what=_("More agreements to follow up"),
            why_now=_("The list has them all."),
            url=reverse("companies:agreements"),
            button=_("See them"),
        )


def _one_old(person: Employee, today: date) -> QuerySet[CompanyContact]:
    return contacts_to_clear_up(person, today).order_by("pk")[:1]


def _old(person: Employee, today: date, first: list[CompanyContact]) -> Iterator[TodayItem]:
    if first:
        yield _to_clear_up(contacts_to_clear_up(person, today).count())


def _to_clear_up(n: int) -> TodayItem:
    return TodayItem(
        kind=_("Companies"),
        what=ngettext("%(n)s contact to clear up", "%(n)s contacts to clear up", n) % {"n": n},
        why_now=ngettext("Nobody has confirmed it for two years.", "Nobody has confirmed them for two years.", n),
        url=f"{reverse('companies:list')}?{urlencode({'kontakter': OLD_CONTACTS})}",
        button=_("See where"),
    )

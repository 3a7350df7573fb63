"""What companies ask of a person today: contacts that nobody has confirmed for a long time."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.companies.forms.lists import OLD_CONTACTS
from fagkompas.companies.models import CompanyContact
from fagkompas.companies.permissions import writes_companies
from fagkompas.companies.reading import contacts_to_clear_up
from fagkompas.toolkit.today import Asks, TodayItem


def asks(person: Employee, today: date) -> tuple[Asks[CompanyContact], ...]:
    """One row for all of them, with how many they are; a query more where there are some."""
    if not writes_companies(person):
        return ()
    old = contacts_to_clear_up(person, today)

    def in_one(first: list[CompanyContact]) -> Iterator[TodayItem]:
        if first:
            yield _to_clear_up(old.count())

    return (Asks(rows=old.order_by("pk")[:1], items=in_one),)


def _to_clear_up(n: int) -> TodayItem:
    return TodayItem(
        kind=_("Companies"),
        what=ngettext("%(n)s contact to clear up", "%(n)s contacts to clear up", n) % {"n": n},
        why_now=ngettext("Nobody has confirmed it for two years.", "Nobody has confirmed them for two years.", n),
        url=f"{reverse('companies:list')}?{urlencode({'kontakter': OLD_CONTACTS})}",
        button=_("See where"),
    )

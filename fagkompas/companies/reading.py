"""Which companies a list shows, and whether somebody is known there who decides on hiring."""

from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.companies.forms.lists import ALL, CLOSED, KNOWN, OLD_CONTACTS, PROTECTION, CompanyFilter
from fagkompas.companies.models import Company, CompanyContact, CompanyContactQuerySet, CompanyQuerySet
from fagkompas.companies.permissions import companies_of, writes_companies

DECIDES = Exists(CompanyContact.objects.filter(company=OuterRef("pk"), is_decision_maker=True))


def chosen(person: Employee, filters: CompanyFilter) -> CompanyQuerySet:
    """The companies that the filters leave; a filter that makes no sense counts for nothing."""
    filters.is_valid()
    by = filters.cleaned_data
    companies = companies_of(person).found_by(by.get("ord") or "").annotate(knows_who_decides=DECIDES)
    if by.get("tilstand") != ALL:
        companies = companies.filter(closed_on__isnull=by.get("tilstand") != CLOSED)
    if by.get("kontakter") == OLD_CONTACTS:
        old = CompanyContact.objects.not_confirmed_lately(localdate())
        companies = companies.filter(pk__in=old.order_by().values("company"))
    if industry := by.get("branche"):
        companies = companies.filter(industry=industry)
    if protected := by.get("beskyttet"):
        companies = companies.filter(is_advertising_protected=PROTECTION[protected])
    if decides := by.get("beslutter"):
        companies = companies.filter(knows_who_decides=decides == KNOWN)
    return companies


def contacts_to_clear_up(person: Employee, today: date) -> CompanyContactQuerySet:
    """Contacts that nobody has confirmed for a long time, of whoever may clear them up; none for all others."""
    if not writes_companies(person):
        return CompanyContact.objects.none()
    return CompanyContact.objects.not_confirmed_lately(today).filter(company__root_id=person.root_id)


def industries_in(root_id: int) -> list[str]:
    """The industries of the municipality's companies, by the alphabet. One query."""
    found = Company.objects.of_root(root_id).exclude(industry="").order_by().values_list("industry", flat=True)
    return sorted(found.distinct(), key=str.casefold)

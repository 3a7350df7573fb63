"""Partnership agreements as pages show them: what is due, and what came of what was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fagkompas.accounts.models import Employee
from fagkompas.companies.models import (
    AgreementFollowUp,
    Company,
    JobOrder,
    Mediation,
    MediationStep,
    PartnershipAgreement,
)
from fagkompas.companies.models.agreements import AgreementQuerySet
from fagkompas.toolkit.days import years_from


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAgreement:
    """An agreement; `asked` positions and `hired` people since `since`, when its present year began."""

    row: PartnershipAgreement
    since: date
    asked: int
    hired: int
    last: AgreementFollowUp | None
    is_due: bool
    has_run_out: bool


def agreements_of(company: Company, today: date) -> list[ShownAgreement]:
    """Running ones first. Four queries."""
    rows = company.partnerships.select_related("contact", "company")
    return sorted(shown(rows, today), key=lambda one: one.row.is_ended)


def shown(rows: Iterable[PartnershipAgreement], today: date) -> list[ShownAgreement]:
    """With what came of each. Three queries, however many they are."""
    found = list(rows)
    companies = {one.company_id for one in found}
    orders = _orders(companies)
    hired = _hired(companies)
    last: dict[int, AgreementFollowUp] = {}
    for one in AgreementFollowUp.objects.filter(agreement__in=found).select_related("by").order_by("on", "pk"):
        last[one.agreement_id] = one
    result = []
    for row in found:
        since = year_began(row.starts_on, row.ended_on or today)
        result.append(
            ShownAgreement(
                row=row,
                since=since,
                asked=sum(count for company, on, count in orders if company == row.company_id and on >= since),
                hired=sum(company == row.company_id and on >= since for company, on in hired),
                last=last.get(row.pk),
                is_due=row.next_on is not None and row.next_on <= today,
                has_run_out=not row.is_ended and row.ends_on is not None and row.ends_on < today,
            )
        )
    return result


def year_began(starts_on: date, today: date) -> date:
    """When the agreement's present year began: each begins on the day of the first."""
    years = today.year - starts_on.year
    began = years_from(starts_on, years)
    return max(starts_on, began if began <= today else years_from(starts_on, years - 1))


def due_agreements(person: Employee, today: date) -> AgreementQuerySet:
    """To be followed up by now: with the person's own companies, and with those that nobody has."""
    mine = Q(company__circle__consultant=person) | Q(company__circle__consultant__isnull=True)
    return PartnershipAgreement.objects.of_root(person.root_id).due_by(today).filter(mine).select_related("company")


def _orders(companies: Iterable[int]) -> list[tuple[int, date, int]]:
    """Company, day and positions of each order that was opened."""
    rows = JobOrder.objects.filter(company__in=companies).order_by("pk")
    found = rows.values_list("company", "opened_on", "positions")
    return [(company, on, positions) for company, on, positions in found if on is not None]


def _hired(companies: Iterable[int]) -> list[tuple[int, date]]:
    """Company and day of each who was hired on an order."""
    rows = Mediation.objects.filter(order__company__in=companies, step=MediationStep.HIRED).order_by("pk")
    return list(rows.values_list("order__company", "on"))

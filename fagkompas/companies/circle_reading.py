"""Whom to contact: what stands on the consultant's day, and what is known of each company's contacts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.companies.actions.circle import circle_of, most_a_month
from fagkompas.companies.models import Circle, Company, CompanyContact, Outreach
from fagkompas.companies.models.circle import CircleQuerySet
from fagkompas.companies.needs_reading import Expected, expected_by
from fagkompas.companies.permissions import WRITING
from fagkompas.companies.wording import OUTCOMES, PHASES
from fagkompas.toolkit.alphabet import Alphabetical

SHOWN: Final = 5
"""Contacts on the page of a company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A company on the day. `last` is the newest contact, `this_month` how many the municipality has made this month, which
    `is_full` where it may make no more; `decides` is who decides on hiring there, one with a number before others.

    `expected` is what the company has told that it will need next, in words; "" for nothing.
    """

    circle: Circle
    last: Outreach | None
    last_outcome: str
    phase: str
    decides: CompanyContact | None
    this_month: int
    is_full: bool
    expected: str
    is_due: bool
    is_late: bool
    is_called: bool

    @property
    def why(self) -> str:
        """What the next contact is about, else what the company expects to need; "" where nobody has said."""
        return self.circle.next_what or self.expected


def day_of(person: Employee, *, until: date, is_all: bool) -> CircleQuerySet:
    """Companies whose next contact is until a day: the person's own and those that nobody has, or everybody's."""
    rows = Circle.objects.of_root(person.root_id).due_by(until)
    if not is_all:
        rows = rows.filter(Q(consultant=person) | Q(consultant__isnull=True))
    return rows.select_related("company", "consultant", "calling")


def with_last_outreach(circles: Iterable[Circle], today: date, *, person: Employee, most: int) -> list[DayRow]:
    """With what is known of each, and whether a colleague of the person is calling it; `most` a month. Four queries."""
    rows = list(circles)
    companies = [row.company_id for row in rows]
    newest = Outreach.objects.filter(company=OuterRef("company")).order_by("-at", "-pk").values("pk")[:1]
    last = {
        one.company_id: one
        for one in Outreach.objects.filter(company__in=companies, pk=Subquery(newest)).select_related("by", "contact")
    }
    ours = Outreach.objects.filter(company__in=companies).ours_in_month(today).order_by()
    counts = dict(ours.values_list("company").annotate(n=Count("pk")))
    contacts = CompanyContact.objects.filter(company__in=companies, is_decision_maker=True)
    by_number = contacts.annotate(has_phone=~Q(phone="")).order_by("has_phone", "-name", "-pk")
    decides = {one.company_id: one for one in by_number}
    expected = expected_by(companies, today)
    return [
        DayRow(
            circle=row,
            last=last.get(row.company_id),
            last_outcome=str(OUTCOMES[last[row.company_id].outcome]) if row.company_id in last else "",
            phase=str(PHASES[row.phase]),
            decides=decides.get(row.company_id),
            this_month=counts.get(row.company_id, 0),
            is_full=counts.get(row.company_id, 0) >= most,
            expected=expected[row.company_id][0].words if row.company_id in expected else "",
            is_due=row.next_on is not None and row.next_on <= today,
            is_late=row.next_on is not None and row.next_on < today,
            is_called=row.is_called_by_another(person),
        )
        for row in rows
    ]


def consultants_in(root_id: int) -> EmployeeQuerySet:
    """Those who may write about companies in a municipality and are there."""
    writing = Q(roles__role__in=WRITING)
    return (
        Employee.objects.of_root(root_id)
        .filter(writing, is_active=True)
        .distinct()
        .order_by(Alphabetical("name"), "pk")
    )


def due_to(person: Employee, today: date) -> CircleQuerySet:
    """The person's own companies whose day has come."""
    return day_of(person, until=today, is_all=True).filter(consultant=person)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCircle:
    """Where a company is, in words, how often it was contacted this month of how often it may be, and what it expects to need."""

    phase: str
    row: Circle
    this_month: int
    most: int
    expected: list[Expected]


def circle_shown(company: Company) -> ShownCircle:
    """Four queries."""
    row, today = circle_of(company), localdate()
    return ShownCircle(
        phase=str(PHASES[row.phase]),
        row=row,
        this_month=company.outreach.ours_in_month(today).count(),
        most=most_a_month(company.root_id),
        expected=expected_by([company.pk], today).get(company.pk, []),
    )


def outreach_shown(company: Company) -> list[tuple[Outreach, str]]:
    """The newest contacts with what came of each. One query."""
    rows = company.outreach.select_related("by", "contact").order_by("-at", "-pk")[:SHOWN]
    return [(one, str(OUTCOMES[one.outcome])) for one in rows]

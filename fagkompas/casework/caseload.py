"""The caseload: citizens with how their cases stood when they were last refreshed. Lists are read, never worked out."""

from datetime import date
from typing import Final

from django.db.models import IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Least

from fagkompas.accounts.models import Employee
from fagkompas.casework.forms import caseload as forms
from fagkompas.casework.forms.caseload import CaseloadFilter
from fagkompas.citizens.models import Citizen, CitizenQuerySet
from fagkompas.citizens.permissions import cases_of, is_to_hand_over
from fagkompas.citizens.reading import chosen, to_give_on
from fagkompas.engine.consistency import Rule

BY_FINDINGS: Final = "fund"
RULES: Final = frozenset(rule.value for rule in Rule)
SORTS: Final = {
    "frist": ("due", "next_talk", "name", "pk"),
    "samtale": ("next_talk", "due", "name", "pk"),
    BY_FINDINGS: ("musts", "shoulds", "name", "pk"),
    "navn": ("name", "pk"),
    "sagsbehandler": ("caseworker__name", "name", "pk"),
}
"""Words of the address and columns. A case without a next conversation comes before the others, one where nothing is due last."""

COLUMNS: Final = (
    *("uuid", "name", "caseworker__name"),
    *("status__next_conversation_on", "status__unclosed_on", "status__due_on"),
    *("status__musts", "status__shoulds", "status__considers"),
)


def caseload(
    person: Employee, filters: CaseloadFilter, today: date, *, has_own: bool, is_of_findings: bool
) -> QuerySet[Citizen]:
    """The open cases that the filters leave, each with its `status` where it has been gone through.

    Where the list is of findings it has one's own cases, and for a manager those of the unit.
    """
    rows, asked = with_status(chosen(person, filters, has_own=has_own)), filters.cleaned_data.get("viser")
    if is_of_findings:
        rows = rows.filter(is_to_hand_over(person), closed_on__isnull=True)
    if asked in RULES:
        return with_finding(rows, Rule(asked))
    match asked:
        case forms.DUE:
            return rows.filter(is_due(today))
        case forms.NO_DATE:
            return rows.filter(without_date(today))
        case forms.MUST:
            return rows.filter(status__musts__gt=0)
        case forms.PLACEMENT:
            return rows.filter(status__placements__gt=0)
    return rows


def asks_for_findings(filters: CaseloadFilter, sort: str) -> bool:
    """Whether the list is of what is to be put right, by its filter or by the word that it is sorted by."""
    return filters.cleaned_data.get("viser") in {forms.MUST, *RULES} or sort.removeprefix("-") == BY_FINDINGS


def with_finding(rows: QuerySet[Citizen], rule: Rule) -> QuerySet[Citizen]:
    """Those in which the rule finds something. Text of a title has its quotation marks escaped, so it looks like no rule."""
    stored = Cast("status__findings", TextField())
    return rows.annotate(stored=stored).filter(stored__contains=f'"rule": "{rule.value}"')


def own_cases(person: Employee) -> QuerySet[Citizen]:
    """One's own open cases, with their status."""
    return with_status(cases_of(person).active().with_caseworker(person))


def handed_over_from(person: Employee, source: str) -> QuerySet[Citizen]:
    """What the person may hand over of one source, with its status."""
    return with_status(to_give_on(person, source))


def with_status(citizens: CitizenQuerySet) -> QuerySet[Citizen]:
    """What the lists show and sort by, and no more: findings and contact details take a while to read."""
    return (
        citizens.select_related("caseworker", "status")
        .only(*COLUMNS)
        .annotate(
            due=Least(Coalesce("status__due_on", Value(date.max)), Coalesce("status__unclosed_on", Value(date.max))),
            next_talk=Coalesce("status__next_conversation_on", Value(date.min)),
            musts=Coalesce("status__musts", Value(0), output_field=IntegerField()),
            shoulds=Coalesce("status__shoulds", Value(0), output_field=IntegerField()),
        )
    )


def is_due(today: date) -> Q:
    """An agreement or a job is to be followed up, or a conversation of an earlier day is not closed."""
    return Q(status__due_on__lte=today) | Q(status__unclosed_on__lt=today)


def without_date(today: date) -> Q:
    """No conversation is planned for today or later."""
    return Q(status__next_conversation_on__isnull=True) | Q(status__next_conversation_on__lt=today)

"""A citizen with a row in every table that can hold something of one, and a mark of its own in every text.

Made from the tables themselves, so that a new one is filled, told of and deleted in the tests without a line here.
"""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.casework.checking import as_stored, check_case
from fagkompas.casework.plan_content import as_text, content_of
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company, JobOrder
from fagkompas.matching.profile import Profile, Source
from fagkompas.occupations.models import Occupation, Origin
from fagkompas.website.citizen_data.tables import ROOT, Tied, tied
from tests.citizens.making import CPR, make_citizen
from tests.companies.making import make_company
from tests.people import People

DAY = date(2026, 10, 1)

AS_THEY_MUST_BE: dict[str, Any] = {
    "casework.CvSection.code": "experience",
    "casework.FindingAccepted.rule": "goal-missing",
    "casework.CaseFile.content": "{}",
    "casework.CaseFile.problems": "[]",
    "conversations.Conversation.company": None,
    "conversations.Conversation.contact": None,
    "conversations.Agreement.company": None,
    "conversations.Party.kind": "other",
    "matching.MatchFacts.reach": [["4000", "4690"]],
    "matching.MatchFacts.times": ["day"],
    "matching.MatchFacts.papers": {"licence_b": True},
}

BY_KIND: list[tuple[type[Field[Any, Any]], Any]] = [
    (BooleanField, True),
    (DateTimeField, timezone.now()),
    (DateField, DAY),
    (IntegerField, 5),
]
"""What stands in a column of a kind; a moment is a day too, so it comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCitizen:
    """The citizen, the rows by table, and the marks by table and column."""

    citizen: Citizen
    rows: dict[str, Model]
    marks: dict[str, str]


def make_whole(people: People, **columns: Any) -> WholeCitizen:
    """One row in each table."""
    numbers = count(1)
    citizen = make_citizen(people, cpr=CPR, **columns)
    whole = WholeCitizen(citizen=citizen, rows={ROOT: citizen}, marks={})
    company = make_company(people, name="Prøvefirma")
    given: dict[type[Model], Any] = {
        Employee: people.erik,
        Unit: people.north,
        Occupation: Occupation.objects.create(origin=Origin.DEMO, title_da="prøvetitel", isco4="9333"),
        Company: company,
        JobOrder: JobOrder.objects.create(
            company=company, unit=people.north, title="prøveordre", created_at=timezone.now()
        ),
    }
    for label, table in tied().items():
        if label == ROOT:
            continue
        values = {}
        for field in table.model._meta.concrete_fields:
            if not field.primary_key:
                values[field.name] = _value(whole, table, field, given, f"mrk{next(numbers):03d}")
        whole.rows[label] = table.model._default_manager.create(**values)
    for name in ("phone", "email", "address", "fund"):
        whole.marks[f"{ROOT}.{name}"] = mark = f"mrk{next(numbers):03d}"
        setattr(citizen, name, mark)
    citizen.save()
    return whole


def _value(whole: WholeCitizen, table: Tied, field: Field[Any, Any], given: dict[type[Model], Any], mark: str) -> Any:
    name = f"{table.label}.{field.name}"
    if name in AS_THEY_MUST_BE:
        return AS_THEY_MUST_BE[name]
    if name == "casework.CaseStatus.findings":
        return [as_stored(one) for one in check_case(whole.citizen, DAY).open]
    if name == "casework.PlanVersion.snapshot":
        return as_text(content_of(whole.rows["casework.CasePlan"], DAY))  # type: ignore[arg-type]
    if isinstance(field, ForeignKey):
        return _pointed_to(whole, field, given)
    if field.choices:
        return field.choices[0][0]
    for kind, value in BY_KIND:
        if isinstance(field, kind):
            return value
    if isinstance(field, UUIDField):
        return field.get_default()
    whole.marks[name] = mark
    return _texts(name, field, mark)


def _pointed_to(whole: WholeCitizen, field: ForeignKey[Any, Any], given: dict[type[Model], Any]) -> Any:
    """The citizen's own row of the table, where it is made by now."""
    if field.name == "root":
        return whole.citizen.root
    return whole.rows.get(field.related_model._meta.label) or given.get(field.related_model)


def _texts(name: str, field: Field[Any, Any], mark: str) -> Any:
    match name:
        case "casework.Sheet.texts":
            return {"direction": mark}
        case "casework.CvSection.entries":
            return [{"title": mark}]
        case "casework.Track.pressure_test":
            return {"reach": mark}
        case "matching.MatchFacts.words":
            return {"can": mark}
        case "matching.MatchProfile.words":
            return Profile(can={mark: Source.CV}).as_text()
    is_text = isinstance(field, CharField | TextField)
    return mark if is_text else [mark]

"""Resource persons: who may be asked, who has said yes, and how many hours are left of a month.

see_unit ──candidates──> whom a manager may ask; PersonResult ──newest_standings──> what the person's own yes hangs on
ResourcePerson ──┐
SideBySide ──────┴─with_hours_left──> Capacity: hours of side-by-side training still free in a month
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Q

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import people_under, units_with_role
from fagkompas.assessments.models import PersonResult
from fagkompas.assessments.permissions import can_read_participant, rates_first
from fagkompas.assessments.units import readable_people, see_unit
from fagkompas.engine.scales import STANDINGS, Standing
from fagkompas.frameworks.models import Framework
from fagkompas.frameworks.texts import FieldTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of
from fagkompas.learning.models import ResourcePerson, SideBySide
from fagkompas.learning.models.sharing import ResourcePersonQuerySet
from fagkompas.learning.needs import versions_for
from fagkompas.toolkit.alphabet import Alphabetical

USUAL_HOURS: Final = Decimal(2)
"""Of one time together, until somebody says otherwise."""

ENDS_SOON: Final = timedelta(days=30)
"""How long before the last day a resource person is asked whether to go on."""


# What fields are called


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNames:
    """Names of fields in the reader's language, by framework and code."""

    names: Mapping[tuple[int, str], str]
    frameworks: Mapping[int, str]

    def of(self, resource: ResourcePerson) -> str:
        """The field; its code where the framework is out of use."""
        return self.names.get((resource.framework_id, resource.field), resource.field)

    def framework_of(self, resource: ResourcePerson) -> str:
        """The framework; "" where it is out of use."""
        return self.frameworks.get(resource.framework_id, "")


def field_names(root_id: int) -> FieldNames:
    """Of all frameworks in use in the municipality. One query."""
    versions = versions_for(root_id)
    return FieldNames(
        names={
            (version.framework_id, field.code): field.name for version in versions for field in texts_of(version).fields
        },
        frameworks={version.framework_id: version.name for version in versions},
    )


def field_texts(resource: ResourcePerson) -> FieldTexts | None:
    """What the field asks, in the newest version of its framework; None where that is out of use. One query."""
    versions = versions_for(resource.employee.root_id)
    texts = (texts_of(version) for version in versions if version.framework_id == resource.framework_id)
    return next((field for found in texts for field in found.fields if field.code == resource.field), None)


# Who is specialised


def newest_standings(
    viewer: Employee, of: Q, frameworks: Iterable[int], today: date
) -> dict[tuple[int, int], Mapping[str, Standing]]:
    """By employee and framework, where each stands in each field by the newest result that the viewer may see now.

    `of` chooses results. Whoever the viewer has to rate first in the newest of them is left out: an older one would say
    something else than the pages of the unit. One query, and the frameworks where they are not kept.
    """
    results = (
        PersonResult.objects.filter(
            of,
            participant__employee__isnull=False,
            participant__employee__is_active=True,
            round__version__framework__in=list(frameworks),
        )
        .select_related("participant__unit", "participant__round__version__framework")
        .defer("figures", "released", "participant__round__version__document")
        .order_by("-round__opens_on", "-round__pk", "-pk")
    )
    found: dict[tuple[int, int], Mapping[str, Standing]] = {}
    for result in results:
        participant, version = result.participant, result.participant.round.version
        key = (participant.employee_id or 0, version.framework_id)
        if key in found or not can_read_participant(viewer, participant):
            continue
        if rates_first(viewer, participant, today):
            found[key] = {}
            continue
        codes = engine_framework(version).field_codes
        found[key] = {code: STANDINGS[int(digit)] for code, digit in zip(codes, result.standings, strict=True)}
    return found


def is_specialised(person: Employee, framework: Framework, field: str, viewer: Employee, today: date) -> bool:
    """Whether the person stands as specialised in the field by the newest result that the viewer may see."""
    whose = Q(participant__employee=person)
    standings = newest_standings(viewer, whose, [framework.pk], today)
    return standings.get((person.pk, framework.pk), {}).get(field) is Standing.SPECIALISED


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody specialised in a field, with what has been said so far; `resource` is None where nobody has asked."""

    person: Employee
    resource: ResourcePerson | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """By field, those specialised in it whom the viewer manages, by name.

    `rounds` are the names of the rounds that say so, and `to_rate` how many the viewer has to rate in them first.
    """

    by_field: Mapping[str, Sequence[Candidate]]
    rounds: tuple[str, ...]
    to_rate: int

    def has(self, person: Employee, field: str) -> bool:
        """Whether the person is one of them."""
        return any(one.person.pk == person.pk for one in self.by_field.get(field, ()))


def candidates(viewer: Employee, framework: Framework, today: date) -> Candidates:
    """As step 2 of the needs tells it: in each unit that the viewer manages, by the round whose figures are shown there,
    and without those whom the viewer has to rate first. A fixed number of queries for each such unit.
    """
    managed = people_under(viewer, Role.MANAGER).filter(is_active=True).exclude(pk=viewer.pk)
    people = {one.pk: one for one in managed.select_related("unit").order_by(Alphabetical("name"), "pk")}
    rows = ResourcePerson.objects.filter(framework=framework, employee__in=people).order_by("pk")
    asked = {(row.employee_id, row.field): row for row in rows}
    rounds, specialised, to_rate = [], set[tuple[str, int]](), 0
    for unit in units_with_role(viewer, Role.MANAGER):
        seen = see_unit(viewer, unit, "", framework=framework)
        if seen is None:
            continue
        readable, waiting = readable_people(viewer, seen, today)
        rounds.append(seen.round.name)
        to_rate += waiting
        for employee, digits in readable.order_by("pk").values_list("participant__employee", "standings"):
            stands = zip(seen.framework.field_codes, digits, strict=True)
            specialised |= {(code, employee) for code, digit in stands if STANDINGS[int(digit)] is Standing.SPECIALISED}
    found: dict[str, list[Candidate]] = {}
    for pk, person in people.items():
        for field in sorted(code for code, employee in specialised if employee == pk):
            found.setdefault(field, []).append(Candidate(person=person, resource=asked.get((pk, field))))
    return Candidates(by_field=found, rounds=tuple(dict.fromkeys(rounds)), to_rate=to_rate)


def no_longer_specialised(viewer: Employee, resources: Iterable[ResourcePerson], today: date) -> list[ResourcePerson]:
    """Those of them who stand otherwise by the newest result that the viewer may see. One query."""
    rows = list(resources)
    whose = Q(participant__employee__in=[row.employee_id for row in rows])
    standings = newest_standings(viewer, whose, {row.framework_id for row in rows}, today) if rows else {}
    return [
        row
        for row in rows
        if (now := standings.get((row.employee_id, row.framework_id), {}).get(row.field))
        and now is not Standing.SPECIALISED
    ]


# Who has said yes, and what is left of a month


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """A resource person with the hours left in the month of a day; `waiting` counts the asks without an answer."""

    resource: ResourcePerson
    left: Decimal
    waiting: int


def available(root_id: int, today: date) -> ResourcePersonQuerySet:
    """Everyone in the municipality who has said yes and whose time has not run out, by name."""
    rows = ResourcePerson.objects.available_on(today).filter(employee__root_id=root_id)
    return rows.select_related("employee__unit", "framework").order_by("employee__name", "pk")


def with_hours_left(resources: Iterable[ResourcePerson], day: date) -> list[Capacity]:
    """In the same order, with what is left of the day's month. Two queries, however many they are."""
    rows = list(resources)
    used = SideBySide.objects.hours_in_month(rows, day)
    waiting = SideBySide.objects.waiting_for(rows)
    return [
        Capacity(
            resource=row,
            left=max(Decimal(0), row.hours_per_month - used.get(row.pk, Decimal(0))),
            waiting=waiting.get(row.pk, 0),
        )
        for row in rows
    ]

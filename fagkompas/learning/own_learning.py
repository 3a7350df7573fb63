"""A person's own learning: what suits each potential, what is under way, what was learned, and how far programmes are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import PersonResult
from fagkompas.assessments.permissions import can_read_participant, rates_first
from fagkompas.assessments.profile_page import ToGrow, methods_to_grow, to_grow
from fagkompas.assessments.profiles import ReadProfile, read_profile
from fagkompas.catalogue.models import Lift, Offering, Programme, Session
from fagkompas.engine.scales import Dimension
from fagkompas.frameworks.files import forms_suiting
from fagkompas.frameworks.models import Item
from fagkompas.learning.actions.participation import UNDER_WAY, years_after
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.to_learn_from import ToLearnFrom, people_to_learn_from
from fagkompas.methods.practising import PractisedYear, practised_years

SHOWN: Final = 3
"""Offerings shown for each potential; the catalogue has the rest."""

WARNED_BEFORE: Final = timedelta(days=365)
"""How long before its limit a programme asks for attention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """An offering for a potential. `helps` counts the competencies of the field where the person is below what it lifts to.

    `form_suits`: it is of a form that suits the dimension; `suits`: it does so by its form or by its own description.
    `goes_on`: it is a module of a programme that the person has begun.
    """

    offering: Offering
    helps: int
    form_suits: bool
    suits: bool
    goes_on: bool
    next_session: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A field to grow in with ways to do it: forms that suit its dimension and methods that train it (code and name),
    offerings, and people to learn from.
    """

    field: str
    dimension: Dimension | None
    grow: ToGrow
    forms: tuple[tuple[str, str], ...]
    offerings: tuple[Suggested, ...]
    people: tuple[ToLearnFrom, ...]
    methods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSuggestions:
    """All potentials of the profile that they come from."""

    read: ReadProfile
    fields: tuple[Suggestion, ...]


def profile_to_grow_from(person: Employee, today: date, *, viewer: Employee | None = None) -> ReadProfile | None:
    """The newest profile that the person, or another viewer, may see by now, before all others one in a framework that the
    catalogue lifts.

    None without a profile. Three queries, and the framework.
    """
    reader = viewer or person
    results = PersonResult.objects.filter(participant__employee=person).select_related(
        "participant__employee", "participant__unit", "participant__round__version__framework"
    )
    newest = [
        result
        for result in results.order_by("-participant__round__opens_on", "-participant__round__pk")
        if can_read_participant(reader, result.participant) and not rates_first(reader, result.participant, today)
    ]
    lifted = _lifted_versions(person.root_id, [result.participant.round.version_id for result in newest])
    newest.sort(key=lambda result: result.participant.round.version_id not in lifted)
    return read_profile(newest[0], newest[0].participant) if newest else None


def _lifted_versions(root_id: int, versions: Sequence[int]) -> set[int]:
    """Those with a competency that some offering lifts. One query."""
    lifts = Lift.objects.filter(offering__in=Offering.objects.seen_by(root_id).offered()).order_by().values("identity")
    items = Item.objects.filter(Q(identity__in=lifts) | Q(origin__in=lifts), version__in=versions).order_by()
    return set(items.values_list("version", flat=True).distinct())


def suggestions_for(person: Employee, today: date, programmes: "Sequence[Progress]" = ()) -> OwnSuggestions | None:
    """What suits the potentials of the latest profile; None without a profile. Modules of the person's `programmes` that are
    not finished come first.

    A fixed number of queries, however large the catalogue is.
    """
    read = profile_to_grow_from(person, today)
    if read is None:
        return None
    version = read.participant.round.version
    offerings = _offerings(person, competencies_below(read))
    begun = {one.programme.pk for one in programmes if not one.is_finished}
    sessions = _next_sessions(person.root_id, offerings, today)
    fields = [potential.field for potential in read.profile.potentials]
    people = people_to_learn_from(person, version.framework_id, fields, today)
    methods = methods_to_grow(read)
    return OwnSuggestions(
        read=read,
        fields=tuple(
            Suggestion(
                field=potential.field,
                dimension=potential.dimension,
                grow=grow,
                forms=tuple(zip((form.code for form in forms_suiting(potential.dimension)), grow.forms, strict=True)),
                offerings=_best(potential.field, potential.dimension, offerings, sessions, begun),
                people=people[potential.field],
                methods=methods[potential.field],
            )
            for potential, grow in zip(read.profile.potentials, to_grow(read), strict=True)
        ),
    )


def competencies_below(read: ReadProfile) -> dict[UUID, tuple[str, int]]:
    """By identity of each competency: its field, and the point that counts, -1 where it has none. One query."""
    version = read.participant.round.version
    items = Item.objects.filter(version=version).competencies().in_use().select_related("field").order_by("pk")
    values = {item.code: item.value for item in read.items}
    return {item.shared_identity: (item.field.code, values.get(item.code, -1)) for item in items}


def helped_by(offerings: Iterable[Offering], below: Mapping[UUID, tuple[str, int]]) -> dict[int, dict[str, int]]:
    """By offering: per field how many competencies the person is below what it lifts to. One query."""
    found: dict[int, dict[str, int]] = {}
    of_them = [offering.pk for offering in offerings]
    lifts = Lift.objects.filter(identity__in=below, offering__in=of_them).order_by("offering_id", "pk")
    for offering, identity, up_to in lifts.values_list("offering_id", "identity", "up_to"):
        field, value = below[identity]
        if value < up_to:
            helped = found.setdefault(offering, {})
            helped[field] = helped.get(field, 0) + 1
    return found


def _offerings(person: Employee, below: Mapping[UUID, tuple[str, int]]) -> dict[int, tuple[Offering, dict[str, int]]]:
    """By id: an offering that the person has neither done nor under way and may begin with, since what it asks for is done;
    and per field how many competencies it helps.
    """
    mine = Participation.objects.filter(employee=person, offering__isnull=False).order_by()
    done = mine.filter(state__in=[*UNDER_WAY, ParticipationState.ATTENDED, ParticipationState.PASSED])
    been_through = mine.completed().values("offering_id")
    comes_later = Offering.prerequisites.through.objects.exclude(to_offering__in=been_through).order_by()
    offered = (
        Offering.objects.seen_by(person.root_id)
        .offered()
        .exclude(pk__in=done.values("offering_id"))
        .exclude(pk__in=comes_later.values("from_offering_id"))
        .select_related("form", "programme")
    )
    by_id = {one.pk: one for one in offered}
    return {pk: (by_id[pk], helped) for pk, helped in helped_by(by_id.values(), below).items()}


def _next_sessions(root_id: int, offerings: Iterable[int], today: date) -> dict[int, Session]:
    found: dict[int, Session] = {}
    for session in Session.objects.open_to(root_id).still_to_come(today).filter(offering_id__in=offerings):
        if session.takes_enrolments_on(today):
            found.setdefault(session.offering_id, session)
    return found


def _best(
    field: str,
    dimension: Dimension | None,
    offerings: Mapping[int, tuple[Offering, Mapping[str, int]]],
    sessions: Mapping[int, Session],
    begun: Collection[int],
) -> tuple[Suggested, ...]:
    """Modules of a programme that is begun first, then forms that suit the dimension, then what else suits it, then those one
    can enrol in, then those that help most, then the cheapest.
    """
    suiting = {form.code for form in forms_suiting(dimension)}
    found = [
        Suggested(
            offering=offering,
            helps=helped[field],
            form_suits=offering.form.code in suiting,
            goes_on=offering.programme_id in begun,
            suits=dimension is not None and dimension.value in offering.dimensions,
            next_session=sessions.get(pk),
        )
        for pk, (offering, helped) in offerings.items()
        if field in helped
    ]
    found.sort(
        key=lambda one: (
            not one.goes_on,
            not one.form_suits,
            not one.suits,
            one.next_session is None,
            -one.helps,
            one.offering.price_per_seat,
            one.offering.code,
        )
    )
    return tuple(found[:SHOWN])


# The record


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that a person has to do with learning, and what methods the person has practised, by year."""

    under_way: tuple[Participation, ...]
    completed: tuple[Participation, ...]
    ended: tuple[Participation, ...]
    practised: tuple[PractisedYear, ...] = ()

    @property
    def hours(self) -> Decimal:
        """Hours of all that is completed, and of practice."""
        completed = sum((one.hours for one in self.completed if one.hours), Decimal(0))
        return completed + sum((one.hours for one in self.practised), Decimal(0))

    @property
    def ects(self) -> Decimal:
        """ECTS points of all that is passed."""
        return _ects(self.completed)


def record_of(person: Employee) -> Record:
    """Under way, completed (the latest first), ended before it began, and practised. Two queries."""
    return record_from(list(participations_of(person)), practised_years(person, date.min, date.max))


def participations_of(person: Employee) -> QuerySet[Participation]:
    """All that a record is made from, but for what was practised."""
    return Participation.objects.of_person(person).select_related("offering__programme")


def record_from(rows: Sequence[Participation], practised: tuple[PractisedYear, ...] = ()) -> Record:
    """As `record_of`, from rows that are read already."""
    completed = [one for one in rows if one.state in (ParticipationState.ATTENDED, ParticipationState.PASSED)]
    ended = (ParticipationState.REFUSED, ParticipationState.CANCELLED)
    return Record(
        under_way=tuple(one for one in rows if one.state in UNDER_WAY),
        completed=tuple(sorted(completed, key=lambda one: one.completed_on or date.min, reverse=True)),
        ended=tuple(one for one in rows if one.state in ended),
        practised=practised,
    )


def places_in_line(record: Record) -> dict[int, int]:
    """Where one stands on the waiting lists, 1 for the first, by the participation's id. One query, none without any."""
    mine = {one.pk: one.session_id for one in record.under_way if one.state == ParticipationState.WAITING}
    if not mine:
        return {}
    lines: dict[int | None, list[int]] = {}
    waiting = Participation.objects.filter(session__in=mine.values(), state=ParticipationState.WAITING)
    for pk, session in waiting.order_by("since", "pk").values_list("pk", "session_id"):
        lines.setdefault(session, []).append(pk)
    return {pk: lines[session].index(pk) + 1 for pk, session in mine.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a person is in a programme. `limit` is the last day it may be finished, `begun` the first module's."""

    person: Employee
    programme: Programme
    begun: date
    limit: date
    ects: Decimal
    modules: tuple[Participation, ...]

    @property
    def is_finished(self) -> bool:
        """Whether all its points are reached."""
        return self.ects >= self.programme.ects

    @property
    def missing(self) -> Decimal:
        """Points still to come."""
        return max(Decimal(0), self.programme.ects - self.ects)

    def is_over(self, today: date) -> bool:
        """Whether the limit has passed without all points; the last day itself still counts."""
        return not self.is_finished and today > self.limit

    def is_close(self, today: date) -> bool:
        """Whether less than a year is left, and points are missing."""
        return not self.is_finished and self.limit - WARNED_BEFORE <= today <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleLeft:
    """A module of a programme that the person has not begun, with its next session if there is one."""

    module: Offering
    next_session: Session | None


def programmes_of(record: Record, today: date) -> tuple[Progress, ...]:
    """Every programme of which the person has begun a module, the nearest limit first. No query."""
    return progress_in((*record.completed, *record.under_way), today)


def progress_in(participations: Iterable[Participation], today: date) -> tuple[Progress, ...]:
    """The same of anybody's: for each person and programme. One query a row, none where all it hangs on is fetched."""
    begun: dict[tuple[Employee, Programme], list[tuple[date, Participation]]] = {}
    for one in participations:
        day = _began(one, today)
        if day is not None and one.offering is not None and one.offering.programme is not None:
            begun.setdefault((one.employee, one.offering.programme), []).append((day, one))
    found = []
    for (person, programme), modules in begun.items():
        first = min(day for day, _module in modules)
        rows = tuple(module for _day, module in sorted(modules, key=lambda pair: (pair[0], pair[1].pk)))
        found.append(
            Progress(
                person=person,
                programme=programme,
                begun=first,
                limit=years_after(first, programme.years),
                ects=_ects(rows),
                modules=rows,
            )
        )
    return tuple(sorted(found, key=lambda progress: (progress.is_finished, progress.limit, progress.person.name)))


def modules_left(programmes: Iterable[Progress], person: Employee, today: date) -> dict[int, list[ModuleLeft]]:
    """By programme that is not finished, its modules that the person has neither passed nor under way. Three queries."""
    open_ones = [one.programme.pk for one in programmes if not one.is_finished]
    if not open_ones:
        return {}
    states = [*UNDER_WAY, ParticipationState.ATTENDED, ParticipationState.PASSED]
    taken = Participation.objects.filter(employee=person, state__in=states, offering__isnull=False).order_by()
    offered = Offering.objects.seen_by(person.root_id).offered().filter(programme__in=open_ones)
    modules = list(offered.exclude(pk__in=taken.values("offering_id")).order_by("title_da", "pk"))
    sessions = _next_sessions(person.root_id, [one.pk for one in modules], today)
    found: dict[int, list[ModuleLeft]] = {}
    for one in modules:
        if one.programme_id is not None:
            found.setdefault(one.programme_id, []).append(ModuleLeft(module=one, next_session=sessions.get(one.pk)))
    return found


def _began(one: Participation, today: date) -> date | None:
    """The day a module began; None while it has not, or nobody is enrolled in it."""
    day = one.session.starts_on if one.session else one.completed_on
    if one.state in (ParticipationState.ATTENDED, ParticipationState.PASSED):
        return day
    has_begun = one.state == ParticipationState.ENROLLED and day is not None and day <= today
    return day if has_begun else None


def _ects(rows: Sequence[Participation]) -> Decimal:
    passed = (one for one in rows if one.state == ParticipationState.PASSED)
    return sum((one.ects for one in passed if one.ects), Decimal(0))

"""What in the catalogue answers a unit's gaps: offerings that lift what is missing, and resource persons."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from fagkompas.catalogue.models import Lift, Offering, Session
from fagkompas.engine.scales import LEVELS, Dimension, Level
from fagkompas.engine.units import FieldFigures, Gap
from fagkompas.frameworks.models import Item, Version
from fagkompas.learning.models import ResourcePerson
from fagkompas.learning.needs import Situation

SHOWN: Final = 3
"""Offerings shown for each gap; the catalogue has the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuitingOffering:
    """An offering, how many of the competencies in the field and level it lifts, and whether its form suits."""

    offering: Offering
    lifted: int
    of: int
    suits_weakest: bool
    next_session: Session | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapAnswer:
    """A field and level where somebody is missing, and what there is to do about it."""

    gap: Gap
    level: Level
    missing: int
    weakest: Dimension | None
    offerings: tuple[SuitingOffering, ...]
    people: tuple[ResourcePerson, ...]


def answers_to(situation: Situation, *, root_id: int, today: date) -> tuple[GapAnswer, ...]:
    """For each open gap, what weighs most first. Four queries, however many gaps and offerings there are."""
    if situation.seen is None or not situation.open_gaps:
        return ()
    wanted = identities_of(situation.seen.round.version)
    lifting = _lifting(root_id, {identity for found in wanted.values() for identity in found})
    sessions = _next_sessions(root_id, lifting.values(), today)
    people = _resource_persons(situation.seen.round.version, root_id, today)
    found = []
    for gap in situation.open_gaps:
        figures = situation.seen.shown.figures.field(gap.field)
        weakest = weakest_dimension(figures) if figures else None
        for level, missing in zip(LEVELS, (gap.basic_gap, gap.specialised_gap), strict=True):
            if missing:
                found.append(
                    GapAnswer(
                        gap=gap,
                        level=level,
                        missing=missing,
                        weakest=weakest,
                        offerings=_suiting(wanted.get((gap.field, level), frozenset()), lifting, sessions, weakest),
                        people=tuple(people.get(gap.field, ())),
                    )
                )
    return tuple(sorted(found, key=lambda answer: (-answer.gap.need.weight, -answer.missing)))


def weakest_dimension(figures: FieldFigures) -> Dimension | None:
    """The dimension with the lowest mean in a field; ties in the order of the dimensions; None where none is shown."""
    means = [(mean.value, place, of) for place, (of, mean) in enumerate(figures.dimensions.items()) if mean.people]
    lowest = min(((value, place, of) for value, place, of in means if value is not None), default=None)
    return lowest[2] if lowest else None


def identities_of(version: Version) -> dict[tuple[str, Level], frozenset[UUID]]:
    """By field and level, what the competencies are known by in every framework that shares them. One query."""
    found: dict[tuple[str, Level], set[UUID]] = defaultdict(set)
    items = Item.objects.filter(version=version).competencies().in_use().select_related("field").order_by("pk")
    for item in items:
        found[item.field.code, Level(item.level)].add(item.shared_identity)
    return {key: frozenset(identities) for key, identities in found.items()}


def _lifting(root_id: int, identities: set[UUID]) -> dict[int, tuple[Offering, frozenset[UUID]]]:
    """Offerings that lift any of these, with which."""
    lifts = (
        Lift.objects.filter(identity__in=identities, offering__in=Offering.objects.seen_by(root_id).offered())
        .select_related("offering__form")
        .order_by("offering__title_da", "offering_id", "pk")
    )
    found: dict[int, tuple[Offering, set[UUID]]] = {}
    for lift in lifts:
        found.setdefault(lift.offering_id, (lift.offering, set()))[1].add(lift.identity)
    return {pk: (offering, frozenset(lifted)) for pk, (offering, lifted) in found.items()}


def _next_sessions(
    root_id: int, lifting: Iterable[tuple[Offering, frozenset[UUID]]], today: date
) -> dict[int, Session]:
    found: dict[int, Session] = {}
    offerings = [offering.pk for offering, _lifted in lifting]
    for session in Session.objects.open_to(root_id).still_to_come(today).filter(offering_id__in=offerings):
        found.setdefault(session.offering_id, session)
    return found


def _suiting(
    wanted: frozenset[UUID],
    lifting: Mapping[int, tuple[Offering, frozenset[UUID]]],
    sessions: Mapping[int, Session],
    weakest: Dimension | None,
) -> tuple[SuitingOffering, ...]:
    """The ones that lift most of what is wanted; of these the ones that suit, then those with a session, then the cheaper."""
    found = [
        SuitingOffering(
            offering=offering,
            lifted=len(wanted & lifted),
            of=len(wanted),
            suits_weakest=weakest is not None and weakest.value in offering.dimensions,
            next_session=sessions.get(offering.pk),
        )
        for offering, lifted in lifting.values()
        if wanted & lifted
    ]
    found.sort(key=_order)
    return tuple(found[:SHOWN])


def _order(one: SuitingOffering) -> tuple[int, bool, bool, int, str]:
    price = one.offering.price_per_seat
    return -one.lifted, not one.suits_weakest, one.next_session is None, price, one.offering.code


def _resource_persons(version: Version, root_id: int, today: date) -> dict[str, Sequence[ResourcePerson]]:
    found: dict[str, list[ResourcePerson]] = defaultdict(list)
    people = (
        ResourcePerson.objects.available_on(today)
        .filter(framework=version.framework, employee__root_id=root_id)
        .select_related("employee__unit")
        .order_by("employee__name", "pk")
    )
    for person in people:
        found[person.field].append(person)
    return dict(found)

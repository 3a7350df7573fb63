"""Effects of offerings: rows to the engine, its answer as it is stored, and what of that a viewer may see.

participations, ratings of closed rounds ──effect_of──> engine ──stored──> EffectResult ──seen_by──> a page
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import people_under, units_with_role
from fagkompas.assessments.models import Participant, Rating, Round, RoundState
from fagkompas.catalogue.models import Lift, Offering
from fagkompas.engine import effect as engine
from fagkompas.engine.effect import Cell, Change, Effect, Groups, Period, Person, Rated, Start, Told, When
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.engine.scales import Mode, Rater
from fagkompas.frameworks.models import Item, Version
from fagkompas.frameworks.to_engine import engine_framework
from fagkompas.learning.models import EffectPerson, EffectResult, Participation

# From rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """An effect, and the smallest group of the frameworks that it was measured in."""

    effect: Effect
    smallest_group: int


def effect_of(offering: Offering, root_id: int) -> Measured | None:
    """The effect of an offering in a municipality; None when there is nothing to measure it by.

    About ten queries, however many people took part.
    """
    codes = _competencies(offering)
    rounds = _rounds(root_id, codes)
    periods = _periods(offering, root_id)
    if not rounds or len(periods) < SMALLEST_GROUP:
        return None
    takers = _rated(rounds, codes, Q(participant__employee__in=periods))
    people = [Person(code=str(pk), rated=tuple(takers.get(pk, ())), took_part=period) for pk, period in periods.items()]
    pairs = [pair for person in people for when in When if (pair := engine.pair_of(person, when))]
    seated = Participation.objects.filter(offering=offering, root_id=root_id).taking_a_seat()
    beside = _rated(
        [one for one in rounds if str(one.pk) in {rated.round for pair in pairs for rated in pair}],
        codes,
        ~Q(participant__employee__in=[*periods, *seated.order_by("pk").values_list("employee_id", flat=True)]),
        units={before.unit for before, _then in pairs},
    )
    people += [Person(code=str(pk), rated=tuple(rated)) for pk, rated in beside.items()]
    smallest = max(engine_framework(one.version).rules.smallest_group for one in rounds)
    found = engine.effect(people, sorted(set(codes.values())), smallest_group=smallest)
    return Measured(effect=found, smallest_group=smallest)


def _competencies(offering: Offering) -> dict[UUID, str]:
    """What the offering is to lift, in the framework where it lifts most: identity to code."""
    by_framework: dict[int, dict[UUID, str]] = defaultdict(dict)
    for lift in Lift.objects.filter(offering=offering).order_by("framework_id", "code"):
        by_framework[lift.framework_id][lift.identity] = lift.code
    return max(by_framework.values(), key=len, default={})


def _rounds(root_id: int, codes: Mapping[UUID, str]) -> list[Round]:
    """Closed screenings whose framework has any of the competencies."""
    of_them = Item.objects.filter(Q(identity__in=codes) | Q(origin__in=codes)).order_by().values("version_id")
    rounds = Round.objects.of_root(root_id).filter(
        state=RoundState.CLOSED, mode=Mode.SCREENING.value, version__in=Version.objects.filter(pk__in=of_them)
    )
    return list(rounds.select_related("version__framework").order_by("opens_on", "pk"))


def _periods(offering: Offering, root_id: int) -> dict[int, Period]:
    """For everyone who has been through it, the first time."""
    rows = (
        Participation.objects.filter(offering=offering, root_id=root_id, completed_on__isnull=False)
        .completed()
        .select_related("session")
        .order_by("completed_on", "pk")
    )
    found: dict[int, Period] = {}
    for row in rows:
        day = row.completed_on or date.max
        session = row.session
        starts, ends = (session.starts_on, session.ends_on) if session else (day, day)
        found.setdefault(row.employee_id, Period(starts=starts, ends=max(ends, starts)))
    return found


def _rated(
    rounds: Sequence[Round], codes: Mapping[UUID, str], who: Q, *, units: Collection[str] | None = None
) -> dict[int, list[Rated]]:
    """By person, the latest answers of each round on the competencies. Two queries. `units`: of the earlier round."""
    items = _items(rounds, codes)
    answers = Rating.objects.filter(
        who,
        participant__round__in=rounds,
        participant__employee__isnull=False,
        item__in={code for _version, code in items},
    ).exclude(rater=Rater.PEER.value)
    rows = answers.order_by("revision", "pk").values_list(
        "participant__employee_id",
        "participant__round_id",
        "participant__unit_id",
        "rater",
        "item",
        "value",
        "at",
    )
    version_of = {one.pk: one.version_id for one in rounds}
    latest: dict[tuple[int, int, int], dict[tuple[Rater, str], tuple[int | None, datetime]]] = defaultdict(dict)
    for employee, round_, unit, rater, item, value, at in rows.iterator(chunk_size=10_000):
        code = items.get((version_of[round_], item))
        if code is not None:
            latest[employee, round_, unit][Rater(rater), code] = value, at
    inside = {employee for (employee, _round, unit) in latest if units is None or str(unit) in units}
    found: dict[int, list[Rated]] = defaultdict(list)
    for (employee, round_, unit), given in latest.items():
        rated = _in_round(str(round_), str(unit), given)
        if rated and employee in inside:
            found[employee].append(rated)
    return found


def _items(rounds: Sequence[Round], codes: Mapping[UUID, str]) -> dict[tuple[int, str], str]:
    """Version and its own code of an item to the code of the competency."""
    rows = Item.objects.filter(version__in={one.version_id for one in rounds}).filter(
        Q(identity__in=codes) | Q(origin__in=codes)
    )
    return {
        (item.version_id, item.code): codes[item.shared_identity]
        for item in rows.order_by("pk")
        if item.shared_identity in codes
    }


def _in_round(round_: str, unit: str, given: Mapping[tuple[Rater, str], tuple[int | None, datetime]]) -> Rated | None:
    values: dict[Rater, dict[str, int]] = defaultdict(dict)
    days = []
    for (rater, code), (value, at) in given.items():
        if value is not None:
            values[rater][code] = value
            days.append(timezone.localdate(at))
    return Rated(round=round_, unit=unit, first=min(days), last=max(days), values=values) if days else None


# As it is stored


def figures_of(measured: Measured, told: Groups) -> dict[str, Any]:
    """What may be told, as JSON: numbers in points of the scale."""
    return {
        "smallest_group": measured.smallest_group,
        "competencies": list(measured.effect.competencies),
        "moments": {
            when.value: _moment_figures(moment, {group for at, group in told if at is when})
            for when, moment in measured.effect.moments.items()
        },
    }


def _moment_figures(moment: engine.Moment, told: Collection[Told]) -> dict[str, Any]:
    found: dict[str, Any] = {"start": moment.start.value if moment.start and told else None}
    if Told.EVERYONE in told:
        found["everyone"] = _side_figures(moment.everyone)
    if moment.compared and Told.TAKING in told:
        compared = moment.compared
        found["taking"] = _side_figures(compared.taking)
        found["others"] = {
            "people": len(compared.others),
            "change": float(compared.others_change),
            "spread": engine.spread(compared.others),
        }
        found["chance"] = {"share": compared.chance.share, "is_exact": compared.chance.is_exact}
    return found


def _side_figures(changes: Sequence[Change]) -> dict[str, Any]:
    return {
        "people": len(changes),
        "before": float(engine.mean_before(changes)),
        "change": float(engine.mean_change(changes)),
        "spread": engine.spread(changes),
    }


def people_behind(result: EffectResult, measured: Measured, told: Groups) -> list[EffectPerson]:
    """Whose ratings stand behind each figure, to be stored; `people_stored` reads it back. One query."""
    cells = {(when, change.person): change.cell for when, change in _changes(measured.effect)}
    rounds = {int(round_) for cell in cells.values() for round_ in (cell.before, cell.then)}
    rows = Participant.objects.filter(round__in=rounds, employee__isnull=False).order_by("pk")
    participants = {
        (str(person), str(round_)): pk for pk, person, round_ in rows.values_list("pk", "employee", "round")
    }

    def made(when: When, group: Told, person: str, numbers: str, cell: Cell) -> EffectPerson:
        return EffectPerson(
            result=result,
            employee_id=int(person),
            when=when.value,
            group=group.value,
            before_id=participants[person, cell.before],
            then_id=participants[person, cell.then],
            numbers=numbers,
        )

    return [
        made(when, group, person, numbers, cells[when, person])
        for (when, group), people in told.items()
        for person, numbers in people.items()
    ]


def _changes(found: Effect) -> Iterator[tuple[When, Change]]:
    for when, moment in found.moments.items():
        others = moment.compared.others if moment.compared else ()
        yield from ((when, change) for change in (*moment.everyone, *others))


def people_stored(result: EffectResult) -> Groups:
    """The groups of a stored effect. Who is deleted is in none of them; whose round is deleted has no numbers, ""."""
    groups: dict[tuple[When, Told], dict[str, str]] = defaultdict(dict)
    for one in result.people.all():
        groups[When(one.when), Told(one.group)][str(one.employee_id)] = one.numbers
    return dict(groups)


def is_whole(result: EffectResult, stored: Groups) -> bool:
    """Whether everyone whom the figures count is there still, with the numbers."""
    sides = [moment.get(told.value) for moment in result.figures["moments"].values() for told in Told]
    counted = sum(side["people"] for side in sides if side)
    numbers = [number for people in stored.values() for number in people.values()]
    return counted == len(numbers) and all(numbers)


# As somebody may see it


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A group of people: how many, where they stood before (None where that is not told), how they moved, and spread."""

    people: int
    change: float
    spread: float
    before: float | None = None

    @property
    def then(self) -> float | None:
        """Where they stand afterwards."""
        return None if self.before is None else self.before + self.change


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMoment:
    """One time after the activity, as far as the viewer may see it."""

    when: When
    everyone: Side | None = None
    taking: Side | None = None
    others: Side | None = None
    chance: float | None = None
    is_exact: bool = True
    start: Start | None = None

    @property
    def is_compared(self) -> bool:
        """Whether there are similar people to hold it against."""
        return self.taking is not None and self.others is not None

    @property
    def difference(self) -> float:
        """What those who took part moved more than the others; 0 without any."""
        return self.taking.change - self.others.change if self.taking and self.others else 0.0

    @property
    def shown(self) -> Side | None:
        """Those who took part: with similar colleagues where that is told, else everyone."""
        return self.taking or self.everyone


def known_to(viewer: Employee) -> frozenset[str]:
    """Whose ratings the viewer may see anyway: her own, and those of the people she manages. One query."""
    own = {str(viewer.pk)}
    if not units_with_role(viewer, Role.MANAGER):
        return frozenset(own)
    managed = people_under(viewer, Role.MANAGER).order_by("pk").values_list("pk", flat=True)
    return frozenset(own | {str(pk) for pk in managed})


def seen_moments(result: EffectResult, known: Collection[str]) -> tuple[SeenMoment, ...]:
    """What of a stored effect may be shown to somebody who knows these people; nothing once a round or a person that it
    counts is deleted. One query, none where `people` is fetched.
    """
    figures, stored = result.figures, people_stored(result)
    groups = stored if is_whole(result, stored) else {}
    told = engine.tellable(groups, smallest_group=figures["smallest_group"], known=known)
    return tuple(
        _seen(when, figures["moments"][when.value], {group for at, group in told if at is when}) for when in When
    )


def _seen(when: When, kept: Mapping[str, Any], told: Collection[Told]) -> SeenMoment:
    compared = Told.TAKING in told and "taking" in kept
    return SeenMoment(
        when=when,
        everyone=Side(**kept["everyone"]) if Told.EVERYONE in told and "everyone" in kept else None,
        taking=Side(**kept["taking"]) if compared else None,
        others=Side(**kept["others"]) if compared else None,
        chance=kept["chance"]["share"] if compared else None,
        is_exact=kept["chance"]["is_exact"] if compared else True,
        start=Start(kept["start"]) if told and kept["start"] else None,
    )


# Which offerings


def offerings_with_enough(root_id: int) -> list[Offering]:
    """Those that at least the smallest group of people of a municipality has been through. Two queries."""
    completed = (
        Participation.objects.filter(root_id=root_id, offering__isnull=False, completed_on__isnull=False)
        .completed()
        .order_by("offering_id", "employee_id")
        .values_list("offering_id", "employee_id")
        .distinct()
    )
    people: dict[int, int] = defaultdict(int)
    for offering, _employee in completed:
        if offering is not None:
            people[offering] += 1
    enough = [pk for pk, number in people.items() if number >= SMALLEST_GROUP]
    return list(Offering.objects.filter(pk__in=enough).select_related("form", "root").order_by("title_da", "pk"))

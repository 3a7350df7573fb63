"""Which units, rounds and people a viewer meets on the pages about units; all of it from stored results.

UnitResult ──shown──> what this viewer may see ──> UnitProfile, the page
PersonResult ───────> the table people x fields, for managers over the unit only
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from fagkompas.accounts.models import Employee, Role, Unit, UnitQuerySet
from fagkompas.accounts.permissions import units_with_role
from fagkompas.assessments.models import Participant, PersonResult, PersonResultQuerySet, Round, UnitResult
from fagkompas.assessments.permissions import can_read_participant, can_see_individuals, rates_first
from fagkompas.assessments.shown import ShownUnit, Sight, shown_in, shown_unit
from fagkompas.assessments.unit_profiles import UnitProfile
from fagkompas.engine.framework import Framework
from fagkompas.engine.units import Gap, gaps
from fagkompas.frameworks.models import Framework as FrameworkRow
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChoice:
    """A round that has figures of the unit."""

    uuid: UUID
    name: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class SeenUnit:
    """A unit in a round as one viewer may see it."""

    unit: Unit
    shown: ShownUnit
    rounds: tuple[RoundChoice, ...]

    @property
    def round(self) -> Round:
        """The round whose figures these are."""
        return self.shown.result.round

    @property
    def step(self) -> int:
        """How many people's new answers come in together for whoever may not see the individuals (ADR 5)."""
        return self.framework.rules.smallest_group

    @property
    def result(self) -> UnitResult:
        """The stored row: when it was computed, and whether newer answers are not in it yet."""
        return self.shown.result

    @property
    def with_individuals(self) -> bool:
        """Whether names may stand beside figures."""
        return self.shown.with_individuals

    @cached_property
    def framework(self) -> Framework:
        """What the round pinned."""
        return engine_framework(self.round.version)

    @cached_property
    def texts(self) -> FrameworkTexts:
        """In the reader's language."""
        return texts_of(self.round.version)

    @cached_property
    def profile(self) -> UnitProfile:
        """The figures, drawn and in rows."""
        return UnitProfile(path=self.unit.path, figures=self.shown.figures, framework=self.framework, texts=self.texts)

    @property
    def key_fields(self) -> tuple[Gap, ...]:
        """Fields that hang on one person."""
        return tuple(gap for gap in gaps(self.framework, self.shown.figures) if gap.key_person_risk)


def see_unit(
    viewer: Employee, unit: Unit, round_uuid: str, *, framework: FrameworkRow | None = None
) -> SeenUnit | None:
    """The unit in the round asked for, else in the latest one that anybody has answered; None when there is none.

    With a framework, only rounds of it. The viewer may see the unit (`permissions.load_unit`). A constant number of
    queries.
    """
    every = UnitResult.objects.filter(unit=unit)
    if framework is not None:
        every = every.filter(round__version__framework=framework)
    results = list(
        every.select_related("unit", "round__unit", "round__version__framework")
        .defer("round__version__document", "released")
        .order_by("-round__opens_on", "-round__pk")
    )
    chosen = _chosen(viewer, results, round_uuid)
    if chosen is None:
        return None
    rounds = tuple(
        RoundChoice(uuid=result.round.uuid, name=result.round.name, is_chosen=result is chosen) for result in results
    )
    return SeenUnit(unit=unit, shown=shown_unit(viewer, chosen), rounds=rounds)


def _chosen(viewer: Employee, results: Sequence[UnitResult], round_uuid: str) -> UnitResult | None:
    asked = (result for result in results if str(result.round.uuid) == round_uuid)
    answered = (
        result
        for result in results
        if (result.answers if can_see_individuals(viewer, result.unit) else result.released_answers)
    )
    return next(asked, None) or next(answered, None) or next(iter(results), None)


def parts_below(viewer: Employee, seen: SeenUnit) -> QuerySet[UnitResult]:
    """The units right below on the round's first day that the viewer may see. Units nobody was in are left out."""
    below = UnitResult.objects.right_below(seen.result).select_related("unit")
    below = below.filter(unit__in=visible_units(viewer).order_by())
    return below.defer("released", "shown") if seen.with_individuals else below.defer("released")


def parts_of(viewer: Employee, seen: SeenUnit) -> list[SeenUnit]:
    """All of `parts_below` by name, as the viewer may see them."""
    return seen_by(seen.shown.sight, parts_below(viewer, seen).order_by("unit__name", "pk"))


def visible_units(viewer: Employee) -> UnitQuerySet:
    """Units whose page the viewer may open: those she manages or advises with all below, and her own with all above."""
    own_and_above = [int(pk) for pk in viewer.unit.lineage.strip("/").split("/")]
    visible = Q(pk__in=own_and_above)
    for unit in units_with_role(viewer, Role.MANAGER, Role.CONSULTANT):
        visible |= Q(lineage__startswith=unit.lineage)
    return Unit.objects.of_root(viewer.root_id).filter(visible).in_tree_order()


def units_in_round(viewer: Employee, round_: Round, units: Iterable[Unit]) -> list[SeenUnit]:
    """Several units of one round, in the given order; the same number of queries however many."""
    place = {unit.pk: index for index, unit in enumerate(units)}
    results = UnitResult.objects.filter(round=round_, unit__in=place).select_related("unit").order_by("pk")
    return sorted(seen_by(Sight(viewer=viewer, round=round_), results), key=lambda one: place[one.unit.pk])


def seen_by(sight: Sight, results: Iterable[UnitResult]) -> list[SeenUnit]:
    """Results of one round, with `unit` loaded, as the viewer may see them; the same number of queries however many."""
    found = list(results)
    for result in found:
        result.round = sight.round  # one object for all, rather than the framework once for each unit
    return [SeenUnit(unit=shown.result.unit, shown=shown, rounds=()) for shown in shown_in(sight, found)]


def rounds_with_figures(units: Iterable[Unit]) -> list[Round]:
    """Rounds in which any of the units has figures, newest first."""
    return list(
        Round.objects.filter(unit_results__unit__in=units)
        .select_related("unit", "version__framework")
        .distinct()
        .newest_first()
    )


def newest_answered(viewer: Employee, rounds: Sequence[Round], units: QuerySet[Unit]) -> Round | None:
    """The first of the rounds in which answers count in what the viewer sees of one of the units, else the first.

    None when there is no round. Two queries.
    """
    answered = Q(released_answers__gt=0)
    for unit in units_with_role(viewer, Role.MANAGER):
        answered |= Q(answers__gt=0, unit__lineage__startswith=unit.lineage)
    results = UnitResult.objects.filter(answered, round__in=rounds, unit__in=units.order_by())
    found = set(results.order_by("round_id").values_list("round_id", flat=True).distinct())
    return next((round_ for round_ in rounds if round_.pk in found), None) or next(iter(rounds), None)


def people_in(viewer: Employee, seen: SeenUnit) -> PersonResultQuerySet:
    """The results of those behind the unit's figures whom the viewer manages now; for its managers."""
    people = PersonResult.objects.within(seen.result)
    if seen.with_individuals:
        return people
    managed = Q(pk__in=[])
    for unit in units_with_role(viewer, Role.MANAGER):
        managed |= Q(unit__lineage__startswith=unit.lineage)
    return people.filter(managed)


def readable_people(viewer: Employee, seen: SeenUnit, today: date) -> tuple[PersonResultQuerySet, int]:
    """The same without those whom the viewer has to rate first (`permissions.rates_first`), and how many these are."""
    everyone = people_in(viewer, seen)
    if not seen.round.takes_answers_on(today):
        return everyone, 0
    to_rate = Q(waits=True)
    own = seen.round.participants.filter(employee=viewer).select_related("round").first()
    if own:
        others = to_rate & ~Q(participant=own)
        to_rate = others | Q(participant=own) if rates_first(viewer, own, today) else others
    return everyone.exclude(to_rate), everyone.filter(to_rate).count()


def results_of(ids: Iterable[int]) -> list[PersonResult]:
    """These results in this order, with what the table shows of each person."""
    wanted = list(ids)
    found = PersonResult.objects.select_related("participant__employee", "unit").in_bulk(wanted)
    return [found[pk] for pk in wanted if pk in found]


def sole_specialists(seen: SeenUnit, fields: Iterable[str] | None = None) -> dict[str, Participant]:
    """Field to the one person it hangs on, for managers over the unit; by the default need, or the fields given.

    One query.
    """
    keys = {gap.field for gap in seen.key_fields} if fields is None else set(fields)
    ids = {code: pk for code, pk in seen.result.figures.get("sole_specialists", {}).items() if code in keys}
    if not ids:
        return {}
    people = Participant.objects.filter(pk__in=ids.values()).select_related("employee", "round").in_bulk()
    return {code: people[pk] for code, pk in ids.items() if pk in people}


def joint_profiles(viewer: Employee, unit: Unit) -> list[Participant]:
    """The profiles that the unit gave itself, sitting together, newest first; only those the viewer may open."""
    together = (
        Participant.objects.filter(unit=unit, employee__isnull=True, result__isnull=False)
        .select_related("round", "unit")
        .order_by("-round__opens_on", "-pk")
    )
    return [participant for participant in together if can_read_participant(viewer, participant)]

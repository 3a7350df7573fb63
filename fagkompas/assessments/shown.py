"""What a viewer may be shown of units' figures: the one place where the rule of the smallest group meets a person.

Who may see everyone in a unit sees its figures as they are. All others see what was released (in steps of at least five people,
docs/adr/0005) and emptied when the figures were stored; but who already knows some of its people (herself; those she
manages in a part of it) needs at least the smallest group of *others* behind each figure.

Figures are those of the tree of the round's first day, rights those of the tree as it is now (docs/adr/0006). So who
manages a unit may have lost the right to some of the people behind its figures, or to all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import lineage_under, units_with_role
from fagkompas.assessments.models import Participant, PersonResult, Round, RoundState, UnitResult
from fagkompas.assessments.report import unit_from_stored
from fagkompas.assessments.to_engine import scores_of_results
from fagkompas.engine.reasons import Reason, why_hidden
from fagkompas.engine.scales import Mode
from fagkompas.engine.units import (
    Figure,
    Path,
    UnitFigures,
    UnitNode,
    all_hidden,
    figures_of_tree,
    figures_to_show,
    nodes_of,
    nodes_of_own_people,
)
from fagkompas.frameworks.to_engine import engine_framework


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUnit:
    """A unit's figures as one viewer may see them.

    `answer_first`: they are hidden until the viewer has answered, since what others have answered could be read from
    them (`permissions.rates_first`).
    """

    result: UnitResult
    figures: UnitFigures
    with_individuals: bool
    answer_first: bool
    sight: "Sight"

    @property
    def computed_at(self) -> datetime:
        """When what is shown was last renewed."""
        return self.result.computed_at if self.with_individuals else self.result.released_at

    @property
    def answers(self) -> int:
        """Of how many people's answers it is made."""
        return self.result.answers if self.with_individuals else self.result.released_answers


def shown_unit(viewer: Employee, result: UnitResult) -> ShownUnit:
    """The figures of one unit in a round for this viewer, who may see the unit (`permissions.load_unit`)."""
    return shown_units(viewer, [result], result.round)[0]


def shown_units(viewer: Employee, results: Sequence[UnitResult], round_: Round) -> list[ShownUnit]:
    """The same for several units of one round, with the same number of queries however many there are."""
    return shown_in(Sight(viewer=viewer, round=round_), results)


def shown_in(sight: "Sight", results: Iterable[UnitResult]) -> list[ShownUnit]:
    """More units of the round that has been looked at already."""
    return [_shown(result, sight) for result in results]


def _shown(result: UnitResult, sight: "Sight") -> ShownUnit:
    everyone = sight.sees_everyone_in(result)
    answer_first = sight.answers_first_in(result)
    if answer_first:
        figures = all_hidden(unit_from_stored(result.figures))
    elif everyone:
        figures = unit_from_stored(result.figures)
    else:
        stored = unit_from_stored(result.shown)
        figures = sight.others.get(stored.path, stored)
    return ShownUnit(
        result=result,
        figures=figures,
        with_individuals=everyone and not answer_first,
        answer_first=answer_first,
        sight=sight,
    )


def why_hidden_from(shown: ShownUnit) -> dict[str, Reason]:
    """Why each hidden field of the unit is hidden from the viewer, or under "" why the whole unit is.

    Nothing where the viewer only has to answer first.
    """
    figures = shown.figures
    if shown.answer_first:
        return {}
    if figures.suppressed:
        hidden: dict[str, Figure | None] = {"": None}
    else:
        hidden = {code: Figure(field=code) for code, field in figures.fields.items() if field is None}
    if not hidden:
        return {}
    round_ = shown.result.round
    nodes = nodes_of([unit_from_stored(shown.result.released)])
    known = shown.sight.known
    smallest = engine_framework(round_.version).rules.smallest_group
    return {
        code: why_hidden(nodes, figures.path, figure, smallest_group=smallest, seen=known)
        for code, figure in hidden.items()
    }


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What one viewer may see and knows of a round's people; each thing is asked for once, when it is needed."""

    viewer: Employee
    round: Round

    def sees_everyone_in(self, result: UnitResult) -> bool:
        """Whether the viewer manages, as the tree is now, every unit that counts in the unit's figures."""
        return result.lineage in self.managed and not any(
            lineage.startswith(result.lineage) for lineage in self.not_managed
        )

    def answers_first_in(self, result: UnitResult) -> bool:
        """Whether the unit's figures hold answers that the viewer may not see before giving own ones.

        Those about herself may be told apart where she sees everyone else. Of those about people she manages, what she
        sees of everyone in a unit holds nothing; elsewhere they may be told apart by what she sees of the others.
        """
        about = self.to_answer_about_herself if self.sees_everyone_in(result) else self.to_rate
        return any(lineage.startswith(result.lineage) for lineage in about)

    @cached_property
    def _places(self) -> list[tuple[str, bool]]:
        """Every unit of the round, by its place on the first day, and whether the viewer manages it now."""
        units = units_with_role(self.viewer, Role.MANAGER)
        if not units:
            return []
        places = UnitResult.objects.filter(round=self.round).order_by("pk").values_list("lineage", "unit__lineage")
        return [(lineage, lineage_under(now, units)) for lineage, now in places]

    @cached_property
    def managed(self) -> frozenset[str]:
        """The units of the round that the viewer manages now."""
        return frozenset(lineage for lineage, is_managed in self._places if is_managed)

    @cached_property
    def not_managed(self) -> tuple[str, ...]:
        """The others; none for who manages nothing anywhere."""
        return tuple(lineage for lineage, is_managed in self._places if not is_managed)

    @cached_property
    def to_rate(self) -> tuple[str, ...]:
        """Units with people who have answered in the open round and wait for the viewer, or another manager, to rate."""
        if self.round.state != RoundState.OPEN or not self.managed:
            return ()
        waiting = Participant.objects.filter(
            round=self.round,
            employee__isnull=False,
            self_submitted_at__isnull=False,
            manager_submitted_at__isnull=True,
            lineage__in=self.managed,
        ).exclude(employee=self.viewer)
        return tuple(waiting.order_by("lineage").values_list("lineage", flat=True).distinct())

    @cached_property
    def to_answer_about_herself(self) -> tuple[str, ...]:
        """The viewer's own unit in the open round, when she is rated there and has not answered."""
        if self.round.state != RoundState.OPEN:
            return ()
        own = Participant.objects.filter(
            round=self.round,
            employee=self.viewer,
            self_submitted_at__isnull=True,
            manager_submitted_at__isnull=False,
        )
        return tuple(own.order_by("pk").values_list("lineage", flat=True))

    @cached_property
    def _released(self) -> list[UnitFigures]:
        """Every unit of the round as it was released, and the units above, since the engine wants whole trees."""
        stored = UnitResult.objects.filter(round=self.round).order_by("pk").values_list("released", flat=True)
        units = [unit_from_stored(figures) for figures in stored]
        if not units:
            return []
        top = min(units, key=lambda unit: len(unit.path))
        return [*(replace(top, path=top.path[:depth]) for depth in range(1, len(top.path))), *units]

    @cached_property
    def _own(self) -> tuple[str, dict[str, Any]] | None:
        """The viewer's own unit and what is released of her, unless she knows the whole unit anyway."""
        results = PersonResult.objects.filter(round=self.round, participant__employee=self.viewer)
        for lineage, released in results.order_by("pk").values_list("lineage", "released"):
            if released is not None and lineage not in self.managed:
                return lineage, released
        return None

    @cached_property
    def known(self) -> list[UnitNode]:
        """The people in every unit whose own figures the viewer may see; nothing when nobody."""
        if not self.managed and self._own is None:
            return []
        managed = {_path(lineage) for lineage in self.managed}
        nodes = nodes_of_own_people(nodes_of(self._released), managed)
        if self._own is None:
            return list(nodes)
        lineage, figures = self._own
        framework = engine_framework(self.round.version)
        scores = scores_of_results(framework, Mode(self.round.mode), [figures])
        own = {node.path: node for node in nodes_of(figures_of_tree(framework, scores, [_path(lineage)]))}
        return [_sum(node, own[node.path]) if node.path in own else node for node in nodes]

    @cached_property
    def others(self) -> dict[Path, UnitFigures]:
        """Every unit, emptied so that the smallest group of others stands behind each figure; none who knows nobody."""
        if not self.known:
            return {}
        smallest = engine_framework(self.round.version).rules.smallest_group
        shown = figures_to_show(self._released, smallest_group=smallest, seen=self.known)
        return {unit.path: unit for unit in shown}


def _path(lineage: str) -> Path:
    return tuple(lineage.strip("/").split("/"))


def _sum(one: UnitNode, other: UnitNode) -> UnitNode:
    counts: dict[Figure, int] = dict(one.counts)
    for figure, count in other.counts.items():
        counts[figure] = counts.get(figure, 0) + count
    return UnitNode(path=one.path, people=one.people + other.people, counts=counts)

"""What a viewer may be shown of units' figures: the one place where the rule of the smallest group meets a person.

A manager over the unit sees everything, with the individuals. Everyone else who may see the unit sees what was emptied
when the figures were stored; but who already knows some of its people (herself; those she manages in a part of it)
needs at least the smallest group of *others* behind each figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import units_with_role
from fagkompas.assessments.models import PersonResult, Round, UnitResult
from fagkompas.assessments.permissions import can_see_individuals
from fagkompas.assessments.report import unit_from_stored
from fagkompas.assessments.to_engine import scores_of_results
from fagkompas.engine.reasons import Reason, why_hidden
from fagkompas.engine.scales import Mode
from fagkompas.engine.units import (
    Figure,
    Path,
    UnitFigures,
    UnitNode,
    figures_of_tree,
    figures_to_show,
    nodes_of,
)
from fagkompas.frameworks.to_engine import engine_framework


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUnit:
    """A unit's figures as one viewer may see them, and when they were computed."""

    result: UnitResult
    figures: UnitFigures
    with_individuals: bool


def shown_unit(viewer: Employee, result: UnitResult) -> ShownUnit:
    """The figures of one unit in a round for this viewer, who may see the unit (`permissions.load_unit`)."""
    return shown_units(viewer, [result], result.round)[0]


def shown_units(viewer: Employee, results: Sequence[UnitResult], round_: Round) -> list[ShownUnit]:
    """The same for several units of one round, with the same number of queries however many there are.

    `results` need `unit` loaded.
    """
    individuals = {result.unit_id: can_see_individuals(viewer, result.unit) for result in results}
    others = {} if all(individuals.values()) else _for_one_who_knows_some(viewer, round_)
    return [
        ShownUnit(
            result=result,
            figures=_figures(result, with_individuals=individuals[result.unit_id], others=others),
            with_individuals=individuals[result.unit_id],
        )
        for result in results
    ]


def why_hidden_from(viewer: Employee, shown: ShownUnit) -> dict[str, Reason]:
    """Why each hidden field of the unit is hidden from the viewer, or under "" why the whole unit is."""
    figures = shown.figures
    if figures.suppressed:
        hidden: dict[str, Figure | None] = {"": None}
    else:
        hidden = {code: Figure(field=code) for code, field in figures.fields.items() if field is None}
    if not hidden:
        return {}
    round_ = shown.result.round
    nodes = nodes_of([unit_from_stored(shown.result.figures)])
    _stored, known = _stored_and_known(viewer, round_)
    smallest = engine_framework(round_.version).rules.smallest_group
    return {
        code: why_hidden(nodes, figures.path, figure, smallest_group=smallest, seen=known)
        for code, figure in hidden.items()
    }


def _figures(result: UnitResult, *, with_individuals: bool, others: dict[Path, UnitFigures]) -> UnitFigures:
    if with_individuals:
        return unit_from_stored(result.figures)
    stored = unit_from_stored(result.shown)
    return others.get(stored.path, stored)


def _manages_in(viewer: Employee, round_: Round) -> list[Unit]:
    """The topmost units that the viewer manages within the round's tree."""
    managed = [
        unit
        for unit in units_with_role(viewer, Role.MANAGER)
        if unit.lineage.startswith(round_.unit.lineage) or round_.unit.lineage.startswith(unit.lineage)
    ]
    return [unit for unit in managed if not any(unit != other and other.contains(unit) for other in managed)]


def _for_one_who_knows_some(viewer: Employee, round_: Round) -> dict[Path, UnitFigures]:
    """Every unit of the round, emptied so that at least the smallest group of others stands behind each figure.

    Nothing for a viewer who knows nobody there.
    """
    stored, known = _stored_and_known(viewer, round_)
    if not known:
        return {}
    smallest = engine_framework(round_.version).rules.smallest_group
    shown = figures_to_show(stored, smallest_group=smallest, seen=known)
    return {unit.path: unit for unit in shown}


def _stored_and_known(viewer: Employee, round_: Round) -> tuple[list[UnitFigures], list[UnitNode]]:
    """Every unit of the round, and the people in them whose own figures the viewer may see; nothing when nobody."""
    managed = _manages_in(viewer, round_)
    own = _own_nodes(viewer, round_, managed)
    if not managed and not own:
        return [], []
    stored = _with_units_above(
        [
            unit_from_stored(figures)
            for figures in UnitResult.objects.filter(round=round_).order_by("pk").values_list("figures", flat=True)
        ]
    )
    return stored, _added(_nodes_of_managed(nodes_of(stored), [unit.lineage for unit in managed]), own)


def _with_units_above(stored: list[UnitFigures]) -> list[UnitFigures]:
    """And the units above the round's own, which hold the same people: the engine wants whole trees."""
    if not stored:
        return stored
    top = min(stored, key=lambda unit: len(unit.path))
    return [*(replace(top, path=top.path[:depth]) for depth in _above(top)), *stored]


def _nodes_of_managed(nodes: Iterable[UnitNode], lineages: Sequence[str]) -> list[UnitNode]:
    """Managed units as they are, and what they make up of each unit above them."""
    known: list[UnitNode] = []
    for node in nodes:
        lineage = "/".join(node.path) + "/"
        if any(lineage.startswith(managed) for managed in lineages):
            known.append(node)
        if lineage in lineages:
            above = [UnitNode(path=node.path[:depth], people=node.people, counts=node.counts) for depth in _above(node)]
            known = _added(known, above)
    return known


def _above(node: UnitNode | UnitFigures) -> range:
    return range(1, len(node.path))


def _own_nodes(viewer: Employee, round_: Round, managed: Sequence[Unit]) -> list[UnitNode]:
    """The viewer alone, in her own unit of that day and above; nothing where she manages that unit anyway."""
    own = (
        PersonResult.objects.filter(round=round_, participant__employee=viewer)
        .values_list("lineage", "figures")
        .first()
    )
    if own is None or any(own[0].startswith(unit.lineage) for unit in managed):
        return []
    lineage, figures = own
    scores = scores_of_results(engine_framework(round_.version), Mode(round_.mode), [figures])
    path = tuple(lineage.strip("/").split("/"))
    return list(nodes_of(figures_of_tree(engine_framework(round_.version), scores, [path])))


def _added(nodes: Sequence[UnitNode], more: Sequence[UnitNode]) -> list[UnitNode]:
    """Counts of the same unit added up."""
    total: dict[Path, UnitNode] = {node.path: node for node in nodes}
    for node in more:
        before = total.get(node.path)
        total[node.path] = node if before is None else _sum(before, node)
    return list(total.values())


def _sum(one: UnitNode, other: UnitNode) -> UnitNode:
    counts: dict[Figure, int] = dict(one.counts)
    for figure, count in other.counts.items():
        counts[figure] = counts.get(figure, 0) + count
    return UnitNode(path=one.path, people=one.people + other.people, counts=counts)

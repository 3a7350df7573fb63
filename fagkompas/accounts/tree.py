"""Units in the order of a tree, as people read one."""

from collections import defaultdict
from collections.abc import Iterable

from fagkompas.accounts.models import Unit

_LAST_LETTERS = str.maketrans({"æ": "\U000f0000", "ø": "\U000f0001", "å": "\U000f0002"})


def in_tree_order(units: Iterable[Unit]) -> list[Unit]:
    """Parents right before their children, siblings by name in Danish order.

    A unit whose parent is not among them starts a tree of its own. No database sorts like this: collations
    differ, and a path sorted as text puts "Nord - team" between "Nord" and what is below it.
    """
    given = list(units)
    present = {unit.pk for unit in given}
    children: defaultdict[int | None, list[Unit]] = defaultdict(list)
    for unit in given:
        children[unit.parent_id if unit.parent_id in present else None].append(unit)
    for siblings in children.values():
        siblings.sort(key=lambda unit: (danish_order(unit.name), unit.pk), reverse=True)
    ordered, waiting = [], list(children[None])
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting.extend(children[unit.pk])
    return ordered


def danish_order(text: str) -> str:
    """A key that sorts æ, ø and å after z, large and small letters alike."""
    return text.lower().translate(_LAST_LETTERS)

"""How an action says no: it gathers every problem, each with its field, and refuses them together.

refuse([*unless(day > today, "due_on", "too_late"), *unless(text, "text", "missing")])
"""

from collections.abc import Iterable, Iterator

from fagkompas.engine.errors import BadInput, Place, Problem


def unless(holds: object, field: str, message_code: str, found: str = "", **values: str | int) -> Iterator[Problem]:
    """A problem with a field, unless what should hold does; `found` is what stood there."""
    if not holds:
        yield Problem(place=Place(column=field), found=found, message_code=message_code, values=values)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise `BadInput` with all of them, in their order; nothing when there are none."""
    found = tuple(problems)
    if found:
        raise BadInput(found)

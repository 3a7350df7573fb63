"""Where a unit's needs may start from: `data/needs.yaml` as frozen values. No database.

A suggestion is counted for ten staff (`engine.needs`). A mistake in the file is told with its line, all at once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.engine.needs import Suggestion, suggested_need
from fagkompas.engine.scales import Level
from fagkompas.engine.units import Need
from fagkompas.toolkit.reading import Part, Reader
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

FILE: Final = Path(__file__).parent / "data" / "needs.yaml"

_CODE: Final = re.compile("[a-z][a-z0-9-]*")
_FIELD: Final = re.compile("[A-Z][A-Z0-9]*")
_LONGEST_CODE: Final = 60
_MOST_PER_TEN: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSuggestion:
    """What is suggested for a field, and why."""

    suggestion: Suggestion
    reason: Text

    def need(self, staff: int) -> Need:
        """For so many staff."""
        return suggested_need(self.suggestion, staff)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSuggestion:
    """A role of the role frame: the share (0-1) of the staff who mainly work in it, and what it needs."""

    role: str
    name: Text
    staff_share: float
    reason: Text
    fields: tuple[FieldSuggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSuggestion:
    """A typical kind of work, in hours a week for ten staff."""

    code: str
    field: str
    level: Level
    hours_per_ten: int
    name: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingPoint:
    """The whole file. `fields` by the code of a framework."""

    description: Text
    fields: Mapping[str, tuple[FieldSuggestion, ...]]
    roles: tuple[RoleSuggestion, ...]
    tasks_note: Text
    tasks: tuple[TaskSuggestion, ...]

    def fields_of(self, codes: Sequence[str]) -> Mapping[str, FieldSuggestion]:
        """By field, for the first of the frameworks that has suggestions: a framework, then what it was derived from."""
        found = next((self.fields[code] for code in codes if code in self.fields), ())
        return {one.suggestion.field: one for one in found}

    def role(self, code: str) -> RoleSuggestion | None:
        """The role with this code."""
        return next((role for role in self.roles if role.role == code), None)


@cache
def starting_point() -> StartingPoint:
    """What comes with the product."""
    return read_starting_point(FILE.read_text(encoding="utf-8"))


def read_starting_point(text: str) -> StartingPoint:
    """The suggestions in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.starting_point(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def starting_point(self, node: Node) -> StartingPoint | None:
        top = self.part(node, "", required="name description frameworks roles task_types_note task_types")
        if top is None:
            return None
        frameworks = {
            self.code(part, "framework", _CODE, limit=_LONGEST_CODE): self.fields(part)
            for part in self.parts(top, "frameworks", "framework fields")
        }
        roles = tuple(self.role(part) for part in self.parts(top, "roles", "role name staff_share reason fields"))
        tasks = tuple(
            self.task(part) for part in self.parts(top, "task_types", "code field level hours_per_ten name text")
        )
        self.refuse_repeated([role.role for role in roles], top, "roles")
        self.refuse_repeated([task.code for task in tasks], top, "task_types")
        return StartingPoint(
            description=self.both(top, "description"),
            fields=frameworks,
            roles=roles,
            tasks_note=self.both(top, "task_types_note"),
            tasks=tasks,
        )

    def role(self, part: Part) -> RoleSuggestion:
        return RoleSuggestion(
            role=self.code(part, "role", _FIELD, limit=_LONGEST_CODE),
            name=self.both(part, "name"),
            staff_share=self.number(part, "staff_share", 0, 1),
            reason=self.both(part, "reason"),
            fields=self.fields(part),
        )

    def fields(self, outer: Part) -> tuple[FieldSuggestion, ...]:
        keys = "field specialised_per_ten weight reason"
        read = tuple(self.field(part) for part in self.parts(outer, "fields", keys, "basic_share"))
        self.refuse_repeated([one.suggestion.field for one in read], outer, "fields")
        return read

    def field(self, part: Part) -> FieldSuggestion:
        has_share = "basic_share" in part.entries
        return FieldSuggestion(
            suggestion=Suggestion(
                field=self.code(part, "field", _FIELD, limit=_LONGEST_CODE),
                basic_share=self.number(part, "basic_share", 0, 1) if has_share else 1.0,
                specialised_per_ten=self.number(part, "specialised_per_ten", 0, 10),
                weight=self.count(part, "weight", 1, 3),
            ),
            reason=self.both(part, "reason"),
        )

    def task(self, part: Part) -> TaskSuggestion:
        return TaskSuggestion(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            field=self.code(part, "field", _FIELD, limit=_LONGEST_CODE),
            level=self.choice(part, "level", Level),
            hours_per_ten=self.count(part, "hours_per_ten", 0, _MOST_PER_TEN),
            name=self.both(part, "name"),
            text=self.both(part, "text"),
        )

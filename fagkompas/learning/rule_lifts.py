"""The two weeks in which a unit lifts itself to a changed rule: `data/rule_change.yaml` as frozen values. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.toolkit.reading import Part, Reader
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, Sequence, nodes_in

FILE: Final = Path(__file__).parent / "data" / "rule_change.yaml"

_CODE: Final = re.compile("[a-z][a-z0-9-]*")
_LONGEST_CODE: Final = 40
_MOST_DAYS: Final = 60
_MOST_MINUTES: Final = 480


class LiftActor(StrEnum):
    """Who a step is for."""

    MANAGER = "manager"
    RESOURCE_PERSON = "resource_person"
    CONSULTANT = "competence_consultant"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftStep:
    """One step: on which day (1 is the first), how many minutes, for whom, and what to do."""

    code: str
    day: int
    minutes: int
    who: tuple[LiftActor, ...]
    title: Text
    text: Text

    def on(self, starts_on: date) -> date:
        """Its date in a lift that starts on a day."""
        return starts_on + timedelta(days=self.day - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftPlan:
    """The whole file: `days` from the first to the last."""

    name: Text
    description: Text
    days: int
    steps: tuple[LiftStep, ...]

    def ends_on(self, starts_on: date) -> date:
        """The last day of a lift that starts on a day."""
        return starts_on + timedelta(days=self.days - 1)


@cache
def lift_plan() -> LiftPlan:
    """What comes with the product."""
    return read_lift_plan(FILE.read_text(encoding="utf-8"))


def read_lift_plan(text: str) -> LiftPlan:
    """The steps in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.plan(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def plan(self, node: Node) -> LiftPlan | None:
        top = self.part(node, "", required="code name description days steps")
        if top is None:
            return None
        self.code(top, "code", _CODE, limit=_LONGEST_CODE)
        days = self.count(top, "days", 1, _MOST_DAYS)
        steps = tuple(self.step(part, days) for part in self.parts(top, "steps", "code day minutes who title text"))
        self.refuse_repeated([step.code for step in steps], top, "steps")
        return LiftPlan(
            name=self.both(top, "name"),
            description=self.both(top, "description"),
            days=days,
            steps=tuple(sorted(steps, key=lambda step: step.day)),
        )

    def step(self, part: Part, days: int) -> LiftStep:
        who = self.value(part, "who")
        if who is not None and not isinstance(who, Sequence):
            self.note("not_a_list", who.line, part.at("who"))
        actors = who.values if isinstance(who, Sequence) else ()
        return LiftStep(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            day=self.count(part, "day", 1, days),
            minutes=self.count(part, "minutes", 1, _MOST_MINUTES),
            who=tuple(self.chosen(each, part.at("who"), LiftActor) for each in actors),
            title=self.both(part, "title"),
            text=self.both(part, "text"),
        )

"""The first ninety days of a new colleague: `data/onboarding.yaml` as frozen values. No database.

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
from fagkompas.toolkit.yaml_nodes import Node, Scalar, Sequence, nodes_in

FILE: Final = Path(__file__).parent / "data" / "onboarding.yaml"

_CODE: Final = re.compile("[a-z][a-z0-9-]*")
_FIELD: Final = re.compile("[A-Z][A-Z0-9]*")
_ITEM: Final = re.compile("[A-Z][A-Z0-9]*-[A-Z][0-9]+")
_LONGEST_CODE: Final = 40
_MOST_DAYS: Final = 366
_FRIDAY: Final = 5


class StepKind(StrEnum):
    """What one does."""

    MEET = "meet"
    WATCH = "watch"
    READ = "read"
    TRY = "try"
    TALK = "talk"


class StepWith(StrEnum):
    """With whom."""

    SELF = "self"
    MANAGER = "manager"
    COLLEAGUE = "colleague"
    RESOURCE_PERSON = "resource_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """One step: on which day (1 is the first), what one does, with whom, and in which field ("" where it is in all).

    `text` speaks to the new colleague; `about` tells others, with `{name}` for that colleague.
    """

    code: str
    day: int
    kind: StepKind
    with_whom: StepWith
    field: str
    competencies: tuple[str, ...]
    title: Text
    text: Text
    about: Text

    def due_on(self, starts_on: date) -> date:
        """Its date on a path that starts on a day."""
        return on_a_weekday(starts_on + timedelta(days=self.day - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """The whole file: `days` from the first to the last, the steps by day."""

    framework: str
    name: Text
    description: Text
    days: int
    steps: tuple[GuideStep, ...]

    def ends_on(self, starts_on: date) -> date:
        """The last day of a path that starts on a day."""
        return on_a_weekday(starts_on + timedelta(days=self.days - 1))

    def step(self, code: str) -> GuideStep | None:
        """The step with this code."""
        return next((step for step in self.steps if step.code == code), None)


def on_a_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    late = day.isoweekday() - _FRIDAY
    return day + timedelta(days=3 - late) if late > 0 else day


@cache
def onboarding_guide() -> Guide:
    """What comes with the product."""
    return read_onboarding_guide(FILE.read_text(encoding="utf-8"))


def read_onboarding_guide(text: str) -> Guide:
    """The steps in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.guide(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def guide(self, node: Node) -> Guide | None:
        top = self.part(node, "", required="code framework name description days steps")
        if top is None:
            return None
        self.code(top, "code", _CODE, limit=_LONGEST_CODE)
        days = self.count(top, "days", 2, _MOST_DAYS)
        keys = "code day kind with field title text about"
        steps = tuple(self.step(part, days) for part in self.parts(top, "steps", keys, "competencies"))
        self.refuse_repeated([step.code for step in steps], top, "steps")
        return Guide(
            framework=self.code(top, "framework", _CODE, limit=_LONGEST_CODE),
            name=self.both(top, "name"),
            description=self.both(top, "description"),
            days=days,
            steps=tuple(sorted(steps, key=lambda step: step.day)),
        )

    def step(self, part: Part, days: int) -> GuideStep:
        return GuideStep(
            code=self.code(part, "code", _CODE, limit=_LONGEST_CODE),
            day=self.count(part, "day", 1, days),
            kind=self.choice(part, "kind", StepKind),
            with_whom=self.choice(part, "with", StepWith),
            field=self.field(part),
            competencies=self.items(part),
            title=self.both(part, "title"),
            text=self.both(part, "text"),
            about=self.both(part, "about"),
        )

    def field(self, part: Part) -> str:
        """The code of a field; "" for `null`, where the step is in no field of its own."""
        node = self.value(part, "field")
        if isinstance(node, Scalar) and node.is_empty:
            return ""
        return self.code(part, "field", _FIELD, limit=_LONGEST_CODE)

    def items(self, part: Part) -> tuple[str, ...]:
        """The codes of the competencies that the step is about; none when the key is left out."""
        node = self.value(part, "competencies")
        if node is None:
            return ()
        path = part.at("competencies")
        if not isinstance(node, Sequence):
            self.note("not_a_list", node.line, path)
            return ()
        found = []
        for each in node.values:
            if isinstance(each, Scalar) and _ITEM.fullmatch(each.text):
                found.append(each.text)
            else:
                self.note("bad_code", each.line, path, found=each.text if isinstance(each, Scalar) else "")
        return tuple(found)

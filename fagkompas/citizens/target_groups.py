"""The target groups of citizens, and what holds for each on a day: `data/target_groups.yaml` as frozen values. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from fagkompas.engine.scales import GoalKind
from fagkompas.toolkit.reading import BothLanguages, Part
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

FILE: Final = Path(__file__).parent / "data" / "target_groups.yaml"

LONGEST_CODE: Final = 40
LONGEST_SOURCE: Final = 200
_CODE: Final = re.compile("[a-z][a-z-]*")
_MOST_WEEKS: Final = 52
_MOST_JOBS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTerms:
    """What holds for a target group from a day to another, both included; without a last day it still holds.

    `contact_weeks`: at most so many between two conversations; `search_per_week`: jobs to apply for, None where none
    are asked for; `fund`: the unemployment fund is a party; `source`: where the figures are from.
    """

    from_on: date
    until_on: date | None
    source: str
    contact_weeks: int
    search_per_week: int | None
    goal_kinds: tuple[GoalKind, ...]
    fund: bool

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup:
    """Citizens for whom the same rules hold; its periods are in the order of time and never overlap."""

    code: str
    name: Text
    periods: tuple[GroupTerms, ...]

    def terms_on(self, day: date) -> GroupTerms | None:
        """What holds on a day; None where the group is not in use then."""
        return next((terms for terms in self.periods if terms.holds_on(day)), None)


@cache
def target_groups() -> tuple[TargetGroup, ...]:
    """Those that come with the product, in the order of the file."""
    return read_target_groups(FILE.read_text(encoding="utf-8"))


def target_group(code: str) -> TargetGroup:
    """The one with this code. Raises KeyError."""
    return {group.code: group for group in target_groups()}[code]


def target_groups_on(day: date) -> tuple[TargetGroup, ...]:
    """Those in use on a day: what a form offers."""
    return tuple(group for group in target_groups() if group.terms_on(day))


def read_target_groups(text: str) -> tuple[TargetGroup, ...]:
    """The groups in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.groups(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the file from the top down."""

    def groups(self, node: Node) -> tuple[TargetGroup, ...] | None:
        top = self.part(node, "", required="version groups")
        if top is None:
            return None
        groups = tuple(self.group(part) for part in self.parts(top, "groups", "code name periods"))
        self.refuse_repeated([group.code for group in groups], top, "groups")
        return groups

    def group(self, part: Part) -> TargetGroup:
        required = "from source contact_weeks goal_kinds fund"
        periods = tuple(self.terms(one) for one in self.parts(part, "periods", required, "until search_per_week"))
        for earlier, later in pairwise(periods):
            if earlier.until_on is None or earlier.until_on >= later.from_on:
                self.note("periods_overlap", part.line_of("periods"), part.at("periods"), str(later.from_on))
        return TargetGroup(
            code=self.code(part, "code", _CODE, limit=LONGEST_CODE), name=self.in_both(part, "name"), periods=periods
        )

    def terms(self, part: Part) -> GroupTerms:
        return GroupTerms(
            from_on=self.day(part, "from"),
            until_on=self.day_if_any(part, "until"),
            source=self.words(part, "source", limit=LONGEST_SOURCE),
            contact_weeks=self.count(part, "contact_weeks", 1, _MOST_WEEKS),
            search_per_week=self.count(part, "search_per_week", 1, _MOST_JOBS)
            if "search_per_week" in part.entries
            else None,
            goal_kinds=self.choices(part, "goal_kinds", GoalKind),
            fund=self.yes_or_no(part, "fund"),
        )

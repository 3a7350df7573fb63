"""The rules by name, what dated data says of each, and what a rule finds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations
from typing import Final, TypeAlias

from fagkompas.engine.scales import CvPart, DemandSource, GoalKind, Severity

from .case import Case


class Rule(StrEnum):
    """What can be wrong, in the order in which it is told within a severity. The values stand in data and in the log."""

    GOAL_MISSING = "goal-missing"
    GOAL_NOT_A_TITLE = "goal-not-a-title"
    GOAL_WITHOUT_REASON = "goal-without-reason"
    GOAL_NOT_FOLLOWED_UP = "goal-not-followed-up"
    FEWER_THAN_THREE_TRACKS = "fewer-than-three-tracks"
    TRACK_NOT_JUSTIFIED = "track-not-justified"
    TRACKS_TOO_ALIKE = "tracks-too-alike"
    TRACK_WITHOUT_AGREEMENT = "track-without-agreement"
    TRACK_WITHOUT_PLAN = "track-without-plan"
    DEMAND_OLD = "demand-old"
    DEMAND_LOW = "demand-low"
    AGREEMENT_NOT_SMART = "agreement-not-smart"
    AGREEMENT_NOT_FOLLOWED_UP = "agreement-not-followed-up"
    ACTIVITY_WITHOUT_PURPOSE = "activity-without-purpose"
    ACTIVITY_WITHOUT_TRACK = "activity-without-track"
    ACTIVITY_WITHOUT_VITAS = "activity-without-vitas"
    PLAN_NOT_PUBLISHED = "plan-not-published"
    SEARCH_REQUIREMENT_DIFFERS = "search-requirement-differs"
    LOG_BELOW_REQUIREMENT = "log-below-requirement"
    LOG_OUTSIDE_TRACKS = "log-outside-tracks"
    TRACK_WITHOUT_APPLICATIONS = "track-without-applications"
    WISHES_DIFFER_FROM_TRACKS = "wishes-differ-from-tracks"
    CV_INCOMPLETE = "cv-incomplete"
    CV_NOT_FOLLOWED_UP = "cv-not-followed-up"
    CV_CONTACT_HIDDEN = "cv-contact-hidden"
    SKILL_IN_TRACK_NOT_IN_CV = "skill-in-track-not-in-cv"
    PLACEMENT_WITHOUT_FOLLOW_UP = "placement-without-follow-up"


LIMITS: Final[Mapping[Rule, frozenset[str]]] = {
    Rule.FEWER_THAN_THREE_TRACKS: frozenset({"tracks"}),
    Rule.TRACKS_TOO_ALIKE: frozenset({"tracks"}),
    Rule.DEMAND_OLD: frozenset(source.value for source in DemandSource),
    Rule.ACTIVITY_WITHOUT_VITAS: frozenset({"days_before"}),
    Rule.LOG_BELOW_REQUIREMENT: frozenset({"weeks"}),
    Rule.LOG_OUTSIDE_TRACKS: frozenset({"weeks", "percent"}),
    Rule.TRACK_WITHOUT_APPLICATIONS: frozenset({"weeks"}),
    Rule.CV_INCOMPLETE: frozenset(part.value for part in CvPart),
    Rule.PLACEMENT_WITHOUT_FOLLOW_UP: frozenset({"weeks"}),
}
"""The numbers that a rule goes by; a rule that is not here has none.

``tracks``: how many are expected; of a source: the age of a note in days; ``days_before``: so many days before the first
day; ``weeks``: over so many; ``percent``: 0-100, of the entries; of a part of the CV: 1 where it must be filled, else 0.
"""


EXPLAINED_IN: Final[Mapping[Rule, str]] = {
    rule: f"consistency.md#{heading}"
    for heading, rules in {
        "goal": [
            Rule.GOAL_MISSING,
            Rule.GOAL_NOT_A_TITLE,
            Rule.GOAL_WITHOUT_REASON,
            Rule.GOAL_NOT_FOLLOWED_UP,
        ],
        "tracks": [
            Rule.FEWER_THAN_THREE_TRACKS,
            Rule.TRACK_NOT_JUSTIFIED,
            Rule.TRACKS_TOO_ALIKE,
            Rule.TRACK_WITHOUT_AGREEMENT,
            Rule.TRACK_WITHOUT_PLAN,
        ],
        "demand": [Rule.DEMAND_OLD, Rule.DEMAND_LOW],
        "agreements": [Rule.AGREEMENT_NOT_SMART, Rule.AGREEMENT_NOT_FOLLOWED_UP],
        "activities": [Rule.ACTIVITY_WITHOUT_PURPOSE, Rule.ACTIVITY_WITHOUT_TRACK, Rule.ACTIVITY_WITHOUT_VITAS],
        "plan": [Rule.PLAN_NOT_PUBLISHED, Rule.SEARCH_REQUIREMENT_DIFFERS],
        "log": [Rule.LOG_BELOW_REQUIREMENT, Rule.LOG_OUTSIDE_TRACKS, Rule.TRACK_WITHOUT_APPLICATIONS],
        "wishes": [Rule.WISHES_DIFFER_FROM_TRACKS],
        "cv": [
            Rule.CV_INCOMPLETE,
            Rule.CV_NOT_FOLLOWED_UP,
            Rule.CV_CONTACT_HIDDEN,
            Rule.SKILL_IN_TRACK_NOT_IN_CV,
        ],
        "placements": [Rule.PLACEMENT_WITHOUT_FOLLOW_UP],
    }.items()
    for rule in rules
}
"""Where the guide says in plain words what a rule looks for: page and heading of docs/guide/rules."""


class Spot(StrEnum):
    """Where in the case a finding lies, and so which page mends it."""

    GOAL = "goal"
    TRACKS = "tracks"
    TRACK = "track"
    AGREEMENT = "agreement"
    ACTIVITY = "activity"
    PLAN = "plan"
    SEARCH = "search"
    LOG = "log"
    WISHES = "wishes"
    CV = "cv"
    PLACEMENT = "placement"


Value: TypeAlias = str | int | date | tuple[str, ...]
"""What is put into a sentence: a title, a number, a day, or several codes or titles in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that does not hang together.

    ``key``: that of the track, agreement, activity or placement, empty for other spots. ``values``: what lasts until
    somebody changes the case; ``figures``: what moves with the days.
    """

    rule: Rule
    severity: Severity
    spot: Spot
    key: str = ""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    figures: Mapping[str, Value] = field(default_factory=dict, hash=False)

    @property
    def fingerprint(self) -> str:
        """The same as long as the finding is about the same: what an acceptance is kept under. Figures do not count."""
        values = [f"{name}={_as_text(value)}" for name, value in sorted(self.values.items())]
        return "|".join((self.rule.value, self.key, *values))


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTerms:
    """What dated data says of a rule: for whom, from when until when (both included), how much it matters, its limits.

    Raises ``ValueError`` when a limit is missing or unknown, or a limit is negative.
    """

    rule: Rule
    severity: Severity
    target_groups: frozenset[str]
    goal_kinds: frozenset[GoalKind]
    from_on: date
    until_on: date | None = None
    limits: Mapping[str, int] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        wanted = LIMITS.get(self.rule, frozenset())
        if set(self.limits) != wanted or any(limit < 0 for limit in self.limits.values()):
            raise ValueError(f"{self.rule} needs these limits, none negative: {', '.join(sorted(wanted)) or 'none'}.")

    def is_in_force_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def holds_for(self, case: Case, today: date) -> bool:
        """Whether the rule says anything of a case."""
        return self.holds(case.target_group, case.goal.kind if case.goal else None, today)

    def holds(self, target_group: str, goal: GoalKind | None, today: date) -> bool:
        """Whether it says anything of such citizens. Without a goal only rules for every kind of goal do."""
        if not self.is_in_force_on(today) or target_group not in self.target_groups:
            return False
        return len(self.goal_kinds) == len(GoalKind) if goal is None else goal in self.goal_kinds

    def meets(self, other: "RuleTerms") -> bool:
        """Whether both could hold for one case on one day."""
        return (
            self.rule is other.rule
            and self.from_on <= (other.until_on or date.max)
            and other.from_on <= (self.until_on or date.max)
            and not self.target_groups.isdisjoint(other.target_groups)
            and not self.goal_kinds.isdisjoint(other.goal_kinds)
        )

    def found(
        self, spot: Spot, key: str = "", /, *, figures: Mapping[str, Value] | None = None, **values: Value
    ) -> Finding:
        return Finding(rule=self.rule, severity=self.severity, spot=spot, key=key, values=values, figures=figures or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """Everything that dated data says. Raises ``ValueError`` when two of its terms could hold for one case at once."""

    terms: tuple[RuleTerms, ...]

    def __post_init__(self) -> None:
        for one, other in combinations(self.terms, 2):
            if one.meets(other):
                raise ValueError(f"{one.rule} holds twice for the same citizens at the same time: mend its periods.")


def _as_text(value: Value) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)

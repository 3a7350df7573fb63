"""What would make a finding go away: the step, and how much of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .rules import Finding, Rule, Value


class Step(StrEnum):
    """What somebody does about a finding; the sentence for it is the app's."""

    SET_GOAL = "set_goal"
    CHOOSE_TITLE = "choose_title"
    GIVE_REASON = "give_reason"
    FOLLOW_UP = "follow_up"
    ADD_TRACKS = "add_tracks"
    WRITE_MISSING = "write_missing"
    REPLACE_A_TRACK = "replace_a_track"
    MAKE_AGREEMENT = "make_agreement"
    NOTE_DEMAND = "note_demand"
    SHARPEN = "sharpen"
    CLOSE_AGREEMENT = "close_agreement"
    WRITE_PURPOSE = "write_purpose"
    CHOOSE_TRACK = "choose_track"
    PUBLISH = "publish"
    MAKE_ALIKE = "make_alike"
    APPLY = "apply"
    CONNECT_LOG = "connect_log"
    CHANGE_WISHES = "change_wishes"
    SHOW_CONTACT = "show_contact"
    ADD_SKILLS = "add_skills"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One step that makes the finding go. ``or_reason``: a written reason does so too.

    ``values`` say how much: ``tracks`` to add, ``jobs`` to apply for, ``entries`` to connect, ``missing`` to write,
    ``outside`` to take out, ``weak`` to sharpen, ``group`` to leave, ``talk`` since when.
    """

    step: Step
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    or_reason: bool = False


STEPS: Final[Mapping[Rule, Step]] = {
    Rule.GOAL_MISSING: Step.SET_GOAL,
    Rule.GOAL_NOT_A_TITLE: Step.CHOOSE_TITLE,
    Rule.GOAL_WITHOUT_REASON: Step.GIVE_REASON,
    Rule.GOAL_NOT_FOLLOWED_UP: Step.FOLLOW_UP,
    Rule.FEWER_THAN_THREE_TRACKS: Step.ADD_TRACKS,
    Rule.TRACK_NOT_JUSTIFIED: Step.WRITE_MISSING,
    Rule.TRACKS_TOO_ALIKE: Step.REPLACE_A_TRACK,
    Rule.TRACK_WITHOUT_AGREEMENT: Step.MAKE_AGREEMENT,
    Rule.TRACK_WITHOUT_PLAN: Step.WRITE_MISSING,
    Rule.DEMAND_OLD: Step.NOTE_DEMAND,
    Rule.DEMAND_LOW: Step.GIVE_REASON,
    Rule.AGREEMENT_NOT_SMART: Step.SHARPEN,
    Rule.AGREEMENT_NOT_FOLLOWED_UP: Step.FOLLOW_UP,
    Rule.ACTIVITY_WITHOUT_PURPOSE: Step.WRITE_PURPOSE,
    Rule.ACTIVITY_WITHOUT_TRACK: Step.CHOOSE_TRACK,
    Rule.ACTIVITY_WITHOUT_VITAS: Step.WRITE_MISSING,
    Rule.PLAN_NOT_PUBLISHED: Step.PUBLISH,
    Rule.SEARCH_REQUIREMENT_DIFFERS: Step.MAKE_ALIKE,
    Rule.LOG_BELOW_REQUIREMENT: Step.APPLY,
    Rule.LOG_OUTSIDE_TRACKS: Step.CONNECT_LOG,
    Rule.TRACK_WITHOUT_APPLICATIONS: Step.APPLY,
    Rule.WISHES_DIFFER_FROM_TRACKS: Step.CHANGE_WISHES,
    Rule.CV_INCOMPLETE: Step.WRITE_MISSING,
    Rule.CV_NOT_FOLLOWED_UP: Step.FOLLOW_UP,
    Rule.CV_CONTACT_HIDDEN: Step.SHOW_CONTACT,
    Rule.SKILL_IN_TRACK_NOT_IN_CV: Step.ADD_SKILLS,
    Rule.PLACEMENT_WITHOUT_FOLLOW_UP: Step.FOLLOW_UP,
}

SAID_OF: Final = frozenset({"missing", "outside", "weak", "group", "talk"})
"""What a finding names that the step is about."""


def what_mends(finding: Finding) -> Mend:
    """The smallest step after which the rule no longer finds it, on the same day."""
    values = {name: value for name, value in finding.values.items() if name in SAID_OF}
    step = STEPS[finding.rule]
    match finding.rule:
        case Rule.FEWER_THAN_THREE_TRACKS:
            return Mend(step=step, values={"tracks": finding.figures["more"]}, or_reason=True)
        case Rule.AGREEMENT_NOT_FOLLOWED_UP if "due_on" in finding.values:
            return Mend(step=Step.CLOSE_AGREEMENT)
        case Rule.LOG_BELOW_REQUIREMENT:
            return Mend(step=step, values={"jobs": finding.figures["jobs"]})
        case Rule.TRACK_WITHOUT_APPLICATIONS:
            return Mend(step=step, values={"jobs": 1})
        case Rule.LOG_OUTSIDE_TRACKS:
            return Mend(step=step, values={"entries": finding.figures["too_many"]})
    return Mend(step=step, values=values)

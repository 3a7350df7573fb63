"""Every rule as a small function: what it sees in a case, under the terms of its data."""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from fagkompas.engine.scales import Criterion, CvPart, Demand

from .case import Activity, Case, DemandNote, Ground, LogEntry, Placement, PlanOfTrack, Search, Track, Vitas, Wish
from .rules import Finding, Rule, RuleTerms, Spot, Value

DIGITS_ALIKE: Final = 2
"""Occupations that share so many digits are shades of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A case on a day, with what several rules ask for."""

    case: Case
    today: date
    last_talk: date | None
    track_keys: frozenset[str]
    occupations: frozenset[str]

    @classmethod
    def at(cls, case: Case, today: date) -> "Look":
        return cls(
            case=case,
            today=today,
            last_talk=max((day for day in case.conversations if day <= today), default=None),
            track_keys=frozenset(track.key for track in case.tracks),
            occupations=frozenset(track.occupation for track in case.tracks if track.occupation),
        )

    def talked_since(self, start: date, followed_up_on: date | None) -> date | None:
        """The last conversation after a day, where it was not followed up on then or later."""
        last = self.last_talk
        if last is None or last <= start or (followed_up_on is not None and followed_up_on >= last):
            return None
        return last

    @property
    def until_next_talk(self) -> dict[str, Value]:
        """For findings whose figures only move: an acceptance of them lasts until somebody talks with the citizen again."""
        return {} if self.last_talk is None else {"talk": self.last_talk}

    def logged(self, weeks: int) -> list[LogEntry]:
        """What was applied for in the last so many weeks, today included."""
        first = self.today - timedelta(weeks=weeks)
        return [entry for entry in self.case.log if first < entry.applied_on <= self.today]

    def is_running(self, what: Activity | Placement) -> bool:
        """Whether it is not over."""
        return what.ends_on is None or what.ends_on >= self.today


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAndDone:
    """Jobs applied for in the last `weeks` times seven days, today included, beside how many were asked for in them."""

    weeks: int
    a_week: int
    done: int

    @property
    def required(self) -> int:
        return self.a_week * self.weeks

    @property
    def missing(self) -> int:
        return max(0, self.required - self.done)


def asked_and_done(search: Search, applied_on: Iterable[date], weeks: int, today: date) -> AskedAndDone | None:
    """Over at most so many weeks, and no more than have passed since it was asked; None where nothing was, or not for a week.

    The plan says what is asked for; the job log where it does not.
    """
    a_week = search.in_plan if search.in_plan is not None else search.in_log
    if search.since is not None:
        weeks = max(0, min(weeks, (today - search.since).days // 7))
    if not a_week or not weeks:
        return None
    first = today - timedelta(weeks=weeks)
    return AskedAndDone(weeks=weeks, a_week=a_week, done=sum(first < day <= today for day in applied_on))


def group_of_all(occupations: Collection[str | None], fewest: int) -> str:
    """The two-digit group that all of so many tracks or more lie in; "" where they differ or are fewer.

    Tracks whose occupation is not known may lie anywhere, and are given the benefit of the doubt.
    """
    groups = {(code or "")[:DIGITS_ALIKE] for code in occupations}
    return groups.pop() if len(occupations) >= max(2, fewest) and len(groups) == 1 else ""


def skills_missing(of_track: Collection[str], of_cv: Collection[str]) -> tuple[str, ...]:
    """Skills that a track builds on and that the CV does not name, in order; however they are spaced and cased."""
    known = {_plain(skill) for skill in of_cv}
    return tuple(sorted(skill for skill in of_track if _plain(skill) not in known))


Check: TypeAlias = Callable[[Look, RuleTerms], Iterable[Finding]]


# The goal


def goal_missing(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    if look.case.goal is None:
        yield terms.found(Spot.GOAL)


def goal_not_a_title(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    goal = look.case.goal
    if goal and not goal.occupation:
        yield terms.found(Spot.GOAL, title=goal.title)


def goal_without_reason(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    goal = look.case.goal
    if goal and not goal.has_reason:
        yield terms.found(Spot.GOAL, title=goal.title)


def goal_not_followed_up(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    goal = look.case.goal
    if goal and (talk := look.talked_since(goal.set_on, goal.followed_up_on)):
        yield terms.found(Spot.GOAL, title=goal.title, talk=talk)


# The tracks


def fewer_than_three_tracks(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    expected, there = terms.limits["tracks"], len(look.case.tracks)
    if there < expected and not look.case.has_fewer_tracks_reason:
        yield terms.found(Spot.TRACKS, tracks=there, expected=expected, figures={"more": expected - there})


def track_not_justified(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    for track in look.case.tracks:
        missing = tuple(ground for ground in Ground if ground not in _grounds(track))
        if missing:
            yield terms.found(Spot.TRACK, track.key, track=track.title, missing=missing)


def tracks_too_alike(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    tracks = look.case.tracks
    if group := group_of_all([track.occupation for track in tracks], terms.limits["tracks"]):
        yield terms.found(Spot.TRACKS, tracks=tuple(sorted(track.title for track in tracks)), group=group)


def track_without_agreement(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    with_one = {key for agreement in look.case.agreements for key in agreement.tracks}
    for track in look.case.tracks:
        if track.key not in with_one:
            yield terms.found(Spot.TRACK, track.key, track=track.title)


def track_without_plan(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    for track in look.case.tracks:
        asked = [part for part in PlanOfTrack if not (track.is_education and part is PlanOfTrack.COMPANIES)]
        if missing := tuple(part for part in asked if part not in track.planned):
            yield terms.found(Spot.TRACK, track.key, track=track.title, missing=missing)


def demand_old(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """A track that nobody has justified by demand at all is left to ``track-not-justified``."""
    for track in _occupational(look.case):
        if Ground.NEEDED not in _grounds(track):
            continue
        if any((look.today - note.noted_on).days <= terms.limits[note.source] for note in track.demand):
            continue
        if newest := _newest(track):
            yield terms.found(
                Spot.TRACK,
                track.key,
                track=track.title,
                source=newest.source.value,
                noted_on=newest.noted_on,
                figures={"days": terms.limits[newest.source]},
            )
        else:
            yield terms.found(Spot.TRACK, track.key, track=track.title)


def demand_low(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    for track in _occupational(look.case):
        newest = _newest(track)
        if newest and newest.level is Demand.LOW and not newest.has_reason:
            yield terms.found(
                Spot.TRACK, track.key, track=track.title, source=newest.source.value, noted_on=newest.noted_on
            )


# Agreements and activities


def agreement_not_smart(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    for agreement in look.case.agreements:
        if weak := tuple(criterion for criterion in Criterion if criterion in agreement.weak):
            yield terms.found(Spot.AGREEMENT, agreement.key, agreement=agreement.what, weak=weak)


def agreement_not_followed_up(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """Past its day and still open; or its day had come at the last conversation, or it has none, and it was not spoken of.

    Until its day it runs on by itself.
    """
    for agreement in look.case.agreements:
        due_on, talk = agreement.due_on, look.talked_since(agreement.made_on, agreement.followed_up_on)
        if due_on is not None and due_on < look.today:
            yield terms.found(Spot.AGREEMENT, agreement.key, agreement=agreement.what, due_on=due_on)
        elif talk is not None and (due_on is None or due_on <= talk):
            yield terms.found(Spot.AGREEMENT, agreement.key, agreement=agreement.what, talk=talk)


def activity_without_purpose(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    for activity in look.case.activities:
        if look.is_running(activity) and not activity.has_purpose:
            yield terms.found(Spot.ACTIVITY, activity.key, activity=activity.title)


def activity_without_track(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """As long as there is a track it could belong to."""
    for activity in look.case.activities if look.track_keys else ():
        if look.is_running(activity) and activity.track not in look.track_keys:
            yield terms.found(Spot.ACTIVITY, activity.key, activity=activity.title)


def activity_without_vitas(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    soon = look.today + timedelta(days=terms.limits["days_before"])
    for activity in look.case.activities:
        if not (activity.needs_vitas and look.is_running(activity) and activity.starts_on <= soon):
            continue
        if missing := tuple(each for each in Vitas if each not in activity.vitas):
            yield terms.found(
                Spot.ACTIVITY, activity.key, activity=activity.title, missing=missing, starts_on=activity.starts_on
            )


# Plan, search and job log


def plan_not_published(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    if look.case.plan_published_on is None and look.last_talk is not None:
        yield terms.found(Spot.PLAN, first_talk=min(look.case.conversations))


def search_requirement_differs(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """Asked for in one place and not in the other is a difference too; 0 stands for nothing."""
    in_plan, in_log = look.case.search.in_plan or 0, look.case.search.in_log or 0
    if in_plan != in_log:
        yield terms.found(Spot.SEARCH, plan=in_plan, log=in_log)


def log_below_requirement(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """Over the last weeks in which something was asked for, at most as many as the limit says."""
    asked = asked_and_done(
        look.case.search, [entry.applied_on for entry in look.case.log], terms.limits["weeks"], look.today
    )
    if asked is not None and asked.missing:
        figures = {"done": asked.done, "required": asked.required, "weeks": asked.weeks, "jobs": asked.missing}
        yield terms.found(Spot.LOG, figures=figures, a_week=asked.a_week, **look.until_next_talk)


def log_outside_tracks(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """Where more of the last weeks' jobs than a share are on no track, as long as there is a track."""
    if not look.track_keys:
        return
    logged = look.logged(terms.limits["weeks"])
    outside = sum(not _on_a_track(look, entry) for entry in logged)
    allowed = terms.limits["percent"] * len(logged)
    if outside * 100 > allowed:
        figures = {
            "outside": outside,
            "entries": len(logged),
            "weeks": terms.limits["weeks"],
            "too_many": outside - math.floor(allowed / 100),
        }
        yield terms.found(Spot.LOG, figures=figures, **look.until_next_talk)


def track_without_applications(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """A track is given its first weeks."""
    weeks = terms.limits["weeks"]
    logged = look.logged(weeks)
    for track in _occupational(look.case):
        if track.opened_on <= look.today - timedelta(weeks=weeks) and not any(
            _is_for(entry, track) for entry in logged
        ):
            yield terms.found(
                Spot.TRACK, track.key, figures={"weeks": weeks}, track=track.title, **look.until_next_talk
            )


def wishes_differ_from_tracks(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """Every track that is an occupation is looked for in the CV, and nothing else is, but for the goal itself."""
    wishes = look.case.wishes
    if wishes is None:
        return
    tracks = [Wish(title=track.title, occupation=track.occupation) for track in _occupational(look.case)]
    goal = look.case.goal
    allowed = [*tracks, Wish(title=goal.title, occupation=goal.occupation)] if goal else tracks
    missing = sorted(track.title for track in tracks if not any(_same_work(track, wish) for wish in wishes))
    outside = sorted(wish.title for wish in wishes if not any(_same_work(wish, each) for each in allowed))
    if missing or (outside and tracks):
        yield terms.found(Spot.WISHES, missing=tuple(missing), outside=tuple(outside))


# The CV


def cv_incomplete(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    filled = look.case.cv.filled
    if missing := tuple(part for part in CvPart if terms.limits[part] and part not in filled):
        yield terms.found(Spot.CV, missing=missing)


def cv_not_followed_up(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    followed_up_on = look.case.cv.followed_up_on
    if look.last_talk is not None and (followed_up_on is None or followed_up_on < look.last_talk):
        yield terms.found(Spot.CV, talk=look.last_talk)


def cv_contact_hidden(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    """Never of somebody whose address is protected: there it is right."""
    if look.case.cv.is_contact_hidden and not look.case.has_protected_address:
        yield terms.found(Spot.CV)


def skill_in_track_not_in_cv(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    for track in look.case.tracks:
        if missing := skills_missing(track.skills, look.case.cv.skills):
            yield terms.found(Spot.CV, track.key, track=track.title, missing=missing)


# Placements


def placement_without_follow_up(look: Look, terms: RuleTerms) -> Iterator[Finding]:
    weeks = terms.limits["weeks"]
    for placement in look.case.placements:
        if placement.starts_on > look.today or not look.is_running(placement):
            continue
        since = max(placement.starts_on, placement.followed_up_on or placement.starts_on)
        if look.today - since > timedelta(weeks=weeks):
            yield terms.found(
                Spot.PLACEMENT, placement.key, company=placement.company, since=since, figures={"weeks": weeks}
            )


CHECKS: Final[Mapping[Rule, Check]] = {
    Rule.GOAL_MISSING: goal_missing,
    Rule.GOAL_NOT_A_TITLE: goal_not_a_title,
    Rule.GOAL_WITHOUT_REASON: goal_without_reason,
    Rule.GOAL_NOT_FOLLOWED_UP: goal_not_followed_up,
    Rule.FEWER_THAN_THREE_TRACKS: fewer_than_three_tracks,
    Rule.TRACK_NOT_JUSTIFIED: track_not_justified,
    Rule.TRACKS_TOO_ALIKE: tracks_too_alike,
    Rule.TRACK_WITHOUT_AGREEMENT: track_without_agreement,
    Rule.TRACK_WITHOUT_PLAN: track_without_plan,
    Rule.DEMAND_OLD: demand_old,
    Rule.DEMAND_LOW: demand_low,
    Rule.AGREEMENT_NOT_SMART: agreement_not_smart,
    Rule.AGREEMENT_NOT_FOLLOWED_UP: agreement_not_followed_up,
    Rule.ACTIVITY_WITHOUT_PURPOSE: activity_without_purpose,
    Rule.ACTIVITY_WITHOUT_TRACK: activity_without_track,
    Rule.ACTIVITY_WITHOUT_VITAS: activity_without_vitas,
    Rule.PLAN_NOT_PUBLISHED: plan_not_published,
    Rule.SEARCH_REQUIREMENT_DIFFERS: search_requirement_differs,
    Rule.LOG_BELOW_REQUIREMENT: log_below_requirement,
    Rule.LOG_OUTSIDE_TRACKS: log_outside_tracks,
    Rule.TRACK_WITHOUT_APPLICATIONS: track_without_applications,
    Rule.WISHES_DIFFER_FROM_TRACKS: wishes_differ_from_tracks,
    Rule.CV_INCOMPLETE: cv_incomplete,
    Rule.CV_NOT_FOLLOWED_UP: cv_not_followed_up,
    Rule.CV_CONTACT_HIDDEN: cv_contact_hidden,
    Rule.SKILL_IN_TRACK_NOT_IN_CV: skill_in_track_not_in_cv,
    Rule.PLACEMENT_WITHOUT_FOLLOW_UP: placement_without_follow_up,
}


# What several rules ask


def _grounds(track: Track) -> frozenset[Ground]:
    """A note of demand justifies a track as needed, whether or not somebody wrote a sentence too."""
    return track.justified | {Ground.NEEDED} if track.demand else track.justified


def _newest(track: Track) -> DemandNote | None:
    """The note that counts: about the newest day, and of several on it the one that was noted last."""
    order = {demand: place for place, demand in enumerate(Demand)}
    return max(
        track.demand,
        key=lambda note: (note.noted_on, note.place, order[note.level], note.source.value, not note.has_reason),
        default=None,
    )


def _occupational(case: Case) -> Iterator[Track]:
    return (track for track in case.tracks if not track.is_education)


def _is_for(entry: LogEntry, track: Track) -> bool:
    return entry.track == track.key or (entry.occupation is not None and entry.occupation == track.occupation)


def _on_a_track(look: Look, entry: LogEntry) -> bool:
    return entry.track in look.track_keys or entry.occupation in look.occupations


def _same_work(one: Wish, other: Wish) -> bool:
    """By the code where both have one, else by the title."""
    if one.occupation and other.occupation:
        return one.occupation == other.occupation
    return _plain(one.title) == _plain(other.title)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

"""One citizen's case as the check sees it: what stands there and when, as frozen values. No text but titles.

::

    Case
    ├── Goal            the active one, or none
    ├── Track           those still followed: an occupation or an education
    │   └── DemandNote  how much it is asked for, from where, noted when
    ├── Agreement       those still open
    ├── Activity
    ├── Search          what the plan asks for, what the job log asks for
    ├── LogEntry        a job applied for
    ├── Cv
    ├── Wish            what the CV says one is looking for
    └── Placement

Keys are names that the caller gives (such as a UUID as text) and that findings come back with. An occupation is a
four-digit code of ISCO-08.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fagkompas.engine.scales import Criterion, CvPart, Demand, DemandSource, GoalKind


class Ground(StrEnum):
    """What a track is justified by."""

    CAN = "can"
    WANTS = "wants"
    NEEDED = "needed"


class PlanOfTrack(StrEnum):
    """What a plan for a track says."""

    STRATEGY = "strategy"
    COMPANIES = "companies"
    DATE = "date"


class Vitas(StrEnum):
    """What is noted of an application in VITAS."""

    NUMBER = "number"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What the citizen is on the way to. ``occupation`` is None for a title of one's own."""

    kind: GoalKind
    title: str
    occupation: str | None
    has_reason: bool
    set_on: date
    followed_up_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandNote:
    """How much a track's occupation is asked for. ``has_reason``: it says why the track is kept although few ask for it.

    ``place``: of several that are about the same day, the one with the highest was noted last.
    """

    level: Demand
    source: DemandSource
    noted_on: date
    has_reason: bool = False
    place: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A way to work that is still followed. ``justified`` and ``planned`` hold what somebody has written.

    ``skills``: what the citizen can that the track builds on.
    """

    key: str
    title: str
    occupation: str | None
    opened_on: date
    is_education: bool = False
    justified: frozenset[Ground] = frozenset()
    demand: tuple[DemandNote, ...] = ()
    planned: frozenset[PlanOfTrack] = frozenset()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """One that is still open. ``weak``: what the check of SMART found on the day it was made; ``tracks``: their keys."""

    key: str
    what: str
    made_on: date
    due_on: date | None
    weak: tuple[Criterion, ...] = ()
    tracks: tuple[str, ...] = ()
    followed_up_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Something the citizen takes part in. ``needs_vitas``: it is of a kind that is applied for in VITAS."""

    key: str
    title: str
    starts_on: date
    ends_on: date | None
    has_purpose: bool
    track: str | None
    needs_vitas: bool = False
    vitas: frozenset[Vitas] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Jobs a week: what the plan asks for and what the job log asks for, None for nothing; ``since`` the plan asked."""

    in_plan: int | None = None
    in_log: int | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A job applied for, on the track it was noted for, if any."""

    applied_on: date
    track: str | None
    occupation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cv:
    """What the citizen's CV on Jobnet is known to hold."""

    filled: frozenset[CvPart] = frozenset()
    followed_up_on: date | None = None
    is_contact_hidden: bool = False
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Work that the citizen's CV says is looked for."""

    title: str
    occupation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A time at a company, such as a work trial. ``followed_up_on``: the last time."""

    key: str
    company: str
    starts_on: date
    ends_on: date | None
    followed_up_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything the rules read. The order of the lists means nothing.

    ``conversations``: the days of those that were held. ``wishes`` is None where nobody has looked.
    ``has_fewer_tracks_reason``: it is said why there are fewer than the rules expect.
    """

    target_group: str
    goal: Goal | None = None
    tracks: tuple[Track, ...] = ()
    has_fewer_tracks_reason: bool = False
    agreements: tuple[Agreement, ...] = ()
    activities: tuple[Activity, ...] = ()
    plan_published_on: date | None = None
    conversations: tuple[date, ...] = ()
    search: Search = Search()
    log: tuple[LogEntry, ...] = ()
    cv: Cv = Cv()
    wishes: tuple[Wish, ...] | None = None
    has_protected_address: bool = False
    placements: tuple[Placement, ...] = ()

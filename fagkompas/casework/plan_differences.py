"""What is new in a plan, gone from it, or written otherwise, between two of its versions; word by word where a text changed."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain
from typing import Final, Protocol, TypeVar

from django.utils.translation import gettext as _

from fagkompas.casework.models import ActivityKind
from fagkompas.casework.plan_content import ActivityContent, AgreementContent, PlanContent, TrackContent
from fagkompas.casework.wording.plans import (
    GOAL_KINDS,
    agreement_in_words,
    consideration_in_words,
    demand_in_words,
    period,
    vitas_in_words,
)
from fagkompas.toolkit.formats import long_date

LIKE_ENOUGH: Final = 0.3
"""Below this, two texts have so little in common that both are shown as a whole."""


class How(StrEnum):
    """What became of it."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of a text: as before, taken out, or put in."""

    text: str
    is_out: bool = False
    is_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that became otherwise: of what (`thing`, "" for the plan itself), which part of it, and the words."""

    how: How
    thing: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPart:
    """The changes under one heading."""

    heading: str
    changes: tuple[Change, ...]


Lines = list[tuple[str, str]]
"""What a thing says: label and text."""


class Keyed(Protocol):
    """Something that stays itself from version to version."""

    @property
    def key(self) -> str:
        """Never changes."""


Thing = TypeVar("Thing", bound=Keyed)


def differences(before: PlanContent, after: PlanContent) -> list[ChangedPart]:
    """The parts in which something changed, in the order of the plan; none where nothing did."""
    parts = [
        (_("Goal"), _between("", _goal(before), _goal(after))),
        (_("Plan"), chain(_between("", _plan(before), _plan(after)), _considerations(before, after))),
        (_("Job tracks"), _things(before.tracks, after.tracks, lambda one: one.name, _track)),
        (_("Agreements"), _things(before.agreements, after.agreements, lambda one: one.what, _agreement)),
        (
            _("Activities"),
            chain(
                _things(before.activities, after.activities, lambda one: one.title, _activity),
                _moved_activities(before, after),
            ),
        ),
    ]
    found = [ChangedPart(heading=heading, changes=tuple(changes)) for heading, changes in parts]
    return [part for part in found if part.changes]


def words_between(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in order, word by word: kept, taken out, put in; both as a whole where they have too little in common."""
    old, new = _tokens(before), _tokens(after)
    if before and after and _likeness(old, new) < LIKE_ENOUGH:
        return (Piece(text=before, is_out=True), Piece(text=after, is_in=True))
    pieces: list[Piece] = []
    for tag, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(text="".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece(text="".join(old[i:j]), is_out=True))
        if k < n:
            pieces.append(Piece(text="".join(new[k:n]), is_in=True))
    return tuple(pieces)


def _tokens(text: str) -> list[str]:
    """Words, the signs between them, and blanks."""
    return re.findall(r"\w+|[^\w\s]|\s+", text)


def _likeness(old: list[str], new: list[str]) -> float:
    """0-1, by words alone: blanks are alike in all texts."""
    words = [[token for token in tokens if token[0].isalnum()] for tokens in (old, new)]
    return SequenceMatcher(None, words[0], words[1], autojunk=False).ratio()


def _between(thing: str, before: Lines, after: Lines) -> Iterator[Change]:
    old, new = dict(before), dict(after)
    for label in dict.fromkeys((*old, *new)):
        was, now = old.get(label, ""), new.get(label, "")
        if was == now:
            continue
        how = How.CHANGED if was and now else How.NEW if now else How.GONE
        yield Change(how=how, thing=thing, label=label, pieces=words_between(was, now))


def _things(
    before: Sequence[Thing], after: Sequence[Thing], name: Callable[[Thing], str], lines: Callable[[Thing], Lines]
) -> Iterator[Change]:
    """New and gone ones as a whole, and what changed in those that stayed."""
    old, new = {one.key: one for one in before}, {one.key: one for one in after}
    for key, one in new.items():
        if key in old:
            yield from _between(name(one), lines(old[key]), lines(one))
        else:
            yield Change(how=How.NEW, thing="", label="", pieces=(Piece(text=name(one), is_in=True),))
    for key, one in old.items():
        if key not in new:
            yield Change(how=How.GONE, thing="", label="", pieces=(Piece(text=name(one), is_out=True),))


def _considerations(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    label = _("Consideration")
    old, new = ({one.key: one for one in content.considerations} for content in (before, after))
    for key, one in new.items():
        if key not in old:
            words = consideration_in_words(one)
            yield Change(how=How.NEW, thing="", label=label, pieces=(Piece(text=words, is_in=True),))
    for key, one in old.items():
        if key not in new:
            words = consideration_in_words(one)
            yield Change(how=How.GONE, thing="", label=label, pieces=(Piece(text=words, is_out=True),))


def _goal(content: PlanContent) -> Lines:
    return [
        (_("Kind"), str(GOAL_KINDS[content.goal_kind])),
        (_("Goal"), content.goal),
        (_("Reason"), content.reason),
    ]


def _plan(content: PlanContent) -> Lines:
    count = "" if content.search_per_week is None else str(content.search_per_week)
    return [
        (_("Description"), content.description),
        (_("Why fewer than three job tracks"), content.fewer_tracks_reason),
        (_("Jobs to apply for in a week"), count),
    ]


def _track(track: TrackContent) -> Lines:
    return [
        (_("Name"), track.name),
        (_("Can"), track.can),
        (_("Wants"), track.wants),
        (_("Needed"), track.needed),
        (_("Demand"), "\n".join(map(demand_in_words, track.demand))),
        (_("Skills"), "\n".join(track.skills)),
        (_("Tasks"), "\n".join(track.functions)),
        (_("Other titles with the same tasks"), "\n".join(track.other_titles)),
        (_("Steps needed first"), "\n".join(track.steps_first)),
        (_("How to apply"), track.strategy),
        (_("Companies first"), "\n".join(track.companies)),
        (_("By when"), long_date(track.apply_by) if track.apply_by else ""),
    ]


def _agreement(one: AgreementContent) -> Lines:
    return [(_("Agreement"), agreement_in_words(one)), (_("Why it matters"), one.why)]


def _activity(one: ActivityContent) -> Lines:
    return [
        (_("Name"), one.title),
        (_("Kind"), str(ActivityKind(one.kind).label)),
        (_("When"), period(one.from_on, one.to_on)),
        (_("What for"), one.purpose),
        ("VITAS", vitas_in_words(one.vitas_no, one.vitas_status)),
    ]


def _moved_activities(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    """Activities that belong to another job track now."""
    old = {one.key: before.track_name(one.track) for one in before.activities}
    for one in after.activities:
        if one.key in old:
            yield from _between(
                one.title, [(_("Job track"), old[one.key])], [(_("Job track"), after.track_name(one.track))]
            )

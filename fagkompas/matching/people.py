"""All citizens of a municipality ready to be matched, kept in the memory of the process.

::

    MatchProfile rows ──read once──> base: Table of everybody        (`engine.matching.table`)
           └──changed since────────> newer: Table of a few, read again for each match; folded in when they are many

A few rows are read for each match at most; what is read of whom is a question of rights, asked where it is shown.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
from django.utils import timezone

from fagkompas.engine.matching.order import Order
from fagkompas.engine.matching.table import Table
from fagkompas.matching.models import MatchProfile
from fagkompas.matching.profile import Profile, profile_from

MOST_NEWER: Final = 300
"""With more changed rows than this the whole is read again."""

LATE: Final = timedelta(minutes=5)
"""A row may be committed so long after the time that stands in it."""

DECIMALS: Final = 9
"""Of points that are compared: what a table says and what is worked out by hand differ by less."""

KEY_DIGITS: Final = 12
"""Of a key with zeros before it, so that keys sort as numbers do."""

_LOCK: Final = Lock()
_KEPT: "dict[int, People]" = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Citizens beside an order, by key: those who are not ruled out with their points, best first, and those who are."""

    free: Sequence[int]
    points: Sequence[float]
    ruled_out: Sequence[int]

    def place(self, at: int) -> int:
        """Of the one who stands there, from 1; who has as many points has the same place."""
        return 1 + bisect_left(self.points, -round(self.points[at], DECIMALS), key=lambda each: -round(each, DECIMALS))


@dataclass(frozen=True, slots=True)
class People:
    """Everybody as of a moment. Never changes once it is made, so that threads may share it."""

    base: Table
    keys: Mapping[int, datetime]
    read_at: datetime
    newer: Table
    newer_keys: Sequence[int]
    gone: frozenset[int]

    def ranked(self, order: Order, allowed: Collection[int]) -> Ranked:
        """Of those who may be seen: most points first, of equals who could have most, then by key."""
        scores = [self.base.scores(order), self.newer.scores(order)]
        keys = np.concatenate([_as_array(self.keys), _as_array(self.newer_keys)])
        shown = np.isin(keys, _as_array(allowed))
        shown[: len(self.keys)] &= ~np.isin(keys[: len(self.keys)], _as_array(self.newer_keys))
        shown &= ~np.isin(keys, _as_array(self.gone))
        out = np.concatenate([one.is_ruled_out for one in scores])
        points = np.round(np.concatenate([one.points for one in scores]), DECIMALS)
        could_be = np.round(np.concatenate([one.could_be for one in scores]), DECIMALS)
        free = np.flatnonzero(shown & ~out)
        free = free[np.lexsort((keys[free], -could_be[free], -points[free]))]
        return Ranked(
            free=keys[free].tolist(),
            points=points[free].tolist(),
            ruled_out=np.sort(keys[shown & out]).tolist(),
        )


def people_of(root_id: int) -> People:
    """Those of a municipality, as they are now. Two queries, and a third for those that changed."""
    rows = MatchProfile.objects.filter(citizen__root_id=root_id)
    count = rows.count()
    with _LOCK:
        kept = _KEPT.get(root_id)
    if kept is None or not kept.keys:
        return _read_all(root_id)
    lately = rows.filter(made_at__gte=kept.read_at - LATE).order_by("citizen_id")
    changed = [pk for pk, at in lately.values_list("citizen_id", "made_at") if kept.keys.get(pk) != at]
    if len(changed) > MOST_NEWER:
        return _read_all(root_id)
    known = {*kept.keys, *changed}
    gone: frozenset[int] = frozenset()
    if len(known) != count:
        gone = frozenset(known - set(rows.order_by().values_list("citizen_id", flat=True)))
    return People(
        kept.base, kept.keys, kept.read_at, _table(profiles_by_key(changed) if changed else {}), changed, gone
    )


def forget() -> None:
    """Everything that is kept, as when a process begins."""
    with _LOCK:
        _KEPT.clear()


def profile_of(citizen: int) -> Profile:
    """What is known of one; nothing where it was not put together yet. One query."""
    words = MatchProfile.objects.filter(citizen=citizen).values_list("words", flat=True).first()
    return profile_from(words or "")


def profiles_by_key(citizens: Sequence[int]) -> dict[int, Profile]:
    """What is known of some. One query."""
    rows = MatchProfile.objects.filter(citizen__in=citizens).order_by("pk").values_list("citizen_id", "words")
    return {pk: profile_from(words) for pk, words in rows}


def key_of(citizen: int) -> str:
    """A citizen's key as the engine has it; it says nothing about anybody."""
    return str(citizen).zfill(KEY_DIGITS)


def _read_all(root_id: int) -> People:
    rows = MatchProfile.objects.filter(citizen__root_id=root_id).order_by("citizen_id")
    profiles, times, read_at = {}, {}, timezone.now()
    for pk, words, made_at in rows.values_list("citizen_id", "words", "made_at").iterator(chunk_size=2000):
        profiles[pk], times[pk] = profile_from(words), made_at
    found = People(_table(profiles), times, read_at, _table({}), (), frozenset())
    with _LOCK:
        _KEPT[root_id] = found
    return found


def _table(profiles: Mapping[int, Profile]) -> Table:
    return Table([profile.candidate(key_of(pk)) for pk, profile in profiles.items()])


def _as_array(keys: Collection[int]) -> npt.NDArray[np.int64]:
    return np.array(sorted(keys), dtype=np.int64)

"""What a match compares of one citizen, as a value: made from rows in `to_engine`, stored, and read from files. No Django."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from fagkompas.engine.matching.candidate import Candidate, Postcodes
from fagkompas.engine.matching.order import Condition, Minutes, WorkTime


class Source(StrEnum):
    """Where a line comes from."""

    CV = "cv"
    TRACK = "track"
    PLACEMENT = "placement"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a match compares of one citizen. Lines by what they say, each with where it stands; see `Candidate` for the rest."""

    can: Mapping[str, Source] = field(default_factory=dict)
    wants: Mapping[str, Source] = field(default_factory=dict)
    cannot: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    minutes: tuple[int, int] | None = None
    free_from: date | None = None
    reach: tuple[tuple[str, str], ...] | None = None
    papers: Mapping[str, bool] = field(default_factory=dict)
    spared: tuple[str, ...] = ()
    times: tuple[str, ...] | None = None

    def candidate(self, key: str) -> Candidate:
        """As the engine takes it."""
        return Candidate(
            key=key,
            can=tuple(self.can),
            cannot=self.cannot,
            wants=tuple(self.wants),
            tracks=self.tracks,
            minutes=Minutes(least=self.minutes[0], most=self.minutes[1]) if self.minutes else None,
            free_from=self.free_from,
            reach=None
            if self.reach is None
            else tuple(Postcodes(first=first, last=last) for first, last in self.reach),
            papers=self.papers,
            spared=frozenset(Condition(one) for one in self.spared),
            times=None if self.times is None else frozenset(WorkTime(one) for one in self.times),
        )

    def as_text(self) -> str:
        """As it is stored."""
        return json.dumps(
            {
                "can": dict(self.can),
                "wants": dict(self.wants),
                "cannot": self.cannot,
                "tracks": self.tracks,
                "minutes": self.minutes,
                "free_from": self.free_from.isoformat() if self.free_from else None,
                "reach": self.reach,
                "papers": dict(self.papers),
                "spared": self.spared,
                "times": self.times,
            },
            ensure_ascii=False,
        )


NOTHING_KNOWN: Final = Profile()


def profile_from(text: str) -> Profile:
    """What was stored; nothing known where it cannot be read."""
    try:
        data: dict[str, Any] = json.loads(text) if text else {}
    except ValueError:  # Written with another key: it is put together anew at night.
        return NOTHING_KNOWN
    return Profile(
        can={line: Source(source) for line, source in data.get("can", {}).items()},
        wants={line: Source(source) for line, source in data.get("wants", {}).items()},
        cannot=tuple(data.get("cannot", ())),
        tracks=tuple(data.get("tracks", ())),
        minutes=_pair(data.get("minutes")),
        free_from=date.fromisoformat(data["free_from"]) if data.get("free_from") else None,
        reach=None if data.get("reach") is None else tuple((first, last) for first, last in data["reach"]),
        papers=data.get("papers", {}),
        spared=tuple(data.get("spared", ())),
        times=None if data.get("times") is None else tuple(data["times"]),
    )


def _pair(found: list[int] | None) -> tuple[int, int] | None:
    return (found[0], found[1]) if found else None


def lines_in(text: str) -> list[str]:
    """Lines as they were typed, without empty ones, each once."""
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))

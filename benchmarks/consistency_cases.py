"""Checking many cases for consistency, beside pickling the same cases, which also looks at every value once.

Cases are made a hundred at a time and thrown away, as a batch over a database would have them; making them is not timed.
Each size runs in a process of its own, so that the memory is its alone. The rules are those that come with the product.
"""

import json
import pickle
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.rows import Row
from fagkompas.casework.rule_book import rule_book
from fagkompas.citizens.target_groups import target_groups
from fagkompas.engine.consistency import (
    Activity,
    Agreement,
    Case,
    Cv,
    DemandNote,
    Goal,
    Ground,
    LogEntry,
    Placement,
    PlanOfTrack,
    Rule,
    Search,
    Track,
    Vitas,
    Wish,
    findings,
)
from fagkompas.engine.scales import Criterion, CvPart, Demand, DemandSource, GoalKind

SIZES = (1_000, 10_000, 100_000)
AT_ONCE = 100
SECONDS_ALLOWED = 60
GIGABYTES_ALLOWED = 1
TODAY = date(2026, 11, 23)
OCCUPATIONS = ("9333", "9329", "5223", "8331", "4110", "5132", "9112", "5311")


def run() -> list[Row]:
    """One row a size."""
    return [_row(size) for size in SIZES]


def _row(size: int) -> Row:
    done = subprocess.run(  # this file, again
        [sys.executable, "-m", "benchmarks.consistency_cases", str(size)], stdout=subprocess.PIPE, check=True, text=True
    )
    told = json.loads(done.stdout)
    assert told["seconds"] < SECONDS_ALLOWED
    assert told["megabytes"] < GIGABYTES_ALLOWED * 1000
    assert told["rules"] == len(Rule), "some rule was broken by nobody"
    return Row(
        what=f"Consistency of cases, {len(Rule)} rules",
        size=size,
        seconds=told["seconds"],
        beside="pickle, every value once",
        beside_seconds=told["beside"],
        megabytes=told["megabytes"],
        note=f"{told['found'] / size:.1f} findings a case; at most {SECONDS_ALLOWED} s and {GIGABYTES_ALLOWED} GB",
    )


def _child(size: int) -> None:
    """Print what checking so many took: making them is no part of it, on either side."""
    rules, chance = rule_book(), random.Random(size)  # noqa: S311  # nothing secret
    found: Counter[Rule] = Counter()
    ours = beside = 0.0
    for _chunk in range(size // AT_ONCE):
        cases = list(_cases(chance, AT_ONCE))
        start = perf_counter()
        for case in cases:
            found.update(finding.rule for finding in findings(case, rules, TODAY))
        ours += perf_counter() - start
        start = perf_counter()
        for case in cases:
            pickle.dumps(case)
        beside += perf_counter() - start
    told = {"seconds": ours, "beside": beside, "found": found.total(), "rules": len(found)}
    print(json.dumps(told | {"megabytes": _most_memory()}))


def _cases(chance: random.Random, count: int) -> Iterator[Case]:
    """Three tracks, four agreements, two activities, twelve jobs applied for and a placement each, more or less."""
    groups = [group.code for group in target_groups()]
    for _case in range(count):
        tracks = tuple(_track(chance, place) for place in range(chance.choice((2, 3, 3, 3, 4))))
        yield Case(
            target_group=chance.choice(groups),
            goal=_goal(chance) if chance.random() < 0.95 else None,
            tracks=tracks,
            agreements=tuple(_agreement(chance, place) for place in range(4)),
            activities=tuple(_activity(chance, place) for place in range(2)),
            plan_published_on=_day(chance, 0, 200) if chance.random() < 0.9 else None,
            conversations=tuple(_day(chance, 0, 200) for _talk in range(5)),
            search=Search(in_plan=2, in_log=chance.choice((1, 2, 2, 2)), since=_day(chance, 0, 200)),
            log=tuple(_entry(chance) for _job in range(12)),
            cv=Cv(
                filled=frozenset(part for part in CvPart if chance.random() < 0.9),
                followed_up_on=_day(chance, 0, 60),
                is_contact_hidden=chance.random() < 0.05,
                skills=("Kasse", "Truck", "Excel", "Dansk"),
            ),
            wishes=tuple(
                Wish(title=track.title, occupation=track.occupation) for track in tracks[: chance.randint(2, 4)]
            ),
            has_protected_address=chance.random() < 0.02,
            placements=(Placement(key="p", company="A", starts_on=_day(chance, 0, 90), ends_on=None),),
        )


def _goal(chance: random.Random) -> Goal:
    return Goal(
        kind=chance.choice(list(GoalKind)),
        title="Lager",
        occupation=chance.choice((*OCCUPATIONS, None)),
        has_reason=chance.random() < 0.9,
        set_on=_day(chance, 0, 200),
        followed_up_on=_day(chance, 0, 60),
    )


def _track(chance: random.Random, place: int) -> Track:
    notes = (
        DemandNote(level=chance.choice(list(Demand)), source=source, noted_on=_day(chance, 0, 120))
        for source in chance.sample(list(DemandSource), 2)
    )
    return Track(
        key=f"t{place}",
        title=f"Spor {place}",
        occupation=chance.choice(OCCUPATIONS[:2] if chance.random() < 0.1 else OCCUPATIONS),
        opened_on=_day(chance, 0, 200),
        justified=frozenset(ground for ground in Ground if chance.random() < 0.9),
        demand=tuple(notes),
        planned=frozenset(part for part in PlanOfTrack if chance.random() < 0.9),
        skills=tuple(chance.sample(("Kasse", "Truck", "Excel", "Svejsning"), 2)),
    )


def _agreement(chance: random.Random, place: int) -> Agreement:
    return Agreement(
        key=f"a{place}",
        what="Ringe",
        made_on=_day(chance, 0, 60),
        due_on=_day(chance, -30, 20),
        weak=(Criterion.TIMED,) if chance.random() < 0.2 else (),
        tracks=(f"t{chance.randint(0, 3)}",),
        followed_up_on=_day(chance, 0, 30) if chance.random() < 0.5 else None,
    )


def _activity(chance: random.Random, place: int) -> Activity:
    return Activity(
        key=f"v{place}",
        title="Praktik",
        starts_on=_day(chance, -20, 60),
        ends_on=None,
        has_purpose=chance.random() < 0.9,
        track=f"t{chance.randint(0, 3)}",
        needs_vitas=True,
        vitas=frozenset(each for each in Vitas if chance.random() < 0.9),
    )


def _entry(chance: random.Random) -> LogEntry:
    on_track = f"t{chance.randint(0, 3)}" if chance.random() < 0.7 else None
    return LogEntry(applied_on=_day(chance, 0, 60), track=on_track, occupation=chance.choice(OCCUPATIONS))


def _day(chance: random.Random, least: int, most: int) -> date:
    """So many days ago."""
    return TODAY - timedelta(days=chance.randint(least, most))


def _most_memory() -> float:
    """The most that this process has held, in megabytes; see `workbook` for why not `getrusage`."""
    kilobytes = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert kilobytes
    return int(kilobytes[1]) / 1024


if __name__ == "__main__":
    _child(int(sys.argv[1]))

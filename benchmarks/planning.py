"""The learning plan beside a textbook greedy and the plain model in HiGHS, in one run.

A row is over all seeds. Each plan is made in a process of its own, so that the memory is that plan's alone. Two cores for
each: HiGHS may use two threads for the plain model, ours uses two for the bound of a large problem. The bound is the best
that ours proved of each case in this run; "below it" is how far the plan stays under it as a share of the bound. (Pages say
how much better a plan could be, as a share of its value: that is more.)
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import mean
from time import monotonic

from benchmarks.planning_cases import case
from benchmarks.planning_plain import PlainModel, textbook_greedy
from benchmarks.rows import Row
from fagkompas.engine.planning import Plan, evaluate, solve
from fagkompas.engine.planning.seating import value
from fagkompas.engine.planning.tables import tables_of

SEEDS = range(1, 6)
PLAIN_SECONDS = 90.0
SIZES = ((60, 80, 60.0), (200, 100, 60.0))
FIRST_SECONDS = 2.0


def run() -> list[Row]:
    return [of_size(people, sessions, seconds) for people, sessions, seconds in SIZES]


def of_size(people: int, sessions: int, seconds: float) -> Row:
    plans, memory, greedy, plain, first = [], [], [], [], []
    for seed in SEEDS:
        t = tables_of(case(people, sessions, seed))
        plan, megabytes = planned_alone(people, sessions, seconds, seed)
        plans.append(plan)
        memory.append(megabytes)
        first.append(value_after(plans[-1], FIRST_SECONDS))
        greedy.append(value(t, textbook_greedy(t)))
        plain.append(PlainModel(t).solve(PLAIN_SECONDS))
        told(f"{people} x {sessions} seed {seed}", plans[-1], first[-1], greedy[-1], plain[-1])
    worse = sum(ours < theirs for ours, theirs in zip(first, greedy, strict=True))
    better = sum(plan.value > theirs for plan, theirs in zip(plans, plain, strict=True))
    below = [1 - plan.value / plan.bound for plan in plans]
    return Row(
        what=f"Plan, {people} people x {sessions} sessions",
        size=people,
        seconds=seconds,
        beside="plain model in HiGHS",
        beside_seconds=PLAIN_SECONDS,
        megabytes=max(memory),
        note=(
            f"value {mean(p.value for p in plans):.0f}, plain {mean(plain):.0f}, greedy {mean(greedy):.0f}; "
            f"better than plain on {better} of {len(plans)}; after 2 s {mean(first):.0f}, below greedy on {worse}; "
            f"below the proven bound by {mean(below):.1%}, at most {max(below):.1%}"
        ),
    )


def planned_alone(people: int, sessions: int, seconds: float, seed: int) -> tuple[Plan, float]:
    """The plan, and the most megabytes that its process held."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(planned, people, sessions, seconds, seed).result()


def planned(people: int, sessions: int, seconds: float, seed: int) -> tuple[Plan, float]:
    given = case(people, sessions, seed)
    plan = solve(given, seconds=monotonic, time_limit=seconds, seed=seed)
    assert not evaluate(given, plan.seats).violations
    return plan, most_megabytes()


def most_megabytes() -> float:
    """The most that this process has held; what `resource` tells begins with what its parent held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return float(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def value_after(plan: Plan, seconds: float) -> float:
    return max((step.value for step in plan.log if step.seconds <= seconds), default=0.0)


def told(what: str, plan: Plan, *others: float) -> None:
    beside = "".join(f" {each:.1f}" for each in others)
    print(f"  {what}: {plan.value:.1f} of at most {plan.bound:.1f};{beside}", file=sys.stderr, flush=True)

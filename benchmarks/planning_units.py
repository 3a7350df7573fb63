"""Plans of real units, up to 40 people and 30 sessions: on how many seeds they are proven."""

from benchmarks.planning import SEEDS, planned_alone, told
from benchmarks.rows import Row

PEOPLE, SESSIONS, SECONDS = 40, 30, 20.0
PROVEN = 0.02


def run() -> list[Row]:
    plans = [planned_alone(PEOPLE, SESSIONS, SECONDS, seed)[0] for seed in SEEDS]
    for seed, plan in zip(SEEDS, plans, strict=True):
        told(f"unit of {PEOPLE} seed {seed}", plan)
    proven = sum(plan.gap is not None and plan.gap <= PROVEN + 1e-6 for plan in plans)
    return [
        Row(
            what=f"Plan of a unit, {PEOPLE} people x {SESSIONS} sessions",
            size=PEOPLE,
            seconds=SECONDS,
            note=f"proven within 2 % on {proven} of {len(plans)} seeds",
        )
    ]

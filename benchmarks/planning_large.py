"""The same of a whole municipality's plan: 500 people and 150 sessions."""

from benchmarks.planning import of_size
from benchmarks.rows import Row


def run() -> list[Row]:
    return [of_size(500, 150, 120.0)]

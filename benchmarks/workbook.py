"""Reading a ratings workbook, beside what the library needs to only read the cells.

Each reading runs in a process of its own, so that the memory is that reading's alone.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import django

from benchmarks.rows import Row

SIZES = (10_000, 100_000)
REPETITIONS = 3
CODES_OF = "faglighed-2025"
MEGABYTES_ALLOWED = 500
RATIO_ALLOWED = 3


def run() -> list[Row]:
    """Write a workbook of each size, and read it in both ways."""
    with tempfile.TemporaryDirectory() as folder:
        return [_row(size, Path(folder) / f"{size}.xlsx") for size in SIZES]


def _row(ratings: int, file: Path) -> Row:
    _write(file, ratings)
    both = [(_measured("ratings", file), _measured("cells", file)) for _repetition in range(REPETITIONS)]
    ours, theirs = zip(*both, strict=True)
    assert all(reading["found"] == ratings for reading in ours), "not every rating was read"
    return Row(
        what="Reading a workbook of ratings",
        size=ratings,
        seconds=statistics.median(reading["seconds"] for reading in ours),
        beside="openpyxl, cells only",
        beside_seconds=statistics.median(reading["seconds"] for reading in theirs),
        megabytes=max(reading["megabytes"] for reading in ours),
        note=f"at most {RATIO_ALLOWED} x and {MEGABYTES_ALLOWED} MB",
    )


def _measured(way: str, file: Path) -> dict[str, float]:
    done = subprocess.run(  # this file, again
        [sys.executable, "-m", "benchmarks.workbook", way, str(file)], stdout=subprocess.PIPE, check=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _write(file: Path, ratings: int) -> None:
    """A sheet in the long form, with each text kept once as spreadsheet programs do, which is what openpyxl reads fastest.

    Everybody is rated by self and manager on every item, every tenth rating with a reason.
    """
    django.setup()
    from fagkompas.assessments.workbooks.gathering import LONG_COLUMNS
    from fagkompas.toolkit.workbooks import new_workbook, write_cell

    with new_workbook(file) as book:
        sheet = book.add_worksheet("Vurderinger")
        for number, row in enumerate([LONG_COLUMNS, *_ratings(ratings)]):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, value or None if isinstance(value, str) else value)


def _ratings(count: int) -> Iterator[tuple[str | int, ...]]:
    from fagkompas.engine.framework import columns
    from fagkompas.engine.scales import Mode
    from fagkompas.frameworks.files import shipped

    codes = columns(shipped(CODES_OF).to_engine(), Mode.SCREENING)
    for number in range(count):
        person, place = divmod(number, 2 * len(codes))
        rater = "selv" if place < len(codes) else "leder"
        reason = f"Eksempel nummer {number} fra hverdagen" if number % 10 == 0 else ""
        unit = f"Testkommune / Afdeling {person % 7} / Team {person % 31}"
        yield (
            f"person{person}@test.example",
            f"Person {person}",
            unit,
            "",
            rater,
            codes[place % len(codes)],
            (number * 7) % 5,
            reason,
        )


def _read_ratings(file: Path) -> int:
    django.setup()
    from fagkompas.assessments.workbooks.reading import read_ratings
    from fagkompas.frameworks.files import framework_for_codes

    return len(read_ratings(file, name=file.name, find_framework=framework_for_codes).answers)


def _read_cells(file: Path) -> int:
    from openpyxl import load_workbook

    sheet = load_workbook(file, read_only=True).worksheets[0]
    return sum(1 for _row in sheet.iter_rows(values_only=True))


def _child(way: str, file: Path) -> None:
    """Print what one reading took. Starting Python and Django is not counted as time, but it is as memory."""
    read = {"ratings": _read_ratings, "cells": _read_cells}[way]
    if way == "ratings":
        django.setup()
    start = perf_counter()
    found = read(file)
    seconds = perf_counter() - start
    print(json.dumps({"found": found, "seconds": seconds, "megabytes": most_memory()}))


def most_memory() -> float:
    """The most that this process has held, in megabytes.

    Not `getrusage`: Linux starts that mark at what the process held before it became another program, which right
    after a fork is what its parent held.
    """
    kilobytes = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert kilobytes
    return int(kilobytes[1]) / 1024


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    _child(sys.argv[1], Path(sys.argv[2]))

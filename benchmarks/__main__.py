"""Runs every benchmark, prints its table and writes it into README.md between its two marks.

`python -m benchmarks` for all, `python -m benchmarks scoring` for some. What is compared is measured in one run, so each
benchmark has a table of its own, under the day and the machine that it was measured on.
"""

import os
import platform
import sys
from datetime import UTC, datetime
from importlib import import_module, metadata
from pathlib import Path

from benchmarks.rows import Row
from fagkompas.engine import ENGINE_VERSION

ALL = (
    "scoring",
    "agreement",
    "unit_page",
    "workbook",
    "survey_results",
    "occupations",
    "linking",
    "matching",
    "planning",
    "planning_large",
    "planning_units",
    "consistency_cases",
    "caseload",
)
README = Path(__file__).parent / "README.md"
LIBRARIES = ("django", "numpy", "duckdb", "openpyxl", "highspy")
HEADINGS = ("What", "Size", "Time", "Beside it", "Its time", "Ratio", "Memory", "Note")


def duration(seconds: float | None) -> str:
    """Three figures with a unit that suits."""
    if seconds is None:
        return ""
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def cells(row: Row) -> list[str]:
    """One line of the table."""
    return [
        row.what,
        f"{row.size:,}",
        duration(row.seconds),
        row.beside,
        duration(row.beside_seconds),
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "" if row.megabytes is None else f"{row.megabytes:.0f} MB",
        row.note,
    ]


def table(rows: list[Row]) -> str:
    """In Markdown, columns aligned so that it also reads as text."""
    lines = [list(HEADINGS), *map(cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    lines.insert(1, ["-" * width for width in widths])
    return "".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |\n" for line in lines
    )


def circumstances() -> str:
    """Where and when, and with which versions."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    day = datetime.now(UTC).date().isoformat()
    return (
        f"Measured {day} on {os.cpu_count()} cores of {cpu} with {os.getloadavg()[0]:.1f} programs at work on average "
        f"in the last minute, Python {platform.python_version()}, "
        f"engine {ENGINE_VERSION}, {versions}.\n"
    )


def write_down(name: str, text: str) -> None:
    """Put the text between the benchmark's marks."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
    before, rest = README.read_text(encoding="utf-8").split(begin)
    after = rest.split(end)[1]
    README.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")


def main(chosen: list[str]) -> None:
    """Run, print, and write down each as soon as it is done."""
    if unknown := set(chosen) - set(ALL):
        sys.exit(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fagkompas.website.settings")
    for name in chosen or ALL:
        print(f"{name} ...", file=sys.stderr, flush=True)
        where = circumstances()
        text = f"{where}\n{table(import_module(f'benchmarks.{name}').run())}"
        print(text, flush=True)
        write_down(name, text)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Workbooks to plan from, small enough to follow by hand."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

Cells = Sequence[Any]

RATINGS: Cells = ("medarbejder", "navn", "enhed", "vurderet af", "kompetence", "værdi")
OFFERINGS: Cells = (
    "kode",
    "titel",
    "form",
    "dimensioner",
    "timer",
    "pris pr. plads",
    "fast pris",
    "forudsætter",
    "løfter",
    "hold",
    "dage",
    "sted",
    "mindst",
    "højst",
)
BO, CARLA = "bo@testkommune.example", "carla@testkommune.example"

RATED: Sequence[Cells] = (
    (BO, "Bo", "Testkommune / Nord", "leder", "AU-G1", 0),
    (BO, "Bo", "Testkommune / Nord", "leder", "AU-S1", 1),
    (CARLA, "Carla", "Testkommune / Nord", "leder", "AU-G1", 1),
    (CARLA, "Carla", "Testkommune / Nord", "leder", "AU-S1", 2),
)
"""Bo and Carla as in the worked example of `docs/algorithms/learning-plan.md`; AU-S1 is practical here too."""


def course(**said: Any) -> Cells:
    """A row of a course that lifts AU-G1 by two, unless something else is said."""
    row = {
        "kode": "kursus",
        "titel": "Kursus i jobbene",
        "form": "Kursus",
        "dimensioner": "praktisk | refleksiv | relationel",
        "timer": 7,
        "pris pr. plads": 3000,
        "løfter": "AU-G1:2:4",
        "dage": "2099-01-05",
        "sted": "Rådhuset",
        "mindst": 1,
        "højst": 9,
    }
    return [(row | said).get(heading) for heading in OFFERINGS]


def plan_book(
    file: Path,
    *,
    offered: Sequence[Cells] = (),
    rated: Sequence[Cells] = RATED,
    head: Cells = OFFERINGS,
    **sheets: Sequence[Cells],
) -> Path:
    """A workbook with ratings, `Tilbud`, and whatever other sheets are named."""
    book = openpyxl.Workbook(write_only=True)
    rows = {"Vurderinger": [RATINGS, *rated], "Tilbud": [head, *offered], **sheets}
    for name, cells in rows.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(list(row))
    book.save(file)
    return file

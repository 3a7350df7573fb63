"""Rater agreement of a round: Krippendorff's alpha per field over everyone's own ratings and their manager's.

Beside it the krippendorff package on the same pairs as they are, a row a rater and a column an item of a person.
"""

from statistics import median
from time import perf_counter

import krippendorff
import numpy as np

from benchmarks.rows import Row
from benchmarks.scoring import framework_of_2025_shape, ratings
from fagkompas.engine.agreement import agreement_by_field
from fagkompas.engine.framework import Framework, described_columns
from fagkompas.engine.scales import Mode
from fagkompas.engine.scoring import Values

SIZES = (2_000, 20_000, 200_000)
REPETITIONS = 5


def run() -> list[Row]:
    """One row a size."""
    return [measured(people) for people in SIZES]


def measured(people: int) -> Row:
    framework = framework_of_2025_shape()
    own, manager = ratings(framework, people, seed=1), ratings(framework, people, seed=2)
    ours, theirs = [], []
    for _repetition in range(REPETITIONS):
        begun = perf_counter()
        found = agreement_by_field(framework, Mode.SCREENING, own, manager)
        ours.append(perf_counter() - begun)
        begun = perf_counter()
        expected = by_the_package(framework, own, manager)
        theirs.append(perf_counter() - begun)
    for code, alpha in expected.items():
        assert abs((found[code] or 0.0) - alpha) < 1e-9, f"{code}: {found[code]} is not {alpha}"
    return Row(
        what="Rater agreement per field, self beside manager",
        size=people,
        seconds=median(ours),
        beside="krippendorff, the ratings",
        beside_seconds=median(theirs),
        note="the size is in people, each with 79 pairs",
    )


def by_the_package(framework: Framework, own: Values, manager: Values) -> dict[str, float]:
    owners = np.array([column.field for column in described_columns(framework, Mode.SCREENING)])
    return {code: alpha_of(own[:, owners == code], manager[:, owners == code]) for code in framework.field_codes}


def alpha_of(own: Values, manager: Values) -> float:
    pairs = np.stack([own.ravel(), manager.ravel()]).astype(float)
    pairs[pairs < 0] = np.nan
    return float(krippendorff.alpha(reliability_data=pairs, level_of_measurement="ordinal"))

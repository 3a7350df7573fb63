"""How far employees and managers rate alike: Krippendorff's alpha, ordinal, per field.

Alpha is 1 for full agreement, 0 for what chance would give, and below 0 for systematic disagreement. Krippendorff,
K. (2011), "Computing Krippendorff's Alpha-Reliability", University of Pennsylvania. See
``docs/algorithms/scoring.md#agreement``.
"""

from collections.abc import Mapping

import krippendorff
import numpy as np

from .errors import WrongShape
from .framework import Framework, described_columns
from .scales import POINTS, Mode
from .scoring import Flags, Values, checked_values


def agreement_by_field(
    framework: Framework, mode: Mode, self_values: Values, manager_values: Values
) -> Mapping[str, float | None]:
    """Alpha of each field over all its items, dimension items too, for everyone in a round.

    Both arrays have shape (people, columns), the same person in the same row. Only items with a point from both
    count. None from fewer than ``agreement_people`` people with such an item, and where all points are the same, since
    chance agreement is then total. Raises ``WrongShape`` and ``OffScale``.
    """
    own = checked_values(framework, mode, self_values)
    other = checked_values(framework, mode, manager_values)
    if own.shape != other.shape:
        raise WrongShape(what="The manager's array of values", expected=own.shape, found=other.shape)
    owners = np.array([column.field for column in described_columns(framework, mode)])
    both = (own >= 0) & (other >= 0)
    return {
        code: _alpha(own[:, owners == code], other[:, owners == code], both[:, owners == code], framework)
        for code in framework.field_codes
    }


def _alpha(own: Values, other: Values, both: Flags, framework: Framework) -> float | None:
    people = int(np.count_nonzero(both.any(axis=1)))
    pairs = np.stack([own[both], other[both]], axis=1)
    if people < framework.rules.agreement_people or len(np.unique(pairs)) < 2:
        return None
    counts = np.stack([np.count_nonzero(pairs == point, axis=1) for point in POINTS], axis=1)
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal"))

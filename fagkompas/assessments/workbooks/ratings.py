"""What a ratings file holds once it is read: people, answers, needs of units, and every problem on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from fagkompas.engine.errors import Problem
from fagkompas.engine.framework import column_index
from fagkompas.engine.scales import UNANSWERED, USED_RATERS, Mode, Rater
from fagkompas.engine.scoring import Values
from fagkompas.engine.units import Need, Path
from fagkompas.frameworks.document import FrameworkDocument

PATH_SEPARATOR: Final = " / "
"""Between the units of a path, from the municipality down."""

ID_LENGTH: Final = 254
NAME_LENGTH: Final = 120
EVIDENCE_LENGTH: Final = 2000
"""Characters of the reason for a rating; about a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in a file. `unit` is the path from the root, () where none is given; `id` is a staff number or an e-mail."""

    id: str
    name: str
    unit: Path = ()
    category: str = ""

    @property
    def unit_path(self) -> str:
        """The unit as files and pages write it; "" where none is given."""
        return PATH_SEPARATOR.join(self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedItem:
    """One answer: `person` is a place in the file's people; `value` a point 0-4 or `NOT_RELEVANT`."""

    person: int
    rater: Rater
    code: str
    value: int
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitNeed:
    """What a unit says that it needs in a field."""

    unit: Path
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsFile:
    """A ratings file as far as it could be read. `problems` stand in the order of the file."""

    framework: FrameworkDocument
    mode: Mode
    people: tuple[Person, ...]
    answers: tuple[RatedItem, ...]
    needs: tuple[UnitNeed, ...]
    problems: tuple[Problem, ...]

    def values_by_rater(self) -> Mapping[Rater, Values]:
        """The answers as an array per rater whose value may be used, a row a person, in the columns of the mode."""
        columns = column_index(self.framework.to_engine(), self.mode)
        shape = (len(self.people), len(columns))
        arrays = {rater: np.full(shape, UNANSWERED, dtype=np.int8) for rater in USED_RATERS}
        for answer in self.answers:
            if answer.rater in arrays:
                arrays[answer.rater][answer.person, columns[answer.code]] = answer.value
        return arrays

    def needs_of(self, unit: Path) -> tuple[Need, ...]:
        """The needs that the file gives for one unit."""
        return tuple(row.need for row in self.needs if row.unit == unit)

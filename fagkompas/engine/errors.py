"""What can go wrong, as a small family. The apps turn each into one sentence in the reader's language.

::

    FagkompasError
    ├── BadInput        the input has problems, all of them listed, each with its place
    ├── UnknownCode     a code that the framework does not have
    ├── MissingUnit     a unit's figures are to be shown without those of the unit above it
    ├── NotCounted      a person is taken out of figures that do not count the person
    ├── NotSolved       a solver gave no answer to a problem that has one (a fault in the model or the solver)
    ├── WrongShape      an array that does not fit the framework's columns (a programming mistake)
    └── OffScale        an array holds a number that is no point of the scale (a programming mistake)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the input: a sheet or file, a row as its reader counts them (from 1), a column or a field by name."""

    sheet: str | None = None
    row: int | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in the input.

    ``found`` is what stood there, as text; ``message_code`` names the sentence and ``values`` what to put into it.
    """

    place: Place
    found: str
    message_code: str
    values: Mapping[str, str | int | float | None] = field(default_factory=dict, hash=False)


class FagkompasError(Exception):
    """Anything that the product itself refuses. Catch this to catch all of them."""


class BadInput(FagkompasError):
    """The input has problems; ``problems`` holds every one that was found, in the order of the input."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        if not problems:
            raise ValueError("BadInput needs at least one problem: bad input without a problem cannot be explained.")
        self.problems = problems
        super().__init__(problems)

    def __str__(self) -> str:
        return "; ".join(f"{p.message_code}: {p.found!r} at {p.place}" for p in self.problems)


class UnknownCode(FagkompasError):
    """``code`` is not the code of any ``kind`` (such as "field" or "item") in the framework ``framework``."""

    def __init__(self, *, kind: str, code: str, framework: str) -> None:
        self.kind = kind
        self.code = code
        self.framework = framework
        super().__init__(kind, code, framework)

    def __str__(self) -> str:
        return f"The framework {self.framework} has no {self.kind} with the code {self.code!r}: check the code."


class WrongShape(FagkompasError):
    """An array has the shape ``found`` where ``expected`` was needed; None stands for any length."""

    def __init__(self, *, what: str, expected: tuple[int | None, ...], found: tuple[int, ...]) -> None:
        self.what = what
        self.expected = expected
        self.found = found
        super().__init__(what, expected, found)

    def __str__(self) -> str:
        wanted = " x ".join("any" if length is None else str(length) for length in self.expected)
        given = " x ".join(map(str, self.found))
        return f"{self.what} must be {wanted} and is {given}: build the array in the order of columns()."


class OffScale(FagkompasError):
    """An array of values holds ``found``, which is neither a point, "not relevant" nor "unanswered"."""

    def __init__(self, found: int) -> None:
        self.found = found
        super().__init__(found)

    def __str__(self) -> str:
        return f"{self.found} is not on the scale: use 0 to 4, NOT_RELEVANT (-1) or UNANSWERED (-2)."


class NotCounted(FagkompasError):
    """A person is taken out of a unit whose figures in ``field`` do not count anyone of that standing."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)

    def __str__(self) -> str:
        return f"The unit's figures in {self.field} do not count this person: hand in the figures of the person's unit."


class NotSolved(FagkompasError):
    """The solver ended in ``status`` where the problem has a solution."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(status)

    def __str__(self) -> str:
        return f"The solver ended in {self.status}: this is a fault, not something in the input."


class MissingUnit(FagkompasError):
    """What may be shown of the unit ``path`` cannot be told, because the unit above it was not handed in."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return f"The unit {' / '.join(self.path)} stands without the one above it: hand in every unit up to the root."

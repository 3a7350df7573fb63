"""Which cases were loaded in order to change them, so that what is kept about a case elsewhere is renewed afterwards.

A write is authorised by loading, and loading tells it here: nobody has to remember to say that a case was changed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_CASES: Final[ContextVar[set[int] | None]] = ContextVar("cases", default=None)


@contextmanager
def cases_changing() -> Iterator[set[int]]:
    """The keys of the citizens whose cases are loaded to be changed, while it lasts; whoever asks around it has them too."""
    cases: set[int] = set()
    token = _CASES.set(cases)
    try:
        yield cases
    finally:
        _CASES.reset(token)
        changing(cases)


def changing(citizens: Iterable[int | None]) -> None:
    """These cases are about to be changed, or have just been made; None is nobody's case."""
    cases = _CASES.get()
    if cases is not None:
        cases.update(pk for pk in citizens if pk is not None)

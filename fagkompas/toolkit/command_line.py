"""What every command says: to standard error, in the reader's language, with an exit code.

Exit codes: 0 done; 1 done, and problems were listed; 2 nothing could be read or written.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic
from typing import Final

from django.utils.translation import gettext as _

from fagkompas.engine.errors import Problem
from fagkompas.toolkit.formats import number

DONE, PROBLEMS, NOTHING = 0, 1, 2

LISTED: Final = 200
"""Problems listed on the screen; the files hold all of them."""


def say(line: str) -> None:
    """A line to standard error."""
    print(line, file=sys.stderr)  # noqa: T201  # the command line speaks


def called(file: Path) -> str:
    """What messages call a file."""
    return file.name or str(file)


def write_file(file: Path, content: bytes) -> bool:
    """Write a file; False, and a message, where that cannot be."""
    try:
        file.write_bytes(content)
    except OSError:
        say(_("%(file)s cannot be written. Check the folder and that you may write there.") % {"file": file})
        return False
    return True


def list_problems(problems: Sequence[Problem], message: Callable[[Problem], str]) -> None:
    """The first problems, a line each, and how many more there are; `message` words a problem."""
    for problem in problems[:LISTED]:
        say(_line(problem, message(problem)))
    if len(problems) > LISTED:
        say(_("... and %(more)s more problems.") % {"more": number(len(problems) - LISTED)})


def _line(problem: Problem, words: str) -> str:
    """ "Vurderinger, række 17, værdi: »7«. En vurdering er ..." """
    place = problem.place
    parts = [place.sheet, _("row %(row)s") % {"row": place.row} if place.row else None, place.column]
    where = ", ".join(part for part in parts if part)
    if not place.row:
        return words
    if not problem.found:
        return f"{where}: {words}"
    return _("%(where)s: “%(found)s”. %(words)s") % {"where": where, "found": problem.found, "words": words}


class Progress:
    """One line on a terminal that tells how far a long job is; nothing at all elsewhere."""

    _EVERY: Final = 0.1

    def __init__(self, doing: str, total: int | None = None) -> None:
        self._doing = doing
        self._total = total
        self._shown_at: float | None = None
        self._on_a_terminal = sys.stderr.isatty()

    def __call__(self, count: int) -> None:
        now = monotonic()
        if not self._on_a_terminal or (self._shown_at is not None and now - self._shown_at < self._EVERY):
            return
        self._shown_at = now
        of = f" / {number(self._total)}" if self._total else ""
        sys.stderr.write(f"\r{self._doing}: {number(count)}{of}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line, so that what is said next stands alone."""
        if self._shown_at is not None:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

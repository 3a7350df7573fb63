"""Two people on one form: what each typed is put together, and what both changed is shown to choose between.

A form is seen as a mapping of field name to text. Whoever saves sends along what the form showed when it was
opened, so that what they changed can be told from what somebody else has saved since.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A field that both changed, each in their own way."""

    name: str
    typed: str
    saved: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Everything that was typed and everything that was saved, together.

    `values` has what was typed where there is a conflict; `changed` are the fields where somebody else's text came in.
    """

    values: Mapping[str, str]
    conflicts: tuple[Conflict, ...]
    changed: tuple[str, ...]


def merge(*, opened: Mapping[str, str], typed: Mapping[str, str], saved: Mapping[str, str]) -> Merged:
    """Put what was `typed` into a form together with what has been `saved` since it was `opened`.

    A field that is missing counts as empty. A field that only one of the two changed gets that change; the same
    change by both is no conflict.
    """
    names = list(dict.fromkeys((*saved, *typed)))
    values: dict[str, str] = {}
    conflicts: list[Conflict] = []
    changed: list[str] = []
    for name in names:
        before, mine, theirs = (_plain(texts.get(name, "")) for texts in (opened, typed, saved))
        values[name] = theirs if mine == before else mine
        if theirs not in (before, mine):
            if mine == before:
                changed.append(name)
            else:
                conflicts.append(Conflict(name=name, typed=mine, saved=theirs))
    return Merged(values=values, conflicts=tuple(conflicts), changed=tuple(changed))


def is_changed(before: str, now: str) -> bool:
    """Whether somebody has typed something else than what was there."""
    return _plain(before) != _plain(now)


def _plain(text: str) -> str:
    """Browsers send line ends as CR LF and keep spaces at the end; neither is a change."""
    return text.replace("\r\n", "\n").strip()

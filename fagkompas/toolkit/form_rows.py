"""Rows of a form: `<kind>-<uuid>-<part>`, as many as there are, and an empty one.

A row has an id of its own from the start, so that the same row saved twice is one thing. The script `toolkit/rows.js` adds
another empty one as soon as the last is begun.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

_ID: Final = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of one kind in a form; `full` is the part without which a row is empty."""

    kind: str
    full: str

    def control(self, row: str, part: str) -> str:
        """The name of one of a row's controls."""
        return f"{self.kind}-{row}-{part}"

    def is_control(self, name: str, parts: tuple[str, ...]) -> bool:
        """Whether it is the name of such a control, of one of these parts."""
        match = self._match(name)
        return match is not None and match[2] in parts

    def row_of(self, name: str) -> str:
        """The row of a control; "" where it is none of these."""
        match = self._match(name)
        return match[1] if match else ""

    def shown(self, data: Mapping[str, Any] | None, saved: Mapping[str, str], spare: UUID) -> list[str]:
        """The rows of a form with what was sent, or with what is saved; and the spare one unless an empty row is there."""
        names = saved if data is None else data
        known = list(dict.fromkeys(row for name in names if (row := self.row_of(name))))
        is_full = data is None or all(data.get(self.control(row, self.full)) for row in known)
        return [*known, str(spare)] if is_full and str(spare) not in known else known

    def _match(self, name: str) -> re.Match[str] | None:
        return re.match(rf"{self.kind}-{_ID}-([a-z_]+)\Z", name)

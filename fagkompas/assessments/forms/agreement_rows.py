"""The rows of agreements in a form: `agreement-<uuid>-text`, `-due` and so on, as many as there are, and an empty one.

A row has an id of its own from the start, so that the same row saved twice is one agreement.
"""

import re
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

_NAME: Final = re.compile(r"agreement-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([a-z]+)\Z")


def control(row: str, part: str) -> str:
    """The name of one of a row's controls."""
    return f"agreement-{row}-{part}"


def is_control(name: str, parts: tuple[str, ...]) -> bool:
    """Whether it is the name of such a control, of one of these parts."""
    match = _NAME.match(name)
    return match is not None and match[2] in parts


def rows_shown(data: Mapping[str, Any] | None, saved: Mapping[str, str], spare: UUID) -> list[str]:
    """The rows of a form with what was sent, or with what is saved; and the spare one unless an empty row is there."""
    known = list(dict.fromkeys(match[1] for name in (saved if data is None else data) if (match := _NAME.match(name))))
    is_full = data is None or all(data.get(control(row, "text")) for row in known)
    return [*known, str(spare)] if is_full and str(spare) not in known else known

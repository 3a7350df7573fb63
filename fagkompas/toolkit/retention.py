"""What the retention run tells.

Each app offers `retention(*, today, dry_run) -> list[RetentionLine]` in its actions; the command puts them together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionLine:
    """One kind of thing that was deleted, or on a dry run would be.

    `what` says it in the reader's language ("sign-ins that have ended"); `rows` is how many, 0 when there is nothing.
    What is citizens' is told by municipality and table as well: `of_citizens` is `{root_id: {"casework.Track": 12}}`.
    """

    what: str
    rows: int
    of_citizens: Mapping[int, Mapping[str, int]] = field(default_factory=dict)

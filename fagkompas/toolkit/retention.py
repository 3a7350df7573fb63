"""What the retention run tells.

Each app offers `retention(*, today, dry_run) -> list[RetentionLine]` in its actions; the command puts them together.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionLine:
    """One kind of thing that was deleted, or on a dry run would be.

    `what` says it in the reader's language ("sign-ins that have ended"); `rows` is how many, 0 when there is nothing.
    """

    what: str
    rows: int

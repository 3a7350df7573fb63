"""What happened, who did it and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event as a person reads it: "Mette Holm åbnede din profil"; `times` it happened that day, `at` the last."""

    at: datetime
    what: str
    who: str = ""
    times: int = 1
    is_read: bool = False

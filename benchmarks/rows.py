"""What a benchmark tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing measured, in one run with what it is compared with.

    `what`: the work, such as "scoring"; `size`: how much of it, such as 20_000 people; `seconds`: the median of the
    repetitions; `beside`: what the same data cost another way, with its `beside_seconds`; `megabytes`: the most memory
    held; `note`: the limit, or what the number counts.
    """

    what: str
    size: int
    seconds: float
    beside: str = ""
    beside_seconds: float | None = None
    megabytes: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Our time by the other's; None where nothing stands beside."""
        return self.seconds / self.beside_seconds if self.beside_seconds else None

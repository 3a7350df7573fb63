"""Where the titles come from, and how new they are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from fagkompas.occupations.models import Import, ImportState, Occupation, Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One origin with its titles in use, and when a file of it was loaded last."""

    origin: Origin
    titles: int
    loaded_at: datetime | None

    @property
    def name(self) -> str:
        """ "ESCO"."""
        return str(self.origin.label)

    @property
    def is_example(self) -> bool:
        """Ours, for trying things out."""
        return self.origin == Origin.DEMO

    @property
    def is_esco(self) -> bool:
        """To be named wherever its titles are shown."""
        return self.origin == Origin.ESCO


def sources() -> list[Source]:
    """Those with titles in use."""
    counts = dict(Occupation.objects.in_use().order_by().values_list("origin").annotate(Count("pk")))
    done = Import.objects.filter(state=ImportState.DONE).order_by()
    last = dict(done.values_list("kind").annotate(Max("ended_at")))
    return [
        Source(origin=origin, titles=counts[origin], loaded_at=last.get(origin))
        for origin in Origin
        if origin in counts
    ]

"""The list of an order as a person sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fagkompas.accounts.models import Employee
from fagkompas.companies.models import JobOrder
from fagkompas.matching.models import Shortlisted, ShortlistStep, Stage
from fagkompas.matching.permissions import matched_by
from fagkompas.matching.wording import DOES, points_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """Somebody on the list: where, the reason, and what may be done now; the points are those of the day of the decision."""

    row: Shortlisted
    points: str
    steps: Sequence[ShortlistStep]
    does: tuple[tuple[str, str], ...]

    @property
    def newest(self) -> ShortlistStep | None:
        """What happened last."""
        return self.steps[0] if self.steps else None

    @property
    def kind(self) -> str:
        """The colour of the state."""
        if self.row.stage in {Stage.YES, Stage.PRESENTED, Stage.MET, Stage.HIRED}:
            return "success"
        return "info" if self.row.is_under_way else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadShortlist:
    """Those whom the person sees, those who ended apart; `others` are on the list and in units that the person does not see.

    `log` is what happened on the list, also to those who took their consent back, and names nobody.
    """

    rows: tuple[ListedRow, ...]
    others: int
    withdrawn: int
    log: tuple[ShortlistStep, ...]

    @property
    def under_way(self) -> tuple[ListedRow, ...]:
        """Those that something may still come of, or that were hired."""
        return tuple(one for one in self.rows if one.row.is_under_way or one.row.stage == Stage.HIRED)

    @property
    def ended(self) -> tuple[ListedRow, ...]:
        """The others."""
        return tuple(one for one in self.rows if one not in self.under_way)


def read_shortlist(person: Employee, order: JobOrder) -> ReadShortlist:
    """Five queries, however many are on the list."""
    everybody = Shortlisted.objects.filter(order=order)
    standing = everybody.standing()
    rows = list(
        standing.filter(citizen__in=matched_by(person))
        .select_related("citizen__unit", "citizen__caseworker", "consent")
        .defer("citizen__cpr", "citizen__phone", "citizen__email", "citizen__address")
        .prefetch_related("steps__by")
    )
    log = ShortlistStep.objects.filter(shortlisted__order=order).select_related("by")
    shown = len(rows)
    count = standing.count()
    return ReadShortlist(
        rows=tuple(
            ListedRow(
                row=one,
                points="" if one.hundredths is None else points_in_words(one.hundredths / 100),
                steps=list(one.steps.all()),
                does=tuple((stage.value, str(DOES[stage])) for stage in one.next_stages),
            )
            for one in rows
        ),
        others=count - shown,
        withdrawn=everybody.count() - count,
        log=tuple(log),
    )

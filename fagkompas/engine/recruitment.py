"""Which fields the next colleagues should be specialised in, so that they close most of what is missing.

"Faglighed som fundament i beskæftigelsesindsatsen" (2025), chapter 4, reads the staff against the tasks; this is the step
after it, when learning cannot close the gap. Everything is places: a field lacks so many specialised people, and so many
who master its basic level. Rules, proof and a worked example are in ``docs/algorithms/recruitment.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FIELDS_OF_A_HIRE: Final = 2
"""Nobody is looked for who is specialised in more fields than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGap:
    """What a field lacks, in people, and how much the field matters.

    ``specialised``: how many specialised are missing; ``basic``: how many more should master its basic level; none is
    negative. Raises ``ValueError``.
    """

    field: str
    weight: float
    specialised: int
    basic: int = 0

    def __post_init__(self) -> None:
        if self.weight < 0 or self.specialised < 0 or self.basic < 0:
            raise ValueError(f"A gap in {self.field} is negative: give what is missing, and 0 where nothing is.")

    @property
    def open(self) -> float:
        """Weighted places that nobody fills."""
        return self.weight * (self.specialised + self.basic)

    def closed_by(self, hires: int) -> float:
        """Weighted places that so many hires, specialised in this field, fill."""
        return self.weight * (min(hires, self.specialised) + min(hires, self.basic))


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruitment:
    """What so many hires should be specialised in: for each hire at most two fields, the one that closes most first.

    ``open`` and ``closed`` are weighted places before, and those that are filled. A hire without fields closes nothing
    more: so many are not needed.
    """

    hires: tuple[tuple[str, ...], ...]
    open: float
    closed: float

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that somebody should be specialised in, the one that closes most first."""
        return tuple(dict.fromkeys(field for hire in self.hires for field in hire))

    @property
    def share(self) -> float | None:
        """How much of what is open is closed (0-1); None when nothing is open."""
        return self.closed / self.open if self.open else None


def recruitment(gaps: Sequence[FieldGap], hires: int) -> Recruitment:
    """The fields that close most with so many hires; of equals the field with more weight, then the first by code.

    Exact: place by place the one that closes most (see the page for why that is the best there is). Raises
    ``ValueError`` for a field that stands twice or a negative number.
    """
    if hires < 0 or len({gap.field for gap in gaps}) < len(gaps):
        raise ValueError("Give each field once, and no negative number of hires.")
    chosen = _most_valuable_places(gaps, hires)
    return Recruitment(
        hires=_shared_out(gaps, chosen, hires),
        open=sum(gap.open for gap in gaps),
        closed=sum(gap.closed_by(chosen[gap.field]) for gap in gaps),
    )


def recruitments(gaps: Sequence[FieldGap], most: int) -> tuple[Recruitment, ...]:
    """The same for one hire, two, and so on up to ``most``, as long as one more closes something more."""
    found: list[Recruitment] = []
    for hires in range(1, most + 1):
        one = recruitment(gaps, hires)
        if one.closed <= (found[-1].closed if found else 0.0):
            break
        found.append(one)
    return tuple(found)


def _most_valuable_places(gaps: Sequence[FieldGap], hires: int) -> dict[str, int]:
    """Field to the number of hires who should be specialised in it."""
    places = [
        (gap.closed_by(number) - gap.closed_by(number - 1), gap, number)
        for gap in gaps
        for number in range(1, hires + 1)
    ]
    places = [place for place in places if place[0] > 0]
    places.sort(key=lambda place: (-place[0], -place[1].weight, place[1].field, place[2]))
    chosen = {gap.field: 0 for gap in gaps}
    for _worth, gap, _number in places[: FIELDS_OF_A_HIRE * hires]:
        chosen[gap.field] += 1
    return chosen


def _shared_out(gaps: Sequence[FieldGap], chosen: dict[str, int], hires: int) -> tuple[tuple[str, ...], ...]:
    """The fields dealt out like cards, field after field: nobody gets one twice, and nobody more than two."""
    order = sorted(gaps, key=lambda gap: (-gap.closed_by(chosen[gap.field]), -gap.weight, gap.field))
    cards = [gap.field for gap in order for _again in range(chosen[gap.field])]
    return tuple(tuple(cards[hire::hires]) for hire in range(hires))

"""What a framework changed of the one it was made from: added, moved, left out, reworded. Pure values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fagkompas.frameworks.document import Competency, FieldDocument, FrameworkDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A competency before and after; None where there is none."""

    field: FieldDocument
    before: Competency | None
    after: Competency | None

    @property
    def here(self) -> Competency:
        """The one to name it by."""
        known = self.after or self.before
        if known is None:
            raise ValueError("A pair needs at least one competency.")
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Everything that differs; a competency that was both moved and reworded stands in both.

    `shared` is how many of the earlier one's competencies are still asked: on these figures stay comparable.
    """

    before: int
    shared: int
    added: tuple[Pair, ...]
    moved: tuple[Pair, ...]
    left_out: tuple[Pair, ...]
    reworded: tuple[Pair, ...]
    weighed: tuple[Pair, ...]

    @property
    def count(self) -> int:
        """How many lines there are to read."""
        return len(self.added) + len(self.moved) + len(self.left_out) + len(self.reworded) + len(self.weighed)


def against_origin(origin: FrameworkDocument, document: FrameworkDocument) -> Differences:
    """A derived version against the one it was derived from."""
    return _differences(origin, document, key=lambda c: c.origin, keys=lambda c: {f"{origin.code}/{c.code}", c.origin})


def against_earlier(earlier: FrameworkDocument, document: FrameworkDocument) -> Differences:
    """A version against an earlier one of the same framework."""
    return _differences(earlier, document, key=lambda c: c.code, keys=lambda c: {c.code})


def _differences(
    before: FrameworkDocument,
    after: FrameworkDocument,
    *,
    key: Callable[[Competency], str],
    keys: Callable[[Competency], set[str]],
) -> Differences:
    """`key` names a competency of `after` by what it was made from, `keys` the names that one of `before` goes by."""
    here = {key(c): (field, c) for field, c in _asked(after) if key(c)}
    kept: list[Pair] = []
    left_out: list[Pair] = []
    for field, competency in _asked(before):
        found = next((here[name] for name in sorted(keys(competency)) if name in here), None)
        if found is None:
            left_out.append(Pair(field=field, before=competency, after=None))
        else:
            kept.append(Pair(field=found[0], before=competency, after=found[1]))
    known = {id(pair.after) for pair in kept}
    added = [Pair(field=field, before=None, after=c) for field, c in _asked(after) if id(c) not in known]
    return Differences(
        before=len(kept) + len(left_out),
        shared=len(kept),
        added=tuple(added),
        left_out=tuple(left_out),
        moved=tuple(pair for pair in kept if _differs(pair, lambda c: c.level)),
        reworded=tuple(pair for pair in kept if _differs(pair, lambda c: (c.title, c.statement))),
        weighed=tuple(
            pair for pair in kept if _differs(pair, lambda c: (c.dimension, set(c.other_dimensions), c.category))
        ),
    )


def _asked(document: FrameworkDocument) -> Iterator[tuple[FieldDocument, Competency]]:
    for field in document.fields:
        for competency in field.in_use():
            yield field, competency


def _differs(pair: Pair, of: Callable[[Competency], object]) -> bool:
    return pair.before is not None and pair.after is not None and of(pair.before) != of(pair.after)

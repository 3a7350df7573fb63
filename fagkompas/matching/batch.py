"""Every order beside every citizen of the same municipality: many at once, on several cores or a Dask cluster, and resumable.

::

    municipality ─┬─ block of 50 orders ──worker──> OUT/parts/<municipality>-00001.csv   written whole or not at all
                  ├─ block of 50 orders ──worker──> ...                                   what is there is not done again
                  └─ all blocks there ────────────> OUT/<municipality>.csv

A worker reads a municipality's citizens once and keeps them until it is given another municipality's: blocks come in the
order of municipalities, so that a country is many small tables and never one large. Nobody is beside an order of another
municipality. Whoever the workers are, the same rows come out.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.matching.table import Table
from fagkompas.matching.batch_files import CITIZENS, ORDERS, KeyedOrder, municipalities_in, read_candidates, read_orders

A_BLOCK: Final = 50
"""So many orders are one piece of work: a second or two beside ten thousand citizens."""

HEADINGS: Final = ("order", "place", "citizen", "points", "could_be")
PLAN: Final = "plan.json"

Submit = Callable[["Block"], Any]
"""Hands a block to a worker; what comes back is waited for with `as_completed`."""


class DaskUnavailableError(Exception):
    """The optional package is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some orders of a municipality, and the file that its rows go to."""

    citizens: str
    orders: tuple[KeyedOrder, ...]
    part: str
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What is to be done: blocks by municipality, those that are there already, and what was wrong in the files."""

    out: Path
    blocks: tuple[Block, ...]
    municipalities: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]

    @property
    def left(self) -> list[Block]:
        """Blocks that are not there yet."""
        return [block for block in self.blocks if not Path(block.part).exists()]


def plan(folder: Path, out: Path, *, most: int) -> Batch:
    """Read the orders, and lay them out in blocks. `most`: so many citizens are told for each order.

    Raises `BadInput`: `no_files`, `file_unreadable`, and `other_batch` where `out` has parts of other files or another `most`.
    """
    blocks: list[Block] = []
    problems: list[Problem] = []
    by_name: dict[str, tuple[str, ...]] = {}
    marks: list[str] = []
    for name in municipalities_in(folder):
        citizens, orders = folder / f"{name}{CITIZENS}", folder / f"{name}{ORDERS}"
        rows, wrong = read_orders(orders)
        problems += wrong
        marks += [_mark(citizens), _mark(orders)]
        parts = []
        for number, start in enumerate(range(0, len(rows), A_BLOCK), start=1):
            part = str(out / "parts" / f"{name}-{number:05d}.csv")
            parts.append(part)
            blocks.append(
                Block(citizens=str(citizens), orders=tuple(rows[start : start + A_BLOCK]), part=part, most=most)
            )
        by_name[name] = tuple(parts)
    _same_or_new(out, {"files": marks, "most": most, "block": A_BLOCK})
    return Batch(out=out, blocks=tuple(blocks), municipalities=by_name, problems=tuple(problems))


def run(batch: Batch, *, workers: int, dask: str = "") -> Iterator[int]:
    """Do what is left, telling how many orders are done, and put the parts together. Raises `DaskUnavailableError`."""
    done = sum(len(block.orders) for block in batch.blocks) - sum(len(block.orders) for block in batch.left)
    yield done
    with _on_dask(dask) if dask else _on_cores(workers) as finished:
        for orders in finished(batch.left):
            done += orders
            yield done
    for name, parts in batch.municipalities.items():
        _put_together(batch.out / f"{name}.csv", parts)


def matched(block: Block) -> int:
    """What a worker does; how many orders. The rows are in their file when this returns, or the file is not there."""
    table = _table(block.citizens)
    part = Path(block.part)
    being_written = part.with_suffix(".part")
    with being_written.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, delimiter=";", lineterminator="\n")
        for one in block.orders:
            rows.writerows(_rows(table, one, block.most))
    being_written.replace(part)
    return len(block.orders)


def _rows(table: Table, one: KeyedOrder, most: int) -> Iterator[tuple[str, int, str, str, str]]:
    """The best, with their place: who has as many points has the same place."""
    scores = table.scores(one.order)
    place, before = 0, ""
    for number, at in enumerate(scores.first(most), start=1):
        points = f"{scores.points[at]:.6f}"
        if points != before:
            place, before = number, points
        yield one.key, place, table.candidates[at].key, points, f"{scores.could_be[at]:.6f}"


_KEPT: dict[str, Table] = {}


def _table(citizens: str) -> Table:
    """That of the municipality that this worker was given last."""
    if citizens not in _KEPT:
        _KEPT.clear()
        _KEPT[citizens] = Table(read_candidates(Path(citizens))[0])
    return _KEPT[citizens]


Finished = Callable[[Sequence[Block]], Iterator[int]]


@contextmanager
def _on_cores(workers: int) -> Iterator[Finished]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def finished(blocks: Sequence[Block]) -> Iterator[int]:
            futures: list[Future[int]] = [pool.submit(matched, block) for block in blocks]
            for future in as_completed(futures):
                yield future.result()

        yield finished


@contextmanager
def _on_dask(address: str) -> Iterator[Finished]:
    """A cluster whose workers see the same folders under the same names."""
    try:
        from distributed import Client
        from distributed import as_completed as completed
    except ImportError as error:
        raise DaskUnavailableError from error
    with Client(address) as client:

        def finished(blocks: Sequence[Block]) -> Iterator[int]:
            futures = client.map(matched, blocks, pure=False)
            yield from (future.result() for future in completed(futures))

        yield finished


def _put_together(file: Path, parts: Iterable[str]) -> None:
    being_written = file.with_suffix(".part")
    with being_written.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";", lineterminator="\n").writerow(HEADINGS)
        for part in parts:
            out.write(Path(part).read_text(encoding="utf-8"))
    being_written.replace(file)


def _same_or_new(out: Path, asked: dict[str, object]) -> None:
    """What was begun there is gone on with only when it is the same."""
    (out / "parts").mkdir(parents=True, exist_ok=True)
    file = out / PLAN
    if file.exists() and json.loads(file.read_text(encoding="utf-8")) != asked:
        raise BadInput((Problem(place=Place(), found=str(out), message_code="other_batch"),))
    file.write_text(json.dumps(asked), encoding="utf-8")


def _mark(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()

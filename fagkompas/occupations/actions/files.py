"""The files of ESCO and Danmarks Statistik into the tables, in batches.

How far a file has come is saved with each batch, under the file's SHA-256. So a loading that was stopped, in whatever way,
goes on after its last batch when the command is given again; and a file that was loaded already says that nothing is new.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fagkompas.engine.errors import Problem
from fagkompas.occupations import disco, esco
from fagkompas.occupations.actions.storing import (
    Counted,
    Stored,
    note_loaded,
    retire_others,
    store_groups,
    store_names,
    store_occupations,
)
from fagkompas.occupations.models import Import, ImportState, Occupation, Origin, Scheme
from fagkompas.occupations.official_files import OfficialFile, OfficialRow, look_through, refused
from fagkompas.toolkit.problems import kept_problem
from fagkompas.toolkit.workbooks import Progress

BATCH: Final = 250
"""Rows in one transaction, with some thousand labels."""

MOST_PROBLEMS: Final = 200
"""Rows left out that are kept with their reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of a file. `is_new` is False where it had been loaded before; `went_on_after` is the rows that an earlier
    loading had come through; `problems` are all the rows of this time that were left out.
    """

    file_name: str
    is_new: bool
    rows: int
    went_on_after: int
    counted: Counted
    retired: int
    problems: tuple[Problem, ...]


class Taking(Protocol):
    """Puts the rows of one batch into the tables, and tells which were left out and why."""

    def __call__(self, rows: Sequence[OfficialRow], of: Import, /) -> tuple[Counted, list[Problem]]: ...


def load_esco(folder: Path, *, now: datetime, progress: Callable[[OfficialFile], Progress]) -> Iterator[Loaded]:
    """The files of a folder, groups first. Raises BadInput before anything is saved where one of them cannot be read."""
    found = esco.open_folder(folder)
    for language, file in found.groups.items():
        after = found.groups["da"] if language != "da" else None
        yield _load(file, Origin.ESCO, _isco_groups(file, language), now, progress(file), after=after)
    for language, file in found.occupations.items():
        if language == "da":
            yield _load(file, Origin.ESCO, _esco_occupations(file), now, progress(file), retires=True)
        else:
            names = _esco_names(file, language)
            yield _load(file, Origin.ESCO, names, now, progress(file), after=found.occupations["da"])


def load_disco(path: Path, *, now: datetime, progress: Callable[[OfficialFile], Progress]) -> Loaded:
    """The one file. Raises BadInput before anything is saved where it cannot be read."""
    file = look_through(path, disco.COLUMNS)
    return _load(file, Origin.DISCO, _disco_rows(file), now, progress(file), retires=True)


def _load(
    file: OfficialFile,
    kind: Origin,
    take: Taking,
    now: datetime,
    progress: Progress,
    *,
    retires: bool = False,
    after: OfficialFile | None = None,
) -> Loaded:
    """`after` is the file whose rows this one gives names to: what was read before the newest loading of that is read again."""
    newest = _imports(kind, after.path.name).first() if after else None
    under_way = begin_import(
        kind, file.path.name, file.sha256, file.rows, now, newer_than=newest.pk if newest else None
    )
    before = under_way.row_reached
    counted, problems = Counted(), list[Problem]()
    if under_way.state == ImportState.DONE:
        return _told(file, under_way, before, counted, 0, problems, is_new=False)
    rows = file.read(after=before)
    while batch := list(islice(rows, BATCH)):
        done, left_out = _take_batch(under_way, file, batch, take)
        counted.add(done)
        problems += left_out
        progress(under_way.row_reached)
    retired = end_import(under_way, counted, retires=retires)
    return _told(file, under_way, before, counted, retired, problems, is_new=True)


def _told(
    file: OfficialFile,
    of: Import,
    before: int,
    counted: Counted,
    retired: int,
    problems: Sequence[Problem],
    *,
    is_new: bool,
) -> Loaded:
    return Loaded(
        file_name=file.path.name,
        is_new=is_new,
        rows=of.rows,
        went_on_after=before if is_new else 0,
        counted=counted,
        retired=retired,
        problems=tuple(problems),
    )


def _imports(kind: Origin, file_name: str) -> QuerySet[Import]:
    """Loadings of a file of that name that were not left, the newest first."""
    return Import.objects.filter(kind=kind, file_name=file_name).exclude(state=ImportState.LEFT).order_by("-pk")


@transaction.atomic
def begin_import(
    kind: Origin, file_name: str, sha256: str, rows: int, now: datetime, *, newer_than: int | None = None
) -> Import:
    """The row that says how far this file is: the newest one if it is of the same file, else a new one.

    A loading of another file of the same name that was never finished is left; one that began before the loading with the key
    `newer_than` counts as of another file.
    """
    newest = _imports(kind, file_name).select_for_update().first()
    if newest and newest.sha256 == sha256 and newest.pk > (newer_than or 0):
        return newest
    if newest and newest.state == ImportState.RUNNING:
        newest.state = ImportState.LEFT
        newest.ended_at = now
        newest.save(update_fields=["state", "ended_at"])
    return Import.objects.create(kind=kind, file_name=file_name, sha256=sha256, rows=rows, started_at=now)


@transaction.atomic
def _take_batch(
    under_way: Import, file: OfficialFile, batch: Sequence[OfficialRow], take: Taking
) -> tuple[Counted, list[Problem]]:
    """A batch, and that it was taken. Raises BadInput (`loaded_elsewhere`) where another process is at the same file."""
    reached = Import.objects.select_for_update().get(pk=under_way.pk)
    if reached.row_reached != under_way.row_reached or reached.state != ImportState.RUNNING:
        raise refused("loaded_elsewhere", file.path)
    counted, left_out = take(batch, under_way)
    kept = under_way.problems[:MOST_PROBLEMS]
    under_way.problems = [*kept, *map(kept_problem, left_out[: MOST_PROBLEMS - len(kept)])]
    under_way.left_out += len(left_out)
    under_way.row_reached += len(batch)
    under_way.save(update_fields=["problems", "left_out", "row_reached"])
    return counted, left_out


@transaction.atomic
def end_import(under_way: Import, counted: Counted, *, retires: bool) -> int:
    """All rows are in: retire what the file no longer holds, and let the searches make themselves anew. How many retired."""
    retired = retire_others(Origin(under_way.kind), under_way, timezone.localdate()) if retires else 0
    under_way.state = ImportState.DONE
    under_way.ended_at = timezone.now()
    under_way.save(update_fields=["state", "ended_at"])
    note_loaded(under_way, counted, retired)
    return retired


def _isco_groups(file: OfficialFile, language: str) -> Taking:
    def take(rows: Sequence[OfficialRow], _of: Import) -> tuple[Counted, list[Problem]]:
        found = [esco.group_in(row, file) for row in rows]
        titles = {one.code: one.title for one in found if isinstance(one, esco.GroupFacts)}
        return store_groups(Scheme.ISCO, titles, language), [one for one in found if isinstance(one, Problem)]

    return take


def _esco_occupations(file: OfficialFile) -> Taking:
    def take(rows: Sequence[OfficialRow], of: Import) -> tuple[Counted, list[Problem]]:
        found = [esco.occupation_in(row, file) for row in rows]
        stored = {
            one.uri: Stored(key=one.uri, titles={"da": one.title}, isco4=one.isco4, others={"da": one.others})
            for one in found
            if isinstance(one, esco.EscoFacts)
        }
        known = {row.uri: row for row in Occupation.objects.filter(uri__in=stored).order_by("pk")}
        counted = store_occupations(Origin.ESCO, stored, known, of)
        return counted, [one for one in found if isinstance(one, Problem)]

    return take


def _esco_names(file: OfficialFile, language: str) -> Taking:
    """Titles and names in another language for occupations that the Danish file brought."""

    def take(rows: Sequence[OfficialRow], _of: Import) -> tuple[Counted, list[Problem]]:
        found = [(row, esco.occupation_in(row, file)) for row in rows]
        facts = {one.uri: (row, one) for row, one in found if isinstance(one, esco.EscoFacts)}
        known = {row.uri: row for row in Occupation.objects.filter(uri__in=facts).order_by("pk")}
        others = [uri for uri, row in known.items() if getattr(row, f"title_{language}") != facts[uri][1].title]
        for uri in others:
            setattr(known[uri], f"title_{language}", facts[uri][1].title)
        Occupation.objects.bulk_update([known[uri] for uri in others], [f"title_{language}"])
        names = {row.pk: [facts[uri][1].title, *facts[uri][1].others] for uri, row in known.items()}
        changed = store_names(language, names)
        unknown = [
            esco.problem_in(row, file, "not_in_danish", "conceptUri", one.uri)
            for uri, (row, one) in facts.items()
            if uri not in known
        ]
        return Counted(changed=changed), [*(one for _row, one in found if isinstance(one, Problem)), *unknown]

    return take


def _disco_rows(file: OfficialFile) -> Taking:
    def take(rows: Sequence[OfficialRow], of: Import) -> tuple[Counted, list[Problem]]:
        found = [disco.group_in(row, file) for row in rows]
        groups = [one for one in found if isinstance(one, disco.DiscoFacts)]
        store_groups(Scheme.DISCO, {one.code: one.title for one in groups}, "da")
        stored = {
            f"{one.code} {job}": Stored(
                key=f"{one.code} {job}", titles={"da": job}, isco4=one.code[:4], disco6=one.code
            )
            for one in groups
            for job in one.jobs
        }
        codes = {one.code for one in groups if one.jobs}
        rows_known = Occupation.objects.filter(origin=Origin.DISCO, disco6__in=codes).order_by("pk")
        known = {f"{row.disco6} {row.title_da}": row for row in rows_known}
        counted = store_occupations(Origin.DISCO, stored, known, of)
        return counted, [one for one in found if isinstance(one, Problem)]

    return take

"""The page of a file with a row for each thing: what it would make and change, every problem, and after the save what came of it.

    page = FilePage(title=_("Check the file"), columns={_("Name"): lambda row: row.to_save.facts.name}, …)
    return shown_before(request, page, checked.rows, checked.problems, counts=[…], save_url=…)

What the columns say of a row is the app's; all else is here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.engine.errors import Problem
from fagkompas.toolkit.kept_files import Saved
from fagkompas.toolkit.lists import PER_PAGE, ListPage
from fagkompas.toolkit.row_files import PROBLEMS_SHOWN

NEW: Final = "new"
CHANGED: Final = "changed"
WAITS: Final = "waits"
AS_IT_IS: Final = ""


class Row(Protocol):
    """A row that can be saved; `changes` are columns."""

    @property
    def row(self) -> int:
        """Its number in the file."""

    @property
    def is_new(self) -> bool:
        """Whether it makes something."""

    @property
    def changes(self) -> tuple[str, ...]:
        """Columns; empty when all is as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """What an app's page says: its title, the columns by heading, the sentence of a problem, and where other files are read."""

    title: str
    columns: Mapping[str, Callable[[Any], str]]
    sentence: Callable[[Problem], str]
    back_url: str
    note: Callable[[Any], str] = field(default=lambda row: "" if row.is_new else ", ".join(row.changes))
    waits: Callable[[Any], bool] = field(default=lambda _row: False)
    """Whether somebody chooses first what becomes of a row."""
    has_sheets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table: `number` of the file's row, None after the save; `happens` is NEW, CHANGED, WAITS or AS_IT_IS."""

    headed: Sequence[tuple[str, str]]
    happens: str
    number: int | None = None
    note: str = ""
    url: str = ""


def counted(*, new: str, changed: int, unchanged: int) -> list[str]:
    """Sentences before the save; `new` is the app's, "" where nothing is."""
    return [*([new] if new else []), *_changed(changed), *_unchanged(unchanged)]


def shown_before(
    request: HttpRequest,
    page: FilePage,
    rows: Sequence[Row],
    problems: Sequence[Problem],
    *,
    counts: Sequence[str],
    save_url: str,
    form: BaseForm | None = None,
) -> HttpResponse:
    """Before anything is saved. The button to save is there when a row makes or changes something.

    `form` has what is chosen before the save.
    """
    listing = _paged(request, rows)
    lines = [
        Line(
            number=row.row,
            headed=[(heading, cell(row)) for heading, cell in page.columns.items()],
            happens=WAITS if page.waits(row) else NEW if row.is_new else CHANGED if row.changes else AS_IT_IS,
            note=page.note(row),
        )
        for row in listing.page
    ]
    does_something = any(row.is_new or row.changes for row in rows)
    shown: dict[str, object] = {"title": page.title, "save_url": save_url if does_something else ""}
    shown_rows = {"listing": listing, "lines": lines, "counts": counts, "form": form}
    return _rendered(request, page, problems, {**shown, **shown_rows}, status=422 if form and form.errors else 200)


def shown_after(
    request: HttpRequest,
    page: FilePage,
    saved: Saved,
    *,
    new: str,
    list_url: str,
    of_page: Callable[[Sequence[int]], Mapping[int, tuple[str, Any]]],
) -> HttpResponse:
    """After the save: what was made and changed, each with its link, and the rows that were left out.

    `of_page` finds address and row of what has some keys, those of one page of the table; what is gone since is not shown.
    """
    keys = [*((pk, NEW) for pk in saved.created), *((pk, CHANGED) for pk in saved.changed)]
    listing = _paged(request, keys)
    found = of_page([pk for pk, _happens in listing.page])
    lines = [
        Line(
            headed=[(heading, cell(found[pk][1])) for heading, cell in page.columns.items()],
            happens=happens,
            url=found[pk][0],
        )
        for pk, happens in listing.page
        if pk in found
    ]
    counts = [*([new] if saved.created else []), *_were_changed(len(saved.changed)), *_left_out(saved.problems)]
    shown = {"title": _("The file is saved"), "is_saved": True, "list_url": list_url}
    return _rendered(request, page, saved.problems, {**shown, "listing": listing, "lines": lines, "counts": counts})


def _changed(n: int) -> Iterator[str]:
    if n:
        yield ngettext("%(n)s is changed.", "%(n)s are changed.", n) % {"n": n}


def _unchanged(n: int) -> Iterator[str]:
    if n:
        yield ngettext("%(n)s stays as it is.", "%(n)s stay as they are.", n) % {"n": n}


def _were_changed(n: int) -> Iterator[str]:
    if n:
        yield ngettext("%(n)s was changed.", "%(n)s were changed.", n) % {"n": n}


def _left_out(problems: Iterable[Problem]) -> Iterator[str]:
    if n := len({one.place.row for one in problems if one.place.row is not None}):
        yield ngettext("%(n)s row was left out: see why below.", "%(n)s rows were left out: see why below.", n) % {
            "n": n
        }


def _paged(request: HttpRequest, rows: Sequence[Any]) -> ListPage:
    paginator: Paginator[Any] = Paginator(rows, PER_PAGE)
    return ListPage(page=paginator.get_page(request.GET.get("side")), sort="", descending=False)


def _rendered(
    request: HttpRequest, page: FilePage, problems: Sequence[Problem], shown: Mapping[str, object], status: int = 200
) -> HttpResponse:
    told = [(problem, page.sentence(problem)) for problem in problems[:PROBLEMS_SHOWN]]
    of_page = {"columns": list(page.columns), "back_url": page.back_url, "has_sheets": page.has_sheets}
    of_problems = {"problems": told, "more": len(problems) - len(told)}
    return render(request, "toolkit/file_rows.html", {**shown, **of_page, **of_problems}, status=status)

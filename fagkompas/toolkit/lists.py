"""List pages: sorting and paging by the address, so that a list can be bookmarked and shared.

The address may hold codes and numbers only, never a person's name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OrderBy, QuerySet
from django.http import HttpRequest

from fagkompas.toolkit.alphabet import Alphabetical

PER_PAGE = 50
LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a sorted list, as the list tags of `ui` read it."""

    page: Page[Any]
    sort: str
    descending: bool

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return self.page.paginator.count

    @property
    def numbers(self) -> list[int | None]:
        """Page numbers to offer: first, last and the neighbours; None where some are left out."""
        last, here = self.page.paginator.num_pages, self.page.number
        offered = sorted({1, last, *(n for n in range(here - 1, here + 2) if 1 <= n <= last)})
        numbers: list[int | None] = []
        for number in offered:
            if numbers and numbers[-1] is not None and number > numbers[-1] + 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


def list_page(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    sorts: Mapping[str, tuple[str, ...]],
    default: str,
    per_page: int = PER_PAGE,
) -> ListPage:
    """The page asked for by `?sortering=navn` (`-navn` the other way round) and `?side=2`.

    `sorts` maps the words of the address to columns, ending in one that is unique, so that no row is lost
    between two pages. Words that are not there mean the default; a page number out of range the nearest page.
    """
    asked = request.GET.get("sortering", default)
    descending, word = asked.startswith("-"), asked.removeprefix("-")
    if word not in sorts:
        descending, word = default.startswith("-"), default.removeprefix("-")
    columns = [_ordered(column, turned=descending) for column in sorts[word]]
    paginator: Paginator[Any] = Paginator(rows.order_by(*columns), per_page)
    return ListPage(page=paginator.page(_page_number(request, paginator)), sort=word, descending=descending)


def page_of(request: HttpRequest, rows: Sequence[Any], *, per_page: int = PER_PAGE) -> ListPage:
    """The page asked for of rows that have an order of their own."""
    paginator: Paginator[Any] = Paginator(rows, per_page)
    return ListPage(page=paginator.page(_page_number(request, paginator)), sort="", descending=False)


def _page_number(request: HttpRequest, paginator: Paginator[Any]) -> int:
    asked = request.GET.get("side", "")
    return min(max(int(asked), 1), paginator.num_pages) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else 1


def _ordered(column: str, *, turned: bool) -> OrderBy:
    """Names by the alphabet, everything else as the database orders it."""
    name = column.removeprefix("-")
    by = Alphabetical(name) if name == "name" or name.endswith("__name") else F(name)
    return OrderBy(by, descending=column.startswith("-") != turned)

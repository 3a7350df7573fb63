"""What a search finds, and how words are looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

AT_MOST: Final = 8
"""Rows of each kind; whoever wants others writes more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that fits the words."""

    name: str
    about: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKind:
    """What was found of one kind, under its heading."""

    heading: str
    found: tuple[Found, ...]


def all_words(wanted: Sequence[str], *columns: str) -> Q:
    """Every word stands in one of the columns."""
    every = Q()
    for word in wanted:
        one = Q()
        for column in columns:
            one |= Q(**{f"{column}__icontains": word})
        every &= one
    return every

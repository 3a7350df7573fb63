"""The parts of the overview of learning: a panel is a few rows or links, and the heading that they stand under.

Each subject offers `panels(person, today) -> list[Panel]` in a module here; `views/overview.py` puts them together.
"""

from dataclasses import dataclass
from enum import StrEnum

from fagkompas.toolkit.pages import Link


class Place(StrEnum):
    """The headings, in the order of the page."""

    MINE = "mine"
    UNIT = "unit"
    TOGETHER = "together"
    CATALOGUE = "catalogue"
    FOLLOWED_UP = "followed_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One thing: its name, where one stands with it, and its page."""

    name: str
    says: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What a subject has to show under one heading."""

    place: Place
    rows: tuple[PanelRow, ...] = ()
    links: tuple[Link, ...] = ()

"""The parts of the overview of learning: a panel is a heading, a sentence, a few rows and where to go.

Each subject offers `panels(person, today) -> list[Panel]` in a module here; `views/overview.py` puts them together.
"""

from dataclasses import dataclass
from enum import StrEnum

from fagkompas.toolkit.pages import Link


class Audience(StrEnum):
    """Whom a panel is for, in the order of the page."""

    MINE = "mine"
    UNIT = "unit"
    CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One thing of a panel: its name, what there is to say of it, and its page."""

    name: str
    says: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One part of the overview. `says` stands above the rows, or alone where there are none."""

    audience: Audience
    heading: str
    says: str = ""
    rows: tuple[PanelRow, ...] = ()
    links: tuple[Link, ...] = ()

"""What several pages of the library show: tabs, and cards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.methods.choosing import Suggested
from fagkompas.methods.in_use import Kept
from fagkompas.methods.wording import audiences_in_words, phases_in_words
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.pages import Link


def library_tabs(current: str) -> list[Link]:
    """The pages of the library; `current` is the name of one of them."""
    pages = [
        ("methods:list", _("All methods")),
        ("methods:overview", _("Overview")),
        ("methods:core_task", _("The core task")),
    ]
    return [Link(label=label, url=reverse(name), is_current=name == current) for name, label in pages]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A method on a list. `why` says why it answers the situation that was asked for, "" without one."""

    code: str
    name: str
    short: str
    audiences: str
    phases: str
    why: str
    is_favourite: bool
    is_own: bool
    is_adapted: bool


def cards_of(found: Iterable[Suggested], favourites: Collection[str]) -> list[Card]:
    """The methods as cards, in the same order."""
    return [card_of(one.kept, favourites, why=said(one.why)) for one in found]


def card_of(kept: Kept, favourites: Collection[str], why: str = "") -> Card:
    """A method as a card."""
    method = kept.method
    return Card(
        code=method.code,
        name=said(method.name),
        short=said(method.short),
        audiences=audiences_in_words(method.audiences),
        phases=phases_in_words(method.phases),
        why=why,
        is_favourite=method.code in favourites,
        is_own=kept.is_own,
        is_adapted=bool(kept.differs),
    )

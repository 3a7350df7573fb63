"""What the sheets ask, in our own words: 4R, and can, wants, needed. Codes never change, since texts are kept under them."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.casework.models import SheetKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetField:
    """A box on a sheet: what it is called, and what to ask oneself."""

    code: str
    name: StrPromise
    hint: StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """A kind of sheet: its boxes in order, and what it is for."""

    kind: SheetKind
    about: StrPromise
    fields: tuple[SheetField, ...]


FOUR_R: Final = SheetLayout(
    kind=SheetKind.FOUR_R,
    about=_(
        "Four things that a course depends on. Look at them again from time to time: what was possible may have changed."
    ),
    fields=(
        SheetField(
            code="direction",
            name=_("Direction"),
            hint=_("Where are we going, and by which job tracks? What is different when we are there?"),
        ),
        SheetField(
            code="room",
            name=_("Room to act"),
            hint=_("What is possible, and in which combinations? Which ways have we not tried yet?"),
        ),
        SheetField(
            code="relations",
            name=_("Relations"),
            hint=_("Who has to be in on it, who can help, and how do we stay in touch?"),
        ),
        SheetField(
            code="frame",
            name=_("Frame"),
            hint=_("What does the law ask, who does what, and what do we expect of each other?"),
        ),
    ),
)

CAN_WANTS_NEEDED: Final = SheetLayout(
    kind=SheetKind.CAN_WANTS_NEEDED,
    about=_("The three legs that a job track stands on. Good job tracks lie where they meet."),
    fields=(
        SheetField(
            code="can",
            name=_("Can"),
            hint=_("What have you learnt at work, at school and at home? What do others ask you to do?"),
        ),
        SheetField(
            code="wants",
            name=_("Wants"),
            hint=_("What makes you forget the clock? What will you not go back to?"),
        ),
        SheetField(
            code="needed",
            name=_("Needed"),
            hint=_("What do workplaces near you lack? Where do you know that from?"),
        ),
        SheetField(
            code="meets",
            name=_("Where they meet"),
            hint=_("Which jobs lie in all three? Write them, also those that surprise you."),
        ),
    ),
)

SHEETS: Final = {one.kind: one for one in (FOUR_R, CAN_WANTS_NEEDED)}


def codes_of(kind: SheetKind) -> list[str]:
    """The codes of its boxes, in order."""
    return [field.code for field in SHEETS[kind].fields]

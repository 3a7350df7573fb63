"""Five kind but straight questions before effort is spent on a job track; our own words."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureQuestion:
    """A question of the pressure test; `code` never changes, since answers are kept under it."""

    code: str
    text: StrPromise
    hint: StrPromise


QUESTIONS: Final = (
    PressureQuestion(
        code="together",
        text=_("Does it hold together?"),
        hint=_("Which of the three, can, wants and needed, is the weakest, and what would make it stronger?"),
    ),
    PressureQuestion(
        code="reach",
        text=_("Can you get there?"),
        hint=_("How long would you travel each way, also in February, and are there such jobs that close?"),
    ),
    PressureQuestion(
        code="everyday",
        text=_("Does it fit your days?"),
        hint=_("Hours, tempo and tasks, beside what you have at home and what work has to take into account."),
    ),
    PressureQuestion(
        code="asked_for",
        text=_("What do they ask for that you do not have yet?"),
        hint=_("Look at three adverts. What is missing, and how fast can it be got?"),
    ),
    PressureQuestion(
        code="snaps",
        text=_("What could make it snap?"),
        hint=_("Imagine that it has come to nothing in half a year. What happened, and what do you do then?"),
    ),
)

"""When a company is contacted again, and where in the circle it then is.

The handbook of methods and tools of a job centre (document 004), 3.11: opening, preparing the delivery, delivery, follow-up, and
round again, so that a company is never left after what it was promised. The days are our own and may be changed each time.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

SATURDAY: Final = 5

SOON: Final = timedelta(days=2)
A_WEEK: Final = timedelta(weeks=1)
HALF_A_YEAR: Final = timedelta(weeks=26)

EVERY_WEEKS: Final = 12
"""Where no interval is agreed."""


class Phase(StrEnum):
    """Where a company is in the circle."""

    OPENING = "opening"
    PREPARING = "preparing"
    DELIVERY = "delivery"
    FOLLOW_UP = "follow_up"


class Outcome(StrEnum):
    """What came of a contact."""

    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    TALKED = "talked"
    MEETING = "meeting"
    NEED = "need"
    NO_THANKS = "no_thanks"


def next_phase(now: Phase, outcome: Outcome) -> Phase:
    """A meeting or a need leads from opening to preparing; everything else is moved on by hand, since only people know."""
    if now is Phase.OPENING and outcome in {Outcome.MEETING, Outcome.NEED}:
        return Phase.PREPARING
    return now


def next_contact(outcome: Outcome, on: date, every_weeks: int | None) -> date:
    """A working day on which to be in touch again; a proposal. ``every_weeks`` is the interval that is agreed, if any."""
    match outcome:
        case Outcome.NO_ANSWER | Outcome.CALL_BACK:
            after = SOON
        case Outcome.MEETING | Outcome.NEED:
            after = A_WEEK
        case Outcome.NO_THANKS:
            after = HALF_A_YEAR
        case Outcome.TALKED:
            after = timedelta(weeks=every_weeks or EVERY_WEEKS)
    return _working_day(on + after)


def _working_day(day: date) -> date:
    """The same, or the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)

"""The learning plan: who attends what, within money, hours and time away, so that it closes most of what is missing.

::

    Planning ──tables_of──> Tables ──greedy, model, search──> seats ──> Plan (reasons, coverage, what stays open)
       │                                                        └──evaluate, explain, additions, together──> of any seats, at once
       └──clashes──> what would have to give when what must be cannot be; or that there was no time to know

The rules, the model and a worked example are in ``docs/algorithms/learning-plan.md``.
"""

from .model import Limit
from .musts import Conflict, Give, Never, NoPlan, NotKnownInTime, WayOut
from .plan import (
    MORE_BUDGET,
    MORE_HOURS,
    MORE_SHARE,
    Addition,
    Alternatives,
    Development,
    Evaluation,
    Explained,
    FieldCoverage,
    Gain,
    KeptFor,
    More,
    NeverHeld,
    Plan,
    Seat,
    SeatReason,
    Standing,
    Together,
    Uncovered,
    Why,
    additions,
    clashes,
    evaluate,
    explain,
    never_held,
    solve,
    together,
    what_more_gives,
)
from .problem import (
    Choice,
    Competency,
    FieldNeed,
    Lift,
    Offering,
    Person,
    Planning,
    PlanRules,
    Session,
)
from .search import Step
from .seating import Breach, Violation

__all__ = [
    "MORE_BUDGET",
    "MORE_HOURS",
    "MORE_SHARE",
    "Addition",
    "Alternatives",
    "Breach",
    "Choice",
    "Competency",
    "Conflict",
    "Development",
    "Evaluation",
    "Explained",
    "FieldCoverage",
    "FieldNeed",
    "Gain",
    "Give",
    "KeptFor",
    "Lift",
    "Limit",
    "More",
    "Never",
    "NeverHeld",
    "NoPlan",
    "NotKnownInTime",
    "Offering",
    "Person",
    "Plan",
    "PlanRules",
    "Planning",
    "Seat",
    "SeatReason",
    "Session",
    "Standing",
    "Step",
    "Together",
    "Uncovered",
    "Violation",
    "WayOut",
    "Why",
    "additions",
    "clashes",
    "evaluate",
    "explain",
    "never_held",
    "solve",
    "together",
    "what_more_gives",
]

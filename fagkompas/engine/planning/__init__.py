"""The learning plan: who attends what, within money, hours and time away, so that it closes most of what is missing.

::

    Planning ──tables_of──> Tables ──greedy, model, search──> seats ──> Plan (reasons, coverage, what stays open)
       │                                                        └──evaluate──> Evaluation of any seats, at once
       └──clashes──> what would have to give when what must be cannot be

The rules, the model and a worked example are in ``docs/algorithms/learning-plan.md``.
"""

from .clashes import Give, WayOut
from .model import Limit
from .plan import (
    Alternatives,
    Coverage,
    Development,
    Evaluation,
    Gain,
    More,
    Need,
    NoPlan,
    Plan,
    Seat,
    SeatReason,
    Uncovered,
    Why,
    clashes,
    evaluate,
    solve,
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
    "Alternatives",
    "Breach",
    "Choice",
    "Competency",
    "Coverage",
    "Development",
    "Evaluation",
    "FieldNeed",
    "Gain",
    "Give",
    "Lift",
    "Limit",
    "More",
    "Need",
    "NoPlan",
    "Offering",
    "Person",
    "Plan",
    "PlanRules",
    "Planning",
    "Seat",
    "SeatReason",
    "Session",
    "Step",
    "Uncovered",
    "Violation",
    "WayOut",
    "Why",
    "clashes",
    "evaluate",
    "solve",
    "what_more_gives",
]

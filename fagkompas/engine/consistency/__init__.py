"""Whether a citizen's goal, tracks, agreements, plan, job log, CV and placements hang together.

::

    Case, RuleBook, today ──findings──> Finding (rule, severity, spot, values) ──what_mends──> Mend (step, how much)

Every rule is a sentence that one can check by hand; none weighs a person. Which rules hold for whom, from when, and with
which limits is dated data, handed in. "The handbook of methods and tools" of a job centre (document 004), chapters 4 and 5,
asks for what the rules look for. Rules and worked examples are in ``docs/algorithms/consistency.md``.
"""

from datetime import date
from typing import Final

from fagkompas.engine.scales import Severity

from .case import (
    Activity,
    Agreement,
    Case,
    Cv,
    DemandNote,
    Goal,
    Ground,
    LogEntry,
    Placement,
    PlanOfTrack,
    Search,
    Track,
    Vitas,
    Wish,
)
from .checks import CHECKS, DIGITS_ALIKE, AskedAndDone, Look, asked_and_done, group_of_all, skills_missing
from .mending import Mend, Step, what_mends
from .rules import EXPLAINED_IN, LIMITS, Finding, Rule, RuleBook, RuleTerms, Spot, Value

__all__ = [
    "DIGITS_ALIKE",
    "EXPLAINED_IN",
    "LIMITS",
    "Activity",
    "Agreement",
    "AskedAndDone",
    "Case",
    "Cv",
    "DemandNote",
    "Finding",
    "Goal",
    "Ground",
    "LogEntry",
    "Mend",
    "Placement",
    "PlanOfTrack",
    "Rule",
    "RuleBook",
    "RuleTerms",
    "Search",
    "Spot",
    "Step",
    "Track",
    "Value",
    "Vitas",
    "Wish",
    "asked_and_done",
    "findings",
    "group_of_all",
    "skills_missing",
    "what_mends",
]

_SEVERITIES: Final = {severity: place for place, severity in enumerate(Severity)}
_RULES: Final = {rule: place for place, rule in enumerate(Rule)}


def findings(case: Case, rules: RuleBook, today: date) -> tuple[Finding, ...]:
    """What does not hang together on a day: what matters most first, then in the order of the rules, then by key."""
    look = Look.at(case, today)
    found = [
        finding for terms in rules.terms if terms.holds_for(case, today) for finding in CHECKS[terms.rule](look, terms)
    ]
    found.sort(key=lambda finding: (_SEVERITIES[finding.severity], _RULES[finding.rule], finding.key))
    return tuple(found)

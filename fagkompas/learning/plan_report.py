"""The contents of `plan.json`: what was planned from a workbook, unrounded, in codes. The format is in the guide."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from math import isfinite
from typing import Any, Final

from fagkompas.assessments.report import problem_report
from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine import planning as engine
from fagkompas.engine.errors import Problem
from fagkompas.learning.plan_sheets import names_of_file
from fagkompas.learning.plan_workbooks import FileSession, Limits, PlanFile
from fagkompas.learning.wording import plans as words

FORMAT: Final = 1
"""Counts up when a reader of the file would have to change."""

Report = dict[str, Any]


def plan_report(
    file: PlanFile,
    limits: Limits,
    found: engine.Plan,
    more: Sequence[engine.More],
    *,
    made_on: date,
    seed: int,
    message: Callable[[Problem], str],
) -> Report:
    """Keys in the order of the file; `message` words a problem."""
    evaluation = found.evaluation
    sessions = {one.code: one for one in file.sessions}
    return _head(file, limits, made_on=made_on, seed=seed) | {
        "value": found.value,
        "bound": found.bound if isfinite(found.bound) else None,
        "gap": found.gap,
        "cut_short": found.cut_short,
        "cost": evaluation.cost,
        "hours": dict(evaluation.hours),
        "seats": [_seat(one, sessions) for one in found.reasons],
        "sessions": [
            _session(sessions[code]) | {"seats": sum(seat.session == code for seat in evaluation.seats)}
            for code in evaluation.opened
        ],
        "developed": [asdict(one) for one in evaluation.developed],
        "coverage": [asdict(one) for one in evaluation.coverage],
        "uncovered": [asdict(one) for one in found.uncovered],
        "more": [asdict(one) for one in more],
        "ways_out": [],
        "problems": [problem_report(one, message(one)) for one in file.all_problems],
    }


def clash_report(
    file: PlanFile,
    limits: Limits,
    found: engine.NoPlan | engine.NotKnownInTime,
    *,
    made_on: date,
    seed: int,
    message: Callable[[Problem], str],
) -> Report:
    """What must be cannot be: only what could give. Or it is not known whether it can be: only what must be."""
    names = names_of_file(file)
    ways_out, conflicts = (found.ways_out, found.conflicts) if isinstance(found, engine.NoPlan) else ((), ())
    musts = found.musts if isinstance(found, engine.NotKnownInTime) else ()
    return _head(file, limits, made_on=made_on, seed=seed) | {
        "ways_out": [
            {
                "gives": [asdict(give) for give in way.gives],
                "is_least": way.is_least,
                "words": list(words.way_out_in_words(way, names)),
            }
            for way in ways_out
        ],
        "conflicts": [
            asdict(one) | {"words": [words.conflict_in_words(one, names), *words.because_in_words(one, names)]}
            for one in conflicts
        ],
        "cut_short": isinstance(found, engine.NotKnownInTime) or found.cut_short,
        "not_known": [{"person": one.person, "offering": one.offering} for one in musts],
        "problems": [problem_report(one, message(one)) for one in file.all_problems],
    }


def _head(file: PlanFile, limits: Limits, *, made_on: date, seed: int) -> Report:
    framework = file.ratings.framework
    return {
        "format": FORMAT,
        "framework": {"code": framework.code, "version": framework.version},
        "engine": ENGINE_VERSION,
        "made_on": made_on.isoformat(),
        "limits": {"budget": limits.budget, "hours": limits.hours, "away_share": limits.away_share},
        "seed": seed,
    }


def _seat(reason: engine.SeatReason, sessions: dict[str, FileSession]) -> Report:
    return {
        "person": reason.seat.person,
        "offering": reason.offering,
        "session": reason.seat.session,
        "days": [day.isoformat() for day in sessions[reason.seat.session].days],
        "price": reason.price,
        "hours": reason.hours,
        "worth": reason.worth,
        "rank": reason.rank,
        "candidates": reason.candidates,
        "alternatives": reason.alternatives.value,
        "kept_for": [what.value for what in reason.kept_for],
        "gains": [asdict(gain) for gain in reason.gains],
    }


def _session(session: FileSession) -> Report:
    return {
        "session": session.code,
        "offering": session.offering,
        "days": [day.isoformat() for day in session.days],
        "place": session.place,
    }

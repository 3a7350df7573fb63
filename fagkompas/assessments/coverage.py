"""Which levels of which fields would have too few answers for a result: said before the answers are submitted.

The rule is the engine's (`docs/algorithms/scoring.md`); here it is asked about answers that do not count yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fagkompas.assessments.models import Participant
from fagkompas.assessments.questions import WHOLE, GivenAnswer, asked_columns, level_heading
from fagkompas.assessments.to_engine import row_of
from fagkompas.engine.scales import LEVELS, Level, Mode
from fagkompas.engine.scoring import reaches, score
from fagkompas.frameworks.to_engine import engine_framework, texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ThinLevel:
    """A level of a field of whose relevant questions too few are answered; `page` is where they are asked."""

    field: str
    level: str
    page: str
    first: str
    answered: int
    relevant: int


def thin_levels(participant: Participant, answers: Mapping[str, GivenAnswer]) -> tuple[ThinLevel, ...]:
    """In framework order. A level of which nothing is relevant to the person is not thin. No query but for texts."""
    round_ = participant.round
    framework, mode = engine_framework(round_.version), Mode(round_.mode)
    coverage = score(framework, mode, row_of(participant, answers)[np.newaxis]).coverage[0]
    is_thin = ~np.isnan(coverage) & ~reaches(coverage, framework.rules.coverage_minimum)
    return tuple(
        _thin_level(participant, answers, code, level)
        for field, code in enumerate(framework.field_codes)
        for place, level in enumerate(LEVELS)
        if is_thin[field, place]
    )


def _thin_level(participant: Participant, answers: Mapping[str, GivenAnswer], field: str, level: Level) -> ThinLevel:
    codes = [one.code for one in asked_columns(participant) if one.field == field and one.level is level]
    given = [answers.get(code, GivenAnswer(item=code)) for code in codes]
    relevant = [answer for answer in given if not answer.not_relevant]
    return ThinLevel(
        field=texts_of(participant.round.version).field(field).name,
        level=level_heading(level),
        page=WHOLE if participant.round.mode == Mode.DIALOGUE else field,
        first=next(answer.item for answer in relevant if not answer.is_answered),
        answered=sum(answer.is_answered for answer in relevant),
        relevant=len(relevant),
    )

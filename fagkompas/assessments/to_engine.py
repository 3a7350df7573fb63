"""Rows to engine values: the only door.

Arrays are int8 (people, columns): 0-4, `NOT_RELEVANT` or `UNANSWERED`, in the order of `columns(framework, mode)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from fagkompas.assessments.models import Participant, Rating, Round
from fagkompas.assessments.questions import GivenAnswer
from fagkompas.assessments.report import profile_figures
from fagkompas.engine.framework import Framework, column_index
from fagkompas.engine.scales import (
    DIMENSIONS,
    LEVELS,
    NOT_RELEVANT,
    STANDINGS,
    UNANSWERED,
    Mode,
    Rater,
    Standing,
)
from fagkompas.engine.scoring import (
    Flags,
    Scores,
    Values,
    not_relevant_by_category,
    profile,
    used_values,
    values_of,
)
from fagkompas.frameworks.to_engine import engine_framework

AnswerRow = tuple[int, str, str, int | None, bool]
"""Participant id, rater, item, value, not relevant."""


def submitted_values(
    participants: Sequence[Participant], *, framework: Framework, mode: Mode
) -> Mapping[Rater, Values]:
    """The latest submitted answers by rater, a row per participant in the given order. One query.

    Colleagues' answers are left out: they inform the person and never count.
    """
    rows = (
        Rating.objects.filter(participant__in=[participant.pk for participant in participants])
        .exclude(rater=Rater.PEER.value)
        .order_by("revision", "pk")
        .values_list("participant_id", "rater", "item", "value", "not_relevant")
    )
    return values_by_rater(
        rows.iterator(chunk_size=10_000),
        people=[participant.pk for participant in participants],
        framework=framework,
        mode=mode,
    )


def values_by_rater(
    rows: Iterable[AnswerRow], *, people: Sequence[int], framework: Framework, mode: Mode
) -> dict[Rater, Values]:
    """Answers, oldest first, as an array per rater; a later answer replaces an earlier one.

    Items that the framework's version does not have are left out.
    """
    row_of = {pk: index for index, pk in enumerate(people)}
    column_of = column_index(framework, mode)
    arrays = {
        rater: np.full((len(row_of), len(column_of)), UNANSWERED, dtype=np.int8)
        for rater in (Rater.AGREED, Rater.MANAGER, Rater.SELF)
    }
    for person, rater, item, value, not_relevant in rows:
        column = column_of.get(item)
        if column is not None:
            arrays[Rater(rater)][row_of[person], column] = as_number(value, not_relevant=not_relevant)
    return arrays


def as_number(value: int | None, *, not_relevant: bool) -> int:
    """One answer as it stands in an array."""
    if not_relevant:
        return NOT_RELEVANT
    return UNANSWERED if value is None else value


def row_of(participant: Participant, answers: Mapping[str, GivenAnswer]) -> Values:
    """One rater's answers as a row (columns,); what is meant for others is "not relevant" by itself."""
    round_ = participant.round
    framework, mode = engine_framework(round_.version), Mode(round_.mode)
    known = column_index(framework, mode)
    numbers = {
        code: as_number(answer.value, not_relevant=answer.not_relevant)
        for code, answer in answers.items()
        if code in known and answer.is_answered
    }
    values = values_of(framework, mode, [numbers])
    row: Values = not_relevant_by_category(framework, mode, [participant.category or None], values)[0]
    return row


def scores_of_results(framework: Framework, mode: Mode, stored: Sequence[Mapping[str, Any]]) -> Scores:
    """Stored figures of people (`report.profile_figures`) as the engine's arrays, a row each in the given order."""
    fields = framework.field_codes

    def per_level(name: str) -> list[list[list[float | None]]]:
        return [
            [[figures["fields"][code][level.value][name] for level in LEVELS] for code in fields] for figures in stored
        ]

    return Scores(
        mode=mode,
        coverage=np.array(per_level("coverage"), dtype=np.float64),
        score=np.array(per_level("score"), dtype=np.float64),
        attained=np.array(per_level("attained"), dtype=np.float64),
        standing=np.array(
            [[STANDINGS.index(Standing(figures["fields"][code]["standing"])) for code in fields] for figures in stored],
            dtype=np.int8,
        ),
        dimensions=np.array(
            [
                [[figures["fields"][code]["dimensions"][d.value] for d in DIMENSIONS] for code in fields]
                for figures in stored
            ],
            dtype=np.float64,
        ),
        overall_dimensions=np.array(
            [[figures["dimensions"][d.value] for d in DIMENSIONS] for figures in stored], dtype=np.float64
        ),
    )


def rated_people(round_: Round, people: Sequence[int]) -> dict[Rater, Flags]:
    """By rater, whether each participant (by id, in the given order) has a submitted answer from them. One query."""
    rated = set(
        Rating.objects.filter(participant__round=round_)
        .order_by("participant_id", "rater")
        .values_list("participant_id", "rater")
        .distinct()
    )
    return {
        rater: np.array([(pk, rater.value) in rated for pk in people], dtype=np.bool_)
        for rater in (Rater.SELF, Rater.MANAGER, Rater.AGREED)
    }


def figures_of_the_unanswered(framework: Framework, mode: Mode) -> dict[str, Any]:
    """The figures of somebody about whom nothing is submitted: every standing unknown."""
    nobody = np.full((1, len(column_index(framework, mode))), UNANSWERED, dtype=np.int8)
    return profile_figures(profile(framework, mode, used_values({Rater.SELF: nobody})))

"""Stored results: written whenever answers that count have changed, read by every page with figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from fagkompas.accounts.models import Unit
from fagkompas.assessments.models import Participant, PersonResult, Round, UnitResult
from fagkompas.assessments.report import profile_figures, stored_unit
from fagkompas.assessments.to_engine import figures_of_the_unanswered, rated_people, scores_of_results, submitted_values
from fagkompas.engine.scales import Mode, Standing
from fagkompas.engine.scoring import Profile, not_relevant_by_category, profiles, used_values
from fagkompas.engine.units import UnitFigures, figures_of_tree, figures_to_show
from fagkompas.frameworks.to_engine import engine_framework

BATCH = 500


@transaction.atomic
def store_person_results(*, round_: Round, participants: Sequence[Participant], now: datetime) -> None:
    """Compute and store the figures of these participants of one round; their units' figures are stale after it."""
    framework = engine_framework(round_.version)
    mode = Mode(round_.mode)
    by_rater = submitted_values(participants, framework=framework, mode=mode)
    categories = [participant.category or None for participant in participants]
    used = used_values(
        {rater: not_relevant_by_category(framework, mode, categories, values) for rater, values in by_rater.items()}
    )
    results = [
        _result(round_, participant, profile, now)
        for participant, profile in zip(participants, profiles(framework, mode, used), strict=True)
    ]
    PersonResult.objects.bulk_create(
        results,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["participant"],
        update_fields=[
            "engine_version",
            "framework_version",
            "known_fields",
            "specialised_fields",
            "figures",
            "computed_at",
        ],
    )
    mark_unit_results_stale(round_=round_)


def mark_unit_results_stale(*, round_: Round) -> None:
    """The figures of units no longer hold; they are computed again in the background once this is committed."""
    UnitResult.objects.filter(round=round_, stale=False).update(stale=True)
    transaction.on_commit(partial(_ask_for_refresh, round_.pk))


def _ask_for_refresh(round_id: int) -> None:
    from fagkompas.assessments.tasks import refresh_unit_figures  # tasks call actions, so not at the top

    refresh_unit_figures.enqueue(round_id)


def _result(round_: Round, participant: Participant, profile: Profile, now: datetime) -> PersonResult:
    standings = [field.standing for field in profile.fields]
    return PersonResult(
        participant=participant,
        round=round_,
        unit_id=participant.unit_id,
        lineage=participant.lineage,
        mode=round_.mode,
        engine_version=profile.engine_version,
        framework_version=f"{profile.framework} {profile.framework_version}",
        known_fields=sum(standing is not Standing.UNKNOWN for standing in standings),
        specialised_fields=standings.count(Standing.SPECIALISED),
        figures=profile_figures(profile),
        computed_at=now,
    )


@transaction.atomic
def refresh_unit_results(*, round_: Round, now: datetime) -> int:
    """Compute and store the figures of every unit of the round, from the stored results of everyone invited.

    Returns the number of units. Not once for each answer: `tasks.refresh_unit_figures` asks when answers have come in.
    """
    # One refresh of a round at a time: the later one reads what the earlier one could not see yet.
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    framework = engine_framework(round_.version)
    people = list(
        Participant.objects.filter(round=round_, employee__isnull=False)
        .order_by("pk")
        .values_list("pk", "lineage", "result__figures")
    )
    if not people:
        UnitResult.objects.filter(round=round_).delete()
        return 0
    nothing = figures_of_the_unanswered(framework, Mode(round_.mode))
    figures = figures_of_tree(
        framework,
        scores_of_results(framework, Mode(round_.mode), [stored or nothing for _pk, _lineage, stored in people]),
        [tuple(lineage.strip("/").split("/")) for _pk, lineage, _stored in people],
        rated_people(round_, [pk for pk, _lineage, _stored in people]),
    )
    shown = figures_to_show(figures, smallest_group=framework.rules.smallest_group)
    alone = sole_specialists((lineage, pk, stored) for pk, lineage, stored in people if stored)
    return _store_units(round_, figures, shown, alone, now)


def sole_specialists(people: Iterable[tuple[str, int, Mapping[str, Any]]]) -> dict[str, dict[str, int]]:
    """For each unit (by number, as text) the fields in which exactly one is specialised, and who: a participant.

    `people` are lineage, participant and stored figures of each.
    """
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for lineage, pk, stored in people:
        for code, field in stored["fields"].items():
            if field["standing"] == Standing.SPECIALISED:
                for unit in lineage.strip("/").split("/"):
                    found[unit][code].append(pk)
    return {unit: {code: pks[0] for code, pks in fields.items() if len(pks) == 1} for unit, fields in found.items()}


def _store_units(
    round_: Round,
    figures: Sequence[UnitFigures],
    shown: Sequence[UnitFigures],
    alone: Mapping[str, Mapping[str, int]],
    now: datetime,
) -> int:
    units = {str(pk) for pk in Unit.objects.below(round_.unit).order_by("pk").values_list("pk", flat=True)}
    rows = [
        UnitResult(
            round=round_,
            unit_id=int(unit.path[-1]),
            people=unit.invited,
            suppressed=visible.suppressed,
            figures=stored_unit(unit) | {"sole_specialists": alone.get(unit.path[-1], {})},
            shown=stored_unit(visible),
            engine_version=unit.engine_version,
            computed_at=now,
            stale=False,
        )
        for unit, visible in zip(figures, shown, strict=True)
        if unit.path[-1] in units
    ]
    UnitResult.objects.filter(round=round_).exclude(unit_id__in=[row.unit_id for row in rows]).delete()
    UnitResult.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["round", "unit"],
        update_fields=["people", "suppressed", "figures", "shown", "engine_version", "computed_at", "stale"],
    )
    return len(rows)

"""Stored results: written whenever answers that count have changed, read by every page with figures.

    submitted answers ──store_person_results──> PersonResult.figures      at once
                                                  │ refresh_unit_results  in the background, and every night
                                                  ├──> UnitResult.figures              for managers of everyone in it
                                                  └──> released ──> UnitResult.released, shown    for all others

Locks are taken in one order, so that no two writes wait for each other: the round (`held_round`), its participants by
number, then results.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from logging import getLogger
from typing import Any, Final

import numpy as np
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Participant, PersonResult, Round, RoundState, UnitResult
from fagkompas.assessments.report import profile_figures, stored_unit
from fagkompas.assessments.to_engine import figures_of_the_unanswered, rated_people, scores_of_results, submitted_values
from fagkompas.engine.framework import Framework
from fagkompas.engine.scales import STANDINGS, Mode, Rater, Standing
from fagkompas.engine.scoring import Flags, Profile, not_relevant_by_category, profiles, used_values
from fagkompas.engine.units import UnitFigures, figures_of_tree, figures_to_show
from fagkompas.frameworks.to_engine import engine_framework

LOG: Final = getLogger(__name__)

BATCH = 500


def held_round(round_id: int) -> Round:
    """The round as it stands now, kept from other writes until the transaction ends; the first lock of each of them.

    Not kept from rows that only refer to it.
    """
    held = Round.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "version__framework")
    return held.get(pk=round_id)


@transaction.atomic
def store_person_results(*, round_: Round, participants: Sequence[Participant], now: datetime) -> None:
    """Compute and store the figures of these participants of one round; their units' figures are stale after it.

    The caller holds the round.
    """
    framework = engine_framework(round_.version)
    mode = Mode(round_.mode)
    by_rater = submitted_values(participants, framework=framework, mode=mode)
    categories = [participant.category or None for participant in participants]
    used = used_values(
        {rater: not_relevant_by_category(framework, mode, categories, values) for rater, values in by_rater.items()}
    )
    as_stored = Participant.objects.select_related("employee").in_bulk([participant.pk for participant in participants])
    results = [
        _result(round_, as_stored[participant.pk], profile, now)
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
            "standings",
            "waits",
            "name",
            "figures",
            "computed_at",
        ],
    )
    mark_unit_figures_stale(round_=round_)


def mark_unit_figures_stale(*, round_: Round) -> None:
    """The figures of units no longer hold; they are computed again in the background once this is committed.

    Asked for each time: a refresh that failed is made up for by the next answer, and one too many finds nothing to do.
    """
    Round.objects.filter(pk=round_.pk, figures_stale=False).update(figures_stale=True)
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
        standings="".join(str(STANDINGS.index(standing)) for standing in standings),
        waits=participant.waits_for_manager,
        name=participant.employee.name if participant.employee else "",
        figures=profile_figures(profile),
        computed_at=now,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invited:
    """A person of a round: the place in the tree of its first day, and the stored figures, None without answers."""

    pk: int
    lineage: str
    waits: bool
    figures: Mapping[str, Any] | None
    released: Mapping[str, Any] | None

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(self.lineage.strip("/").split("/"))


@transaction.atomic
def refresh_unit_results(*, round_: Round, now: datetime) -> int:
    """Compute and store the figures of every unit of the round, from the stored results of everyone invited.

    Returns the number of units. Not once for each answer: `tasks.refresh_unit_figures` asks when answers have come in.
    """
    # One refresh of a round at a time: the later one reads what the earlier one could not see yet.
    held = held_round(round_.pk)
    Round.objects.filter(pk=held.pk, figures_stale=True).update(figures_stale=False)
    framework = engine_framework(held.version)
    people = _released(held, _invited(held), framework.rules.smallest_group)
    if not people:
        UnitResult.objects.filter(round=held).delete()
        return 0
    rated = rated_people(held, [one.pk for one in people])
    counts = np.array([one.released is not None for one in people], dtype=np.bool_)
    of_released = {rater: flags & counts for rater, flags in rated.items()}
    released = _figures(held, framework, people, [one.released for one in people], of_released)
    # Managers see who these are, so nothing of whom they have to rate first may stand in their figures.
    is_open = held.state == RoundState.OPEN
    counting = [None if is_open and one.waits else one.figures for one in people]
    live = _figures(held, framework, people, counting, rated)
    shown = figures_to_show(released, smallest_group=framework.rules.smallest_group)
    counted = [one for one, figures in zip(people, counting, strict=True) if figures]
    rows = _rows(held, live, released, shown, now)
    alone = sole_specialists((one.lineage, one.pk, one.figures) for one in counted if one.figures)
    live_answers = _people_by_unit(one.lineage for one in counted)
    released_answers = _people_by_unit(one.lineage for one in people if one.released)
    for row in rows:
        row.figures |= {"sole_specialists": alone.get(str(row.unit_id), {})}
        row.answers, row.released_answers = live_answers[str(row.unit_id)], released_answers[str(row.unit_id)]
    _store_units(held, rows)
    return len(rows)


def _invited(round_: Round) -> list[_Invited]:
    people = (
        Participant.objects.filter(round=round_, employee__isnull=False)
        .order_by("pk")
        .values_list(
            "pk", "lineage", "self_submitted_at", "manager_submitted_at", "result__figures", "result__released"
        )
    )
    return [
        _Invited(pk=pk, lineage=lineage, waits=own is not None and manager is None, figures=figures, released=released)
        for pk, lineage, own, manager, figures, released in people
    ]


def _released(round_: Round, people: Sequence[_Invited], smallest_group: int) -> list[_Invited]:
    """The same people with what is released of each now; what is new is stored.

    Those of a group (`release_groups`) are released together, when the figures of one more than the smallest group have
    changed since they last were, or of the whole group: so whoever looks before and after, and knows her own answers,
    learns of no fewer. Closing a round lets nobody in by itself: it may be opened again.
    """
    groups = release_groups((one.lineage for one in people), smallest_group)
    sizes = Counter(groups[one.lineage] for one in people)
    changed = Counter(groups[one.lineage] for one in people if one.figures != one.released)
    full = {
        group for group, new in changed.items() if new >= max(smallest_group, min(smallest_group + 1, sizes[group]))
    }
    due = {lineage for lineage, group in groups.items() if group in full}
    if not due:
        return list(people)
    PersonResult.objects.filter(round=round_, lineage__in=due).update(released=F("figures"))
    return [
        _Invited(
            pk=one.pk,
            lineage=one.lineage,
            waits=one.waits,
            figures=one.figures,
            released=one.figures if one.lineage in due else one.released,
        )
        for one in people
    ]


def release_groups(lineages: Iterable[str], smallest_group: int) -> dict[str, str]:
    """Place in the tree to the place whose people it is released with: the nearest with enough people, itself or above.

    A unit too small to be shown counts with the unit above, where nobody can tell its people apart.
    """
    everyone = list(lineages)
    people = Counter(place for lineage in everyone for place in _places(lineage))
    found = {}
    for lineage in dict.fromkeys(everyone):
        enough = (place for place in reversed(_places(lineage)) if people[place] >= smallest_group)
        found[lineage] = next(enough, lineage)
    return found


def _places(lineage: str) -> list[str]:
    """A place and all above it, topmost first: "1/2/" gives "1/" and "1/2/"."""
    steps = lineage.strip("/").split("/")
    return ["/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1)]


def _figures(
    round_: Round,
    framework: Framework,
    people: Sequence[_Invited],
    stored: Sequence[Mapping[str, Any] | None],
    rated: Mapping[Rater, Flags],
) -> tuple[UnitFigures, ...]:
    """The figures of every unit when `stored` is what counts of each person; None counts for nothing."""
    nothing = figures_of_the_unanswered(framework, Mode(round_.mode))
    return figures_of_tree(
        framework,
        scores_of_results(framework, Mode(round_.mode), [one or nothing for one in stored]),
        [one.path for one in people],
        rated,
    )


def _people_by_unit(lineages: Iterable[str]) -> Counter[str]:
    """How many people are in each unit (by number, as text) and below it."""
    return Counter(unit for lineage in lineages for unit in lineage.strip("/").split("/"))


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


def _rows(
    round_: Round,
    live: Sequence[UnitFigures],
    released: Sequence[UnitFigures],
    shown: Sequence[UnitFigures],
    now: datetime,
) -> list[UnitResult]:
    """A row for each unit of the round, not for those above it, in the tree of the round's first day."""
    before = {
        unit: (figures, at)
        for unit, figures, at in UnitResult.objects.filter(round=round_)
        .order_by("pk")
        .values_list("unit_id", "released", "released_at")
    }
    rows = []
    for figures, unit, visible in zip(live, released, shown, strict=True):
        unit_id, stored = int(unit.path[-1]), stored_unit(unit)
        was, at = before.get(unit_id, (None, now))
        if str(round_.unit_id) in unit.path:
            row = UnitResult(
                round=round_,
                unit_id=unit_id,
                lineage="/".join(unit.path) + "/",
                people=unit.invited,
                suppressed=visible.suppressed,
                figures=stored_unit(figures),
                released=stored,
                released_at=at if was == stored else now,
                shown=stored_unit(visible),
                engine_version=unit.engine_version,
                computed_at=now,
            )
            rows.append(row)
    return rows


def _store_units(round_: Round, rows: Sequence[UnitResult]) -> None:
    UnitResult.objects.filter(round=round_).exclude(unit_id__in=[row.unit_id for row in rows]).delete()
    UnitResult.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["round", "unit"],
        update_fields=[
            "lineage",
            "people",
            "suppressed",
            "figures",
            "answers",
            "released",
            "released_answers",
            "released_at",
            "shown",
            "engine_version",
            "computed_at",
        ],
    )


def take_new_names() -> int:
    """Whoever has got another name since the figures were computed is sorted by it from now on; how many results."""
    renamed = PersonResult.objects.filter(participant__employee__isnull=False).exclude(
        name=F("participant__employee__name")
    )
    rounds = renamed.order_by("round_id").values_list("round_id", flat=True).distinct()
    return sum(_take_new_names_in(round_id) for round_id in list(rounds))


@transaction.atomic
def _take_new_names_in(round_id: int) -> int:
    held = held_round(round_id)
    now = Employee.objects.filter(participations__result=OuterRef("pk")).order_by().values("name")
    people = PersonResult.objects.filter(round=held, participant__employee__isnull=False)
    return people.exclude(name=F("participant__employee__name")).update(name=Subquery(now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """A round whose figures were caught up on: how many units, None when it failed."""

    round: Round
    units: int | None


def refresh_stale_figures(*, now: datetime) -> list[Refreshed]:
    """Catch up on every round whose figures are stale, each in its own transaction; one that fails stops no other."""
    stale = Round.objects.filter(figures_stale=True).select_related("unit", "version__framework").order_by("pk")
    return [_refreshed(round_, now) for round_ in stale]


def _refreshed(round_: Round, now: datetime) -> Refreshed:
    try:
        return Refreshed(round=round_, units=refresh_unit_results(round_=round_, now=now))
    except Exception:
        LOG.exception("The figures of round %s could not be computed.", round_.uuid)
        return Refreshed(round=round_, units=None)

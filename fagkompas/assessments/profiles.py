"""A person's profile as its page and its files show it: the stored figures, and the answers behind them.

PersonResult ──> Profile         the figures as they were computed
Ratings ──────> Used, ItemRow    every answer, who gave it, and which one counts
earlier results ──> Change       what has moved, on the items that both rounds asked
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from fagkompas.assessments.figures import Sector
from fagkompas.assessments.models import Participant, PersonResult, Rating
from fagkompas.assessments.questions import GivenAnswer
from fagkompas.assessments.report import profile_from_figures
from fagkompas.assessments.to_engine import values_by_rater
from fagkompas.engine.framework import Framework, columns, described_columns
from fagkompas.engine.reasons import (
    Reason,
    why_attained,
    why_dimension,
    why_level_score,
    why_overall_dimension,
    why_potential,
    why_single_topic,
    why_standing,
    why_strength,
)
from fagkompas.engine.scales import BASES, Basis, Dimension, Level, Mode, Rater
from fagkompas.engine.scoring import TOLERANCE, Potential, Profile, Used, Values, not_relevant_by_category, used_values
from fagkompas.engine.units import UnitFigures
from fagkompas.frameworks.models import Item, Version
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import engine_framework, texts_of

PEERS_SHOWN_FROM: Final = 3
"""Colleagues' ratings of an item are shown as a mean, and only when at least so many gave one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerMean:
    """What colleagues gave an item: the mean of their points, and how many they are."""

    mean: float
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item with everybody's answer; `value` is the one that counts and `basis` whose it is.

    An answer is None where that rater has not given one; `peers` is None below `PEERS_SHOWN_FROM`.
    """

    code: str
    field: str
    level: Level | None
    self_answer: GivenAnswer | None
    manager_answer: GivenAnswer | None
    agreed_answer: GivenAnswer | None
    peers: PeerMean | None
    value: int
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class ReadProfile:
    """One person's profile in one round, with what it takes to explain it."""

    participant: Participant
    profile: Profile
    framework: Framework
    used: Used
    items: tuple[ItemRow, ...]

    @cached_property
    def texts(self) -> FrameworkTexts:
        """In the reader's language."""
        return texts_of(self.participant.round.version)

    @property
    def mode(self) -> Mode:
        """How the round asked."""
        return self.profile.mode

    @property
    def row(self) -> Values:
        """The values that count, shape (columns,)."""
        row: Values = self.used.values[0]
        return row

    @property
    def has_peers(self) -> bool:
        """Whether any item has enough colleagues' ratings to show."""
        return any(item.peers for item in self.items)


def read_profile(result: PersonResult, participant: Participant) -> ReadProfile:
    """The stored profile with the answers behind it. One query, and the framework where it is not kept."""
    round_ = participant.round
    framework = engine_framework(round_.version)
    mode = Mode(round_.mode)
    ratings = list(Rating.objects.filter(participant=participant).order_by("revision", "pk"))
    used = _used(participant, framework, mode, ratings)
    return ReadProfile(
        participant=participant,
        profile=stored_profile(result),
        framework=framework,
        used=used,
        items=tuple(_item_rows(framework, mode, ratings, used)),
    )


def stored_profile(result: PersonResult) -> Profile:
    """The figures as the engine gave them when they were stored."""
    return _profile(result, result.figures)


def released_profile(result: PersonResult) -> Profile | None:
    """The figures of the person that count in what others see of the unit; None when none do yet."""
    return _profile(result, result.released) if result.released else None


def _profile(result: PersonResult, figures: Mapping[str, Any]) -> Profile:
    code, _space, version = result.framework_version.partition(" ")
    return profile_from_figures(
        figures,
        framework=code,
        framework_version=version,
        engine_version=result.engine_version,
        mode=Mode(result.mode),
    )


def highest_dimensions(profile: Profile) -> tuple[Dimension, ...]:
    """Those that are highest over all fields: more than one where they are equally high; none when one is not known."""
    return _alike(profile.dimensions, profile.highest_dimension)


def lowest_dimensions(profile: Profile, potential: Potential) -> tuple[Dimension, ...]:
    """Those that are lowest in a field to grow in: more than one where they are equally low; none when none is known."""
    return _alike(profile.field(potential.field).dimensions, potential.dimension)


def _alike(scores: Mapping[Dimension, float | None], one: Dimension | None) -> tuple[Dimension, ...]:
    score = scores[one] if one else None
    if score is None:
        return ()
    return tuple(
        dimension for dimension, other in scores.items() if other is not None and abs(other - score) < TOLERANCE
    )


def sectors(
    profile: Profile, framework: Framework, texts: FrameworkTexts, unit: UnitFigures | None = None
) -> tuple[Sector, ...]:
    """The compass of a profile; with the unit's means as thin lines where they may be shown."""
    found = []
    for field in framework.fields:
        person = profile.field(field.code)
        means = unit.field(field.code) if unit else None
        found.append(
            Sector(
                code=field.code,
                name=texts.field(field.code).name,
                basic=person.basic.score,
                specialised=person.specialised.score,
                unit_basic=means.score[Level.BASIC].value if means else None,
                unit_specialised=means.score[Level.SPECIALISED].value if means else None,
                has_basic=bool(field.at(Level.BASIC)),
                has_specialised=bool(field.at(Level.SPECIALISED)),
            )
        )
    return tuple(found)


# Reasons


def why_field(read: ReadProfile, field: str) -> tuple[Reason, ...]:
    """Why the field stands where it does: the standing, then each level's score and share."""
    levels = [level for level in Level if read.framework.fields[read.framework.field_index(field)].at(level)]
    of_levels = (
        why(read.framework, read.mode, read.row, field, level)
        for level in levels
        for why in (why_level_score, why_attained)
    )
    return (why_standing(read.framework, read.profile, field), *of_levels)


def why_dimensions(read: ReadProfile, field: str) -> tuple[Reason, ...]:
    """Why the field's dimensions have their scores."""
    return tuple(why_dimension(read.framework, read.mode, read.row, field, dimension) for dimension in Dimension)


def why_overall(read: ReadProfile, dimension: Dimension) -> Reason:
    """Why the dimension has its score over all fields."""
    return why_overall_dimension(read.framework, read.profile, dimension)


def why_strong(read: ReadProfile, field: str) -> Reason:
    """Why the field is a strength."""
    return why_strength(read.framework, read.profile, field)


def why_to_grow(read: ReadProfile, field: str) -> Reason:
    """Why the field is something to grow."""
    return why_potential(read.framework, read.profile, field)


def why_topic(read: ReadProfile, code: str) -> Reason:
    """Why the competency stands out."""
    return why_single_topic(read.framework, read.profile, read.row, code)


# What has moved since last


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A field in two rounds, on the items that both asked and that both times have a point.

    `before` and `after` are means on the scale from 0 to 4 over those `compared` items; `up` and `down` count them.
    """

    field: str
    compared: int
    before: float
    after: float
    up: int
    down: int

    @property
    def lift(self) -> float:
        """How far the mean has moved, in points."""
        return self.after - self.before


def earlier_results(participant: Participant) -> list[PersonResult]:
    """All results of the same person, newest first, with their rounds. One query."""
    whose = Q(participant__employee=participant.employee) if participant.employee else Q(participant=participant)
    results = PersonResult.objects.filter(whose).select_related(
        "participant__unit", "participant__round__version__framework"
    )
    return list(results.order_by("-round__opens_on", "-round__pk"))


def comparable_before(read: ReadProfile, results: Sequence[PersonResult]) -> PersonResult | None:
    """The latest earlier result of the same mode and framework, which may be of another version; None without one."""
    here = read.participant.round
    earlier = (
        result
        for result in results
        if result.mode == here.mode
        and (result.participant.round.opens_on, result.participant.round.pk) < (here.opens_on, here.pk)
        and _is_kin(result.participant.round.version, here.version)
    )
    return next(earlier, None)


def changes(now: ReadProfile, before: ReadProfile) -> tuple[Change, ...]:
    """What has moved, the largest move first; fields without shared answers are left out.

    Two versions are compared on the items they share and on nothing else, and a level of a dialogue only within one version.
    """
    shared = _shared_items(now.participant, before.participant)
    values = {item.code: item.value for item in before.items if item.value >= 0}
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for item in now.items:
        earlier = values.get(shared.get(item.code, ""))
        if item.value >= 0 and earlier is not None:
            pairs[item.field].append((earlier, item.value))
    moved = [_change(field, points) for field, points in pairs.items()]
    return tuple(sorted(moved, key=lambda change: -abs(change.lift)))


def _change(field: str, points: Sequence[tuple[int, int]]) -> Change:
    return Change(
        field=field,
        compared=len(points),
        before=sum(before for before, _after in points) / len(points),
        after=sum(after for _before, after in points) / len(points),
        up=sum(after > before for before, after in points),
        down=sum(after < before for before, after in points),
    )


def _is_kin(one: Version, other: Version) -> bool:
    """Two versions of one framework, or one derived from the other."""
    derived_from = {one.framework.derived_from_id, other.framework.derived_from_id}
    return one.framework_id == other.framework_id or bool({one.framework_id, other.framework_id} & derived_from)


def _shared_items(now: Participant, before: Participant) -> Mapping[str, str]:
    """Code in the later round to code in the earlier, for everything that both ask."""
    if now.round.version_id == before.round.version_id:
        codes = columns(engine_framework(now.round.version), Mode(now.round.mode))
        return {code: code for code in codes}
    versions = [now.round.version_id, before.round.version_id]
    rows = Item.objects.filter(version_id__in=versions).order_by("pk")
    by_version: dict[int, dict[UUID, str]] = {version: {} for version in versions}
    for version, code, identity, origin in rows.values_list("version_id", "code", "identity", "origin"):
        by_version[version][origin or identity] = code
    earlier = by_version[before.round.version_id]
    return {code: earlier[key] for key, code in by_version[now.round.version_id].items() if key in earlier}


# Answers, who gave them, and which one counts


def _used(participant: Participant, framework: Framework, mode: Mode, ratings: Sequence[Rating]) -> Used:
    rows = (
        (participant.pk, rating.rater, rating.item, rating.value, rating.not_relevant)
        for rating in ratings
        if rating.rater != Rater.PEER
    )
    by_rater = values_by_rater(rows, people=[participant.pk], framework=framework, mode=mode)
    category = [participant.category or None]
    return used_values(
        {rater: not_relevant_by_category(framework, mode, category, values) for rater, values in by_rater.items()}
    )


def _item_rows(framework: Framework, mode: Mode, ratings: Sequence[Rating], used: Used) -> Iterator[ItemRow]:
    given: dict[tuple[str, str], GivenAnswer] = {
        (rating.rater, rating.item): GivenAnswer(
            item=rating.item, value=rating.value, not_relevant=rating.not_relevant, evidence=rating.evidence
        )
        for rating in ratings
        if rating.rater != Rater.PEER
    }
    peers = _peer_means(rating for rating in ratings if rating.rater == Rater.PEER)
    described = described_columns(framework, mode)
    for column, value, basis in zip(described, used.values[0].tolist(), used.basis[0].tolist(), strict=True):
        yield ItemRow(
            code=column.code,
            field=column.field,
            level=column.level,
            self_answer=given.get((Rater.SELF, column.code)),
            manager_answer=given.get((Rater.MANAGER, column.code)),
            agreed_answer=given.get((Rater.AGREED, column.code)),
            peers=peers.get(column.code),
            value=value,
            basis=BASES[basis],
        )


def _points_of_peers(ratings: Sequence[Rating]) -> list[int]:
    named = {rating.author_id: rating for rating in ratings if rating.author_id}
    unnamed = [rating for rating in ratings if not rating.author_id]
    newest = max((rating.revision for rating in unnamed), default=0)
    counted = [*named.values(), *(rating for rating in unnamed if rating.revision == newest)]
    return [rating.value for rating in counted if rating.value is not None]


def _peer_means(ratings: Iterable[Rating]) -> dict[str, PeerMean]:
    """Per item, where enough colleagues gave a point: of those who are named the latest of each; of the unnamed those
    of the newest revision, since an earlier file may hold the same people.
    """
    given: dict[str, list[Rating]] = defaultdict(list)
    for rating in ratings:
        given[rating.item].append(rating)
    points = {item: _points_of_peers(rows) for item, rows in given.items()}
    return {
        item: PeerMean(mean=sum(values) / len(values), people=len(values))
        for item, values in points.items()
        if len(values) >= PEERS_SHOWN_FROM
    }

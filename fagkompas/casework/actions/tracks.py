"""Writes of job tracks.

begin ──> open ──end, with why──> ended ──reopen──> open
           ├── changed step by step, in any order
           └── moved up and down among the others
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_sitting
from fagkompas.casework.actions.holding import check_revision, held_plan, held_track, too_long
from fagkompas.casework.models import CasePlan, DemandNote, StartedFrom, Track, TrackAgreement
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.conversations.models import Agreement
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Demand, DemandSource
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.traces import guard_health, refuse_cpr

TEXTS: Final = ("can", "wants", "needed", "strategy")
LISTS: Final = ("skills", "functions", "other_titles", "steps_first", "companies")
ABOUT_THE_JOB: Final = ("needed", "functions", "other_titles", "companies")
"""Here medicine and hospitals are work; the rest is about the person, and health is told."""

MOST_LINES: Final = 20
MOST_OPEN: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenTrack:
    """What a track is called. It is an occupation, or a `title` in words."""

    occupation: Occupation | None
    title: str
    is_education: bool
    started_from: StartedFrom


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenDemand:
    """How much a track is asked for, by whom, and when it was so."""

    level: Demand
    source: DemandSource
    source_text: str
    on: date
    why_anyway: str


@transaction.atomic
def begin_track(
    *, plan: CasePlan, given: GivenTrack, traces_read: str, now: datetime, by: Employee, key: UUID | None = None
) -> Track:
    """One more job track, after the others, once by its `key`. Raises `BadInput` or `TracesFound`."""
    held = held_plan(plan)
    before = made_before(held.tracks.all(), key)
    if before is not None:
        return before
    open_now = held.tracks.open()
    refuse(
        [
            *_problems_of_name(held, given, None),
            *unless(open_now.count() < MOST_OPEN, "title", "too_many_tracks", most=MOST_OPEN),
        ]
    )
    guard_health({"title": given.title}, read=traces_read)
    last = held.tracks.aggregate(last=Max("order"))["last"] or 0
    track = Track.objects.create(
        uuid=key or uuid4(),
        plan=held,
        occupation=given.occupation,
        title=given.title,
        is_education=given.is_education,
        started_from=given.started_from,
        order=last + 1,
        began_on=timezone.localdate(now),
        saved_by=by,
        saved_at=now,
    )
    record_change(by=by, action="casework.track.begun", target=track, citizen_id=held.citizen_id)
    return track


@transaction.atomic
def rename_track(
    *, track: Track, given: GivenTrack, revision: int, traces_read: str, now: datetime, by: Employee
) -> Track:
    """Another occupation or title. Raises `BadInput`, `TracesFound` or `ChangedMeanwhile`."""
    held = held_track(track)
    check_revision(held, revision)
    refuse(_problems_of_name(held.plan, given, held))
    guard_health({"title": given.title}, read=traces_read)
    return _save(held, {name: getattr(given, name) for name in GivenTrack.__dataclass_fields__}, now, by)


@transaction.atomic
def change_track(
    *, track: Track, given: Mapping[str, Any], revision: int, traces_read: str, now: datetime, by: Employee
) -> Track:
    """What a step of the track says: any of `TEXTS` and `LISTS`, `apply_by`, and `pressure_test` by the code of the question.

    Raises `BadInput`, also of one that is ended, `TracesFound`, or `ChangedMeanwhile` when somebody else has saved since.
    """
    held = held_track(track)
    check_revision(held, revision)
    refuse([*unless(held.ended_on is None, "track", "track_ended"), *_problems_of_texts(given)])
    typed = _typed(given)
    refuse_cpr(typed)
    guard_health({name: text for name, text in typed.items() if name not in ABOUT_THE_JOB}, read=traces_read)
    written = dict(given)
    if "pressure_test" in written:
        written["pressure_test"] = {code: text for code, text in written["pressure_test"].items() if text}
    return _save(held, written, now, by)


@transaction.atomic
def move_track(*, track: Track, up: bool, by: Employee) -> bool:
    """One place up or down among the open ones; whether it moved. Raises `BadInput`."""
    plan = held_plan(track.plan)
    tracks = list(plan.tracks.open())
    here = next((place for place, one in enumerate(tracks) if one.pk == track.pk), None)
    there = None if here is None else here - 1 if up else here + 1
    if here is None or there is None or not 0 <= there < len(tracks):
        return False
    tracks[here], tracks[there] = tracks[there], tracks[here]
    for place, one in enumerate(tracks, start=1):
        one.order = place
    Track.objects.bulk_update(tracks, ["order"])
    record_change(by=by, action="casework.track.moved", target=track, citizen_id=plan.citizen_id)
    return True


@transaction.atomic
def end_track(*, track: Track, why: str, traces_read: str, today: date, by: Employee) -> Track:
    """It is followed no more. Raises `BadInput`, also without a why, or `TracesFound`."""
    held = held_track(track)
    refuse(
        [
            *unless(held.ended_on is None, "why", "track_is_ended"),
            *unless(why, "why", "end_why_missing"),
            *too_long({"why": why}, LONGEST_LINE),
        ]
    )
    guard_health({"why": why}, read=traces_read)
    held.ended_on, held.ended_why = max(today, held.began_on), why
    held.revision += 1
    held.save(update_fields=["ended_on", "ended_why", "revision"])
    record_change(by=by, action="casework.track.ended", target=held, citizen_id=held.plan.citizen_id)
    return held


@transaction.atomic
def reopen_track(*, track: Track, by: Employee) -> Track:
    """It is followed again, after the others. Raises `BadInput`, also where another open one is called the same."""
    held = held_track(track)
    open_now = held.plan.tracks.open()
    refuse(
        [
            *_problems_of_name(held.plan, _name_of(held), held),
            *unless(held.ended_on is not None, "why", "track_is_open"),
            *unless(open_now.count() < MOST_OPEN, "why", "too_many_tracks", most=MOST_OPEN),
        ]
    )
    held.ended_on, held.ended_why = None, ""
    held.order = (held.plan.tracks.aggregate(last=Max("order"))["last"] or 0) + 1
    held.revision += 1
    held.save(update_fields=["ended_on", "ended_why", "order", "revision"])
    record_change(by=by, action="casework.track.reopened", target=held, citizen_id=held.plan.citizen_id)
    return held


@transaction.atomic
def note_demand(
    *, track: Track, given: GivenDemand, traces_read: str, today: date, by: Employee, key: UUID | None = None
) -> DemandNote:
    """How much it is asked for, once by its `key`. Raises `BadInput` or `TracesFound`."""
    held = held_track(track)
    before = made_before(held.demand.all(), key)
    if before is not None:
        return before
    texts = {"source_text": given.source_text, "why_anyway": given.why_anyway}
    refuse(
        [
            *unless(given.on <= today, "on", "day_in_the_future"),
            *too_long(texts, LONGEST_LINE),
        ]
    )
    guard_health(texts, read=traces_read)
    made = DemandNote.objects.create(
        uuid=key or uuid4(),
        track=held,
        level=given.level,
        source=given.source,
        source_text=given.source_text,
        on=given.on,
        why_anyway=given.why_anyway,
        recorded_by=by,
    )
    record_change(by=by, action="casework.demand.noted", target=made, citizen_id=held.plan.citizen_id)
    return made


@transaction.atomic
def remove_demand(*, note: DemandNote, by: Employee) -> None:
    """It was noted by mistake. Raises `BadInput`."""
    held = held_track(note.track)
    record_change(by=by, action="casework.demand.removed", target=note, citizen_id=held.plan.citizen_id)
    DemandNote.objects.filter(pk=note.pk).delete()


@transaction.atomic
def link_agreement(*, plan: CasePlan, agreement: Agreement, track: Track | None, by: Employee) -> None:
    """Say which job track an agreement is about; None is the plan as a whole. Raises `BadInput`."""
    held = held_plan(plan)
    refuse(unless(track is None or track.plan_id == held.pk, "track", "track_unknown"))
    before = TrackAgreement.objects.filter(agreement=agreement).first()
    if (before.track_id if before else None) == (track.pk if track else None):
        return
    if before is not None:
        before.delete()
    if track is not None:
        TrackAgreement.objects.create(track=track, agreement=agreement)
    record_change(by=by, action="casework.agreement.linked", target=agreement, citizen_id=held.citizen_id)


def _name_of(track: Track) -> GivenTrack:
    return GivenTrack(**{name: getattr(track, name) for name in GivenTrack.__dataclass_fields__})


def _typed(given: Mapping[str, Any]) -> dict[str, str]:
    """All texts by control."""
    texts = {name: str(given[name]) for name in TEXTS if name in given}
    lists = {name: "\n".join(given[name]) for name in LISTS if name in given}
    return texts | lists | dict(given.get("pressure_test", {}))


def _save(held: Track, written: Mapping[str, Any], now: datetime, by: Employee) -> Track:
    changed = [name for name, value in written.items() if getattr(held, name) != value]
    if changed:
        for name in changed:
            setattr(held, name, written[name])
        held.saved_by, held.saved_at, held.revision = by, now, held.revision + 1
        held.save()
        record_sitting(
            by=by, action="casework.track.changed", target=held, citizen_id=held.plan.citizen_id, fields=changed
        )
    return held


def _problems_of_name(plan: CasePlan, given: GivenTrack, before: Track | None) -> list[Problem]:
    others = [one for one in plan.tracks.open().select_related("occupation") if before is None or one.pk != before.pk]
    name = given.occupation.title if given.occupation else given.title
    return [
        *unless(given.occupation is not None or given.title, "title", "track_title_missing"),
        *unless(len(given.title) <= LONGEST_TITLE, "title", "text_too_long", longest=LONGEST_TITLE),
        *unless(all(one.name.lower() != name.lower() for one in others), "title", "track_is_there", name),
    ]


def _problems_of_texts(given: Mapping[str, Any]) -> list[Problem]:
    tests: Mapping[str, str] = given.get("pressure_test", {})
    lists: Mapping[str, Sequence[str]] = {name: given[name] for name in LISTS if name in given}
    return [
        *too_long({name: given[name] for name in TEXTS if name in given}),
        *too_long(tests),
        *(
            problem
            for code in tests
            for problem in unless(any(one.code == code for one in QUESTIONS), code, "question_unknown")
        ),
        *(
            problem
            for name, lines in lists.items()
            for problem in (
                *unless(len(lines) <= MOST_LINES, name, "too_many_lines", most=MOST_LINES),
                *unless(
                    all(len(line) <= LONGEST_TITLE for line in lines), name, "line_too_long", longest=LONGEST_TITLE
                ),
            )
        ),
    ]

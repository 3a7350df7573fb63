"""Writes of the job log: entries by hand and from a file, follow-ups, and what the log itself asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.casework.actions.case_files import take_file
from fagkompas.casework.actions.holding import as_shown, held_case, too_long
from fagkompas.casework.models import AppliedHow, CaseFile, JobLogEntry, LogRequirement, LogResult, Track
from fagkompas.casework.models.job_log import KEPT_YEARS
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE, MOST_A_WEEK
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Place, Problem
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

LONGEST_DOCUMENTS: Final = 20_000
"""An application and a CV as text."""

OLDEST: Final = timedelta(days=5 * 365)
"""An entry from before that is a mistake in typing; one is kept four years after its last change."""

FURTHEST: Final = timedelta(days=365)
"""Nobody follows up later than that."""


Job = tuple[str, str, date]
"""What tells a job from others of a log: title, company and the day it was applied for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenEntry:
    """One job applied for: an occupation, or a `title` in words. `documents` are the texts that were sent."""

    occupation: Occupation | None
    title: str
    track: Track | None
    company: str
    place: str
    applied_on: date
    how: AppliedHow
    follow_up_on: date | None
    result: LogResult
    note: str
    documents: str

    @property
    def job(self) -> Job:
        """In small letters."""
        return self.title.casefold(), self.company.casefold(), self.applied_on

    @property
    def texts(self) -> dict[str, str]:
        """What was written."""
        return {name: getattr(self, name) for name in ("title", "company", "place", "note", "documents")}

    @property
    def guarded(self) -> dict[str, str]:
        """What colleagues read; the application is the citizen's own words to a company."""
        return {"note": self.note}


@transaction.atomic
def add_entry(
    *,
    citizen: Citizen,
    given: GivenEntry,
    traces_read: str,
    today: date,
    by: Employee,
    is_outside: bool = False,
    key: UUID | None = None,
) -> JobLogEntry:
    """One more, once by its `key`; a job that is called as an open job track is on that one, unless it `is_outside` all the same.

    Raises `BadInput` or `TracesFound`.
    """
    held_case(citizen)
    before = made_before(citizen.job_log.all(), key)
    if before is not None:
        return before
    if given.track is None and not is_outside:
        given = replace(given, track=_track_called(citizen, given))
    refuse(problems_of(given, citizen=citizen, today=today))
    guard_health(given.guarded, read=traces_read)
    made = JobLogEntry(citizen=citizen, uuid=key or uuid4())
    _write(made, given, today)
    record_change(by=by, action="casework.job_log.added", target=made, citizen_id=citizen.pk)
    return made


@transaction.atomic
def change_entry(
    *, entry: JobLogEntry, given: GivenEntry, revision: int, traces_read: str, today: date, by: Employee
) -> JobLogEntry:
    """What came of it, or what was written by mistake. Raises `BadInput`, `TracesFound` or `ChangedMeanwhile`."""
    held = _held(entry)
    if held.revision != revision:
        raise ChangedMeanwhile
    refuse(problems_of(given, citizen=held.citizen, today=today))
    guard_health(given.guarded, read=traces_read)
    if given.follow_up_on != held.follow_up_on:
        held.followed_up_on = None
    _write(held, given, today)
    record_change(by=by, action="casework.job_log.changed", target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def remove_entry(*, entry: JobLogEntry, revision: int, by: Employee) -> None:
    """It was written by mistake. Raises `BadInput`, also when somebody has changed it since it was shown."""
    held = _held(entry)
    as_shown(held, revision)
    record_change(by=by, action="casework.job_log.removed", target=held, citizen_id=held.citizen_id)
    held.delete()


@transaction.atomic
def follow_up_entry(*, entry: JobLogEntry, result: LogResult, revision: int, today: date, by: Employee) -> JobLogEntry:
    """The citizen has asked how it went. Raises `BadInput`, also when somebody has changed it since it was shown."""
    held = _held(entry)
    as_shown(held, revision)
    held.result, held.followed_up_on, held.changed_on = result, today, today
    held.revision += 1
    held.save()
    record_change(by=by, action="casework.job_log.followed_up", target=held, citizen_id=held.citizen_id)
    return held


@transaction.atomic
def note_requirement(*, citizen: Citizen, per_week: int, read_on: date, today: date, by: Employee) -> LogRequirement:
    """How many jobs a week the citizen's own log asks for, as read on a day. Raises `BadInput`."""
    held_case(citizen)
    refuse(
        [
            *unless(0 <= per_week <= MOST_A_WEEK, "per_week", "search_unlikely", most=MOST_A_WEEK),
            *unless(read_on <= today, "read_on", "day_in_the_future"),
            *unless(read_on >= today - OLDEST, "read_on", "day_too_old"),
        ]
    )
    written = {"per_week": per_week, "read_on": read_on, "recorded_by": by}
    noted, _made = LogRequirement.objects.update_or_create(citizen=citizen, defaults=written)
    record_change(by=by, action="casework.job_log.requirement_noted", target=citizen, citizen_id=citizen.pk)
    return noted


@transaction.atomic
def import_entries(
    *, citizen: Citizen, rows: Sequence[GivenEntry], kept: CaseFile, traces_read: str, today: date, by: Employee
) -> int:
    """The rows of a read file that are not in the log by now, all or none; how many. The file is thrown away.

    Raises `BadInput`, also when the file was saved already, or `TracesFound`.
    """
    held_case(citizen)
    take_file(kept)
    there = jobs_in_log(citizen)
    new = [given for given in rows if given.job not in there]
    for given in new:
        refuse(problems_of(given, citizen=citizen, today=today))
    guard_health({"note": "\n".join(given.note for given in new)}, read=traces_read)
    made = [JobLogEntry(citizen=citizen, changed_on=today, revision=1, **_columns(given)) for given in new]
    JobLogEntry.objects.bulk_create(made, batch_size=500)
    record_change(by=by, action="casework.job_log.imported", target=citizen, citizen_id=citizen.pk, entries=len(made))
    return len(made)


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete entries some years after they were last changed."""
    entries = JobLogEntry.objects.past_keeping(today)
    by_root = entries.order_by().values_list("citizen__root_id").annotate(Count("pk"))
    of_citizens = {root: {"casework.JobLogEntry": rows} for root, rows in by_root}
    what = _("entries of job logs that were last changed more than %(years)d years ago") % {"years": KEPT_YEARS}
    line = RetentionLine(
        what=what, rows=sum(sum(rows.values()) for rows in of_citizens.values()), of_citizens=of_citizens
    )
    if not dry_run:
        entries.delete()
    return [line]


def jobs_in_log(citizen: Citizen) -> set[Job]:
    """What stands in the log, by its title in either language. One query."""
    entries = JobLogEntry.objects.filter(citizen=citizen).order_by("pk")
    rows = entries.values_list("title", "occupation__title_da", "occupation__title_en", "company", "applied_on")
    return {
        (title.casefold(), company.casefold(), applied_on)
        for *titles, company, applied_on in rows
        for title in titles
        if title
    }


def problems_of(given: GivenEntry, *, citizen: Citizen, today: date) -> Iterable[Problem]:
    """Everything that keeps an entry from being saved, each with its field."""
    follow_up, applied = given.follow_up_on, given.applied_on
    yield from unless(given.occupation or given.title, "title", "log_title_missing")
    yield from unless(applied <= today, "applied_on", "day_in_the_future")
    yield from unless(applied >= today - OLDEST, "applied_on", "day_too_old")
    yield from unless(follow_up is None or follow_up >= applied, "follow_up_on", "follow_up_before_applied")
    yield from unless(follow_up is None or follow_up <= today + FURTHEST, "follow_up_on", "day_too_far")
    of_citizen = given.track is None or given.track.plan.citizen_id == citizen.pk
    yield from unless(of_citizen, "track", "track_unknown")
    texts = given.texts
    yield from too_long({name: texts[name] for name in ("title", "company", "place")}, LONGEST_TITLE)
    yield from too_long({"note": given.note}, LONGEST_LINE)
    yield from too_long({"documents": given.documents}, LONGEST_DOCUMENTS)
    for field, text in texts.items():
        if cpr_like(text):
            yield Problem(place=Place(column=field), found=masked_cpr(text)[:40], message_code="cpr_number")


def _track_called(citizen: Citizen, given: GivenEntry) -> Track | None:
    """The open job track of the same occupation, or with the same title in words. One query."""
    tracks = Track.objects.open().filter(plan__citizen=citizen, plan__ended_on__isnull=True)
    if given.occupation is not None:
        return tracks.filter(occupation=given.occupation).first()
    return next((one for one in tracks.filter(occupation=None) if one.title.casefold() == given.title.casefold()), None)


def _held(entry: JobLogEntry) -> JobLogEntry:
    citizen = held_case(entry.citizen)
    held = JobLogEntry.objects.select_for_update().get(pk=entry.pk)
    held.citizen = citizen
    return held


def _write(entry: JobLogEntry, given: GivenEntry, today: date) -> None:
    for name, value in _columns(given).items():
        setattr(entry, name, value)
    entry.changed_on = today
    entry.revision += 1
    entry.save()


def _columns(given: GivenEntry) -> dict[str, object]:
    columns: dict[str, object] = {name: getattr(given, name) for name in GivenEntry.__dataclass_fields__}
    return columns | {"title": "" if given.occupation else given.title}

"""Job log, CV and placements of tests, made by the same actions that the pages call."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fagkompas.casework.actions import job_log, placements
from fagkompas.casework.models import (
    AppliedHow,
    JobLogEntry,
    LogResult,
    Placement,
    PlacementKind,
    PlacementTask,
)
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company
from tests.casework.making import caseworker_of


def given_entry(**columns: Any) -> job_log.GivenEntry:
    """An advert that was answered today."""
    typed: dict[str, Any] = {
        "occupation": None,
        "title": "Lagermedarbejder",
        "track": None,
        "company": "Prøvelager",
        "place": "Nordby",
        "applied_on": timezone.localdate(),
        "how": AppliedHow.ADVERT,
        "follow_up_on": None,
        "result": LogResult.WAITING,
        "note": "",
        "documents": "",
        **columns,
    }
    return job_log.GivenEntry(**typed)


def make_entry(citizen: Citizen, *, days_ago: int = 0, **columns: Any) -> JobLogEntry:
    """A job that was applied for so many days ago."""
    today = timezone.localdate()
    given = given_entry(applied_on=today - timedelta(days=days_ago), **columns)
    return job_log.add_entry(citizen=citizen, given=given, traces_read="", today=today, by=caseworker_of(citizen))


def given_placement(**columns: Any) -> placements.GivenPlacement:
    """Begun eight weeks ago, towards ten paid hours a week."""
    typed: dict[str, Any] = {
        "kind": PlacementKind.PLACEMENT,
        "from_on": timezone.localdate() - timedelta(weeks=8),
        "to_on": None,
        "expected_paid_minutes": 600,
        **columns,
    }
    return placements.GivenPlacement(**typed)


def make_placement(citizen: Citizen, company: Company, **columns: Any) -> Placement:
    """In a company of the municipality."""
    return placements.begin_placement(
        citizen=citizen,
        company=company,
        given=given_placement(**columns),
        now=timezone.now(),
        by=caseworker_of(citizen),
    )


def make_task(
    placement: Placement, name: str = "Hylder", *, minutes: int = 300, paid: int = 0, **columns: Any
) -> PlacementTask:
    """All of it training unless told otherwise."""
    given: dict[str, Any] = {"learning_goal": "", "ready_by": None, **columns}
    return placements.add_task(
        placement=placement,
        given=placements.GivenTask(name=name, minutes=minutes, paid_minutes=paid, **given),
        traces_read="",
        by=caseworker_of(placement.citizen),
    )


def say(task: PlacementTask, *, on: date | None = None, **said: Any) -> None:
    """A follow-up about one task."""
    placement = Placement.objects.select_related("citizen__caseworker").get(pk=task.placement_id)
    placements.keep_follow_up(
        placement=placement,
        on=on or timezone.localdate(),
        said={task.uuid: placements.Said(**said)},
        revision=placement.revision,
        traces_read="",
        now=timezone.now(),
        by=caseworker_of(placement.citizen),
    )

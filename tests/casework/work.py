"""Job log, CV and placements of tests, made by the same actions that the pages call."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from fagkompas.casework.actions import job_log
from fagkompas.casework.models import AppliedHow, JobLogEntry, LogResult
from fagkompas.citizens.models import Citizen
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

"""Moments of a conversation as people in Copenhagen mean them."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

MORNING = 9


def moment_of(day: date, hour: time) -> datetime:
    """A day and a time of day."""
    return timezone.make_aware(datetime.combine(day, hour))


def local(moment: datetime) -> datetime:
    """A stored moment as it is shown."""
    return timezone.localtime(moment)


def next_workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def suggested_start(now: datetime) -> datetime:
    """Nine o'clock on the next working day."""
    tomorrow = local(now).date() + timedelta(days=1)
    return moment_of(next_workday(tomorrow), time(MORNING))

"""Days of the demo as moments."""

from datetime import date, datetime, time

from django.utils import timezone


def noon(day: date) -> datetime:
    """Twelve o'clock in Copenhagen."""
    return timezone.make_aware(datetime.combine(day, time(12)))

"""Days of the demo: as moments, and those on which people in Denmark are at work."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

SATURDAY: Final = 6
FROM_EASTER: Final = (-3, -2, 1, 39, 50)
"""Maundy Thursday, Good Friday, Easter Monday, Ascension Day and Whit Monday, in days from Easter Sunday."""
CONSTITUTION_DAY: Final = (6, 5)


def noon(day: date) -> datetime:
    """Twelve o'clock in Copenhagen."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def working_day(day: date) -> date:
    """The day itself, or the first after it that is neither in a weekend, a holiday nor from 21 December to 3 January."""
    while day.isoweekday() >= SATURDAY or _is_holiday(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The day itself, or the last before it that people in Denmark are at work on."""
    while working_day(day) != day:
        day -= timedelta(days=1)
    return day


def _is_holiday(day: date) -> bool:
    """Whether Danish town halls are closed on it as a holiday, or around Christmas."""
    on = (day.month, day.day)
    closed = on == CONSTITUTION_DAY or on >= (12, 21) or on < (1, 4)
    return closed or (day - easter_sunday(day.year)).days in FROM_EASTER


def easter_sunday(year: int) -> date:
    """By the rule of the Gregorian calendar: the Sunday after the first full moon of spring as the church counts it."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    back = (golden + 11 * moon + 22 * weekday) // 451
    month, days = divmod(moon + weekday - 7 * back + 114, 31)
    return date(year, month, days + 1)

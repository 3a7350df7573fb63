"""Numbers and dates as people read them: 1.234,5 and 21. november 2026 in Danish, 1,234.5 and 21 November 2026 in English.

What is missing is shown as an en dash, never as zero. Rounding is half up and happens here only, at display.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from textwrap import shorten

from django.utils import dateformat, formats, timezone
from django.utils.translation import get_language

MISSING = "–"
DIGITS_THAT_COUNT = 9
"""Arithmetic on floats is exact to about here; 62.499999999999 is 62.5 and rounds up."""


def is_danish() -> bool:
    """Whether the reader's language is Danish."""
    return not (get_language() or "da").startswith("en")


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Half up, away from the noise of floating point."""
    exact = value if isinstance(value, Decimal) else Decimal(str(round(value, DIGITS_THAT_COUNT)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def first_words(text: str, longest: int = 60) -> str:
    """The first words of a text, with "…" where it goes on; a word that is longer by itself is cut."""
    line = " ".join(text.split())
    short = shorten(line, longest, placeholder=" …")
    return short if short.strip(" …") or not line else f"{line[: longest - 1]}…"


def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """`1234.5` as "1.234,5". Without `decimals` as many as the value has, at most one."""
    return MISSING if value is None else _number(value, decimals, get_language() or "da")


@lru_cache(maxsize=8192)
def _number(value: float | Decimal, decimals: int | None, _language: str) -> str:
    """Kept, since a page with figures says the same few hundred numbers several times: drawn, and in a table."""
    places = decimals if decimals is not None else int(rounded(value, 1) != rounded(value, 0))
    shown = rounded(value, places)
    return formats.number_format(shown or abs(shown), places, use_l10n=True, force_grouping=True)


def percent(share: float | None, decimals: int = 0) -> str:
    """A share of 0-1 as "62 %"."""
    if share is None:
        return MISSING
    return f"{number(share * 100, decimals)} %" if is_danish() else f"{number(share * 100, decimals)}%"


def kroner(amount: float | Decimal | None) -> str:
    """`14500` as "14.500 kr." and "DKK 14,500"."""
    if amount is None:
        return MISSING
    return f"{number(amount, 0)} kr." if is_danish() else f"DKK {number(amount, 0)}"


def long_date(day: date | None) -> str:
    """ "21. november 2026"; a moment is shown as the day it was in Copenhagen."""
    if day is None:
        return MISSING
    return dateformat.format(_local(day), "j. F Y" if is_danish() else "j F Y")


def short_date(day: date | None) -> str:
    """ "21. nov. 2026", for tables."""
    if day is None:
        return MISSING
    return dateformat.format(_local(day), "j. N Y" if is_danish() else "j M Y")


def month_of_year(day: date) -> str:
    """ "november 2026"."""
    return dateformat.format(day, "F Y")


def time_of_day(moment: datetime | time | None) -> str:
    """ "14.03" in Danish, "14:03" in English; of a moment as it was in Copenhagen, or of a local time."""
    if moment is None:
        return MISSING
    return dateformat.format(moment if isinstance(moment, time) else _local(moment), "H.i" if is_danish() else "H:i")


def moment(at: datetime | None) -> str:
    """ "21. november 2026 kl. 14.03"."""
    if at is None:
        return MISSING
    return f"{long_date(at)} {'kl. ' if is_danish() else 'at '}{time_of_day(at)}"


def _local(day: date) -> date:
    if isinstance(day, datetime) and timezone.is_aware(day):
        return timezone.localtime(day)
    return day

"""CPR numbers: in free text, where they must not stand, and typed where they belong.

A CPR number is ten digits that begin with a valid date, day, month and two digits of the year; a replacement number
has 60 added to the day. Modulus 11 says nothing: numbers without it have been given out since 2007.
"""

import re
from datetime import date

_TEN_DIGITS = re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})([0-9]{2})\s?[-‐‑‒–—]?\s?([0-9]{4})(?![0-9])")
_REPLACEMENT = 60
_MASK = "••••••-••••"


def cpr_like(text: str) -> bool:
    """Whether a number that could be a CPR number stands anywhere in the text, with or without dash or space."""
    return any(_begins_with_a_date(found) for found in _TEN_DIGITS.finditer(text))


def as_cpr(text: str) -> str:
    """The ten digits of a text that is a CPR number and nothing else, with or without dash or space; "" for any other."""
    found = _TEN_DIGITS.fullmatch(text.strip())
    return "".join(found.groups()) if found and _begins_with_a_date(found) else ""


def masked_cpr(text: str) -> str:
    """The text with every such number hidden, for a message that says where it stood."""
    return _TEN_DIGITS.sub(lambda found: _MASK if _begins_with_a_date(found) else found[0], text)


def _begins_with_a_date(found: re.Match[str]) -> bool:
    day, month, year = (int(found[group]) for group in (1, 2, 3))
    try:
        # 2000 was a leap year and 1900 was not: every date that some century has, this one has too.
        date(2000 + year, month, day - _REPLACEMENT if day > _REPLACEMENT else day)
    except ValueError:
        return False
    return True

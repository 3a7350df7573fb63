"""CPR numbers: in free text, where they must not stand, and typed where they belong.

A CPR number is ten digits that begin with a valid date, day, month and two digits of the year; a replacement number
has 60 added to the day. Modulus 11 says nothing: numbers without it have been given out since 2007.

    0101901234   010190-1234   01.01.90-1234   01 01 90 1234   010190/1234   01011990-1234
"""

import re
from datetime import date

_BETWEEN = r"[-‐‑‒–—./]"
_NUMBER = re.compile(
    rf"(?<![0-9])(?P<day>[0-9]{{2}})(?P<first>{_BETWEEN}|\s)?(?P<month>[0-9]{{2}})(?:{_BETWEEN}|\s)?(?P<century>19|20)?"
    rf"(?P<year>[0-9]{{2}})(?P<last>\s?{_BETWEEN}?\s?)(?P<serial>[0-9]{{4}})(?![0-9])"
)
_REPLACEMENT = 60
_MASK = "••••••-••••"


def cpr_like(text: str) -> bool:
    """Whether a number that could be a CPR number stands anywhere in the text, however it is written."""
    return any(_is_one(found) for found in _NUMBER.finditer(text))


def as_cpr(text: str) -> str:
    """The ten digits of a text that is a CPR number and nothing else, however it is written; "" for any other."""
    found = _NUMBER.fullmatch(text.strip())
    return "".join(found.group("day", "month", "year", "serial")) if found and _is_one(found) else ""


def masked_cpr(text: str) -> str:
    """The text with every such number hidden, for a message that says where it stood."""
    return _NUMBER.sub(lambda found: _MASK if _is_one(found) else found[0], text)


def _is_one(found: re.Match[str]) -> bool:
    if found["century"] and not found["last"].strip() and (found["first"] or "").strip() + found["last"] != " ":
        # Twelve digits in a row, or a day and a postal code: "12.01.2026 8800 Viborg".
        return False
    day, month, year = (int(found[part]) for part in ("day", "month", "year"))
    try:
        # 2000 was a leap year and 1900 was not: every date that some century has, this one has too.
        date(2000 + year, month, day - _REPLACEMENT if day > _REPLACEMENT else day)
    except ValueError:
        return False
    return True

"""What is wrong with something typed, in one sentence that names its control and the rule: "Skriv højst 100 % under »Andel«."

`told` takes the place of the words that come with Django's controls; what a form says itself stays as it is.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fagkompas.toolkit.formats import kroner, number, percent

KRONER: Final = gettext_lazy("DKK")
PERCENT: Final = "%"

TOO_LARGE: Final = ("max_value", "max_digits", "max_whole_digits")
"""Codes by which a number is too large; one sentence is enough."""


def _words_of(kind: object) -> Iterator[object]:
    for name in ("default_error_messages", "messages"):
        words = getattr(kind, name, None)
        yield from words.values() if isinstance(words, dict) else ()
    yield getattr(kind, "message", None)


DJANGOS: Final = frozenset(
    id(words)
    for module in (forms.fields, models, validators)
    for kind in vars(module).values()
    if (isinstance(kind, type) and kind.__module__.startswith("django.")) or isinstance(kind, validators.RegexValidator)
    for words in _words_of(kind)
)
"""The words that come with Django's controls, each one object for as long as the process runs."""


def told(error: ValidationError, field: forms.Field, label: str, unit: str = "") -> ValidationError:
    """The same problems, each in our words where nobody has said it in own ones; what is told already is not repeated."""
    found: list[ValidationError] = []
    codes = {one.code for one in error.error_list}
    for one in error.error_list:
        if one.code in TOO_LARGE[1:] and codes & set(TOO_LARGE[: TOO_LARGE.index(one.code)]):
            continue
        if id(one.message) in DJANGOS:
            words = sentence(field, label, one.code or "", one.params or {}, unit)
            found.append(ValidationError(words, code=one.code))
        else:
            found.append(one)
    return ValidationError(found)


def sentence(field: forms.Field, label: str, code: str, found: dict[str, Any], unit: str = "") -> str:
    """What to do. `code` and `found` are those of Django's problem; `unit` is "%", `KRONER` or what the number counts."""
    if field.widget.is_hidden:
        return _("The page has lost something that it should have remembered. Load it again.")
    if isinstance(field, forms.FileField):
        return _of_file(code, found)
    if isinstance(field, forms.IntegerField | forms.DecimalField | forms.FloatField):
        return _of_number(field, label, code, found, str(unit))
    if isinstance(field, forms.DateField):
        if code == "required":
            return _("Choose a day under “%(label)s”.") % {"label": label}
        return _("Write a date under “%(label)s”, such as 21-11-2026.") % {"label": label}
    if isinstance(field, forms.TimeField):
        return _("Write a time of day under “%(label)s”, such as 9:30.") % {"label": label}
    if isinstance(field, forms.BooleanField):
        return _("Tick “%(label)s” first.") % {"label": label}
    if isinstance(field.widget, forms.RadioSelect) and not isinstance(field.widget, forms.CheckboxSelectMultiple):
        return _("Choose one under “%(label)s”.") % {"label": label}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose from the list under “%(label)s”.") % {"label": label}
    return _of_text(field, label, code, found)


def _of_text(field: forms.Field, label: str, code: str, found: dict[str, Any]) -> str:
    if code == "required":
        return _("Fill in “%(label)s”.") % {"label": label}
    if code == "max_length":
        room, there = number(found["limit_value"], 0), number(found["show_value"], 0)
        words = _("“%(label)s” has room for %(room)s characters, and here are %(there)s. Make the text shorter.")
        return words % {"label": label, "room": room, "there": there}
    if code == "min_length":
        least, there = number(found["limit_value"], 0), number(found["show_value"], 0)
        words = _("“%(label)s” needs at least %(least)s characters, and here are %(there)s. Write some more.")
        return words % {"label": label, "least": least, "there": there}
    if code == "null_characters_not_allowed":
        return _("“%(label)s” holds a character that cannot be used. Write it again.") % {"label": label}
    asks_for_mail = any(isinstance(one, validators.EmailValidator) for one in field.validators)
    if code != validators.EmailValidator.code or not asks_for_mail:
        return _("What stands under “%(label)s” cannot be used as it is written. Write it another way.") % {
            "label": label
        }
    return _("Write an email address under “%(label)s”, such as navn@kommune.dk.") % {"label": label}


def _of_file(code: str, found: dict[str, Any]) -> str:
    if code == "empty":
        return _("The file is empty. Choose a file with something in it.")
    if code == "max_length":
        return _("The name of the file is longer than %(most)s characters. Give it a shorter one.") % {
            "most": number(found["max"], 0)
        }
    return _("Choose a file first.")


def _of_number(field: forms.Field, label: str, code: str, found: dict[str, Any], unit: str) -> str:
    if code in TOO_LARGE:
        limit = _amount(_largest(field, code, found), unit)
        return _("Write at most %(limit)s under “%(label)s”.") % {"label": label, "limit": limit}
    if code == "min_value":
        limit = _amount(Decimal(found["limit_value"]), unit)
        return _("Write at least %(limit)s under “%(label)s”.") % {"label": label, "limit": limit}
    if code == "max_decimal_places":
        words = ngettext(
            "Write at most %(n)s decimal under “%(label)s”.",
            "Write at most %(n)s decimals under “%(label)s”.",
            found["max"],
        )
        return words % {"label": label, "n": found["max"]}
    if unit == str(KRONER):
        return _("Write a price in whole kroner under “%(label)s”, such as 1200.") % {"label": label}
    if unit == PERCENT:
        return _("Write a number of per cent under “%(label)s”, such as 80.") % {"label": label}
    if type(field) is forms.IntegerField:
        return _("Write a whole number under “%(label)s”, such as 12.") % {"label": label}
    example = number(Decimal("7.5"))
    return _("Write a number under “%(label)s”, such as %(example)s.") % {"label": label, "example": example}


def _largest(field: forms.Field, code: str, found: dict[str, Any]) -> Decimal:
    """The largest number that may be typed, also where only its digits are counted."""
    if code == "max_value":
        return Decimal(found["limit_value"])
    places = getattr(field, "decimal_places", None) or 0
    whole: int = found["max"] - (places if code == "max_digits" else 0)
    return Decimal(10**whole) - Decimal(1).scaleb(-places)


def _amount(limit: Decimal, unit: str) -> str:
    """A limit with its unit: "100 %", "5.000 kr.", "60 timer"."""
    places = max(0, -int(limit.normalize().as_tuple().exponent))
    if unit == PERCENT:
        return percent(float(limit) / 100, places)
    if unit == str(KRONER):
        return kroner(limit)
    return " ".join(filter(None, [number(limit, places), unit]))

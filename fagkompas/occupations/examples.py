"""Our own short list of job titles and groups that comes with the product, as frozen values. No database.

The codes are those of ISCO-08; the words are our own. They are examples: a municipality loads the official files.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

FILE: Final = Path(__file__).parent / "data" / "demo_occupations.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class InBoth:
    """A text in Danish and English."""

    da: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleGroup:
    """A group of ISCO-08 in our own words."""

    code: str
    title: InBoth


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleOccupation:
    """A title, what else people say, and its group of four digits."""

    title: InBoth
    isco4: str
    also_da: tuple[str, ...]
    also_en: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Everything in the file."""

    groups: tuple[ExampleGroup, ...]
    occupations: tuple[ExampleOccupation, ...]


@cache
def examples() -> Examples:
    """What comes with the product."""
    data = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Examples(
        groups=tuple(ExampleGroup(code=code, title=_both(title)) for code, title in data["groups"].items()),
        occupations=tuple(_occupation(each) for each in data["occupations"]),
    )


@cache
def fingerprint() -> str:
    """The SHA-256 of the file, by which a newer list is known."""
    return hashlib.sha256(FILE.read_bytes()).hexdigest()


def _occupation(each: Mapping[str, Any]) -> ExampleOccupation:
    also = each.get("also", {})
    return ExampleOccupation(
        title=_both(each["title"]),
        isco4=each["isco"],
        also_da=tuple(also.get("da", ())),
        also_en=tuple(also.get("en", ())),
    )


def _both(text: Mapping[str, str]) -> InBoth:
    return InBoth(da=text["da"], en=text["en"])

"""Content in two languages: `x_da` is required, `x_en` stands beside it."""

from typing import Any

from django.utils.translation import get_language

from fagkompas.toolkit.texts import Text


def in_active_language(row: Any, name: str) -> str:
    """The text `name` of a row in the reader's language, Danish where English is missing."""
    danish: str = getattr(row, f"{name}_da")
    english: str = getattr(row, f"{name}_en")
    return english if english and (get_language() or "da").startswith("en") else danish


def reader_language() -> str:
    """ "da" or "en", for content that is kept by language."""
    return "en" if (get_language() or "da").startswith("en") else "da"


def said(text: Text) -> str:
    """A text of a file in the reader's language, Danish where English is missing."""
    return text.in_language(get_language() or "da")

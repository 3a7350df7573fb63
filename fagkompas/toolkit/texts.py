"""Texts that stand in files in Danish and English."""

from dataclasses import dataclass
from typing import Any, TypeAlias

Data: TypeAlias = dict[str, Any]
"""A piece of a file as YAML and JSON hold it: strings, numbers, lists and mappings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The same words in both languages; Danish is required, English may be empty."""

    da: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words in `language` ("da", "en", "en-gb" ...), Danish where English is missing."""
        return self.en if self.en and language.startswith("en") else self.da

    def data(self) -> Data:
        """As the file holds it."""
        return {"da": self.da, "en": self.en} if self.en else {"da": self.da}


NO_TEXT = Text(da="")

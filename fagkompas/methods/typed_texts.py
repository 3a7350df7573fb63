"""Texts of a form in both languages, and lines of one control: between the data of a method and its controls. No database."""

from collections.abc import Mapping, Sequence
from typing import Final

from fagkompas.engine.errors import Place, Problem

LANGUAGES: Final = ("da", "en")


def both(name: str, text: Mapping[str, str]) -> dict[str, str]:
    """A text by the names of its two controls."""
    return {f"{name}-{language}": text.get(language, "") for language in LANGUAGES}


def lines_of(name: str, texts: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """English only where every line has it: else the lines would not stand beside their own."""
    return {
        f"{name}-{language}": "\n".join(text[language] for text in texts)
        for language in LANGUAGES
        if all(language in text for text in texts)
    }


def text_from(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """What was typed in the two controls of a text; English only when something was."""
    danish, english = (" ".join(texts.get(f"{name}-{language}", "").split()) for language in LANGUAGES)
    return {"da": danish, "en": english} if english else {"da": danish}


def _split(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def typed_lines(texts: Mapping[str, str], name: str, path: str, problems: list[Problem]) -> list[dict[str, str]]:
    """What was typed a line each. As many lines in English as in Danish, or none: else it is noted, and English left out."""
    danish, english = (_split(texts.get(f"{name}-{language}", "")) for language in LANGUAGES)
    if english and len(english) != len(danish):
        place, values = Place(column=f"{path}.en"), {"danish": len(danish)}
        problems.append(Problem(place=place, found=str(len(english)), message_code="english_lines", values=values))
        english = []
    return [{"da": line, "en": english[at]} if english else {"da": line} for at, line in enumerate(danish)]


def is_typed(texts: Mapping[str, str], prefix: str) -> bool:
    """Whether anything was typed in a control whose name begins so."""
    return any(text.strip() for name, text in texts.items() if name.startswith(prefix))

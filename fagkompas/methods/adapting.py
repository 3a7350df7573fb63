"""A method as the controls of its form, and back: a municipality's own words. No database.

    data of a method ──flat──> "steps-1-title-da": "Gør rammen klar"   ──typed over──> ──data_from──> data of a method
    a problem's path "parts.contract.citizen.2.da" ──control_of──> "parts-1-citizen-da"

Sentences of a part, and when another way is better, are lines of one control; a line of an example begins with who says
it. What a form does not hold (figure, and the quiz and role play of a shipped method) is not touched; `own_cards` and `own_play`
are those of one of the municipality's own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import override

from fagkompas.engine.errors import Place, Problem
from fagkompas.methods.document import Audience, Speaker
from fagkompas.methods.own_cards import cards_from
from fagkompas.methods.own_play import LINES as LINES_OF_A_PLAY
from fagkompas.methods.own_play import play_from
from fagkompas.methods.reader import LONGEST_CODE
from fagkompas.methods.typed_texts import LANGUAGES, both, is_typed, lines_of, text_from, typed_lines
from fagkompas.methods.wording import SPEAKERS
from fagkompas.toolkit.refusing import refuse
from fagkompas.toolkit.texts import Data

SINGLE: Final = ("short", "purpose", "gives")
LINES_OF_A_PART: Final = tuple(audience.value for audience in Audience)
MOST_STEPS: Final = 8
MOST_PARTS: Final = 6
"""Of a municipality's own method; the parts of a shipped one stay."""
MOST_COMPETENCIES: Final = 3

OTHER_PAGES: Final = ("overblik", "kerneopgave", "ny")
"""What stands in an address where the code of a method may stand, and is the name of another page."""

_OF_LINES: Final = frozenset({*LINES_OF_A_PART, *LINES_OF_A_PLAY, "not_when", "lines", "wrong", "wrong_why"})
"""Keys whose control holds a text a line."""

_ASCII: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa"})


def code_from(name: str, taken: Iterable[str]) -> str:
    """A code for a method of the municipality's own that is not taken: "Vores åbning" as "vores-aabning"."""
    plain = re.sub("^[^a-z]+", "", slugify(name.translate(_ASCII)))[: LONGEST_CODE - 4].strip("-") or "metode"
    used, code, number = set(taken), plain, 1
    while code in used:
        number += 1
        code = f"{plain}-{number}"
    return code


def flat(data: Data) -> dict[str, str]:
    """The texts of a method by the names of their controls; empty ones are left out."""
    texts: dict[str, str] = {}
    for key in ("name", *SINGLE):
        texts |= both(key, data.get(key, {}))
    for number, step in enumerate(data.get("steps", ()), start=1):
        for key in ("title", "text"):
            texts |= both(f"steps-{number}-{key}", step[key])
    for number, part in enumerate(data.get("parts", ()), start=1):
        for key in ("name", "text"):
            texts |= both(f"parts-{number}-{key}", part[key])
        for key in LINES_OF_A_PART:
            texts |= lines_of(f"parts-{number}-{key}", part[key])
    texts |= lines_of("not_when", data.get("not_when", ()))
    if example := data.get("example"):
        texts |= both("example-setting", example["setting"]) | both("example-shows", example["shows"])
        texts |= {
            f"example-lines-{language}": "\n".join(
                f"{_says(line['who'], language)}: {line['text'][language]}" for line in example["lines"]
            )
            for language in LANGUAGES
            if all(language in line["text"] for line in example["lines"])
        }
    for place, code in enumerate(data.get("competencies", ())[:MOST_COMPETENCIES], start=1):
        texts[f"competencies-{place}"] = code
    return {name: text for name, text in texts.items() if text}


def data_from(texts: Mapping[str, str], before: Data, *, is_own: bool) -> Data:
    """The method that was typed, over what is there. Raises BadInput where lines in the two languages do not match, or a
    line of an example does not say whose it is; each problem with the path of its text.
    """
    problems: list[Problem] = []
    made: Data = {key: text_from(texts, key) for key in (("name", *SINGLE) if is_own else SINGLE)}
    steps = [
        {key: text_from(texts, f"steps-{number}-{key}") for key in ("title", "text")}
        for number in range(1, MOST_STEPS + 1)
        if is_typed(texts, f"steps-{number}-")
    ]
    parts = [
        {
            "code": code,
            **{key: text_from(texts, f"parts-{number}-{key}") for key in ("name", "text")},
            **{
                key: typed_lines(texts, f"parts-{number}-{key}", f"parts.{code}.{key}", problems)
                for key in LINES_OF_A_PART
            },
        }
        for number, code in _part_codes(before, is_own=is_own)
        if is_typed(texts, f"parts-{number}-")
    ]
    made |= {"steps": steps, "parts": parts, "not_when": typed_lines(texts, "not_when", "not_when", problems)}
    if is_typed(texts, "example-"):
        made["example"] = {
            "setting": text_from(texts, "example-setting"),
            "lines": _talk(texts, problems),
            "shows": text_from(texts, "example-shows"),
        }
    if is_own:
        chosen = (texts.get(f"competencies-{place}", "") for place in range(1, MOST_COMPETENCIES + 1))
        made["competencies"] = list(dict.fromkeys(code for code in chosen if code))
        made["beside"] = list(before.get("beside", ()))
        made["quiz"] = cards_from(texts, problems)
        if play := play_from(texts, before, problems):
            made["role_play"] = play
        made |= {key: _ticked(texts, key) for key in ("audiences", "phases", "situations")}
    refuse(problems)
    return made


def ticks_of_method(data: Data) -> dict[str, list[str]]:
    """What is ticked in a method of the municipality's own, by control."""
    return {key: list(data.get(key, ())) for key in ("audiences", "phases", "situations")}


def control_of(path: str, parts: Sequence[str]) -> str:
    """The control that holds the text of a problem's path; `parts` are the codes of the parts in their order."""
    words = path.split(".")
    if words[0] == "quiz" and "answers" in words:
        words = ["quiz", words[1], "question", "da"]
    if words[0] == "parts" and len(words) > 1 and words[1] in parts:
        words[1] = str(parts.index(words[1]) + 1)
    of_lines = [place for place, word in enumerate(words) if word in _OF_LINES]
    if of_lines:
        words = [*words[: of_lines[-1] + 1], words[-1] if words[-1] in LANGUAGES else "da"]
    return "-".join(words)


def _talk(texts: Mapping[str, str], problems: list[Problem]) -> list[dict[str, Any]]:
    said = typed_lines(texts, "example-lines", "example.lines", problems)
    lines = []
    for line in said:
        who, _colon, danish = line["da"].partition(":")
        speaker = next((one for one in Speaker if _says(one.value, "da").lower() == who.strip().lower()), None)
        if speaker is None or not danish.strip():
            place = Place(column="example.lines.da")
            problems.append(Problem(place=place, found=line["da"][:60], message_code="speaker_missing"))
            continue
        text = {"da": danish.strip()}
        if "en" in line:
            text["en"] = line["en"].partition(":")[2].strip() or line["en"]
        lines.append({"who": speaker.value, "text": text})
    return lines


def _says(speaker: str, language: str) -> str:
    """Who says a line, as it is written before the colon: the same words whatever language the pages are in."""
    with override(language):
        return str(SPEAKERS[Speaker(speaker)])


def _part_codes(before: Data, *, is_own: bool) -> list[tuple[int, str]]:
    there = [part["code"] for part in before.get("parts", ())]
    if is_own:
        there += [f"part-{number}" for number in range(len(there) + 1, MOST_PARTS + 1)]
    return list(enumerate(there, start=1))


def _ticked(texts: Mapping[str, str], key: str) -> list[str]:
    return [name.partition(":")[2] for name, text in texts.items() if name.startswith(f"{key}:") and text]


def all_texts(data: object, path: str = "") -> list[tuple[str, str]]:
    """Every text with the path that leads to it, places in lists from 1."""
    match data:
        case str():
            return [(path, data)]
        case Mapping():
            pairs = [(f"{path}.{key}".strip("."), value) for key, value in data.items()]
        case list():
            pairs = [(f"{path}.{place}", value) for place, value in enumerate(data, start=1)]
        case _:
            return []
    return [found for inner, value in pairs for found in all_texts(value, inner)]


def speakers_in_words() -> str:
    """How a line of an example begins: "Dig:, Borgeren: or Virksomheden:"."""
    return ", ".join(f"{_says(one.value, 'da')}:" for one in Speaker)

"""Reads the nodes of a YAML file into values, noting every problem on the way: the shapes and texts that all files share."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.texts import NO_TEXT, Text
from fagkompas.toolkit.yaml_nodes import Entry, Mapping, Node, Scalar, Sequence, printable

LARGEST_FILE: Final = 1_000_000
LONGEST_DESCRIPTION: Final = 2_000

Chosen = TypeVar("Chosen", bound=StrEnum)
Read = TypeVar("Read")


def refusal(message_code: str, *, found: str, line: int | None = None, limit: int | None = None) -> BadInput:
    """A whole file refused for one reason."""
    values = {} if limit is None else {"limit": limit}
    problem = Problem(place=Place(row=line), found=found, message_code=message_code, values=values)
    return BadInput((problem,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A mapping of the file: its line, the path that leads to it ("fields.AU"), its entries by key."""

    line: int
    path: str
    entries: dict[str, Entry]

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def line_of(self, key: str) -> int:
        return self.entries[key].line if key in self.entries else self.line


class Reader:
    """Goes on after a problem: what is wrong is noted, and a stand-in takes its place.

    The stand-ins never leave the reader: with any problem noted, no document is given out. A key that is
    required and missing is noted once, where its mapping is read.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def accepted(self, read: Read | None) -> Read:
        """What was read, when nothing is wrong with it. Raises BadInput with every problem, in the order of the lines."""
        if self.problems or read is None:
            raise BadInput(tuple(sorted(self.problems, key=lambda problem: problem.place.row or 0)))
        return read

    # The shapes: mappings and lists.

    def part(self, node: Node, path: str, *, required: str, optional: str = "") -> Part | None:
        if not isinstance(node, Mapping):
            self.note("not_a_mapping", node.line, path, found=shown(node), keys=", ".join(required.split()))
            return None
        known = [*required.split(), *optional.split()]
        entries: dict[str, Entry] = {}
        part = Part(line=node.line, path=path, entries=entries)
        for entry in node.entries:
            if entry.key not in known:
                self.note("unknown_key", entry.line, part.at(entry.key), found=entry.key, keys=", ".join(known))
            elif entry.key in entries:
                self.note("key_twice", entry.line, part.at(entry.key), found=entry.key)
            else:
                entries[entry.key] = entry
        for key in required.split():
            if key not in entries:
                self.note("missing_key", node.line, part.at(key), key=key)
        return part

    def inner(self, outer: Part, key: str, required: str, optional: str = "") -> Part:
        """The mapping under a key; an empty one when it is missing or something else."""
        node = self.value(outer, key)
        part = None if node is None else self.part(node, outer.at(key), required=required, optional=optional)
        return part or Part(line=outer.line_of(key), path=outer.at(key), entries={})

    def parts(self, outer: Part, key: str, required: str, optional: str = "") -> Iterator[Part]:
        """The mappings of a list, each with a path that names it by its code where it has one."""
        node = self.value(outer, key)
        if node is None:
            return
        if not isinstance(node, Sequence):
            self.note("not_a_list", node.line, outer.at(key), found=shown(node))
            return
        for index, each in enumerate(node.values, start=1):
            path = f"{outer.at(key)}.{_code_of(each) or index}"
            part = self.part(each, path, required=required, optional=optional)
            if part is not None:
                yield part

    def value(self, part: Part, key: str) -> Node | None:
        return part.entries[key].value if key in part.entries else None

    # The values: texts, codes, choices and numbers.

    def both(self, outer: Part, key: str, *, limit: int = LONGEST_DESCRIPTION) -> Text:
        """Danish, required, and English; no text at all when the key is missing."""
        if key not in outer.entries:
            return NO_TEXT
        part = self.inner(outer, key, "da", "en")
        return Text(da=self.words(part, "da", limit=limit), en=self.words(part, "en", limit=limit))

    def words(self, part: Part, key: str, *, limit: int) -> str:
        """One line of text without blanks around it; empty when the key is missing."""
        node = self.value(part, key)
        if node is None:
            return ""
        line, path = node.line, part.at(key)
        if not isinstance(node, Scalar):
            self.note("not_a_text", line, path, found=shown(node))
            return ""
        text = "" if node.is_empty else node.text.strip()
        if not text:
            self.note("empty_text", line, path)
        elif any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text):
            self.note("not_one_line", line, path, found=printable(text))
            return ""
        elif len(text) > limit:
            self.note("too_long", line, path, found=text, length=len(text), limit=limit)
        return text

    def code(self, part: Part, key: str, pattern: re.Pattern[str], *, limit: int) -> str:
        text = self.words(part, key, limit=limit)
        if text and not pattern.fullmatch(text):
            self.note("bad_code", part.line_of(key), part.at(key), found=text)
            return ""
        return text

    def choice(self, part: Part, key: str, kind: type[Chosen]) -> Chosen:
        node = self.value(part, key)
        return next(iter(kind)) if node is None else self.chosen(node, part.at(key), kind)

    def chosen(self, node: Node, path: str, kind: type[Chosen]) -> Chosen:
        if isinstance(node, Scalar) and node.text in _values(kind):
            return kind(node.text)
        self.note("not_one_of", node.line, path, found=shown(node), choices=", ".join(_values(kind)))
        return next(iter(kind))

    def yes_or_no(self, part: Part, key: str) -> bool:
        node = self.value(part, key)
        if node is None:
            return False
        if isinstance(node, Scalar) and node.text in {"true", "false"}:
            return node.text == "true"
        self.note("not_one_of", node.line, part.at(key), found=shown(node), choices="true, false")
        return False

    def count(self, part: Part, key: str, lowest: int, highest: int) -> int:
        node = self.value(part, key)
        if node is None:
            return lowest
        if isinstance(node, Scalar) and re.fullmatch("[0-9]{1,9}", node.text) and lowest <= int(node.text) <= highest:
            return int(node.text)
        self.note("not_a_count", node.line, part.at(key), found=shown(node), lowest=lowest, highest=highest)
        return lowest

    def number(self, part: Part, key: str, lowest: float, highest: float) -> float:
        node = self.value(part, key)
        if node is None:
            return lowest
        # Four decimals: what is smaller would be written with an exponent, which people do not read.
        is_number = isinstance(node, Scalar) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", node.text)
        if isinstance(node, Scalar) and is_number and lowest <= float(node.text) <= highest:
            return float(node.text)
        self.note("not_a_number", node.line, part.at(key), found=shown(node), lowest=lowest, highest=highest)
        return lowest

    def day(self, part: Part, key: str) -> date:
        """A day written as 2026-07-01; the first there is when the key is missing."""
        return self.day_if_any(part, key) or date.min

    def day_if_any(self, part: Part, key: str) -> date | None:
        node = self.value(part, key)
        if node is None:
            return None
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.text):
            with suppress(ValueError):
                return date.fromisoformat(node.text)
        self.note("not_a_day", node.line, part.at(key), found=shown(node))
        return None

    def choices(self, part: Part, key: str, kind: type[Chosen]) -> tuple[Chosen, ...]:
        """A list of a few known words; none when the key is missing."""
        return tuple(self.chosen(each, part.at(key), kind) for each in self.listed(part, key))

    def listed(self, part: Part, key: str) -> tuple[Node, ...]:
        """What stands in a list, each still to be read; nothing when the key is missing."""
        node = self.value(part, key)
        if isinstance(node, Sequence):
            return node.values
        if node is not None:
            self.note("not_a_list", node.line, part.at(key), found=shown(node))
        return ()

    # What holds across several values.

    def refuse_repeated(self, codes: list[str], part: Part, key: str) -> None:
        for code in dict.fromkeys(code for code in codes if code and codes.count(code) > 1):
            self.note("code_twice", part.line_of(key), part.at(key), found=code)

    def check_order(self, found: Collection[str], expected: Collection[str], part: Part, key: str) -> None:
        if key in part.entries and list(found) != list(expected):
            wanted, given = ", ".join(expected), ", ".join(found)
            self.note("wrong_order", part.line_of(key), part.at(key), found=given, choices=wanted)

    def note(self, message_code: str, line: int, path: str, found: str = "", **values: str | float) -> None:
        place = Place(row=line or None, column=printable(path) or None)
        shown = _shortened(printable(found))
        self.problems.append(Problem(place=place, found=shown, message_code=message_code, values=values))


class BothLanguages(Reader):
    """Reads texts that must be there in Danish and in English, as in the product's own files."""

    def in_both(self, outer: Part, key: str, *, limit: int = LONGEST_DESCRIPTION) -> Text:
        part = self.inner(outer, key, "da en")
        return Text(da=self.words(part, "da", limit=limit), en=self.words(part, "en", limit=limit))


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def _code_of(node: Node) -> str:
    if isinstance(node, Mapping):
        for entry in node.entries:
            if entry.key == "code" and isinstance(entry.value, Scalar):
                return _shortened(printable(entry.value.text), 20)
    return ""


def shown(node: Node) -> str:
    match node:
        case Scalar():
            return _shortened(printable(node.text))
        case Sequence():
            return "[…]"
        case Mapping():
            return "{…}"


def _shortened(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"

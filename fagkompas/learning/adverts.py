"""A job advert drafted out of building blocks: `data/recruitment.yaml` as frozen values. No database.

A mistake in the file is told with its line, all at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.toolkit.reading import LONGEST_DESCRIPTION, Part, Reader
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

FILE: Final = Path(__file__).parent / "data" / "recruitment.yaml"

UNIT, FIELDS = "unit", "fields"
PLACEHOLDERS: Final = (UNIT, FIELDS)
"""What a text may leave open, in braces."""

BULLET: Final = "- "

_FIELD: Final = re.compile("[A-Z][A-Z0-9]*")
_CODE: Final = re.compile("[a-z][a-z-]*[a-z0-9]*")
_OPEN: Final = re.compile(r"\{([^{}]*)\}")
_LONGEST_CODE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldBlocks:
    """What an advert asks in a field: of everybody, and of whoever is specialised."""

    field: str
    basic: Text
    specialised: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvertBlocks:
    """The whole file."""

    framework: str
    description: Text
    title: Text
    opening: tuple[Text, ...]
    basic_intro: Text
    specialised_intro: Text
    fields: tuple[FieldBlocks, ...]
    offers_intro: Text
    offers: tuple[Text, ...]
    closing: tuple[Text, ...]


def draft_of(unit: str, wanted: Sequence[str], names: Mapping[str, str], language: str) -> str:
    """The text of an advert: a heading, paragraphs, and lists with a line each.

    `wanted` are the codes of the fields to be specialised in, `names` those of every field of the framework in the
    language. A field that has no building blocks is asked for by its name.
    """
    blocks = advert_blocks()
    joined = (" og " if language == "da" else " and ").join(names.get(code, code) for code in wanted)

    def said(text: Text) -> str:
        return text.in_language(language).replace(f"{{{UNIT}}}", unit).replace(f"{{{FIELDS}}}", joined)

    of_field = {one.field: one for one in blocks.fields}
    basic = [of_field[code].basic for code in names if code in of_field and code not in wanted]
    specialised = [said(of_field[code].specialised) if code in of_field else f"{names[code]}." for code in wanted]
    parts = [
        said(blocks.title),
        *(said(text) for text in blocks.opening),
        *([_listed(said(blocks.specialised_intro), specialised)] if wanted else []),
        *([_listed(said(blocks.basic_intro), [said(text) for text in basic])] if basic else []),
        _listed(said(blocks.offers_intro) + ":", [said(text) for text in blocks.offers]),
        *(said(text) for text in blocks.closing),
    ]
    return "\n\n".join(parts)


def _listed(intro: str, lines: Sequence[str]) -> str:
    return "\n".join([intro, *(f"{BULLET}{line}" for line in lines)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of a text, and the lines of the list that follows it."""

    text: str
    items: tuple[str, ...]


def passages(text: str) -> Iterator[Passage]:
    """A text as it is set on paper: an empty line ends a passage, and a line that begins with a hyphen is of a list."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.split("\n")]
        yield Passage(
            text=" ".join(line for line in lines if not line.startswith(BULLET)),
            items=tuple(line.removeprefix(BULLET) for line in lines if line.startswith(BULLET)),
        )


@cache
def advert_blocks() -> AdvertBlocks:
    """What comes with the product."""
    return read_advert_blocks(FILE.read_text(encoding="utf-8"))


def read_advert_blocks(text: str) -> AdvertBlocks:
    """The building blocks in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.blocks(nodes_in(text)))


class _Reader(Reader):
    """Reads the file from the top down."""

    def blocks(self, node: Node) -> AdvertBlocks | None:
        required = (
            "framework name description placeholders title opening basic_intro specialised_intro fields offers_intro "
            "offers closing"
        )
        top = self.part(node, "", required=required)
        if top is None:
            return None
        named = []
        for part in self.parts(top, "placeholders", "code text"):
            named.append(self.code(part, "code", _CODE, limit=_LONGEST_CODE))
            self.both(part, "text")
        self.check_order(named, PLACEHOLDERS, top, "placeholders")
        fields = tuple(
            FieldBlocks(
                field=self.code(part, "field", _FIELD, limit=_LONGEST_CODE),
                basic=self.open_text(part, "basic"),
                specialised=self.open_text(part, "specialised"),
            )
            for part in self.parts(top, "fields", "field basic specialised")
        )
        self.refuse_repeated([one.field for one in fields], top, "fields")
        self.both(top, "name")
        return AdvertBlocks(
            framework=self.code(top, "framework", _CODE, limit=_LONGEST_CODE),
            description=self.both(top, "description"),
            title=self.open_text(top, "title"),
            opening=self.texts(top, "opening"),
            basic_intro=self.open_text(top, "basic_intro"),
            specialised_intro=self.open_text(top, "specialised_intro"),
            fields=fields,
            offers_intro=self.open_text(top, "offers_intro"),
            offers=self.texts(top, "offers"),
            closing=self.texts(top, "closing"),
        )

    def texts(self, outer: Part, key: str) -> tuple[Text, ...]:
        """A list of texts in both languages."""
        found = []
        for part in self.parts(outer, key, "da en"):
            limit = LONGEST_DESCRIPTION
            text = Text(da=self.words(part, "da", limit=limit), en=self.words(part, "en", limit=limit))
            found.append(self.checked(text, part.line, part.path))
        return tuple(found)

    def open_text(self, outer: Part, key: str) -> Text:
        """A text in both languages that may leave something open."""
        return self.checked(self.both(outer, key), outer.line_of(key), outer.at(key))

    def checked(self, text: Text, line: int, path: str) -> Text:
        """Notes what a text leaves open that nothing can be put in for."""
        for name in sorted({name for each in (text.da, text.en) for name in _OPEN.findall(each)} - set(PLACEHOLDERS)):
            self.note("not_one_of", line, path, found=f"{{{name}}}", choices=", ".join(PLACEHOLDERS))
        return text

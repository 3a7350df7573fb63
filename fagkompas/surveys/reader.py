"""Instrument files: read with every problem named, written in one layout; and those that come with the product.

The layout of a file is that of `data/managers-2017.yaml`.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import IO, Final

from fagkompas.frameworks.files import canonical, decoded
from fagkompas.surveys.document import (
    DONT_KNOW,
    OF_OPTIONS,
    Choice,
    GridRow,
    InstrumentDocument,
    Kind,
    Municipality,
    Published,
    PublishedTable,
    Question,
    Source,
)
from fagkompas.toolkit.reading import LARGEST_FILE, Part, Reader, refusal, shown
from fagkompas.toolkit.texts import NO_TEXT, Data, Text
from fagkompas.toolkit.yaml_nodes import Mapping, Node, Scalar, nodes_in, nodes_of

SHIPPED: Final = ("managers-2017", "laering-efter")
"""The files of the instruments that come with the product, in the order in which they are loaded."""

DATA: Final = Path(__file__).parent / "data"

CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.]*")
FIELD: Final = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9]{0,9}")

LONGEST_CODE: Final = 40
LONGEST_VERSION: Final = 20
LONGEST_NAME: Final = 200
LONGEST_QUESTION: Final = 500
LONGEST_CHOICE: Final = 200
LONGEST_SOURCE: Final = 300
MOST_QUESTIONS: Final = 60
MOST_ROWS: Final = 40
MOST_OPTIONS: Final = 20
MOST_OPTIONS_OF_A_GRID: Final = 7
LARGEST_NUMBER: Final = 100_000

KEYS_OF: Final = {
    Kind.GRID: ("rows options", ""),
    Kind.CHOICE: ("options", ""),
    Kind.CHOICES: ("options", ""),
    Kind.OPEN: ("", ""),
    Kind.NUMBER: ("least most", ""),
}
"""What a question of a kind must have besides code, kind and text."""


@cache
def shipped() -> tuple[InstrumentDocument, ...]:
    """The instruments that come with the product."""
    return tuple(read_instrument((DATA / f"{name}.yaml").read_text(encoding="utf-8")) for name in SHIPPED)


def read_instrument(text: str) -> InstrumentDocument:
    """The instrument in a file. Raises BadInput with every problem, each with its line and key path."""
    if len(text) > LARGEST_FILE:
        raise refusal("framework_too_large", found="", limit=LARGEST_FILE // 1_000_000)
    return _document_in(nodes_in(text))


def read_instrument_file(source: IO[bytes]) -> InstrumentDocument:
    """The same from bytes. Raises BadInput also when they are too many or no UTF-8."""
    return read_instrument(decoded(source))


def instrument_from_data(data: Data) -> InstrumentDocument:
    """The instrument in already read data, as `InstrumentDocument.data` gives it. Raises BadInput."""
    return _document_in(nodes_of(data))


def write_instrument(document: InstrumentDocument) -> str:
    """The canonical file: what `read_instrument` reads from it comes out as the same bytes."""
    return canonical(document.data())


def _document_in(node: Node) -> InstrumentDocument:
    reader = _Reader()
    return reader.accepted(reader.instrument(node))


class _Reader(Reader):
    """Reads an instrument from the top down."""

    def instrument(self, node: Node) -> InstrumentDocument | None:
        part = self.part(
            node,
            "",
            required="code version name description minutes questions",
            optional="source audience published",
        )
        if part is None:
            return None
        questions = self.questions(part)
        return InstrumentDocument(
            code=self.code(part, "code", CODE, limit=LONGEST_CODE),
            version=self.code(part, "version", VERSION, limit=LONGEST_VERSION),
            name=self.both(part, "name", limit=LONGEST_NAME),
            description=self.both(part, "description"),
            audience=self.both(part, "audience", limit=LONGEST_NAME),
            minutes=self.count(part, "minutes", 1, 240),
            source=self.source(part) if "source" in part.entries else None,
            questions=questions,
            published=self.published(part, questions) if "published" in part.entries else None,
        )

    def source(self, outer: Part) -> Source:
        part = self.inner(outer, "source", "title", "document publisher year section")
        return Source(
            title=self.words(part, "title", limit=LONGEST_SOURCE),
            document=self.words(part, "document", limit=LONGEST_SOURCE),
            publisher=self.words(part, "publisher", limit=LONGEST_SOURCE),
            year=self.count(part, "year", 1900, 2200) if "year" in part.entries else None,
            section=self.words(part, "section", limit=LONGEST_SOURCE),
        )

    def questions(self, outer: Part) -> tuple[Question, ...]:
        keys = "hint dont_know rows options least most"
        questions = tuple(self.question(each) for each in self.parts(outer, "questions", "code kind text", keys))
        self.refuse_repeated([question.code for question in questions], outer, "questions")
        self.refuse_too_many(len(questions), MOST_QUESTIONS, outer, "questions")
        return questions

    def question(self, part: Part) -> Question:
        kind = self.choice(part, "kind", Kind)
        self.check_keys(part, kind)
        rows = tuple(self.row(each) for each in self.parts(part, "rows", "code text", "field"))
        options = tuple(self.option(each) for each in self.parts(part, "options", "code text"))
        most = MOST_OPTIONS_OF_A_GRID if kind is Kind.GRID else MOST_OPTIONS
        self.refuse_too_many(len(rows), MOST_ROWS, part, "rows")
        self.refuse_too_many(len(options), most, part, "options")
        self.refuse_repeated([row.code for row in rows], part, "rows")
        self.refuse_repeated([option.code for option in options], part, "options")
        least = self.whole(part, "least") if "least" in part.entries else 0
        top = self.whole(part, "most") if "most" in part.entries else 10
        if least >= top:
            self.note("number_ends", part.line_of("most"), part.at("most"), found=str(top))
        return Question(
            code=self.code(part, "code", CODE, limit=LONGEST_CODE),
            kind=kind,
            text=self.both(part, "text", limit=LONGEST_QUESTION),
            hint=self.both(part, "hint", limit=LONGEST_QUESTION),
            dont_know=self.yes_or_no(part, "dont_know"),
            rows=rows,
            options=options,
            least=least,
            most=top,
        )

    def check_keys(self, part: Part, kind: Kind) -> None:
        """What the kind needs is there, and nothing that belongs to another kind."""
        needed = KEYS_OF[kind][0].split()
        for key in needed:
            if key not in part.entries:
                self.note("missing_key", part.line, part.at(key), key=key)
        for key in ("rows", "options", "least", "most"):
            if key in part.entries and key not in needed:
                self.note("key_of_another_kind", part.line_of(key), part.at(key), found=key, kind=kind.value)
        if kind is Kind.OPEN and "dont_know" in part.entries:
            self.note(
                "key_of_another_kind", part.line_of("dont_know"), part.at("dont_know"), found="dont_know", kind="open"
            )

    def row(self, part: Part) -> GridRow:
        return GridRow(
            code=self.code(part, "code", CODE, limit=LONGEST_CODE),
            text=self.both(part, "text", limit=LONGEST_CHOICE),
            field=self.code(part, "field", FIELD, limit=10),
        )

    def option(self, part: Part) -> Choice:
        code = self.code(part, "code", CODE, limit=LONGEST_CODE)
        if code == DONT_KNOW:
            self.note("code_of_dont_know", part.line_of("code"), part.at("code"), found=code)
        return Choice(code=code, text=self.both(part, "text", limit=LONGEST_CHOICE))

    def whole(self, part: Part, key: str) -> int:
        """A whole number that may be below zero."""
        node = self.value(part, key)
        if (
            isinstance(node, Scalar)
            and re.fullmatch("-?[0-9]{1,6}", node.text)
            and abs(int(node.text)) <= LARGEST_NUMBER
        ):
            return int(node.text)
        if node is not None:
            self.note(
                "not_a_count",
                node.line,
                part.at(key),
                found=shown(node),
                lowest=-LARGEST_NUMBER,
                highest=LARGEST_NUMBER,
            )
        return 0

    def refuse_too_many(self, count: int, most: int, part: Part, key: str) -> None:
        if key in part.entries and not count:
            self.note("empty_list", part.line_of(key), part.at(key))
        if count > most:
            self.note("too_many_of_them", part.line_of(key), part.at(key), found=str(count), limit=most)

    # The benchmark

    def published(self, outer: Part, questions: tuple[Question, ...]) -> Published:
        part = self.inner(outer, "published", "respondents municipalities tables", "notes municipalities_list")
        tables = tuple(
            self.table(each, questions) for each in self.parts(part, "tables", "question base rows", "answered note")
        )
        self.refuse_repeated([table.question for table in tables], part, "tables")
        return Published(
            respondents=self.count(part, "respondents", 1, LARGEST_NUMBER),
            municipalities=self.count(part, "municipalities", 1, LARGEST_NUMBER),
            tables=tables,
            notes=tuple(self.note_text(each) for each in self.parts(part, "notes", "da", "en")),
            took_part=tuple(
                Municipality(
                    name=self.words(each, "name", limit=LONGEST_NAME),
                    staff=self.count(each, "staff", 1, LARGEST_NUMBER),
                )
                for each in self.parts(part, "municipalities_list", "name staff")
            ),
        )

    def note_text(self, part: Part) -> Text:
        return Text(
            da=self.words(part, "da", limit=LONGEST_QUESTION), en=self.words(part, "en", limit=LONGEST_QUESTION)
        )

    def table(self, part: Part, questions: tuple[Question, ...]) -> PublishedTable:
        code = self.code(part, "question", CODE, limit=LONGEST_CODE)
        question = next((one for one in questions if one.code == code and one.kind in OF_OPTIONS), None)
        if code and question is None:
            self.note("unknown_question", part.line_of("question"), part.at("question"), found=code)
        base = self.count(part, "base", 1, LARGEST_NUMBER)
        answered = self.count(part, "answered", 1, base) if "answered" in part.entries else base
        return PublishedTable(
            question=code,
            base=base,
            answered=answered,
            percents=dict(self.percents(part, question)) if question else {},
            note=self.both(part, "note") if "note" in part.entries else NO_TEXT,
        )

    def percents(self, part: Part, question: Question) -> Iterator[tuple[str, dict[str, int]]]:
        """Whole percents by row and option; what is not a grid has one row, called by the question's own code."""
        rows = question.row_codes if question.kind is Kind.GRID else (question.code,)
        found = self.inner(part, "rows", " ".join(rows))
        for row in rows:
            given = self.value(found, row)
            if isinstance(given, Mapping):
                options = self.inner(found, row, " ".join(option.code for option in question.options))
                known = [option.code for option in question.options if option.code in options.entries]
                yield row, {option: self.count(options, option, 0, 100) for option in known}

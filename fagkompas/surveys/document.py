"""An instrument with its texts as one frozen value, without a database: what files hold and what rows are built from.

InstrumentDocument            name, source, audience, minutes
├── Question                  a grid, one choice, several choices, an open text or a number
│   ├── GridRow               what is asked about, one by one (grids only)
│   └── Choice                what may be answered
└── Published                 the benchmark: whole percents as they were published, each table with its own base
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fagkompas.toolkit.texts import NO_TEXT, Data, Text

DONT_KNOW: Final = "dont-know"
"""What "don't know" is called in forms and files; no option may have this code."""


class Kind(StrEnum):
    """How a question is answered."""

    GRID = "grid"
    CHOICE = "choice"
    CHOICES = "choices"
    OPEN = "open"
    NUMBER = "number"


OF_OPTIONS: Final = frozenset({Kind.GRID, Kind.CHOICE, Kind.CHOICES})
"""The kinds that are answered by options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that may be answered."""

    code: str
    text: Text

    def data(self) -> Data:
        """As the file holds it."""
        return {"code": self.code, "text": self.text.data()}


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One thing that a grid asks about; `field` is the code of a framework's field, where it is one."""

    code: str
    text: Text
    field: str = ""

    def data(self) -> Data:
        """As the file holds it."""
        return {"code": self.code, "text": self.text.data()} | ({"field": self.field} if self.field else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `least` and `most` are the ends of a number; `rows` belong to a grid, `options` to what is chosen."""

    code: str
    kind: Kind
    text: Text
    hint: Text = NO_TEXT
    dont_know: bool = False
    rows: tuple[GridRow, ...] = ()
    options: tuple[Choice, ...] = ()
    least: int = 0
    most: int = 10

    @property
    def row_codes(self) -> tuple[str, ...]:
        """What is answered one by one: the rows of a grid, else the question itself, called ""."""
        return tuple(row.code for row in self.rows) if self.kind is Kind.GRID else ("",)

    def data(self) -> Data:
        """As the file holds it."""
        data: Data = {"code": self.code, "kind": self.kind.value, "text": self.text.data()}
        if self.hint.da:
            data["hint"] = self.hint.data()
        if self.kind is Kind.NUMBER:
            data |= {"least": self.least, "most": self.most}
        if self.dont_know:
            data["dont_know"] = True
        if self.rows:
            data["rows"] = [row.data() for row in self.rows]
        if self.options:
            data["options"] = [option.data() for option in self.options]
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the questions are from; `document` is its number among the product's sources."""

    title: str
    publisher: str = ""
    year: int | None = None
    section: str = ""
    document: str = ""

    def data(self) -> Data:
        """As the file holds it."""
        found = {
            "document": self.document,
            "title": self.title,
            "publisher": self.publisher,
            "year": self.year,
            "section": self.section,
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTable:
    """One question's published whole percents, by row and option.

    `base` is what the percents are of. Where it is larger than `answered`, the base counts those who left the question
    blank; then our own percents of the question are made the same way, so that the two can be compared.
    """

    question: str
    base: int
    answered: int
    percents: Mapping[str, Mapping[str, int]]
    note: Text = NO_TEXT

    @property
    def counts_blank(self) -> bool:
        """Whether the base holds people who left the question blank."""
        return self.answered < self.base

    def data(self) -> Data:
        """As the file holds it."""
        data: Data = {"question": self.question, "base": self.base}
        if self.counts_blank:
            data["answered"] = self.answered
        data["rows"] = {row: dict(options) for row, options in self.percents.items()}
        return data | ({"note": self.note.data()} if self.note.da else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One that took part, with how many worked there."""

    name: str
    staff: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The benchmark: who answered then, and the tables."""

    respondents: int
    municipalities: int
    tables: tuple[PublishedTable, ...]
    notes: tuple[Text, ...] = ()
    took_part: tuple[Municipality, ...] = ()

    def table(self, question: str) -> PublishedTable | None:
        """The table of a question."""
        return next((table for table in self.tables if table.question == question), None)

    def data(self) -> Data:
        """As the file holds it."""
        data: Data = {
            "respondents": self.respondents,
            "municipalities": self.municipalities,
            "tables": [table.data() for table in self.tables],
        }
        if self.notes:
            data["notes"] = [note.data() for note in self.notes]
        if self.took_part:
            data["municipalities_list"] = [{"name": one.name, "staff": one.staff} for one in self.took_part]
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentDocument:
    """Everything an instrument is."""

    code: str
    version: str
    name: Text
    description: Text
    audience: Text = NO_TEXT
    minutes: int
    source: Source | None = None
    questions: tuple[Question, ...]
    published: Published | None = None

    def question(self, code: str) -> Question | None:
        """The question with this code."""
        return next((question for question in self.questions if question.code == code), None)

    def published_table(self, question: str) -> PublishedTable | None:
        """The benchmark of a question."""
        return self.published.table(question) if self.published else None

    def data(self) -> dict[str, Any]:
        """As the file holds it, in its order."""
        data: Data = {
            "code": self.code,
            "version": self.version,
            "name": self.name.data(),
            "description": self.description.data(),
        }
        if self.source:
            data["source"] = self.source.data()
        if self.audience.da:
            data["audience"] = self.audience.data()
        data |= {"minutes": self.minutes, "questions": [question.data() for question in self.questions]}
        return data | ({"published": self.published.data()} if self.published else {})

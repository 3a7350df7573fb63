"""Reads the nodes of a framework file into a document, noting every problem on the way."""

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from fagkompas.engine.errors import BadInput
from fagkompas.engine.framework import SMALLEST_GROUP, AttainedFrom, Rules, level_code
from fagkompas.engine.scales import DIMENSIONS, LEVELS, POINTS, Dimension, Level
from fagkompas.frameworks.document import (
    Arena,
    Category,
    Competency,
    DimensionDocument,
    DimensionItem,
    FieldDocument,
    FrameworkDocument,
    ItemSource,
    Publication,
    ScalePoint,
)
from fagkompas.toolkit.reading import Part, Reader, shown
from fagkompas.toolkit.yaml_nodes import Node, Sequence

MOST_ITEMS: Final = 2_000
MOST_FIELDS: Final = 50
LONGEST_CODE: Final = 60
LONGEST_VERSION: Final = 20
LONGEST_NAME: Final = 120
LONGEST_FRAMEWORK_NAME: Final = 200
LONGEST_TITLE: Final = 120
LONGEST_STATEMENT: Final = 1_000
LONGEST_SOURCE: Final = 300

FRAMEWORK_CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
VERSION_NUMBER: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.]*")
FIELD_CODE: Final = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9]{0,9}")
ITEM_CODE: Final = re.compile(r"[A-ZÆØÅ][A-ZÆØÅ0-9]{0,9}-[A-ZÆØÅ0-9]{1,9}")
CATEGORY_CODE: Final = re.compile(r"[A-ZÆØÅ0-9]{1,16}")
WORD: Final = re.compile(r"[a-zæøå]{1,20}")
ORIGIN: Final = re.compile(f"{FRAMEWORK_CODE.pattern}/{ITEM_CODE.pattern}")
DERIVED_FROM: Final = re.compile(f"{FRAMEWORK_CODE.pattern}/{VERSION_NUMBER.pattern}")

DIMENSION_SUFFIX: Final = {Dimension.PRACTICAL: "PRA", Dimension.REFLEXIVE: "REF", Dimension.RELATIONAL: "REL"}

RULE_NUMBERS: Final = {
    "coverage_minimum": (0.1, 1),
    "attained_share": (0.5, 1),
    "emerging_share": (0.1, 1),
    "dimension_high": (1, 100),
    "dimension_fields_share": (0.1, 1),
    "single_topic_lead": (0, max(POINTS)),
    "surplus_share": (0, 1),
}
"""Decimal numbers from the first to the second."""

RULE_COUNTS: Final = {
    "strengths": (0, 20),
    "potentials": (0, 20),
    "single_topics": (0, 20),
    "single_topic_from": (0, max(POINTS)),
    "agenda_points": (1, 50),
    "agenda_difference": (1, max(POINTS)),
    "agreement_people": (2, 1_000),
    "smallest_group": (SMALLEST_GROUP, 1_000),
    "surplus_least": (0, 1_000),
    "default_specialists": (0, 1_000),
}
"""Whole numbers from the first to the second. A framework may ask for larger groups than the smallest, not for smaller."""


SPELT_OUT: Final = {ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa", ord("ß"): "ss"}


def code_from(name: str) -> str:
    """A framework's code made from its name: `Vores ramme på tværs` gives `vores-ramme-paa-tvaers`."""
    letters = name.lower().translate(SPELT_OUT)
    plain = unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()
    code = "-".join(re.findall("[a-z0-9]+", plain))[:LONGEST_CODE].strip("-")
    return code or "ramme"


def document_in(node: Node) -> FrameworkDocument:
    """The document that the nodes hold. Raises BadInput with every problem, in the order of the lines."""
    reader = _Reader()
    return reader.accepted(reader.framework(node))


class _Reader(Reader):
    """Reads a framework from the top down."""

    def framework(self, node: Node) -> FrameworkDocument | None:
        part = self.part(
            node,
            "",
            required="code version name description source rules scale dimensions categories fields",
            optional="derived_from",
        )
        if part is None:
            return None
        rules = self.rules(part)
        scale = tuple(self.point(each) for each in self.parts(part, "scale", "value name anchor"))
        self.check_order([str(point.value) for point in scale], list(map(str, POINTS)), part, "scale")
        dimensions = tuple(
            self.dimension(each) for each in self.parts(part, "dimensions", "code word name description arenas")
        )
        self.check_order([d.code for d in dimensions], DIMENSIONS, part, "dimensions")
        categories = tuple(self.category(each) for each in self.parts(part, "categories", "code name", "description"))
        self.refuse_repeated([category.code for category in categories], part, "categories")
        outer = {
            "code": self.code(part, "code", FRAMEWORK_CODE, limit=LONGEST_CODE),
            "version": self.code(part, "version", VERSION_NUMBER, limit=LONGEST_VERSION),
            "derived_from": self.code(part, "derived_from", DERIVED_FROM, limit=LONGEST_CODE + LONGEST_VERSION),
        }
        texts = self.both(part, "name", limit=LONGEST_FRAMEWORK_NAME), self.both(part, "description")
        source = self.publication(part)
        fields = self.fields(part, {category.code for category in categories})
        if rules is None:
            return None
        return FrameworkDocument(
            code=outer["code"],
            version=outer["version"],
            derived_from=outer["derived_from"],
            name=texts[0],
            description=texts[1],
            source=source,
            rules=rules,
            scale=scale,
            dimensions=dimensions,
            categories=categories,
            fields=fields,
        )

    def publication(self, outer: Part) -> Publication:
        part = self.inner(outer, "source", "document title", "publisher year")
        return Publication(
            document=self.words(part, "document", limit=LONGEST_SOURCE),
            title=self.words(part, "title", limit=LONGEST_SOURCE),
            publisher=self.words(part, "publisher", limit=LONGEST_SOURCE),
            year=self.count(part, "year", 1900, 2200) if "year" in part.entries else None,
        )

    def rules(self, outer: Part) -> Rules | None:
        before = len(self.problems)
        if "rules" not in outer.entries:
            return None
        part = self.inner(outer, "rules", " ".join(["attained_from", *RULE_NUMBERS, *RULE_COUNTS]))
        attained = self.inner(part, "attained_from", " ".join(LEVELS))
        numbers = {name: self.number(part, name, *limits) for name, limits in RULE_NUMBERS.items()}
        counts = {name: self.count(part, name, *limits) for name, limits in RULE_COUNTS.items()}
        points = {level.value: self.count(attained, level.value, 1, max(POINTS)) for level in LEVELS}
        if len(self.problems) > before:
            return None
        try:
            return Rules(attained_from=AttainedFrom(**points), **numbers, **counts)  # type: ignore[arg-type]  # by name
        except BadInput as error:
            for problem in error.problems:
                name = problem.place.column or ""
                self.note(problem.message_code, part.line_of(name), part.at(name), found=problem.found)
            return None

    def point(self, part: Part) -> ScalePoint:
        return ScalePoint(
            value=self.count(part, "value", 0, max(POINTS)),
            name=self.both(part, "name", limit=LONGEST_NAME),
            anchor=self.both(part, "anchor"),
        )

    def dimension(self, part: Part) -> DimensionDocument:
        arenas = tuple(self.arena(each) for each in self.parts(part, "arenas", "code name anchor"))
        self.refuse_repeated([arena.code for arena in arenas], part, "arenas")
        return DimensionDocument(
            code=self.choice(part, "code", Dimension),
            word=self.code(part, "word", WORD, limit=20),
            name=self.both(part, "name", limit=LONGEST_NAME),
            description=self.both(part, "description"),
            arenas=arenas,
        )

    def arena(self, part: Part) -> Arena:
        return Arena(
            code=self.code(part, "code", WORD, limit=20),
            name=self.both(part, "name", limit=LONGEST_NAME),
            anchor=self.both(part, "anchor"),
        )

    def category(self, part: Part) -> Category:
        return Category(
            code=self.code(part, "code", CATEGORY_CODE, limit=16),
            name=self.both(part, "name", limit=LONGEST_NAME),
            description=self.both(part, "description"),
        )

    def fields(self, outer: Part, categories: Collection[str]) -> tuple[FieldDocument, ...]:
        parts = list(self.parts(outer, "fields", "code name description source dimension_items competencies"))
        fields = tuple(self.field(part, categories) for part in parts)
        self.refuse_repeated([field.code for field in fields], outer, "fields")
        if not fields and "fields" in outer.entries:
            self.note("empty_list", outer.line_of("fields"), outer.at("fields"))
        if len(fields) > MOST_FIELDS:
            self.note(
                "too_many_fields",
                outer.line_of("fields"),
                outer.at("fields"),
                found=str(len(fields)),
                limit=MOST_FIELDS,
            )
        items = sum(len(field.competencies) + len(field.dimension_items) for field in fields)
        if items > MOST_ITEMS:
            self.note("too_many_items", outer.line_of("fields"), outer.at("fields"), found=str(items), limit=MOST_ITEMS)
        return fields

    def field(self, part: Part, categories: Collection[str]) -> FieldDocument:
        code = self.code(part, "code", FIELD_CODE, limit=10)
        dimension_items = tuple(
            self.dimension_item(each, code)
            for each in self.parts(part, "dimension_items", "code dimension title statement source", "origin")
        )
        self.check_order([item.dimension for item in dimension_items], DIMENSIONS, part, "dimension_items")
        competencies = tuple(
            self.competency(each, code, categories)
            for each in self.parts(
                part,
                "competencies",
                "code level dimension title statement source",
                "other_dimensions dimension_reason category origin retired",
            )
        )
        self.refuse_repeated(
            [*(item.code for item in dimension_items), *(item.code for item in competencies)], part, "competencies"
        )
        return FieldDocument(
            code=code,
            name=self.both(part, "name", limit=LONGEST_NAME),
            description=self.both(part, "description"),
            source=self.item_source(part),
            dimension_items=dimension_items,
            competencies=competencies,
        )

    def dimension_item(self, part: Part, field: str) -> DimensionItem:
        dimension = self.choice(part, "dimension", Dimension)
        code = self.code(part, "code", ITEM_CODE, limit=20)
        expected = f"{field}-{DIMENSION_SUFFIX[dimension]}"
        if code and code != expected:
            self.note("wrong_dimension_code", part.line_of("code"), part.at("code"), found=code, expected=expected)
        return DimensionItem(
            code=code,
            dimension=dimension,
            title=self.both(part, "title", limit=LONGEST_TITLE),
            statement=self.both(part, "statement", limit=LONGEST_STATEMENT),
            source=self.item_source(part),
            origin=self.code(part, "origin", ORIGIN, limit=LONGEST_CODE + 21),
        )

    def competency(self, part: Part, field: str, categories: Collection[str]) -> Competency:
        dimension = self.choice(part, "dimension", Dimension)
        return Competency(
            code=self.competency_code(part, field),
            level=self.choice(part, "level", Level),
            dimension=dimension,
            other_dimensions=self.other_dimensions(part, dimension),
            dimension_reason=self.both(part, "dimension_reason"),
            category=self.known_category(part, categories),
            title=self.both(part, "title", limit=LONGEST_TITLE),
            statement=self.both(part, "statement", limit=LONGEST_STATEMENT),
            source=self.item_source(part),
            origin=self.code(part, "origin", ORIGIN, limit=LONGEST_CODE + 21),
            retired=self.yes_or_no(part, "retired"),
        )

    def competency_code(self, part: Part, field: str) -> str:
        code = self.code(part, "code", ITEM_CODE, limit=20)
        line, path = part.line_of("code"), part.at("code")
        if code and field and not code.startswith(f"{field}-"):
            self.note("item_outside_field", line, path, found=code, field=field)
        if code in {level_code(field, level) for level in LEVELS}:
            self.note("code_of_a_level", line, path, found=code)
        return code

    def known_category(self, part: Part, categories: Collection[str]) -> str:
        category = self.code(part, "category", CATEGORY_CODE, limit=16)
        if category and category not in categories:
            line, path = part.line_of("category"), part.at("category")
            self.note("unknown_category", line, path, found=category, choices=", ".join(sorted(categories)))
        return category

    def other_dimensions(self, part: Part, primary: Dimension) -> tuple[Dimension, ...]:
        node = self.value(part, "other_dimensions")
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.note("not_a_list", node.line, part.at("other_dimensions"), found=shown(node))
            return ()
        path = part.at("other_dimensions")
        chosen = [self.chosen(value, path, Dimension) for value in node.values]
        for index, dimension in enumerate(chosen):
            if dimension is primary or dimension in chosen[:index]:
                self.note("dimension_repeated", node.values[index].line, path, found=dimension.value)
        return tuple(chosen)

    def item_source(self, outer: Part) -> ItemSource:
        part = self.inner(outer, "source", "section", "item pages")
        return ItemSource(
            section=self.words(part, "section", limit=LONGEST_SOURCE),
            item=self.count(part, "item", 1, 1_000) if "item" in part.entries else None,
            pages=self.words(part, "pages", limit=40),
        )

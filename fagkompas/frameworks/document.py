"""A whole framework with its texts as one frozen value, without a database: what files hold and what rows are built into.

FrameworkDocument                name, source, rules, scale, dimensions, categories
└── FieldDocument                AU
    ├── DimensionItem            AU-PRA, AU-REF, AU-REL
    └── Competency               AU-G1, AU-S1, ...
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from fagkompas.engine.errors import Place, Problem
from fagkompas.engine.framework import Field as EngineField
from fagkompas.engine.framework import Framework, Item, Rules, columns
from fagkompas.engine.scales import Dimension, Level, Mode
from fagkompas.frameworks.texts import (
    ArenaTexts,
    CategoryTexts,
    DimensionTexts,
    FieldTexts,
    FrameworkTexts,
    ItemTexts,
    PointTexts,
)
from fagkompas.toolkit.texts import NO_TEXT, Data, Text

IDENTITIES: Final = UUID("b5c1f0c2-5b0f-5c43-9a35-2d1d0d0a7f5e")
"""The namespace of the identities of the frameworks that come with the product."""


def shipped_identity(framework: str, item: str) -> UUID:
    """The identity of an item of a framework that comes with the product: the same in every database."""
    return uuid5(IDENTITIES, f"{framework}/{item}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The document that a framework was made from; `document` is its number among the product's sources."""

    document: str
    title: str
    publisher: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSource:
    """Where in the publication: section, the number of the point in it, pages such as "10-11"."""

    section: str
    item: int | None = None
    pages: str = ""

    def data(self) -> Data:
        """As the file holds it."""
        given: Data = {"section": self.section}
        return given | _without_empty({"item": self.item, "pages": self.pages})


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalePoint:
    """A point of the scale (0-4) with what one can see the person do."""

    value: int
    name: Text
    anchor: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Arena:
    """Where a dimension shows: individual, outward, organisation."""

    code: str
    name: Text
    anchor: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionDocument:
    """A dimension; `word` is the Danish word that tables use ("praktisk")."""

    code: Dimension
    word: str
    name: Text
    description: Text
    arenas: tuple[Arena, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of employees whose own tasks a framework describes."""

    code: str
    name: Text
    description: Text = NO_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionItem:
    """The question that asks a field's dimension directly."""

    code: str
    dimension: Dimension
    title: Text
    statement: Text
    source: ItemSource
    origin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """Something one can be rated on. `origin` is "framework/code" of what it was derived from; `retired` keeps it but asks no more."""

    code: str
    level: Level
    dimension: Dimension
    other_dimensions: tuple[Dimension, ...] = ()
    dimension_reason: Text = NO_TEXT
    category: str = ""
    title: Text
    statement: Text
    source: ItemSource
    origin: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDocument:
    """An area of skill."""

    code: str
    name: Text
    description: Text
    source: ItemSource
    dimension_items: tuple[DimensionItem, ...]
    competencies: tuple[Competency, ...]

    @property
    def items(self) -> "tuple[DimensionItem | Competency, ...]":
        """Everything in the field: the dimension questions, then the competencies, retired ones too."""
        return (*self.dimension_items, *self.competencies)

    def in_use(self, level: Level | None = None) -> tuple[Competency, ...]:
        """The competencies that are not retired, in order, of one level or of both."""
        return tuple(c for c in self.competencies if not c.retired and (level is None or c.level is level))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkDocument:
    """One version of a framework, whole. `derived_from` is "code/version" of what it was derived from."""

    code: str
    version: str
    name: Text
    description: Text
    source: Publication
    derived_from: str = ""
    rules: Rules
    scale: tuple[ScalePoint, ...]
    dimensions: tuple[DimensionDocument, ...]
    categories: tuple[Category, ...]
    fields: tuple[FieldDocument, ...]

    def codes(self) -> frozenset[str]:
        """Every code that a ratings file may name: competencies, dimension items, and the levels of a dialogue."""
        framework = self.to_engine()
        return frozenset(code for mode in Mode for code in columns(framework, mode))

    def to_engine(self) -> Framework:
        """What the rules need; retired competencies are left out."""
        return Framework(
            code=self.code,
            version=self.version,
            rules=self.rules,
            fields=tuple(_engine_field(field) for field in self.fields),
        )

    def texts(self, language: str) -> FrameworkTexts:
        """What pages and printed sheets show, in one language; retired competencies are left out."""
        return FrameworkTexts(
            code=self.code,
            version=self.version,
            name=self.name.in_language(language),
            description=self.description.in_language(language),
            scale=tuple(
                PointTexts(
                    value=point.value, name=point.name.in_language(language), anchor=point.anchor.in_language(language)
                )
                for point in self.scale
            ),
            dimensions=tuple(_dimension_texts(dimension, language) for dimension in self.dimensions),
            categories=tuple(
                CategoryTexts(
                    code=category.code,
                    name=category.name.in_language(language),
                    description=category.description.in_language(language),
                )
                for category in self.categories
            ),
            fields=tuple(_field_texts(field, language) for field in self.fields),
        )

    def data(self) -> Data:
        """As the file holds it, keys in the file's order."""
        return {
            "code": self.code,
            "version": self.version,
            "name": self.name.data(),
            "description": self.description.data(),
            "source": _without_empty(asdict(self.source)),
            **_without_empty({"derived_from": self.derived_from}),
            "rules": asdict(self.rules),
            "scale": [{"value": p.value, "name": p.name.data(), "anchor": p.anchor.data()} for p in self.scale],
            "dimensions": [_dimension_data(dimension) for dimension in self.dimensions],
            "categories": [
                {"code": c.code, "name": c.name.data()} | _texts_if_any(description=c.description)
                for c in self.categories
            ],
            "fields": [_field_data(field) for field in self.fields],
        }


def problems_before_publishing(document: FrameworkDocument) -> tuple[Problem, ...]:
    """What must be mended before people can be rated on it: a field where every competency is retired."""
    return tuple(
        Problem(
            place=Place(column=f"fields.{field.code}"),
            found=field.name.da,
            message_code="field_without_competencies",
            values={"field": field.code},
        )
        for field in document.fields
        if not field.in_use()
    )


def _engine_field(field: FieldDocument) -> EngineField:
    return EngineField(
        code=field.code,
        items=tuple(
            Item(
                code=c.code,
                level=c.level,
                dimension=c.dimension,
                other_dimensions=c.other_dimensions,
                category=c.category or None,
            )
            for c in field.in_use()
        ),
        dimension_items=tuple(
            Item(code=item.code, level=None, dimension=item.dimension) for item in field.dimension_items
        ),
    )


def _dimension_texts(dimension: DimensionDocument, language: str) -> DimensionTexts:
    return DimensionTexts(
        dimension=dimension.code,
        word=dimension.word,
        name=dimension.name.in_language(language),
        description=dimension.description.in_language(language),
        arenas=tuple(
            ArenaTexts(
                code=arena.code, name=arena.name.in_language(language), anchor=arena.anchor.in_language(language)
            )
            for arena in dimension.arenas
        ),
    )


def _field_texts(field: FieldDocument, language: str) -> FieldTexts:
    return FieldTexts(
        code=field.code,
        name=field.name.in_language(language),
        description=field.description.in_language(language),
        items=tuple(
            ItemTexts(
                code=c.code,
                field=field.code,
                level=c.level,
                dimension=c.dimension,
                category=c.category or None,
                title=c.title.in_language(language),
                statement=c.statement.in_language(language),
            )
            for c in field.in_use()
        ),
        dimension_items=tuple(
            ItemTexts(
                code=item.code,
                field=field.code,
                level=None,
                dimension=item.dimension,
                category=None,
                title=item.title.in_language(language),
                statement=item.statement.in_language(language),
            )
            for item in field.dimension_items
        ),
    )


def _dimension_data(dimension: DimensionDocument) -> Data:
    return {
        "code": dimension.code.value,
        "word": dimension.word,
        "name": dimension.name.data(),
        "description": dimension.description.data(),
        "arenas": [{"code": a.code, "name": a.name.data(), "anchor": a.anchor.data()} for a in dimension.arenas],
    }


def _field_data(field: FieldDocument) -> Data:
    return {
        "code": field.code,
        "name": field.name.data(),
        "description": field.description.data(),
        "source": field.source.data(),
        "dimension_items": [_dimension_item_data(item) for item in field.dimension_items],
        "competencies": [_competency_data(competency) for competency in field.competencies],
    }


def _dimension_item_data(item: DimensionItem) -> Data:
    return {
        "code": item.code,
        "dimension": item.dimension.value,
        "title": item.title.data(),
        "statement": item.statement.data(),
        "source": item.source.data(),
        **_without_empty({"origin": item.origin}),
    }


def _competency_data(competency: Competency) -> Data:
    return {
        "code": competency.code,
        "level": competency.level.value,
        "dimension": competency.dimension.value,
        **_without_empty({"other_dimensions": [dimension.value for dimension in competency.other_dimensions]}),
        **_texts_if_any(dimension_reason=competency.dimension_reason),
        **_without_empty({"category": competency.category}),
        "title": competency.title.data(),
        "statement": competency.statement.data(),
        "source": competency.source.data(),
        **_without_empty({"origin": competency.origin, "retired": competency.retired}),
    }


def _texts_if_any(**texts: Text) -> Data:
    return {key: text.data() for key, text in texts.items() if text.da}


def _without_empty(data: Data) -> Data:
    return dict(_kept(data))


def _kept(data: Data) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if value not in (None, "", [], False):
            yield key, value

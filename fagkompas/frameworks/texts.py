"""The texts of a framework in one language, ready to show: what pages, forms and printed sheets read."""

from collections.abc import Mapping
from dataclasses import dataclass

from fagkompas.engine.scales import Dimension, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTexts:
    """A point of the scale, 0-4."""

    value: int
    name: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArenaTexts:
    """Where a dimension shows."""

    code: str
    name: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionTexts:
    """A dimension and its anchors in the three arenas; `word` is the Danish word of the files."""

    dimension: Dimension
    word: str
    name: str
    description: str
    arenas: tuple[ArenaTexts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTexts:
    """A category of employees."""

    code: str
    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTexts:
    """Something that is rated; `level` is None for a dimension question, `category` None for everyone."""

    code: str
    field: str
    level: Level | None
    dimension: Dimension
    category: str | None
    title: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTexts:
    """An area of skill with what is asked in it, in framework order."""

    code: str
    name: str
    description: str
    items: tuple[ItemTexts, ...]
    dimension_items: tuple[ItemTexts, ...]

    def at(self, level: Level) -> tuple[ItemTexts, ...]:
        """The competencies of one level."""
        return tuple(item for item in self.items if item.level is level)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkTexts:
    """All texts of one version."""

    code: str
    version: str
    name: str
    description: str
    scale: tuple[PointTexts, ...]
    dimensions: tuple[DimensionTexts, ...]
    categories: tuple[CategoryTexts, ...]
    fields: tuple[FieldTexts, ...]

    def field(self, code: str) -> FieldTexts:
        """The field with this code. Raises KeyError."""
        return {field.code: field for field in self.fields}[code]

    def items(self) -> Mapping[str, ItemTexts]:
        """Code to item, competencies and dimension questions."""
        return {item.code: item for field in self.fields for item in (*field.items, *field.dimension_items)}

    def point(self, value: int) -> PointTexts:
        """The point of the scale with this value. Raises KeyError."""
        return {point.value: point for point in self.scale}[value]

    def dimension(self, dimension: Dimension) -> DimensionTexts:
        """The texts of a dimension. Raises KeyError."""
        return {texts.dimension: texts for texts in self.dimensions}[dimension]

    def category(self, code: str) -> CategoryTexts:
        """The category with this code. Raises KeyError."""
        return {category.code: category for category in self.categories}[code]

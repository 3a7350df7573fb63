"""The starter catalogue that comes with the product, as frozen values. No database.

`data/offerings.yaml` is read once and kept. A mistake in it is told with its line, all at once.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

from fagkompas.engine.scales import POINTS, Dimension
from fagkompas.frameworks.reader import FRAMEWORK_CODE, ITEM_CODE, LONGEST_CODE
from fagkompas.toolkit.reading import BothLanguages, Part
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, Sequence, nodes_in

OFFERINGS: Final = Path(__file__).parent / "data" / "offerings.yaml"
FRAMEWORK: Final = "faglighed-2025"
"""The framework whose competencies the starter catalogue lifts."""

OWN_HOUSE: Final = "Eget hus"
"""Content, therefore in Danish: a provider that begins so is the municipality itself."""

LONGEST_TITLE: Final = 200
MOST_KRONER: Final = 1_000_000
MOST_HOURS: Final = 1_000
MOST_SEATS: Final = 500
MOST_ECTS: Final = 240
MOST_YEARS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedProgramme:
    """A programme of several modules, to be finished within `years` of the first."""

    code: str
    name: Text
    years: int
    ects: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedLift:
    """By how many points of the scale a competency is raised, and up to which."""

    competency: str
    lift: Decimal
    up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedOffering:
    """An example of an offering; prices in whole kroner, hours of one participant."""

    code: str
    form: str
    dimensions: tuple[Dimension, ...]
    programme: str
    title: Text
    description: Text
    provider: Text
    accredited: bool
    ects: Decimal | None
    hours: Decimal
    price_per_seat: int
    fixed_price: int
    least_seats: int
    most_seats: int
    language: str
    prerequisites: tuple[str, ...]
    lifts: tuple[ShippedLift, ...]

    @property
    def internal(self) -> bool:
        """Whether the municipality runs it itself."""
        return self.provider.da.startswith(OWN_HOUSE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterCatalogue:
    """Everything in the file."""

    programmes: tuple[ShippedProgramme, ...]
    offerings: tuple[ShippedOffering, ...]


@cache
def starter_catalogue() -> StarterCatalogue:
    """What comes with the product."""
    return read_catalogue(OFFERINGS.read_text(encoding="utf-8"))


def read_catalogue(text: str) -> StarterCatalogue:
    """The catalogue in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.catalogue(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the catalogue from the top down."""

    def catalogue(self, node: Node) -> StarterCatalogue:
        top = self.part(node, "", required="programmes offerings")
        if top is None:
            return StarterCatalogue(programmes=(), offerings=())
        programmes = tuple(self.programme(part) for part in self.parts(top, "programmes", "code name years ects"))
        keys = "code form dimensions title description provider accredited hours price seats language lifts"
        parts = list(self.parts(top, "offerings", keys, "programme ects prerequisites"))
        offerings = tuple(self.offering(part) for part in parts)
        codes, known = [offering.code for offering in offerings], {programme.code for programme in programmes}
        self.refuse_repeated(codes, top, "offerings")
        for part, offering in zip(parts, offerings, strict=True):
            for code in offering.prerequisites:
                if code not in codes:
                    self.note(
                        "prerequisite_unknown", part.line_of("prerequisites"), part.at("prerequisites"), found=code
                    )
            if offering.programme and offering.programme not in known:
                self.note(
                    "programme_unknown", part.line_of("programme"), part.at("programme"), found=offering.programme
                )
        return StarterCatalogue(programmes=programmes, offerings=offerings)

    def programme(self, part: Part) -> ShippedProgramme:
        return ShippedProgramme(
            code=self.code(part, "code", FRAMEWORK_CODE, limit=LONGEST_CODE),
            name=self.in_both(part, "name", limit=LONGEST_TITLE),
            years=self.count(part, "years", 1, MOST_YEARS),
            ects=self.decimal(part, "ects", MOST_ECTS),
        )

    def offering(self, part: Part) -> ShippedOffering:
        price, seats = self.inner(part, "price", "seat fixed"), self.inner(part, "seats", "least most")
        return ShippedOffering(
            code=self.code(part, "code", FRAMEWORK_CODE, limit=LONGEST_CODE),
            form=self.code(part, "form", FRAMEWORK_CODE, limit=LONGEST_CODE),
            dimensions=tuple(
                self.chosen(node, part.at("dimensions"), Dimension) for node in self.nodes(part, "dimensions")
            ),
            programme=self.code(part, "programme", FRAMEWORK_CODE, limit=LONGEST_CODE),
            title=self.in_both(part, "title", limit=LONGEST_TITLE),
            description=self.in_both(part, "description"),
            provider=self.in_both(part, "provider", limit=LONGEST_TITLE),
            accredited=self.yes_or_no(part, "accredited"),
            ects=self.decimal(part, "ects", MOST_ECTS) if "ects" in part.entries else None,
            hours=self.decimal(part, "hours", MOST_HOURS),
            price_per_seat=self.count(price, "seat", 0, MOST_KRONER),
            fixed_price=self.count(price, "fixed", 0, MOST_KRONER),
            least_seats=self.count(seats, "least", 1, MOST_SEATS),
            most_seats=self.count(seats, "most", 1, MOST_SEATS),
            language=self.words(part, "language", limit=2),
            prerequisites=self.codes(part, "prerequisites"),
            lifts=tuple(self.lift(each) for each in self.parts(part, "lifts", "competency lift up_to")),
        )

    def lift(self, part: Part) -> ShippedLift:
        return ShippedLift(
            competency=self.code(part, "competency", ITEM_CODE, limit=LONGEST_CODE),
            lift=self.decimal(part, "lift", max(POINTS)),
            up_to=self.count(part, "up_to", 1, max(POINTS)),
        )

    def decimal(self, part: Part, key: str, highest: int) -> Decimal:
        return Decimal(str(self.number(part, key, 0, highest)))

    def nodes(self, part: Part, key: str) -> tuple[Node, ...]:
        node = self.value(part, key)
        return node.values if isinstance(node, Sequence) else ()

    def codes(self, part: Part, key: str) -> tuple[str, ...]:
        return tuple(getattr(node, "text", "") for node in self.nodes(part, key))

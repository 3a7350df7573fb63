"""How to run each learning form: the guides that come with the product, as frozen values. No database.

`data/guides.yaml` is read once and kept. A mistake in it is told with its line, all at once.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import ceil
from pathlib import Path
from typing import Final

from fagkompas.frameworks.reader import FRAMEWORK_CODE, LONGEST_CODE, LONGEST_SOURCE
from fagkompas.toolkit.reading import LONGEST_DESCRIPTION, BothLanguages, Part
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.yaml_nodes import Node, nodes_in

GUIDES: Final = Path(__file__).parent / "data" / "guides.yaml"

LONGEST_GATHERING: Final = 24 * 60
MOST_GATHERINGS: Final = 50
MOST_PEOPLE: Final = 500
WHOLE_DAY: Final = 7 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of a gathering, in minutes."""

    title: Text
    minutes: int
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How to run one learning form. `minutes` is one gathering, `gatherings` how many make it work."""

    form: str
    purpose: Text
    suits: Text
    least_people: int
    most_people: int
    minutes: int
    gatherings: int
    preparation: tuple[Text, ...]
    steps: tuple[Step, ...]
    questions: tuple[Text, ...]
    follow_up: tuple[Text, ...]
    pitfalls: tuple[Text, ...]
    document: str
    section: str

    @property
    def hours(self) -> Decimal:
        """What one person spends in all, in hours with one decimal."""
        return (Decimal(self.minutes * self.gatherings) / 60).quantize(Decimal("0.1"))


@cache
def guides() -> tuple[Guide, ...]:
    """The guides that come with the product, in their order."""
    return read_guides(GUIDES.read_text(encoding="utf-8"))


def guide_of(form: str) -> Guide | None:
    """The guide of a learning form, by its code."""
    return next((guide for guide in guides() if guide.form == form), None)


def gatherings_for(form: str, hours: Decimal) -> tuple[int, int]:
    """How many times, and for how many minutes: as the guide says where its hours are these, else in whole days.

    ``hours`` is what one person spends in all, above 0; a whole day has at most `WHOLE_DAY` minutes.
    """
    guide = guide_of(form)
    if guide is not None and guide.hours == hours:
        return guide.gatherings, guide.minutes
    days = ceil(hours * 60 / WHOLE_DAY)
    return days, round(hours * 60 / days)


def read_guides(text: str) -> tuple[Guide, ...]:
    """The guides in a file. Raises BadInput with every problem, each with its line and key path."""
    reader = _Reader()
    return reader.accepted(reader.guides(nodes_in(text)))


class _Reader(BothLanguages):
    """Reads the guides from the top down."""

    def guides(self, node: Node) -> tuple[Guide, ...]:
        top = self.part(node, "", required="guides")
        if top is None:
            return ()
        keys = "form purpose suits people minutes gatherings preparation steps questions follow_up pitfalls source"
        read = tuple(self.guide(part) for part in self.parts(top, "guides", keys))
        self.refuse_repeated([guide.form for guide in read], top, "guides")
        return read

    def guide(self, part: Part) -> Guide:
        people = self.inner(part, "people", "least most")
        source = self.inner(part, "source", "document section")
        guide = Guide(
            form=self.code(part, "form", FRAMEWORK_CODE, limit=LONGEST_CODE),
            purpose=self.in_both(part, "purpose"),
            suits=self.in_both(part, "suits"),
            least_people=self.count(people, "least", 1, MOST_PEOPLE),
            most_people=self.count(people, "most", 1, MOST_PEOPLE),
            minutes=self.count(part, "minutes", 1, LONGEST_GATHERING),
            gatherings=self.count(part, "gatherings", 1, MOST_GATHERINGS),
            preparation=self.texts(part, "preparation"),
            steps=tuple(self.step(each) for each in self.parts(part, "steps", "title minutes text")),
            questions=self.texts(part, "questions"),
            follow_up=self.texts(part, "follow_up"),
            pitfalls=self.texts(part, "pitfalls"),
            document=self.words(source, "document", limit=LONGEST_SOURCE),
            section=self.words(source, "section", limit=LONGEST_SOURCE),
        )
        self.check(part, guide)
        return guide

    def step(self, part: Part) -> Step:
        return Step(
            title=self.in_both(part, "title"),
            minutes=self.count(part, "minutes", 1, LONGEST_GATHERING),
            text=self.in_both(part, "text"),
        )

    def texts(self, part: Part, key: str) -> tuple[Text, ...]:
        return tuple(
            Text(
                da=self.words(each, "da", limit=LONGEST_DESCRIPTION),
                en=self.words(each, "en", limit=LONGEST_DESCRIPTION),
            )
            for each in self.parts(part, key, "da en")
        )

    def check(self, part: Part, guide: Guide) -> None:
        """What holds across several values: who is there, and steps that fill the gathering."""
        if guide.most_people < guide.least_people:
            self.note("fewer_than_least", part.line_of("people"), part.at("people"), found=str(guide.most_people))
        filled = sum(step.minutes for step in guide.steps)
        if "steps" in part.entries and filled != guide.minutes:
            self.note(
                "steps_do_not_fill", part.line_of("steps"), part.at("steps"), found=str(filled), minutes=guide.minutes
            )

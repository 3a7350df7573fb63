"""One field of a version: its competencies with sources and what the other frameworks have beside them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.scales import LEVELS, Dimension, Level
from fagkompas.frameworks.crosswalk import Neighbours, neighbours_of
from fagkompas.frameworks.models import Item, Version
from fagkompas.frameworks.permissions import load_version
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.frameworks.views.shown import version_context


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemShown:
    """An item as the page shows it: dimensions and category in words, and what stands beside it elsewhere."""

    item: Item
    dimension: str
    other_dimensions: tuple[str, ...]
    category: str
    neighbours: tuple[Neighbours, ...]


def field(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """Basic and specialised competencies, dimension questions, and what a derived version leaves out."""
    person = signed_in(request)
    version = load_version(person, uuid)
    found = get_object_or_404(version.fields, code=code)
    shown = _items_shown(version, list(found.items.order_by("position")))
    asked = [each for each in shown if not each.item.retired]
    context = version_context(person, version, "frameworks:version")
    return render(
        request,
        "frameworks/field.html",
        {
            **context,
            "field": found,
            "levels": [(level.value, _at(level, asked)) for level in LEVELS],
            "dimension_questions": [each for each in asked if not each.item.is_competency],
            "left_out": [each for each in shown if each.item.retired],
            "may_edit_items": context["may_change"] and version.is_draft,
        },
    )


def _at(level: Level, shown: list[ItemShown]) -> list[ItemShown]:
    return [each for each in shown if each.item.level == level.value]


def _items_shown(version: Version, items: list[Item]) -> list[ItemShown]:
    texts = texts_of(version)
    neighbours = neighbours_of([item for item in items if item.is_competency])
    return [
        ItemShown(
            item=item,
            dimension=_dimension(texts, item.dimension),
            other_dimensions=tuple(_dimension(texts, each) for each in item.other_dimensions),
            category=texts.category(item.category).name if item.category else "",
            neighbours=tuple(neighbours.get(item.pk, ())),
        )
        for item in items
    ]


def _dimension(texts: FrameworkTexts, code: str) -> str:
    return texts.dimension(Dimension(code)).name

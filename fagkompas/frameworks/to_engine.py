"""Rows to values: a version as a document, as the engine's framework, and as texts to show. The only door.

What is published never changes, so it is built once and kept; drafts are built each time.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from fagkompas.engine.framework import Framework
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.files import framework_from_data
from fagkompas.frameworks.models import Field, Item, Version
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.texts import Data

KEPT_VERSIONS = 64


def document_of(version: Version) -> FrameworkDocument:
    """Everything in a version, retired items too. A few queries however large it is, none for what is kept."""
    return _built(version) if version.is_draft else _kept(version.uuid, version.revision)


def engine_framework(version: Version) -> Framework:
    """What the rules need of a version."""
    return document_of(version).to_engine() if version.is_draft else _kept_engine(version.uuid, version.revision)


def texts_of(version: Version, language: str = "") -> FrameworkTexts:
    """What pages show of a version, in the language given or else the reader's."""
    wanted = "en" if (language or get_language() or "da").startswith("en") else "da"
    if version.is_draft:
        return document_of(version).texts(wanted)
    return _kept_texts(version.uuid, version.revision, wanted)


# Kept by UUID and revision, not by key: keys are used again after a transaction that was undone.


@lru_cache(maxsize=KEPT_VERSIONS)
def _kept(uuid: UUID, revision: int) -> FrameworkDocument:
    return _built(Version.objects.select_related("framework").get(uuid=uuid, revision=revision))


@lru_cache(maxsize=KEPT_VERSIONS)
def _kept_engine(uuid: UUID, revision: int) -> Framework:
    return _kept(uuid, revision).to_engine()


@lru_cache(maxsize=2 * KEPT_VERSIONS)
def _kept_texts(uuid: UUID, revision: int, language: str) -> FrameworkTexts:
    return _kept(uuid, revision).texts(language)


def _built(version: Version) -> FrameworkDocument:
    fields = list(version.fields.order_by("position"))
    items = list(version.items.order_by("position"))
    origins = _origins([item.origin for item in items if item.origin])
    before = version.derived_from
    rest: Data = version.document
    return framework_from_data(
        {
            "code": version.framework.code,
            "version": version.number,
            "name": _both(version, "name"),
            "description": rest["description"],
            "source": rest["source"],
            **({"derived_from": f"{before.framework.code}/{before.number}"} if before else {}),
            "rules": rest["rules"],
            "scale": rest["scale"],
            "dimensions": rest["dimensions"],
            "categories": rest["categories"],
            "fields": [
                _field(field, [item for item in items if item.field_id == field.pk], origins) for field in fields
            ],
        }
    )


def _field(field: Field, items: list[Item], origins: Mapping[UUID, str]) -> Data:
    return {
        "code": field.code,
        "name": _both(field, "name"),
        "description": _both(field, "description"),
        "source": field.source,
        "dimension_items": [_asked(item, origins) for item in items if not item.is_competency],
        "competencies": [_competency(item, origins) for item in items if item.is_competency],
    }


def _asked(item: Item, origins: Mapping[UUID, str]) -> Data:
    origin = origins.get(item.origin) if item.origin else None
    return {
        "code": item.code,
        "dimension": item.dimension,
        "title": _both(item, "title"),
        "statement": _both(item, "statement"),
        "source": item.source,
        **({"origin": origin} if origin else {}),
    }


def _competency(item: Item, origins: Mapping[UUID, str]) -> Data:
    optional = {
        "other_dimensions": item.other_dimensions,
        "dimension_reason": item.dimension_reason_da and _both(item, "dimension_reason"),
        "category": item.category,
        "retired": item.retired,
    }
    return {**_asked(item, origins), "level": item.level, **{key: value for key, value in optional.items() if value}}


def _origins(identities: list[UUID]) -> dict[UUID, str]:
    """Identity to "framework/code" of the items that others were derived from."""
    if not identities:
        return {}
    rows = (
        Item.objects.filter(identity__in=identities)
        .order_by("version_id")
        .values_list("identity", "version__framework__code", "code")
    )
    return {identity: f"{framework}/{code}" for identity, framework, code in rows}


def _both(row: Any, name: str) -> Data:
    danish, english = getattr(row, f"{name}_da"), getattr(row, f"{name}_en")
    return {"da": danish, "en": english} if english else {"da": danish}

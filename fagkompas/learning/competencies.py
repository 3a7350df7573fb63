"""Competencies that were chosen from a framework, in words."""

from collections.abc import Collection
from dataclasses import dataclass

from fagkompas.engine.scales import Level
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import texts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenCompetency:
    """One competency with the field that it belongs to, in the reader's language."""

    code: str
    title: str
    statement: str
    level: Level
    field: str
    field_name: str


def chosen_in_words(version: Version, codes: Collection[str]) -> list[ChosenCompetency]:
    """Those of the codes that the version has, in its order; what it no longer has is left out."""
    return [
        ChosenCompetency(
            code=item.code,
            title=item.title,
            statement=item.statement,
            level=item.level,
            field=field.code,
            field_name=field.name,
        )
        for field in texts_of(version).fields
        for item in field.items
        if item.code in codes and item.level is not None
    ]

"""The competencies that an offering can lift, and what it lifts in words.

A competency is known by the identity that it has in every version of its framework, and that what is derived from it
shares; its code is what people write.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from fagkompas.catalogue.models import Lift
from fagkompas.engine.scales import Level
from fagkompas.frameworks.models import Item, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCompetency:
    """A competency in the newest version of its framework; texts in the reader's language. `field` is the field's code."""

    framework_id: int
    identity: UUID
    code: str
    title: str
    level: Level
    dimension: str
    field: str
    field_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftInWords:
    """What an offering does for one competency. `competency` is None where its framework no longer has it."""

    code: str
    lift: Decimal
    up_to: int
    competency: KnownCompetency | None


def competencies_known_to(root_id: int) -> Mapping[str, KnownCompetency]:
    """Code to competency, in framework order: those that come with the product, and what the municipality has added.

    Two queries, whatever there is.
    """
    newest: dict[int, Version] = {}
    for version in Version.objects.choosable(root_id):
        newest.setdefault(version.framework_id, version)
    place = {version.pk: index for index, version in enumerate(newest.values())}
    items = (
        Item.objects.competencies()
        .in_use()
        .filter(version__in=newest.values())
        .select_related("field", "version__framework")
        .order_by("field__position", "position", "pk")
    )
    known: dict[str, KnownCompetency] = {}
    for item in sorted(items, key=lambda item: place[item.version_id]):
        if item.origin is None:
            known.setdefault(item.code, _known(item))
    return known


def _known(item: Item) -> KnownCompetency:
    return KnownCompetency(
        framework_id=item.version.framework_id,
        identity=item.shared_identity,
        code=item.code,
        title=item.title,
        level=Level(item.level),
        dimension=item.dimension,
        field=item.field.code,
        field_name=item.field.name,
    )


def in_words(lifts: Iterable[Lift], known: Mapping[str, KnownCompetency]) -> list[LiftInWords]:
    """Lifts with the texts of their competencies, in framework order; what is no longer known comes last."""
    by_identity = {competency.identity: (place, competency) for place, competency in enumerate(known.values())}
    last = (len(by_identity), None)
    found = sorted(((by_identity.get(lift.identity, last), lift) for lift in lifts), key=lambda pair: pair[0][0])
    return [
        LiftInWords(code=lift.code, lift=lift.lift, up_to=lift.up_to, competency=competency)
        for (_place, competency), lift in found
    ]

"""Items beside those of the other frameworks: questions about many links at once, in both directions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from fagkompas.frameworks.models import CrosswalkLink, Item, ItemQuerySet, Relation, Version, VersionState

NONE_FOUND = "none"
"""The relation of an item that has nothing beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """An item of the other framework, how the one here relates to it, and a word on it."""

    item: Item
    relation: Relation
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """What another framework has beside one item; empty means that none was found."""

    version: Version
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrosswalkRow:
    """One line of the crosswalk: an item and one beside it, or None where none was found."""

    item: Item
    beside: Beside | None


def newest_shipped() -> list[Version]:
    """The newest published version of each framework that comes with the product, in order. One query."""
    versions = (
        Version.objects.filter(framework__root=None, state=VersionState.PUBLISHED)
        .select_related("framework")
        .order_by("framework__position", "-published_on", "-pk")
    )
    newest: dict[int, Version] = {}
    for version in versions:
        newest.setdefault(version.framework_id, version)
    return list(newest.values())


def linked_pairs(versions: Sequence[Version]) -> list[tuple[Version, Version]]:
    """The pairs of frameworks that are linked, each in both directions. One query."""
    stored = CrosswalkLink.objects.order_by("source_framework_id", "target_framework_id")
    linked = set(stored.values_list("source_framework_id", "target_framework_id").distinct())
    both = linked | {(target, source) for source, target in linked}
    return [
        (source, target)
        for source in versions
        for target in versions
        if (source.framework_id, target.framework_id) in both
    ]


def neighbours_of(items: Iterable[Item]) -> dict[int, list[Neighbours]]:
    """By item key, what each linked framework has beside it; a derived item stands where its origin does.

    An item of the municipality's own has no row. Four queries, however many items there are.
    """
    identities = {item.pk: item.shared_identity for item in items}
    versions = newest_shipped()
    partners: dict[int, list[Version]] = defaultdict(list)
    for source, target in linked_pairs(versions):
        partners[source.framework_id].append(target)
    wanted = set(identities.values())
    links = _links(Q(source_identity__in=wanted) | Q(target_identity__in=wanted))
    ends = {end for link in links for end in (link.source_identity, link.target_identity) if end}
    shipped = _by_identity(_shipped_items(versions).filter(identity__in=wanted | ends))
    beside = _beside(links, shipped)
    return {
        pk: [
            Neighbours(version=version, beside=tuple(beside[mine, version.framework_id]))
            for version in partners[shipped[mine].version.framework_id]
        ]
        for pk, mine in identities.items()
        if mine in shipped
    }


def crosswalk_rows(source: Version, target: Version, *, field: str = "", relation: str = "") -> list[CrosswalkRow]:
    """Every competency of one framework with what the other has beside it, in framework order. Three queries."""
    competencies = list(_shipped_items([source]).competencies().in_use())
    frameworks = {source.framework_id, target.framework_id}
    links = _links(Q(source_framework__in=frameworks, target_framework__in=frameworks))
    beside = _beside(links, _by_identity(competencies, _shipped_items([target])))
    rows = [
        CrosswalkRow(item=item, beside=found)
        for item in competencies
        for found in beside[item.identity, target.framework_id] or (None,)
        if field in ("", item.field.code)
    ]
    return [row for row in rows if _has_relation(row, relation)]


def _has_relation(row: CrosswalkRow, relation: str) -> bool:
    if not relation:
        return True
    if row.beside is None:
        return relation == NONE_FOUND
    return row.beside.relation == relation


def _links(which: Q) -> list[CrosswalkLink]:
    return list(CrosswalkLink.objects.filter(which, target_identity__isnull=False).order_by("pk"))


def _shipped_items(versions: Sequence[Version]) -> ItemQuerySet:
    items = Item.objects.filter(version__in=versions).select_related("field", "version__framework")
    return items.order_by("version__framework__position", "field__position", "position")


def _by_identity(*groups: Iterable[Item]) -> dict[UUID, Item]:
    return {item.identity: item for group in groups for item in group}


def _beside(links: Iterable[CrosswalkLink], items: dict[UUID, Item]) -> dict[tuple[UUID, int], list[Beside]]:
    """By identity and the other framework, in both directions."""
    found: dict[tuple[UUID, int], list[Beside]] = defaultdict(list)
    for link in links:
        relation = Relation(link.relation)
        for here, there, seen in (
            (link.source_identity, link.target_identity, relation),
            (link.target_identity, link.source_identity, relation.seen_from_the_other),
        ):
            other = items.get(there) if there else None
            if here and other:
                found[here, other.version.framework_id].append(Beside(item=other, relation=seen, note=link.note))
    return found

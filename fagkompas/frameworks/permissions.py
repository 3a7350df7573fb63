"""Who may: everyone reads what is published; competence consultants make and change the municipality's own."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import units_with_role
from fagkompas.frameworks.models import Field, FrameworkImport, Item, Version, VersionQuerySet, VersionState


def can_edit_frameworks(person: Employee) -> bool:
    """A competence consultant somewhere in the municipality: its own frameworks belong to all of it."""
    return any(unit.root_id == person.root_id for unit in units_with_role(person, Role.CONSULTANT))


def check_edits_frameworks(person: Employee) -> None:
    """Otherwise not found."""
    if not can_edit_frameworks(person):
        raise Http404


def visible_versions(person: Employee) -> VersionQuerySet:
    """Shipped and own versions; drafts only for those who make them."""
    versions = Version.objects.seen_by(person.root_id).select_related("framework", "derived_from__framework")
    return versions if can_edit_frameworks(person) else versions.exclude(state=VersionState.DRAFT)


def can_change(person: Employee, version: Version) -> bool:
    """Whether the person may work on this version's framework: it is the municipality's own."""
    return version.framework.root_id == person.root_id and can_edit_frameworks(person)


def load_version(person: Employee, uuid: UUID) -> Version:
    """A version that the person may read; otherwise not found."""
    version = visible_versions(person).filter(uuid=uuid).first()
    if version is None:
        raise Http404
    return version


def load_own_version(person: Employee, uuid: UUID, *states: VersionState) -> Version:
    """A version of the municipality's own, in one of the states, that the person may work on; otherwise not found."""
    version = load_version(person, uuid)
    if not can_change(person, version) or version.state not in states:
        raise Http404
    return version


def load_own_field(person: Employee, uuid: UUID, code: str) -> Field:
    """A field of a draft that the person may work on; otherwise not found."""
    version = load_own_version(person, uuid, VersionState.DRAFT)
    field = version.fields.filter(code=code).first()
    if field is None:
        raise Http404
    field.version = version
    return field


def load_own_competency(person: Employee, uuid: UUID) -> Item:
    """A competency in a draft that the person may work on; otherwise not found."""
    items = Item.objects.competencies().filter(version__in=visible_versions(person).filter(state=VersionState.DRAFT))
    item = items.select_related("version__framework", "field").filter(uuid=uuid).first()
    if item is None or not can_change(person, item.version):
        raise Http404
    return item


def load_waiting_import(person: Employee, uuid: UUID, *, now: datetime) -> FrameworkImport:
    """The person's own file that waits to be saved; after an hour not found."""
    check_edits_frameworks(person)
    waiting = FrameworkImport.waiting(now).select_related("version__framework")
    found = waiting.filter(uuid=uuid, author=person).first()
    if found is None or (found.version is not None and not found.version.is_draft):
        raise Http404
    return found

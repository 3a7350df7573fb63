"""A catalogue file that waits to be saved, and saving what is right in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.actions.offerings import create_offering, edit_offering
from fagkompas.catalogue.actions.sessions import edit_session, plan_session
from fagkompas.catalogue.around import Surroundings, surroundings_of
from fagkompas.catalogue.models import CatalogueImport, Offering
from fagkompas.catalogue.uploading import CheckedCatalogue, CheckedOffering
from fagkompas.toolkit.retention import RetentionLine


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCatalogue:
    """How many rows did what."""

    created: int
    changed: int
    planned: int
    altered: int


@transaction.atomic
def keep_file(
    *, author: Employee, file_name: str, rows: list[dict[str, Any]], problems: list[dict[str, Any]], now: datetime
) -> CatalogueImport:
    """Keep what was read for an hour; an earlier file of the same person goes."""
    CatalogueImport.objects.filter(author=author).delete()
    return CatalogueImport.objects.create(
        author=author, file_name=file_name[:200], content=rows, problems=problems, read_at=now
    )


@transaction.atomic
def save_file(*, checked: CheckedCatalogue, kept: CatalogueImport, today: date, by: Employee) -> SavedCatalogue:
    """Save what is right, all of it or none; the file is thrown away.

    Raises `BadInput` or `ChangedMeanwhile` where something changed since it was checked.
    """
    around = surroundings_of(by.root_id)
    around = _save_offerings(checked.offerings, around, by)
    for row in checked.sessions:
        if row.before is None:
            plan_session(offering=around.offerings[row.offering], root=by.root, facts=row.facts, today=today, by=by)
        elif row.changes:
            edit_session(session=row.before, facts=row.facts, revision=row.before.revision, today=today, by=by)
    saved = SavedCatalogue(
        created=checked.created, changed=checked.changed, planned=checked.planned, altered=checked.altered
    )
    record_change(
        by=by,
        action="catalogue.file.saved",
        target=kept,
        created=saved.created,
        changed=saved.changed,
        planned=saved.planned,
        altered=saved.altered,
    )
    kept.delete()
    return saved


def _save_offerings(rows: Sequence[CheckedOffering], around: Surroundings, by: Employee) -> Surroundings:
    """New ones first and without what they ask for, since that may stand further down.

    What the changed ones have asked for goes before any is changed: the rows were looked at together, and one alone
    beside what is stored may go round in a circle.
    """
    for row in rows:
        if row.is_new:
            alone = replace(row.facts, prerequisites=())
            made = create_offering(root=by.root, facts=alone, by=by, code=row.code, around=around)
            around = replace(around, offerings={**around.offerings, row.code: made})
    changed = [row.before.pk for row in rows if row.before is not None and row.changes]
    Offering.prerequisites.through.objects.filter(from_offering__in=changed).delete()
    for row in rows:
        if row.before is not None and row.changes:
            revision = row.before.revision
            edit_offering(offering=row.before, facts=row.facts, revision=revision, by=by, around=around)
    _link(((row.code, row.facts.prerequisites) for row in rows if row.is_new), around)
    return around


def _link(asked: Iterable[tuple[str, tuple[str, ...]]], around: Surroundings) -> None:
    for code, codes in asked:
        if codes:
            around.offerings[code].prerequisites.set([around.offerings[one] for one in codes])


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:  # noqa: ARG001  # called like every app's
    """Delete the read files that nobody saved within their hour."""
    expired = CatalogueImport.expired(timezone.now())
    rows = expired.count() if dry_run else expired.delete()[0]
    return [RetentionLine(what=_("catalogue files that were read and not saved"), rows=rows)]

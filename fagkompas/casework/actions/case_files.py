"""Files about a citizen: kept for an hour between reading and saving."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.holding import held_case
from fagkompas.casework.models import CaseFile, CaseFileKind
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine


@transaction.atomic
def keep_file(
    *,
    citizen: Citizen,
    kind: CaseFileKind,
    content: Any,
    problems: Sequence[Problem],
    now: datetime,
    by: Employee,
) -> CaseFile:
    """Keep what was read; what the same person read before is thrown away. Raises `BadInput` when the case is closed."""
    held_case(citizen)
    CaseFile.objects.filter(author=by, kind=kind).delete()
    kept = CaseFile.of_file(content, problems, now=now, author=by, citizen=citizen, kind=kind)
    kept.save()
    return kept


def take_file(kept: CaseFile) -> None:
    """Throw a file away because what it holds is being saved; whoever saves the same file at once waits.

    Raises `BadInput` when it is gone: saved already, in this window or another.
    """
    held = CaseFile.objects.select_for_update().filter(pk=kept.pk).first()
    refuse(unless(held is not None, "file", "file_gone"))
    kept.delete()


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:  # noqa: ARG001  # a file lives by the hour
    """Throw away files that were never saved."""
    files = CaseFile.expired(timezone.now())
    by_root = files.order_by().values_list("citizen__root_id").annotate(Count("pk"))
    of_citizens = {root: {"casework.CaseFile": rows} for root, rows in by_root}
    line = RetentionLine(
        what=_("files of job logs and CVs that were read and not saved"),
        rows=sum(sum(rows.values()) for rows in of_citizens.values()),
        of_citizens=of_citizens,
    )
    if not dry_run:
        files.delete()
    return [line]

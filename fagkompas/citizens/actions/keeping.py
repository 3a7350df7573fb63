"""What is deleted when its time is up."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.audit.actions import record_change
from fagkompas.citizens.models import KEPT_YEARS, Citizen, CitizenImport
from fagkompas.toolkit.retention import RetentionLine


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete cases some years after they were closed, with all that hangs on them, and files that were never saved."""
    citizens = Citizen.objects.past_keeping(today)
    imports = CitizenImport.objects.expired(timezone.now())
    lines = [
        RetentionLine(
            what=_("citizens whose case was closed more than %(years)d years ago") % {"years": KEPT_YEARS},
            rows=citizens.count(),
        ),
        RetentionLine(what=_("files of citizens that were read and not saved"), rows=imports.count()),
    ]
    if not dry_run:
        imports.delete()
        for key in list(citizens.order_by("closed_on", "pk").values_list("pk", flat=True)):
            _delete(key, today)
    return lines


@transaction.atomic
def _delete(key: int, today: date) -> None:
    """One citizen, unless the case was opened again meanwhile."""
    for citizen in Citizen.objects.past_keeping(today).select_for_update().filter(pk=key):
        record_change(
            by=None,
            action="citizens.citizen.deleted",
            target=citizen,
            citizen_id=citizen.pk,
            root_id=citizen.root_id,
        )
        citizen.delete()

"""What is deleted when its time is up."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.audit.actions import record_change
from fagkompas.companies.models import CompanyContact, CompanyImport
from fagkompas.toolkit.retention import RetentionLine


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete the contacts of companies that closed more than a year ago, and files that were never saved."""
    contacts = CompanyContact.objects.past_keeping(today)
    imports = CompanyImport.expired(timezone.now())
    lines = [
        RetentionLine(what=_("contacts of companies that closed more than a year ago"), rows=contacts.count()),
        RetentionLine(what=_("files of companies that were read and not saved"), rows=imports.count()),
    ]
    if not dry_run:
        imports.delete()
        for contact in contacts.select_related("company").order_by("pk"):
            contact.delete()
            record_change(
                by=None,
                action="companies.contact.removed",
                target=contact.company,
                root_id=contact.company.root_id,
            )
    return lines

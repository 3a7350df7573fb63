"""What is deleted when its time is up."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.audit.actions import record_change
from fagkompas.companies.models import CallDraft, Company, CompanyContact, CompanyImport
from fagkompas.toolkit.retention import RetentionLine


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete contacts of companies that closed more than a year ago, those companies four years later, forgotten files
    and what was typed in calls that nobody saved.
    """
    contacts = CompanyContact.objects.past_keeping(today)
    companies = Company.objects.past_keeping(today)
    imports = CompanyImport.expired(timezone.now())
    drafts = CallDraft.past_keeping(today)
    lines = [
        RetentionLine(what=_("contacts of companies that closed more than a year ago"), rows=contacts.count()),
        RetentionLine(what=_("companies that closed more than five years ago"), rows=companies.count()),
        RetentionLine(what=_("files of companies that were read and not saved"), rows=imports.count()),
        RetentionLine(what=_("calls that were begun and not saved for a week"), rows=drafts.count()),
    ]
    if not dry_run:
        imports.delete()
        drafts.delete()
        for contact in contacts.select_related("company").order_by("pk"):
            contact.delete()
            record_change(
                by=None,
                action="companies.contact.removed",
                target=contact.company,
                root_id=contact.company.root_id,
            )
        for company in companies.order_by("pk"):
            record_change(by=None, action="companies.company.deleted", target=company, root_id=company.root_id)
            company.delete()
    return lines

"""The people whom one talks to in a company: added, changed, and deleted for good."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.record import held
from fagkompas.companies.models import Company, CompanyContact
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

LONGEST: Final = {"name": 120, "title": 120, "phone": 40, "email": 254, "note": 300}
GUARDED: Final = ("name", "title", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFacts:
    """What is known of a contact."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    is_decision_maker: bool = False

    def as_stored(self) -> "ContactFacts":
        """Without spaces around, mail in lower case."""
        return ContactFacts(
            name=" ".join(self.name.split()),
            title=" ".join(self.title.split()),
            phone=" ".join(self.phone.split()),
            email=self.email.strip().lower(),
            note=" ".join(self.note.split()),
            is_decision_maker=self.is_decision_maker,
        )


def facts_of(contact: CompanyContact) -> ContactFacts:
    """What is known of a contact by now."""
    return ContactFacts(**{field.name: getattr(contact, field.name) for field in fields(ContactFacts)})


@transaction.atomic
def add_contact(
    *,
    company: Company,
    facts: ContactFacts,
    by: Employee | None,
    traces_read: str = "",
    confirmed_on: date | None = None,
    key: UUID | None = None,
) -> CompanyContact:
    """Somebody new, once by the `key`, confirmed today unless told otherwise.

    Raises `TracesFound` where a text tells of health and its warning was not read.
    """
    before = made_before(held(company).contacts.all(), key)
    if before is not None:
        return before
    stored, day = facts.as_stored(), confirmed_on or timezone.localdate()
    _refuse(stored, traces_read)
    contact = CompanyContact.objects.create(uuid=key or uuid4(), company=company, confirmed_on=day, **asdict(stored))
    record_change(by=by, action="companies.contact.added", target=company, root_id=company.root_id)
    return contact


@transaction.atomic
def edit_contact(
    *, contact: CompanyContact, facts: ContactFacts, revision: int, by: Employee | None, traces_read: str = ""
) -> CompanyContact:
    """Other facts. Raises `ChangedMeanwhile` when somebody else has changed or deleted the contact since."""
    row = _held(contact)
    if row is None or row.revision != revision:
        raise ChangedMeanwhile
    stored, before = facts.as_stored(), facts_of(row)
    changed = [name for name, value in asdict(stored).items() if getattr(before, name) != value]
    if changed:
        _refuse(stored, traces_read)
        for name in changed:
            setattr(row, name, getattr(stored, name))
        row.revision += 1
        row.confirmed_on = timezone.localdate()
        row.save(update_fields=[*changed, "confirmed_on", "revision"])
        record_change(by=by, action="companies.contact.edited", target=row.company, root_id=row.company.root_id)
    return row


@transaction.atomic
def confirm_contact(*, contact: CompanyContact, by: Employee | None) -> None:
    """The person is still who one talks to there, and all that stands is so."""
    row, today = _held(contact), timezone.localdate()
    if row is not None and row.confirmed_on < today:
        row.confirmed_on = today
        row.save(update_fields=["confirmed_on"])
        record_change(by=by, action="companies.contact.confirmed", target=row.company, root_id=row.company.root_id)


@transaction.atomic
def remove_contact(*, contact: CompanyContact, by: Employee | None) -> None:
    """The person is no contact any more: everything about the person is deleted, and only that it was done is kept."""
    row = _held(contact)
    if row is not None:
        company = row.company
        row.delete()
        record_change(by=by, action="companies.contact.removed", target=company, root_id=company.root_id)


def _held(contact: CompanyContact) -> CompanyContact | None:
    rows = CompanyContact.objects.select_for_update(of=("self",), no_key=True).select_related("company")
    return rows.filter(pk=contact.pk).first()


def _refuse(facts: ContactFacts, traces_read: str) -> None:
    refuse(problems_of_contact(facts))
    guard_health({name: str(getattr(facts, name)) for name in GUARDED}, read=traces_read)


def problems_of_contact(facts: ContactFacts) -> list[Problem]:
    """What is wrong with facts as they would be stored. No query."""
    is_address = not facts.email or _is_address(facts.email)
    problems = [
        *unless(facts.name, "name", "contact_name_missing"),
        *unless(is_address, "email", "email_invalid", facts.email[:60]),
    ]
    for name, longest in LONGEST.items():
        text = str(getattr(facts, name))
        problems += unless(len(text) <= longest, name, "too_long", text[:40], longest=longest)
    return problems


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True

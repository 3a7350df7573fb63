"""A file of companies: kept until it is saved, and saved all of it or none."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.companies.actions.record import CompanyFacts, lock_companies, note_looked_up
from fagkompas.companies.models import Company, CompanyImport
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.kept_files import SAVED_COLUMNS
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.row_files import ReadRows

COLUMNS: Final = tuple(field.name for field in fields(CompanyFacts))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """One row of a file that has been checked: `company_id` is None for a new one; `revision` the one that was seen."""

    company_id: int | None
    revision: int
    facts: CompanyFacts


@transaction.atomic
def keep_import(*, author: Employee, read: ReadRows, now: datetime) -> CompanyImport:
    """Keep a read file, encrypted, for an hour; what the same person read before is thrown away."""
    CompanyImport.objects.filter(author=author).delete()
    kept = CompanyImport.of_file(read.as_json(), read.problems, now=now, author=author)
    kept.save()
    return kept


@transaction.atomic
def import_companies(
    *, rows: Sequence[CompanyRow], kept: CompanyImport, by: Employee, left_out: Sequence[Problem] = ()
) -> None:
    """Make and change companies, all or none, and once; of the read file what came of it is kept. Queries hardly grow with the rows.

    Raises `BadInput` when something has changed since the rows were checked.
    """
    lock_companies(by.root_id)
    if not CompanyImport.still_waits(kept.pk):
        return
    held = Company.objects.select_for_update(of=("self",), no_key=True).of_root(by.root_id)
    known = held.in_bulk({row.company_id for row in rows if row.company_id is not None})
    new = [row.facts for row in rows if row.company_id is None]
    old = [(known.get(row.company_id), row) for row in rows if row.company_id is not None]
    refuse(_changed_meanwhile(rows, known, by))
    now = timezone.now()
    made = [Company(**asdict(facts), root_id=by.root_id, created_at=now) for facts in new]
    for company in made:
        note_looked_up(company)
    created = Company.objects.bulk_create(made, batch_size=500)
    changed = [_changed(company, row.facts) for company, row in old if company is not None]
    Company.objects.bulk_update(changed, [*COLUMNS, "advertising_looked_up_on", "revision"], batch_size=200)
    kept.keep_saved(created=[one.pk for one in created], changed=[one.pk for one in changed], problems=left_out)
    kept.save(update_fields=SAVED_COLUMNS)
    record_changes(by=by, action="companies.company.created", changed=[(None, one) for one in created])
    record_changes(by=by, action="companies.company.edited", changed=[(None, one) for one in changed])
    record_change(by=by, action="companies.file.imported", created=len(new), changed=len(changed))


def _changed(company: Company, facts: CompanyFacts) -> Company:
    before = company.is_advertising_protected
    for name, value in asdict(facts).items():
        setattr(company, name, value)
    if company.is_advertising_protected != before:
        note_looked_up(company)
    company.revision += 1
    return company


def _changed_meanwhile(rows: Sequence[CompanyRow], known: Mapping[int, Company], by: Employee) -> list[Problem]:
    """Whether a company of the rows is another by now, or somebody else has been given one of their P-numbers."""
    seen = {row.company_id: row.revision for row in rows if row.company_id is not None}
    as_seen = all(pk in known and known[pk].revision == revision for pk, revision in seen.items())
    numbers = sorted({row.facts.p_number for row in rows if row.facts.p_number})
    return list(unless(as_seen and _with_numbers(numbers, by) <= set(seen), "file", "file_outdated"))


def _with_numbers(numbers: Sequence[str], by: Employee) -> set[int]:
    """Who has one of the P-numbers by now."""
    companies = Company.objects.of_root(by.root_id).order_by()
    parts = (numbers[start : start + 500] for start in range(0, len(numbers), 500))
    return {pk for part in parts for pk in companies.filter(p_number__in=part).values_list("pk", flat=True)}

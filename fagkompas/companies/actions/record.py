"""What stands about a company: written down, changed, closed and opened again."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.companies.models import Company
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile

LONGEST: Final = {"name": 200, "industry": 120, "address": 300, "phone": 40}
CVR_DIGITS: Final = 8
P_NUMBER_DIGITS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """What is known of a company. `cvr` is 8 digits, `p_number` 10, both with spaces if one likes, or "" where unknown.

    `is_advertising_protected` is None while nobody has looked it up.
    """

    name: str
    cvr: str = ""
    p_number: str = ""
    industry: str = ""
    address: str = ""
    phone: str = ""
    is_advertising_protected: bool | None = None

    def as_stored(self) -> "CompanyFacts":
        """Without spaces around, numbers without spaces in them."""
        return CompanyFacts(
            name=" ".join(self.name.split()),
            cvr="".join(self.cvr.split()),
            p_number="".join(self.p_number.split()),
            industry=" ".join(self.industry.split()),
            address=" ".join(self.address.split()),
            phone=" ".join(self.phone.split()),
            is_advertising_protected=self.is_advertising_protected,
        )


def facts_of(company: Company) -> CompanyFacts:
    """What is known of a company by now."""
    return CompanyFacts(**{field.name: getattr(company, field.name) for field in fields(CompanyFacts)})


@transaction.atomic
def create_company(
    *,
    root: Unit,
    facts: CompanyFacts,
    by: Employee | None,
    is_another_place: bool = False,
    key: UUID | None = None,
    is_demo: bool = False,
) -> Company:
    """A new company, once by its `key`.

    Where a place of the same firm is known, `is_another_place` says that this is not the same one.
    """
    lock_companies(root.pk)
    before = made_before(Company.objects.of_root(root.pk), key)
    if before is not None:
        return before
    stored = facts.as_stored()
    company = Company(**asdict(stored), uuid=key or uuid4(), root=root, created_at=timezone.now(), is_demo=is_demo)
    note_looked_up(company)
    is_new_place = is_another_place or not Company.objects.same_firm(company).exists()
    refuse(
        [
            *problems_of_facts(stored),
            *problems_of_place(stored, root_id=root.pk),
            *unless(is_new_place, "cvr", "cvr_known"),
        ]
    )
    company.save(force_insert=True)
    record_change(by=by, action="companies.company.created", target=company, root_id=company.root_id)
    return company


@transaction.atomic
def edit_company(
    *, company: Company, facts: CompanyFacts, revision: int, by: Employee | None, is_looked_up_again: bool = False
) -> Company:
    """Other facts; or that whether it is protected was looked up again today. `revision` is the one that was shown.

    Raises `ChangedMeanwhile` when somebody else has changed them since.
    """
    lock_companies(company.root_id)
    row = held(company)
    if row.revision != revision:
        raise ChangedMeanwhile
    stored, before = facts.as_stored(), facts_of(row)
    refuse([*problems_of_facts(stored), *problems_of_place(stored, root_id=row.root_id, but=row)])
    changed = [name for name, value in asdict(stored).items() if getattr(before, name) != value]
    for name in changed:
        setattr(row, name, getattr(stored, name))
    if is_looked_up_again or "is_advertising_protected" in changed:
        note_looked_up(row)
        changed.append("advertising_looked_up_on")
    if changed:
        _save(row, *changed)
        record_change(by=by, action="companies.company.edited", target=row, root_id=row.root_id, fields=sorted(changed))
    return row


@transaction.atomic
def close_company(*, company: Company, on: date, today: date, by: Employee | None) -> Company:
    """The place of work is no more, since a day that has come. Its contacts are deleted a year later."""
    row = held(company)
    refuse([*unless(not row.is_closed, "on", "already_closed"), *unless(on <= today, "on", "day_in_future", str(on))])
    row.closed_on = on
    _save(row, "closed_on")
    record_change(by=by, action="companies.company.closed", target=row, root_id=row.root_id, on=on.isoformat())
    return row


@transaction.atomic
def reopen_company(*, company: Company, by: Employee | None) -> Company:
    """It was closed by mistake, or has begun again."""
    row = held(company)
    refuse(unless(row.is_closed, "on", "not_closed"))
    row.closed_on = None
    _save(row, "closed_on")
    record_change(by=by, action="companies.company.reopened", target=row, root_id=row.root_id)
    return row


def note_looked_up(company: Company) -> None:
    """That what stands about advertising was looked up today; no day where nobody knows. The caller saves."""
    knows = company.is_advertising_protected is not None
    company.advertising_looked_up_on = timezone.localdate() if knows else None


def lock_companies(root_id: int) -> None:
    """Nobody else gives numbers to companies of the municipality until the transaction ends."""
    Unit.objects.select_for_update(no_key=True).get(pk=root_id)


def held(company: Company) -> Company:
    """The row as it is now, kept from others until the transaction ends."""
    return Company.objects.select_for_update(of=("self",), no_key=True).get(pk=company.pk)


def problems_of_facts(facts: CompanyFacts) -> list[Problem]:
    """What is wrong with facts as they would be stored. No query.

    A P-number may begin with a date like a CPR number, so only texts are looked through for those.
    """
    problems = [
        *unless(facts.name, "name", "name_missing"),
        *unless(not facts.cvr or is_number(facts.cvr, CVR_DIGITS), "cvr", "cvr_invalid", facts.cvr[:40]),
        *unless(
            not facts.p_number or is_number(facts.p_number, P_NUMBER_DIGITS),
            "p_number",
            "p_number_invalid",
            facts.p_number[:40],
        ),
    ]
    for name, longest in LONGEST.items():
        text = str(getattr(facts, name))
        problems += unless(len(text) <= longest, name, "too_long", text[:40], longest=longest)
        problems += unless(name == "phone" or not cpr_like(text), name, "cpr_number")
    return problems


def problems_of_place(facts: CompanyFacts, *, root_id: int, but: Company | None = None) -> list[Problem]:
    """Nobody else's P-number in the municipality."""
    other = company_with(facts.p_number, root_id=root_id)
    is_free = other is None or (but is not None and other.pk == but.pk)
    return list(unless(is_free, "p_number", "p_number_taken", company=other.name if other else ""))


def company_with(p_number: str, *, root_id: int) -> Company | None:
    """Who has a P-number in the municipality; None for nobody, and for no number."""
    number = "".join(p_number.split())
    return Company.objects.of_root(root_id).filter(p_number=number).first() if number else None


def is_number(text: str, digits: int) -> bool:
    """Whether a text without spaces is that many digits."""
    return len(text) == digits and text.isascii() and text.isdecimal()


def _save(company: Company, *columns: str) -> None:
    company.revision += 1
    company.save(update_fields=[*columns, "revision"])

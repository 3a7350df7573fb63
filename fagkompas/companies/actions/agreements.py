"""Partnership agreements: made, changed, followed up and ended. A follow-up is a contact, so it stands in the circle too."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.circle import CirclePlan, circle_of, plan_circle
from fagkompas.companies.actions.record import held
from fagkompas.companies.models import AgreementFollowUp, Company, CompanyContact, PartnershipAgreement
from fagkompas.companies.models.agreements import LONGEST_NAME, LONGEST_PROMISE, LONGEST_WHY, MOST_PROMISED
from fagkompas.companies.models.circle import LONGEST_WHAT, MOST_WEEKS
from fagkompas.engine.contact_circle import Phase
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

GUARDED: Final = ("name", "we_do", "they_do")
GUARDED_AFTER: Final = ("kept", "not_kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What is agreed. `promised` is how many a year, 0 where no number is."""

    name: str
    we_do: str
    they_do: str
    starts_on: date
    ends_on: date | None
    promised: int
    contact: CompanyContact | None
    every_weeks: int
    next_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """What came of a follow-up; None for `next_on`: after the weeks that are agreed."""

    kept: str
    not_kept: str
    next_on: date | None


@transaction.atomic
def make_agreement(
    *, company: Company, facts: AgreementFacts, today: date, by: Employee, traces_read: str = "", key: UUID
) -> PartnershipAgreement:
    """A new one, once by its `key`. Raises `BadInput`, and `TracesFound` where a text tells of health."""
    row = held(company)
    before = made_before(PartnershipAgreement.objects.filter(company=row), key)
    if before is not None:
        return before
    refuse([*unless(not row.is_closed, "name", "company_is_closed"), *_problems(facts, row, today)])
    _guard(facts, traces_read)
    made = PartnershipAgreement.objects.create(uuid=key, company=row, created_at=timezone.now(), **_columns(facts))
    _into_circle(made, today, by)
    record_change(by=by, action="companies.partnership.made", target=row, root_id=row.root_id)
    return made


@transaction.atomic
def edit_agreement(
    *,
    agreement: PartnershipAgreement,
    facts: AgreementFacts,
    revision: int,
    today: date,
    by: Employee,
    traces_read: str = "",
) -> PartnershipAgreement:
    """Other facts. Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`."""
    row = _held(agreement, revision)
    refuse([*unless(not row.is_ended, "name", "partnership_ended"), *_problems(facts, row.company, today)])
    _guard(facts, traces_read)
    for name, value in _columns(facts).items():
        setattr(row, name, value)
    _save(row)
    _into_circle(row, today, by)
    record_change(by=by, action="companies.partnership.edited", target=row.company, root_id=row.company.root_id)
    return row


@transaction.atomic
def follow_up(
    *,
    agreement: PartnershipAgreement,
    came: FollowedUp,
    revision: int,
    today: date,
    by: Employee,
    traces_read: str = "",
    key: UUID,
) -> AgreementFollowUp:
    """What was kept and what was not, once by its `key`; the next follow-up stands in the circle.

    Raises `BadInput`, `ChangedMeanwhile` and `TracesFound`.
    """
    held(agreement.company)
    before = made_before(AgreementFollowUp.objects.filter(agreement=agreement), key)
    if before is not None:
        return before
    row = _held(agreement, revision)
    texts = {"kept": " ".join(came.kept.split()), "not_kept": " ".join(came.not_kept.split())}
    next_on = came.next_on or today + timedelta(weeks=row.every_weeks)
    refuse(
        [
            *unless(not row.is_ended, "kept", "partnership_ended"),
            *unless(any(texts.values()), "kept", "follow_up_empty"),
            *unless(next_on > today, "next_on", "next_not_ahead"),
            *unless_likely(next_on, "next_on", today),
            *_problems_of(texts, LONGEST_PROMISE),
        ]
    )
    guard_health(texts, read=traces_read)
    made = AgreementFollowUp.objects.create(uuid=key, agreement=row, on=today, by=by, **texts)
    row.next_on = next_on
    _save(row)
    _into_circle(row, today, by)
    record_change(by=by, action="companies.partnership.followed_up", target=row.company, root_id=row.company.root_id)
    return made


@transaction.atomic
def end_agreement(*, agreement: PartnershipAgreement, why: str, revision: int, today: date, by: Employee) -> None:
    """Over from today, with its reason. Raises `BadInput` and `ChangedMeanwhile`."""
    row, reason = _held(agreement, revision), " ".join(why.split())
    refuse(
        [
            *unless(not row.is_ended, "why", "partnership_ended"),
            *unless(reason, "why", "why_ended_missing"),
            *_problems_of({"why": reason}, LONGEST_WHY),
        ]
    )
    row.ended_on, row.ended_why, row.next_on = today, reason, None
    _save(row)
    record_change(by=by, action="companies.partnership.ended", target=row.company, root_id=row.company.root_id)


def _held(agreement: PartnershipAgreement, revision: int) -> PartnershipAgreement:
    """The row as it is now, with its company kept from others. Raises `ChangedMeanwhile`."""
    company = held(agreement.company)
    row = PartnershipAgreement.objects.get(pk=agreement.pk)
    row.company = company
    if row.revision != revision:
        raise ChangedMeanwhile
    return row


def _save(row: PartnershipAgreement) -> None:
    row.revision += 1
    row.save()


def _columns(facts: AgreementFacts) -> dict[str, object]:
    columns = asdict(facts) | {"contact": facts.contact}
    columns |= {"name": " ".join(facts.name.split())}
    return columns | {name: str(columns[name]).replace("\r\n", "\n").strip() for name in ("we_do", "they_do")}


def _guard(facts: AgreementFacts, traces_read: str) -> None:
    guard_health({name: str(_columns(facts)[name]) for name in GUARDED}, read=traces_read)


def _into_circle(row: PartnershipAgreement, today: date, by: Employee) -> None:
    """The follow-up becomes the company's next contact, unless that is sooner already."""
    circle = circle_of(row.company)
    if row.next_on is None or (circle.next_on is not None and today <= circle.next_on <= row.next_on):
        return
    plan_circle(
        company=row.company,
        plan=CirclePlan(
            phase=Phase(circle.phase),
            every_weeks=circle.every_weeks,
            next_on=row.next_on,
            next_what=row.name[:LONGEST_WHAT],
            consultant=circle.consultant or by,
        ),
        revision=circle.revision,
        today=today,
        by=by,
    )


def _problems(facts: AgreementFacts, company: Company, today: date) -> list[Problem]:
    columns = _columns(facts)
    contact = facts.contact
    return [
        *unless(columns["name"], "name", "partnership_name_missing"),
        *unless(columns["we_do"], "we_do", "we_do_missing"),
        *unless(columns["they_do"], "they_do", "they_do_missing"),
        *unless(facts.ends_on is None or facts.starts_on <= facts.ends_on, "ends_on", "ends_before_start"),
        *unless(0 <= facts.promised <= MOST_PROMISED, "promised", "promised_range", most=MOST_PROMISED),
        *unless(1 <= facts.every_weeks <= MOST_WEEKS, "every_weeks", "weeks_range", most=MOST_WEEKS),
        *unless(facts.next_on >= today, "next_on", "next_is_past"),
        *unless_likely(facts.next_on, "next_on", today),
        *unless(contact is None or contact.company_id == company.pk, "contact", "contact_of_other"),
        *_problems_of({"name": str(columns["name"])}, LONGEST_NAME),
        *_problems_of({name: str(columns[name]) for name in ("we_do", "they_do")}, LONGEST_PROMISE),
    ]


def _problems_of(texts: dict[str, str], longest: int) -> list[Problem]:
    problems: list[Problem] = []
    for name, text in texts.items():
        problems += unless(len(text) <= longest, name, "too_long", text[:40], longest=longest)
        problems += unless(not cpr_like(text), name, "cpr_number")
    return problems

"""How the municipality keeps in touch with a company: who has it, when the next contact is, and the contacts that were made."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.actions.record import held
from fagkompas.companies.models import Channel, Circle, Company, CompanyContact, Outreach, OutreachLimit
from fagkompas.companies.models.circle import LONGEST_OUTREACH_NOTE, LONGEST_WHAT, MOST_WEEKS
from fagkompas.engine.contact_circle import Outcome, Phase, next_phase
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.days import unless_likely
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

HIGHEST_LIMIT: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachMade:
    """A contact as it is logged, with when the next one is and what it is about; None for no next one."""

    channel: Channel
    outcome: Outcome
    contact: CompanyContact | None
    note: str
    next_on: date | None
    next_what: str
    why_over: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CirclePlan:
    """Where a company is and who has it."""

    phase: Phase
    every_weeks: int | None
    next_on: date | None
    next_what: str
    consultant: Employee | None


def circle_of(company: Company) -> Circle:
    """As it is now; a new one, not saved, where nobody has said anything yet. One query."""
    found = Circle.objects.select_related("consultant", "calling").filter(company=company).first()
    return found or Circle(company=company)


def most_a_month(root_id: int) -> int:
    """How often a month the municipality contacts a company that has not asked for it. One query."""
    found = OutreachLimit.objects.filter(root_id=root_id).values_list("most", flat=True).first()
    return found or OutreachLimit.MOST_A_MONTH


@transaction.atomic
def set_limit(*, by: Employee, most: int) -> None:
    """For all companies of the municipality. Raises `BadInput`."""
    refuse(unless(1 <= most <= HIGHEST_LIMIT, "most", "limit_range", str(most), highest=HIGHEST_LIMIT))
    before = most_a_month(by.root_id)
    row, _made = OutreachLimit.objects.update_or_create(root_id=by.root_id, defaults={"most": most})
    record_change(by=by, action="companies.limit.set", target=row.root, root_id=by.root_id, before=before, after=most)


@transaction.atomic
def log_outreach(
    *, company: Company, made: OutreachMade, revision: int, at: datetime, by: Employee, traces_read: str = "", key: UUID
) -> Outreach:
    """A contact that was made, once by its `key`, and the next one.

    Raises `BadInput`; `ChangedMeanwhile` when a colleague has changed the company's circle since, so that two who call the
    same company see each other; `TracesFound` where the note tells of health.
    """
    row = _held(company)
    before = made_before(company.outreach.all(), key)
    if before is not None:
        return before
    today, note = localdate(at), " ".join(made.note.split())
    what, why_over = " ".join(made.next_what.split()), " ".join(made.why_over.split())
    is_over = made.channel is not Channel.THEY_CALLED and is_full(company, today)
    refuse(
        [
            *unless(row.company.closed_on is None, "outcome", "company_is_closed"),
            *unless(made.next_on is None or made.next_on > today, "next_on", "next_not_ahead"),
            *unless_likely(made.next_on, "next_on", today),
            *unless(made.contact is None or made.contact.company_id == company.pk, "contact", "contact_of_other"),
            *unless(why_over or not is_over, "why_over", "month_is_full"),
            *_problems_of_texts(note=note, next_what=what, why_over=why_over),
        ]
    )
    if row.revision != revision:
        raise ChangedMeanwhile
    guard_health({"note": note, "next_what": what, "why_over": why_over}, read=traces_read)
    outreach = Outreach.objects.create(
        uuid=key,
        company=company,
        contact=made.contact,
        channel=made.channel,
        outcome=made.outcome,
        note=note,
        why_over=why_over if is_over else "",
        at=at,
        by=by,
    )
    row.phase = next_phase(Phase(row.phase), made.outcome)
    row.next_on, row.next_what = made.next_on, what if made.next_on else ""
    row.consultant = row.consultant or by
    row.calling, row.calling_since = None, None
    _save(row)
    record_change(by=by, action="companies.outreach.logged", target=company, root_id=company.root_id)
    return outreach


@transaction.atomic
def plan_circle(*, company: Company, plan: CirclePlan, revision: int, today: date, by: Employee) -> Circle:
    """Another phase, interval, next contact or consultant. Raises `BadInput`, and `ChangedMeanwhile`."""
    row, what = _held(company), " ".join(plan.next_what.split())
    if row.revision != revision:
        raise ChangedMeanwhile
    weeks, consultant = plan.every_weeks, plan.consultant
    refuse(
        [
            *unless(
                weeks is None or 1 <= weeks <= MOST_WEEKS, "every_weeks", "weeks_range", str(weeks), most=MOST_WEEKS
            ),
            *unless(plan.next_on is None or plan.next_on >= today, "next_on", "next_is_past"),
            *unless_likely(plan.next_on, "next_on", today),
            *unless(consultant is None or consultant.root_id == company.root_id, "consultant", "consultant_elsewhere"),
            *_problems_of_texts(next_what=what),
        ]
    )
    row.phase, row.every_weeks, row.consultant = plan.phase, weeks, consultant
    row.next_on, row.next_what = plan.next_on, what
    _save(row)
    record_change(by=by, action="companies.circle.planned", target=company, root_id=company.root_id)
    return row


@transaction.atomic
def begin_call(*, company: Company, at: datetime, by: Employee, is_told: bool) -> bool:
    """Tell colleagues that one is calling the company now; False where another is, and the person was not told yet."""
    row = _held(company)
    if row.is_called_by_another(by) and not is_told:
        return False
    if row.calling_id != by.pk:
        row.calling, row.calling_since = by, at
        row.save()
        record_change(by=by, action="companies.call.begun", target=company, root_id=company.root_id)
    return True


def is_full(company: Company, today: date) -> bool:
    """Whether the month has no room for one more contact by the municipality. Two queries."""
    return company.outreach.ours_in_month(today).count() >= most_a_month(company.root_id)


def _held(company: Company) -> Circle:
    """The circle kept from others until the transaction ends; made where there is none."""
    row = held(company)
    found, _made = Circle.objects.select_related("calling").get_or_create(company=row)
    found.company = row
    return found


def _save(row: Circle) -> None:
    row.revision += 1
    row.save()


def _problems_of_texts(**texts: str) -> list[Problem]:
    problems: list[Problem] = []
    for name, text in texts.items():
        longest = LONGEST_OUTREACH_NOTE if name == "note" else LONGEST_WHAT
        problems += unless(len(text) <= longest, name, "too_long", text[:40], longest=longest)
        problems += unless(not cpr_like(text), name, "cpr_number")
    return problems

"""Conversations and agreements of tests, made by the same actions that the pages call."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.models import Citizen
from fagkompas.companies.models import Company, CompanyContact
from fagkompas.conversations.actions.agreements import TypedAgreement, make_agreement
from fagkompas.conversations.actions.closing import TypedClosing, close, save_closing
from fagkompas.conversations.actions.preparing import begin, plan_conversation
from fagkompas.conversations.models import (
    Agreement,
    AgreementBy,
    Conversation,
    ConversationState,
)
from fagkompas.conversations.templates_file import templates


def make_company(root: Unit, *, name: str = "Prøvefirma", contact: str = "Kit Kontakt") -> Company:
    """A company with one contact."""
    made = Company.objects.create(root=root, name=name, created_at=timezone.now())
    CompanyContact.objects.create(company=made, name=contact, title="Daglig leder", is_decision_maker=True)
    return made


def plan(
    by: Employee,
    *,
    citizen: Citizen | None = None,
    company: Company | None = None,
    code: str = "",
    at: datetime | None = None,
) -> Conversation:
    """Planned for an hour ago, so that it may also be closed without having been begun."""
    planned_at = at or timezone.now() - timedelta(hours=1)
    return plan_conversation(
        template=templates()[code or ("agreements-follow-up" if citizen else "company-first-visit")],
        planned_at=planned_at,
        now=min(planned_at, timezone.now()),
        by=by,
        citizen=citizen,
        company=company,
    )


def under_way(by: Employee, *, citizen: Citizen | None = None, company: Company | None = None) -> Conversation:
    """Begun just now, at its first topic."""
    return begin(conversation=plan(by, citizen=citizen, company=company), by=by, now=timezone.now())


def agreement(
    by: Employee,
    *,
    citizen: Citizen | None = None,
    company: Company | None = None,
    what: str = "Ring til tre butikker om et job i lageret",
    due_on: date | None = None,
    **typed: object,
) -> Agreement:
    """An open one, due in a week, agreed between two conversations."""
    today = timezone.localdate()
    due = due_on or today + timedelta(days=7)
    made = TypedAgreement(
        uuid=uuid4(),
        what=what,
        due_on=due,
        **{"who": AgreementBy.CITIZEN, **typed},  # type: ignore[arg-type]
    )
    return make_agreement(
        typed=made, today=min(today, due), now=timezone.now(), by=by, citizen=citizen, company=company
    )


def closing(**columns: object) -> TypedClosing:
    """Held, with a summary and why nothing was agreed."""
    typed: dict[str, object] = {
        "ending": ConversationState.HELD,
        "own_summary": "Jeg ringer selv videre.",
        "why_no_agreement": "Vi tales ved i morgen.",
        "why": "",
        "got_in_touch": None,
        "next_at": None,
        "next_minutes": None,
        "agreements": (),
        "evaluations": {},
        **columns,
    }
    return TypedClosing(**typed)  # type: ignore[arg-type]


def held_conversation(
    by: Employee, *, citizen: Citizen | None = None, company: Company | None = None, **columns: object
) -> Conversation:
    """Begun and closed just now."""
    one = under_way(by, citizen=citizen, company=company)
    now = timezone.now()
    one = save_closing(conversation=one, revision=one.revision, typed=closing(**columns), by=by, now=now)
    close(conversation=one, revision=one.revision, by=by, now=now)
    one.refresh_from_db()
    return one

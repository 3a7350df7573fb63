"""The list of an order: who is put on it and why, what they say, and what comes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.citizens.actions.consents import give_consent
from fagkompas.citizens.models import Citizen, Consent, ConsentKind
from fagkompas.companies.actions.mediation import note_mediation
from fagkompas.companies.models import JobOrder, Mediation, MediationStep
from fagkompas.engine.errors import Problem
from fagkompas.engine.matching.match import Match
from fagkompas.engine.matching.ruling_out import Rule
from fagkompas.matching.models import AGREED, LONGEST_REASON, Shortlisted, ShortlistStep, Stage
from fagkompas.matching.wording import RULES
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health

WRITES: Final = {
    Stage.PRESENTED: MediationStep.REFERRED,
    Stage.MET: MediationStep.MET,
    Stage.HIRED: MediationStep.HIRED,
    Stage.COMPANY_NO: MediationStep.COMPANY_NO,
}
"""Stages that are written in the order's log; a citizen's no is, once the company knows of the citizen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """What happened on a day, and why. For a yes: whether it is in writing."""

    stage: Stage
    on: date
    reason: str
    in_writing: bool = False


@transaction.atomic
def choose(
    *,
    order: JobOrder,
    citizen: Citizen,
    found: Match,
    reason: str,
    at: datetime,
    by: Employee,
    key: UUID,
    traces_read: str = "",
) -> Shortlisted:
    """Put a citizen on the list, once by its `key`; who was on it before begins anew.

    Raises `BadInput`, also for whom anything but the hours rules the order out: few hours may do for one of several.
    """
    held = JobOrder.objects.select_for_update(of=("self",)).select_related("company").get(pk=order.pk)
    made = made_before(ShortlistStep.objects.filter(shortlisted__order=held), key)
    if made is not None:
        return made.shortlisted
    why = " ".join(reason.split())
    against = [one.rule for one in found.ruled_out if one.rule is not Rule.HOURS]
    before = Shortlisted.objects.filter(order=held, citizen=citizen).select_related("consent").first()
    is_on_it = before is not None and before.is_under_way and not _is_withdrawn(before.consent)
    refuse(
        [
            *unless(held.is_open, "reason", "order_not_open"),
            *unless(not held.company.is_closed, "reason", "company_closed"),
            *unless(not citizen.is_closed, "reason", "case_closed"),
            *unless(not against, "reason", "ruled_out", why=", ".join(str(RULES[one]) for one in against)),
            *_problems_of_reason(why),
        ]
    )
    if before is not None and is_on_it:
        return before
    guard_health({"reason": why}, read=traces_read)
    row = before or Shortlisted(order=held, citizen=citizen)
    row.unit, row.stage, row.consent = citizen.unit, Stage.CHOSEN, None
    row.hundredths, row.chosen_on = round(found.points * 100), localdate(at)
    row.revision += 1
    row.save()
    _note(row, StepTaken(stage=Stage.CHOSEN, on=localdate(at), reason=why), at=at, by=by, key=key)
    record_change(by=by, action="matching.list.chosen", target=held, citizen_id=citizen.pk, root_id=citizen.root_id)
    return row


@transaction.atomic
def take_step(
    *,
    shortlisted: Shortlisted,
    taken: StepTaken,
    revision: int,
    at: datetime,
    by: Employee,
    key: UUID,
    traces_read: str = "",
) -> Shortlisted:
    """What happened next, once by its `key`. A yes is kept as the citizen's consent for this company.

    Raises `BadInput`; `ChangedMeanwhile` when a colleague has noted something since.
    """
    rows = Shortlisted.objects.select_for_update(of=("self",)).select_related("order__company", "citizen", "consent")
    row = rows.get(pk=shortlisted.pk)
    if made_before(row.steps.all(), key) is not None:
        return row
    if row.revision != revision:
        raise ChangedMeanwhile
    why, stage = " ".join(taken.reason.split()), taken.stage
    was_presented = row.stage in {Stage.PRESENTED, Stage.MET}
    refuse(
        [
            *unless(stage in row.next_stages, "stage", "step_not_next"),
            *unless(taken.on <= localdate(at), "on", "day_in_future"),
            *_problems_of_reason(why, missing="answer_missing" if stage is Stage.YES else "reason_missing"),
            *unless(
                stage not in AGREED or stage is Stage.YES or (row.consent and not _is_withdrawn(row.consent)),
                "stage",
                "consent_missing",
            ),
        ]
    )
    guard_health({"reason": why}, read=traces_read)
    if stage is Stage.YES:
        row.consent = _consent_to(row, taken, at=at, by=by)
    mediation = None
    step = MediationStep.CITIZEN_NO if stage is Stage.CITIZEN_NO and was_presented else WRITES.get(stage)
    if step is not None:
        mediation = note_mediation(order=row.order, step=step, on=taken.on, at=at, by=by, key=uuid4())
    row.stage = stage
    row.revision += 1
    row.save()
    _note(row, taken, at=at, by=by, key=key, mediation=mediation)
    record_change(
        by=by,
        action="matching.list.step",
        target=row.order,
        citizen_id=row.citizen_id,
        root_id=row.citizen.root_id,
        stage=str(stage),
    )
    return row


def _consent_to(row: Shortlisted, taken: StepTaken, *, at: datetime, by: Employee) -> Consent:
    """The yes that stands to just this company, or a new one."""
    name = row.order.company.name
    standing = Consent.objects.standing().filter(citizen=row.citizen, kind=ConsentKind.COMPANY, about=name).first()
    return standing or give_consent(
        citizen=row.citizen,
        kind=ConsentKind.COMPANY,
        about=name,
        in_writing=taken.in_writing,
        given_on=taken.on,
        today=localdate(at),
        by=by,
    )


def _note(
    row: Shortlisted,
    taken: StepTaken,
    *,
    at: datetime,
    by: Employee,
    key: UUID,
    mediation: Mediation | None = None,
) -> None:
    ShortlistStep.objects.create(
        uuid=key,
        shortlisted=row,
        stage=taken.stage,
        reason=" ".join(taken.reason.split()),
        on=taken.on,
        mediation=mediation,
        by=by,
        at=at,
    )


def _is_withdrawn(consent: Consent | None) -> bool:
    return consent is not None and consent.withdrawn_on is not None


def _problems_of_reason(why: str, *, missing: str = "reason_missing") -> list[Problem]:
    return [
        *unless(why, "reason", missing),
        *unless(len(why) <= LONGEST_REASON, "reason", "too_long", longest=LONGEST_REASON),
        *unless(not cpr_like(why), "reason", "cpr_number"),
    ]

"""The log of a job order: who was referred, met or hired, and who said no."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.models import JobOrder, Mediation, MediationStep, OrderState
from fagkompas.companies.models.orders import LONGEST_MEDIATION_NOTE
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless


@transaction.atomic
def note_mediation(
    *, order: JobOrder, step: MediationStep, on: date, note: str = "", at: datetime, by: Employee, key: UUID
) -> Mediation:
    """A line of the log, once by its `key`. It names no citizen. Raises `BadInput`."""
    row = JobOrder.objects.select_for_update(of=("self",)).select_related("company").get(pk=order.pk)
    before = made_before(row.mediation.all(), key)
    if before is not None:
        return before
    text = " ".join(note.split())
    refuse(
        [
            *unless(row.state != OrderState.DRAFT, "step", "order_is_draft"),
            *unless(on <= localdate(at), "on", "day_in_future"),
            *unless(len(text) <= LONGEST_MEDIATION_NOTE, "note", "too_long", longest=LONGEST_MEDIATION_NOTE),
            *unless(text or step != MediationStep.NOTE, "note", "note_missing"),
            *unless(not cpr_like(text), "note", "cpr_number"),
        ]
    )
    made = Mediation.objects.create(uuid=key, order=row, step=step, on=on, note=text, by=by, at=at)
    record_change(by=by, action="companies.order.mediated", target=row, root_id=row.company.root_id, step=str(step))
    return made

"""Agreements seen from the plan: made between two conversations, and tied to a job track.

What an agreement is, and what it refuses, lies in `conversations.actions.agreements`.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.holding import held_plan
from fagkompas.casework.actions.tracks import link_agreement
from fagkompas.casework.models import CasePlan, Track
from fagkompas.conversations.actions.agreements import TypedAgreement, guarded, make_agreement
from fagkompas.conversations.models import Agreement
from fagkompas.toolkit.traces import guard_health


@transaction.atomic
def agree(
    *, plan: CasePlan, typed: TypedAgreement, track: Track | None, traces_read: str, now: datetime, by: Employee
) -> Agreement:
    """One more, about a job track or about the plan as a whole. Raises `BadInput` or `TracesFound`."""
    held = held_plan(plan)
    guard_health(guarded(typed), read=traces_read)
    made = make_agreement(typed=typed, today=timezone.localdate(now), now=now, by=by, citizen=held.citizen)
    link_agreement(plan=held, agreement=made, track=track, by=by)
    return made

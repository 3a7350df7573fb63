"""What was under way for those who have left ends at night: seats go to the next, and colleagues who wait are told."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions.participation import UNDER_WAY, cancel_seat
from fagkompas.learning.actions.resource_persons import held_resource
from fagkompas.learning.models import EndedBy, Participation, SideBySide, SideBySideState


def end_what_leavers_had(*, now: datetime) -> int:
    """Seats, wishes and places on waiting lists that are still to come, and side-by-side training; how much ended."""
    today = timezone.localdate(now)
    to_come = Q(session__isnull=True) | Q(session__starts_on__gt=today)
    rows = Participation.objects.filter(to_come, employee__is_active=False, state__in=UNDER_WAY)
    ended = sum([_ended(one, now) for one in rows.select_related("employee").order_by("pk")])
    gone = Q(learner__is_active=False) | Q(resource__employee__is_active=False)
    beside = list(SideBySide.objects.under_way().filter(gone).select_related("resource").order_by("pk"))
    return ended + sum(_called_off(one, today) for one in beside)


def _ended(one: Participation, now: datetime) -> bool:
    """False when somebody else has ended it meanwhile."""
    because = _has_left(one.employee.language)
    try:
        cancel_seat(participation=one, because=because, ended_by=EndedBy.PERSON, now=now, by=None)
    except BadInput:
        return False
    return True


@transaction.atomic
def _called_off(side_by_side: SideBySide, today: date) -> bool:
    """The other one reads who has left. What has no answer or whose day is to come; what was held is still to be registered."""
    resource = held_resource(side_by_side.resource)
    rows = SideBySide.objects.select_related("learner").select_for_update(of=("self",))
    held = rows.get(pk=side_by_side.pk)
    is_over = held.state == SideBySideState.ACCEPTED and held.planned_on is not None and held.planned_on <= today
    if held.state not in (SideBySideState.ASKED, SideBySideState.ACCEPTED) or is_over:
        return False
    leaver, other = (resource.employee, held.learner) if held.learner.is_active else (held.learner, resource.employee)
    held.state, held.since, held.cancelled_by = SideBySideState.CANCELLED, today, leaver
    held.answer = _has_left(other.language)
    held.save()
    record_change(
        by=None,
        action="learning.side_by_side.cancelled",
        target=held,
        subject_id=held.learner_id,
        root_id=held.learner.root_id,
    )
    return True


def _has_left(language: str) -> str:
    with override(language):
        return _("Does not work here any more.")

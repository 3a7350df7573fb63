"""What if somebody leaves: field by field, against what the unit has said that it needs."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.models import PersonResult, RoundState
from fagkompas.assessments.permissions import can_see_individuals, load_unit, rates_first
from fagkompas.assessments.profiles import released_profile, stored_profile
from fagkompas.assessments.units import people_in
from fagkompas.audit.actions import record_read
from fagkompas.engine.errors import NotCounted
from fagkompas.engine.units import Departure, without
from fagkompas.learning.needs import situation_of


@require_safe
def what_if(request: HttpRequest, uuid: UUID, participant: UUID) -> HttpResponse:
    """What the unit loses if this person leaves."""
    viewer = signed_in(request)
    place = load_unit(viewer, uuid)
    if not can_see_individuals(viewer, place):
        raise Http404
    result = get_object_or_404(
        PersonResult.objects.filter(round__root_id=viewer.root_id).select_related(
            "participant__employee", "round__version__framework"
        ),
        participant__uuid=participant,
    )
    situation = situation_of(viewer, place, result.round.version, str(result.round.uuid))
    seen = situation.seen
    if seen is None or seen.round.pk != result.round_id or not people_in(viewer, seen).filter(pk=result.pk).exists():
        raise Http404
    person = result.participant.employee
    result.participant.round = result.round
    if person is None or rates_first(viewer, result.participant, timezone.localdate()):
        raise Http404
    record_read(by=viewer, action="learning.what_if.read", subject_id=person.pk, target=result.participant)
    try:
        if seen.round.state == RoundState.OPEN and result.participant.waits_for_manager:
            raise NotCounted("")
        # Who manages a part of the unit sees its released figures, so the person leaves them as released.
        profile = stored_profile(result) if seen.with_individuals else released_profile(result)
        if profile is None:
            raise NotCounted("")
        needs = situation.needs.wanted(seen.framework)
        departures = without(seen.framework, seen.shown.figures, profile, needs)
    except NotCounted:
        messages.info(request, _("The figures of the unit are being computed again. Look again in a moment."))
        return redirect("assessments:unit", place.uuid)
    shown = {
        "unit": place,
        "units_url": f"{reverse('assessments:units')}?runde={seen.round.uuid}",
        "unit_url": f"{reverse('assessments:unit', args=[place.uuid])}?runde={seen.round.uuid}",
        "seen": seen,
        "person": person,
        "participant": result.participant,
        "departures": [(seen.texts.field(departure.field).name, departure) for departure in departures],
        "lost": [seen.texts.field(departure.field).name for departure in departures if _loses_last(departure)],
    }
    return render(request, "learning/what_if.html", shown)


def _loses_last(departure: Departure) -> bool:
    return departure.before.specialised_have == 1 and departure.after.specialised_have == 0

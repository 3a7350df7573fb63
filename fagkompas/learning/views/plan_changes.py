"""What one does with a learning plan: stop, start again, give way, approve, delete."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import plan_approving, plan_queue
from fagkompas.learning.actions import plans as actions
from fagkompas.learning.approving import Questions
from fagkompas.learning.models import Plan, Seat, SeatState
from fagkompas.learning.permissions.plans import load_plan
from fagkompas.learning.plan_pages import BY_PERSON, plan_url
from fagkompas.learning.proposing import lost_why
from fagkompas.learning.wording.plan_pages import (
    refused_in_words,
    rival_in_words,
    sentence,
    thin_in_words,
    together_in_words,
)
from fagkompas.toolkit.formats import moment, number
from fagkompas.toolkit.together import ChangedMeanwhile


@require_POST
def stop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End the work with the best so far."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    plan_queue.ask_to_stop(plan=plan, by=person)
    messages.info(request, _("The work stops, and the best plan so far is shown."))
    return redirect(plan_url(plan))


@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Work it out with people, ratings and sessions as they are now."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    try:
        actions.work_out_again(plan=plan, by=person, now=timezone.now())
    except BadInput as refusal:
        tell_refusal(request, refusal)
    return redirect(plan_url(plan))


@require_POST
def give_way(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One of the ways out of what cannot be."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    way = request.POST.get("way", "")
    try:
        actions.give_way(
            plan=plan,
            way=int(way) if way.isdecimal() else -1,
            revision=revision_of(request),
            by=person,
            now=timezone.now(),
        )
    except BadInput as refusal:
        tell_refusal(request, refusal)
    except ChangedMeanwhile:
        tell_changed(request)
    return redirect(plan_url(plan))


@require_POST
def approve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All proposed seats, or the one named; asked about first where something speaks against it.

    Whoever comes second is told who was first.
    """
    person = signed_in(request)
    plan = load_plan(person, uuid)
    one, anyway = request.POST.get("seat", ""), "anyway" in request.POST
    rows = plan.seats.undecided().exclude(employee=person)
    chosen = [seat for seat in plan.seats.order_by("pk") if str(seat.uuid) == one] if one else list(rows.order_by("pk"))
    try:
        done = plan_approving.approve_seats(
            plan=plan, seats=chosen, revision=revision_of(request), by=person, now=timezone.now(), anyway=anyway
        )
    except ChangedMeanwhile:
        _tell_first(request, [seat for seat in chosen if seat.state != SeatState.PROPOSED])
        return redirect(plan_url(plan))
    except BadInput as refusal:
        tell_refusal(request, refusal)
        return to_seats(request, plan)
    if done.asks is not None:
        return _asked(request, plan, one, done.asks)
    _tell_approved(request, done)
    return to_seats(request, plan, at=f"plads-{chosen[0].uuid}" if one and chosen else "hvem")


def _asked(request: HttpRequest, plan: Plan, seat: str, asks: Questions) -> HttpResponse:
    """Nothing is approved yet: what speaks against it, and the button that does it all the same."""
    context = {
        "plan": plan,
        "seat": seat,
        "thin": [thin_in_words(one) for one in asks.thin],
        "rivals": [(rival_in_words(one), plan_url(one.plan)) for one in asks.rivals],
        "together": together_in_words(asks, plan),
    }
    return render(request, "learning/plan_approve.html", context, status=409)


def _tell_approved(request: HttpRequest, done: plan_approving.Approved) -> None:
    if done.seats:
        said = ngettext(
            "%(n)s seat is approved. Those who have it see it under “My learning”.",
            "%(n)s seats are approved. Those who have them see it under “My learning”.",
            len(done.seats),
        )
        messages.success(request, said % {"n": number(len(done.seats), 0)})
    if done.before:
        _tell_first(request, done.before)
    for said in refused_in_words(done.refused):
        messages.warning(request, said)


def _tell_first(request: HttpRequest, decided: Sequence[Seat]) -> None:
    """Who was first with seats that are decided already; that the plan has changed, where it is none of these."""
    for seat in decided:
        messages.info(request, _before(seat))
    if not decided:
        tell_changed(request)


def _before(seat: Seat) -> str:
    values = {
        "person": seat.employee.name,
        "offering": seat.session.offering.title,
        "who": seat.decided_by.name if seat.decided_by else _("Somebody"),
        "when": moment(seat.decided_at) if seat.decided_at else "",
    }
    if lost_why(seat):
        return _("%(person)s has lost the seat at “%(offering)s”. Nothing is approved.") % values
    if seat.state == SeatState.REJECTED:
        return _("%(who)s took %(person)s out of “%(offering)s” %(when)s.") % values
    return _("%(who)s approved %(person)s at “%(offering)s” %(when)s. Nothing was done twice.") % values


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """After asking whether it is meant."""
    person = signed_in(request)
    plan = load_plan(person, uuid)
    if request.method == "POST":
        try:
            actions.delete_plan(plan=plan, by=person)
        except BadInput as refusal:
            tell_refusal(request, refusal)
            return redirect(plan_url(plan))
        messages.success(request, _("The plan is deleted."))
        return redirect(plan_url(plan.scenario_of) if plan.scenario_of else "learning:plans")
    return render(request, "learning/plan_delete.html", {"plan": plan, "scenarios": plan.scenarios.count()})


def to_seats(request: HttpRequest, plan: Plan, at: str = "hvem") -> HttpResponse:
    """Back to who goes to what, by session or by person as it was; the browser unfolds the group that `at` is in."""
    view = f"?vis={BY_PERSON}" if request.POST.get("vis") == BY_PERSON else ""
    return redirect(f"{plan_url(plan)}{view}#{at}")


def revision_of(request: HttpRequest) -> int:
    """The revision of the plan that the page showed."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() else -1


def tell_refusal(request: HttpRequest, refusal: BadInput) -> None:
    """Every sentence on the next page."""
    for problem in refusal.problems:
        messages.error(request, sentence(problem))


def tell_changed(request: HttpRequest) -> None:
    """Somebody else was here."""
    messages.warning(
        request, _("Somebody else has changed the plan in the meantime. This is how it stands now; nothing was done.")
    )


def is_family(one: Plan, other: Plan) -> bool:
    """Whether one plan is a scenario of the other, or both of a third."""
    return (one.scenario_of_id or one.pk) == (other.scenario_of_id or other.pk)

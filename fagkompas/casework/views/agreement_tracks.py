"""Which job track an agreement is about: a part of its own page, and of the talk in which it was made."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.casework.actions.tracks import link_agreement
from fagkompas.casework.forms.plans import TrackForm
from fagkompas.casework.models import CasePlan, TrackAgreement
from fagkompas.casework.permissions import active_plan, load_case_to_change
from fagkompas.casework.permissions.tracks import load_agreement
from fagkompas.casework.views.opening import note_read
from fagkompas.conversations.models import Agreement
from fagkompas.conversations.permissions import load_to_write
from fagkompas.engine.errors import BadInput

AGREEMENT_READ = "conversations.agreement.read"
TALK_READ = "conversations.conversation.read"


@require_http_methods(["GET", "POST"])
def of_agreement(request: HttpRequest, uuid: UUID, agreement: UUID) -> HttpResponse:
    """One agreement's; nothing where there is no plan, or no job track in it."""
    person = signed_in(request)
    citizen = load_case_to_change(person, uuid)
    plan = active_plan(citizen)
    if plan is None:
        return HttpResponse()
    plan.citizen = citizen
    one = load_agreement(plan, agreement)
    note_read(request, by=person, action=AGREEMENT_READ, citizen=citizen, target=one, part_of=AGREEMENT_READ)
    if request.method == "GET":
        return _page(request, plan, [one])
    form = _form(plan, one, request)
    if not form.is_valid():
        return _page(request, plan, [one], form)
    try:
        link_agreement(plan=plan, agreement=one, track=form.cleaned_data["track"], by=person)
    except BadInput as refused:
        form.refused(refused)
        return _page(request, plan, [one], form)
    if "HX-Request" in request.headers:
        shown = {**_row(plan, one), "is_saved": True, "is_part": True}
        return render(request, "casework/agreement_tracks.html#row", shown)
    messages.success(request, _("The job track is saved."))
    return redirect("conversations:agreement", agreement)


@require_safe
def of_conversation(request: HttpRequest, uuid: UUID, conversation: UUID) -> HttpResponse:
    """Those of all that was agreed in a conversation, before and after it counts."""
    person = signed_in(request)
    citizen, talk = load_case_to_change(person, uuid), load_to_write(person, conversation)
    plan = active_plan(citizen)
    if plan is None:
        return HttpResponse()
    plan.citizen = citizen
    note_read(request, by=person, action=TALK_READ, citizen=citizen, target=talk, part_of=TALK_READ)
    return _page(request, plan, Agreement.objects.filter(conversation=talk, citizen=citizen).order_by("pk"))


def _page(
    request: HttpRequest, plan: CasePlan, agreements: Iterable[Agreement], form: TrackForm | None = None
) -> HttpResponse:
    rows = [_row(plan, one, form) for one in agreements] if plan.tracks.open().exists() else []
    template = "casework/agreement_tracks.html"
    is_part = "HX-Request" in request.headers
    shown = {"citizen": plan.citizen, "rows": rows, "is_part": is_part}
    return render(request, f"{template}#part" if is_part else template, shown, status=422 if form else 200)


def _row(plan: CasePlan, one: Agreement, form: TrackForm | None = None) -> dict[str, object]:
    return {"citizen": plan.citizen, "agreement": one, "form": form or _form(plan, one)}


def _form(plan: CasePlan, one: Agreement, request: HttpRequest | None = None) -> TrackForm:
    """Open job tracks, and the one that it is about already; each control has an id of its own."""
    link = TrackAgreement.objects.filter(agreement=one).select_related("track").first()
    tracks = plan.tracks.open() | plan.tracks.filter(pk__in=[link.track_id] if link else [])
    initial = {"track": link.track.uuid if link else ""}
    return TrackForm(request.POST if request else None, tracks=tracks, initial=initial, auto_id=f"{one.uuid}-%s")

"""Agreements on the plan: make one between two conversations."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.casework.actions.agreements import agree
from fagkompas.casework.forms.plans import AgreementForm
from fagkompas.casework.views.opening import PLAN_READ, plan_to_change
from fagkompas.conversations.views.smart import smart_answer
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted


@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Something agreed between two conversations (`?spor=` for a job track)."""
    person, plan = plan_to_change(request, uuid, PLAN_READ)
    form = AgreementForm(posted(request), tracks=plan.tracks.open(), initial={"track": request.GET.get("spor", "")})
    if request.method == "POST" and form.is_valid():
        try:
            given, now = form.cleaned_data, timezone.now()
            read = given["traces_read"]
            agree(plan=plan, typed=form.typed(), track=given["track"], traces_read=read, now=now, by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The agreement is in the plan."))
            return redirect("casework:plan", uuid)
    shown = {"citizen": plan.citizen, "form": form, "back_url": reverse("casework:plan", args=[uuid])}
    return render(request, "casework/agreement_new.html", shown, status=422 if form.errors else 200)


@require_POST
def agreement_smart(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is vague in the agreement as it is typed, and how to say it."""
    _person, plan = plan_to_change(request, uuid, PLAN_READ)
    form = AgreementForm(request.POST, tracks=plan.tracks.none())
    form.is_valid()
    return smart_answer(request, form.typed())

"""What a citizen has said yes to, given and taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.permissions import signed_in
from fagkompas.citizens.actions import consents as actions
from fagkompas.citizens.forms.consents import ConsentForm, WithdrawForm
from fagkompas.citizens.models import Consent, ConsentKind
from fagkompas.citizens.permissions import load_citizen_to_change
from fagkompas.citizens.views.frame import note_opening
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted


@require_http_methods(["GET", "POST"])
def consent_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The citizen says yes to something."""
    person = signed_in(request)
    one = load_citizen_to_change(person, uuid)
    note_opening(person, one)
    today = timezone.localdate()
    form = ConsentForm(posted(request), initial={"given_on": today})
    if request.method == "POST" and form.is_valid():
        kind = ConsentKind(form.cleaned_data["kind"])
        try:
            actions.give_consent(
                citizen=one,
                today=today,
                by=person,
                about=form.cleaned_data["about"],
                kind=kind,
                given_on=form.cleaned_data["given_on"],
                in_writing=form.cleaned_data["in_writing"],
                key=form.cleaned_data["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The consent is noted."))
            return redirect("citizens:contact", one.uuid)
    return render(
        request, "citizens/consent_new.html", {"citizen": one, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def consent_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The citizen takes it back."""
    person = signed_in(request)
    consent = Consent.objects.select_related("citizen").filter(uuid=uuid).first()
    if consent is None:
        raise Http404
    one = load_citizen_to_change(person, consent.citizen.uuid)
    note_opening(person, one)
    today = timezone.localdate()
    form = WithdrawForm(posted(request), initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_consent(consent=consent, on=form.cleaned_data["on"], today=today, by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The consent is withdrawn. Nothing is done by it from now on."))
            return redirect("citizens:contact", one.uuid)
    shown = {"citizen": one, "consent": consent, "form": form}
    return render(request, "citizens/consent_withdraw.html", shown, status=422 if form.errors else 200)

"""One agreement by itself: what it says, and how it went."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.citizens.permissions import may_change
from fagkompas.conversations.actions import agreements as actions
from fagkompas.conversations.forms.starting import FollowUpForm
from fagkompas.conversations.models import Agreement, AgreementState
from fagkompas.conversations.permissions import load_agreement, load_agreement_to_write
from fagkompas.conversations.wording import AGREEMENT_KINDS
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.together import ChangedMeanwhile


@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Follow it up, or take that back; a refused form comes back with everything typed."""
    person = signed_in(request)
    if request.method == "POST":
        return _followed_up(request, load_agreement_to_write(person, uuid))
    one = load_agreement(person, uuid)
    record_read(by=person, action="conversations.agreement.read", citizen_id=one.citizen_id, target=one)
    shown = {"state": one.answered(), "note": one.note, "revision": one.revision}
    form, refused = FollowUpForm(initial=shown), take_refused(request)
    meanwhile = False
    if refused is not None:
        # What the other saved stands above the form; saving again means having seen it.
        meanwhile = refused.typed.get("revision") != str(one.revision)
        form = FollowUpForm({**{name: refused.typed[name] for name in refused.typed}, "revision": str(one.revision)})
        refused.tell(form)
    context = {
        "one": one,
        "form": form,
        "meanwhile": meanwhile,
        "unread": unread_in(one),
        "kind": AGREEMENT_KINDS[AgreementState(one.state)],
        "may_write": one.citizen is None or may_change(person, one.citizen),
    }
    return render(request, "conversations/agreement.html", context, status=422 if form.errors else 200)


def _followed_up(request: HttpRequest, one: Agreement) -> HttpResponse:
    form = FollowUpForm(request.POST)
    here = redirect("conversations:agreement", one.uuid)
    if not form.is_valid():
        keep_refused(request, form, typed=request.POST)
        return here
    try:
        actions.follow_up(
            agreement=one,
            revision=form.cleaned_data["revision"],
            said=form.said(),
            today=timezone.localdate(),
            by=signed_in(request),
        )
    except BadInput as refused:
        form.refused(refused)
        keep_refused(request, form, typed=request.POST)
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody else has noted it meanwhile. Read what stands there now, and save again."))
        keep_refused(request, form, typed=request.POST)
    else:
        messages.success(request, _("How it went is saved."))
    return here

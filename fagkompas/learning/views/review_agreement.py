"""An agreement of a signed review: how it went, and the wish that it becomes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import reviews as actions
from fagkompas.learning.forms.reviews import OutcomeForm
from fagkompas.learning.models import ReviewAgreement
from fagkompas.learning.permissions.reviews import load_agreement, load_own_agreement
from fagkompas.learning.wording.reviews import WENT_KINDS, sentence
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import ChangedMeanwhile


@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was agreed, and how it went; a refused form comes back with everything typed."""
    person = signed_in(request)
    one = load_agreement(person, uuid)
    if request.method == "POST":
        return _noted(request, one)
    record_read(by=person, action="learning.review.read", subject_id=one.review.employee_id, target=one.review)
    shown = {"went": one.went, "outcome": one.outcome, "revision": one.revision}
    form, refused = OutcomeForm(initial=shown), take_refused(request)
    meanwhile = False
    if refused is not None:
        # What the other saved stands above the form; saving again means having seen it.
        meanwhile = refused.typed.get("revision") != str(one.revision)
        form = OutcomeForm({**{name: refused.typed[name] for name in refused.typed}, "revision": str(one.revision)})
        refused.tell(form)
    is_employee = one.review.employee_id == person.pk
    is_passed_on = not is_employee and one.review.manager_id != person.pk
    back_url = reverse("learning:reviews") if is_passed_on else reverse("learning:review", args=[one.review.uuid])
    return render(
        request,
        "learning/review_agreement.html",
        {
            "one": one,
            "form": form,
            "unread": unread_in(one),
            "meanwhile": meanwhile,
            "is_employee": is_employee,
            "went_kind": WENT_KINDS[one.went],
            "may_wish": is_employee and one.offering is not None and not one.is_wished_for,
            "back_url": back_url,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def wish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The employee wishes for the learning that was agreed on, in one click."""
    person = signed_in(request)
    one = load_own_agreement(person, uuid)
    said = _("It is a wish now. You find the answer on your own learning.")
    told(request, lambda: actions.wish_for(agreement=one, by=person, now=timezone.now()), said, sentence=sentence)
    return redirect("learning:review_agreement", one.uuid)


def _noted(request: HttpRequest, one: ReviewAgreement) -> HttpResponse:
    form = OutcomeForm(request.POST)
    address = redirect("learning:review_agreement", one.uuid)
    if not form.is_valid():
        keep_refused(request, form, typed=request.POST)
        return address
    try:
        actions.note_outcome(agreement=one, by=signed_in(request), today=timezone.localdate(), **form.cleaned_data)
    except BadInput as refused:
        form.refused(refused)
        keep_refused(request, form, typed=request.POST)
    except ChangedMeanwhile:
        form.add_error(None, _("The other has noted it meanwhile. Read what stands there now, and save again."))
        keep_refused(request, form, typed=request.POST)
    else:
        messages.success(request, _("How it went is saved. You both see it."))
    return address

"""For auditors: who has opened a citizen's case, what stands about the citizen, and the slip that says who looked."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.audit.actions import record_read
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import may_see_address
from fagkompas.toolkit.documents import PdfUnavailable, pdf
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import file_name, file_response
from fagkompas.website.citizen_data.access import access_to, changes_to
from fagkompas.website.citizen_data.files import Everything, as_json
from fagkompas.website.citizen_data.finding import find_audited, load_audited
from fagkompas.website.citizen_data.gathering import everything_about
from fagkompas.website.citizen_data.masking import Masking
from fagkompas.website.forms import CitizenLookUp, HandingOut

OPENED: Final = "audit.citizen.opened"
SHOWN: Final = 20
"""So many openings stand on the page; the log has them all."""

KINDS: Final = ("pdf", "json")


@require_http_methods(["GET", "POST"])
def citizens(request: HttpRequest) -> HttpResponse:
    """Find one citizen. What is typed is posted, and nobody is listed."""
    person = auditing(request)
    form = CitizenLookUp(posted(request))
    searched = request.method == "POST" and form.is_valid()
    if searched:
        found = find_audited(person, **form.cleaned_data)
        if found is not None:
            return redirect("audit:citizen", found.uuid)
    status = 422 if form.errors else 200
    return render(request, "website/citizen_lookup.html", {"form": form, "nobody": searched}, status=status)


@require_safe
def citizen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who has opened the case, and what can be handed out. Nothing of what stands in the case."""
    person, one = _audited(request, uuid)
    record_read(by=person, action=OPENED, citizen_id=one.pk, target=one)
    access = access_to(one, Masking())
    shown = {
        "citizen": one,
        "looks": access.looks[:SHOWN],
        "more": max(0, len(access.looks) - SHOWN),
        "reasons": sum(bool(look.reason) for look in access.looks),
    }
    return render(request, "website/citizen_audit.html", shown)


@require_http_methods(["GET", "POST"])
def subject_access(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything about the citizen as a PDF or a file for machines; words about others are hidden."""
    person, one = _audited(request, uuid)
    form = HandingOut(posted(request))
    if request.method == "POST" and form.is_valid():
        kind = request.POST.get("kind", "")
        if kind not in KINDS:
            raise Http404
        masking = Masking(words=form.cleaned_data["hidden"], shows_address=may_see_address(person, one))
        try:
            response = _handed_out(one, masking, kind)
        except PdfUnavailable as missing:
            messages.error(request, str(missing))
        else:
            record_read(by=person, action="audit.subject_access.made", citizen_id=one.pk, target=one, name=kind.upper())
            return response
    hides_address = one.is_protected and not may_see_address(person, one)
    shown = {"citizen": one, "form": form, "hides_address": hides_address}
    return render(request, "website/subject_access.html", shown, status=422 if form.errors else 200)


@require_safe
def access_slip(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who has opened the case, as the citizen is told it; on paper, in the citizen's language."""
    person, one = _audited(request, uuid)
    record_read(by=person, action="audit.access_slip.made", citizen_id=one.pk, target=one)
    with translation.override(one.language):
        back = {"back_url": reverse("audit:citizen", args=[one.uuid])}
        return render(request, "website/access_slip.html", _slip(one) | back)


@require_safe
def access_slip_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The same as a file."""
    person, one = _audited(request, uuid)
    try:
        with translation.override(one.language):
            content = pdf("website/access_slip.html", _slip(one))
            name = file_name(_("Who has opened my case"), f"{timezone.localdate()}", kind="pdf")
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("audit:citizen", one.uuid)
    record_read(by=person, action="audit.access_slip.made", citizen_id=one.pk, target=one)
    return file_response(content, name)


def auditing(request: HttpRequest) -> Employee:
    """An auditor, of whatever unit; for everybody else the page is not there."""
    person = signed_in(request)
    if not has_role(person, Role.AUDITOR):
        raise Http404
    return person


def _audited(request: HttpRequest, uuid: UUID) -> tuple[Employee, Citizen]:
    person = auditing(request)
    return person, load_audited(person, uuid)


def _slip(citizen: Citizen) -> dict[str, object]:
    return {"citizen": citizen, "access": access_to(citizen, Masking()), "now": timezone.now()}


def _handed_out(citizen: Citizen, masking: Masking, kind: str) -> HttpResponse:
    """In the citizen's language. Its name says nothing of who it is about."""
    with translation.override(citizen.language):
        everything = Everything(
            citizen=citizen,
            tables=everything_about(citizen, masking),
            access=access_to(citizen, masking),
            changes=tuple(changes_to(citizen)),
            made_at=timezone.now(),
        )
        name = file_name(_("What stands about me"), f"{timezone.localdate()}", kind=kind)
        content = as_json(everything) if kind == "json" else pdf("website/pdf/subject_access.html", {"all": everything})
    return file_response(content, name)

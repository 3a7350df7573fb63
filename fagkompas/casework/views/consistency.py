"""What does not hang together in a case: as a page, as a part of other pages, and let stand with a reason."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import consistency as actions
from fagkompas.casework.checking import Checked, check_case
from fagkompas.casework.forms.consistency import AcceptForm
from fagkompas.casework.models import FindingAccepted
from fagkompas.casework.views.opening import opened, to_change
from fagkompas.casework.wording.consistency import sentence_of, told_finding
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import may_change
from fagkompas.citizens.views.frame import OPENED, case_frame
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted

CHECK_READ: Final = "casework.check.read"

IN_PANEL: Final = 5
"""So many findings are shown beside other things; the page has them all."""


@require_safe
def findings(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page; a page that fetches it gets the panel."""
    if "HX-Request" in request.headers:
        return findings_panel(request, uuid)
    person, citizen = opened(request, uuid, CHECK_READ)
    checked = check_case(citizen, timezone.localdate())
    shown = case_frame(person, citizen, "casework:findings") | _shown(person, citizen, checked)
    return render(request, "casework/findings.html", shown)


@require_safe
def findings_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What matters most, as a part of the citizen's page and of the page on which a conversation is prepared."""
    person, citizen = opened(request, uuid, CHECK_READ, part_of=OPENED)
    checked = check_case(citizen, timezone.localdate())
    shown = _shown(person, citizen, checked)
    first = {"findings": shown["findings"][:IN_PANEL], "more": max(0, len(checked.open) - IN_PANEL)}
    return render(request, "casework/_findings_panel.html", shown | first)


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, uuid: UUID, rule: str) -> HttpResponse:
    """Let one stand (`?om=` the thing that it is about), with a reason. One that stands already is in the list with its own."""
    person, citizen = to_change(request, uuid, CHECK_READ)
    checked, about = check_case(citizen, timezone.localdate()), request.GET.get("om", "")
    if checked.let_stand(rule, about) is not None:
        return redirect("casework:findings", uuid)
    finding = checked.called(rule, about)
    if finding is None:
        raise Http404
    form = AcceptForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_finding(
                citizen=citizen,
                finding=finding,
                reason=form.cleaned_data["reason"],
                traces_read=form.cleaned_data["traces_read"],
                now=timezone.now(),
                by=person,
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("It stands, with your reason, until what it is about changes."))
            return redirect("casework:findings", uuid)
    shown = {
        "citizen": citizen,
        "says": sentence_of(finding),
        "form": form,
        "back_url": reverse("casework:findings", args=[uuid]),
    }
    return render(request, "casework/finding_accept.html", shown, status=422 if form.errors else 200)


@require_POST
def take_up(request: HttpRequest, uuid: UUID, accepted: UUID) -> HttpResponse:
    """What was let stand is told again."""
    person, citizen = to_change(request, uuid, CHECK_READ)
    row = FindingAccepted.objects.filter(citizen=citizen, uuid=accepted).first()
    if row is None:
        raise Http404
    actions.take_up_again(accepted=row, by=person)
    messages.success(request, _("It is in the list again."))
    return redirect("casework:findings", uuid)


def _shown(person: Employee, citizen: Citizen, checked: Checked) -> dict[str, Any]:
    return {
        "citizen": citizen,
        "may_write": may_change(person, citizen) and not citizen.is_closed,
        "findings": [told_finding(one, citizen.uuid) for one in checked.open],
        "accepted": [(told_finding(one.finding, citizen.uuid), one.row) for one in checked.accepted],
    }

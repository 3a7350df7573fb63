"""One citizen's case: the page it begins on, contact, number, history, and the reason where it is another unit's."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.citizens.actions.handovers import read_handover
from fagkompas.citizens.actions.openings import open_with_reason
from fagkompas.citizens.forms.record import ReasonForm
from fagkompas.citizens.history import as_timeline, changes_of, openings_of, reads_of
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import (
    ReasonNeededError,
    load_citizen,
    load_citizen_to_change,
    load_citizen_with_reason,
    may_hand_over,
    may_open,
    may_say_why,
    may_see_address,
    may_see_reads,
    may_see_towards_work,
    who_gives_roles,
    who_sees_address,
    works_with_cases,
)
from fagkompas.citizens.views.frame import OPENED, case_frame
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import PER_PAGE, ListPage
from fagkompas.toolkit.pages import panel_url


@require_safe
def citizen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The case on one page: upper apps show their panels in it. Who does not open it is led to what stands towards work."""
    person = signed_in(request)
    one = load_citizen_with_reason(person, uuid)
    if not may_open(person, one) and may_see_towards_work(person, one):
        return redirect(panel_url("casework:towards_work", one.uuid))
    if not may_open(person, one):
        raise ReasonNeededError(one)
    record_read(by=person, action=OPENED, citizen_id=one.pk, target=one)
    unread = Handover.objects.unread_by(person).filter(citizen=one).select_related("from_employee", "from_unit")
    shown = {
        "handover": unread.first(),
        "overview_url": panel_url("casework:overview", one.uuid),
        "conversations_url": panel_url("conversations:panel", one.uuid),
        "may_hand_over": may_hand_over(person, one),
        "may_erase": may_see_reads(person, one),
    }
    return render(request, "citizens/citizen.html", case_frame(person, one, "citizens:citizen") | shown)


@require_safe
def contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Contact, number and consents."""
    person, one = _loaded(request, uuid)
    record_read(by=person, action="citizens.contact.read", citizen_id=one.pk, target=one)
    return _contact_page(request, person, one)


@require_POST
def show_cpr(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The number, once, for those who may change it: it is noted, and hidden again on the next page."""
    person = signed_in(request)
    one = load_citizen_to_change(person, uuid)
    record_read(by=person, action="citizens.number.shown", citizen_id=one.pk, target=one)
    return _contact_page(request, person, one, shows_cpr=True)


def _contact_page(request: HttpRequest, person: Employee, one: Citizen, *, shows_cpr: bool = False) -> HttpResponse:
    shown = {
        "shows_cpr": shows_cpr,
        "cpr": f"{one.cpr[:6]}-{one.cpr[6:]}" if shows_cpr and one.cpr.isdecimal() else one.shown_cpr,
        "shows_address": (shows_address := may_see_address(person, one)),
        "ask_for_address": "" if shows_address else _whom_to_ask(one),
        "consents": list(one.consents.select_related("recorded_by")),
    }
    return render(request, "citizens/contact.html", case_frame(person, one, "citizens:contact") | shown)


def _whom_to_ask(citizen: Citizen) -> str:
    """Whom to ask, by name, for a protected address that one may not see oneself."""
    if may := [one.name for one in who_sees_address(citizen.unit)]:
        return _("Protected. Ask %(names)s, who may see it.") % {"names": ", ".join(may)}
    give = ", ".join(one.name for one in who_gives_roles(citizen.unit))
    return _("Protected. Nobody may see it yet. Ask %(names)s, who can give somebody the role.") % {"names": give}


@require_safe
def history(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What happened, who had the case, and for managers who has looked."""
    person, one = _loaded(request, uuid)
    record_read(by=person, action="citizens.history.read", citizen_id=one.pk, target=one)
    page = Paginator(changes_of(one), PER_PAGE).get_page(request.GET.get("side"))
    listing = ListPage(page=page, sort="", descending=False)
    handovers = one.handovers.select_related("from_employee", "to_employee", "from_unit", "to_unit", "by")
    shown = {
        "handovers": list(handovers),
        "openings": openings_of(one),
        "listing": listing,
        "changes": as_timeline(listing.page),
        "reads": reads_of(one) if may_see_reads(person, one) else None,
    }
    return render(request, "citizens/history.html", case_frame(person, one, "citizens:history") | shown)


@require_http_methods(["GET", "POST"])
def open_case(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Why one opens a case of another unit. Until it is said, the page tells nothing but the unit."""
    person = signed_in(request)
    one = load_citizen_with_reason(person, uuid)
    wanted = _wanted(request, one)
    if not may_say_why(person, one):
        return redirect(wanted)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            open_with_reason(citizen=one, reason=reason, today=timezone.localdate(), by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return redirect(wanted)
    shown = {"form": form, "unit": one.unit, "wanted": wanted, "opens_case": works_with_cases(person)}
    return render(request, "citizens/open.html", shown, status=422 if form.errors else 200)


@require_POST
def handover_read(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The note of the colleague before is read."""
    person, one = _loaded(request, uuid)
    for handover in Handover.objects.unread_by(person).filter(citizen=one).select_related("citizen"):
        read_handover(handover=handover, by=person)
    return redirect("citizens:citizen", one.uuid)


def _loaded(request: HttpRequest, uuid: UUID) -> tuple[Employee, Citizen]:
    person = signed_in(request)
    return person, load_citizen(person, uuid)


def _wanted(request: HttpRequest, citizen: Citizen) -> str:
    """Where one was going: an address of this site, else the case."""
    wanted = request.POST.get("videre") or request.GET.get("videre", "")
    is_here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_here else reverse("citizens:citizen", args=[citizen.uuid])

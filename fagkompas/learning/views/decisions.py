"""Wishes and seats of others: decided by managers and competence consultants."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read, record_reads
from fagkompas.catalogue.models import Session, SessionQuerySet
from fagkompas.catalogue.permissions import can_edit_catalogue, visible_sessions
from fagkompas.catalogue.wording import price_in_words
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.deciding import weighed
from fagkompas.learning.forms.decisions import APPROVE, ENROL, LATER, REFUSE, WAIT, DecisionForm, ShowForm, open_to
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.permissions import (
    check_advises,
    decidable,
    decides_as,
    load_decidable,
    sessions_to_enrol,
    sessions_to_register,
)
from fagkompas.learning.wording.participation import STATE_KINDS, add_problems, title_of
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link

TO_DECIDE = (ParticipationState.WISHED, ParticipationState.WAITING)
SORTS = {"siden": ("since", "pk"), "navn": ("employee__name", "pk"), "enhed": ("employee__unit__path", "pk")}


def participation_tabs(current: str) -> list[Link]:
    """The pages about the participation of others, the present one marked by the name of its address."""
    parts = (
        (_("Wishes and waiting lists"), "learning:decisions"),
        (_("Who took part in what"), "learning:taken_part"),
        (_("Programmes under way"), "learning:programmes"),
        (_("The share trained"), "learning:trained"),
    )
    return [Link(label=label, url=reverse(name), is_current=name == current) for label, name in parts]


def to_enrol_url() -> str:
    """The list of those who have a seat, session by session."""
    return f"{reverse('learning:decisions')}?vis=godkendt"


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Wishes to decide, the oldest first; also who waits, has a seat, was refused. Opening it is logged for each.

    Those who have a seat also session by session, for whoever enrols them and registers who took part.
    """
    person, today = signed_in(request), timezone.localdate()
    check_advises(person)
    show = ShowForm(request.GET)
    rows = show.of(decidable(person))
    listing = list_page(request, rows, sorts=SORTS, default="siden")
    found = list(listing.page)
    record_reads(by=person, action="learning.participation.read", seen=[(one.employee_id, one) for one in found])
    has_seats = show.chosen == "godkendt" and can_edit_catalogue(person)
    shown = {
        "listing": listing,
        "rows": [(one, title_of(one), STATE_KINDS[one.state]) for one in found],
        "show": show,
        "tabs": participation_tabs("learning:decisions"),
        "to_enrol": sessions_to_enrol(person, today) if has_seats else [],
        "to_register": sessions_to_register(person, today) if has_seats else [],
    }
    return render(request, "learning/decisions.html", shown)


@require_http_methods(["GET", "POST"])
def decision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Approve, put on the waiting list, refuse with a reason, enrol or cancel."""
    person, today = signed_in(request), timezone.localdate()
    one = load_decidable(person, uuid)
    form = None
    if one.offering_id and (choices := open_to(one)):
        start = {"session": one.session.uuid if one.session else None}
        form = DecisionForm(posted(request), choices=choices, sessions=_sessions(person, one, today), initial=start)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            _decide(one, person, **form.cleaned_data)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The decision is saved, and %(name)s sees it.") % {"name": one.employee.name})
            return redirect("learning:decisions")
    record_read(by=person, action="learning.participation.read", subject_id=one.employee_id, target=one)
    ahead = 0
    if one.state == ParticipationState.WAITING:
        before = Q(since__lt=one.since) | Q(since=one.since, pk__lt=one.pk)
        ahead = Participation.objects.filter(before, session=one.session, state=one.state).count()
    shown = {
        "one": one,
        "title": title_of(one),
        "kind": STATE_KINDS[one.state],
        "form": form,
        "place": ahead + 1,
        "price": price_in_words(one.offering) if one.offering else "",
        "weighed": weighed(person, one, today) if one.state in TO_DECIDE else None,
        "sees_session": one.session is not None and _sees(person, one.session, today),
        "has_sessions": _sessions(person, one, today).exists(),
        "registers_catalogue": can_edit_catalogue(person) and one.root_id == person.root_id,
        "registers": one.session is not None and can_edit_catalogue(person) and one.root_id == person.root_id,
    }
    return render(request, "learning/decision.html", shown, status=422 if form is not None and form.errors else 200)


def _sees(person: Employee, session: Session, today: date) -> bool:
    """A session of others is seen as long as it is to come."""
    return visible_sessions(person, today).filter(pk=session.pk).exists()


def _decide(one: Participation, by: Employee, *, decision: str, session: Session | None, because: str) -> None:
    now = timezone.now()
    if decision in (APPROVE, LATER):
        session = session if decision == APPROVE else None
        actions.approve(participation=one, session=session, now=now, by=by)
    elif decision == WAIT and session is not None:
        actions.put_on_waiting_list(participation=one, session=session, now=now, by=by)
    elif decision == ENROL:
        actions.enrol(participation=one, session=session, now=now, by=by)
    else:
        end = actions.refuse_wish if decision == REFUSE else actions.cancel_seat
        end(participation=one, because=because, ended_by=decides_as(by, one), now=now, by=by)


def _sessions(person: Employee, one: Participation, today: date) -> SessionQuerySet:
    """Sessions of the same offering that are still to come."""
    return Session.objects.open_to(person.root_id).still_to_come(today).filter(offering=one.offering)

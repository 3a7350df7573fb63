"""Who has a seat in a session, who waits, who took part, and what happens when it is cancelled: for consultants."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads
from fagkompas.catalogue.forms.sessions import CancelForm
from fagkompas.catalogue.models import CancelledBy, Session
from fagkompas.catalogue.permissions import can_edit_catalogue, load_own_session, load_session
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.forms.decisions import AttendanceForm
from fagkompas.learning.models import ParticipationState
from fagkompas.learning.wording.participation import add_problems, sentence
from fagkompas.toolkit.forms import posted


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everyone of the municipality with a seat, and once it has begun who attended and passed."""
    person, today = signed_in(request), timezone.localdate()
    session = load_own_session(person, uuid)
    people = session.participations.filter(root_id=person.root_id).select_related("employee__unit")
    seated = list(people.taking_a_seat().order_by("employee__name", "pk"))
    waiting = list(people.filter(state=ParticipationState.WAITING).order_by("since", "pk"))
    form = AttendanceForm(posted(request), seated=seated)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_attendance(session=session, given=form.given(), now=timezone.now(), by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("Who took part is saved."))
            return redirect("learning:attendance", session.uuid)
    seen = [(one.employee_id, one) for one in (*seated, *waiting)]
    record_reads(by=person, action="learning.participation.read", seen=seen)
    shown = {
        "session": session,
        "form": form,
        "waiting": waiting,
        "has_begun": session.starts_on <= today,
        "may_give": bool(waiting) and _has_seats_to_give(session, today),
        "to_enrol": sum(one.state == ParticipationState.APPROVED for one in seated),
        "takes_enrolments": session.takes_enrolments_on(today),
    }
    return render(request, "learning/attendance.html", shown, status=422 if form.errors else 200)


@require_safe
def session_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On the page of a session: the way to its participants, for those who keep the catalogue; else nothing."""
    person, today = signed_in(request), timezone.localdate()
    session = load_session(person, uuid, today)
    if session.root_id != person.root_id or not can_edit_catalogue(person):
        return HttpResponse(status=204)
    waiting = session.participations.filter(state=ParticipationState.WAITING).count()
    shown = {
        "session": session,
        "waiting": waiting,
        "may_give": bool(waiting) and _has_seats_to_give(session, today),
        "may_cancel": not session.is_cancelled and session.ends_on >= today,
    }
    return render(request, "learning/_session_panel.html", shown)


def _has_seats_to_give(session: Session, today: date) -> bool:
    """Whether whoever waits may get a seat by the order of the list."""
    return session.takes_enrolments_on(today) and bool(session.free_seats > 0 or session.seats_promised)


@require_POST
def give_seats(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Pass free seats on to those who wait, in their order: after the session has got more of them."""
    session = load_own_session(signed_in(request), uuid)
    given = len(actions.give_free_seats(session=session, now=timezone.now()))
    if given:
        said = ngettext(
            "%(count)s person got a seat, and is told.", "%(count)s people got a seat, and are told.", given
        )
        messages.success(request, said % {"count": given})
    else:
        messages.info(request, _("No seat is free for those who wait."))
    return redirect("learning:attendance", session.uuid)


@require_POST
def enrol_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everyone of the municipality who has a seat and was not enrolled at the provider yet."""
    person = signed_in(request)
    session = load_own_session(person, uuid)
    try:
        count = actions.enrol_all(session=session, now=timezone.now(), by=person)
    except BadInput as refused:
        messages.error(request, sentence(refused.problems[0]))
    else:
        said = ngettext("%(count)s person is enrolled.", "%(count)s people are enrolled.", count)
        messages.success(request, said % {"count": count})
    return redirect("learning:attendance", session.uuid)


@require_http_methods(["GET", "POST"])
def session_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """By whom and why; everyone with a seat, a place on the waiting list or a wish for it is told."""
    person = signed_in(request)
    session = load_own_session(person, uuid)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            ended = actions.cancel_session(
                session=session,
                cancelled_by=CancelledBy(form.cleaned_data["cancelled_by"]),
                because=form.cleaned_data["because"],
                now=timezone.now(),
                by=person,
            )
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _cancelled_words(len({one.employee_id for one in ended})))
            return redirect("catalogue:session", session.uuid)
    under_way = session.participations.filter(state__in=actions.UNDER_WAY)
    shown = {
        "session": session,
        "form": form,
        "seated": under_way.taking_a_seat().count(),
        "others": under_way.filter(state__in=[ParticipationState.WAITING, ParticipationState.WISHED]).count(),
    }
    return render(request, "learning/session_cancel.html", shown, status=422 if form.errors else 200)


def _cancelled_words(people: int) -> str:
    if not people:
        return _("The session is cancelled. Nobody had a seat.")
    said = ngettext(
        "The session is cancelled, and %(count)s person is told.",
        "The session is cancelled, and %(count)s people are told.",
        people,
    )
    return said % {"count": people}

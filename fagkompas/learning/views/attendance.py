"""Who has a seat in a session, who waits, who took part, and what happens when it is cancelled: for consultants."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads
from fagkompas.catalogue.forms.sessions import CancelForm
from fagkompas.catalogue.models import CancelledBy, Session
from fagkompas.catalogue.permissions import can_edit_catalogue, load_own_session, load_session
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.forms.decisions import CERTIFICATE, WENT, WITHOUT_SESSION, AttendanceForm, attendance_of
from fagkompas.learning.mailing import tell_of_cancelled
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.permissions import decidable, load_session_to_register
from fagkompas.learning.views.decisions import to_enrol_url
from fagkompas.learning.wording.participation import add_problems, sentence
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import (
    CHOOSE,
    OPENED,
    Saved,
    SavedNow,
    Sheet,
    choice_of_control,
    conflict_page,
    opened_twins,
    save_together,
)


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everyone of the municipality with a seat, and once it has begun who attended and passed.

    Who comes from another municipality is registered by that one, on the same page. Two people who register at once put
    together what both have changed.
    """
    person, today = signed_in(request), timezone.localdate()
    session = load_session_to_register(person, uuid)
    sheet = AttendanceSheet(session, person)
    here = reverse("learning:attendance", args=[session.uuid])
    if request.method == "POST":
        saved = save_together(request, sheet)
        if saved.merged.conflicts:
            return _conflict_page(request, saved, here)
        if saved.revision is not None:
            messages.success(request, _saved_words(sheet.missed, by_others=saved.by_others))
            return redirect(here)
        form = saved.form
    else:
        form = AttendanceForm(seated=sheet.seated)
    people = session.participations.filter(root_id=person.root_id).select_related("employee__unit")
    waiting = list(people.filter(state=ParticipationState.WAITING).order_by("since", "pk"))
    seen = [(one.employee_id, one) for one in (*sheet.seated, *waiting)]
    record_reads(by=person, action="learning.participation.read", seen=seen)
    is_own = session.root_id == person.root_id
    shown = {
        "session": session,
        "form": form,
        "opened": opened_twins(attendance_of(sheet.seated)),
        "is_own": is_own,
        "back_url": reverse("catalogue:session", args=[session.uuid]) if is_own else to_enrol_url(),
        "waiting": waiting,
        "has_begun": session.starts_on <= today,
        "may_give": is_own and bool(waiting) and _has_seats_to_give(session, today),
        "to_enrol": sum(one.state == ParticipationState.APPROVED for one in sheet.seated),
        "takes_enrolments": session.takes_enrolments_on(today),
    }
    return render(request, "learning/attendance.html", shown, status=422 if form.errors else 200)


class AttendanceSheet(Sheet[AttendanceForm]):
    """Who of the person's municipality took part in a session. `missed` is set where somebody has lost the seat meanwhile."""

    def __init__(self, session: Session, person: Employee) -> None:
        self.session, self.person = session, person
        self.missed = False
        self.seated = self._seated()

    def _seated(self) -> list[Participation]:
        rows = self.session.participations.filter(root_id=self.person.root_id).taking_a_seat()
        return list(rows.select_related("employee__unit").order_by("employee__name", "pk"))

    def is_field(self, name: str) -> bool:
        """Those of whoever has a seat now."""
        found = name in attendance_of(self.seated)
        self.missed |= not found and name.endswith((WENT, CERTIFICATE)) and not name.startswith((OPENED, CHOOSE))
        return found

    def now(self) -> SavedNow:
        """As it stands now; every row has a revision of its own."""
        self.seated = self._seated()
        return SavedNow(texts=attendance_of(self.seated), revision=0, by_another=True)

    def form(self, data: Mapping[str, str], now: SavedNow) -> AttendanceForm:
        """For those who have a seat now."""
        return AttendanceForm(data, seated=self.seated)

    def keep(self, form: AttendanceForm, revision: int) -> int:
        """Save it."""
        return actions.save_attendance(session=self.session, given=form.given(), now=timezone.now(), by=self.person)


def _conflict_page(request: HttpRequest, saved: Saved[AttendanceForm], here: str) -> HttpResponse:
    return conflict_page(
        request,
        saved,
        lead=_("Somebody else has registered the same people. Choose what is right; everything else is kept."),
        choice=lambda conflict: choice_of_control(saved.form, conflict),
        save_url=here,
        back_url=here,
    )


def _saved_words(missed: bool, *, by_others: bool) -> str:
    words = [_("Who took part is saved.")]
    if by_others:
        words.append(_("A colleague has registered something too; both are kept."))
    if missed:
        words.append(_("Somebody has no seat any more and was left out."))
    return " ".join(words)


@require_safe
def session_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On the page of a session: the way to its participants, for those who keep the catalogue; else nothing."""
    person, today = signed_in(request), timezone.localdate()
    session = load_session(person, uuid, today)
    guests = session.participations.filter(root_id=person.root_id).taking_a_seat()
    is_own = session.root_id == person.root_id
    if not can_edit_catalogue(person) or not (is_own or guests.exists()):
        return HttpResponse(status=204)
    waiting = session.participations.filter(state=ParticipationState.WAITING).count() if is_own else 0
    is_open = is_own and session.takes_enrolments_on(today)
    seekers = decidable(person).filter(offering=session.offering, session__isnull=True)
    shown = {
        "session": session,
        "waiting": waiting,
        "wished": seekers.filter(state=ParticipationState.WISHED).count() if is_open else 0,
        "approved": seekers.filter(state=ParticipationState.APPROVED).count() if is_open else 0,
        "without_session_url": f"{reverse('learning:decisions')}?vis={WITHOUT_SESSION}",
        "may_give": bool(waiting) and _has_seats_to_give(session, today),
        "may_cancel": is_own and not session.is_cancelled and session.ends_on >= today,
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
    session = load_session_to_register(person, uuid)
    try:
        count = actions.enrol_all(session=session, now=timezone.now(), by=person)
    except BadInput as refused:
        messages.error(request, sentence(refused.problems[0]))
    else:
        said = ngettext("%(count)s person is enrolled.", "%(count)s people are enrolled.", count)
        messages.success(request, said % {"count": count})
    return redirect(to_enrol_url()) if "list" in request.POST else redirect("learning:attendance", session.uuid)


@require_http_methods(["GET", "POST"])
def session_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """By whom and why; everyone with a seat, a place on the waiting list or a wish for it is told."""
    person = signed_in(request)
    session = load_own_session(person, uuid)
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                ended = actions.cancel_session(
                    session=session,
                    cancelled_by=CancelledBy(form.cleaned_data["cancelled_by"]),
                    because=form.cleaned_data["because"],
                    now=timezone.now(),
                    by=person,
                )
                session.refresh_from_db()
                tell_of_cancelled(request, session, ended)
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

"""Who has a seat in a session, who waits, and who took part: for competence consultants."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.forms.rounds import posted
from fagkompas.audit.actions import record_reads
from fagkompas.catalogue.permissions import can_edit_catalogue, load_own_session, load_session
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import participation as actions
from fagkompas.learning.forms.decisions import AttendanceForm
from fagkompas.learning.models import ParticipationState
from fagkompas.learning.wording.participation import add_problems


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
    shown = {"session": session, "form": form, "waiting": waiting, "has_begun": session.starts_on <= today}
    return render(request, "learning/attendance.html", shown, status=422 if form.errors else 200)


@require_safe
def session_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On the page of a session: the way to its participants, for those who keep the catalogue; else nothing."""
    person, today = signed_in(request), timezone.localdate()
    session = load_session(person, uuid, today)
    if session.root_id != person.root_id or not can_edit_catalogue(person):
        return HttpResponse(status=204)
    waiting = session.participations.filter(state=ParticipationState.WAITING).count()
    return render(request, "learning/_session_panel.html", {"session": session, "waiting": waiting})

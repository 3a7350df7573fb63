"""Plan a session of an offering, and change it; two people at once lose nothing."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.actions import sessions as actions
from fagkompas.catalogue.forms import add_problems
from fagkompas.catalogue.forms.sessions import (
    MeetingRows,
    SessionForm,
    draft_meetings,
    meeting_rows,
    meetings_as_initial,
    meetings_in,
    meetings_of,
    session_as_typed,
)
from fagkompas.catalogue.models import Offering, Session
from fagkompas.catalogue.permissions import load_own_offering, load_own_session
from fagkompas.catalogue.views.shown import meanwhile_of, opened_in, typed_in
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.merging import merge
from fagkompas.toolkit.together import ChangedMeanwhile

MORE_DAYS = 2


def session_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new time that an offering is held, with as many days as the guide of its form says."""
    person, today = signed_in(request), timezone.localdate()
    offering = load_own_offering(person, uuid)
    if request.method != "POST":
        start = {"least_seats": offering.least_seats, "most_seats": offering.most_seats, "revision": 0}
        rows = meeting_rows(None, draft_meetings(offering))
        return _page(request, SessionForm(initial=start), rows, offering=offering, opened={})
    if "more" in request.POST:
        return _with_more(request, offering=offering, opened={})
    form, rows = SessionForm(request.POST), meeting_rows(request.POST, [])
    if form.is_valid() and rows.is_valid():
        try:
            facts = form.facts(meetings_of(rows))
            made = actions.plan_session(offering=offering, root=person.root, facts=facts, today=today, by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The session is planned."))
            return redirect("catalogue:session", made.uuid)
    return _page(request, form, rows, offering=offering, opened={}, status=422)


def session_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other days, seats or place."""
    person, today = signed_in(request), timezone.localdate()
    session = load_own_session(person, uuid)
    offering, typed = session.offering, session_as_typed(actions.session_facts_of(session))
    if request.method != "POST":
        return _page(request, *_forms_of(session, typed), offering=offering, session=session, opened=typed)
    opened = opened_in(request.POST, typed)
    if "more" in request.POST:
        return _with_more(request, offering=offering, opened=opened, session=session)
    form, rows = SessionForm(request.POST), meeting_rows(request.POST, [])
    if form.is_valid() and rows.is_valid():
        facts, revision = form.facts(meetings_of(rows)), form.cleaned_data["revision"]
        try:
            actions.edit_session(session=session, facts=facts, revision=revision, today=today, by=person)
        except ChangedMeanwhile:
            return _both_versions(request, form, rows, opened, load_own_session(person, uuid))
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The session was saved."))
            return redirect("catalogue:session", session.uuid)
    return _page(request, form, rows, offering=offering, session=session, opened=opened, status=422)


def _both_versions(
    request: HttpRequest, form: SessionForm, rows: MeetingRows, opened: Mapping[str, str], session: Session
) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved = session_as_typed(actions.session_facts_of(session))
    merged = merge(opened=opened, typed=session_as_typed(form.facts(meetings_of(rows))), saved=saved)
    again, rows_again = _forms_of(session, merged.values)
    labels = {name: str(again.fields[name].label) if name in again.fields else _("The days") for name in saved}
    meanwhile = meanwhile_of(session, merged, saved, labels)
    return _page(
        request,
        again,
        rows_again,
        offering=session.offering,
        session=session,
        opened=saved,
        status=409,
        meanwhile=meanwhile,
    )


def _forms_of(session: Session, typed: Mapping[str, str]) -> tuple[SessionForm, MeetingRows]:
    ticks = {name: bool(typed[name]) for name in ("is_online", "is_joint")}
    form = SessionForm(initial={**typed, **ticks, "revision": session.revision})
    return form, meeting_rows(None, meetings_as_initial(meetings_in(typed["meetings"])))


def _with_more(
    request: HttpRequest, *, offering: Offering, opened: Mapping[str, str], session: Session | None = None
) -> HttpResponse:
    """The same page with more days; nothing is saved and nothing is judged."""
    form = SessionForm(initial=typed_in(SessionForm(request.POST)))
    days = [typed_in(row) for row in meeting_rows(request.POST, []).forms]
    rows = meeting_rows(None, days, blank=MORE_DAYS)
    return _page(request, form, rows, offering=offering, opened=opened, session=session)


def _page(
    request: HttpRequest,
    form: SessionForm,
    rows: MeetingRows,
    *,
    offering: Offering,
    opened: Mapping[str, str],
    session: Session | None = None,
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = {
        "form": form,
        "rows": rows,
        "offering": offering,
        "session": session,
        "opened": opened,
        "meanwhile": meanwhile,
    }
    return render(request, "catalogue/session_edit.html", shown, status=status)

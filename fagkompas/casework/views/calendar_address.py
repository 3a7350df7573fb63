"""An address by which a calendar program fetches one's own conversations, without sign-in: made, renewed and closed by oneself.

::

    POST ──make──> the secret, encrypted, in the session ──redirect──> GET ──takes it out──> shown this once

So neither "back" nor a reload makes another one. What is kept for good is a digest.
"""

from typing import Final

from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.actions import close_calendar, open_calendar
from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read, start_of
from fagkompas.audit.models import Event
from fagkompas.casework.calendars import own_events
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.toolkit.attempts import has_attempts_left, note_attempt
from fagkompas.toolkit.encryption import decrypted, encrypted
from fagkompas.toolkit.links import digest_of

FETCHED: Final = "accounts.calendar.fetched"
KEY: Final = "calendar_secret"
PURPOSE: Final = "calendar address"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make one (it is shown once, after that), make a new one instead, or close it."""
    person = signed_in(request)
    if not works_with_citizens(person):
        raise Http404
    made = _taken(request, person)
    if request.method == "POST":
        if "close" in request.POST:
            close_calendar(person=person)
            messages.success(request, _("The address is closed. Take the calendar out of your calendar program too."))
        else:
            request.session[KEY] = encrypted(open_calendar(person=person), purpose=PURPOSE)
        return redirect("casework:calendar_address")
    shown = {"made": made, "has_one": bool(person.calendar_digest)}
    answer = render(request, "casework/calendar_address.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


def _taken(request: HttpRequest, person: Employee) -> str:
    """The address that was made just before and opens the calendar still, once; otherwise ""."""
    kept = request.session.pop(KEY, "")
    try:
        secret = decrypted(kept, purpose=PURPOSE) if kept else ""
    except InvalidToken:
        return ""
    if not secret or digest_of(secret) != person.calendar_digest:
        return ""
    return request.build_absolute_uri(reverse("casework:calendar_feed", args=[secret]))


@require_safe
@login_not_required
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever has this secret.

    Too many wrong ones from one network address must wait, and take nobody along who has a right one: programs go on asking by
    an address that was renewed, and a municipality is one network address.
    """
    person = Employee.objects.filter(calendar_digest=digest_of(secret), is_active=True).first()
    if person is None or not works_with_citizens(person):
        may_try = has_attempts_left(request, "calendar")
        note_attempt(request, "calendar")
        return _closed(HttpResponse(status=404 if may_try else 429))
    _note_fetched(person)
    with override(person.language):
        made = own_events(
            person,
            name=_("My conversations"),
            now=timezone.now(),
            whole=request.build_absolute_uri,
            names_companies=False,
        )
    return _closed(HttpResponse(made, content_type="text/calendar; charset=utf-8"))


def _note_fetched(person: Employee) -> None:
    """A line a day: a program asks every few minutes."""
    today = Event.objects.filter(action=FETCHED, actor_id=person.pk, at__gte=start_of(timezone.localdate()))
    if not today.exists():
        record_read(by=person, action=FETCHED, target=person)


def _closed(answer: HttpResponse) -> HttpResponse:
    """Kept by nobody on the way, and found by no search."""
    for name, value in HEADERS.items():
        answer[name] = value
    return answer

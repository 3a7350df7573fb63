"""An address by which a calendar program fetches one's own conversations, without sign-in: made, renewed and closed by oneself."""

from typing import Final

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
from fagkompas.toolkit.links import digest_of

FETCHED: Final = "accounts.calendar.fetched"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Make one (it is shown this once), make a new one instead, or close it."""
    person = signed_in(request)
    if not works_with_citizens(person):
        raise Http404
    made = ""
    if request.method == "POST":
        if "close" in request.POST:
            close_calendar(person=person)
            messages.success(request, _("The address is closed. Take the calendar out of your calendar program too."))
            return redirect("casework:calendar_address")
        path = reverse("casework:calendar_feed", args=[open_calendar(person=person)])
        made = request.build_absolute_uri(path)
    has_one = bool(made or person.calendar_digest)
    answer = render(request, "casework/calendar_address.html", {"made": made, "has_one": has_one})
    answer["Cache-Control"] = "no-store"
    return answer


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

"""A session: when, where, whether it will run; confirm, promise seats.

It is cancelled where the people are known: on a page of the app that knows them.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.actions import seats
from fagkompas.catalogue.actions import sessions as actions
from fagkompas.catalogue.forms import add_problems
from fagkompas.catalogue.forms.sessions import PromiseForm, WithdrawForm
from fagkompas.catalogue.models import Session, SessionState, SharedSeats
from fagkompas.catalogue.permissions import (
    can_edit_catalogue,
    load_own_session,
    load_session,
    load_session_to_share,
    load_shared_seats,
    may_promise,
    units_to_promise_for,
)
from fagkompas.catalogue.views.shown import shown_session
from fagkompas.catalogue.wording import moved_in_words, price_in_words, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.telling import told


@require_safe
def session(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Days, place, seats, and who has promised some."""
    person, today = signed_in(request), timezone.localdate()
    one = load_session(person, uuid, today)
    return _page(request, one, person)


def _page(
    request: HttpRequest,
    one: Session,
    person: Employee,
    *,
    promise: PromiseForm | None = None,
    withdrawing: tuple[SharedSeats, WithdrawForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate()
    is_own = one.root_id == person.root_id
    takes_promises = one.is_joint and one.takes_enrolments_on(today) and may_promise(person)
    units = units_to_promise_for(person)
    mine = set(units.values_list("pk", flat=True)) if one.is_joint else set()
    may_edit = is_own and can_edit_catalogue(person)
    promises = list(one.shared_seats.select_related("unit", "promised_by")) if one.is_joint else []
    shown = {
        "session": one,
        "shown": shown_session(one),
        "offering": one.offering,
        "price": price_in_words(one.offering),
        "meetings": one.meetings.order_by("day", "starts_at"),
        "is_own": is_own,
        "may_edit": may_edit and not one.is_cancelled,
        "is_over": one.ends_on < today,
        "is_short": one.is_short_on(today),
        "may_unconfirm": one.state == SessionState.CONFIRMED and one.starts_on > today,
        "takes_enrolments": one.takes_enrolments_on(today),
        "promises": [(each, may_edit or each.unit_id in mine) for each in promises if not each.withdrawn_on],
        "withdrawn": [each for each in promises if each.withdrawn_on],
        "withdrawing": withdrawing,
        "moved": moved_in_words(one) if one.ends_on >= today and not one.is_cancelled else "",
        "promise": promise or (PromiseForm(units=units) if takes_promises else None),
        "panel_url": panel_url("learning:session_panel", one.uuid),
    }
    return render(request, "catalogue/session.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def session_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is sure that it runs. Where too few are in it, one is asked first."""
    person, today = signed_in(request), timezone.localdate()
    one = load_own_session(person, uuid)
    is_asked = one.is_short_on(today)
    if is_asked and "although_short" not in request.POST:
        return render(request, "catalogue/session_confirm.html", {"session": one, "offering": one.offering})
    if request.method == "POST":
        said = _("The session is confirmed.")
        told(request, lambda: actions.confirm_session(session=one, by=person), said, sentence=sentence)
    return redirect("catalogue:session", one.uuid)


@require_POST
def session_unconfirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not sure after all."""
    person, today = signed_in(request), timezone.localdate()
    one = load_own_session(person, uuid)
    said = _("The session is planned again. It is not sure that it runs.")
    told(
        request,
        lambda: actions.take_confirmation_back(session=one, today=today, by=person),
        said,
        sentence=sentence,
    )
    return redirect("catalogue:session", one.uuid)


@require_POST
def session_open(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other units and municipalities may promise seats from now on."""
    person, today = signed_in(request), timezone.localdate()
    one = load_own_session(person, uuid)
    said = _("The session is open: other units and municipalities can promise seats.")
    told(request, lambda: actions.open_to_others(session=one, today=today, by=person), said, sentence=sentence)
    return redirect("catalogue:session", one.uuid)


@require_POST
def seats_promise(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """So many seats for one of the person's units."""
    person, today = signed_in(request), timezone.localdate()
    one = load_session_to_share(person, uuid, today)
    form = PromiseForm(request.POST, units=units_to_promise_for(person))
    if form.is_valid():
        count = form.cleaned_data["seats"]
        try:
            seats.promise_seats(session=one, unit=form.cleaned_data["unit"], seats=count, today=today, by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            said = ngettext("%(count)s seat is promised.", "%(count)s seats are promised.", count)
            messages.success(request, said % {"count": count})
            return redirect("catalogue:session", one.uuid)
    return _page(request, one, person, promise=form, status=422)


@require_POST
def seats_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The unit does not promise them any more; where others rely on them, with a reason."""
    person, today = signed_in(request), timezone.localdate()
    shared = load_shared_seats(person, uuid)
    form = WithdrawForm(request.POST)
    form.is_valid()
    try:
        seats.withdraw_seats(shared=shared, today=today, by=person, because=form.cleaned_data.get("because", ""))
    except BadInput as refused:
        add_problems(form, refused)
        one = load_session(person, shared.session.uuid, today)
        return _page(request, one, person, withdrawing=(shared, form), status=422)
    messages.success(request, _("The promised seats are taken out."))
    return redirect("catalogue:session", shared.session.uuid)

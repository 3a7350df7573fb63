"""One citizen beside one order: the reasons, what would change them, and the same on paper for the citizen and the company."""

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
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.casework.views.opening import note_read
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import (
    load_citizen_to_change_towards_work,
    load_citizen_towards_work,
    may_change_towards_work,
)
from fagkompas.engine.errors import BadInput
from fagkompas.engine.matching.ruling_out import Rule
from fagkompas.matching.actions import shortlist as actions
from fagkompas.matching.actions.facts import note_answer
from fagkompas.matching.beside import (
    ReadOrder,
    beside_one,
    changes,
    match_of,
    ranked,
    read_order,
    task_rows,
)
from fagkompas.matching.forms.shortlist import ReasonForm
from fagkompas.matching.models import AGREED, Shortlisted
from fagkompas.matching.permissions import (
    load_citizen_to_choose,
    load_order,
    load_order_to_decide,
    matched_by,
    may_decide,
)
from fagkompas.matching.wording import points_in_words, sentence
from fagkompas.toolkit.forms import posted

REASONS_READ: Final = "matching.reasons.read"


@require_safe
def reasons(request: HttpRequest, uuid: UUID, citizen: UUID) -> HttpResponse:
    """Every number with what it is made of, so that anybody can do the sum again."""
    person, read, whose = _opened(request, uuid, citizen)
    return render(request, "matching/reasons.html", _shown(person, read, whose) | {"form": ReasonForm()})


@require_safe
def reasons_on_paper(request: HttpRequest, uuid: UUID, citizen: UUID) -> HttpResponse:
    """For the citizen, on A4."""
    person, read, whose = _opened(request, uuid, citizen)
    return render(request, "matching/reasons_print.html", _shown(person, read, whose) | {"today": timezone.localdate()})


@require_safe
def company_paper(request: HttpRequest, uuid: UUID, citizen: UUID) -> HttpResponse:
    """For the company, on A4: what somebody can do of the tasks. The name stands there once the citizen has said yes."""
    person, read, whose = _opened(request, uuid, citizen)
    rows = Shortlisted.objects.standing().filter(order=read.row, citizen=whose, stage__in=AGREED)
    shown = _shown(person, read, whose)
    return render(
        request,
        "matching/company_print.html",
        shown | {"may_name": rows.exists(), "today": timezone.localdate(), "asked_by": person},
    )


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, uuid: UUID, citizen: UUID) -> HttpResponse:
    """Put the citizen on the order's list, with the reason why."""
    person = signed_in(request)
    read = read_order(load_order_to_decide(person, uuid))
    whose = load_citizen_to_choose(person, citizen)
    note_read(request, by=person, action=REASONS_READ, citizen=whose, target=whose, part_of=REASONS_READ)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose(
                order=read.row,
                citizen=whose,
                found=match_of(read, whose),
                reason=form.cleaned_data["reason"],
                at=timezone.now(),
                by=person,
                key=form.key_given,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("On the list. Ask the citizen next."))
            return redirect("matching:shortlist", uuid)
    return render(
        request,
        "matching/reasons.html",
        _shown(person, read, whose) | {"form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def answer(request: HttpRequest, citizen: UUID) -> HttpResponse:
    """The citizen was asked about something that an order asks for: yes or no."""
    person = signed_in(request)
    whose = load_citizen_to_change_towards_work(person, citizen)
    what, said = request.POST.get("what", "").strip(), request.POST.get("can", "")
    if what and said in {"yes", "no"}:
        try:
            note_answer(citizen=whose, what=what, can=said == "yes", at=timezone.now(), by=person)
        except BadInput as refused:
            messages.error(request, " ".join(sentence(problem) for problem in refused.problems))
        else:
            messages.success(request, _("Noted. The points are counted with it now."))
    return redirect(_back(request, whose))


def _back(request: HttpRequest, citizen: Citizen) -> str:
    try:
        order = UUID(request.POST.get("order", ""))
    except ValueError:
        return reverse("matching:citizen", args=[citizen.uuid])
    return reverse("matching:reasons", args=[order, citizen.uuid])


def _opened(request: HttpRequest, uuid: UUID, citizen: UUID) -> tuple[Employee, ReadOrder, Citizen]:
    person = signed_in(request)
    read = read_order(load_order(person, uuid))
    whose = _citizen(person, citizen)
    record_read(by=person, action=REASONS_READ, citizen_id=whose.pk, target=whose)
    return person, read, whose


def _citizen(person: Employee, uuid: UUID) -> Citizen:
    """One of own units, or one of another unit after saying why; an open case."""
    found = load_citizen_towards_work(person, uuid)
    if found.is_closed:
        raise Http404
    return found


def _shown(person: Employee, read: ReadOrder, citizen: Citizen) -> dict[str, Any]:
    found = ranked(person, read)
    at = found.free.index(citizen.pk) if citizen.pk in found.free else None
    beside, profile = beside_one(read, citizen, None if at is None else found.place(at))
    is_out = bool(beside.ruled)
    return {
        "read": read,
        "order": read.row,
        "citizen": citizen,
        "beside": beside,
        "tasks": task_rows(beside, profile),
        "changes": []
        if is_out
        else [(one, points_in_words(one.points)) for one in changes(read, citizen, profile, found)],
        "among": len(found.free),
        "may_answer": may_change_towards_work(person, citizen),
        "may_choose": may_decide(person)
        and read.row.is_open
        and not beside.stage
        and all(one.rule is Rule.HOURS for one in beside.found.ruled_out)
        and matched_by(person).filter(pk=citizen.pk).exists(),
    }

"""One agreement by itself: what it says, how it went, and how it could be said."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.citizens.permissions import may_open
from fagkompas.conversations.actions import agreements as actions
from fagkompas.conversations.forms.agreements import ChangeForm, typed_of
from fagkompas.conversations.forms.starting import FollowUpForm
from fagkompas.conversations.models import Agreement, AgreementState
from fagkompas.conversations.permissions import (
    load_agreement,
    load_agreement_to_write,
    may_read,
    may_write_agreement,
)
from fagkompas.conversations.smart_findings import findings_of
from fagkompas.conversations.views.smart import smart_answer
from fagkompas.conversations.wording import AGREEMENT_KINDS
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.together import ChangedMeanwhile

READ = "conversations.agreement.read"


@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Follow it up, or take that back; a refused form comes back with everything typed."""
    person = signed_in(request)
    if request.method == "POST":
        return _followed_up(request, load_agreement_to_write(person, uuid))
    one = load_agreement(person, uuid)
    _note_reading(person, one)
    shown = {"state": one.answered(), "note": one.note, "revision": one.revision}
    form, refused = FollowUpForm(initial=shown), take_refused(request)
    meanwhile = False
    if refused is not None:
        # What the other saved stands above the form; saving again means having seen it.
        meanwhile = refused.typed.get("revision") != str(one.revision)
        form = FollowUpForm({**{name: refused.typed[name] for name in refused.typed}, "revision": str(one.revision)})
        refused.tell(form)
    may_write = may_write_agreement(person, one)
    context = {
        "one": one,
        "form": form,
        "meanwhile": meanwhile,
        "is_late": one.is_overdue_on(timezone.localdate()),
        "back_url": _place_of(person, one),
        "minutes_url": _minutes_of(person, one),
        "track_url": _tracks_of(person, one) if may_write else "",
        "unread": unread_in(one),
        "kind": AGREEMENT_KINDS[AgreementState(one.state)],
        "may_write": may_write,
    }
    return render(request, "conversations/agreement.html", context, status=422 if form.errors else 200)


def _followed_up(request: HttpRequest, one: Agreement) -> HttpResponse:
    form = FollowUpForm(request.POST)
    here = redirect("conversations:agreement", one.uuid)
    if not form.is_valid():
        keep_refused(request, form, typed=request.POST)
        return here
    try:
        actions.follow_up(
            agreement=one,
            revision=form.cleaned_data["revision"],
            said=form.said(),
            today=timezone.localdate(),
            by=signed_in(request),
        )
    except BadInput as refused:
        form.refused(refused)
        keep_refused(request, form, typed=request.POST)
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody else has noted it meanwhile. Read what stands there now, and save again."))
        keep_refused(request, form, typed=request.POST)
    else:
        messages.success(request, _("How it went is saved."))
        return redirect(_place_of(signed_in(request), one) or here.url)
    return here


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say it sharper, or give it another day."""
    person = signed_in(request)
    one = load_agreement_to_write(person, uuid)
    form = _change_form(request, one)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_agreement(
                agreement=one,
                revision=form.cleaned_data["revision"],
                typed=form.typed(),
                traces_read=form.cleaned_data["traces_read"],
                today=timezone.localdate(),
                by=person,
            )
        except BadInput as refused:
            form.refused(refused)
        except ChangedMeanwhile:
            one = load_agreement_to_write(person, uuid)
            form = _change_form(request, one, {**request.POST.dict(), "revision": str(one.revision)})
            form.add_error(
                None,
                _(
                    "Somebody else has changed it meanwhile: it says “%(what)s”. Save again if yours is to stand instead."
                )
                % {"what": one.what},
            )
        else:
            messages.success(request, _("The agreement is changed."))
            return redirect("conversations:agreement", uuid)
    _note_reading(person, one)
    found = findings_of(form.typed() if form.is_bound else one, timezone.localdate())
    back_url = reverse("conversations:agreement", args=[uuid])
    shown = {"one": one, "form": form, "findings": found, "is_asked": True, "back_url": back_url}
    return render(request, "conversations/agreement_change.html", shown, status=422 if form.errors else 200)


@require_POST
def smart(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is vague in it as it is typed, and how to say it."""
    form = _change_form(request, load_agreement_to_write(signed_in(request), uuid))
    form.is_valid()
    return smart_answer(request, form.typed())


def _change_form(request: HttpRequest, one: Agreement, data: dict[str, str] | None = None) -> ChangeForm:
    initial = {**typed_of(one), "revision": one.revision}
    return ChangeForm(data or posted(request), with_citizen=one.citizen_id is not None, initial=initial)


def _note_reading(person: Employee, one: Agreement) -> None:
    """One line for an opening, also where one goes on to change it."""
    record_read(by=person, action=READ, citizen_id=one.citizen_id, target=one, part_of=READ)


def _place_of(person: Employee, one: Agreement) -> str:
    """Where an agreement with a citizen stands among others, for who opens the case the plan; "" with a company."""
    if one.citizen is None:
        return ""
    name = "casework:plan" if may_open(person, one.citizen) else "casework:towards_work"
    return panel_url(name, one.citizen.uuid)


def _minutes_of(person: Employee, one: Agreement) -> str:
    """Of the conversation in which it was made; "" where there is none, or none that the person may open."""
    talk = one.conversation
    return reverse("conversations:minutes", args=[talk.uuid]) if talk is not None and may_read(person, talk) else ""


def _tracks_of(person: Employee, one: Agreement) -> str:
    """Where one says which job track it is about, in the case; "" elsewhere."""
    if one.citizen is None or not may_open(person, one.citizen):
        return ""
    return panel_url("casework:agreement_track", one.citizen.uuid, one.uuid)

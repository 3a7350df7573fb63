"""Write a citizen down, change what is known, close and open the case; two people at once lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.accounts.tree import in_tree_order
from fagkompas.audit.actions import record_read
from fagkompas.citizens.actions import record as actions
from fagkompas.citizens.actions.erasing import erase_case, is_empty
from fagkompas.citizens.forms.record import CitizenForm, CloseForm, EraseForm, NewCitizenForm, number_stamp, typed_of
from fagkompas.citizens.looking_up import note_holder, refusal_of_look_up
from fagkompas.citizens.models import Citizen, ClosedWhy, ErasedWhy
from fagkompas.citizens.permissions import (
    colleagues_of,
    load_citizen_to_change,
    load_citizen_to_erase,
    load_citizen_to_hand_over,
    may_see_address,
    units_with_cases,
    works_with_cases,
)
from fagkompas.citizens.views.frame import note_opening
from fagkompas.citizens.wording import sentence
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import SavedNow, Sheet, on_page, opened_twins


@require_http_methods(["GET", "POST"])
def citizen_new(request: HttpRequest) -> HttpResponse:
    """A new case in one of the person's own units."""
    person = signed_in(request)
    if not works_with_cases(person):
        raise Http404
    units, today = open_units(person), timezone.localdate()
    first = str(units[0].uuid) if len(units) == 1 else ""
    own = person.uuid if has_role(person, Role.CASEWORKER) else ""
    initial = {"unit": first, "caseworker": own, "began_on": today}
    form = NewCitizenForm(posted(request), units=units, caseworkers=colleagues_of(person), initial=initial)
    if request.method == "POST" and form.is_valid() and _may_ask(person, form):
        try:
            made = actions.create_citizen(
                unit=form.cleaned_data["unit"],
                caseworker=form.cleaned_data["caseworker"],
                facts=form.facts(),
                today=today,
                by=person,
                key=form.cleaned_data["key"],
            )
        except BadInput as refusal:
            note_holder(person, form.cleaned_data["cpr"])
            form.refused(refusal)
        else:
            messages.success(request, _("The case is opened."))
            return redirect("citizens:citizen", made.uuid)
    return render(request, "citizens/new.html", {"form": form}, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class FactsSheet(Sheet[CitizenForm]):
    """What is known of a citizen; the CPR number is only written anew, so nothing of it is shown or put together."""

    citizen: Citizen
    person: Employee
    hides_address: bool

    @cached_property
    def controls(self) -> frozenset[str]:
        """Their names."""
        return frozenset(CitizenForm(known=self.citizen, hides_address=self.hides_address).fields)

    def is_field(self, name: str) -> bool:
        """The controls of the form as this person has it."""
        return name in self.controls

    def now(self) -> SavedNow:
        """One query."""
        held = Citizen.objects.get(pk=self.citizen.pk)
        texts = typed_of(held, hides_address=self.hides_address)
        return SavedNow(texts=texts, revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> CitizenForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        known = Citizen.objects.get(pk=self.citizen.pk)
        if not data:
            initial = dict(now.texts) | {"number_seen": number_stamp(known)}
            return CitizenForm(known=known, hides_address=self.hides_address, initial=initial)
        return CitizenForm(dict(data), known=known, hides_address=self.hides_address)

    def keep(self, form: CitizenForm, revision: int) -> int:
        """All of it. Whoever has a number that was typed and is not free is noted."""
        number = form.cleaned_data["cpr"]
        if refusal_of_look_up(self.person, number):
            raise BadInput((Problem(place=Place(column="cpr"), found="", message_code="looked_up_enough"),))
        try:
            return actions.edit_citizen(
                citizen=self.citizen, facts=form.facts(), revision=revision, today=timezone.localdate(), by=self.person
            ).revision
        except BadInput:
            note_holder(self.person, number)
            raise


@require_http_methods(["GET", "POST"])
def citizen_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change what is known."""
    person, one = _loaded(request, uuid)
    sheet = FactsSheet(citizen=one, person=person, hides_address=not may_see_address(person, one))
    page_url = reverse("citizens:contact", args=[one.uuid])
    page = on_page(request, sheet, done=_("Saved."), save_url=request.path, next_url=page_url)
    if isinstance(page, HttpResponse):
        return page
    read = "citizens.contact.read"
    record_read(by=person, action=read, citizen_id=one.pk, target=one, part_of=read if page.form.errors else "")
    shown = {"citizen": one, "form": page.form, "opened": opened_twins(page.texts), "back_url": page_url}
    shown["hides_address"] = sheet.hides_address
    return render(request, "citizens/edit.html", shown, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def citizen_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """When, why, and what happens then."""
    person = signed_in(request)
    one = load_citizen_to_hand_over(person, uuid)
    note_opening(person, one)
    today = timezone.localdate()
    form = CloseForm(posted(request), initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_case(
                citizen=one,
                on=form.cleaned_data["on"],
                why=ClosedWhy(form.cleaned_data["why"]),
                today=today,
                by=person,
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The case is closed. You can open it again."))
            return redirect("citizens:citizen", one.uuid)
    shown = {"citizen": one, "form": form, "planned_url": panel_url("conversations:planned_in_case", one.uuid)}
    return render(request, "citizens/close.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def citizen_erase(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A case that should never have been opened, while nothing but the record stands in it."""
    person = signed_in(request)
    one = load_citizen_to_erase(person, uuid)
    note_opening(person, one)
    form = EraseForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            erase_case(citizen=one, why=ErasedWhy(form.cleaned_data["why"]), by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The case is erased."))
            return redirect("citizens:list")
    shown = {"citizen": one, "form": form, "is_empty": is_empty(one)}
    return render(request, "citizens/erase.html", shown, status=422 if form.errors else 200)


@require_POST
def citizen_reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The case goes on."""
    person = signed_in(request)
    one = load_citizen_to_hand_over(person, uuid)
    said = _("The case is open again.")
    told(request, lambda: actions.reopen_case(citizen=one, by=person), said, sentence=sentence)
    return redirect("citizens:citizen", one.uuid)


def open_units(person: Employee) -> list[Unit]:
    """The open units in which the person works with citizens, as a tree."""
    return in_tree_order(units_with_cases(person).filter(retired_on__isnull=True).order_by("pk"))


def _may_ask(person: Employee, form: NewCitizenForm) -> bool:
    """Whether the person may look the typed number up; if not, the form says so."""
    refusal = refusal_of_look_up(person, form.cleaned_data["cpr"])
    if refusal:
        form.add_error("cpr", refusal)
    return not refusal


def _loaded(request: HttpRequest, uuid: UUID) -> tuple[Employee, Citizen]:
    person = signed_in(request)
    return person, load_citizen_to_change(person, uuid)

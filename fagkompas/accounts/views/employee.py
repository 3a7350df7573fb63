"""One person as an administrator sees them: work facts and roles, never a rating."""

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts import actions
from fagkompas.accounts.forms import EditStaffForm, NewStaffForm, StaffMoveForm, add_problems, stored_facts
from fagkompas.accounts.history import history_of_employee
from fagkompas.accounts.invitations import invite
from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.accounts.permissions import can_administer, has_role, load_employee, signed_in, units_under
from fagkompas.accounts.tree import in_tree_order
from fagkompas.accounts.wording import sentence
from fagkompas.audit.actions import record_read
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.merging import merge
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import ChangedMeanwhile


def employee(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Facts, roles, sign-in, what has happened."""
    person, employee = _loaded(request, uuid)
    record_read(by=person, action="accounts.employee.opened", subject_id=employee.pk, target=employee)
    return render(
        request,
        "accounts/employee.html",
        {
            "employee": employee,
            "is_me": employee.pk == person.pk,
            "roles": _roles_of(employee, person),
            "has_second_factor": is_mfa_enabled(employee),
            "history": history_of_employee(employee),
        },
    )


def employee_add(request: HttpRequest) -> HttpResponse:
    """A new person, in one of the administrator's open units."""
    person = signed_in(request)
    if not has_role(person, Role.ADMINISTRATOR):
        raise Http404
    units = open_units(person)
    chosen = next((unit for unit in units if str(unit.uuid) == request.GET.get("enhed")), None)
    form = NewStaffForm(posted(request), units=units, initial={"unit": chosen and str(chosen.uuid)})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_employee(unit=form.cleaned_data["unit"], facts=form.facts(), by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            if form.cleaned_data["invite"]:
                invite(request, made, by=person)
            messages.success(request, _("%(name)s was added.") % {"name": made.name})
            return redirect("accounts:employee", made.uuid)
    return render(request, "accounts/employee_add.html", {"form": form}, status=422 if form.errors else 200)


def employee_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other facts."""
    person, employee = _loaded(request, uuid)
    if request.method != "POST":
        return _edit_page(request, employee, EditStaffForm.of(employee), opened=stored_facts(employee))
    form = EditStaffForm(request.POST)
    opened = {name: request.POST.get(f"opened-{name}", "") for name in stored_facts(employee)}
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            actions.edit_employee(employee=employee, facts=form.facts(), revision=revision, by=person)
        except ChangedMeanwhile:
            return _both_versions(request, _loaded(request, uuid)[1], form, opened=opened)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:employee", employee.uuid)
    return _edit_page(request, employee, form, opened=opened, status=422)


def _both_versions(
    request: HttpRequest, current: Employee, form: EditStaffForm, *, opened: Mapping[str, str]
) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved = stored_facts(current)
    merged = merge(opened=opened, typed=asdict(form.facts()), saved=saved)
    again = EditStaffForm(initial={**merged.values, "revision": current.revision})
    labels = {name: str(field.label) for name, field in again.fields.items()}
    conflicts = [(labels[conflict.name], conflict.typed, conflict.saved) for conflict in merged.conflicts]
    came_in = [(labels[name], saved[name]) for name in merged.changed]
    return _edit_page(
        request, current, again, opened=saved, status=409, meanwhile={"conflicts": conflicts, "came_in": came_in}
    )


def _edit_page(
    request: HttpRequest,
    employee: Employee,
    form: EditStaffForm,
    *,
    opened: Mapping[str, str],
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = {"employee": employee, "form": form, "opened": opened, "meanwhile": meanwhile}
    return render(request, "accounts/employee_edit.html", shown, status=status)


def employee_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To another unit that the person administers."""
    person, employee = _loaded(request, uuid)
    units = [unit for unit in open_units(person) if unit.pk != employee.unit_id]
    form = StaffMoveForm(posted(request), units=units)
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.move_employee(employee=employee, to=form.cleaned_data["unit"], by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            said = _("%(name)s now works in %(unit)s.") % {"name": moved.name, "unit": moved.unit.name}
            messages.success(request, said)
            return redirect("accounts:employee", employee.uuid)
    shown = {"employee": employee, "form": form}
    return render(request, "accounts/employee_move.html", shown, status=422 if form.errors else 200)


def employee_retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A page that says what happens, and the button."""
    person, employee = _loaded(request, uuid)
    if request.method == "POST":
        done = told(
            request,
            lambda: actions.retire_employee(employee=employee, on=timezone.localdate(), by=person),
            _("%(name)s has left and can no longer sign in.") % {"name": employee.name},
            sentence=sentence,
        )
        return redirect("accounts:employee" if done else "accounts:employee_retire", employee.uuid)
    roles = employee.roles.select_related("unit").order_by("unit__path", "pk")
    shown = {"employee": employee, "roles": roles, "keep_days": settings.ENVIRONMENT.keep_retired_days}
    return render(request, "accounts/employee_retire.html", shown)


@require_POST
def employee_return(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person is back."""
    person, employee = _loaded(request, uuid)
    said = _("%(name)s is back. Give roles again where they are needed.") % {"name": employee.name}
    told(request, lambda: actions.return_employee(employee=employee, by=person), said, sentence=sentence)
    return redirect("accounts:employee", employee.uuid)


@require_POST
def employee_invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a link to choose a password."""
    person, employee = _loaded(request, uuid)
    if not employee.is_active:
        raise Http404
    invite(request, employee, by=person)
    messages.success(request, _("A link to choose a password was sent to %(email)s.") % {"email": employee.email})
    return redirect("accounts:employee", employee.uuid)


@require_POST
def employee_reset_second_factor(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For somebody who has lost phone and recovery codes."""
    person, employee = _loaded(request, uuid)
    said = _("The second factor is removed. %(name)s can set up a new one.") % {"name": employee.name}
    told(request, lambda: actions.reset_second_factor(employee=employee, by=person), said, sentence=sentence)
    return redirect("accounts:employee", employee.uuid)


def open_units(person: Employee) -> list[Unit]:
    """The open units that the person administers, as a tree."""
    return in_tree_order(units_under(person, Role.ADMINISTRATOR).filter(retired_on__isnull=True).order_by("pk"))


def _loaded(request: HttpRequest, uuid: UUID) -> tuple[Employee, Employee]:
    person = signed_in(request)
    return person, load_employee(person, uuid, Role.ADMINISTRATOR)


def _roles_of(employee: Employee, person: Employee) -> list[tuple[RoleHeld, bool]]:
    """Each role with whether the viewer may withdraw it."""
    held = employee.roles.select_related("unit").order_by("unit__path", "role", "pk")
    return [(role, can_administer(person, role.unit)) for role in held]

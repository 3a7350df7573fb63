"""Giving and withdrawing roles."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts import actions
from fagkompas.accounts.forms import RoleForm, add_problems
from fagkompas.accounts.models import Role
from fagkompas.accounts.permissions import can_administer, load_employee, signed_in
from fagkompas.accounts.views.employee import open_units
from fagkompas.accounts.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import told


def role_grant(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A role in one of the units that the administrator answers for."""
    person = signed_in(request)
    employee = load_employee(person, uuid, Role.ADMINISTRATOR)
    form = RoleForm(posted(request), units=open_units(person), initial={"unit": str(employee.unit.uuid)})
    if request.method == "POST" and form.is_valid():
        role, unit = Role(form.cleaned_data["role"]), form.cleaned_data["unit"]
        try:
            actions.grant_role(employee=employee, role=role, unit=unit, on=timezone.localdate(), by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("%(name)s has the role now.") % {"name": employee.name})
            return redirect("accounts:employee", employee.uuid)
    shown = {"employee": employee, "form": form}
    return render(request, "accounts/role_grant.html", shown, status=422 if form.errors else 200)


@require_POST
def role_withdraw(request: HttpRequest, uuid: UUID, role_uuid: UUID) -> HttpResponse:
    """The role ends."""
    person = signed_in(request)
    employee = load_employee(person, uuid, Role.ADMINISTRATOR)
    held = employee.roles.select_related("unit", "employee").filter(uuid=role_uuid).first()
    if held is None or not can_administer(person, held.unit):
        raise Http404
    said = _("The role was withdrawn.")
    told(request, lambda: actions.withdraw_role(held=held, by=person), said, sentence=sentence)
    return redirect("accounts:employee", employee.uuid)

"""One unit and its tasks: add below it, rename, move, close and open again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts import actions
from fagkompas.accounts.forms import UnitMoveForm, UnitNameForm, add_problems
from fagkompas.accounts.history import history_of_unit
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import can_administer, load_unit, signed_in, units_under
from fagkompas.accounts.tree import in_tree_order
from fagkompas.accounts.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url
from fagkompas.toolkit.telling import told


def unit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name, place, people, roles, what is below, what has happened."""
    person, unit = _loaded(request, uuid)
    return render(
        request,
        "accounts/unit.html",
        {
            "unit": unit,
            "above": unit.parent if unit.parent and can_administer(person, unit.parent) else None,
            "children": in_tree_order(unit.children.filter(retired_on__isnull=True).order_by("pk")),
            "people": unit.employees.filter(is_active=True).count(),
            "roles": unit.roles.select_related("employee").order_by("role", "employee__name", "pk"),
            "history": history_of_unit(unit),
        },
    )


def unit_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A new unit below this one."""
    person, above = _loaded(request, uuid)
    form = UnitNameForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_unit(parent=above, name=form.cleaned_data["name"], by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": made.name})
            return redirect("accounts:unit", made.uuid)
    return _task(request, above, form, title=_("New unit below %(name)s") % {"name": above.name}, submit=_("Add unit"))


def unit_rename(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another name."""
    person, unit = _loaded(request, uuid)
    form = UnitNameForm(posted(request), initial={"name": unit.name})
    if request.method == "POST" and form.is_valid():
        try:
            renamed = actions.rename_unit(unit=unit, name=form.cleaned_data["name"], by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The unit is now called %(name)s.") % {"name": renamed.name})
            return redirect("accounts:unit", unit.uuid)
    return _task(request, unit, form, title=_("Rename %(name)s") % {"name": unit.name}, submit=_("Save name"))


def unit_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Below another unit."""
    person, unit = _loaded(request, uuid)
    form = UnitMoveForm(posted(request), units=_places_for(unit, person))
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_unit(unit=unit, to=form.cleaned_data["to"], by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("%(name)s was moved.") % {"name": unit.name})
            return redirect("accounts:unit", unit.uuid)
    lead = _("Everyone and everything below comes along. Rounds that have begun keep the old place.")
    return _task(request, unit, form, title=_("Move %(name)s") % {"name": unit.name}, submit=_("Move"), lead=lead)


@require_http_methods(["GET", "POST"])
def unit_close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Closed to new people, after a question; refused while somebody works in it."""
    person, unit = _loaded(request, uuid)
    if request.method == "GET":
        shown = {"unit": unit, "citizens_url": panel_url("citizens:open_in_unit", unit.uuid)}
        return render(request, "accounts/unit_close.html", shown)
    said = _("%(name)s is closed.") % {"name": unit.name}
    told(request, lambda: actions.retire_unit(unit=unit, on=timezone.localdate(), by=person), said, sentence=sentence)
    return redirect("accounts:unit", unit.uuid)


@require_POST
def unit_reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open again."""
    person, unit = _loaded(request, uuid)
    said = _("%(name)s is open again.") % {"name": unit.name}
    told(request, lambda: actions.reopen_unit(unit=unit, by=person), said, sentence=sentence)
    return redirect("accounts:unit", unit.uuid)


def _loaded(request: HttpRequest, uuid: UUID) -> tuple[Employee, Unit]:
    person = signed_in(request)
    return person, load_unit(person, uuid, Role.ADMINISTRATOR)


def _places_for(unit: Unit, person: Employee) -> list[Unit]:
    """Open units that the person administers, outside the moved one."""
    places = units_under(person, Role.ADMINISTRATOR).filter(retired_on__isnull=True)
    return [place for place in in_tree_order(places.order_by("pk")) if not unit.contains(place)]


def _task(
    request: HttpRequest, unit: Unit, form: UnitNameForm | UnitMoveForm, *, title: str, submit: str, lead: str = ""
) -> HttpResponse:
    shown = {"unit": unit, "form": form, "title": title, "submit": submit, "lead": lead}
    return render(request, "accounts/unit_task.html", shown, status=422 if form.errors else 200)

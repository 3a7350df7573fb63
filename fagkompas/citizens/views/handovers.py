"""Citizens go to another caseworker, one or many at a time, or to another unit."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role, Unit
from fagkompas.accounts.permissions import has_role, load_unit, signed_in
from fagkompas.accounts.tree import in_tree_order
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.citizens.actions import handovers as actions
from fagkompas.citizens.forms.handovers import HandOverForm, HandOverManyForm, MoveForm
from fagkompas.citizens.forms.lists import NOBODY
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import (
    cases_of,
    caseworkers_for,
    citizens_to_hand_over,
    colleagues_in_municipality,
    load_citizen_to_hand_over,
    works_with_cases,
)
from fagkompas.citizens.reading import UNIT, to_give_on
from fagkompas.citizens.views.frame import note_opening
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import panel_url

OPEN_PARTS: Final = ("casework:handover_panel", "conversations:planned_to_give_on")
"""Where the apps above tell what stands open and what is planned, before the button is pressed."""


@require_http_methods(["GET", "POST"])
def hand_over_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One citizen to a colleague in the same unit."""
    person = signed_in(request)
    one = load_citizen_to_hand_over(person, uuid)
    note_opening(person, one)
    colleagues = caseworkers_for(one.unit)
    if one.caseworker_id is not None:
        colleagues = colleagues.exclude(pk=one.caseworker_id)
    form = HandOverForm(posted(request), colleagues=colleagues)
    if request.method == "POST" and form.is_valid() and _handed_over(request, person, [one], form):
        return redirect("citizens:citizen", one.uuid)
    return render(
        request, "citizens/hand_over_one.html", {"citizen": one, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def hand_over_many(request: HttpRequest) -> HttpResponse:
    """Several citizens (`?fra=`): a colleague's, as when she leaves, or all of a unit, as when it closes; to somebody or elsewhere."""
    person = signed_in(request)
    if not works_with_cases(person):
        raise Http404
    sources, source = _sources(person), request.GET.get("fra", "")
    if source and source not in dict(sources):
        raise Http404
    several = [key for key, _label in sources if not key.startswith(UNIT)]
    if not source and (len(several) == 1 or str(person.uuid) in several):
        source = sources[0][0]
    shown: dict[str, object] = {"sources": sources, "source": source}
    if not source:
        return render(request, "citizens/hand_over_many.html", shown)
    citizens = to_give_on(person, source).for_lists().order_by(Alphabetical("name"), "pk")
    units = Unit.objects.of_root(person.root_id).filter(retired_on__isnull=True).order_by("pk")
    shown["open_urls"] = [url for name in OPEN_PARTS if (url := panel_url(name))]
    form = HandOverManyForm(
        posted(request),
        citizens=citizens,
        units=in_tree_order(units),
        colleagues=colleagues_in_municipality(person),
    )
    is_done = (
        posted(request) is not None
        and form.is_valid()
        and _handed_over(request, person, list(form.cleaned_data["citizens"]), form)
    )
    if is_done:
        return redirect("citizens:list")
    seen = ((one.pk, one) for one in citizens)
    record_reads_of_citizens(by=person, action="citizens.list.read", seen=seen)
    return render(request, "citizens/hand_over_many.html", shown | {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To another unit of the municipality."""
    person = signed_in(request)
    one = load_citizen_to_hand_over(person, uuid)
    note_opening(person, one)
    today = timezone.localdate()
    everywhere = Unit.objects.of_root(person.root_id).filter(retired_on__isnull=True).exclude(pk=one.unit_id)
    form = MoveForm(
        posted(request),
        units=in_tree_order(everywhere.order_by("pk")),
        colleagues=colleagues_in_municipality(person),
        initial={"on": today},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.move_citizen(
                citizen=one,
                to=given["unit"],
                caseworker=given["caseworker"],
                on=given["on"],
                note=given["note"],
                today=today,
                by=person,
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            told = _("The citizen is moved to %(unit)s.") % {"unit": given["unit"].name}
            messages.success(request, told if given["caseworker"] else f"{told} {_said_of_nobody()}")
            is_mine = cases_of(person).filter(pk=one.pk).exists()
            return redirect("citizens:citizen", one.uuid) if is_mine else redirect("citizens:list")
    shown = {"citizen": one, "form": form, "planned_url": panel_url("conversations:planned_to_move", one.uuid)}
    return render(request, "citizens/move.html", shown, status=422 if form.errors else 200)


@require_safe
def open_in_unit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How many open cases lie in a unit, without names, for the administrator who is about to close it."""
    unit = load_unit(signed_in(request), uuid, Role.ADMINISTRATOR)
    shown = {"open": Citizen.objects.active().filter(unit=unit).count()}
    return render(request, "citizens/_open_in_unit.html", shown)


def _handed_over(request: HttpRequest, person: Employee, citizens: list[Citizen], form: HandOverForm) -> bool:
    """Whether it was done; if not, the form says why."""
    given = form.cleaned_data
    to, unit, note = given["to"], given.get("unit"), given["note"]
    try:
        done = actions.hand_over(citizens=citizens, to=to, unit=unit, note=note, today=timezone.localdate(), by=person)
    except BadInput as refusal:
        form.refused(refusal)
        return False
    if unit is not None:
        said = ngettext("%(n)s citizen moved to %(name)s.", "%(n)s citizens moved to %(name)s.", done.moved)
    else:
        said = ngettext("%(n)s citizen now has %(name)s.", "%(n)s citizens now have %(name)s.", done.moved)
    told = said % {"n": done.moved, "name": (unit or to).name}
    messages.success(request, told if to else f"{told} {_said_of_nobody()}")
    return True


def _said_of_nobody() -> str:
    return _("Until the manager there has chosen a caseworker, nobody holds the conversations that are planned.")


def _sources(person: Employee) -> list[tuple[str, str]]:
    """Whose citizens the person may hand over, each with how many; herself first, and for managers whole units. Three queries."""
    mine = citizens_to_hand_over(person)
    counted = mine.order_by().values_list("caseworker_id").annotate(n=Count("pk"))
    numbers: dict[int | None, int] = dict(counted)
    people: EmployeeQuerySet = Employee.objects.of_root(person.root_id).filter(pk__in=[pk for pk in numbers if pk])
    by_name = sorted(people.order_by(Alphabetical("name"), "pk"), key=lambda one: one.pk != person.pk)
    sources = [
        (
            str(one.uuid),
            _("%(name)s, who has left (%(n)s)") % {"name": one.name, "n": numbers[one.pk]}
            if not one.is_active
            else f"{one.name} ({numbers[one.pk]})",
        )
        for one in by_name
    ]
    if None in numbers:
        sources.append((NOBODY, _("Without a caseworker (%(n)s)") % {"n": numbers[None]}))
    if has_role(person, Role.MANAGER):
        by_unit = mine.order_by("unit__path").values_list("unit__uuid", "unit__name").annotate(n=Count("pk"))
        everybody = _("Everybody in %(unit)s (%(n)s)")
        sources += [(f"{UNIT}{uuid}", everybody % {"unit": name, "n": n}) for uuid, name, n in by_unit]
    return sources

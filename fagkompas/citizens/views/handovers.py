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
from fagkompas.citizens.forms.handovers import HandOverForm, HandOverManyForm, HandOverOneForm, MoveForm
from fagkompas.citizens.forms.lists import NOBODY
from fagkompas.citizens.models import Citizen, Handover
from fagkompas.citizens.permissions import (
    cases_of,
    caseworkers_for,
    citizens_to_hand_over,
    colleagues_in_municipality,
    load_citizen_to_hand_over,
    load_citizen_with_reason,
    may_hand_over,
    may_open,
    works_with_cases,
)
from fagkompas.citizens.reading import UNIT, to_give_on
from fagkompas.citizens.views.frame import note_opening
from fagkompas.citizens.wording import SENTENCES
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.once import OnceForm, made_before
from fagkompas.toolkit.pages import panel_url

OPEN_PARTS: Final = ("casework:handover_panel", "conversations:planned_to_give_on")
"""Where the apps above tell what stands open and what is planned, before the button is pressed."""


@require_http_methods(["GET", "POST"])
def hand_over_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One citizen to a colleague in the same unit."""
    person = signed_in(request)
    if (before := _done_before(request, person, citizen__uuid=uuid)) is not None:
        _tell_handed_over(request, 1, before.to_employee, None)
        return redirect("citizens:citizen", uuid)
    if (elsewhere := _not_theirs_now(request, person, uuid)) is not None:
        return elsewhere
    one = load_citizen_to_hand_over(person, uuid)
    note_opening(person, one)
    colleagues = caseworkers_for(one.unit)
    if one.caseworker_id is not None:
        colleagues = colleagues.exclude(pk=one.caseworker_id)
    form = HandOverOneForm(posted(request), citizen=one, colleagues=colleagues)
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
    if (before := _done_before(request, person)) is not None:
        is_moved = before.from_unit_id != before.to_unit_id or before.to_employee is None
        several = Handover.objects.made_with(before)
        _tell_handed_over(request, several.count(), before.to_employee, before.to_unit if is_moved else None)
        return redirect("citizens:list")
    sources, source = _sources(person), request.GET.get("fra", "")
    if source and source not in dict(sources):
        if request.method == "GET":
            raise Http404
        messages.error(request, SENTENCES["one_given_on_meanwhile"])
        return redirect("citizens:hand_over_many")
    people = [key for key, _label in sources if not key.startswith(UNIT)]
    if not source and (len(people) == 1 or str(person.uuid) in people):
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
    if (before := _done_before(request, person, citizen__uuid=uuid)) is not None:
        return _moved(request, person, before)
    if (elsewhere := _not_theirs_now(request, person, uuid)) is not None:
        return elsewhere
    one = load_citizen_to_hand_over(person, uuid)
    note_opening(person, one)
    today = timezone.localdate()
    everywhere = Unit.objects.of_root(person.root_id).filter(retired_on__isnull=True).exclude(pk=one.unit_id)
    form = MoveForm(
        posted(request),
        citizen=one,
        units=in_tree_order(everywhere.order_by("pk")),
        colleagues=colleagues_in_municipality(person),
        initial={"on": today},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.move_citizen(
                citizen=one,
                to=given["unit"],
                caseworker=given["caseworker"],
                on=given["on"],
                note=given["note"],
                today=today,
                by=person,
                key=given["key"],
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return _moved(request, person, made)
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
    today = timezone.localdate()
    try:
        done = actions.hand_over(
            citizens=citizens, to=to, unit=unit, note=note, today=today, by=person, key=given["key"]
        )
    except BadInput as refusal:
        form.refused(refusal)
        return False
    _tell_handed_over(request, done.moved, to, unit)
    return True


def _tell_handed_over(request: HttpRequest, number: int, to: Employee | None, unit: Unit | None) -> None:
    if unit is not None:
        said = ngettext("%(n)s citizen moved to %(name)s.", "%(n)s citizens moved to %(name)s.", number)
    else:
        said = ngettext("%(n)s citizen now has %(name)s.", "%(n)s citizens now have %(name)s.", number)
    place = unit or to
    told = said % {"n": number, "name": place.name if place is not None else ""}
    messages.success(request, told if to else f"{told} {_said_of_nobody()}")


def _moved(request: HttpRequest, person: Employee, made: Handover) -> HttpResponse:
    """To the case where the person sees it still, else to the list."""
    told = _("The citizen is moved to %(unit)s.") % {"unit": made.to_unit.name}
    messages.success(request, told if made.to_employee_id else f"{told} {_said_of_nobody()}")
    is_mine = cases_of(person).filter(pk=made.citizen_id).exists()
    return redirect("citizens:citizen", made.citizen.uuid) if is_mine else redirect("citizens:list")


def _done_before(request: HttpRequest, person: Employee, **of: UUID) -> Handover | None:
    """What the same form did when it was sent first: the citizen may be nobody whom the person gives on any more."""
    if request.method == "GET":
        return None
    once = OnceForm(request.POST)
    once.is_valid()
    made = Handover.objects.filter(by=person, **of).select_related("citizen", "to_employee", "to_unit")
    return made_before(made, once.cleaned_data["key"])


def _not_theirs_now(request: HttpRequest, person: Employee, uuid: UUID) -> HttpResponse | None:
    """Where a form leads that came too late: the citizen has gone on since it was shown. None where there is nothing to tell."""
    if "seen" not in request.POST or not works_with_cases(person):
        return None
    one = load_citizen_with_reason(person, uuid)
    if may_hand_over(person, one):
        return None
    messages.error(request, SENTENCES["not_yours_now"])
    return redirect("citizens:citizen", uuid) if may_open(person, one) else redirect("citizens:list")


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

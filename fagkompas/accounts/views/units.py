"""The tree of units: who works where, at a glance."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.accounts.permissions import has_role, people_under, signed_in, units_under
from fagkompas.accounts.tree import in_tree_order


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One line of the tree. `depth` counts from the topmost unit that the viewer administers."""

    unit: Unit
    depth: int
    people: int
    people_below: int
    managers: tuple[Employee, ...]


def units(request: HttpRequest) -> HttpResponse:
    """Every unit that the person administers; closed ones when asked for."""
    person = signed_in(request)
    if not has_role(person, Role.ADMINISTRATOR):
        raise Http404
    rows = unit_rows(person)
    closed = sum(row.unit.retired_on is not None for row in rows)
    shows_closed = "lukkede" in request.GET
    shown = [row for row in rows if shows_closed or row.unit.retired_on is None]
    return render(
        request,
        "accounts/units.html",
        {"rows": shown, "closed": closed, "shows_closed": shows_closed, "person": person},
    )


def unit_rows(person: Employee) -> list[UnitRow]:
    """The administered units in tree order, with people counted in each and below it. Three queries, however many."""
    managers = RoleHeld.objects.filter(role=Role.MANAGER, employee__is_active=True).select_related("employee")
    found = units_under(person, Role.ADMINISTRATOR).order_by("pk")
    ordered = in_tree_order(found.prefetch_related(Prefetch("roles", managers.order_by("employee__name", "pk"))))
    people = people_under(person, Role.ADMINISTRATOR).filter(is_active=True).order_by()
    here = dict(people.values_list("unit_id").annotate(Count("pk")))
    totals: dict[str, int] = {}
    for unit in reversed(ordered):
        totals[unit.lineage] = totals.get(unit.lineage, 0) + here.get(unit.pk, 0)
        above = unit.lineage.removesuffix(f"{unit.pk}/")
        totals[above] = totals.get(above, 0) + totals[unit.lineage]
    top = min((unit.depth for unit in ordered), default=0)
    return [
        UnitRow(
            unit=unit,
            depth=unit.depth - top,
            people=here.get(unit.pk, 0),
            people_below=totals[unit.lineage],
            managers=tuple(held.employee for held in unit.roles.all()),
        )
        for unit in ordered
    ]

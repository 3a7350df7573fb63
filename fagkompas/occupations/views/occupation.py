"""One occupation: its groups, what else it is called, and what stands beside it."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.occupations.demand_reading import balance_of, demand_of
from fagkompas.occupations.groups import groups_above
from fagkompas.occupations.models import Occupation
from fagkompas.occupations.permissions import load_occupation
from fagkompas.occupations.wording import DEMAND
from fagkompas.toolkit.languages import reader_language

MOST_NEIGHBOURS: Final = 40


@require_safe
def occupation(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Title, groups up to the top, other names, neighbours in the group."""
    signed_in(request)
    one = load_occupation(uuid)
    names = {"da": list[str](), "en": list[str]()}
    for label in one.labels.order_by("language", "text", "pk"):
        if label.text != one.title:
            names[label.language].append(label.text)
    here = reader_language()
    elsewhere = "en" if here == "da" else "da"
    neighbours = _neighbours(one)
    state, kind = _state_of(one)
    shown = {
        "occupation": one,
        "state": state,
        "state_kind": kind,
        "demand": demand_of(one),
        "balance": balance_of(one),
        "levels": DEMAND,
        "groups": groups_above(one),
        "names": names[here],
        "names_elsewhere": names[elsewhere],
        "names_elsewhere_in": elsewhere,
        "neighbours": neighbours[:MOST_NEIGHBOURS],
        "more_neighbours": max(0, len(neighbours) - MOST_NEIGHBOURS),
    }
    return render(request, "occupations/occupation.html", shown)


def _state_of(one: Occupation) -> tuple[str, str]:
    """In words, and which kind of state it is."""
    if one.retired_on:
        return _("Not used any more"), "warning"
    return (_("Example"), "") if one.is_example else ("", "")


def _neighbours(one: Occupation) -> list[Occupation]:
    """Other titles in the same group: of six digits where it has them, else of four."""
    others = Occupation.objects.in_use().exclude(pk=one.pk)
    if one.disco6:
        found = others.filter(disco6=one.disco6)
    elif one.isco4:
        found = others.filter(isco4=one.isco4, origin=one.origin)
    else:
        return []
    return sorted(found.order_by("pk"), key=lambda row: row.title.casefold())

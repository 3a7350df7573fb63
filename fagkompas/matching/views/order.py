"""An order beside citizens: who fits and why, who is ruled out and by what, and several who share it."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.engine.matching.points import WEIGHTS
from fagkompas.matching.beside import Beside, ReadOrder, beside_many, ranked, read_order, together
from fagkompas.matching.models import Shortlisted
from fagkompas.matching.permissions import load_order, matched_by, may_decide
from fagkompas.matching.wording import CRITERIA
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.lists import page_of

PER_PAGE: Final = 10
ORDER_READ: Final = "matching.order.read"


class PeopleFilter(Form):
    """How many may share a position; stays in the address."""

    personer = forms.TypedChoiceField(
        label=_("At most"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("As many as it takes")), *((str(n), str(n)) for n in range(1, 7))],
    )


@require_safe
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Left the tasks; right the citizens whom the person sees, best first, with what each can cover and what is unknown."""
    person = signed_in(request)
    read = read_order(load_order(person, uuid))
    found = ranked(person, read)
    listing = page_of(request, found.free, per_page=PER_PAGE)
    first = listing.page.start_index() - 1
    keys = list(listing.page)
    rows = beside_many(read, keys, {pk: found.place(first + at) for at, pk in enumerate(keys)})
    _note(person, rows)
    return render(
        request,
        "matching/order.html",
        _frame(person, read)
        | {
            "listing": listing,
            "rows": rows,
            "ruled_out": len(found.ruled_out),
            "weights": [(label, WEIGHTS[criterion]) for criterion, label in CRITERIA.items()],
        },
    )


@require_safe
def ruled_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whom the order is ruled out for, each with the facts that do not go together."""
    person = signed_in(request)
    read = read_order(load_order(person, uuid))
    listing = page_of(request, ranked(person, read).ruled_out, per_page=PER_PAGE * 2)
    rows = beside_many(read, list(listing.page), {})
    _note(person, rows)
    return render(request, "matching/ruled_out.html", _frame(person, read) | {"listing": listing, "rows": rows})


@require_safe
def several(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Several people for one position, with what colleagues in the company could take."""
    person = signed_in(request)
    read = read_order(load_order(person, uuid))
    filters = PeopleFilter(request.GET)
    most = filters.cleaned_data.get("personer") if filters.is_valid() else None
    found = ranked(person, read)
    listed = Shortlisted.objects.under_way().filter(order=read.row, citizen__in=matched_by(person))
    shared = together(read, found, list(listed.values_list("citizen_id", flat=True)), most)
    record_reads_of_citizens(
        by=person, action=ORDER_READ, seen=((one.pk, one) for one, _tasks, _minutes in shared.people)
    )
    return render(request, "matching/several.html", _frame(person, read) | {"together": shared, "filters": filters})


def _frame(person: Employee, read: ReadOrder) -> dict[str, Any]:
    return {"read": read, "order": read.row, "may_decide": may_decide(person) and read.row.is_open}


def _note(person: Employee, rows: list[Beside]) -> None:
    record_reads_of_citizens(by=person, action=ORDER_READ, seen=((one.citizen.pk, one.citizen) for one in rows))

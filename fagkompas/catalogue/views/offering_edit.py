"""Work on an offering: a new one, also from the guide of a form, and changing it; two people at once lose nothing."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.actions import offerings as actions
from fagkompas.catalogue.around import Surroundings, surroundings_of
from fagkompas.catalogue.forms import add_problems
from fagkompas.catalogue.forms.offerings import (
    LiftRows,
    OfferingForm,
    as_initial,
    as_typed,
    draft_of,
    lift_rows,
    lifts_as_initial,
    lifts_in,
    lifts_of,
)
from fagkompas.catalogue.models import Offering
from fagkompas.catalogue.permissions import check_edits_catalogue, load_own_offering
from fagkompas.catalogue.views.shown import meanwhile_of, opened_in, typed_in
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.merging import merge
from fagkompas.toolkit.together import ChangedMeanwhile

BEGINNING: Final[dict[str, str]] = {}
"""A new offering has nothing that somebody else could have changed."""


def offering_new(request: HttpRequest) -> HttpResponse:
    """A new offering; `?form=` begins with what the guide of that learning form says."""
    person = signed_in(request)
    check_edits_catalogue(person)
    around = surroundings_of(person.root_id)
    if request.method != "POST":
        start = draft_of(around.forms.get(request.GET.get("form", "")), provider=person.root.name)
        return _page(request, OfferingForm(initial=start, around=around), _rows(None, around), opened=BEGINNING)
    form, rows = OfferingForm(request.POST, around=around), _rows(request.POST, around)
    if "more" in request.POST:
        return _with_more(request, around, opened=BEGINNING)
    if form.is_valid() and rows.is_valid():
        try:
            made = actions.create_offering(root=person.root, facts=form.facts(lifts_of(rows)), by=person, around=around)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(
                request, _("“%(title)s” is in the catalogue. Plan its first session.") % {"title": made.title}
            )
            return redirect("catalogue:offering", made.uuid)
    return _page(request, form, rows, opened=BEGINNING, status=422)


def offering_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other words, numbers, or what it lifts."""
    person = signed_in(request)
    offering = load_own_offering(person, uuid)
    around = surroundings_of(person.root_id)
    if request.method != "POST":
        typed = as_typed(actions.facts_of(offering))
        return _page(request, *_forms_of(offering, around, typed), opened=typed, offering=offering)
    opened = opened_in(request.POST, as_typed(actions.facts_of(offering)))
    if "more" in request.POST:
        return _with_more(request, around, opened=opened, offering=offering)
    form, rows = OfferingForm(request.POST, around=around, without=offering.code), _rows(request.POST, around)
    if form.is_valid() and rows.is_valid():
        try:
            return _saved(request, form, rows, offering, around, person)
        except ChangedMeanwhile:
            return _both_versions(request, form, rows, around, opened, load_own_offering(person, uuid))
        except BadInput as refused:
            add_problems(form, refused)
    return _page(request, form, rows, opened=opened, offering=offering, status=422)


def _saved(
    request: HttpRequest, form: OfferingForm, rows: LiftRows, offering: Offering, around: Surroundings, person: Employee
) -> HttpResponse:
    facts, revision = form.facts(lifts_of(rows)), form.cleaned_data["revision"]
    actions.edit_offering(offering=offering, facts=facts, revision=revision, by=person, around=around)
    messages.success(request, _("“%(title)s” was saved.") % {"title": facts.title_da})
    return redirect("catalogue:offering", offering.uuid)


def _both_versions(
    request: HttpRequest,
    form: OfferingForm,
    rows: LiftRows,
    around: Surroundings,
    opened: Mapping[str, str],
    offering: Offering,
) -> HttpResponse:
    """Somebody else was quicker: what both changed is shown side by side, and nothing typed is lost."""
    saved, typed = as_typed(actions.facts_of(offering)), as_typed(form.facts(lifts_of(rows)))
    merged = merge(opened=opened, typed=typed, saved=saved)
    again, rows_again = _forms_of(offering, around, merged.values)
    labels = {name: str(again.fields[name].label) if name in again.fields else _("What it lifts") for name in saved}
    meanwhile = meanwhile_of(offering, merged, saved, labels)
    return _page(request, again, rows_again, opened=saved, offering=offering, status=409, meanwhile=meanwhile)


def _forms_of(offering: Offering, around: Surroundings, typed: Mapping[str, str]) -> tuple[OfferingForm, LiftRows]:
    initial = {**as_initial(typed), "revision": offering.revision}
    rows = lift_rows(None, lifts_as_initial(lifts_in(typed["lifts"])), around.competencies.values())
    return OfferingForm(initial=initial, around=around, without=offering.code), rows


def _rows(data: QueryDict | None, around: Surroundings) -> LiftRows:
    return lift_rows(data, [], around.competencies.values())


def _with_more(
    request: HttpRequest, around: Surroundings, *, opened: Mapping[str, str], offering: Offering | None = None
) -> HttpResponse:
    """The same page with more rows for competencies; nothing is saved and nothing is judged."""
    without = offering.code if offering else ""
    typed = typed_in(OfferingForm(request.POST, around=around, without=without))
    rows = [typed_in(row) for row in _rows(request.POST, around).forms]
    form = OfferingForm(initial=typed, around=around, without=without)
    return _page(request, form, lift_rows(None, rows, around.competencies.values()), opened=opened, offering=offering)


def _page(
    request: HttpRequest,
    form: OfferingForm,
    rows: LiftRows,
    *,
    opened: Mapping[str, str],
    offering: Offering | None = None,
    status: int = 200,
    meanwhile: Mapping[str, object] | None = None,
) -> HttpResponse:
    shown = {"form": form, "rows": rows, "opened": opened, "offering": offering, "meanwhile": meanwhile}
    return render(request, "catalogue/offering_edit.html", shown, status=status)

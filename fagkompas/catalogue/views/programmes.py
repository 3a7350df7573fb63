"""Programmes of several modules: those that come with the product, and the municipality's own."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from fagkompas.accounts.permissions import signed_in
from fagkompas.catalogue.actions import offerings as actions
from fagkompas.catalogue.forms import add_problems
from fagkompas.catalogue.forms.offerings import ProgrammeForm, programme_as_initial
from fagkompas.catalogue.models import Programme
from fagkompas.catalogue.permissions import check_edits_catalogue, load_own_programme
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted


def programmes(request: HttpRequest) -> HttpResponse:
    """The list, and a form for a new one."""
    person = signed_in(request)
    check_edits_catalogue(person)
    form = ProgrammeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_programme(root=person.root, facts=form.facts(), by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("“%(name)s” was added.") % {"name": made.name})
            return redirect("catalogue:programmes")
    ours = Q(offerings__root_id=person.root_id, offerings__retired_on__isnull=True)
    rows = Programme.objects.seen_by(person.root_id).annotate(modules=Count("offerings", filter=ours))
    rows = rows.order_by("name_da", "pk")
    shown = {"form": form, "rows": rows, "root": person.root_id}
    return render(request, "catalogue/programmes.html", shown, status=422 if form.errors else 200)


def programme_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another name, other years or points."""
    person = signed_in(request)
    programme = load_own_programme(person, uuid)
    form = ProgrammeForm(posted(request), initial=programme_as_initial(programme))
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_programme(programme=programme, facts=form.facts(), by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("“%(name)s” was saved.") % {"name": form.facts().name_da})
            return redirect("catalogue:programmes")
    shown = {"form": form, "programme": programme}
    return render(request, "catalogue/programme_edit.html", shown, status=422 if form.errors else 200)

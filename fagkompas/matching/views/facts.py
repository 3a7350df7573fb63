"""What is asked about a citizen for the match."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.permissions import signed_in
from fagkompas.casework.views.opening import note_read
from fagkompas.citizens.permissions import load_citizen_to_change_towards_work
from fagkompas.citizens.views.frame import case_frame
from fagkompas.engine.errors import BadInput
from fagkompas.matching.actions.facts import TEXTS, facts_of, save_facts
from fagkompas.matching.forms.facts import FactsForm, initial_of
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import ChangedMeanwhile

FACTS_READ = "matching.facts.read"


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything on one page; what is empty is not asked about."""
    person = signed_in(request)
    citizen = load_citizen_to_change_towards_work(person, uuid)
    note_read(request, by=person, action=FACTS_READ, citizen=citizen, target=citizen, part_of="")
    row = facts_of(citizen)
    saved = {name: row.words.get(name, "") for name in TEXTS}
    form = FactsForm(posted(request), initial=initial_of(row), saved=saved)
    is_meanwhile = False
    if request.method == "POST" and form.is_valid():
        try:
            save_facts(
                citizen=citizen,
                facts=form.facts(),
                revision=form.seen_revision,
                at=timezone.now(),
                by=person,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refused:
            form.refused(refused)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Saved. It counts in every match from now on."))
            return redirect("matching:citizen", uuid)
    shown = {
        "form": form,
        "row": row,
        "is_meanwhile": is_meanwhile,
        "back_url": reverse("matching:citizen", args=[uuid]),
    }
    frame = case_frame(person, citizen, "matching:citizen")
    return render(request, "matching/facts.html", frame | shown, status=422 if form.errors or is_meanwhile else 200)

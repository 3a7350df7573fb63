"""Companies that may be the same: the list, and two side by side to be merged or told apart."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import merging as actions
from fagkompas.companies.forms.merging import LABELS, MergeForm
from fagkompas.companies.merging_reading import likely_doubles
from fagkompas.companies.permissions import load_company_to_change, writes_companies
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import ChangedMeanwhile


@require_safe
def doubles(request: HttpRequest) -> HttpResponse:
    """Every pair that looks like one company."""
    person = signed_in(request)
    if not writes_companies(person):
        raise Http404
    return render(request, "companies/doubles.html", {"pairs": likely_doubles(person.root_id)})


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """The first is kept, the other goes into it; one chooses for each fact that differs."""
    person = signed_in(request)
    kept, left = load_company_to_change(person, uuid), load_company_to_change(person, other)
    if kept == left:
        raise Http404
    initial = {"kept_revision": kept.revision, "left_revision": left.revision}
    form, is_meanwhile = MergeForm(posted(request), kept=kept, left=left, initial=initial), False
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge_companies(kept=kept, left=left, taken=form.taken, seen=form.seen, by=person)
        except BadInput as refusal:
            form.refused(refusal)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("The two are one now. All that belonged to either is here."))
            return redirect("companies:company", kept.uuid)
    for one in (kept, left):
        note_opening(person, one, part_of=OPENED)
    shown = {
        "kept": kept,
        "left": left,
        "form": form,
        "is_meanwhile": is_meanwhile,
        "facts": [(label, getattr(kept, name), getattr(left, name)) for name, label in LABELS.items()],
    }
    return render(request, "companies/merge.html", shown, status=422 if form.errors or is_meanwhile else 200)


@require_POST
def apart(request: HttpRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """They are two."""
    person = signed_in(request)
    one, another = load_company_to_change(person, uuid), load_company_to_change(person, other)
    if one == another:
        raise Http404
    actions.note_not_the_same(one=one, other=another, by=person)
    messages.success(request, _("Noted. The two are not proposed any more."))
    return redirect("companies:doubles")

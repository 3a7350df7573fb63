"""The list of an order: who is on it, where each is, and what happens next."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_reads_of_citizens
from fagkompas.casework.views.opening import note_read
from fagkompas.engine.errors import BadInput
from fagkompas.matching.actions import shortlist as actions
from fagkompas.matching.forms.shortlist import StepForm
from fagkompas.matching.models import Stage
from fagkompas.matching.permissions import load_order, load_shortlisted_to_decide, may_decide
from fagkompas.matching.shortlist_reading import read_shortlist
from fagkompas.matching.wording import DOES
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.together import ChangedMeanwhile

LIST_READ = "matching.list.read"


@require_safe
def shortlist(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Those whom the person sees, of others how many; and what has happened, without whom."""
    person = signed_in(request)
    order = load_order(person, uuid)
    read = read_shortlist(person, order)
    record_reads_of_citizens(
        by=person, action=LIST_READ, seen=((one.row.citizen_id, one.row.citizen) for one in read.rows)
    )
    return render(request, "matching/shortlist.html", {"order": order, "read": read, "may_decide": may_decide(person)})


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, uuid: UUID, stage: str) -> HttpResponse:
    """What happened next to somebody on a list."""
    person = signed_in(request)
    row = load_shortlisted_to_decide(person, uuid)
    if stage not in DOES:
        raise Http404
    to = Stage(stage)
    note_read(request, by=person, action=LIST_READ, citizen=row.citizen, target=row.citizen, part_of=LIST_READ)
    form = StepForm(
        posted(request), stage=to, initial={"on": timezone.localdate(), "revision": row.revision, "stage": stage}
    )
    is_meanwhile = to not in row.next_stages and request.method == "GET"
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_step(
                shortlisted=row,
                taken=form.taken(to),
                revision=form.seen_revision,
                at=timezone.now(),
                by=person,
                key=form.key_given,
                traces_read=form.cleaned_data["traces_read"],
            )
        except BadInput as refused:
            form.refused(refused)
        except ChangedMeanwhile:
            is_meanwhile = True
        else:
            messages.success(request, _("Noted."))
            return redirect("matching:shortlist", row.order.uuid)
    shown = {
        "row": row,
        "order": row.order,
        "form": form,
        "does": DOES[to],
        "is_meanwhile": is_meanwhile,
        "latest": row.steps.select_related("by").first(),
        "is_yes": to is Stage.YES,
        "back_url": reverse("matching:shortlist", args=[row.order.uuid]),
    }
    return render(request, "matching/step.html", shown, status=422 if form.errors or is_meanwhile else 200)

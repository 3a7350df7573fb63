"""Two versions of a learning plan side by side."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.learning.permissions.plans import load_plan
from fagkompas.learning.plan_comparison import Comparison
from fagkompas.learning.plan_pages import view_of
from fagkompas.learning.views.plan import record_opening
from fagkompas.learning.views.plan_changes import is_family


@require_safe
def compare(request: HttpRequest, uuid: UUID, other: UUID) -> HttpResponse:
    """What differs between two versions: levers, figures, fields and seats. Logged as opening both."""
    person = signed_in(request)
    left, right = load_plan(person, uuid), load_plan(person, other)
    first, second = view_of(left), view_of(right)
    if not is_family(left, right) or first is None or second is None:
        raise Http404
    if first.proposal.is_impossible or second.proposal.is_impossible:
        raise Http404
    record_opening(person, left, first)
    record_opening(person, right, second)
    comparison = Comparison(left=first, right=second)
    sections = [
        (_("Levers"), comparison.levers),
        (_("In figures"), comparison.figures),
        (_("Points gained, field by field"), comparison.fields),
    ]
    context = {"left": left, "right": right, "sections": sections, "comparison": comparison}
    return render(request, "learning/plan_compare.html", context)

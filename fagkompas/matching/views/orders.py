"""The orders to match, and what is on their lists."""

from typing import Final

from django import forms
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.models import MediationStep, OrderKind, OrderState
from fagkompas.matching.models import ENDED
from fagkompas.matching.permissions import matches, may_see_report, orders_of
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.lists import list_page

SORTS: Final = {
    "ordre": ("title", "pk"),
    "virksomhed": ("company__name", "pk"),
    "start": ("starts_on", "pk"),
    "aabnet": ("opened_on", "pk"),
}
ALL: Final = "alle"


class OrderFilter(Form):
    """Stays in the address: words about orders, never about citizens."""

    ord = forms.CharField(label=_("Title or company"), max_length=100, required=False)
    slags = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *OrderKind.choices])
    tilstand = forms.ChoiceField(
        label=_("Open or ended"), required=False, choices=[("", _("Open orders")), (ALL, _("All"))]
    )


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """What companies look for, the newest first."""
    person = signed_in(request)
    if not matches(person):
        raise Http404
    filters = OrderFilter(request.GET)
    filters.is_valid()
    by = filters.cleaned_data
    rows = orders_of(person).select_related("company")
    if by.get("tilstand") != ALL:
        rows = rows.open()
    if kind := by.get("slags"):
        rows = rows.filter(kind=kind)
    for word in (by.get("ord") or "").split():
        rows = rows.filter(Q(title__icontains=word) | Q(company__name__icontains=word))
    standing = Q(shortlisted__consent__withdrawn_on__isnull=True) & ~Q(shortlisted__stage__in=ENDED)
    rows = rows.annotate(
        listed=Count("shortlisted", filter=standing, distinct=True),
        hired=Count("mediation", filter=Q(mediation__step=MediationStep.HIRED), distinct=True),
    )
    listing = list_page(request, rows, sorts=SORTS, default="-aabnet")
    shown = {
        "listing": listing,
        "filters": filters,
        "is_filtered": any(request.GET.get(name) for name in filters.fields),
        "sees_report": may_see_report(person),
        "open": OrderState.OPEN,
    }
    return render(request, "matching/orders.html", shown)

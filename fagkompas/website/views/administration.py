"""The index of "Styring"."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.website.administration import places_for


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """The places that the person may use; whoever has none finds no page."""
    places = places_for(signed_in(request))
    if not places:
        raise Http404
    return render(request, "website/administration.html", {"places": places})

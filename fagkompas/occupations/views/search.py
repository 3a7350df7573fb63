"""Search for an occupation: a page of its own, and suggestions for whoever picks one in a form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.occupations.index import LONGEST, SHORTEST
from fagkompas.occupations.permissions import loads_demand
from fagkompas.occupations.searching import search
from fagkompas.occupations.sources import sources

MOST_ON_THE_PAGE = 25


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What fits `?q=`, as a part of the page while one types. A title is no personal data, so it may stand in the address."""
    person = signed_in(request)
    words = request.GET.get("q", "")[:LONGEST].strip()
    shown = {
        "words": words,
        "is_too_short": 0 < len(words) < SHORTEST,
        "hits": search(words, most=MOST_ON_THE_PAGE),
        "limit": LONGEST,
    }
    if request.headers.get("HX-Request"):
        return render(request, "occupations/search.html#hits", shown)
    return render(
        request, "occupations/search.html", {**shown, "sources": sources(), "loads_demand": loads_demand(person)}
    )


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options of a picker for `?q=`."""
    signed_in(request)
    hits = search(request.GET.get("q", "")[:LONGEST])
    # Without what every page needs of the shell, which would take as long as the search does.
    return HttpResponse(render_to_string("occupations/_suggestions.html", {"hits": hits}))

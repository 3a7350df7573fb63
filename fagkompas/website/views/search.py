"""Global search. The words are posted, so that no name ever stands in an address or a server's log."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fagkompas.accounts.permissions import signed_in
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.website.search import SHORTEST, find

LONGEST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """An empty search by GET; what fits the posted words otherwise, as a part of the page while one types.

    Citizens are looked for once the words are sent: whoever is shown is noted, and nobody is while one is on the way to
    somebody else.
    """
    words = request.POST.get("words", "")[:LONGEST].strip()
    is_typing = "HX-Request" in request.headers
    person = signed_in(request)
    template = "website/search.html#results" if is_typing else "website/search.html"
    return render(
        request,
        template,
        {
            "words": words,
            "is_too_short": 0 < len(words.replace(" ", "")) < SHORTEST,
            "kinds": find(person, words, is_typing=is_typing),
            "waits": is_typing and works_with_citizens(person),
        },
    )

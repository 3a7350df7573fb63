"""Pages are asked for anew each time they are shown, also by "back".

So nobody answers, saves or signs on a page from before they did it, and what was seen on a shared machine does not stay
there. Files and figures to download are no pages.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class FreshPages:
    """Middleware; a view that says otherwise decides for itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

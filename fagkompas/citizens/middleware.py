"""A case of another unit: the page that asks why comes first, whatever page of the case was asked for."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from fagkompas.citizens.permissions import ReasonNeededError


class ReasonMiddleware:
    """Leads from any view that raised `ReasonNeededError` to `citizens:open`, and from there on to what was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A page that writes is not gone on to: one looks at the case first."""
        if not isinstance(error, ReasonNeededError):
            return None
        address = reverse("citizens:open", args=[error.citizen.uuid])
        wanted = request.path if request.method == "GET" else reverse("citizens:citizen", args=[error.citizen.uuid])
        return redirect(f"{address}?{urlencode({'videre': wanted})}")

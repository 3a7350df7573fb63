"""What follows on a request that changed a case: what a match knows of the citizen is put together anew."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from fagkompas.citizens.changing import cases_changing
from fagkompas.matching.tasks import renew
from fagkompas.toolkit.read_only import SAFE_METHODS


class ProfileMiddleware:
    """As `casework.middleware.StatusMiddleware`, whose cases it has too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        with cases_changing() as cases:
            response = self.get_response(request)
        if cases:
            renew(cases)
        return response

"""After a change of a case its stored status is renewed, whichever app's action made it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from fagkompas.casework.tasks import renew
from fagkompas.citizens.changing import cases_changing
from fagkompas.toolkit.read_only import SAFE_METHODS


class StatusMiddleware:
    """What a request loaded in order to change it is renewed, whether anything came of it or not."""

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

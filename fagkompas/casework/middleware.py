"""What follows on a request about a case: its stored status is renewed, and a page that is shown again is noted as read."""

from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from fagkompas.casework.tasks import renew
from fagkompas.citizens.changing import cases_changing
from fagkompas.toolkit.read_only import SAFE_METHODS

SHOWN_AGAIN: Final = frozenset({HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT})

_NOTES: Final[ContextVar[list[Callable[[], object]] | None]] = ContextVar("notes", default=None)


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


class ShownAgainMiddleware:
    """A form that is refused is answered with its page, which is a read of it as much as opening it was.

    ::

        POST ──load: noted_if_shown_again()──> saved: redirect     nothing was read
                                          └──> refused: the page   noted; what a script is told is no page
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        notes: list[Callable[[], object]] = []
        token = _NOTES.set(notes)
        try:
            response = self.get_response(request)
        finally:
            _NOTES.reset(token)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code in SHOWN_AGAIN and is_page:
            for note in notes:
                note()
        return response


def noted_if_shown_again(note: Callable[[], object]) -> None:
    """Of a form that was sent: `note` is called when the answer is its page."""
    notes = _NOTES.get()
    if notes is not None:
        notes.append(note)

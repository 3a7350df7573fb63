"""Files that were read and that nobody saved go while the product is used, and not at night only."""

from collections.abc import Callable
from logging import getLogger
from time import monotonic
from typing import Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from fagkompas.toolkit.actions import delete_forgotten

LOG: Final = getLogger(__name__)

SECONDS_BETWEEN: Final = 60
"""So often a process looks for files that nobody saved."""


class ForgottenFiles:
    """Middleware; stands before `ReadOnlyRequests`, so that reading a page deletes them too. Now and then, not each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.next_at = monotonic() + SECONDS_BETWEEN

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if monotonic() >= self.next_at:
            self.next_at = monotonic() + SECONDS_BETWEEN
            try:
                delete_forgotten(timezone.now())
            except DatabaseError as error:
                # The page is what was asked for; the next look, or the night, deletes them.
                LOG.error("Files that nobody saved could not be deleted: %s.", type(error).__name__)
        return self.get_response(request)

"""After a change of a case its stored status is renewed, whichever app's action made it."""

import logging
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions.status import refresh_changed
from fagkompas.toolkit.read_only import SAFE_METHODS

LOG: Final = logging.getLogger(__name__)


class StatusMiddleware:
    """What a POST changed is read from the log of changes, which every action on a case writes to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        since = timezone.now()
        response = self.get_response(request)
        if isinstance(request.user, Employee):
            try:
                refresh_changed(by=request.user, since=since, now=timezone.now())
            except Exception:
                # What the person saved is saved: the list catches up at night.
                LOG.exception("The status of cases could not be renewed.")
        return response

"""Answers to a button: what was done, or why not, as messages on the next page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from fagkompas.accounts.wording import sentences
from fagkompas.engine.errors import BadInput


def told(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Act, and say `done` or every reason why not; whether it was done."""
    try:
        act()
    except BadInput as refused:
        for said in sentences(refused):
            messages.error(request, said)
        return False
    messages.success(request, done)
    return True

"""What a form was sent with, and answers to a button: what was done, or why not, as messages on the next page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, QueryDict

from fagkompas.accounts.wording import sentences
from fagkompas.engine.errors import BadInput


def typed(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


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

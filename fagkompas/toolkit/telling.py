"""Answers to a button: what was done, or every reason why not, as messages on the next page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from fagkompas.engine.errors import BadInput, Problem


def told(request: HttpRequest, act: Callable[[], object], done: str, *, sentence: Callable[[Problem], str]) -> bool:
    """Act, and say `done` or what was refused; whether it was done."""
    try:
        act()
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
        return False
    messages.success(request, done)
    return True


def tell_problems(request: HttpRequest, refused: BadInput, *, sentence: Callable[[Problem], str]) -> None:
    """What an action refused, where there is no form to say it in."""
    for problem in refused.problems:
        messages.error(request, sentence(problem))

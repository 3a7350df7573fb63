"""Pages that are one form: `companies/form_page.html`."""

from typing import Any, Final

from django.http import HttpRequest

PLAIN: Final[dict[str, Any]] = {"part": None, "revision": None, "is_meanwhile": False}
"""A form that begins something: no section of the handbook, and nothing that two could change at once."""


def seen_revision(request: HttpRequest) -> int:
    """That of the row when the page was shown; -1 where none came along."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1

"""Pages that are one form: `companies/form_page.html`."""

from typing import Any, Final, cast

from django.forms import BaseForm, BoundField
from django.forms.fields import BooleanField, ChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext as _

PLAIN: Final[dict[str, Any]] = {"part": None, "revision": None, "is_meanwhile": False, "saved_now": ()}
"""A form that begins something: no section of the handbook, and nothing that two could change at once."""


def saved_beside(typed: BaseForm, saved: BaseForm) -> list[tuple[str, str]]:
    """What a colleague has saved by now where it is something else than what was typed: labels and words."""
    now = [(saved[name], typed[name]) for name in saved.fields if not saved[name].is_hidden]
    return [
        (str(theirs.label), _words(theirs) or _("Nothing")) for theirs, mine in now if _words(theirs) != _words(mine)
    ]


def _words(bound: BoundField) -> str:
    """What stands in a control, as one reads it."""
    value, field = bound.value(), bound.field
    if isinstance(field, ChoiceField):
        called = {str(key): str(label) for key, label in cast("Any", field).choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(called.get(str(one), str(one)) for one in chosen if one not in {None, ""})
    if isinstance(field, BooleanField):
        return _("Yes") if value else ""
    return " ".join(str(field.widget.format_value(value) or "").split())


def seen_revision(request: HttpRequest) -> int:
    """That of the row when the page was shown; -1 where none came along."""
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1

"""A form that was refused, on its way back to the page it came from: what was typed, and what was said about it.

::

    POST ──refused──> keep_refused ──redirect──> GET ──take_refused──> the page with everything typed, and the problems

So neither "back" nor a reload sends anything twice. Until that page is shown, usually at once, and at most until one
signs out, the form lies in the person's session: encrypted, since what is refused may be just what must not be kept (a CPR-like number).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.fernet import InvalidToken
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from fagkompas.toolkit.encryption import decrypted, encrypted

KEY: Final = "refused_form"
PURPOSE: Final = "refused form"
NOT_KEPT: Final = "csrfmiddlewaretoken"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedForm:
    """What was typed, by control, and the problems by control; those about no control under ""."""

    typed: Mapping[str, str]
    problems: Mapping[str, Sequence[str]]

    def tell(self, form: BaseForm) -> None:
        """Let a form that is bound to `typed` say again what was said, also what an action refused."""
        form.is_valid()
        for name, problems in self.problems.items():
            field = name if name in form.fields else None
            for problem in problems:
                if problem not in (form.errors.get(field, ()) if field else form.non_field_errors()):
                    form.add_error(field, problem)


def keep_refused(request: HttpRequest, form: BaseForm, *, typed: Mapping[str, str]) -> None:
    """Keep a refused form for the next look at the page of this address; one that waits already goes.

    `typed` is all that was sent (`request.POST`), so that a control with several values keeps them, or one text each.
    """
    sent = typed.lists() if isinstance(typed, MultiValueDict) else ((name, [text]) for name, text in typed.items())
    kept = {
        "path": request.path,
        "typed": {name: texts for name, texts in sent if name != NOT_KEPT},
        "problems": {
            name if name in form.fields else "": [str(problem) for problem in problems]
            for name, problems in form.errors.items()
        },
    }
    request.session[KEY] = encrypted(json.dumps(kept), purpose=PURPOSE)


def take_refused(request: HttpRequest) -> RefusedForm | None:
    """The form that was refused on this page just before, once; otherwise None."""
    if KEY not in request.session:
        return None
    try:
        kept = json.loads(decrypted(request.session[KEY], purpose=PURPOSE))
    except InvalidToken:
        del request.session[KEY]
        return None
    if kept["path"] != request.path:
        return None
    del request.session[KEY]
    return RefusedForm(typed=MultiValueDict(kept["typed"]), problems=kept["problems"])

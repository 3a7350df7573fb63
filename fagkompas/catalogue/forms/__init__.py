"""The catalogue as people type it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.catalogue.wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import Form


def add_problems(form: forms.Form, refused: BadInput) -> None:
    """Show what an action refused at the fields it is about, else on top."""
    for problem in refused.problems:
        column = problem.place.column
        form.add_error(column if column in form.fields else None, sentence(problem))


class UploadForm(Form):
    """A file; its size and what is in it are looked at while it is read."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) with the sheets Tilbud and Hold, or one of them as CSV."),
    )


NOT_CHOSEN: Final[tuple[str, Any]] = ("", _("Choose"))

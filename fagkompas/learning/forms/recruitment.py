"""How many colleagues to look for, and the advert."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import Problem
from fagkompas.learning.wording.recruitment import sentence
from fagkompas.toolkit import forms as toolkit
from fagkompas.toolkit.forms import Form


class HiresForm(Form):
    """One of the proposals, by how many hires."""

    hires = forms.TypedChoiceField(label=_("How many do you look for?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, proposals: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["hires"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(proposals)


class AdvertForm(toolkit.RefusalForm):
    """The text of an advert. `revision` is the profile's when the form was opened."""

    text = forms.CharField(
        label=_("The advert"),
        required=False,
        widget=forms.Textarea,
        help_text=_("An empty line begins a new paragraph; a line that begins with a hyphen is an item of a list."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

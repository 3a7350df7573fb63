"""What is kept of two companies that are one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.actions.merging import FIELDS, Seen
from fagkompas.companies.models import Company
from fagkompas.companies.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import RefusalForm

KEPT, LEFT = "kept", "left"
LABELS = {
    "name": _("Name"),
    "cvr": _("CVR number"),
    "p_number": _("P-number"),
    "industry": _("Industry"),
    "address": _("Address"),
    "phone": _("Telephone"),
}


class MergeForm(RefusalForm):
    """A choice for each fact that both have and that differs; what one of them has is kept without asking."""

    kept_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    left_revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, kept: Company, left: Company, **options: Any) -> None:
        super().__init__(data, **options)
        self.filled = [name for name in FIELDS if not getattr(kept, name) and getattr(left, name)]
        for name in FIELDS:
            mine, theirs = getattr(kept, name), getattr(left, name)
            if mine and theirs and mine != theirs:
                self.fields[name] = forms.ChoiceField(
                    label=LABELS[name],
                    choices=[(KEPT, mine), (LEFT, theirs)],
                    initial=KEPT,
                    widget=forms.RadioSelect,
                )

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    @property
    def taken(self) -> list[str]:
        """What the kept one gets from the other, once it is valid."""
        return [*self.filled, *(name for name in FIELDS if self.cleaned_data.get(name) == LEFT)]

    @property
    def seen(self) -> Seen:
        """The revisions when the page was shown; -1 where none came along."""
        found = {name: self.cleaned_data.get(f"{name}_revision") for name in (KEPT, LEFT)}
        return Seen(**{name: -1 if value is None else value for name, value in found.items()})

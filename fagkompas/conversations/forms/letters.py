"""The letter as it is changed, a text for each part; saved by `toolkit.together`."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.conversations.letter import HEADINGS
from fagkompas.conversations.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import RefusalForm


class LetterForm(RefusalForm):
    """Each of the parts; one that is emptied is left out."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, parts: Collection[str], saved: Mapping[str, str]
    ) -> None:
        super().__init__(data, initial=dict(saved))
        plain = {"opening": _("How it begins"), "end": _("How it ends")}
        for code in parts:
            heading = HEADINGS[code]
            self.fields[code] = forms.CharField(
                label=heading or plain[code], required=False, widget=forms.Textarea, strip=True
            )

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    def typed(self) -> dict[str, str]:
        """By part; only after `is_valid`."""
        return {code: self.cleaned_data[code].replace("\r\n", "\n") for code in self.fields}

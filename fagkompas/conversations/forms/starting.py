"""The first choice of a new conversation, and how an agreement went by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.conversations.actions.agreements import FollowUp
from fagkompas.conversations.document import Template
from fagkompas.conversations.forms.earlier import WENT
from fagkompas.conversations.forms.preparing import ClockField
from fagkompas.conversations.models import AgreementState, Meeting
from fagkompas.conversations.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField, RefusalForm
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.once import OnceForm


class TemplateForm(RefusalForm, OnceForm):
    """Which template; `templates` are offered in their order."""

    template = forms.ChoiceField(label=_("What kind of conversation?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, templates: tuple[Template, ...], **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["template"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [(one.code, said(one.name)) for one in templates]

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)


class StartForm(TemplateForm):
    """Which one, and when."""

    planned_on = DayField(label=_("Date"))
    planned_time = ClockField(label=_("Time"))


class HeldForm(TemplateForm):
    """Which one it was that nobody had planned, when, and how one met."""

    held_on = DayField(label=_("Date"))
    held_time = ClockField(label=_("Time"), help_text=_("About when is enough."))
    meeting = forms.ChoiceField(label=_("How you met"), choices=Meeting.choices, widget=forms.RadioSelect)


class FollowUpForm(RefusalForm):
    """How an agreement went."""

    state = forms.ChoiceField(label=_("How did it go?"), choices=WENT, required=False, widget=forms.RadioSelect)
    note = forms.CharField(label=_("What helped, or got in the way"), required=False, widget=forms.Textarea)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    def said(self) -> FollowUp:
        """As the action takes it; only after `is_valid`."""
        state = self.cleaned_data["state"]
        return FollowUp(state=AgreementState(state) if state else None, note=self.cleaned_data["note"])

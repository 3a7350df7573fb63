"""An objection and an answer of the municipality's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.models.calls import LONGEST_ANSWER, LONGEST_EVIDENCE, LONGEST_OBJECTION
from fagkompas.companies.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import Form
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm


class BankSearch(Form):
    """What the list is searched for; it stands in the address."""

    ord = forms.CharField(label=_("Search in objections and answers"), required=False, max_length=100)


class ObjectionForm(HealthGuardedForm, OnceForm):
    """What a company says."""

    guarded = ("text",)

    text = forms.CharField(
        label=_("What does the company say?"),
        max_length=LONGEST_OBJECTION,
        help_text=_("As they say it. Name neither the company nor anybody."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)


class AnswerForm(HealthGuardedForm, OnceForm):
    """What one answers, and what it rests on."""

    guarded = ("text", "evidence")

    text = forms.CharField(
        label=_("What do you answer?"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As you say it aloud. Promise only what you can keep."),
    )
    evidence = forms.CharField(
        label=_("What does it rest on?"),
        required=False,
        max_length=LONGEST_EVIDENCE,
        help_text=_("A figure, a rule, or what went well at another place."),
    )
    link = forms.CharField(
        label=_("Where can it be read?"),
        required=False,
        max_length=LONGEST_EVIDENCE,
        help_text=_("An address that begins with https://"),
    )

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

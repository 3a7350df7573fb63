"""A need that was talked of, and what a company has told about a block of the question guide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.companies.actions.needs import NeedSaid
from fagkompas.companies.forms.calls import UNANSWERED
from fagkompas.companies.models import StepKind
from fagkompas.companies.models.circle import LONGEST_WHAT
from fagkompas.companies.models.needs import LONGEST_KNOWN, LONGEST_NEED, MOST_EXPECTED
from fagkompas.companies.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField, RowChoice
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=LONGEST_NEED)


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_EXPECTED)


def _work(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_WHAT,
        help_text=_("The kind of work. It stands on the day when the time comes."),
    )


class NeedForm(HealthGuardedForm, OnceForm):
    """The need, said back; what we could do; what they expect to need; and the next step."""

    guarded = ("need", "need_words", "solution", "solution_words", "three_work", "six_work", "step_what")

    need = _line(_("What they need"), _("In their words. No proposals yet."))
    need_accept = forms.ChoiceField(
        label=_("You said it back: was it right?"), choices=UNANSWERED, required=False, widget=forms.RadioSelect
    )
    need_words = _line(_("What they said to it"), _("What they put right, in their words."))
    solution = _line(_("What we could do"), _("It answers the need that they have just agreed to."))
    solution_accept = forms.ChoiceField(
        label=_("Do they want it?"), choices=UNANSWERED, required=False, widget=forms.RadioSelect
    )
    solution_words = _line(_("What they said to the proposal"), _("What would have to be otherwise for a yes?"))
    three_people = _people(_("How many more people in three months?"))
    three_work = _work(_("For which work in three months?"))
    six_people = _people(_("How many more people in six months?"))
    six_work = _work(_("For which work in six months?"))
    step = forms.ChoiceField(
        label=_("What is the next step?"), choices=[("", _("No step yet")), *StepKind.choices], required=False
    )
    step_what = forms.CharField(
        label=_("What is to be done?"),
        required=False,
        max_length=LONGEST_WHAT,
        help_text=_("It stands on the day as the reason to call."),
    )
    step_on = DayField(
        label=_("When?"), required=False, help_text=_("The next contact with the company is that day, or sooner.")
    )
    step_by = RowChoice(
        label=_("Who does it?"),
        queryset=Employee.objects.none(),
        required=False,
        empty_label=_("Whoever has the company"),
    )

    def __init__(self, data: Any = None, *, staff: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(data, **options)
        step_by = self.fields["step_by"]
        if isinstance(step_by, RowChoice):
            step_by.queryset = staff

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    def said(self) -> NeedSaid:
        """What was typed, once it is valid."""
        names = ("need", "need_accept", "need_words", "solution", "solution_accept", "solution_words")
        expected = ("three_people", "three_work", "six_people", "six_work")
        steps = ("step", "step_what", "step_on", "step_by")
        return NeedSaid(**{name: self.cleaned_data[name] for name in (*names, *expected, *steps)})


class BlockForm(HealthGuardedForm):
    """What the company has told about one block."""

    guarded = ("text",)

    text = forms.CharField(
        label=_("What they told"),
        required=False,
        max_length=LONGEST_KNOWN,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write nothing about citizens."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    @property
    def seen_revision(self) -> int:
        """That of the block when the page was shown; -1 where none came along."""
        found = self.cleaned_data.get("revision")
        return -1 if found is None else int(found)

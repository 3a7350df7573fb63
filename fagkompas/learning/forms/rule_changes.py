"""What is typed about a change of a rule, and the day on which a unit begins its lift."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import Problem
from fagkompas.frameworks.forms import OneLine
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.rule_changes import LONGEST_SOURCE, LONGEST_TITLE, LONGEST_WHAT, GivenChange
from fagkompas.learning.forms.competencies import CompetenciesForm
from fagkompas.learning.models import RuleChange
from fagkompas.learning.wording.rule_changes import sentence
from fagkompas.toolkit.forms import DayField, RefusalForm


class RuleChangeForm(CompetenciesForm):
    """The change, and the competencies that it touches."""

    title = OneLine(
        label=_("What changes, in one line"),
        max_length=LONGEST_TITLE,
        help_text=_("Such as “New deadline for the first conversation”."),
    )
    what = forms.CharField(
        label=_("What is new?"),
        max_length=LONGEST_WHAT,
        widget=forms.Textarea,
        help_text=_("What applied before, what applies now, and whom it concerns. In ordinary words."),
    )
    source = OneLine(
        label=_("Where it stands"),
        max_length=LONGEST_SOURCE,
        help_text=_("The act with its number and section, the guideline, or a link."),
    )
    in_force_on = DayField(label=_("In force on"))

    def sentence(self, problem: Problem) -> str:
        """As changes of rules say it."""
        return sentence(problem)

    def given(self, framework: Framework) -> GivenChange:
        """What was typed."""
        data = self.cleaned_data
        return GivenChange(
            framework=framework,
            title=data["title"],
            what=data["what"],
            source=data["source"],
            in_force_on=data["in_force_on"],
            competencies=self.competencies(),
        )


class LiftForm(RefusalForm):
    """The Monday on which it begins. `seen` is the day that the page showed."""

    starts_on = DayField(label=_("The first day, a Monday"))
    seen = DayField(widget=forms.HiddenInput, required=False)

    def sentence(self, problem: Problem) -> str:
        """As changes of rules say it."""
        return sentence(problem)


def change_texts(change: RuleChange) -> dict[str, str]:
    """What is saved, by the name of its control; without the competencies."""
    return {name: str(getattr(change, name)) for name in RuleChangeForm.base_fields}

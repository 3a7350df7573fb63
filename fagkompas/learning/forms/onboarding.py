"""What is typed about onboarding paths: a new one, a step, and an own step."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.frameworks.forms import OneLine
from fagkompas.learning.actions.onboarding import LONGEST_TITLE, StepFacts
from fagkompas.learning.forms.colleagues import PersonChoice, offered_people
from fagkompas.learning.models import OnboardingStep
from fagkompas.learning.onboarding_guide import onboarding_guide
from fagkompas.toolkit.forms import DayField, Form

STEP = "trin-"


class NewColleagueChoice(PersonChoice):
    """Those who have been in no round yet are told apart: they are the new ones."""

    def label_from_instance(self, obj: Employee) -> str:
        """As it stands in the list."""
        name = super().label_from_instance(obj)
        return name if getattr(obj, "is_known", True) else _("%(name)s (new: not in a round yet)") % {"name": name}


class NewPathForm(Form):
    """For whom, from when, with which buddy, and which steps; all of them unless some are left out."""

    person = NewColleagueChoice(
        label=_("New colleague"),
        queryset=Employee.objects.none(),
        empty_label=_("Choose"),
        help_text=_("Those who have not been in a round yet come first."),
    )
    starts_on = DayField(label=_("First working day"))
    buddy = PersonChoice(
        label=_("Buddy"),
        queryset=Employee.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Helps with the steps that are taken with a colleague. You can change it step by step."),
    )

    def __init__(self, *args: Any, people: EmployeeQuerySet, buddies: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        offered_people(self, "person", people)
        offered_people(self, "buddy", buddies)
        language = get_language() or "da"
        for step in onboarding_guide().steps:
            label = _("Day %(day)s: %(title)s")
            self.fields[f"{STEP}{step.code}"] = forms.BooleanField(
                label=str(label) % {"day": step.day, "title": step.title.in_language(language)},
                required=False,
                initial=True,
            )

    @property
    def steps(self) -> Iterator[BoundField]:
        """Step by step, for the page."""
        return (self[name] for name in self.fields if name.startswith(STEP))

    def codes(self) -> list[str]:
        """The steps that were chosen."""
        return [name.removeprefix(STEP) for name, is_in in self.cleaned_data.items() if name.startswith(STEP) and is_in]


class StepForm(Form):
    """When, with whom, and of an own step what. `revision` is that of the step as the page showed it."""

    title = OneLine(label=_("Step"), max_length=LONGEST_TITLE, help_text=_("Write what to do, in a few words."))
    due_on = DayField(label=_("Day"))
    with_person = PersonChoice(
        label=_("With"), queryset=Employee.objects.none(), required=False, empty_label=_("On one's own")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, helpers: EmployeeQuerySet, is_own: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helpers = helpers
        offered_people(self, "with_person", helpers)
        if not is_own:
            del self.fields["title"]

    def facts(self) -> StepFacts:
        """What was typed."""
        given = self.cleaned_data
        return StepFacts(due_on=given["due_on"], with_person=given["with_person"], title=given.get("title", ""))


def step_as_typed(step: OnboardingStep) -> dict[str, str]:
    """A step as its form would send it."""
    typed = {
        "due_on": f"{step.due_on:%Y-%m-%d}",
        "with_person": str(step.with_person.uuid) if step.with_person else "",
    }
    return typed if step.code else {"title": step.title, **typed}


def facts_as_typed(facts: StepFacts, names: Mapping[str, object]) -> dict[str, str]:
    """What was typed, told apart from what was saved in the same words."""
    typed = {
        "title": facts.title,
        "due_on": f"{facts.due_on:%Y-%m-%d}",
        "with_person": str(facts.with_person.uuid) if facts.with_person else "",
    }
    return {name: text for name, text in typed.items() if name in names}

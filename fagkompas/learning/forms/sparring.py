"""What a team types about a sparring: the case card and who will be there; what was learned."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.engine.errors import Problem
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.sparring import LONGEST_LEARNED, GivenLearned, GivenSparring
from fagkompas.learning.forms.competencies import CompetenciesForm
from fagkompas.learning.forms.people import PeopleChoice
from fagkompas.learning.models import Sparring
from fagkompas.learning.sparring_models import CASE, sparrings
from fagkompas.learning.wording.sparring import people_in_words, sentence, spoken
from fagkompas.toolkit.forms import DayField, RefusalForm
from fagkompas.toolkit.traces import Trace, TracesFound


class GuardedForm(RefusalForm):
    """A form with texts that must lead to nobody."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    traces_read = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    warning: TracesFound | None = None

    def sentence(self, problem: Problem) -> str:
        """As sparring says it."""
        return sentence(problem)

    def warn(self, warning: TracesFound) -> None:
        """Show what was found, with the way to save it all the same."""
        self.warning = warning

    @property
    def traces(self) -> list[tuple[str, Trace]]:
        """What was found, each with the label of its control."""
        found = self.warning.traces if self.warning else {}
        return [(str(self[name].label), trace) for name, traces in found.items() for trace in traces]

    @property
    def stamp(self) -> str:
        """What "save as it is" sends."""
        return self.warning.stamp if self.warning else ""


class SparringForm(GuardedForm):
    """The case card, the day, how long, and who will be there."""

    def __init__(self, data: Any = None, *, people: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(data, **options)
        for field in sparrings().case:
            self.fields[field.code] = forms.CharField(
                label=spoken(field.name),
                help_text=f"{spoken(field.prompt)} {spoken(field.hint)}",
                required=field.is_required,
                max_length=field.longest,
                widget=forms.Textarea,
            )
        models = [
            (one.code, f"{spoken(one.name)}, {people_in_words(one)}. {spoken(one.suits)}") for one in sparrings().models
        ]
        self.fields["model"] = forms.ChoiceField(label=_("How long"), choices=models, widget=forms.RadioSelect)
        self.fields["meets_on"] = DayField(label=_("The day"))
        chooser = PeopleChoice(
            label=_("Who will be there"), help_text=_("You can change it when you close the sparring.")
        )
        chooser.queryset = people.select_related("unit")
        self.fields["people"] = chooser

    @property
    def case(self) -> list[forms.BoundField]:
        """The fields of the card."""
        return [self[code] for code in CASE]

    def given(self) -> GivenSparring:
        """What was typed."""
        data = self.cleaned_data
        return GivenSparring(
            model=data["model"],
            meets_on=data["meets_on"],
            people=list(data["people"]),
            case={code: data[code] for code in CASE},
        )


def typed_of(sparring: Sparring, people: Sequence[Employee]) -> Mapping[str, Any]:
    """A sparring as its form starts."""
    return {
        **{code: getattr(sparring, code) for code in CASE},
        "model": sparring.model,
        "meets_on": sparring.meets_on,
        "people": [person.uuid for person in people],
        "revision": sparring.revision,
    }


class LearnedForm(CompetenciesForm, GuardedForm):
    """What was learned, and which competencies it touched; to close it also who was there."""

    learned = forms.CharField(
        label=_("What did you learn?"),
        help_text=_("What others can use in their own cases. Write it without names: it stays."),
        max_length=LONGEST_LEARNED,
        widget=forms.Textarea,
    )

    def __init__(self, data: Any = None, *, people: EmployeeQuerySet | None, **options: Any) -> None:
        super().__init__(data, **options)
        if people is not None:
            chooser = PeopleChoice(label=_("Who was there"), help_text=_("It counts as learning for each of them."))
            chooser.queryset = people.select_related("unit")
            self.fields["people"] = chooser

    @property
    def asks_who(self) -> bool:
        """Whether it closes the sparring."""
        return "people" in self.fields

    def present(self) -> list[Employee]:
        """Who was there."""
        return list(self.cleaned_data["people"])

    def given(self, framework: Framework | None) -> GivenLearned:
        """What was typed."""
        return GivenLearned(learned=self.cleaned_data["learned"], framework=framework, competencies=self.competencies())

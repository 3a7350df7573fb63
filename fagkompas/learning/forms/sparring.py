"""What a team types about a sparring: the case card and who will be there; what was learned."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.engine.errors import Problem
from fagkompas.frameworks.forms import OneLine
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.sparring import LONGEST_LEARNED, GivenLearned, GivenSparring
from fagkompas.learning.forms.competencies import CompetenciesForm
from fagkompas.learning.forms.people import PeopleChoice
from fagkompas.learning.models import Sparring
from fagkompas.learning.models.sparring import LONGEST_SUBJECT
from fagkompas.learning.sparring_models import CASE, sparrings
from fagkompas.learning.wording.sparring import people_in_words, sentence, spoken
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.guarded_forms import GuardedForm


class WordedForm(GuardedForm):
    """A guarded form that says what was refused as sparring says it."""

    def sentence(self, problem: Problem) -> str:
        """See `wording.sparring`."""
        return sentence(problem)


class SparringForm(WordedForm):
    """What it is about, the case card, the day, how long, and who will be there."""

    guarded = ("subject", *CASE)

    subject = OneLine(
        label=_("What is it about?"),
        max_length=LONGEST_SUBJECT,
        help_text=_("In a line, such as “When every appointment is cancelled”. Everyone in the unit sees it on lists."),
    )

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
            subject=data["subject"],
            model=data["model"],
            meets_on=data["meets_on"],
            people=list(data["people"]),
            case={code: data[code] for code in CASE},
        )


def typed_of(sparring: Sparring, people: Sequence[Employee]) -> Mapping[str, Any]:
    """A sparring as its form starts."""
    return {
        **{name: getattr(sparring, name) for name in SparringForm.guarded},
        "model": sparring.model,
        "meets_on": sparring.meets_on.isoformat(),
        "people": [str(person.uuid) for person in people],
    }


class LearnedForm(CompetenciesForm, WordedForm):
    """What was learned, and which competencies it touched; to close it also who was there."""

    guarded = ("learned",)

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

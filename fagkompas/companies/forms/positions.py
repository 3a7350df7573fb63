"""What is typed about a position that is taken apart: what it is, its tasks, and what was said in the steps of the wheel."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.actions.positions import PositionFacts, TaskFacts
from fagkompas.companies.forms.orders import GuardedForm, TaskForm
from fagkompas.companies.models import Company, CompanyContact, Position, PositionTask
from fagkompas.companies.models.orders import LONGEST_ORDER_TITLE
from fagkompas.companies.models.positions import LONGEST_STEP_NOTE
from fagkompas.companies.wording import COULD
from fagkompas.engine.substitution import Who
from fagkompas.occupations.forms import OccupationField
from fagkompas.toolkit.forms import RowChoice
from fagkompas.toolkit.once import OnceForm


class PositionForm(GuardedForm):
    """What the company says that it looks for."""

    guarded = ("title",)

    title = forms.CharField(
        label=_("What does the company call the position?"),
        max_length=LONGEST_ORDER_TITLE,
        help_text=_("In their words, such as “a welder”."),
    )
    occupation = OccupationField(
        label=_("Job title"), required=False, help_text=_("Begin to write, and choose from the list.")
    )
    contact = RowChoice(
        label=_("Whom do you talk with about it?"),
        queryset=CompanyContact.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )

    def __init__(self, data: Any = None, *, company: Company, position: Position | None = None, **options: Any) -> None:
        if position is not None:
            initial = {name: getattr(position, name) for name in ("title", "occupation", "contact")}
            options |= {"initial": initial, "saved": {"title": position.title}}
        super().__init__(data, **options)
        contact = self.fields["contact"]
        if isinstance(contact, RowChoice):
            contact.queryset = company.contacts.order_by("-is_decision_maker", "name", "pk")

    def facts(self) -> PositionFacts:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return PositionFacts(title=clean["title"], occupation=clean["occupation"], contact=clean["contact"])


class NewPositionForm(PositionForm, OnceForm):
    """One to take apart."""


class PositionTaskForm(TaskForm, OnceForm):
    """A task of a position."""

    could = forms.MultipleChoiceField(
        label=_("Who could do it besides the one they look for?"),
        required=False,
        choices=list(COULD.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick all that hold."),
    )

    def task(self) -> TaskFacts:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return TaskFacts(
            name=clean["name"],
            minutes=clean["minutes"],
            competencies=tuple(clean["competencies"]),
            is_absolute=clean["is_absolute"],
            could=frozenset(Who(code) for code in clean["could"]),
        )


def initial_of_task(task: PositionTask) -> dict[str, Any]:
    """As it is saved."""
    return {name: getattr(task, name) for name in ("name", "minutes", "competencies", "is_absolute", "could")}


class StepsForm(GuardedForm):
    """What was said in each step of the wheel; `steps` are their codes with their names."""

    def __init__(self, data: Any = None, *, steps: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.names_of_steps = dict(steps)
        self.guarded = tuple(self.names_of_steps)
        for code in self.guarded:
            self.fields[code] = forms.CharField(
                label=_("What they said"),
                required=False,
                max_length=LONGEST_STEP_NOTE,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    def block_of(self, name: str) -> str:
        """The name of the step."""
        return self.names_of_steps.get(name, "")

    def notes(self) -> Mapping[str, str]:
        """What was typed, by step."""
        return {code: self.cleaned_data[code] for code in self.names_of_steps}

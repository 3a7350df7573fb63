"""What is typed when a job of few hours is sketched with a company."""

from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.actions.few_hours import FewHours
from fagkompas.companies.actions.orders import MOST_TASK_MINUTES, NewTask
from fagkompas.companies.forms.orders import GuardedForm
from fagkompas.companies.models import Company, CompanyContact
from fagkompas.companies.models.orders import LONGEST_ORDER_LINE
from fagkompas.companies.wording import TIMES
from fagkompas.toolkit.forms import RowChoice
from fagkompas.toolkit.once import OnceForm

LINES: Final = (1, 2, 3)
"""Tasks on the sketch: more than three are seldom a few hours, and can be added to the draft."""


class FewHoursForm(GuardedForm, OnceForm):
    """Two or three tasks with their minutes, when, what they free, pay, and whom to ask."""

    guarded = (*(f"name_{line}" for line in LINES), "frees", "about_employment")

    frees = forms.CharField(
        label=_("What does it free colleagues for?"),
        required=False,
        max_length=LONGEST_ORDER_LINE,
        help_text=_("That is why a company says yes to few hours."),
    )
    times = forms.MultipleChoiceField(
        label=_("When is there work?"),
        required=False,
        choices=list(TIMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what one must be able to work."),
    )
    about_employment = forms.CharField(
        label=_("Pay and agreement"),
        required=False,
        max_length=LONGEST_ORDER_LINE,
        help_text=_("The hours are paid. Which collective agreement do they have?"),
    )
    contact = RowChoice(
        label=_("Whom does one call?"),
        queryset=CompanyContact.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("The one who knows the work."),
    )

    def __init__(self, data: Any = None, *, company: Company, **options: Any) -> None:
        super().__init__(data, **options)
        for line in LINES:
            self.fields[f"name_{line}"] = forms.CharField(
                label=_("Task %(line)s") % {"line": line}, required=line == 1, max_length=LONGEST_ORDER_LINE
            )
            self.fields[f"minutes_{line}"] = forms.IntegerField(
                label=_("Task %(line)s, minutes a week") % {"line": line},
                required=line == 1,
                min_value=0,
                max_value=MOST_TASK_MINUTES,
            )
        contact = self.fields["contact"]
        if isinstance(contact, RowChoice):
            contact.queryset = company.contacts.order_by("-is_decision_maker", "name", "pk")

    def clean(self) -> None:
        """Minutes belong to a task."""
        for line in LINES:
            name, minutes = self.cleaned_data.get(f"name_{line}"), self.cleaned_data.get(f"minutes_{line}")
            if minutes and not name and f"name_{line}" not in self.errors:
                self.add_error(f"name_{line}", _("Which task takes this long? Write what it is called."))
            if name and minutes is None and f"minutes_{line}" not in self.errors:
                self.add_error(f"minutes_{line}", _("How long does it take in a week? 0 if nobody knows yet."))
        super().clean()

    @property
    def lines(self) -> list[tuple[BoundField, BoundField]]:
        """The two controls of each task."""
        return [(self[f"name_{line}"], self[f"minutes_{line}"]) for line in LINES]

    @property
    def rest(self) -> list[BoundField]:
        """What is asked besides the tasks."""
        return [self[name] for name in ("times", "frees", "about_employment", "contact")]

    def sketch(self) -> FewHours:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return FewHours(
            tasks={
                line: NewTask(name=clean[f"name_{line}"], minutes=clean[f"minutes_{line}"])
                for line in LINES
                if clean[f"name_{line}"]
            },
            frees=clean["frees"],
            times=tuple(clean["times"]),
            about_employment=clean["about_employment"],
            contact=clean["contact"],
        )

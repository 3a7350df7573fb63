"""Ratings files as people hand them over: which file, and where its ratings go."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.rounds import suggested_days
from fagkompas.assessments.actions.uploads import NewRound
from fagkompas.assessments.forms.rounds import PURPOSE, RefusalForm
from fagkompas.assessments.round_wording import sentence
from fagkompas.assessments.uploading import Plan, RoundChoice
from fagkompas.assessments.workbooks.wording import SENTENCES, message
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.models import Version
from fagkompas.toolkit.forms import DayField, Form, RowChoice


class UploadForm(Form):
    """The file, and the framework where the codes alone do not tell which it is."""

    file = forms.FileField(
        label=_("Ratings file"),
        help_text=_(
            "Filled-in forms or a table, as an Excel workbook (.xlsx) or CSV UTF-8. At most 20 MB and 200,000 rows."
        ),
    )
    version = RowChoice(
        label=_("Which framework?"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=_("Find it by the codes in the file"),
        help_text=_("Choose one when several of your frameworks have the same codes."),
    )

    def __init__(self, *args: Any, person: Employee, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = Version.objects.choosable(person.root_id)  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = lambda version: f"{version.name}, {version.number}"  # type: ignore[attr-defined]

    @property
    def versions(self) -> Sequence[Version]:
        """Those that may know the codes: the one that was chosen, else all."""
        chosen = self.cleaned_data["version"]
        return [chosen] if chosen else list(self.fields["version"].queryset)  # type: ignore[attr-defined]


class UploadRefusalForm(RefusalForm):
    """Shows what an action on an upload refused."""

    def refused(self, refusal: BadInput) -> None:
        """Put every problem where it belongs; those about no field of this form stand on top."""
        for problem in refusal.problems:
            column = problem.place.column
            words = message(problem) if problem.message_code in SENTENCES else sentence(problem)
            self.add_error(column if column in self.fields else None, words)


class OpenRoundForm(UploadRefusalForm):
    """Which of the open rounds that the file fits."""

    round = forms.ChoiceField(
        label=_("Which round?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(choice.round.uuid), _round_label(choice, plan)) for choice in plan.rounds]
        self.fields["round"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["round"].initial = choices[0][0]


class NewRoundForm(UploadRefusalForm):
    """A new round for the people of the file."""

    name = forms.CharField(
        label=_("What do you call the round?"),
        max_length=120,
        help_text=_("Such as “Autumn 2026”. Those who take part see the name."),
    )
    purpose = forms.CharField(label=_("What is the round for?"), max_length=1000, widget=forms.Textarea)
    closes_on = DayField(label=_("Last day for answers"))
    deletes_on = DayField(
        label=_("Deletion date"),
        help_text=_("Answers, notes and profiles of the round are deleted after this day. Everyone is told the date."),
    )
    closes_at_once = forms.BooleanField(label=_("Close the round at once: all answers are in the file"), required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        days = suggested_days(today)
        first = {"purpose": PURPOSE, "closes_on": days["closes_on"], "deletes_on": days["deletes_on"]}
        super().__init__(*args, **{"initial": first, **options})

    @property
    def new_round(self) -> NewRound:
        """The round to open."""
        return NewRound(**self.cleaned_data)


def _round_label(choice: RoundChoice, plan: Plan) -> str:
    people = ngettext(
        "%(people)s of %(known)s person in the file takes part",
        "%(people)s of %(known)s people in the file take part",
        len(plan.employees),
    ) % {"people": choice.people, "known": len(plan.employees)}
    return f"{choice.round.name}, {choice.round.unit.path} ({people})"

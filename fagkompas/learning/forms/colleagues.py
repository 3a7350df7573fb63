"""What is typed about resource persons and side-by-side training."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.frameworks.forms import OneLine
from fagkompas.frameworks.texts import FieldTexts
from fagkompas.learning.actions import resource_persons, side_by_side
from fagkompas.learning.actions.resource_persons import Promise
from fagkompas.learning.actions.side_by_side import Wish
from fagkompas.toolkit.forms import DayField, Form, RowChoice

YES, NO = "yes", "no"


def _hours(label: Any, help_text: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, help_text=help_text, decimal_places=1, localize=True, **options)


def short(hours: Decimal | None) -> Decimal | int | None:
    """As one types it: 2 rather than 2,0."""
    return int(hours) if hours is not None and hours == int(hours) else hours


class FieldFilter(Form):
    """Which field to show resource persons of."""

    felt = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args: Any, fields: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["felt"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _("All fields")), *fields]

    def chosen(self) -> str:
        """The field's key; "" for all."""
        return str(self.cleaned_data["felt"]) if self.is_valid() else ""


class PersonChoice(RowChoice):
    """Somebody by name."""

    def label_from_instance(self, obj: Employee) -> str:
        """As it stands in the list."""
        return f"{obj.name}, {obj.unit.name}"


def offered_people(form: forms.Form, name: str, people: EmployeeQuerySet) -> None:
    """Let a field of the form offer these people."""
    field = form.fields[name]
    if isinstance(field, PersonChoice):
        field.queryset = people


class AskToBeForm(Form):
    """What the buttons send by which a manager asks somebody to be a resource person."""

    person = forms.UUIDField()
    field = forms.CharField(max_length=10)


class PromiseForm(Form):
    """What a resource person gives: hours a month, until when, and what."""

    hours_per_month = _hours(
        _("Hours a month"), _("So many hours a month at most do colleagues get of you."), initial=4
    )
    until = DayField(label=_("Until and with"), help_text=_("You are asked again a month before."))
    offers = OneLine(
        label=_("What you offer"),
        required=False,
        max_length=resource_persons.LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("Such as: sit in on company visits, or read decisions together."),
    )

    def promise(self) -> Promise:
        """What was typed."""
        given = self.cleaned_data
        return Promise(hours_per_month=given["hours_per_month"], until=given["until"], offers=given["offers"])


class BeAskedForm(PromiseForm):
    """Yes with all of that, or no with a word."""

    decision = forms.ChoiceField(
        label=_("Will you?"),
        widget=forms.RadioSelect,
        choices=[(YES, _("Yes, I will")), (NO, _("No, not now"))],
    )
    answer = OneLine(
        label=_("A word to whoever asked"),
        required=False,
        max_length=resource_persons.LONGEST_TEXT,
        help_text=_("Read only where the answer is no. You need not say why."),
    )
    field_order = ("decision", "hours_per_month", "until", "offers", "answer")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.data.get("decision") == NO:
            for name in ("hours_per_month", "until"):
                self.fields[name].required = False


class AskForm(Form):
    """Side-by-side training for oneself, or for somebody one manages."""

    learner = PersonChoice(label=_("For whom"), queryset=Employee.objects.none(), empty_label=_("Choose"))
    competency = forms.ChoiceField(label=_("What to begin with"), required=False)
    sentence = OneLine(
        label=_("What you would like"),
        required=False,
        max_length=side_by_side.LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("A sentence to the resource person. Never anything about a citizen."),
    )

    def __init__(self, *args: Any, learners: EmployeeQuerySet, field: FieldTexts | None, **options: Any) -> None:
        super().__init__(*args, **options)
        offered_people(self, "learner", learners)
        chosen = self.fields["competency"]
        if isinstance(chosen, forms.ChoiceField):
            items: Sequence[Any] = field.items if field else ()
            chosen.choices = [("", _("We agree on it when we meet")), *((item.code, item.title) for item in items)]

    def wish(self) -> Wish:
        """What was typed."""
        return Wish(sentence=self.cleaned_data["sentence"], competency=self.cleaned_data["competency"])


class AnswerForm(Form):
    """The resource person's answer: a day and hours, or no with a word."""

    decision = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[(YES, _("Yes, on this day")), (NO, _("No"))],
    )
    day = DayField(label=_("Day"), required=False)
    hours = _hours(_("Hours"), _("They are taken from the hours you have left of that month."), required=False)
    answer = OneLine(
        label=_("A word to the learner"),
        required=False,
        max_length=side_by_side.LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("Where and when you meet, or why you cannot. Needed for a no."),
    )

    def clean(self) -> dict[str, Any]:
        """A yes has a day and hours."""
        given = super().clean() or {}
        if given.get("decision") == YES:
            if not given.get("day") and "day" not in self.errors:
                self.add_error("day", _("Choose the day you meet."))
            if given.get("hours") is None and "hours" not in self.errors:
                self.add_error("hours", _("Write how many hours you set aside."))
        return given


class HeldForm(Form):
    """When it was, and how long it took."""

    day = DayField(label=_("The day you met"))
    hours = _hours(_("Hours"), _("They stand in the learner's record and count in the resource person's month."))


class CancelForm(Form):
    """Why it is called off; needed once a day is agreed."""

    because = OneLine(label=_("Why"), required=False, max_length=side_by_side.LONGEST_TEXT, widget=forms.Textarea)

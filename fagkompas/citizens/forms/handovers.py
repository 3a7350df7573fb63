"""To whom citizens go, and what the next one should know."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.forms import UnitField
from fagkompas.accounts.models import Employee, EmployeeQuerySet, Unit
from fagkompas.citizens.actions.handovers import LONGEST_NOTE
from fagkompas.citizens.forms.record import CaseworkerChoice, CitizensForm, HealthForm
from fagkompas.citizens.models import Citizen, CitizenQuerySet
from fagkompas.citizens.wording import SENTENCES
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.once import OnceForm


def note_field() -> forms.CharField:
    """For the next caseworker."""
    return forms.CharField(
        label=_("Note to the next caseworker"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("What matters just now, and what you have promised. It is stored encrypted."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FromPlaceForm(CitizensForm):
    """About one citizen, who must be where, and with whom, the page showed. A refused page shows where that is now."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, citizen: Citizen, initial: Any = None, **options: Any) -> None:
        self.place = " ".join(str(one.uuid) for one in (citizen.unit, citizen.caseworker) if one is not None)
        super().__init__(data, initial={**(initial or {}), "seen": self.place}, **options)

    def clean(self) -> None:
        """Says where the citizen has gone on."""
        super().clean()
        if self.cleaned_data.get("seen") not in {"", self.place}:
            self.add_error(None, SENTENCES["given_on_meanwhile"])
            self.data = {**{name: self.data[name] for name in self.data}, "seen": self.place}


class HandOverForm(HealthForm, OnceForm):
    """To a colleague."""

    guarded = ("note",)

    to = CaseworkerChoice(label=_("New caseworker"), queryset=Employee.objects.none(), empty_label=_("Choose"))
    note = note_field()

    def __init__(self, data: Any = None, *, colleagues: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(data, **options)
        to = self.fields["to"]
        if isinstance(to, CaseworkerChoice):
            to.queryset = colleagues


class HandOverOneForm(FromPlaceForm, HandOverForm):
    """One citizen to a colleague."""


class _Citizens(forms.ModelMultipleChoiceField[Citizen]):
    def label_from_instance(self, obj: Citizen) -> str:
        return f"{obj.name} · {obj.group_name} · {obj.unit.name}"


class HandOverManyForm(HandOverForm):
    """Several citizens, all ticked to begin with: to a colleague, to another unit, or both."""

    field_order = ("citizens", "unit", "to", "note")

    citizens = _Citizens(
        label=_("Citizens"),
        queryset=Citizen.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": SENTENCES["one_given_on_meanwhile"]},
    )

    unit = UnitField(label=_("New unit"), required=False)

    def __init__(self, data: Any = None, *, citizens: CitizenQuerySet, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(data, initial={"citizens": [str(one.uuid) for one in citizens]}, **options)
        several, unit, to = self.fields["citizens"], self.fields["unit"], self.fields["to"]
        if isinstance(several, _Citizens) and isinstance(unit, UnitField) and isinstance(to, CaseworkerChoice):
            several.queryset = citizens
            unit.offer(units, empty=_("The same as now"))
            to.required = False
            to.empty_label = _("Nobody yet: manager chooses")
            to.help_text = _("Choose a caseworker, a new unit or both.")


class MoveForm(FromPlaceForm, HealthForm, OnceForm):
    """To another unit."""

    guarded = ("note",)

    unit = UnitField(label=_("New unit"))
    caseworker = CaseworkerChoice(
        label=_("Caseworker there"),
        queryset=Employee.objects.none(),
        required=False,
        empty_label=_("Nobody yet: manager chooses"),
    )
    on = DayField(label=_("Moved on"))
    note = note_field()

    def __init__(
        self, data: Any = None, *, units: Iterable[Unit], colleagues: EmployeeQuerySet, **options: Any
    ) -> None:
        super().__init__(data, **options)
        unit, caseworker = self.fields["unit"], self.fields["caseworker"]
        if isinstance(unit, UnitField) and isinstance(caseworker, CaseworkerChoice):
            unit.offer(units, empty=_("Choose a unit"))
            caseworker.queryset = colleagues

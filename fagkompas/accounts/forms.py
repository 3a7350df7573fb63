"""Typed text on its way to units, people and roles."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.accounts.actions import LONGEST_PHONE, StaffFacts
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.wording import SENTENCES, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.forms import Form


def add_problems(form: forms.Form, refused: BadInput) -> None:
    """Show what an action refused at the fields it is about, else on top."""
    for problem in refused.problems:
        column = problem.place.column
        form.add_error(column if column in form.fields else None, sentence(problem))


class UnitField(forms.ChoiceField):
    """One of some units, shown as a tree; gives the `Unit`."""

    units: dict[str, Unit]

    def offer(self, units: Iterable[Unit], *, empty: StrPromise) -> None:
        """The units to choose between, in the order given; their whole path is shown."""
        self.units = {str(unit.uuid): unit for unit in units}
        self.choices = [("", empty), *((uuid, unit.path) for uuid, unit in self.units.items())]

    def clean(self, value: Any) -> Unit | None:
        """The unit, or None when nothing was chosen and need not be."""
        return self.units.get(super().clean(value))


class _OffersUnits(Form):
    """A form with one field to choose a unit in."""

    none_chosen: ClassVar[StrPromise] = _("Choose a unit")

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.offer(units, empty=self.none_chosen)


class UnitNameForm(Form):
    """What a unit is called."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What people call it, such as “Jobcenter Nord”."), strip=True
    )


class UnitMoveForm(_OffersUnits):
    """Where a unit goes."""

    to = UnitField(label=_("Move to below"))


class PhoneForm(Form):
    """Where citizens and companies reach a person."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=LONGEST_PHONE,
        required=False,
        help_text=_("The work number. It stands in letters to citizens and companies."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class StaffForm(PhoneForm):
    """Facts of a person."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("The work address. It is used for signing in and for the link to choose a password."),
    )
    staff_number = forms.CharField(
        label=_("Staff number"),
        max_length=64,
        required=False,
        help_text=_("Your own id for the person, as it appears in files. Never a CPR number."),
    )
    category = forms.CharField(
        label=_("Staff category"),
        max_length=16,
        required=False,
        help_text=_("The category's code in the role framework, such as BFM. Leave it empty if you do not use it."),
    )

    def clean_staff_number(self) -> str:
        """Refuses what looks like a CPR number."""
        number: str = self.cleaned_data["staff_number"]
        if cpr_like(number):
            raise forms.ValidationError(SENTENCES["cpr_number"])
        return number

    def facts(self) -> StaffFacts:
        """What was typed, once it is valid."""
        return StaffFacts(**{name: self.cleaned_data[name] for name in StaffFacts.__dataclass_fields__})


class NewStaffForm(_OffersUnits, StaffForm):
    """A new person, and whether to send the link at once."""

    unit = UnitField(label=_("Unit"))
    invite = forms.BooleanField(label=_("Send a link to choose a password now"), required=False, initial=True)

    field_order = ("name", "email", "phone", "unit", "staff_number", "category", "invite")


class EditStaffForm(StaffForm):
    """A person who is there; knows which version of the person it was opened with."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    field_order = ("name", "email", "phone", "staff_number", "category")

    @classmethod
    def of(cls, employee: Employee) -> "EditStaffForm":
        """As the person stands now."""
        return cls(initial={**stored_facts(employee), "revision": employee.revision})


def stored_facts(employee: Employee) -> dict[str, str]:
    """The facts of a person by name of field."""
    return {name: getattr(employee, name) for name in StaffFacts.__dataclass_fields__}


class StaffMoveForm(_OffersUnits):
    """The unit that a person goes to."""

    unit = UnitField(label=_("New unit"))


class RoleForm(_OffersUnits):
    """A role and where it counts."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    unit = UnitField(label=_("Applies in"), help_text=_("And in everything below it."))


class StaffFilter(_OffersUnits):
    """Which people the list shows; stays in the address."""

    LEFT: ClassVar = "fratraadt"
    none_chosen = _("All")

    enhed = UnitField(label=_("Unit"), required=False)
    rolle = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    tilstand = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Work here now")), (LEFT, _("Have left"))]
    )


class StaffSearch(Form):
    """Words to find a person by; posted, so that no name stands in an address."""

    words = forms.CharField(label=_("Name, e-mail or staff number"), max_length=120, strip=True)


class StaffFileForm(Form):
    """The file to read."""

    file = forms.FileField(
        label=_("Staff file"),
        help_text=_("An Excel workbook (.xlsx) or CSV in UTF-8, with a row for each person."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

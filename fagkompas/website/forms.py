"""Typed text on the auditor's pages about citizens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.toolkit.cpr import as_cpr
from fagkompas.toolkit.forms import Form
from fagkompas.website.citizen_data.masking import words_in


class CitizenLookUp(Form):
    """A CPR number, or a name and the number of the case; posted, so that neither stands in an address."""

    cpr = forms.CharField(
        label=_("CPR number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    name = forms.CharField(
        label=_("Or name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    case_number = forms.CharField(
        label=_("and case number"),
        max_length=20,
        required=False,
        help_text=_("It stands on the case under contact, such as 4F2A-91C0."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_cpr(self) -> str:
        """Ten digits, or "" where nothing was typed."""
        typed = str(self.cleaned_data["cpr"])
        if typed and not as_cpr(typed):
            raise forms.ValidationError(_("This is not a CPR number. Write ten digits, beginning with a date."))
        return as_cpr(typed)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        typed = super().clean() or self.cleaned_data
        if not self.errors and not typed.get("cpr") and not (typed.get("name") and typed.get("case_number")):
            field = "case_number" if typed.get("name") else "name" if typed.get("case_number") else "cpr"
            self.add_error(field, _("Write a CPR number, or both a name and a case number."))
        return typed


class HandingOut(Form):
    """What is hidden in the files that one citizen is given."""

    hidden = forms.CharField(
        label=_("Words about others that are to be hidden"),
        required=False,
        max_length=4000,
        strip=True,
        help_text=_(
            "A line each, such as the name of a relative or another citizen. They are hidden wherever they stand, and are "
            "not kept."
        ),
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )

    def clean_hidden(self) -> tuple[str, ...]:
        """Each once."""
        return words_in(str(self.cleaned_data["hidden"]))

"""The file to read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.citizens.forms.record import CitizensForm


class CitizensFileForm(CitizensForm):
    """A file of citizens."""

    file = forms.FileField(
        label=_("File of citizens"),
        help_text=_("An Excel workbook (.xlsx) or CSV in UTF-8, with a row for each citizen."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

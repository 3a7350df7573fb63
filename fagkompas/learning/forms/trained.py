"""Which unit and year to show the share trained of."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Unit, UnitQuerySet
from fagkompas.learning.taken_part import UnitInTree
from fagkompas.learning.trained import years_to_choose
from fagkompas.toolkit.forms import Form


class TrainedFilter(Form):
    """A unit, and a year."""

    enhed = UnitInTree(label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=None)
    aar = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, units: UnitQuerySet, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        unit, year = self.fields["enhed"], self.fields["aar"]
        if isinstance(unit, UnitInTree) and isinstance(year, forms.ChoiceField):
            unit.queryset = units
            year.choices = [(str(one), str(one)) for one in years_to_choose(today)]

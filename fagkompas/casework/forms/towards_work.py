"""Which citizens a company consultant's list shows, and a name to find one by."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.forms import UnitField
from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.forms.lists import NOBODY
from fagkompas.toolkit.forms import Form

UNDER_WAY: Final = "i-gang"
TO_FOLLOW_UP: Final = "opfoelgning"


class TowardsWorkFilter(Form):
    """Stays in the address: units and colleagues by UUID, words; never a citizen's name."""

    forloeb = forms.ChoiceField(
        label=_("Placements"),
        required=False,
        choices=[
            ("", _("All")),
            (UNDER_WAY, _("A placement is under way")),
            (TO_FOLLOW_UP, _("A placement is to be followed up")),
        ],
    )
    enhed = UnitField(label=_("Unit"), required=False)
    sagsbehandler = forms.ChoiceField(label=_("Caseworker"), required=False)

    def __init__(
        self, data: Any = None, *, units: Iterable[Unit], caseworkers: Iterable[Employee], **options: Any
    ) -> None:
        super().__init__(data, **options)
        unit, caseworker = self.fields["enhed"], self.fields["sagsbehandler"]
        if isinstance(unit, UnitField):
            unit.offer(units, empty=_("All"))
        if isinstance(caseworker, forms.ChoiceField):
            people = [(str(one.uuid), one.name) for one in caseworkers]
            caseworker.choices = [("", _("All")), *people, (NOBODY, _("Without a caseworker"))]


class NameSearch(Form):
    """A name; posted, so that it stands in no address."""

    words = forms.CharField(
        label=_("Name"), max_length=120, strip=True, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

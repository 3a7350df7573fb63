"""Which citizens a list shows, and words to find one by."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.forms import UnitField
from fagkompas.accounts.models import Employee, Unit
from fagkompas.citizens.wording import target_group_names
from fagkompas.toolkit.forms import Form

CLOSED: Final = "lukkede"
HANDED_OVER: Final = "overdraget"
NOBODY: Final = "ingen"
EVERYBODY: Final = "alle"


class CitizenFilter(Form):
    """Stays in the address: units, colleagues by UUID, codes; never a citizen's name."""

    enhed = UnitField(label=_("Unit"), required=False)
    sagsbehandler = forms.ChoiceField(label=_("Caseworker"), required=False)
    gruppe = forms.ChoiceField(label=_("Target group"), required=False)
    tilstand = forms.ChoiceField(
        label=_("Case"),
        required=False,
        choices=[
            ("", _("Open cases")),
            (HANDED_OVER, _("Handed over to me, not read")),
            (CLOSED, _("Closed cases")),
        ],
    )

    def __init__(
        self, data: Any = None, *, units: Iterable[Unit], colleagues: Iterable[Employee], has_own: bool, **options: Any
    ) -> None:
        """Whoever has citizens of her own sees those first."""
        super().__init__(data, **options)
        unit, group = self.fields["enhed"], self.fields["gruppe"]
        if isinstance(unit, UnitField):
            unit.offer(units, empty=_("All"))
        if isinstance(group, forms.ChoiceField):
            group.choices = [("", _("All")), *target_group_names().items()]
        caseworker = self.fields["sagsbehandler"]
        if isinstance(caseworker, forms.ChoiceField):
            first = [*([("", _("Me"))] if has_own else []), (EVERYBODY, _("All"))]
            others = [(str(one.uuid), one.name) for one in colleagues]
            caseworker.choices = [*first, (NOBODY, _("No caseworker")), *others]


class CitizenSearch(Form):
    """A name or a CPR number; posted, so that neither stands in an address."""

    words = forms.CharField(
        label=_("Name or CPR number"),
        max_length=120,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

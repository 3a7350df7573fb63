"""A yes, and taking it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.citizens.actions.consents import LONGEST_ABOUT
from fagkompas.citizens.forms.record import CitizensForm, HealthForm
from fagkompas.citizens.models import ConsentKind
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.once import OnceForm


class ConsentForm(HealthForm, OnceForm):
    """What the citizen says yes to."""

    guarded = ("about",)

    kind = forms.ChoiceField(label=_("The citizen says yes to"), choices=ConsentKind.choices, widget=forms.RadioSelect)
    about = forms.CharField(
        label=_("Only for"),
        max_length=LONGEST_ABOUT,
        required=False,
        help_text=_("Such as one company or one person. Leave it empty when the yes is to all of it."),
    )
    given_on = DayField(label=_("Said yes on"))
    in_writing = forms.BooleanField(label=_("In writing"), required=False)


class WithdrawForm(CitizensForm):
    """When the citizen took it back."""

    on = DayField(label=_("Taken back on"))

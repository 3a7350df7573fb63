"""Which companies a list shows."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.toolkit.forms import Form

CLOSED: Final = "lukkede"
ALL: Final = "alle"
OLD_CONTACTS: Final = "oprydning"
PROTECTION: Final[dict[str, bool | None]] = {"ja": True, "nej": False, "ukendt": None}
KNOWN: Final = "kendt"
UNKNOWN: Final = "ukendt"


class CompanyFilter(Form):
    """Stays in the address: words about companies and codes, never the name of a contact."""

    ord = forms.CharField(label=_("Name, town or CVR number"), max_length=100, required=False)
    branche = forms.ChoiceField(label=_("Industry"), required=False)
    beskyttet = forms.ChoiceField(
        label=_("Advertising"),
        required=False,
        choices=[("", _("All")), ("ja", _("Protected")), ("nej", _("Not protected")), ("ukendt", _("Not looked up"))],
    )
    beslutter = forms.ChoiceField(
        label=_("Decision-maker"),
        required=False,
        choices=[("", _("All")), (KNOWN, _("We know who")), (UNKNOWN, _("We do not know"))],
    )
    tilstand = forms.ChoiceField(
        label=_("Open or closed"),
        required=False,
        choices=[
            ("", _("Open companies")),
            (CLOSED, _("Closed companies")),
            (ALL, _("All")),
        ],
    )
    kontakter = forms.ChoiceField(
        label=_("Contacts"), required=False, choices=[("", _("All")), (OLD_CONTACTS, _("To clear up"))]
    )

    def __init__(self, data: Any = None, *, industries: Iterable[str], **options: Any) -> None:
        """`industries` are those that companies have."""
        super().__init__(data, **options)
        industry = self.fields["branche"]
        if isinstance(industry, forms.ChoiceField):
            industry.choices = [("", _("All")), *((one, one) for one in industries)]

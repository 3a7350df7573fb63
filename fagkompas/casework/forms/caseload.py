"""Which of the cases the caseload shows."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.casework.wording.consistency import CALLED
from fagkompas.citizens.forms.lists import CitizenFilter

DUE: Final = "forfalden"
NO_DATE: Final = "uden-dato"
MUST: Final = "skal-rettes"
PLACEMENT: Final = "praktik"


class CaseloadFilter(CitizenFilter):
    """As the list of citizens, and what a case needs; a closed case needs nothing."""

    viser = forms.ChoiceField(
        label=_("Which cases"),
        required=False,
        choices=[
            ("", _("All cases")),
            (DUE, _("Something is due")),
            (NO_DATE, _("Without a next conversation")),
            (MUST, _("Something must be put right")),
            (PLACEMENT, _("A placement is to be followed up")),
            (_("One thing in the check"), [(rule.value, words) for rule, words in CALLED.items()]),
        ],
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        del self.fields["tilstand"]

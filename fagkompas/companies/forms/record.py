"""What is known of a company, and how it ends."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.actions.record import CVR_DIGITS, LONGEST, P_NUMBER_DIGITS, CompanyFacts, is_number
from fagkompas.companies.models import Company
from fagkompas.companies.wording import PROTECTION, SENTENCES, sentence
from fagkompas.engine.cvr import fits
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.forms import DayField, RefusalForm
from fagkompas.toolkit.once import OnceForm

CODES: Final[dict[str, bool | None]] = {"": None, "no": False, "yes": True}
INDUSTRIES: Final = "industries"
"""The id of the list of industries that are suggested."""


class CompaniesForm(RefusalForm):
    """A form of this app: what an action refuses stands at its field."""

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)


class CompanyForm(CompaniesForm):
    """What is known of a company."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"])
    cvr = forms.CharField(
        label=_("CVR number"),
        max_length=20,
        required=False,
        help_text=_("Eight digits. It belongs to the whole firm."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    p_number = forms.CharField(
        label=_("P-number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits. It belongs to the place where the work is. You find both at virk.dk."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    is_advertising_protected = forms.ChoiceField(
        label=_("Is it protected against advertising?"),
        required=False,
        choices=[(code, PROTECTION[value]) for code, value in CODES.items()],
        widget=forms.RadioSelect,
        initial="",
        help_text=_("It stands at virk.dk. Everybody sees it before they call or write."),
    )
    is_looked_up_again = forms.BooleanField(label=_("I have looked it up again today"), required=False)
    industry = forms.CharField(
        label=_("Industry"),
        max_length=LONGEST["industry"],
        required=False,
        widget=forms.TextInput(attrs={"list": INDUSTRIES}),
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST["address"],
        required=False,
        help_text=_("Street, postal code and town."),
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=LONGEST["phone"], required=False, help_text=_("The main number.")
    )

    @property
    def is_odd_cvr(self) -> bool:
        """Whether the last digit of the CVR number does not fit the others. It may be saved all the same."""
        return is_number(self.typed_cvr, CVR_DIGITS) and not fits(self.typed_cvr)

    @property
    def typed_cvr(self) -> str:
        """As it stands in the form, without spaces."""
        return "".join(str(self["cvr"].value() or "").split())

    def clean_cvr(self) -> str:
        """Eight digits, or nothing."""
        return _number(self.cleaned_data["cvr"], CVR_DIGITS, "cvr_invalid")

    def clean_p_number(self) -> str:
        """Ten digits, or nothing."""
        return _number(self.cleaned_data["p_number"], P_NUMBER_DIGITS, "p_number_invalid")

    def facts(self) -> CompanyFacts:
        """What was typed, once it is valid."""
        given = dict(self.cleaned_data)
        given["is_advertising_protected"] = CODES[given["is_advertising_protected"]]
        return CompanyFacts(**{name: given[name] for name in CompanyFacts.__dataclass_fields__})


def _number(typed: str, digits: int, code: str) -> str:
    number = "".join(typed.split())
    if number and not is_number(number, digits):
        raise forms.ValidationError(SENTENCES[code])
    return number


class NewCompanyForm(CompanyForm, OnceForm):
    """Somebody new. Where the firm is known, it asks once whether this is another place."""

    is_looked_up_again = None  # type: ignore[assignment]  # it is new
    is_another_place = forms.BooleanField(required=False, widget=forms.HiddenInput)

    asks_for_place = False

    def refused(self, refusal: BadInput) -> None:
        """A known firm is asked about on the page; `another_place` is the button's control."""
        self.asks_for_place = {one.message_code for one in refusal.problems} == {"cvr_known"}
        super().refused(refusal)


def typed_of(company: Company) -> Mapping[str, str]:
    """What is saved by now, as the form's controls send it."""
    protected = {value: code for code, value in CODES.items()}[company.is_advertising_protected]
    texts = {
        "name": company.name,
        "cvr": company.cvr,
        "p_number": company.p_number,
        "is_advertising_protected": protected,
        "industry": company.industry,
        "address": company.address,
        "phone": company.phone,
    }
    return {name: text for name, text in texts.items() if text}


class CloseForm(CompaniesForm):
    """When a company closed."""

    on = DayField(label=_("The company closed on"))


class CompaniesFileForm(CompaniesForm):
    """A file of companies."""

    file = forms.FileField(
        label=_("File of companies"),
        help_text=_("An Excel workbook (.xlsx) or CSV in UTF-8, with a row for each company."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )

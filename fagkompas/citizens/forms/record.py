"""What is known of a citizen, the reason to open a case, and how a case ends."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.forms import UnitField
from fagkompas.accounts.models import Employee, EmployeeQuerySet, Unit
from fagkompas.citizens.actions.openings import LONGEST_REASON, SHORTEST_REASON
from fagkompas.citizens.actions.record import LONGEST, CitizenFacts
from fagkompas.citizens.models import Citizen, ClosedWhy, ErasedWhy
from fagkompas.citizens.target_groups import target_groups_on
from fagkompas.citizens.wording import SENTENCES, sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.cpr import as_cpr
from fagkompas.toolkit.forms import DayField, RefusalForm, RowChoice
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.once import OnceForm

TICKED: Final = "1"


class CitizensForm(RefusalForm):
    """A form of this app: what an action refuses stands at its field."""

    def sentence(self, problem: Problem) -> str:
        """See `citizens.wording`."""
        return sentence(problem)


class HealthForm(CitizensForm, HealthGuardedForm):
    """A form with a text that a colleague or somebody outside will see: words about health are told before it is saved."""


class CaseworkerChoice(RowChoice):
    """Somebody who may have citizens; told apart by unit."""

    def label_from_instance(self, obj: Employee) -> str:
        """ "Erik (Nord)"."""
        return f"{obj.name} ({obj.unit.name})"


class CitizenForm(CitizensForm):
    """What is known of somebody. Without the right to it a protected address is neither shown nor asked for."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"])
    cpr = forms.CharField(
        label=_("CPR number"),
        max_length=20,
        required=False,
        help_text=_("Ten digits. It is stored encrypted and is hidden on all pages until you ask to see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    no_cpr = forms.BooleanField(label=_("Take the number away"), required=False)
    number_seen = forms.CharField(required=False, widget=forms.HiddenInput)
    target_group = forms.ChoiceField(label=_("Target group"))
    fund = forms.CharField(
        label=_("Unemployment fund"),
        max_length=LONGEST["fund"],
        required=False,
        help_text=_("For citizens with unemployment insurance: the fund then takes part in the conversations."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=LONGEST["phone"], required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=LONGEST["email"], required=False)
    address = forms.CharField(
        label=_("Address"), max_length=LONGEST["address"], required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_protected = forms.BooleanField(
        label=_("The address is protected"),
        required=False,
        help_text=_("Only colleagues with a role for it then see the address. It stands in no list, file or letter."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=[("da", _("Danish")), ("en", _("English"))], initial="da"
    )
    began_on = DayField(label=_("The case was opened on"))

    def __init__(self, data: Any = None, *, known: Citizen | None = None, hides_address: bool = False, **options: Any):
        super().__init__(data, **options)
        self.known, self.hides_address = known, hides_address
        groups = [(group.code, said(group.name)) for group in target_groups_on(localdate())]
        if known is not None and known.target_group not in dict(groups):
            groups.append((known.target_group, known.group_name))
        choices = [("", _("Choose a target group")), *groups]
        field = self.fields["target_group"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        if hides_address:
            del self.fields["address"], self.fields["is_protected"]
        if known is not None and known.cpr:
            self.fields["cpr"].label = _("New CPR number")
            self.fields["cpr"].help_text = _("Leave it empty to keep the number that is there.")
        else:
            del self.fields["no_cpr"]
        if known is None:
            del self.fields["number_seen"]

    def clean(self) -> None:
        """A number is taken away or another one is written, not both, and the one that was there is the one that was seen."""
        typed, taken = self.cleaned_data.get("cpr", ""), self.cleaned_data.get("no_cpr", False)
        if typed and taken:
            self.add_error("cpr", SENTENCES["number_both"])
        elif (typed or taken) and self.known and self.cleaned_data.get("number_seen", "") != number_stamp(self.known):
            self.add_error("cpr", SENTENCES["number_changed"])

    def clean_cpr(self) -> str:
        """Ten digits, or nothing."""
        typed: str = self.cleaned_data["cpr"]
        if typed and not as_cpr(typed):
            raise forms.ValidationError(SENTENCES["cpr_invalid"])
        return as_cpr(typed)

    def facts(self) -> CitizenFacts:
        """What was typed, once it is valid; what the form does not ask for is as it was."""
        given = {name: self.cleaned_data[name] for name in self.fields if name in CitizenFacts.__dataclass_fields__}
        if self.known is not None:
            given["cpr"] = "" if self.cleaned_data.get("no_cpr") else given["cpr"] or self.known.cpr
            if self.hides_address:
                given |= {"address": self.known.address, "is_protected": self.known.is_protected}
        return CitizenFacts(**given)


class NewCitizenForm(CitizenForm, OnceForm):
    """Somebody new: also where, and who has the case."""

    field_order = ("name", "cpr", "unit", "caseworker", "target_group")

    unit = UnitField(label=_("Unit"))
    caseworker = CaseworkerChoice(
        label=_("Caseworker"), queryset=Employee.objects.none(), required=False, empty_label=_("Nobody yet")
    )

    def __init__(self, data: Any = None, *, units: Iterable[Unit], caseworkers: EmployeeQuerySet, **options: Any):
        super().__init__(data, **options)
        unit, caseworker = self.fields["unit"], self.fields["caseworker"]
        if isinstance(unit, UnitField) and isinstance(caseworker, CaseworkerChoice):
            unit.offer(units, empty=_("Choose a unit"))
            caseworker.queryset = caseworkers


def number_stamp(citizen: Citizen) -> str:
    """Tells whether the number is still the one that stood there when the form was shown; nothing can be read from it."""
    return sha256(citizen.cpr_hash.encode()).hexdigest()[:16] if citizen.cpr_hash else ""


def typed_of(citizen: Citizen, *, hides_address: bool) -> Mapping[str, str]:
    """What is saved by now, as the form's controls send it. Never the CPR number: it is only ever written anew."""
    texts = {
        "name": citizen.name,
        "target_group": citizen.target_group,
        "fund": citizen.fund,
        "phone": citizen.phone,
        "email": citizen.email,
        "language": citizen.language,
        "began_on": citizen.began_on.isoformat(),
    }
    if not hides_address:
        texts |= {"address": citizen.address, "is_protected": TICKED if citizen.is_protected else ""}
    return {name: text for name, text in texts.items() if text}


class ReasonForm(HealthForm):
    """Why somebody of another unit opens the case."""

    guarded = ("reason",)

    reason = forms.CharField(
        label=_("Reason"),
        min_length=SHORTEST_REASON,
        max_length=LONGEST_REASON,
        help_text=_(
            "Why do you need to open the case? One sentence. The data protection officer and the citizen can see it."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EraseForm(CitizensForm):
    """Why a case is erased."""

    why = forms.ChoiceField(label=_("Why is the case erased?"), choices=ErasedWhy.choices, widget=forms.RadioSelect)


class CloseForm(CitizensForm):
    """When and why a case ends."""

    on = DayField(label=_("The last day of the case"))
    why = forms.ChoiceField(label=_("Why is the case closed?"), choices=ClosedWhy.choices, widget=forms.RadioSelect)

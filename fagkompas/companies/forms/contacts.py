"""What is known of a contact in a company."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.actions.contacts import GUARDED, LONGEST, ContactFacts
from fagkompas.companies.models import CompanyContact
from fagkompas.companies.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm

TICKED: Final = "1"


class ContactForm(HealthGuardedForm):
    """A person in a company. Colleagues read it, so it may hold nothing about anybody's health."""

    guarded = GUARDED

    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"])
    title = forms.CharField(
        label=_("Job title"), max_length=LONGEST["title"], required=False, help_text=_("Such as owner or shop manager.")
    )
    is_decision_maker = forms.BooleanField(
        label=_("Decides on hiring"),
        required=False,
        help_text=_("One such person is enough to know whom to talk to."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=LONGEST["phone"], required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=LONGEST["email"], required=False)
    note = forms.CharField(
        label=_("Good to know"),
        max_length=LONGEST["note"],
        required=False,
        help_text=_("Such as when to call. Write nothing about citizens."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    def facts(self) -> ContactFacts:
        """What was typed, once it is valid."""
        return ContactFacts(**{name: self.cleaned_data[name] for name in ContactFacts.__dataclass_fields__})


class NewContactForm(ContactForm, OnceForm):
    """Somebody new."""


def typed_of(contact: CompanyContact) -> Mapping[str, str]:
    """What is saved by now, as the form's controls send it."""
    texts = {name: str(getattr(contact, name)) for name in LONGEST}
    texts["is_decision_maker"] = TICKED if contact.is_decision_maker else ""
    return {name: text for name, text in texts.items() if text}

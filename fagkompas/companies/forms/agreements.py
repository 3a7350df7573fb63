"""A partnership agreement: what is agreed, what came of it, and why it ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.companies.actions.agreements import GUARDED, GUARDED_AFTER, AgreementFacts, FollowedUp
from fagkompas.companies.models import Company, CompanyContact, PartnershipAgreement
from fagkompas.companies.models.agreements import LONGEST_NAME, LONGEST_PROMISE, LONGEST_WHY, MOST_PROMISED
from fagkompas.companies.models.circle import MOST_WEEKS
from fagkompas.companies.wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField, RefusalForm, RowChoice
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm


class SeenForm(RefusalForm):
    """Changes an agreement: `revision` is the one that was shown."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    @property
    def seen_revision(self) -> int:
        """That of the agreement when the page was shown; -1 where none came along."""
        found = self.cleaned_data.get("revision")
        return -1 if found is None else int(found)


class AgreementForm(HealthGuardedForm, SeenForm, OnceForm):
    """What is agreed."""

    guarded = GUARDED

    name = forms.CharField(
        label=_("What is it called?"),
        max_length=LONGEST_NAME,
        help_text=_("What you both call it, such as the two trainees a year."),
    )
    we_do = forms.CharField(
        label=_("What we do"),
        max_length=LONGEST_PROMISE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the company can count on from us."),
    )
    they_do = forms.CharField(
        label=_("What they do"),
        max_length=LONGEST_PROMISE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What we can count on from the company. Write nothing about citizens."),
    )
    promised = forms.IntegerField(
        label=_("Positions and placements a year"),
        min_value=0,
        max_value=MOST_PROMISED,
        initial=0,
        help_text=_("0 where no number is agreed."),
    )
    starts_on = DayField(label=_("From"), help_text=_("What came of it is counted in years from this day."))
    ends_on = DayField(label=_("To"), required=False, help_text=_("Empty: until one of you ends it."))
    contact = RowChoice(
        label=_("With whom"),
        queryset=CompanyContact.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        help_text=_("Whom one talks to when it is followed up."),
    )
    every_weeks = forms.IntegerField(
        label=_("Follow up every so many weeks"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=12,
        help_text=_("It is proposed when you follow up; you can choose another day."),
    )
    next_on = DayField(label=_("Next follow-up"), help_text=_("It stands on your day and on Today when it comes."))

    def __init__(self, data: Any = None, *, company: Company, **options: Any) -> None:
        super().__init__(data, **options)
        contact = self.fields["contact"]
        if isinstance(contact, RowChoice):
            contact.queryset = company.contacts.order_by("-is_decision_maker", "name", "pk")

    def facts(self) -> AgreementFacts:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return AgreementFacts(**{name: clean[name] for name in AgreementFacts.__dataclass_fields__})

    @property
    def key_given(self) -> UUID:
        """By which it is made once."""
        found: UUID = self.cleaned_data["key"]
        return found


def initial_of(agreement: PartnershipAgreement) -> dict[str, Any]:
    """What is saved, as the form shows it."""
    names = (*AgreementFacts.__dataclass_fields__, "revision")
    return {name: getattr(agreement, name) for name in names}


class FollowUpForm(HealthGuardedForm, SeenForm, OnceForm):
    """What was kept since the last time."""

    guarded = GUARDED_AFTER

    kept = forms.CharField(
        label=_("What was kept?"),
        required=False,
        max_length=LONGEST_PROMISE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("By both of you. Write nothing about citizens."),
    )
    not_kept = forms.CharField(
        label=_("What was not?"),
        required=False,
        max_length=LONGEST_PROMISE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("And what you do about it until next time."),
    )
    next_on = DayField(
        label=_("Next follow-up"), required=False, help_text=_("Empty: after the weeks that are agreed.")
    )

    def came(self) -> FollowedUp:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return FollowedUp(kept=clean["kept"], not_kept=clean["not_kept"], next_on=clean["next_on"])

    @property
    def key_given(self) -> UUID:
        """By which it is made once."""
        found: UUID = self.cleaned_data["key"]
        return found


class EndAgreementForm(SeenForm):
    """Why it ended."""

    why = forms.CharField(
        label=_("Why does it end?"),
        max_length=LONGEST_WHY,
        help_text=_("Whoever talks to the company next reads it. Write nothing about citizens."),
    )

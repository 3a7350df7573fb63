"""A contact that was made, where a company is in the circle, and how often a month one may contact it."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.companies.actions.circle import HIGHEST_LIMIT, CirclePlan, OutreachMade
from fagkompas.companies.models import Channel, Circle, Company, CompanyContact
from fagkompas.companies.models.circle import LONGEST_OUTREACH_NOTE, LONGEST_WHAT, MOST_WEEKS
from fagkompas.companies.wording import OUTCOMES, PHASES, sentence
from fagkompas.engine.contact_circle import Outcome, Phase
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField, RefusalForm, RowChoice
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm

GUARDED: Final[tuple[str, ...]] = ("note", "next_what", "why_over")


class OutreachForm(HealthGuardedForm, OnceForm):
    """What came of a contact; a key on the keyboard chooses each outcome."""

    guarded: tuple[str, ...] = GUARDED

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=_("How?"), choices=Channel.choices, initial=Channel.TELEPHONE, widget=forms.RadioSelect
    )
    contact = RowChoice(
        label=_("With whom"),
        queryset=CompanyContact.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
    )
    note = forms.CharField(
        label=_("Good to remember"),
        required=False,
        max_length=LONGEST_OUTREACH_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What they said they need, in their words. Write nothing about citizens."),
    )
    next_on = DayField(
        label=_("Next contact"), required=False, help_text=_("Empty: the proposal for what came of it is used.")
    )
    is_last = forms.BooleanField(label=_("No next contact"), required=False)
    next_what = forms.CharField(
        label=_("What is it about then?"),
        required=False,
        max_length=LONGEST_WHAT,
        help_text=_("It stands on the day as the reason to call."),
    )
    why_over = forms.CharField(label=_("Why one more this month?"), required=False, max_length=LONGEST_WHAT)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, company: Company, is_full: bool, **options: Any) -> None:
        super().__init__(data, **options)
        contact = self.fields["contact"]
        if isinstance(contact, RowChoice):
            contact.queryset = company.contacts.order_by("-is_decision_maker", "name", "pk")
        if not is_full:
            del self.fields["why_over"]

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    @property
    def seen_revision(self) -> int:
        """That of the circle when the page was shown; -1 where none came along."""
        found = self.cleaned_data.get("revision")
        return -1 if found is None else int(found)

    @property
    def key_given(self) -> UUID:
        """By which it is made once."""
        found: UUID = self.cleaned_data["key"]
        return found

    def made(self, *, proposed: date | None = None) -> OutreachMade:
        """What was typed, once it is valid; the day that is `proposed` where none was typed and there is a next contact."""
        clean = self.cleaned_data
        return OutreachMade(
            channel=Channel(clean["channel"]),
            outcome=Outcome(clean["outcome"]),
            contact=clean["contact"],
            note=clean["note"],
            next_on=None if clean["is_last"] else clean["next_on"] or proposed,
            next_what=clean["next_what"],
            why_over=clean.get("why_over", ""),
        )


class CircleForm(RefusalForm):
    """Where a company is, how often one is in touch, and who has it."""

    phase = forms.ChoiceField(label=_("Where in the circle?"), choices=list(PHASES.items()), widget=forms.RadioSelect)
    every_weeks = forms.IntegerField(
        label=_("Agreed with the company: every so many weeks"), required=False, min_value=1, max_value=MOST_WEEKS
    )
    next_on = DayField(label=_("Next contact"), required=False)
    next_what = forms.CharField(label=_("What is it about then?"), required=False, max_length=LONGEST_WHAT)
    consultant = RowChoice(
        label=_("Who has the company?"), queryset=Employee.objects.none(), required=False, empty_label=_("Nobody")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, staff: EmployeeQuerySet, **options: Any) -> None:
        super().__init__(data, **options)
        consultant = self.fields["consultant"]
        if isinstance(consultant, RowChoice):
            consultant.queryset = staff

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

    def plan(self) -> CirclePlan:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return CirclePlan(
            phase=Phase(clean["phase"]),
            every_weeks=clean["every_weeks"],
            next_on=clean["next_on"],
            next_what=clean["next_what"],
            consultant=clean["consultant"],
        )


def initial_of(circle: Circle) -> dict[str, Any]:
    """What is saved, as the form shows it."""
    return {
        "phase": circle.phase,
        "every_weeks": circle.every_weeks,
        "next_on": circle.next_on,
        "next_what": circle.next_what,
        "consultant": circle.consultant,
        "revision": circle.revision,
    }


class LimitForm(RefusalForm):
    """How often a month a company may be contacted."""

    most = forms.IntegerField(label=_("Contacts a month at most"), min_value=1, max_value=HIGHEST_LIMIT)

    def sentence(self, problem: Problem) -> str:
        """See `companies.wording`."""
        return sentence(problem)

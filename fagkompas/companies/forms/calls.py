"""A call by the phone guide, from the pitch to what is agreed."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import citizens_of
from fagkompas.companies.actions.calls import CallMade
from fagkompas.companies.actions.circle import OutreachMade
from fagkompas.companies.actions.needs import NeedSaid
from fagkompas.companies.forms.circle import OutreachForm
from fagkompas.companies.models import Accept
from fagkompas.companies.models.circle import LONGEST_WHAT
from fagkompas.companies.models.needs import LONGEST_NEED
from fagkompas.companies.objections_reading import BankObjection
from fagkompas.engine.contact_circle import Outcome
from fagkompas.toolkit.formats import time_of_day
from fagkompas.toolkit.forms import DayField

PITCH: Final = ("feature", "advantage", "benefit")
NEED: Final = ("need", "need_accept", "solution", "solution_accept")
BRANCHES: Final = (
    ("with-citizen", _("With a citizen in mind")),
    ("without-citizen", _("Without a citizen")),
    ("not-hiring", _("They are not hiring")),
)
USED: Final = "used"
"""The control in which answers to objections are ticked."""
NO_DRAFT: Final = frozenset({"key", "revision", "traces_read", USED})
LONGEST_MEETING: Final = 480
UNANSWERED: Final = [("", pgettext_lazy("whether they agree", "Not asked")), *Accept.choices]


def _line(label: Any, help_text: Any, longest: int = LONGEST_NEED) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=longest)


class CallForm(OutreachForm):
    """What is said and heard, and at last what came of it.

    A draft of it may lack anything, and nobody is looked up: it is encrypted and counts nowhere.
    """

    guarded = ("note", "next_what", "why_over", *PITCH, "need", "solution", "meet_place")

    branch = forms.ChoiceField(
        label=_("What is the call about?"), choices=BRANCHES, initial="without-citizen", widget=forms.RadioSelect
    )
    citizen = forms.CharField(
        label=_("Which citizen do you have in mind?"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_(
            "Her whole name. It is gone once the call is saved, and the company never sees it: no other text here may hold it."
        ),
    )
    feature = _line(_("What can be seen and checked"), _("Experience, proof, languages, habits: without a name."))
    advantage = _line(_("What it means just there"), _("How it helps on an ordinary day at their place."))
    benefit = _line(_("What they get of it in the end"), _("More of what they want, or less of what costs."))
    need = _line(_("What they need"), _("In their words. No proposals yet."))
    need_accept = forms.ChoiceField(
        label=_("You said it back: was it right?"), choices=UNANSWERED, required=False, widget=forms.RadioSelect
    )
    solution = _line(_("What we could do"), _("It answers the need that they have just agreed to."))
    solution_accept = forms.ChoiceField(
        label=_("Do they want it?"), choices=UNANSWERED, required=False, widget=forms.RadioSelect
    )
    used = forms.MultipleChoiceField(required=False)
    meet_on = DayField(label=_("Day of the meeting"), required=False, help_text=_("Offer two to choose from."))
    meet_at = forms.TimeField(
        label=pgettext_lazy("of a meeting", "At"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("When they have time, not we."),
    )
    meet_minutes = forms.IntegerField(
        label=_("Minutes"), required=False, min_value=5, max_value=LONGEST_MEETING, help_text=_("A quarter is enough.")
    )
    meet_place = _line(_("Where?"), _("At their place, if they will."), longest=100)

    def __init__(
        self,
        data: Any = None,
        *,
        person: Employee,
        bank: list[BankObjection],
        is_preview: bool = False,
        is_draft: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.person, self.found, self.is_draft = person, None, is_draft
        used = self.fields["used"]
        if isinstance(used, forms.MultipleChoiceField):
            used.choices = [(f"{one.key}/{answer.key}", answer.text) for one in bank for answer in one.answers]
        if is_preview or is_draft:
            self.fields["outcome"].required = self.fields["channel"].required = False

    found: Citizen | None

    def clean_citizen(self) -> str:
        """Finds the one citizen with the name whom the person works with."""
        words: str = self.cleaned_data["citizen"].strip()
        if words and not self.is_draft and self.data.get("branch") == "with-citizen":
            rows = list(citizens_of(self.person).active().named(words)[:2])
            if len(rows) != 1:
                raise forms.ValidationError(
                    gettext("You work with nobody of this name.")
                    if not rows
                    else gettext("You work with more than one of this name. Write the whole name.")
                )
            self.found = rows[0]
        return words

    def clean(self) -> None:
        """A solution that is accepted, and a need that is answered, are written."""
        if self.is_draft:
            return
        super().clean()
        clean = self.cleaned_data
        if clean.get("solution_accept") and not clean.get("solution"):
            self.add_error("solution", gettext("Write what we could do, or choose that it was not asked."))
        if (clean.get("solution") or clean.get("need_accept")) and not clean.get("need"):
            self.add_error("need", gettext("Write what they need, in their words."))

    def said(self) -> dict[str, str]:
        """The words of the pitch, by name."""
        return {name: self.cleaned_data.get(name, "") for name in PITCH}

    def call(self, *, proposed: date | None) -> CallMade:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        accepts = {name: clean.get(name, "") for name in NEED}
        return CallMade(
            made=self._with_meeting(self.made(proposed=proposed)),
            used=[(pair.split("/")[0], pair.split("/")[1]) for pair in clean["used"]],
            need=NeedSaid(**accepts) if clean["need"].strip() else None,
            citizen=self.found,
            said={**self.said(), "meet_place": clean["meet_place"]},
        )

    def _with_meeting(self, made: OutreachMade) -> OutreachMade:
        """The meeting is the next contact, where one is agreed and its day is typed."""
        clean = self.cleaned_data
        if made.outcome is not Outcome.MEETING or clean["meet_on"] is None:
            return made
        at, minutes = clean["meet_at"], clean["meet_minutes"]
        told = [
            gettext("Meeting at %(time)s") % {"time": time_of_day(at)} if at else gettext("Meeting"),
            gettext("%(n)s minutes") % {"n": minutes} if minutes else "",
            clean["meet_place"],
            made.next_what,
        ]
        return OutreachMade(
            channel=made.channel,
            outcome=made.outcome,
            contact=made.contact,
            note=made.note,
            next_on=clean["meet_on"],
            next_what=", ".join(filter(None, told))[:LONGEST_WHAT],
            why_over=made.why_over,
        )


DRAFTED: Final = frozenset(CallForm.base_fields) - NO_DRAFT
"""The controls of which a draft keeps one text each; those that are ticked have a text for each tick."""

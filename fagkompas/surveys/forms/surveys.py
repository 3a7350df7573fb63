"""A survey as somebody plans it, its days, and whom it asks."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.surveys.forms import WordedForm
from fagkompas.surveys.models import Instrument, Survey
from fagkompas.surveys.permissions import units_to_survey
from fagkompas.toolkit.forms import DayField, RowChoice

PURPOSE: Final = _(
    "To know what you think, so that we can plan what we learn together. The answers are used for that and nothing else."
)
"""What a survey is for, unless somebody writes it better."""

EVERYONE, MANAGERS, NOBODY = "alle", "ledere", "ingen"


class SurveyForm(WordedForm):
    """Everything about a survey that is planned."""

    name = forms.CharField(
        label=_("What do you call the survey?"),
        max_length=120,
        help_text=_("Such as “The managers' view, autumn 2026”. Those you ask see the name."),
    )
    instrument = RowChoice(label=_("Which questions?"), queryset=Instrument.objects.none(), empty_label=None)
    unit = RowChoice(
        label=_("For which unit?"),
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text=_("You can ask those who work there or below, and people outside by their address."),
    )
    is_anonymous = forms.TypedChoiceField(
        label=_("Who answers?"),
        widget=forms.RadioSelect,
        choices=[
            (
                "1",
                _("Anonymous: nobody can see who answered what. There is one link for everyone, and personal ones too"),
            ),
            ("0", _("Personal: you see who has answered, but not what")),
        ],
        coerce=lambda value: value == "1",
    )
    purpose = forms.CharField(
        label=_("What is the survey for?"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("The first thing people read. Say what the answers are used for, and what they are not used for."),
    )
    closes_on = DayField(label=_("Last day for answers"))
    deletes_on = DayField(
        label=_("Day of deletion"), help_text=_("All answers are deleted after this day. Everyone is told the date.")
    )

    def __init__(self, *args: Any, person: Employee, **options: Any) -> None:
        super().__init__(*args, **options)
        instruments = Instrument.objects.seen_by(person.root_id).to_ask_with()
        self.fields["instrument"].queryset = instruments  # type: ignore[attr-defined]
        self.fields["instrument"].label_from_instance = _instrument_label  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_to_survey(person)  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = _unit_label  # type: ignore[attr-defined]

    @staticmethod
    def texts_of(survey: Survey) -> dict[str, str]:
        """What is saved, by the name of its control."""
        return {
            "name": survey.name,
            "instrument": str(survey.instrument.uuid),
            "unit": str(survey.unit.uuid),
            "is_anonymous": "1" if survey.is_anonymous else "0",
            "purpose": survey.purpose,
            **DatesForm.texts_of(survey),
        }


class DatesForm(WordedForm):
    """Other days while answers are taken."""

    closes_on = DayField(label=_("Last day for answers"))
    deletes_on = DayField(
        label=_("Day of deletion"),
        help_text=_("Everyone is told the date. Once somebody has begun to answer, it can only come earlier."),
    )

    @staticmethod
    def texts_of(survey: Survey) -> dict[str, str]:
        """What is saved, by the name of its control."""
        return {"closes_on": survey.closes_on.isoformat(), "deletes_on": survey.deletes_on.isoformat()}


class AskForm(WordedForm):
    """Whom to send a personal link."""

    who = forms.ChoiceField(
        label=_("Whom do you ask?"),
        widget=forms.RadioSelect,
        initial=EVERYONE,
        choices=[
            (EVERYONE, _("Everyone who works in the unit or below")),
            (MANAGERS, _("Those who manage the unit or a unit below")),
            (NOBODY, _("Only the addresses below")),
        ],
    )
    emails = forms.CharField(
        label=_("Others, by e-mail"),
        required=False,
        widget=forms.Textarea,
        help_text=_("One address a line. For colleagues elsewhere and people outside."),
    )
    sends = forms.TypedChoiceField(
        label=_("How do they get the link?"),
        widget=forms.RadioSelect,
        initial="1",
        choices=[("1", _("By mail, now")), ("0", _("I send it myself: make a list of links to copy"))],
        coerce=lambda value: value == "1",
    )


def _instrument_label(instrument: Instrument) -> str:
    return f"{instrument.name} ({instrument.version})" if instrument.version != "1" else instrument.name


def _unit_label(unit: Unit) -> str:
    """The name, indented by how deep the unit lies."""
    return "\N{EM SPACE}" * unit.depth + unit.name

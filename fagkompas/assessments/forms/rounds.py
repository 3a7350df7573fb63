"""Rounds as people type them: a plan in four steps, dates, and what a list shows."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import units_under
from fagkompas.assessments.models import Round, Scope
from fagkompas.assessments.round_wording import sentence
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Mode
from fagkompas.frameworks.models import Version
from fagkompas.toolkit import forms as toolkit
from fagkompas.toolkit.forms import DayField, Form, RowChoice

PURPOSE: Final = _(
    "To know what we are good at and what to learn next, each of us and together. The answers are used for the "
    "dialogue about your development and for planning what we learn. They are not used for pay or dismissal."
)
"""What a round is for, unless somebody writes it better."""

MODES: Final = [
    (Mode.SCREENING.value, _("Screening: each competency is rated, first by the employee and then by the manager")),
    (Mode.DIALOGUE.value, _("Dialogue: the level reached in each field, about ten minutes")),
]


class RefusalForm(toolkit.RefusalForm):
    """Says what rounds and dialogues refuse."""

    def sentence(self, problem: Problem) -> str:
        """See the table of sentences."""
        return sentence(problem)


class WhatForm(RefusalForm):
    """Step 1: what is asked, and in which framework."""

    name = forms.CharField(
        label=_("What do you call the round?"),
        max_length=120,
        help_text=_("Such as “Autumn 2026”. Those who take part see the name."),
    )
    mode = forms.ChoiceField(label=_("How do you ask?"), choices=MODES, widget=forms.RadioSelect)
    version = RowChoice(
        label=_("Which framework?"),
        queryset=Version.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("The version is kept for the whole round, also if somebody publishes a newer one."),
    )

    def __init__(self, *args: Any, person: Employee, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].queryset = Version.objects.choosable(person.root_id)  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = _version_label  # type: ignore[attr-defined]


class WhoForm(RefusalForm):
    """Step 2: the unit, and in a dialogue who sits together."""

    unit = RowChoice(
        label=_("Which unit?"),
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text=_("Everyone who works there, or in a unit below, on the day you open the round takes part."),
    )
    scope = forms.ChoiceField(label=_("Who sits together?"), choices=Scope.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, person: Employee, mode: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units_to_ask(person)  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = unit_in_tree  # type: ignore[attr-defined]
        if mode != Mode.DIALOGUE:
            del self.fields["scope"]


class WhenForm(RefusalForm):
    """Step 3: the days."""

    opens_on = DayField(
        label=_("When do you open the round?"),
        help_text=_("You open it yourself; on this day it appears on your front page."),
    )
    closes_on = DayField(label=_("Last day for answers"), help_text=_("You can move it while the round is open."))
    deletes_on = DayField(
        label=_("Deletion date"),
        help_text=_("Answers, notes and profiles of the round are deleted after this day. Everyone is told the date."),
    )


class WhyForm(RefusalForm):
    """Step 4: what the answers are for."""

    purpose = forms.CharField(
        label=_("What is the round for?"),
        widget=forms.Textarea,
        max_length=1000,
        help_text=_("The first thing people read. Say what the answers are used for, and what they are not used for."),
    )


class DatesForm(RefusalForm):
    """Other days for a round that runs or is closed."""

    closes_on = DayField(label=_("Last day for answers"))
    deletes_on = DayField(
        label=_("Deletion date"), help_text=_("Answers, notes and profiles of the round are deleted after this day.")
    )

    def __init__(self, *args: Any, is_open: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_open:
            del self.fields["closes_on"]


class SureForm(RefusalForm):
    """Something that cannot be undone."""

    sure = forms.BooleanField(
        label=_("Yes, I am sure"), error_messages={"required": _("Tick the box if you are sure.")}
    )


class MemberForm(RefusalForm):
    """Somebody to take into a round."""

    employee = RowChoice(label=_("Who joins the round?"), queryset=Employee.objects.none(), empty_label=None)

    def __init__(self, *args: Any, round_: Round, **options: Any) -> None:
        super().__init__(*args, **options)
        missing = Employee.objects.employed_in(round_.unit).exclude(participations__round=round_)
        self.fields["employee"].queryset = missing.select_related("unit")  # type: ignore[attr-defined]
        self.fields["employee"].label_from_instance = lambda one: f"{one.name} ({one.unit.name})"  # type: ignore[attr-defined]


class FollowFilter(Form):
    """Which participants the round's page shows; codes only, so that the address says nothing about people."""

    mangler = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[
            ("", _("Everyone")),
            ("min-vurdering", _("Those you are to rate")),
            ("min-samtale", _("Those you are to talk with")),
            ("selv", _("Those who have not answered")),
            ("leder", _("Those the manager has not rated")),
            ("samtale", _("Those whose dialogue is not signed")),
        ],
    )
    enhed = RowChoice(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("All units"),
    )

    def __init__(self, *args: Any, units: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["enhed"].queryset = Unit.objects.filter(pk__in=units).in_tree_order()  # type: ignore[attr-defined]


class RoundsFilter(Form):
    """Which rounds the list shows."""

    tilstand = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("planned", _("Planned")),
            ("open", _("Open")),
            ("closed", _("Closed")),
        ],
    )
    form = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[
            ("", _("All")),
            (Mode.SCREENING.value, _("Screening")),
            (Mode.DIALOGUE.value, pgettext_lazy("mode", "Dialogue")),
        ],
    )


def units_to_ask(person: Employee) -> Any:
    """The units in which the person may run a round."""
    return units_under(person, Role.MANAGER, Role.CONSULTANT).filter(retired_on__isnull=True).in_tree_order()


def unit_in_tree(unit: Unit) -> str:
    """The name, indented by how deep the unit lies."""
    return "\N{EM SPACE}" * unit.depth + unit.name


def _version_label(version: Version) -> str:
    return str(_("%(name)s, version %(number)s") % {"name": version.name, "number": version.number})

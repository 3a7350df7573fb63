"""What a person types about own learning: a wish, something taken back, something learned elsewhere."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fagkompas.catalogue.models import Offering, OfferingQuerySet, Session, SessionQuerySet
from fagkompas.catalogue.shipped import LONGEST_TITLE, MOST_ECTS, MOST_HOURS
from fagkompas.frameworks.forms import OneLine
from fagkompas.learning.actions.participation import LONGEST_TEXT, Learned
from fagkompas.learning.wording.participation import sentence
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.forms import DayField, Form, RowChoice
from fagkompas.toolkit.refusing import unless


class SessionChoice(RowChoice):
    """A session by its day and place."""

    def label_from_instance(self, obj: Session) -> str:
        """As it stands in the list."""
        place = str(_("online")) if obj.is_online else obj.place
        return f"{long_date(obj.starts_on)}, {place}" if place else long_date(obj.starts_on)


class ModuleChoice(RowChoice):
    """A module of a programme by its title."""

    def label_from_instance(self, obj: Offering) -> str:
        """As it stands in the list."""
        return obj.title


class WishForm(Form):
    """When, and why."""

    session = SessionChoice(
        label=_("When"), queryset=Session.objects.none(), required=False, empty_label=_("Whenever there is a seat")
    )
    sentence = OneLine(
        label=_("Why"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("A sentence to your manager about what you would use it for. Never anything about a citizen."),
    )

    def __init__(self, *args: Any, sessions: SessionQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["session"]
        if isinstance(field, SessionChoice):
            field.queryset = sessions


class ReasonForm(Form):
    """Why something ends."""

    because = OneLine(label=_("Why"), max_length=LONGEST_TEXT, widget=forms.Textarea)


class LearnedForm(Form):
    """Something learned outside the catalogue."""

    title = OneLine(
        label=_("What you learned"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Such as the name of the course, or what you sat down to learn. Or choose a module below."),
    )
    module = ModuleChoice(
        label=_("Module of a programme"),
        queryset=Offering.objects.none(),
        required=False,
        empty_label=_("Not a module"),
        help_text=_("Then it counts towards the programme. Hours and points that you leave empty are the module's."),
    )
    completed_on = DayField(label=_("The day it was over"))
    hours = forms.DecimalField(
        label=_("Hours"), required=False, min_value=0, max_value=MOST_HOURS, decimal_places=1, localize=True
    )
    ects = forms.DecimalField(
        label=_("ECTS points"), required=False, min_value=0, max_value=MOST_ECTS, decimal_places=1, localize=True
    )
    certificate = OneLine(
        label=_("Certificate"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("Its name or number. With a certificate it counts as passed."),
    )
    accredited = forms.BooleanField(label=_("It is accredited, such as a module of a diploma"), required=False)
    internal = forms.BooleanField(label=_("It was held by the municipality itself"), required=False)

    def __init__(self, *args: Any, modules: OfferingQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["module"]
        if isinstance(field, ModuleChoice):
            field.queryset = modules

    def clean(self) -> dict[str, Any]:
        """Something was learned, and it is over. Told with whatever else is wrong."""
        given = super().clean() or {}
        day, is_named = given.get("completed_on"), given.get("title") or given.get("module")
        wrong = {"title", "module"} & set(self.errors)
        for problem in (
            *unless(is_named or wrong, "title", "learned_what"),
            *unless(day is None or day <= timezone.localdate(), "completed_on", "learned_in_future"),
        ):
            self.add_error(problem.place.column, sentence(problem))
        return given

    def learned(self) -> Learned:
        """What was typed, and of a module what was left empty."""
        given = dict(self.cleaned_data)
        module = given["module"]
        if module is not None:
            for name in ("hours", "ects"):
                given[name] = getattr(module, name) if given[name] is None else given[name]
            given["accredited"] = given["accredited"] or module.accredited
        return Learned(**given)

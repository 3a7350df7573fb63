"""What is typed about a job track, a step at a time; lists have a line each."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.casework.actions.tracks import GivenDemand, GivenTrack
from fagkompas.casework.forms.plans import GuardedForm, line, text
from fagkompas.casework.models import StartedFrom, Track
from fagkompas.casework.models.plans import LONGEST_LINE
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.casework.wording.plans import SOURCES
from fagkompas.engine.scales import Demand, DemandSource
from fagkompas.occupations.forms import OccupationField
from fagkompas.occupations.wording import DEMAND
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.once import OnceForm


class LinesField(forms.CharField):
    """Texts with a line each; blank lines and those that stand twice are left out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.Textarea, **options})

    def clean(self, value: Any) -> Any:
        """The lines."""
        lines = (" ".join(one.split()) for one in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(one for one in lines if one))


class TrackNameForm(GuardedForm):
    """What the track is, and where the talk about it began."""

    guarded = ("title",)

    started_from = forms.ChoiceField(
        label=_("Where do you begin?"),
        choices=[
            (StartedFrom.CAN.value, _("Can: what the citizen is able to")),
            (StartedFrom.WANTS.value, _("Wants: what draws the citizen")),
            (StartedFrom.NEEDED.value, _("Needed: what workplaces lack")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Where the citizen has most to say. You come round all three."),
    )
    occupation = OccupationField(
        label=_("Job title"), required=False, help_text=_("Begin to write, and choose from the list.")
    )
    title = line(
        _("Or in your own words"), required=False, help_text=_("An education, or a job that is not in the list.")
    )
    is_education = forms.BooleanField(label=_("It is an education"), required=False)

    def given(self) -> GivenTrack:
        """What was typed. The title in words counts where no occupation is chosen."""
        data = self.cleaned_data
        return GivenTrack(
            occupation=data["occupation"],
            title="" if data["occupation"] else data["title"],
            is_education=data["is_education"],
            started_from=StartedFrom(data["started_from"]),
        )


class NewTrackForm(TrackNameForm, OnceForm):
    """One more."""


class StepForm(GuardedForm):
    """A step of a track. `columns` are those that it writes."""

    columns: ClassVar[tuple[str, ...]] = ()

    def given(self) -> Mapping[str, Any]:
        """What was typed, by column."""
        return {name: self.cleaned_data[name] for name in self.columns}


class WhyForm(StepForm):
    """Can, wants and needed, in the order in which the talk goes round."""

    columns = ("can", "wants", "needed", "skills")
    guarded = ("can", "wants", "skills")

    can = text(_("Can"), _("What has the citizen learnt at work, at school or at home that this job asks for?"))
    skills = LinesField(
        label=_("Skills that the track builds on"),
        help_text=_("A line each, such as “Drives a forklift”. They should stand in the CV too."),
    )
    wants = text(_("Wants"), _("What draws the citizen to this job? What should not come back?"))
    needed = text(_("Needed"), _("Who lacks people for this, within the distance the citizen can travel?"))

    def __init__(self, data: Any = None, *, started_from: str = StartedFrom.CAN, **options: Any) -> None:
        super().__init__(data, **options)
        around = [*StartedFrom.values, *StartedFrom.values]
        begin = around.index(started_from)
        order = around[begin : begin + len(StartedFrom)]
        with_skills = [name for leg in order for name in ((leg, "skills") if leg == StartedFrom.CAN else (leg,))]
        self.order_fields([*with_skills, "traces_read"])


class TasksForm(StepForm):
    """What the job consists of, and where else that is found."""

    columns = ("functions", "other_titles")

    functions = LinesField(
        label=_("Tasks of the job"), help_text=_("A line each: leave the title aside; what do you do all day?")
    )
    other_titles = LinesField(
        label=_("Other titles with the same tasks"),
        help_text=_("A line each: who else needs somebody for this, and what is the job called there?"),
    )


class FirstForm(StepForm):
    """What has to fall into place before."""

    columns = guarded = ("steps_first",)

    steps_first = LinesField(
        label=_("Steps needed first"),
        help_text=_(
            "A line each, with who does it: a certificate, a driving licence, day care, a talk with the doctor."
        ),
    )


class TestForm(StepForm):
    """Five questions before effort is spent on it."""

    __test__ = False  # no test, for whoever collects them

    columns = ("pressure_test",)
    guarded = tuple(question.code for question in QUESTIONS)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for question in QUESTIONS:
            self.fields[question.code] = text(question.text, question.hint)
        self.order_fields([*self.guarded, "traces_read"])

    def given(self) -> Mapping[str, Any]:
        """The answers by the code of the question."""
        return {"pressure_test": {code: self.cleaned_data[code] for code in self.guarded}}


class ApplyForm(StepForm):
    """The plan of the track."""

    columns = ("strategy", "companies", "apply_by")
    guarded = ("strategy",)

    strategy = text(
        _("How to apply"),
        _("Do people get such a job by writing, calling or going there? What comes first, and what then?"),
    )
    companies = LinesField(
        label=_("Companies first"), help_text=_("A line each: the first workplaces to get in touch with.")
    )
    apply_by = DayField(label=_("Got in touch by"), required=False)


def typed_of_step(track: Track, names: Sequence[str]) -> dict[str, str]:
    """A step as its form starts, a text for each control; of the pressure test an answer for each question."""
    texts: dict[str, str] = {}
    for name in names:
        value = getattr(track, name)
        if isinstance(value, dict):
            texts |= value
        elif isinstance(value, list):
            texts[name] = "\n".join(value)
        elif value is not None:
            texts[name] = str(value)
    return {name: typed for name, typed in texts.items() if typed}


def typed_of_name(track: Track) -> dict[str, str]:
    """What a track is, as its form starts; of the occupation its title."""
    texts = {
        "started_from": track.started_from,
        "occupation": track.occupation.title if track.occupation else "",
        "title": track.title,
        "is_education": "on" if track.is_education else "",
    }
    return {name: typed for name, typed in texts.items() if typed}


class DemandForm(GuardedForm, OnceForm):
    """How much a track is asked for."""

    guarded = ("source_text", "why_anyway")

    level = forms.ChoiceField(
        label=_("How much is it asked for?"),
        choices=[(level.value, words) for level, words in DEMAND.items()],
        widget=forms.RadioSelect,
    )
    source = forms.ChoiceField(
        label=_("Where do you know it from?"), choices=[(source.value, words) for source, words in SOURCES.items()]
    )
    source_text = line(
        _("What does the source say?"),
        longest=LONGEST_LINE,
        required=False,
        help_text=_("Such as “14 adverts within half an hour's drive”."),
    )
    on = DayField(label=_("As of which day?"))
    why_anyway = line(_("Why keep the track, if the demand is low?"), longest=LONGEST_LINE, required=False)

    def given(self) -> GivenDemand:
        """What was typed."""
        data = self.cleaned_data
        return GivenDemand(
            level=Demand(data["level"]),
            source=DemandSource(data["source"]),
            source_text=data["source_text"],
            on=data["on"],
            why_anyway=data["why_anyway"],
        )


class EndForm(GuardedForm):
    """Why a track is followed no more."""

    guarded = ("why",)

    why = line(
        _("Why do you end it?"),
        longest=LONGEST_LINE,
        help_text=_("Such as “No adverts for three months”. It stands with the track."),
    )

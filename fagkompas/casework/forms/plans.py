"""What is typed about a plan: goal and description, considerations, activities, publishing, and agreements."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.casework.actions.plan_parts import GivenActivity
from fagkompas.casework.actions.plans import GivenPlan
from fagkompas.casework.models import Activity, ActivityKind, CasePlan, Track, VitasStatus
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TEXT, LONGEST_TITLE, MOST_A_WEEK
from fagkompas.casework.models.tracks import TrackQuerySet
from fagkompas.casework.wording.plans import GOAL_KINDS, sentence
from fagkompas.conversations.forms.agreements import AgreementForm as OneAgreementForm
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import GoalKind
from fagkompas.occupations.forms import OccupationField
from fagkompas.toolkit.forms import DayField, RefusalForm, RowChoice
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm


class WordedForm(RefusalForm):
    """Says what casework refuses."""

    def sentence(self, problem: Problem) -> str:
        """See `wording.plans`."""
        return sentence(problem)


class GuardedForm(HealthGuardedForm):
    """The same, for texts that others will see."""

    def sentence(self, problem: Problem) -> str:
        """See `wording.plans`."""
        return sentence(problem)


def line(label: Any, *, longest: int = LONGEST_TITLE, help_text: Any = "", required: bool = True) -> forms.CharField:
    """Text in a line."""
    return forms.CharField(label=label, max_length=longest, help_text=help_text, required=required)


def text(label: Any, help_text: Any = "", *, required: bool = False, longest: int = LONGEST_TEXT) -> forms.CharField:
    """Text of some lines."""
    return forms.CharField(
        label=label, max_length=longest, help_text=help_text, required=required, widget=forms.Textarea
    )


WHOLE_PLAN: Final = _("The plan as a whole")


class TrackChoice(RowChoice):
    """One of the plan's job tracks by its name, or none, as `empty_label` says; set `queryset`."""

    def __init__(self, *, empty_label: Any = WHOLE_PLAN, **options: Any) -> None:
        super().__init__(required=False, queryset=Track.objects.none(), empty_label=empty_label, **options)

    def label_from_instance(self, obj: Any) -> str:
        """As one says it."""
        return str(obj.name)


class AboutTrackForm(RefusalForm):
    """A form with a job track to choose."""

    def __init__(self, data: Any = None, *, tracks: TrackQuerySet, **options: Any) -> None:
        super().__init__(data, **options)
        chooser = self.fields["track"]
        if isinstance(chooser, TrackChoice):
            chooser.queryset = tracks.select_related("occupation")


class PlanForm(GuardedForm):
    """The goal and what the plan says."""

    guarded = ("goal_title", "reason", "description", "fewer_tracks_reason")
    units = {"search_per_week": _("jobs a week")}  # noqa: RUF012  # as the base class has it

    goal_kind = forms.ChoiceField(
        label=_("What is the goal?"),
        choices=[(kind.value, words) for kind, words in GOAL_KINDS.items()],
        widget=forms.RadioSelect,
    )
    occupation = OccupationField(
        label=_("Job title"),
        required=False,
        help_text=_(
            "Begin to write, and choose from the list. A goal that is a job should be a title that can be looked up."
        ),
    )
    goal_title = line(
        _("Or in your own words"),
        required=False,
        help_text=_("An education, their own employer, or a job that is not in the list."),
    )
    reason = text(_("Why this goal?"), _("In the citizen's own words: what makes it worth the effort?"))
    description = text(
        _("How you reach your goal"),
        _(
            "The way from here to there, in a few lines to the citizen. Job tracks and considerations have their own places."
        ),
    )
    fewer_tracks_reason = text(
        _("Why there are fewer than three job tracks"), _("Only where that is so."), longest=LONGEST_TEXT
    )
    search_per_week = forms.IntegerField(
        label=_("Jobs to apply for"), required=False, min_value=0, max_value=MOST_A_WEEK
    )

    def given(self) -> GivenPlan:
        """What was typed. The title in words counts where no occupation is chosen."""
        data = self.cleaned_data
        return GivenPlan(
            goal_kind=GoalKind(data["goal_kind"]),
            occupation=data["occupation"],
            goal_title="" if data["occupation"] else data["goal_title"],
            reason=data["reason"],
            description=data["description"],
            fewer_tracks_reason=data["fewer_tracks_reason"],
            search_per_week=data["search_per_week"],
        )


def typed_of_plan(plan: CasePlan | None) -> dict[str, str]:
    """A plan as its form starts, a text for each control; of the occupation its title."""
    if plan is None:
        return {}
    texts = {
        "goal_kind": plan.goal_kind,
        "occupation": plan.occupation.title if plan.occupation else "",
        "goal_title": plan.goal_title,
        "reason": plan.reason,
        "description": plan.description,
        "fewer_tracks_reason": plan.fewer_tracks_reason,
        "search_per_week": "" if plan.search_per_week is None else str(plan.search_per_week),
    }
    return {name: typed for name, typed in texts.items() if typed}


class ConsiderationForm(GuardedForm, OnceForm):
    """What work has to take into account."""

    guarded = ("text", "how")

    text = text(
        _("What does work have to take into account?"),
        _("What it means at work, such as “Needs a break every hour”. Never a diagnosis."),
        required=True,
        longest=LONGEST_LINE,
    )
    approved_on = DayField(label=_("The citizen said yes on"))
    how = line(_("Where or how?"), help_text=_("Such as “At the conversation” or “By telephone”."))


class ActivityForm(AboutTrackForm, GuardedForm):
    """Something to take part in."""

    guarded = ("title", "purpose", "vitas_no")

    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices)
    title = line(_("What is it called?"), help_text=_("Such as “Placement in a warehouse”."))
    purpose = text(
        _("What is it for?"),
        _("What is to be different afterwards? In a placement also the tasks, and the prospect of paid hours."),
    )
    track = TrackChoice(label=_("Which job track does it help?"))
    from_on = DayField(label=_("First day"))
    to_on = DayField(label=_("Last day"), required=False)
    vitas_no = line(_("VITAS number"), longest=40, required=False, help_text=_("For work placements and wage subsidy."))
    vitas_status = forms.ChoiceField(
        label=_("How far is it in VITAS?"), required=False, choices=[("", _("Not there yet")), *VitasStatus.choices]
    )

    def given(self) -> GivenActivity:
        """What was typed."""
        data = self.cleaned_data
        return GivenActivity(
            kind=ActivityKind(data["kind"]),
            title=data["title"],
            purpose=data["purpose"],
            track=data["track"],
            from_on=data["from_on"],
            to_on=data["to_on"],
            vitas_no=data["vitas_no"],
            vitas_status=data["vitas_status"],
        )


class NewActivityForm(ActivityForm, OnceForm):
    """Something more."""


def typed_of_activity(activity: Activity) -> Mapping[str, str]:
    """An activity as its form starts."""
    texts = {
        "kind": activity.kind,
        "title": activity.title,
        "purpose": activity.purpose,
        "track": str(activity.track.uuid) if activity.track else "",
        "from_on": activity.from_on.isoformat(),
        "to_on": activity.to_on.isoformat() if activity.to_on else "",
        "vitas_no": activity.vitas_no,
        "vitas_status": activity.vitas_status,
    }
    return {name: typed for name, typed in texts.items() if typed}


class PublishForm(GuardedForm, OnceForm):
    """Why a new version; `shown` tells the plan that was looked at from any other."""

    guarded = ("why",)

    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    why = line(
        _("What is the occasion?"),
        longest=LONGEST_LINE,
        required=False,
        help_text=_("Such as “After the first conversation”. It stands in the list of versions."),
    )


class EndPlanForm(GuardedForm):
    """Why a plan holds no more."""

    guarded = ("why",)

    why = line(
        _("Why does it end?"),
        longest=LONGEST_LINE,
        help_text=_("Such as “The goal is reached: began as a cook on 1 November”. It stands with the plan."),
    )


class AgreementForm(AboutTrackForm, OneAgreementForm):
    """Something agreed between two conversations."""

    more = ("track",)
    track = TrackChoice(label=_("Which job track is it about?"))

    def sentence(self, problem: Problem) -> str:
        """See `wording.plans`."""
        return sentence(problem)


class TrackForm(AboutTrackForm, WordedForm):
    """Which job track an agreement is about."""

    track = TrackChoice(label=_("Which job track is it about?"))

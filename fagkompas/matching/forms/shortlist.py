"""Why somebody is put on a list, and what happens there."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import Problem
from fagkompas.matching.actions.shortlist import StepTaken
from fagkompas.matching.models import LONGEST_REASON, Stage
from fagkompas.matching.wording import sentence
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm


class ReasonForm(HealthGuardedForm, OnceForm):
    """Why the citizen is put on the list."""

    guarded = ("reason",)

    reason = forms.CharField(
        label=_("Why this citizen for this order?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What speaks for it, in a line or two. It stands on the list, and the citizen can read it."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `matching.wording`."""
        return sentence(problem)

    @property
    def key_given(self) -> UUID:
        """By which it is made once."""
        found: UUID = self.cleaned_data["key"]
        return found


class StepForm(ReasonForm):
    """What happened next, on which day, and why or how."""

    stage = forms.CharField(widget=forms.HiddenInput)
    on = DayField(label=_("When"))
    in_writing = forms.BooleanField(label=_("The citizen said yes in writing"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("on", "reason", "in_writing")

    def __init__(self, data: Any = None, *, stage: Stage, **options: Any) -> None:
        super().__init__(data, **options)
        reason = self.fields["reason"]
        reason.help_text = ""
        match stage:
            case Stage.YES:
                reason.label = _("How did the citizen say yes, and to what?")
            case Stage.ASKED:
                reason.label = _("What did you tell the citizen about the job?")
                del self.fields["in_writing"]
            case _:
                reason.label = _("What was the reason, or what was agreed?")
                del self.fields["in_writing"]

    @property
    def seen_revision(self) -> int:
        """That of the row when the page was shown; -1 where none came along."""
        found = self.cleaned_data.get("revision")
        return -1 if found is None else int(found)

    def taken(self, stage: Stage) -> StepTaken:
        """What was typed, once it is valid."""
        clean = self.cleaned_data
        return StepTaken(stage=stage, on=clean["on"], reason=clean["reason"], in_writing=clean.get("in_writing", False))

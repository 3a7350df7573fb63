"""Why a finding is let stand."""

from django.utils.translation import gettext_lazy as _

from fagkompas.casework.forms.plans import line
from fagkompas.casework.models.plans import LONGEST_LINE
from fagkompas.casework.wording.consistency import sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.guarded_forms import HealthGuardedForm


class AcceptForm(HealthGuardedForm):
    """A reason in a line; colleagues of the citizen's unit read it."""

    guarded = ("reason",)
    reason = line(
        _("Why is it all right?"),
        longest=LONGEST_LINE,
        help_text=_("Such as “The school decides in January”. It is shown with your name and the day."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `wording.consistency`."""
        return sentence(problem)

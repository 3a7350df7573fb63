"""What managers and competence consultants type: a decision, and who took part."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.catalogue.models import Session, SessionQuerySet
from fagkompas.catalogue.shipped import LONGEST_TITLE
from fagkompas.engine.errors import Problem
from fagkompas.frameworks.forms import OneLine
from fagkompas.learning.actions.participation import LONGEST_TEXT, Attendance
from fagkompas.learning.forms.participation import SessionChoice
from fagkompas.learning.models import Participation, ParticipationState
from fagkompas.learning.models.participation import ParticipationQuerySet
from fagkompas.learning.wording.participation import sentence
from fagkompas.toolkit.forms import Form, RefusalForm

APPROVE, LATER, WAIT, REFUSE, ENROL, CANCEL = "approve", "later", "wait", "refuse", "enrol", "cancel"
NAMES: Final = {
    APPROVE: _("Approve: give a seat"),
    LATER: _("Yes, when there is a session: the consultant finds one"),
    WAIT: _("Put on the waiting list"),
    REFUSE: _("Refuse"),
    ENROL: _("The person is enrolled"),
    CANCEL: _("Cancel the seat"),
}
OPEN_TO: Final = {
    ParticipationState.WISHED: (APPROVE, LATER, WAIT, REFUSE),
    ParticipationState.WAITING: (APPROVE, REFUSE),
    ParticipationState.APPROVED: (ENROL, CANCEL),
    ParticipationState.ENROLLED: (CANCEL,),
}
WITHOUT_SESSION: Final = "uden-hold"


def open_to(one: Participation) -> tuple[str, ...]:
    """What may happen with it now; somebody approved without a session gets a seat in one."""
    if one.state == ParticipationState.APPROVED and one.session_id is None:
        return (APPROVE, CANCEL)
    return OPEN_TO.get(ParticipationState(one.state), ())


SHOW: Final = (
    ("", _("Wishes to decide")),
    ("venter", _("Waiting lists")),
    (WITHOUT_SESSION, _("Approved, and without a session")),
    ("godkendt", _("Approved and enrolled")),
    ("afslaaet", _("Refused or cancelled")),
)
WENT, CERTIFICATE, ABSENT = "-tilstand", "-bevis", "absent"
STATES: Final = {
    "": (ParticipationState.WISHED,),
    "venter": (ParticipationState.WAITING,),
    WITHOUT_SESSION: (ParticipationState.APPROVED,),
    "godkendt": (ParticipationState.APPROVED, ParticipationState.ENROLLED),
    "afslaaet": (ParticipationState.REFUSED, ParticipationState.CANCELLED),
}


class ShowForm(Form):
    """Which participations to show."""

    vis = forms.ChoiceField(label=_("Show"), required=False, choices=SHOW)

    @property
    def chosen(self) -> str:
        """What is asked for; wishes without a word."""
        return self.cleaned_data["vis"] if self.is_valid() else ""

    def of(self, rows: ParticipationQuerySet) -> ParticipationQuerySet:
        """Those of the rows that are asked for."""
        found = rows.filter(state__in=STATES[self.chosen])
        return found.filter(session__isnull=True) if self.chosen == WITHOUT_SESSION else found


class DecisionForm(Form):
    """What happens with a wish or a seat. A reason is needed for a no."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    session = SessionChoice(
        label=_("Session"), queryset=Session.objects.none(), required=False, empty_label=_("No session")
    )
    because = OneLine(
        label=_("Why not"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text=_("Needed to refuse or cancel. The person reads it."),
    )

    def __init__(self, *args: Any, choices: Sequence[str], sessions: SessionQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        choice, session = self.fields["decision"], self.fields["session"]
        if isinstance(choice, forms.ChoiceField) and isinstance(session, SessionChoice):
            choice.choices = [(code, NAMES[code]) for code in choices]
            session.queryset = sessions

    def clean(self) -> dict[str, Any]:
        """A seat is in a session, and the waiting list is a session's."""
        given = super().clean() or {}
        if given.get("decision") == APPROVE and not given.get("session"):
            self.add_error("session", _("Choose the session in which it is a seat."))
        if given.get("decision") == WAIT and not given.get("session"):
            self.add_error("session", _("Choose the session whose waiting list it is."))
        return given


class AttendanceForm(RefusalForm):
    """A whole session at once: for each who has a seat whether the person took part or passed."""

    def __init__(self, *args: Any, seated: Sequence[Participation], **options: Any) -> None:
        super().__init__(*args, **{"initial": attendance_of(seated), **options})
        self.seated = seated
        for one in seated:
            self.fields[f"{one.uuid}{WENT}"] = forms.ChoiceField(
                label=_("%(name)s: how it went") % {"name": one.employee.name},
                choices=[
                    (ABSENT, _("Not taken part")),
                    (ParticipationState.ATTENDED.value, _("Attended")),
                    (ParticipationState.PASSED.value, _("Passed")),
                ],
            )
            self.fields[f"{one.uuid}{CERTIFICATE}"] = OneLine(
                label=_("%(name)s: certificate") % {"name": one.employee.name},
                required=False,
                max_length=LONGEST_TITLE,
            )

    def sentence(self, problem: Problem) -> str:
        """In the reader's language."""
        return sentence(problem)

    @property
    def rows(self) -> list[tuple[Participation, BoundField, BoundField]]:
        """Person by person, for the page."""
        return [(one, self[f"{one.uuid}{WENT}"], self[f"{one.uuid}{CERTIFICATE}"]) for one in self.seated]

    def given(self) -> list[Attendance]:
        """What was said of each."""
        return [self._given(one) for one in self.seated]

    def _given(self, one: Participation) -> Attendance:
        went = self.cleaned_data[f"{one.uuid}{WENT}"]
        return Attendance(
            participation=one,
            state=None if went == ABSENT else ParticipationState(went),
            certificate=self.cleaned_data[f"{one.uuid}{CERTIFICATE}"],
        )


def attendance_of(seated: Sequence[Participation]) -> dict[str, str]:
    """What is saved, by the name of its control."""
    done = (ParticipationState.ATTENDED, ParticipationState.PASSED)
    went = {f"{one.uuid}{WENT}": one.state if one.state in done else ABSENT for one in seated}
    return went | {f"{one.uuid}{CERTIFICATE}": one.certificate for one in seated}

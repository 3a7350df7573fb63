"""What surveys have for a person today: a survey to answer, and one of one's own that is over."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.surveys.links import invitation_secret
from fagkompas.surveys.models import Survey, SurveyState
from fagkompas.surveys.permissions import to_answer
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """The person's surveys to answer and to look at. Two queries at most."""
    return [*_to_answer(person, today), *_to_close(person, today)]


def _to_answer(person: Employee, today: date) -> Iterator[TodayItem]:
    for invitation in to_answer(person, today).order_by("survey__closes_on", "pk"):
        survey = invitation.survey
        minutes = survey.instrument.document.get("minutes", 5)
        why = _("You are asked to answer. It takes about %(minutes)s minutes.") % {"minutes": minutes}
        yield TodayItem(
            kind=_("Surveys"),
            what=survey.name,
            why_now=why,
            url=reverse("answer:start", args=[invitation_secret(invitation)]),
            button=_("Answer"),
            due=survey.closes_on,
        )


def _to_close(person: Employee, today: date) -> Iterator[TodayItem]:
    """One's own surveys whose last day has passed and that nobody has closed."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return
    mine = Survey.objects.filter(created_by=person, state=SurveyState.OPEN, closes_on__lt=today)
    for survey in mine.order_by("closes_on", "pk"):
        yield TodayItem(
            kind=_("Surveys"),
            what=survey.name,
            why_now=_("The last day for answers has passed. Close it, and see the results."),
            url=reverse("surveys:survey", args=[survey.uuid]),
            button=_("Close and see"),
        )

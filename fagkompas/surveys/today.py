"""What surveys have for a person today: a survey to answer, and one of one's own that is over."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role
from fagkompas.surveys.links import invitation_secret
from fagkompas.surveys.models import Invitation, Survey, SurveyState
from fagkompas.surveys.permissions import to_answer
from fagkompas.toolkit.today import Asks, TodayItem


def asks(_person: Employee, _today: date) -> tuple[Asks[Invitation]]:
    """The surveys that the person is asked to answer."""
    return (Asks(rows=_open_to, items=_to_answer),)


def _open_to(person: Employee, today: date) -> QuerySet[Invitation]:
    return to_answer(person, today).order_by("survey__closes_on", "pk")


def _to_answer(invitations: list[Invitation]) -> Iterator[TodayItem]:
    for invitation in invitations:
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


def today_items(person: Employee, today: date) -> Iterator[TodayItem]:
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

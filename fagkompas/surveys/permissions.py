"""Who may see and do what with instruments and surveys. Loading is authorising.

| | instruments | surveys | who has answered | results | a person's answers |
|---|---|---|---|---|---|
| manager, competence consultant | all; change the municipality's own | of own units | by name, or only how many where it is anonymous | of five or more, once closed | nobody |
| whoever has a link | | | | | none: a link alone lets one begin |
| the browser in which they were begun | | | | | own |
| the employee whom a personal link is for, signed in | | | | | own, where the survey is not anonymous |
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, UnitQuerySet
from fagkompas.accounts.permissions import has_role, units_under, units_with_role
from fagkompas.surveys.models import Instrument, Invitation, Response, Survey, SurveyQuerySet, SurveyState
from fagkompas.toolkit.links import digest_of

RUNNING = (Role.MANAGER, Role.CONSULTANT)
"""Who makes, sends and closes surveys, and reads their results: in the units where they hold the role and below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a link opens: the survey, the invitation of a personal link, and the answers of whoever holds them.

    `is_begun_elsewhere`: there are answers by this personal link that are not shown here, since they are another browser's.
    """

    survey: Survey
    invitation: Invitation | None
    response: Response | None
    is_begun_elsewhere: bool = False

    @property
    def is_used(self) -> bool:
        """Whether the answers by this personal link have come in, from another browser.

        Never told in an anonymous survey: whoever copied the links would see who has answered. There the link counts once.
        """
        if self.invitation is None or self.survey.is_anonymous:
            return False
        return self.invitation.answered and (self.response is None or self.response.submitted_on is None)


def check_surveys(person: Employee) -> None:
    """Those who run surveys somewhere; others find nothing."""
    if not has_role(person, *RUNNING):
        raise Http404


def units_to_survey(person: Employee) -> UnitQuerySet:
    """Open units in which the person may run a survey, in tree order."""
    return units_under(person, *RUNNING).filter(retired_on__isnull=True).in_tree_order()


def runnable_surveys(person: Employee) -> SurveyQuerySet:
    """The surveys that the person may run."""
    places = Q(pk__in=[])
    for unit in units_with_role(person, *RUNNING):
        places |= Q(unit__lineage__startswith=unit.lineage)
    return Survey.objects.of_root(person.root_id).filter(places).select_related("unit", "instrument")


def to_answer(person: Employee, today: date) -> QuerySet[Invitation]:
    """The person's personal links that are still to be used."""
    asked = Invitation.objects.filter(
        employee=person,
        answered=False,
        survey__state=SurveyState.OPEN,
        survey__opens_on__lte=today,
        survey__closes_on__gte=today,
    )
    return asked.select_related("survey__instrument")


def load_survey(person: Employee, uuid: UUID, *states: SurveyState) -> Survey:
    """A survey that the person may run, in one of the states if any are named; otherwise not found."""
    survey = runnable_surveys(person).filter(uuid=uuid).first()
    if survey is None or (states and survey.state not in states):
        raise Http404
    return survey


def load_instrument(person: Employee, uuid: UUID) -> Instrument:
    """An instrument that comes with the product or is the municipality's own; otherwise not found."""
    check_surveys(person)
    instrument = Instrument.objects.seen_by(person.root_id).filter(uuid=uuid).first()
    if instrument is None:
        raise Http404
    return instrument


def load_own_instrument(person: Employee, uuid: UUID) -> Instrument:
    """The municipality's own; otherwise not found."""
    instrument = load_instrument(person, uuid)
    if instrument.root_id is None:
        raise Http404
    return instrument


def open_door(secret: str, resume: str, person: Employee | None) -> Door:
    """What a link opens, for the browser's own secret `resume` ("" without) and who is signed in; otherwise not found.

    Answers are found by the browser's secret alone; in a survey that is not anonymous also by whom the link is for.
    """
    digest = digest_of(secret)
    surveys = Survey.objects.exclude(state=SurveyState.PLANNED).select_related("instrument", "unit")
    invitation = (
        Invitation.objects.filter(link_digest=digest).select_related("survey__instrument", "survey__unit").first()
    )
    survey = invitation.survey if invitation else surveys.filter(link_digest=digest, is_anonymous=True).first()
    if survey is None or survey.state == SurveyState.PLANNED:
        raise Http404
    answers = Response.objects.filter(survey=survey, invitation=None if survey.is_anonymous else invitation)
    response = answers.filter(resume_digest=digest_of(resume)).first() if resume else None
    if invitation is None or survey.is_anonymous or response is not None:
        return Door(survey=survey, invitation=invitation, response=response)
    if person is not None and person.pk == invitation.employee_id:
        # Begun in several browsers: what was sent, else where most is answered.
        fullest = answers.annotate(size=Count("answers")).order_by(
            F("submitted_on").asc(nulls_last=True), "-size", "pk"
        )
        return Door(survey=survey, invitation=invitation, response=fullest.first())
    is_begun = answers.filter(submitted_on__isnull=True, answers__isnull=False).exists()
    return Door(survey=survey, invitation=invitation, response=None, is_begun_elsewhere=is_begun)

"""Who may see and do what with instruments and surveys. Loading is authorising.

| | instruments | surveys | who has answered | results | a person's answers |
|---|---|---|---|---|---|
| manager, competence consultant | all; change the municipality's own | of own units | by name, or only how many where it is anonymous | of five or more | nobody |
| whoever has a link | | | | | own |
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from fagkompas.accounts.models import Employee, Role, UnitQuerySet
from fagkompas.accounts.permissions import has_role, units_under, units_with_role
from fagkompas.surveys.links import digest_of
from fagkompas.surveys.models import Instrument, Invitation, Response, Survey, SurveyQuerySet, SurveyState

RUNNING = (Role.MANAGER, Role.CONSULTANT)
"""Who makes, sends and closes surveys, and reads their results: in the units where they hold the role and below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a link opens: the survey, the invitation of a personal link, and the answers of whoever holds them."""

    survey: Survey
    invitation: Invitation | None
    response: Response | None

    @property
    def is_used(self) -> bool:
        """A personal link of an anonymous survey by which somebody has answered: by whom the answers are is not known."""
        return self.invitation is not None and self.invitation.answered and self.response is None


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


def open_door(secret: str, resume: str) -> Door:
    """What a link opens, for whoever holds the browser's own secret `resume` ("" without); otherwise not found.

    In an anonymous survey answers are found by the browser's secret alone; else by the personal link.
    """
    digest = digest_of(secret)
    surveys = Survey.objects.exclude(state=SurveyState.PLANNED).select_related("instrument", "unit")
    invitation = (
        Invitation.objects.filter(link_digest=digest).select_related("survey__instrument", "survey__unit").first()
    )
    survey = invitation.survey if invitation else surveys.filter(link_digest=digest, is_anonymous=True).first()
    if survey is None or survey.state == SurveyState.PLANNED:
        raise Http404
    answers = Response.objects.filter(survey=survey)
    if survey.is_anonymous:
        response = answers.filter(resume_digest=digest_of(resume)).first() if resume else None
    else:
        response = answers.filter(invitation=invitation).first()
    return Door(survey=survey, invitation=invitation, response=response)

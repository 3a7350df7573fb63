"""Competencies: what I am asked, my latest profile, and the way to rounds and units for those who have them."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.assessments.documents import mode_in_words
from fagkompas.assessments.figures import Sector, compass_small, has_hatch
from fagkompas.assessments.models import Participant, PersonResult, RoundState
from fagkompas.assessments.permissions import rates_first, rounds_followed_by
from fagkompas.assessments.profiles import sectors, stored_profile
from fagkompas.assessments.today import asked_of
from fagkompas.assessments.units import visible_units
from fagkompas.engine.scales import Mode
from fagkompas.frameworks.to_engine import engine_framework, texts_of


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """My rounds that take answers now, my profiles, and where else to go."""
    person = signed_in(request)
    today = timezone.localdate()
    asked_of_me = asked_of(person, today)
    profiles = [
        result
        for result in PersonResult.objects.filter(participant__employee=person)
        .select_related("participant__round__version__framework")
        .order_by("-round__opens_on", "-round__pk")
        if not rates_first(person, result.participant, today)
    ]
    latest = _sectors(profiles[0]) if profiles else ()
    return render(
        request,
        "assessments/overview.html",
        {
            "asked": [asked for asked in asked_of_me if asked.needs_me],
            "sent_in": [asked for asked in asked_of_me if not asked.needs_me],
            "together": _rated_together(person),
            "latest": profiles[0].participant if profiles else None,
            "disc": _disc(profiles[0], latest) if profiles else "",
            "some_unknown": any(has_hatch(sector) for sector in latest),
            "earlier": [Earlier(participant=result.participant) for result in profiles[1:]],
            "latest_mode": mode_in_words(Mode(profiles[0].mode)) if profiles else "",
            "places": _places(person),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere to go: what one does there, and how it stands there now."""

    label: str
    url: str
    text: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier profile of the list."""

    participant: Participant

    @property
    def mode(self) -> str:
        """How its round asked."""
        return mode_in_words(Mode(self.participant.round.mode))


def _sectors(result: PersonResult) -> tuple[Sector, ...]:
    version = result.participant.round.version
    return sectors(stored_profile(result), engine_framework(version), texts_of(version))


def _disc(result: PersonResult, found: tuple[Sector, ...]) -> str:
    return compass_small(found, prefix="latest", title=result.participant.round.name)


def _rated_together(person: Employee) -> list[Participant]:
    """Units that the person works in, which have a joint profile."""
    own_and_above = [int(pk) for pk in person.unit.lineage.strip("/").split("/")]
    joint = Participant.objects.filter(employee__isnull=True, result__isnull=False, unit__in=own_and_above)
    return list(joint.select_related("round", "unit").order_by("-round__opens_on", "pk"))


def _places(person: Employee) -> list[Place]:
    """Where managers and competence consultants go from here. Two queries."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    states = Counter(rounds_followed_by(person).values_list("state", flat=True))
    units = visible_units(person).count()
    return [
        Place(
            label=_("Rounds"),
            url=reverse("assessments:rounds"),
            text=_("Plan a round, see who has answered, remind, and hold the dialogues."),
            state=_("Open: %(open)s · planned: %(planned)s · closed: %(closed)s")
            % {state.value: states[state.value] for state in RoundState},
        ),
        Place(
            label=_("Units"),
            url=reverse("assessments:units"),
            text=_("See what each unit masters together, and where something is missing."),
            state=ngettext("%(n)s unit", "%(n)s units", units) % {"n": units},
        ),
    ]

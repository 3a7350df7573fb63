"""Competencies: what I am asked, my latest profile, and the way to rounds and units for those who have them."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.assessments.documents import mode_in_words
from fagkompas.assessments.figures import compass_small
from fagkompas.assessments.models import Participant, PersonResult
from fagkompas.assessments.permissions import rates_first
from fagkompas.assessments.profiles import sectors, stored_profile
from fagkompas.assessments.today import asked_of
from fagkompas.engine.scales import Mode
from fagkompas.frameworks.to_engine import engine_framework, texts_of
from fagkompas.toolkit.pages import Link


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """My rounds that take answers now, my profiles, and where else to go."""
    person = signed_in(request)
    today = timezone.localdate()
    profiles = [
        result
        for result in PersonResult.objects.filter(participant__employee=person)
        .select_related("participant__round__version__framework")
        .order_by("-round__opens_on", "-round__pk")
        if not rates_first(person, result.participant, today)
    ]
    return render(
        request,
        "assessments/overview.html",
        {
            "asked": asked_of(person, today),
            "together": _rated_together(person),
            "latest": profiles[0].participant if profiles else None,
            "disc": _disc(profiles[0]) if profiles else "",
            "earlier": [Earlier(participant=result.participant) for result in profiles[1:]],
            "latest_mode": mode_in_words(Mode(profiles[0].mode)) if profiles else "",
            "places": _places(person),
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier profile of the list."""

    participant: Participant

    @property
    def mode(self) -> str:
        """How its round asked."""
        return mode_in_words(Mode(self.participant.round.mode))


def _disc(result: PersonResult) -> str:
    round_ = result.participant.round
    found = sectors(stored_profile(result), engine_framework(round_.version), texts_of(round_.version))
    return compass_small(found, prefix="latest", title=round_.name)


def _rated_together(person: Employee) -> list[Participant]:
    """Units that the person works in, which have a joint profile."""
    lineages = [f"{'/'.join(parts)}/" for parts in _lines_of(person.unit.lineage)]
    joint = Participant.objects.filter(employee__isnull=True, result__isnull=False, lineage__in=lineages)
    return list(joint.select_related("round", "unit").order_by("-round__opens_on", "pk"))


def _lines_of(lineage: str) -> list[list[str]]:
    """ "1/2/3/" as the lines of every unit down to it."""
    steps = lineage.strip("/").split("/")
    return [steps[:depth] for depth in range(1, len(steps) + 1)]


def _places(person: Employee) -> list[Link]:
    """Where managers and competence consultants go from here."""
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        return []
    places = [
        (_("Rounds"), "assessments:rounds"),
        (_("Units"), "assessments:units"),
    ]
    return [Link(label=label, url=reverse(name)) for label, name in places]

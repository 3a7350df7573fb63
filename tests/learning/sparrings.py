"""Sparrings for tests."""

from datetime import timedelta

from django.utils import timezone

from fagkompas.accounts.models import Employee, Unit
from fagkompas.learning.actions.sparring import (
    GivenLearned,
    GivenSparring,
    Move,
    call_sparring,
    close_sparring,
    move_on,
)
from fagkompas.learning.models import Sparring

SUBJECT = "Når praktikken kommer for tidligt"
CASE = {
    "situation": "En borger i trediverne har været sygemeldt længe.",
    "tried": "Vi har talt om et kort praktikforløb.",
    "doubt": "Er det for tidligt?",
    "wanted": "Hvad ville I prøve først?",
}


def called(unit: Unit, by: Employee, *people: Employee, in_days: int = 0) -> Sparring:
    """A short sparring that somebody has called."""
    given = GivenSparring(
        subject=SUBJECT,
        model="short",
        meets_on=timezone.localdate() + timedelta(days=in_days),
        people=[by, *people],
        case=CASE,
    )
    return call_sparring(unit=unit, given=given, traces_read="", now=timezone.now(), by=by)


def begun(unit: Unit, by: Employee, *people: Employee) -> Sparring:
    """The same, in its first phase."""
    one = called(unit, by, *people)
    return move_on(sparring=one, move=Move.BEGIN, revision=one.revision, now=timezone.now(), by=by)


def held(unit: Unit, by: Employee, *people: Employee, learned: str = "Spørg, før du foreslår.") -> Sparring:
    """The same, closed."""
    return close_sparring(
        sparring=called(unit, by, *people),
        present=[by, *people],
        given=GivenLearned(learned=learned, framework=None, competencies=()),
        traces_read="",
        now=timezone.now(),
        by=by,
    )


def typed(*people: Employee, **changed: object) -> dict[str, object]:
    """The form as it is filled in."""
    start = {
        **CASE,
        "subject": SUBJECT,
        "model": "short",
        "meets_on": timezone.localdate().isoformat(),
        "people": [str(person.uuid) for person in people],
    }
    return start | changed

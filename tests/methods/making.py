"""Methods for tests: an experience, practice, a municipality's own words, and a method of its own."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.methods import actions
from fagkompas.methods.library import shipped, shipped_data
from fagkompas.methods.models import Adaptation, Experience, Practice
from tests.people import People

OWN: dict[str, Any] = {
    "name": {"da": "Gåturen"},
    "short": {"da": "Tag samtalen på gåben, når bordet er i vejen."},
    "purpose": {"da": "I går side om side, og det gør det lettere at tale om det svære."},
    "gives": {"da": "Du får ro til at lytte, og den anden får luft."},
    "audiences": ["citizen"],
    "phases": ["open"],
    "situations": ["stuck"],
    "competencies": ["BM-G1"],
    "beside": [],
    "steps": [{"title": {"da": "Spørg først"}, "text": {"da": "Hør, om den anden vil med ud."}}],
    "parts": [
        {
            "code": "part-1",
            "name": {"da": "På vej"},
            "text": {"da": "Begynd let."},
            "citizen": [{"da": "Hvor plejer du at gå?"}],
            "company": [],
        }
    ],
    "not_when": [{"da": "Det gør ondt at gå."}],
}
"""A method of Testkommune's own, in Danish alone."""


def make_experience(by: Employee, code: str = "ugu", did: str = "Jeg spurgte, før jeg svarede.") -> Experience:
    """Somebody tried it."""
    return actions.write_experience(
        method=shipped()[code], did=did, happened="Vi kom videre.", traces_read="", now=timezone.now(), by=by
    )


def make_practice(by: Employee, code: str = "ugu", minutes: int = 20) -> Practice:
    """A role play that was held."""
    return actions.register_role_play(method=shipped()[code], minutes=minutes, now=timezone.now(), by=by)


def make_quiz(by: Employee, code: str = "ugu", seconds: int = 200) -> Practice:
    """A quiz that was finished with every answer right."""
    method, now = shipped()[code], timezone.now()
    right = [[answer.is_right for answer in card.answers].index(True) for card in method.quiz]
    return actions.finish_quiz(method=method, answers=right, began_at=now - timedelta(seconds=seconds), now=now, by=by)


def make_words(by: Employee, code: str = "ugu", **texts: object) -> Adaptation:
    """The municipality's own words for a shipped method, one part changed unless others are given."""
    given = texts or {"short": {"da": "Spørg, giv, spørg: sådan gør vi hos os."}}
    return actions.save_adaptation(code=code, texts=shipped_data(code) | given, revision=0, now=timezone.now(), by=by)


def make_own(by: Employee, code: str = "gaaturen") -> Adaptation:
    """A method of the municipality's own."""
    return actions.save_adaptation(code=code, texts=dict(OWN), revision=0, now=timezone.now(), by=by)


def own_code(people: People) -> dict[str, object]:
    """The arguments of an address about Testkommune's own method."""
    return {"code": make_own(people.dorte).code}

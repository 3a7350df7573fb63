"""How much evidence there is for a job track: can, wants and needed stand on three pieces each. Pieces are counted, never weighed.

::

    can     why the citizen can · skills named · tasks named
    wants   why the citizen wants it · pressure test answered · an agreement about it
    needed  a reason · a source of the demand · one that is not too old

Which age is too old is that of the rule `demand-old` for each source (`data/consistency.yaml`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.casework.models import DemandNote, StartedFrom, Track
from fagkompas.casework.pressure_test import QUESTIONS
from fagkompas.casework.rule_book import rules_on
from fagkompas.engine.consistency import Rule

PIECES: Mapping[StartedFrom, tuple[tuple[str, StrPromise], ...]] = {
    StartedFrom.CAN: (
        ("can", gettext_lazy("a reason")),
        ("skills", gettext_lazy("skills")),
        ("tasks", gettext_lazy("tasks")),
    ),
    StartedFrom.WANTS: (
        ("wants", gettext_lazy("a reason")),
        ("test", gettext_lazy("the pressure test")),
        ("agreement", gettext_lazy("an agreement")),
    ),
    StartedFrom.NEEDED: (
        ("needed", gettext_lazy("a reason")),
        ("source", gettext_lazy("a source")),
        ("fresh", gettext_lazy("a source that is not old")),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of evidence, and whether it is there."""

    code: str
    name: str
    is_there: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One of the three that a track stands on."""

    name: str
    text: str
    pieces: tuple[Piece, ...]

    @property
    def there(self) -> int:
        """How many pieces are there."""
        return sum(piece.is_there for piece in self.pieces)

    @property
    def says(self) -> str:
        """ "2 af 3. Mangler: opgaver i jobbet"."""
        count = _("%(there)s of %(all)s") % {"there": self.there, "all": len(self.pieces)}
        gone = {piece.code: piece.name for piece in self.pieces if not piece.is_there}
        missing = [name for code, name in gone.items() if code != "fresh" or "source" not in gone]
        return _("%(count)s. Missing: %(what)s") % {"count": count, "what": ", ".join(missing)} if missing else count


def legs_of(track: Track, demand: Iterable[DemandNote], *, has_agreement: bool, today: date) -> tuple[Leg, ...]:
    """Can, wants, needed, in this order. No query."""
    notes = list(demand)
    there = {
        "can": bool(track.can),
        "skills": bool(track.skills),
        "tasks": bool(track.functions),
        "wants": bool(track.wants),
        "test": all(track.pressure_test.get(question.code) for question in QUESTIONS),
        "agreement": has_agreement,
        "needed": bool(track.needed),
        "source": bool(notes),
        "fresh": any(not is_old(note, today) for note in notes),
    }
    texts = {StartedFrom.CAN: track.can, StartedFrom.WANTS: track.wants, StartedFrom.NEEDED: track.needed}
    return tuple(
        Leg(
            name=str(leg.label),
            text=texts[leg],
            pieces=tuple(Piece(code=code, name=str(name), is_there=there[code]) for code, name in PIECES[leg]),
        )
        for leg in StartedFrom
    )


def is_old(note: DemandNote, today: date) -> bool:
    """Whether the note is older than its source stays true."""
    limit = _days_of(today).get(note.source)
    return limit is not None and note.on < today - timedelta(days=limit)


def _days_of(today: date) -> Mapping[str, int]:
    found = (rule.terms.limits for rule in rules_on(today) if rule.terms.rule == Rule.DEMAND_OLD)
    return next(found, {})

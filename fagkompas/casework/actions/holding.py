"""What every action on a case asks first: the row as it is now, and that the case is open."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from fagkompas.casework.models import CasePlan, Track
from fagkompas.casework.models.plans import LONGEST_TEXT
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile


class Revised(Protocol):
    """A row that counts how often it was saved."""

    revision: int


def held_case(citizen: Citizen) -> Citizen:
    """The citizen as they are now; others who want to write in the case, or close it, wait.

    Raises `BadInput` when the case is closed: its papers are read, not written.
    """
    held = Citizen.objects.select_for_update().get(pk=citizen.pk)
    refuse(unless(not held.is_closed, "case", "case_closed"))
    return held


def held_plan(plan: CasePlan) -> CasePlan:
    """The plan as it is now, held with its case. Raises `BadInput` when the case is closed."""
    citizen = held_case(plan.citizen)
    rows = CasePlan.objects.select_related("occupation").select_for_update(of=("self",))
    held = rows.get(pk=plan.pk)
    held.citizen = citizen
    return held


def held_track(track: Track) -> Track:
    """The same of a job track and its plan."""
    plan = held_plan(track.plan)
    held = Track.objects.select_related("occupation").select_for_update(of=("self",)).get(pk=track.pk)
    held.plan = plan
    return held


def check_revision(held: Revised, revision: int) -> None:
    """Raises `ChangedMeanwhile` when somebody has saved since."""
    if held.revision != revision:
        raise ChangedMeanwhile


def as_shown(held: Revised, revision: int) -> None:
    """For a button that changes or takes out what stands beside it. Raises `BadInput` when that has changed since."""
    refuse(unless(held.revision == revision, "revision", "changed_since"))


def too_long(texts: Mapping[str, str], longest: int = LONGEST_TEXT) -> Iterable[Problem]:
    """Every text that is longer than there is room for."""
    for field, text in texts.items():
        yield from unless(len(text) <= longest, field, "text_too_long", longest=longest)

"""What every action on a case asks first: the row as it is now, and that the case is open."""

from collections.abc import Iterable, Mapping

from fagkompas.casework.models import CasePlan, Track
from fagkompas.casework.models.plans import LONGEST_TEXT
from fagkompas.citizens.models import Citizen
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile


def open_case(citizen: Citizen) -> None:
    """Raises `BadInput` when the case is closed: its papers are read, not written."""
    refuse(unless(not citizen.is_closed, "case", "case_closed"))


def held_plan(plan: CasePlan) -> CasePlan:
    """The plan as it is now; others who want to change it wait. Raises `BadInput` when the case is closed."""
    rows = CasePlan.objects.select_related("citizen", "occupation").select_for_update(of=("self",))
    held = rows.get(pk=plan.pk)
    open_case(held.citizen)
    return held


def held_track(track: Track) -> Track:
    """The same of a job track."""
    rows = Track.objects.select_related("plan__citizen", "occupation").select_for_update(of=("self",))
    held = rows.get(pk=track.pk)
    open_case(held.plan.citizen)
    return held


def check_revision(held: CasePlan | Track, revision: int) -> None:
    """Raises `ChangedMeanwhile` when somebody has saved since."""
    if held.revision != revision:
        raise ChangedMeanwhile


def too_long(texts: Mapping[str, str], longest: int = LONGEST_TEXT) -> Iterable[Problem]:
    """Every text that is longer than there is room for."""
    for field, text in texts.items():
        yield from unless(len(text) <= longest, field, "text_too_long", longest=longest)

"""A recruitment profile for tests."""

from collections.abc import Sequence

from django.utils import timezone

from fagkompas.engine.recruitment import FieldGap, recruitment
from fagkompas.frameworks.files import shipped
from fagkompas.learning.actions.recruitment import make_profiles
from fagkompas.learning.models import RecruitmentProfile
from fagkompas.learning.recruiting import Left
from tests.people import People

GAPS = (
    FieldGap(field="LM", weight=3, specialised=2),
    FieldGap(field="BM", weight=2, specialised=1, basic=1),
    FieldGap(field="NF", weight=2, specialised=1),
    FieldGap(field="IT", weight=1, specialised=0, basic=3),
)
"""As in the worked example of `docs/algorithms/recruitment.md`."""


def left_open(people: People, gaps: Sequence[FieldGap] = GAPS) -> Left:
    """What Nord lacks."""
    return Left(unit=people.north, texts=shipped("faglighed-2025").texts("da"), gaps=tuple(gaps))


def make_profile(people: People, hires: int = 1) -> RecruitmentProfile:
    """Alma's first profile for so many hires."""
    made = make_profiles(left=left_open(people), proposal=recruitment(GAPS, hires), by=people.alma, now=timezone.now())
    return made[0]

"""What a match knows of citizens, stored so that a match reads one table.

A request that loaded a case in order to change it renews its row (`matching.middleware`, `citizens.changing`); the night renews
all (`manage.py keep_matching`).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from fagkompas.citizens.models import Citizen
from fagkompas.matching.models import MatchProfile
from fagkompas.matching.to_engine import profiles_of

AT_A_TIME: Final = 1000
"""So many are held in memory at once."""


def refresh_everywhere(*, now: datetime) -> int:
    """Every open case, so many at a time; how many."""
    pks = list(Citizen.objects.active().order_by("pk").values_list("pk", flat=True))
    MatchProfile.objects.filter(citizen__closed_on__isnull=False).delete()
    return refresh_profiles(citizens=pks, now=now)


def refresh_profiles(*, citizens: Sequence[int], now: datetime) -> int:
    """Of these, by key; a closed case has none. How many are open."""
    return sum(_refresh(citizens[start : start + AT_A_TIME], now=now) for start in range(0, len(citizens), AT_A_TIME))


@transaction.atomic
def _refresh(citizens: Collection[int], *, now: datetime) -> int:
    """Rows whose words are as they were keep their time, so that a table in memory need not read them again."""
    open_ones = set(Citizen.objects.active().filter(pk__in=citizens).order_by().values_list("pk", flat=True))
    MatchProfile.objects.filter(citizen__in=set(citizens) - open_ones).delete()
    before = {row.citizen_id: row for row in MatchProfile.objects.filter(citizen__in=open_ones).order_by("pk")}
    made, changed = [], []
    for pk, profile in profiles_of(open_ones).items():
        text = profile.as_text()
        if pk not in before:
            made.append(MatchProfile(citizen_id=pk, words=text, made_at=now))
        elif before[pk].words != text:
            before[pk].words, before[pk].made_at = text, now
            changed.append(before[pk])
    MatchProfile.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["citizen"], update_fields=["words", "made_at"]
    )
    MatchProfile.objects.bulk_update(changed, ["words", "made_at"])
    return len(open_ones)

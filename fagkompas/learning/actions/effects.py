"""Writes about effects: renewed at night, and only in steps that tell of nobody (docs/adr/0007)."""

from datetime import datetime
from typing import Final

from django.db import transaction

from fagkompas.accounts.models import Unit
from fagkompas.catalogue.models import Offering
from fagkompas.engine.effect import Groups, groups_of, may_follow, tellable
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.learning.effects import (
    Measured,
    effect_of,
    figures_of,
    is_whole,
    offerings_with_enough,
    people_behind,
    people_stored,
)
from fagkompas.learning.models import EffectPerson, EffectResult

AT_ONCE: Final = 1_000


def renew_effects_everywhere(*, now: datetime) -> int:
    """Every offering that enough people have been through, in every municipality; how many effects are new."""
    roots = Unit.objects.filter(parent__isnull=True).order_by("pk")
    return sum(renew_effects(root=root, now=now) for root in roots)


def renew_effects(*, root: Unit, now: datetime) -> int:
    """Every offering of one municipality, each in its own transaction; how many effects are new."""
    offerings = {one.pk: one for one in offerings_with_enough(root.pk)}
    measured_before = EffectResult.objects.filter(root=root).exclude(offering__in=offerings).select_related("offering")
    wanted = [*offerings.values(), *(result.offering for result in measured_before)]
    return sum(renew_effect(offering=offering, root=root, now=now) for offering in wanted)


@transaction.atomic
def renew_effect(*, offering: Offering, root: Unit, now: datetime) -> bool:
    """Whether there are new figures. The old ones stay where the new ones, held against them, would tell of few."""
    held = EffectResult.objects.select_for_update().filter(root=root, offering=offering).first()
    measured = effect_of(offering, root.pk)
    told = tellable(groups_of(measured.effect), smallest_group=measured.smallest_group) if measured else {}
    if held is None:
        if measured is None or not told:
            return False
        held = EffectResult(root=root, offering=offering)
    elif not _may_replace(held, told, measured):
        return False
    if measured is None or not told:
        held.delete()
        return True
    held.figures, held.computed_at = figures_of(measured, told), now
    held.save()
    held.people.all().delete()
    EffectPerson.objects.bulk_create(people_behind(held, measured, told), batch_size=AT_ONCE)
    return True


def _may_replace(held: EffectResult, told: Groups, measured: Measured | None) -> bool:
    """Something has changed, and for enough people; somebody whose round is deleted has changed too."""
    before = people_stored(held)
    smallest = measured.smallest_group if measured else held.figures.get("smallest_group", SMALLEST_GROUP)
    has_changed = dict(told) != before or not is_whole(held, before)
    return has_changed and may_follow(told, before, smallest_group=smallest)

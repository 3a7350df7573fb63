"""Writes about effects: renewed at night, and only in steps that tell of nobody (docs/adr/0007)."""

from datetime import datetime

from django.db import transaction

from fagkompas.accounts.models import Employee, Unit
from fagkompas.catalogue.models import Offering
from fagkompas.engine.effect import Groups, groups_of, may_follow, tellable
from fagkompas.learning.effects import (
    LEAST,
    Measured,
    effect_of,
    figures_of,
    offerings_with_enough,
    people_as_stored,
    people_stored,
)
from fagkompas.learning.models import EffectResult


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
    held.figures, held.people = figures_of(measured, told), people_as_stored(told)
    held.computed_at = now
    held.save()
    return True


def _may_replace(held: EffectResult, told: Groups, measured: Measured | None) -> bool:
    """Something has changed, and for enough people."""
    names = {person for people in held.people.values() for person in people}
    there = Employee.objects.filter(pk__in=names).order_by("pk").values_list("pk", flat=True)
    before = people_stored(held.people, still_there={str(pk) for pk in there})
    smallest = measured.smallest_group if measured else held.figures.get("smallest_group", LEAST)
    return people_as_stored(told) != held.people and may_follow(told, before, smallest_group=smallest)

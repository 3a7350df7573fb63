"""New rules: two weeks to start, and the step that a unit has come to."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role_in, units_with_role
from fagkompas.learning.competencies import chosen_in_words
from fagkompas.learning.lifting import ShownLift, ShownStep, shown_lift
from fagkompas.learning.models import ResourcePerson, RuleChange, RuleLift
from fagkompas.learning.needs import versions_for
from fagkompas.learning.permissions.rule_changes import can_tick_steps, lifts_around
from fagkompas.learning.rule_lifts import LiftActor
from fagkompas.learning.wording.sparring import spoken
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.today import Asks, TodayItem

NEAR: Final = timedelta(days=30)
"""How long before and after its day a new rule asks for a lift."""


def asks(person: Employee, today: date) -> tuple[Asks[RuleLift]]:
    """Lifts to start for managers, and the next step of those under way for whom it is for."""
    return (Asks(rows=_around, items=partial(_items, person, today)),)


def _around(person: Employee, _today: date) -> QuerySet[RuleLift]:
    return (
        RuleLift.objects.filter(lifts_around(person), change__root_id=person.root_id, change__retired_on__isnull=True)
        .select_related("change", "unit")
        .prefetch_related("steps_done")
        .order_by("starts_on", "pk")
    )


def _items(person: Employee, today: date, lifts: list[RuleLift]) -> list[TodayItem]:
    shown = [one for one in (shown_lift(lift, today) for lift in lifts) if one.is_under_way]
    helps_in = _helps_in(person, today) if shown else frozenset()
    touched = _touched(person.root_id, [one.lift.change for one in shown]) if helps_in else {}
    next_steps: dict[tuple[int, str], list[tuple[ShownLift, ShownStep]]] = {}
    for one in shown:
        change = one.lift.change
        is_helper = bool(helps_in & touched.get(change.pk, frozenset()))
        step = one.next_for(_actors(person, one, is_helper=is_helper))
        if step is not None:
            next_steps.setdefault((change.pk, step.step.code), []).append((one, step))
    return [*(_step(person, found) for found in next_steps.values()), *_to_start(person, lifts, today)]


def _to_start(person: Employee, lifts: list[RuleLift], today: date) -> list[TodayItem]:
    """For each unit that the person manages herself, and each new rule without a lift there or above."""
    managed = list(dict.fromkeys(units_with_role(person, Role.MANAGER)))
    if not managed:
        return []
    new = RuleChange.objects.in_use().filter(root_id=person.root_id)
    new = new.filter(in_force_on__gte=today - NEAR, in_force_on__lte=today + NEAR)
    return [
        _start(change, unit)
        for change in new.order_by("in_force_on", "pk")
        for unit in managed
        if not any(lift.change_id == change.pk and _is_of_one_line(lift.unit, unit) for lift in lifts)
    ]


def _is_of_one_line(one: Unit, other: Unit) -> bool:
    return one.contains(other) or other.contains(one)


def _start(change: RuleChange, unit: Unit) -> TodayItem:
    return TodayItem(
        kind=_("New rules"),
        what=change.title,
        why_now=_("It is in force on %(day)s, and %(unit)s has not started its two weeks.")
        % {"day": long_date(change.in_force_on), "unit": unit.name},
        url=reverse("learning:rule_unit", args=[change.uuid, unit.uuid]),
        button=_("See whom it reaches"),
        due=change.in_force_on,
    )


def _step(person: Employee, found: list[tuple[ShownLift, ShownStep]]) -> TodayItem:
    """The next step of one unit, or of several at once that have come to the same."""
    lift, step = min(found, key=lambda pair: pair[1].on)
    change, is_others = lift.lift.change, not any(can_tick_steps(person, one.lift.unit) for one, _step in found)
    if len(found) > 1:
        words = ngettext(
            "The next step of the two weeks with “%(rule)s” in %(count)s unit.",
            "The next step of the two weeks with “%(rule)s” in %(count)s units.",
            len(found),
        )
        why, url = (
            words % {"rule": change.title, "count": len(found)},
            reverse("learning:rule_change", args=[change.uuid]),
        )
    else:
        why = _("The next step of the two weeks with “%(rule)s” in %(unit)s.")
        why %= {"rule": change.title, "unit": lift.lift.unit.name}
        url = f"{reverse('learning:rule_unit', args=[change.uuid, lift.lift.unit.uuid])}#{step.step.code}"
        if is_others:
            why = " ".join([why, _("Your manager ticks it off.")])
    return TodayItem(
        kind=_("New rules"),
        what=spoken(step.step.title),
        why_now=why,
        url=url,
        button=_("See the step"),
        due=step.on,
        is_others=is_others,
    )


def _actors(person: Employee, lift: ShownLift, *, is_helper: bool) -> set[LiftActor]:
    """What the person is in this lift. Its own manager follows every step."""
    unit = lift.lift.unit
    if unit in units_with_role(person, Role.MANAGER):
        return set(LiftActor)
    actors = {LiftActor.EVERYONE} if unit.contains(person.unit) else set()
    if has_role_in(person, unit, Role.CONSULTANT):
        actors.add(LiftActor.CONSULTANT)
    if actors and is_helper:
        actors.add(LiftActor.RESOURCE_PERSON)
    return actors


def _helps_in(person: Employee, today: date) -> frozenset[tuple[int, str]]:
    """Framework and field in which the person is a resource person."""
    rows = ResourcePerson.objects.available_on(today).filter(employee=person).order_by("pk")
    return frozenset(rows.values_list("framework_id", "field"))


def _touched(root_id: int, changes: Sequence[RuleChange]) -> dict[int, frozenset[tuple[int, str]]]:
    """By change, the framework and fields that it touches."""
    versions = {version.framework_id: version for version in versions_for(root_id)}
    return {
        change.pk: frozenset(
            (change.framework_id, one.field)
            for one in chosen_in_words(versions[change.framework_id], change.competencies)
        )
        for change in changes
        if change.framework_id in versions
    }

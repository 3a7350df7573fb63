"""New rules: two weeks to start, and the step that a unit has come to."""

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import has_role_in, units_with_role
from fagkompas.learning.competencies import chosen_in_words
from fagkompas.learning.lifting import ShownLift, shown_lift
from fagkompas.learning.models import ResourcePerson, RuleChange, RuleLift
from fagkompas.learning.needs import versions_for
from fagkompas.learning.permissions.rule_changes import lifts_around
from fagkompas.learning.rule_lifts import LiftActor
from fagkompas.learning.wording.sparring import spoken
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.today import TodayItem

NEAR: Final = timedelta(days=30)
"""How long before and after its day a new rule asks for a lift."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Lifts to start for managers, and the next step of those under way for whom it is for. Few queries."""
    lifts = list(
        RuleLift.objects.filter(lifts_around(person), change__root_id=person.root_id, change__retired_on__isnull=True)
        .select_related("change", "unit")
        .prefetch_related("steps_done")
        .order_by("starts_on", "pk")
    )
    shown = [one for one in (shown_lift(lift, today) for lift in lifts) if one.is_under_way]
    steps = [item for one in shown if (item := _step(person, one, today))]
    return [*steps, *_to_start(person, lifts, today)]


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


def _step(person: Employee, lift: ShownLift, today: date) -> TodayItem | None:
    step = lift.next_for(_actors(person, lift, today))
    if step is None:
        return None
    return TodayItem(
        kind=_("New rules"),
        what=spoken(step.step.title),
        why_now=_("The next step of the two weeks with “%(rule)s” in %(unit)s.")
        % {"rule": lift.lift.change.title, "unit": lift.lift.unit.name},
        url=f"{reverse('learning:rule_unit', args=[lift.lift.change.uuid, lift.lift.unit.uuid])}#{step.step.code}",
        button=_("See the step"),
        due=step.on,
    )


def _actors(person: Employee, lift: ShownLift, today: date) -> set[LiftActor]:
    """What the person is in this lift. Its own manager follows every step."""
    unit = lift.lift.unit
    if unit in units_with_role(person, Role.MANAGER):
        return set(LiftActor)
    actors = {LiftActor.EVERYONE} if unit.contains(person.unit) else set()
    if has_role_in(person, unit, Role.CONSULTANT):
        actors.add(LiftActor.CONSULTANT)
    is_for_helpers = any(one.done is None and LiftActor.RESOURCE_PERSON in one.step.who for one in lift.steps)
    if actors and is_for_helpers and _helps(person, lift.lift.change, today):
        actors.add(LiftActor.RESOURCE_PERSON)
    return actors


def _helps(person: Employee, change: RuleChange, today: date) -> bool:
    """Whether the person is a resource person in a field that the rule touches."""
    fields = (
        ResourcePerson.objects.available_on(today)
        .filter(employee=person, framework_id=change.framework_id)
        .order_by("pk")
        .values_list("field", flat=True)
    )
    own = set(fields)
    if not own:
        return False
    version = next((one for one in versions_for(change.root_id) if one.framework_id == change.framework_id), None)
    return version is not None and any(one.field in own for one in chosen_in_words(version, change.competencies))

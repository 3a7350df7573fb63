"""Needs that should be met by now, or soon, and are not."""

from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import units_with_role
from fagkompas.assessments.attention import gap_in_words
from fagkompas.learning.models import Need
from fagkompas.learning.needs import EVERYONE, situation_of, versions_for
from fagkompas.toolkit.today import TodayItem

AHEAD: Final = timedelta(days=30)
"""How long before its day a need shows up."""


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """For the units that the person manages herself: a row for each unit with a need that is due and not met."""
    managed = list(dict.fromkeys(units_with_role(person, Role.MANAGER)))
    if not managed:
        return []
    due = Need.objects.filter(unit__in=managed, role=EVERYONE, by__lte=today + AHEAD).order_by("by", "pk")
    fields: dict[tuple[int, int], list[Need]] = {}
    for need in due:
        fields.setdefault((need.unit_id, need.framework_id), []).append(need)
    units = {unit.pk: unit for unit in managed}
    return [
        item
        for (unit, framework), needs in fields.items()
        if (item := _item(person, units[unit], framework, {need.field: need for need in needs}))
    ]


def _item(person: Employee, unit: Unit, framework: int, due: dict[str, Need]) -> TodayItem | None:
    version = next((one for one in versions_for(person.root_id) if one.framework_id == framework), None)
    if version is None:
        return None
    situation = situation_of(person, unit, version)
    open_gaps = [gap for gap in situation.open_gaps if gap.field in due]
    if not open_gaps or situation.seen is None:
        return None
    figures, texts = situation.seen.shown.figures, situation.seen.texts
    says = [f"{texts.field(gap.field).name}: {gap_in_words(figures, gap)}" for gap in open_gaps]
    return TodayItem(
        kind=_("What the unit needs"),
        what=unit.name,
        why_now=". ".join(says) + ".",
        url=f"{reverse('learning:needs_answers', args=[unit.uuid])}?ramme={version.framework.uuid}",
        button=_("See what can be done"),
        due=min((day for gap in open_gaps if (day := due[gap.field].by)), default=None),
    )

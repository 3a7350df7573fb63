"""An onboarding path as its pages show it: steps by week, what comes next, how far it is, and with whom steps are paired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final

from django.db.models import Q
from django.utils.translation import get_language

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import OnboardingPath, OnboardingStep, ResourcePerson, SideBySide
from fagkompas.learning.models.sharing import ResourcePersonQuerySet
from fagkompas.learning.onboarding_guide import GuideStep, StepWith, onboarding_guide
from fagkompas.learning.resource_persons import USUAL_HOURS, available, with_hours_left

WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """A step with its words; `guide` is None for one that the manager has written. `resource` is whom it is paired with
    as a resource person in the step's field.
    """

    row: OnboardingStep
    guide: GuideStep | None
    resource: ResourcePerson | None

    @property
    def title(self) -> str:
        """In the reader's language."""
        if self.guide is None:
            return self.row.title or self.row.code
        return self.guide.title.in_language(get_language() or "da")

    @property
    def text(self) -> str:
        """What to do, said to the new colleague; "" for one that the manager has written."""
        return self.guide.text.in_language(get_language() or "da") if self.guide else ""

    @property
    def about(self) -> str:
        """The same for anybody else, by the colleague's name."""
        told = self.guide.about.in_language(get_language() or "da") if self.guide else ""
        return told.replace("{name}", self.row.path.employee.name)

    @property
    def lacks_somebody(self) -> bool:
        """Whether it is taken with a colleague or a resource person, and nobody is chosen."""
        is_with = self.guide is not None and self.guide.with_whom is not StepWith.SELF
        return is_with and self.row.with_person_id is None and self.row.done_on is None

    @property
    def kind(self) -> str:
        """What one does: meet, watch, read, try or talk; "" for one that the manager has written."""
        return self.guide.kind.value if self.guide else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days of a path, counted from its first, with the steps due in them."""

    number: int
    first: date
    last: date
    steps: tuple[ShownStep, ...]

    @property
    def is_done(self) -> bool:
        """Whether all its steps are."""
        return all(step.row.done_on for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class ShownPath:
    """A path on a day."""

    path: OnboardingPath
    steps: tuple[ShownStep, ...]
    today: date

    @property
    def days(self) -> int:
        """From the first to the last."""
        return (self.path.ends_on - self.path.starts_on).days + 1

    @property
    def day(self) -> int:
        """Which day it is, 1 on the first; below 1 before it begins."""
        return (self.today - self.path.starts_on).days + 1

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed; the last day itself counts."""
        return self.today > self.path.ends_on

    @cached_property
    def done(self) -> int:
        """How many steps are ticked."""
        return sum(step.row.done_on is not None for step in self.steps)

    @cached_property
    def late(self) -> tuple[ShownStep, ...]:
        """Those that should be ticked by now and are not."""
        return tuple(step for step in self.steps if step.row.done_on is None and step.row.due_on < self.today)

    @cached_property
    def lacking(self) -> tuple[ShownStep, ...]:
        """Those that lack somebody to take them with."""
        return tuple(step for step in self.steps if step.lacks_somebody)

    @cached_property
    def next(self) -> ShownStep | None:
        """The first that is not ticked; None when all are, or the path is over."""
        return None if self.is_over else next((step for step in self.steps if step.row.done_on is None), None)

    @cached_property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks that have steps."""
        found: dict[int, list[ShownStep]] = {}
        for step in self.steps:
            found.setdefault((step.row.due_on - self.path.starts_on).days // WEEK, []).append(step)
        return tuple(
            Week(
                number=place + 1,
                first=self.path.starts_on + timedelta(days=place * WEEK),
                last=min(self.path.starts_on + timedelta(days=place * WEEK + WEEK - 1), self.path.ends_on),
                steps=tuple(steps),
            )
            for place, steps in sorted(found.items())
        )


def shown_path(path: OnboardingPath, today: date) -> ShownPath:
    """Two queries."""
    rows = list(path.steps.select_related("with_person__unit"))
    return _shown(path, rows, _resources(path.employee.root_id, rows, today), today)


def shown_paths(paths: Iterable[OnboardingPath], today: date) -> list[ShownPath]:
    """In the same order, without whom steps are paired with. One query, however many they are."""
    every = list(paths)
    if not every:
        return []
    by_path: dict[int, list[OnboardingStep]] = {path.pk: [] for path in every}
    for row in OnboardingStep.objects.filter(path__in=every).select_related("with_person"):
        by_path[row.path_id].append(row)
    return [_shown(path, by_path[path.pk], {}, today) for path in every]


def shown_step(row: OnboardingStep) -> ShownStep:
    """One step by itself. No query."""
    return ShownStep(row=row, guide=onboarding_guide().step(row.code), resource=None)


def _shown(
    path: OnboardingPath,
    rows: Iterable[OnboardingStep],
    resources: Mapping[tuple[int, str], ResourcePerson],
    today: date,
) -> ShownPath:
    guide = onboarding_guide()
    found = []
    for row in rows:
        row.path = path
        step = guide.step(row.code)
        resource = resources.get((row.with_person_id or 0, step.field)) if step and step.field else None
        found.append(ShownStep(row=row, guide=step, resource=resource))
    return ShownPath(path=path, steps=tuple(found), today=today)


def _resources(root_id: int, rows: Sequence[OnboardingStep], today: date) -> dict[tuple[int, str], ResourcePerson]:
    people = {row.with_person_id for row in rows if row.with_person_id}
    found = _of_guide(root_id, today).filter(employee__in=people)
    return {(row.employee_id, row.field): row for row in found}


def _of_guide(root_id: int, today: date) -> ResourcePersonQuerySet:
    """Those of the guide's framework, or of one derived from it."""
    code = onboarding_guide().framework
    in_it = Q(framework__code=code) | Q(framework__derived_from__code=code)
    return available(root_id, today).filter(in_it)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """A resource person of a path that somebody may ask for side-by-side training, for these steps that are not ticked.

    `under_way` is what is asked or agreed already; `left` the hours left in the month of the first step, after it.
    """

    resource: ResourcePerson
    steps: tuple[ShownStep, ...]
    under_way: SideBySide | None
    left: Decimal

    @property
    def hours(self) -> Decimal:
        """What the steps take, each the usual time together."""
        return USUAL_HOURS * len(self.steps)


def to_ask(shown: ShownPath) -> list[ToAsk]:
    """Each resource person of the path once, in the order of the steps. Three queries for each month there is one in."""
    steps: dict[int, list[ShownStep]] = {}
    resources: dict[int, ResourcePerson] = {}
    for step in shown.steps:
        if step.resource is not None and step.row.done_on is None:
            resources[step.resource.pk] = step.resource
            steps.setdefault(step.resource.pk, []).append(step)
    mine = SideBySide.objects.filter(learner=shown.path.employee, resource__in=resources.values()).under_way()
    under_way = {one.resource_id: one for one in mine}
    return [
        ToAsk(
            resource=resources[pk],
            steps=tuple(found),
            under_way=under_way.get(pk),
            left=with_hours_left([resources[pk]], max(found[0].row.due_on, shown.today))[0].left,
        )
        for pk, found in steps.items()
    ]


# Pairing


def paired(person: Employee, steps: Iterable[GuideStep], starts_on: date, today: date) -> dict[str, ResourcePerson]:
    """Step code to the resource person who helps: in the step's field, there on its day, and with hours left in its
    month after what the path has given away. The own unit's come first, then those with most hours left. Three queries
    for each month of the path.
    """
    rows = list(_of_guide(person.root_id, today).exclude(employee=person))
    found: dict[str, ResourcePerson] = {}
    left: dict[tuple[int, date], Decimal] = {}
    for step in steps:
        if step.with_whom is not StepWith.RESOURCE_PERSON:
            continue
        due = step.due_on(starts_on)
        month = due.replace(day=1)
        if not any(first == month for _pk, first in left):
            left |= {(one.resource.pk, month): one.left for one in with_hours_left(rows, due)}
        fits = [
            row
            for row in rows
            if row.field == step.field and row.until and row.until >= due and left[row.pk, month] >= USUAL_HOURS
        ]
        if fits:
            chosen = min(fits, key=lambda row: (row.employee.unit_id != person.unit_id, -left[row.pk, month], row.pk))
            left[chosen.pk, month] -= USUAL_HOURS
            found[step.code] = chosen
    return found

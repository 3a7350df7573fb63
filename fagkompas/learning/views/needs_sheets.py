"""What two may have open at once about a unit: its need, its profiles, who holds which role, kinds of work, and hours."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.frameworks.models import Version
from fagkompas.learning.actions import needs as actions
from fagkompas.learning.division import hours_of, tasks_of
from fagkompas.learning.forms.needs import (
    BandsForm,
    HoursForm,
    NeedsForm,
    RolesForm,
    TasksForm,
    cells_of,
    row_cells,
    row_text,
    stored_tasks,
    task_rows,
    texts_of_bands,
    texts_of_hours,
    texts_of_needs,
)
from fagkompas.learning.models import Need
from fagkompas.learning.needs import bands_of, roles_held
from fagkompas.learning.needs_pages import NeedsPage
from fagkompas.toolkit.together import SavedNow, Sheet

ROW: Final = "opgave-"
"""A kind of work as one text, on the page where one chooses between two."""


@dataclass(frozen=True, kw_only=True)
class NeedsSheet(Sheet[NeedsForm]):
    """What is needed of everyone, or of those who hold a role. `beginning` is what the form shows before anything is
    said, by control; `changed` the fields that saving has changed.
    """

    page: NeedsPage
    role: str
    make: Callable[[Mapping[str, str]], NeedsForm]
    suggested: tuple[str, ...]
    changed: list[str] = field(default_factory=list)

    @property
    def takes_suggestions(self) -> bool:
        """Whoever saves says that it is so."""
        return True

    def is_field(self, name: str) -> bool:
        """See the form."""
        return name.partition("-")[0] in self.page.situation.needs.framework.field_codes

    def now(self) -> SavedNow:
        """Two queries."""
        unit, framework = self.page.unit, self.page.version.framework
        stand = actions.stand_of_needs(unit, framework, self.role)
        rows = Need.objects.of_unit(unit, framework).filter(role=self.role).order_by("pk")
        texts = texts_of_needs({row.field: given_of(row) for row in rows})
        there = {name: text for name, text in texts.items() if name in self.suggested}
        return SavedNow(texts=there, revision=stand, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> NeedsForm:  # called like every sheet's
        """What was typed and saved, together."""
        return self.make(data)

    def keep(self, form: NeedsForm, revision: int) -> int:
        """Every field that was said."""
        unit, framework = self.page.unit, self.page.version.framework
        self.changed[:] = actions.save_needs(
            unit=unit,
            framework=framework,
            given=form.given(),
            left_out=form.left_out() if self.role else frozenset(),
            role=self.role,
            by=self.page.viewer,
            today=timezone.localdate(),
            stand=revision,
        )
        return actions.stand_of_needs(unit, framework, self.role)


def given_of(row: Need) -> actions.GivenNeed:
    """A stored need as the form has it."""
    return actions.GivenNeed(
        field=row.field,
        basic_share=row.basic_share,
        specialists=row.specialists,
        weight=row.weight,
        by=row.by,
        reason=row.reason,
    )


@dataclass(frozen=True, kw_only=True)
class BandsSheet(Sheet[BandsForm]):
    """The profiles, now and ideally. `frame` is their frame."""

    page: NeedsPage
    frame: Version
    make: Callable[[Mapping[str, str]], BandsForm]
    staff: int

    def is_field(self, name: str) -> bool:
        """See the form."""
        return name.endswith(("-nu", "-ideelt"))

    def now(self) -> SavedNow:
        """Two queries."""
        stand = actions.stand_of_bands(self.page.unit)
        return SavedNow(texts=texts_of_bands(bands_of(self.page.unit)), revision=stand, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> BandsForm:
        """What was typed and saved, together."""
        return self.make(data)

    def keep(self, form: BandsForm, revision: int) -> int:
        """All profiles, and the need that follows."""
        actions.save_bands(
            unit=self.page.unit,
            framework=self.frame.framework,
            given=form.given(),
            staff=self.staff,
            by=self.page.viewer,
            today=timezone.localdate(),
            stand=revision,
        )
        return actions.stand_of_bands(self.page.unit)


@dataclass(frozen=True, kw_only=True)
class RolesSheet(Sheet[RolesForm]):
    """Who holds which role: a control for each box, `person.role`. People who were not on the page keep theirs."""

    people: Sequence[Employee]
    roles: Sequence[tuple[str, str]]
    by: Employee

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """Each ticked box by itself."""
        people = {str(person.uuid) for person in self.people}
        ticked = {f"{name}.{role}": "1" for name, roles in request.POST.lists() if name in people for role in roles}
        return request.POST.dict() | ticked

    def is_field(self, name: str) -> bool:
        """A box of somebody on the page."""
        person, dot, _role = name.partition(".")
        return bool(dot) and person in {str(one.uuid) for one in self.people}

    def asks(self, form: RolesForm, name: str) -> bool:
        """The boxes of a person are one control of the form."""
        return name.partition(".")[0] in form.fields

    def now(self) -> SavedNow:
        """Two queries."""
        stand, held = actions.stand_of_roles(self.people), roles_held(self.people)
        boxes = {f"{one.uuid}.{role}": "1" for one in self.people for role in sorted(held.get(one.pk, set()))}
        return SavedNow(texts=boxes, revision=stand, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> RolesForm:
        """What was typed and saved, together."""
        ticked: dict[str, list[str]] = {}
        for name in (name for name, text in data.items() if text):
            person, _dot, role = name.partition(".")
            ticked.setdefault(person, []).append(role)
        return RolesForm(ticked, people=self.people, roles=self.roles, held={})

    def keep(self, form: RolesForm, revision: int) -> int:
        """Everybody on the page."""
        actions.save_work_roles(roles=form.given(), by=self.by, stand=revision)
        return actions.stand_of_roles(self.people)


@dataclass(frozen=True, kw_only=True)
class TasksSheet(Sheet[TasksForm]):
    """The kinds of work: each row is one text, so that what belongs together is kept or changed together."""

    page: NeedsPage

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """The four controls of a row put together."""
        data = request.POST.dict()
        return data | {f"{ROW}{place}": row_text(cells) for place, cells in task_rows(data).items()}

    def is_field(self, name: str) -> bool:
        """A row."""
        return re.fullmatch(ROW + r"([0-9a-f]{32}|\d{1,3})", name) is not None

    def asks(self, form: TasksForm, name: str) -> bool:
        """A row has a control for each of its parts."""
        return f"{name.removeprefix(ROW)}-navn" in form.fields

    def now(self) -> SavedNow:
        """Two queries."""
        stand = actions.stand_of_tasks(self.page.unit, self.page.version.framework)
        stored = stored_tasks(tasks_of(self.page.situation))
        texts = {f"{ROW}{place}": row_text(cells_of(task)) for place, task in stored.items()}
        return SavedNow(texts=texts, revision=stand, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> TasksForm:
        """What was typed and saved, together."""
        cells = {
            f"{name.removeprefix(ROW)}-{cell}": typed
            for name, text in data.items()
            for cell, typed in row_cells(text).items()
        }
        return TasksForm(cells, fields=self.page.situation.needs.texts.fields, start={})

    def keep(self, form: TasksForm, revision: int) -> int:
        """Every row."""
        unit, framework = self.page.unit, self.page.version.framework
        actions.save_tasks(unit=unit, framework=framework, given=form.given(), by=self.page.viewer, stand=revision)
        return actions.stand_of_tasks(unit, framework)


@dataclass(frozen=True, kw_only=True)
class HoursSheet(Sheet[HoursForm]):
    """The hours of each person. People who were not on the page keep theirs."""

    people: Sequence[Employee]
    by: Employee

    def is_field(self, name: str) -> bool:
        """Somebody on the page."""
        return name in {str(one.uuid) for one in self.people}

    def now(self) -> SavedNow:
        """Two queries."""
        stand = actions.stand_of_hours(self.people)
        return SavedNow(texts=texts_of_hours(self.people, hours_of(self.people)), revision=stand, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> HoursForm:
        """What was typed and saved, together."""
        return HoursForm(data, people=self.people, hours={})

    def keep(self, form: HoursForm, revision: int) -> int:
        """Everybody on the page."""
        actions.save_working_hours(hours=form.given(), by=self.by, stand=revision)
        return actions.stand_of_hours(self.people)

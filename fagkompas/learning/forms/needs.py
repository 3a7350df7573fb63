"""What a manager types about needs: a row a field, bands of profiles, roles held, kinds of work, hours, and files."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.engine import units as engine
from fagkompas.engine.scales import Band, Level
from fagkompas.frameworks.models import LEVELS
from fagkompas.frameworks.texts import FieldTexts
from fagkompas.learning.actions.needs import GivenBand, GivenNeed, GivenTask
from fagkompas.learning.models import BANDS, TaskType
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.form_errors import PERCENT
from fagkompas.toolkit.forms import DayField, Form, RefusalForm

WEIGHTS: Final[Mapping[int, StrPromise]] = {
    1: gettext_lazy("Good to have"),
    2: gettext_lazy("Important"),
    3: gettext_lazy("Decisive"),
}

MOST_SPECIALISTS: Final = 999
MOST_HOURS: Final = 9999
MOST_PERSONAL_HOURS: Final = 60
NEW_TASKS: Final = 3
"""Empty rows at the end of the list of kinds of work."""


def refuse_cpr(text: str) -> None:
    """Free text says nothing about a citizen."""
    if cpr_like(text):
        raise forms.ValidationError(
            _("The text holds a number that looks like a CPR number. Remove it: nothing here is about a citizen.")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """One field of the form."""

    code: str
    name: str
    description: str
    share: BoundField | None
    specialists: BoundField | None
    weight: BoundField
    by: BoundField
    reason: BoundField
    suggested: str


class NeedsForm(RefusalForm):
    """What is needed, field by field. With `is_role` a field may be left empty: the role says nothing about it."""

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Sequence[FieldTexts],
        start: Mapping[str, GivenNeed],
        today: date,
        is_role: bool = False,
        suggested: Mapping[str, str] | None = None,
    ) -> None:
        self.codes, self.today, self.is_role = fields, today, is_role
        self.start = start
        self.suggested = suggested or {}
        super().__init__(data, initial=texts_of_needs(start))
        for field in fields:
            self.fields.update(_fields_of(field, is_role=is_role))

    @property
    def rows(self) -> Iterator[NeedRow]:
        """Field by field, for the page."""
        for field in self.codes:
            yield NeedRow(
                code=field.code,
                name=field.name,
                description=field.description,
                share=self[f"{field.code}-andel"] if field.at(Level.BASIC) else None,
                specialists=self[f"{field.code}-specialister"] if field.at(Level.SPECIALISED) else None,
                weight=self[f"{field.code}-vaegt"],
                by=self[f"{field.code}-senest"],
                reason=self[f"{field.code}-begrundelse"],
                suggested=self.suggested.get(field.code, ""),
            )

    def unit_of(self, name: str) -> str:
        """Per cent, or people."""
        return {"andel": PERCENT, "specialister": _("people")}.get(name.partition("-")[2], "")

    def block_of(self, name: str) -> str:
        """The field that the control is about."""
        return next((field.name for field in self.codes if field.code == name.partition("-")[0]), "")

    def clean(self) -> dict[str, Any]:
        """What holds of a field as a whole."""
        data = super().clean() or {}
        for field in self.codes:
            name = f"{field.code}-senest"
            before = self.start.get(field.code)
            day = data.get(name)
            if day and day < self.today and day != (before.by if before else None):
                self.add_error(name, _("The day has passed. Choose today or a later day."))
            try:
                refuse_cpr(data.get(f"{field.code}-begrundelse", ""))
            except forms.ValidationError as refusal:
                self.add_error(f"{field.code}-begrundelse", refusal)
        return data

    def given(self) -> list[GivenNeed]:
        """What was said; fields with something wrong in them are left out."""
        return [need for field in self.codes if (need := self._need(field)) is not None]

    def left_out(self) -> frozenset[str]:
        """Fields that the role says nothing about."""
        return frozenset({field.code for field in self.codes} - {need.field for need in self.given()})

    def engine_needs(self) -> tuple[engine.Need, ...]:
        """As the engine reads it, to see at once what it means."""
        return tuple(
            engine.Need(
                field=need.field,
                basic_share=float(need.basic_share),
                specialists=need.specialists,
                weight=need.weight,
                by=need.by,
            )
            for need in self.given()
        )

    def _need(self, field: FieldTexts) -> GivenNeed | None:
        def said(name: str) -> Any:
            return self.cleaned_data.get(f"{field.code}-{name}")

        own = [name for name in self.fields if name.startswith(f"{field.code}-")]
        says_nothing = self.is_role and said("andel") is None and said("specialister") is None
        if says_nothing or any(name in self.errors for name in own):
            return None
        has_share = f"{field.code}-andel" in self.fields
        return GivenNeed(
            field=field.code,
            basic_share=Decimal(said("andel") or 0) / 100 if has_share else Decimal(1),
            specialists=said("specialister") or 0,
            weight=said("vaegt") or 1,
            by=said("senest"),
            reason=said("begrundelse") or "",
        )


def _fields_of(field: FieldTexts, *, is_role: bool) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if field.at(Level.BASIC):
        found["andel"] = forms.DecimalField(
            label=_("Must master the basic level"),
            min_value=0,
            max_value=100,
            decimal_places=1,
            required=not is_role,
        )
    if field.at(Level.SPECIALISED):
        found["specialister"] = forms.IntegerField(
            label=_("Specialised people"), min_value=0, max_value=MOST_SPECIALISTS, required=not is_role
        )
    found["vaegt"] = forms.TypedChoiceField(
        label=_("How much it matters"), choices=list(WEIGHTS.items()), coerce=int, required=not is_role
    )
    found["senest"] = DayField(label=_("By when"), required=False)
    found["begrundelse"] = forms.CharField(label=_("Why"), max_length=500, required=False, widget=forms.Textarea)
    return {f"{field.code}-{name}": each for name, each in found.items()}


def texts_of_needs(needs: Mapping[str, GivenNeed]) -> dict[str, str]:
    """Needs by field, as the controls of the form have them; what is empty is left out."""
    texts: dict[str, str] = {}
    for code, need in needs.items():
        texts |= {
            f"{code}-andel": _plain(need.basic_share * 100),
            f"{code}-specialister": str(need.specialists),
            f"{code}-vaegt": str(need.weight),
            f"{code}-senest": need.by.isoformat() if need.by else "",
            f"{code}-begrundelse": need.reason,
        }
    return {name: text for name, text in texts.items() if text}


def _plain(value: Decimal) -> str:
    """12.500 as 12.5, and 80.0 as 80."""
    return f"{value.normalize():f}"


class BandsForm(RefusalForm):
    """The profiles: what share of the staff matches each now, and what it should be. `rated` is told beside now."""

    def __init__(
        self,
        data: Any = None,
        *,
        fields: Sequence[FieldTexts],
        start: Mapping[str, GivenBand],
        rated: Mapping[str, str] | None = None,
    ) -> None:
        self.codes = fields
        super().__init__(data, initial=texts_of_bands(start))
        choices = [("", _("Not said")), *BANDS]
        for field in fields:
            for name, label in (("nu", _("Now")), ("ideelt", _("Ideally"))):
                self.fields[f"{field.code}-{name}"] = forms.TypedChoiceField(
                    label=f"{field.name}: {label}", choices=choices, coerce=_band, empty_value=None, required=False
                )
            self.fields[f"{field.code}-nu"].help_text = (rated or {}).get(field.code, "")

    @property
    def rows(self) -> Iterator[tuple[FieldTexts, BoundField, BoundField]]:
        """Profile by profile."""
        for field in self.codes:
            yield field, self[f"{field.code}-nu"], self[f"{field.code}-ideelt"]

    def given(self) -> list[GivenBand]:
        """What was said."""
        return [
            GivenBand(
                profile=field.code,
                now=self.cleaned_data[f"{field.code}-nu"],
                ideal=self.cleaned_data[f"{field.code}-ideelt"],
            )
            for field in self.codes
        ]


def texts_of_bands(bands: Mapping[str, GivenBand]) -> dict[str, str]:
    """Bands by profile, as the controls of the form have them; what is not said is left out."""
    return {
        f"{code}-{name}": str(band.value)
        for code, given in bands.items()
        for name, band in (("nu", given.now), ("ideelt", given.ideal))
        if band is not None
    }


def _band(text: str) -> Band:
    return Band(int(text))


class RolesForm(RefusalForm):
    """Who holds which role: a person may hold several, or none."""

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[Employee],
        roles: Sequence[tuple[str, str]],
        held: Mapping[int, set[str]],
    ) -> None:
        self.people = people
        initial = {str(person.uuid): sorted(held.get(person.pk, set())) for person in people}
        super().__init__(data, initial=initial)
        for person in people:
            self.fields[str(person.uuid)] = forms.MultipleChoiceField(
                label=person.name, choices=roles, required=False, widget=forms.CheckboxSelectMultiple
            )

    @property
    def rows(self) -> Iterator[BoundField]:
        """Person by person."""
        return (self[str(person.uuid)] for person in self.people)

    def given(self) -> dict[Employee, frozenset[str]]:
        """The roles of each."""
        return {person: frozenset(self.cleaned_data[str(person.uuid)]) for person in self.people}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One row of the list of kinds of work."""

    name: BoundField
    field: BoundField
    level: BoundField
    hours: BoundField


CELLS: Final = ("navn", "felt", "niveau", "timer")
TASK_CELL: Final = re.compile(r"([0-9a-f]{32}|\d{1,3})-(navn|felt|niveau|timer)")


def cells_of(task: GivenTask) -> dict[str, str]:
    """A kind of work as the controls of its row have it."""
    texts = (task.name, task.field, task.level.value, _plain(task.weekly_hours))
    return dict(zip(CELLS, texts, strict=True))


def task_rows(data: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What was typed, row by row; a row is called by the UUID of what is stored, or by a number where it is new."""
    rows: dict[str, dict[str, str]] = {}
    for name, text in data.items():
        if found := TASK_CELL.fullmatch(name):
            rows.setdefault(found[1], {})[found[2]] = text
    return rows


def row_text(cells: Mapping[str, str]) -> str:
    """A row as one text, to be put together with what others have saved; "" for a row without a name."""
    texts = [" ".join(cells.get(name, "").split()) for name in CELLS]
    return json.dumps(texts, ensure_ascii=False) if texts[0] else ""


def row_cells(text: str) -> dict[str, str]:
    """The row again."""
    try:
        return dict(zip(CELLS, map(str, json.loads(text)), strict=True))
    except (ValueError, TypeError):
        return {}


class TasksForm(RefusalForm):
    """The kinds of work of a unit. A row without a name is no task, so emptying the name takes it out.

    `start` are the rows by what they are called, see `task_rows`.
    """

    def __init__(
        self, data: Mapping[str, str] | None = None, *, fields: Sequence[FieldTexts], start: Mapping[str, GivenTask]
    ) -> None:
        initial = {f"{place}-{name}": text for place, task in start.items() for name, text in cells_of(task).items()}
        super().__init__(data, initial=initial)
        there = list(start if data is None else task_rows(data))
        new = max((int(place) for place in there if len(place) < 4), default=-1) + 1
        self.places = [*there, *(str(new + number) for number in range(NEW_TASKS))]
        choices = [(field.code, field.name) for field in fields]
        for place in self.places:
            self.fields[f"{place}-navn"] = forms.CharField(label=_("Kind of work"), max_length=120, required=False)
            self.fields[f"{place}-felt"] = forms.ChoiceField(label=_("Field"), choices=choices, required=False)
            self.fields[f"{place}-niveau"] = forms.ChoiceField(label=_("Level"), choices=LEVELS, required=False)
            self.fields[f"{place}-timer"] = forms.DecimalField(
                label=_("Hours a week"), min_value=0, max_value=MOST_HOURS, decimal_places=1, required=False
            )

    @property
    def rows(self) -> Iterator[TaskRow]:
        """Row by row."""
        for place in self.places:
            yield TaskRow(
                name=self[f"{place}-navn"],
                field=self[f"{place}-felt"],
                level=self[f"{place}-niveau"],
                hours=self[f"{place}-timer"],
            )

    def clean(self) -> dict[str, Any]:
        """A row with a name has everything, and no name stands twice."""
        data = super().clean() or {}
        seen: set[str] = set()
        for place in self.places:
            name = " ".join((data.get(f"{place}-navn") or "").split())
            if not name:
                continue
            if name.casefold() in seen:
                self.add_error(f"{place}-navn", _("This kind of work stands twice. Give each its own name."))
            seen.add(name.casefold())
            try:
                refuse_cpr(name)
            except forms.ValidationError as refusal:
                self.add_error(f"{place}-navn", refusal)
            for column, words in (
                ("felt", _("Choose the field that the work belongs to.")),
                ("niveau", _("Choose the level that the work asks for.")),
            ):
                if not data.get(f"{place}-{column}") and f"{place}-{column}" not in self.errors:
                    self.add_error(f"{place}-{column}", words)
            if data.get(f"{place}-timer") is None and f"{place}-timer" not in self.errors:
                self.add_error(f"{place}-timer", _("Write how many hours a week there are of it."))
        return data

    def given(self) -> list[GivenTask]:
        """The rows with a name."""
        return [
            GivenTask(
                name=" ".join(self.cleaned_data[f"{place}-navn"].split()),
                field=self.cleaned_data[f"{place}-felt"],
                level=Level(self.cleaned_data[f"{place}-niveau"]),
                weekly_hours=self.cleaned_data[f"{place}-timer"],
            )
            for place in self.places
            if self.cleaned_data[f"{place}-navn"]
        ]


def stored_tasks(rows: Iterable[TaskType]) -> dict[str, GivenTask]:
    """Rows as the form and files have them, by what the form calls them."""
    return {
        row.uuid.hex: GivenTask(name=row.name, field=row.field, level=Level(row.level), weekly_hours=row.weekly_hours)
        for row in rows
    }


def laid_over(stored: Mapping[str, GivenTask], given: Sequence[GivenTask]) -> dict[str, GivenTask]:
    """Given rows called as the stored ones of the same name, the others as new."""
    called = {task.name: place for place, task in stored.items()}
    return {called.get(task.name, str(number)): task for number, task in enumerate(given)}


class HoursForm(RefusalForm):
    """Hours a week that each person has for the tasks; empty means the usual ones."""

    def __init__(self, data: Any = None, *, people: Sequence[Employee], hours: Mapping[int, Decimal]) -> None:
        self.people = people
        super().__init__(data, initial=texts_of_hours(people, hours))
        for person in people:
            self.fields[str(person.uuid)] = forms.DecimalField(
                label=person.name, min_value=0, max_value=MOST_PERSONAL_HOURS, decimal_places=1, required=False
            )

    @property
    def rows(self) -> Iterator[BoundField]:
        """Person by person."""
        return (self[str(person.uuid)] for person in self.people)

    def given(self) -> dict[Employee, Decimal | None]:
        """The hours of each."""
        return {person: self.cleaned_data[str(person.uuid)] for person in self.people}


def texts_of_hours(people: Iterable[Employee], hours: Mapping[int, Decimal]) -> dict[str, str]:
    """Hours as the controls of the form have them; nothing for the usual ones."""
    return {str(person.uuid): _plain(hours[person.pk]) for person in people if person.pk in hours}


class FileForm(Form):
    """A workbook or CSV file to read."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or CSV UTF-8, at most 20 MB."),
    )

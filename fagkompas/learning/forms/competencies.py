"""Competencies of a framework to tick, field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField

from fagkompas.assessments.wording import LEVELS
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.forms import RefusalForm

PREFIX: Final = "k-"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldToTick:
    """A field of the framework, and how many of its competencies are ticked."""

    control: BoundField
    name: str
    ticked: int


class CompetenciesForm(RefusalForm):
    """The part of a form in which competencies are chosen; a control for each field of the framework."""

    def __init__(
        self, data: Any = None, *, texts: FrameworkTexts | None, chosen: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.texts = texts
        for field in texts.fields if texts else ():
            choices = [(item.code, f"{item.title} ({LEVELS[item.level]})") for item in field.items if item.level]
            self.fields[f"{PREFIX}{field.code}"] = forms.MultipleChoiceField(
                label=field.name, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
            self.initial[f"{PREFIX}{field.code}"] = [code for code, _name in choices if code in chosen]

    @property
    def to_tick(self) -> Iterator[FieldToTick]:
        """Field by field, for the page."""
        for field in self.texts.fields if self.texts else ():
            control = self[f"{PREFIX}{field.code}"]
            yield FieldToTick(control=control, name=field.name, ticked=len(control.value() or ()))

    def competencies(self) -> tuple[str, ...]:
        """The codes that were ticked, in framework order."""
        names = [f"{PREFIX}{field.code}" for field in self.texts.fields] if self.texts else []
        return tuple(code for name in names for code in self.cleaned_data.get(name, ()))

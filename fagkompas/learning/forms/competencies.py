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


def competency_controls(texts: FrameworkTexts | None) -> tuple[str, ...]:
    """The names of the controls, a field of the framework each."""
    return tuple(f"{PREFIX}{field.code}" for field in texts.fields) if texts else ()


def competency_ticks(texts: FrameworkTexts | None, chosen: Sequence[str]) -> dict[str, list[str]]:
    """By control, what of `chosen` is ticked in it."""
    return {
        f"{PREFIX}{field.code}": [item.code for item in field.items if item.level and item.code in chosen]
        for field in (texts.fields if texts else ())
    }


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
        self.initial.update(competency_ticks(texts, chosen))

    @property
    def to_tick(self) -> Iterator[FieldToTick]:
        """Field by field, for the page."""
        for field in self.texts.fields if self.texts else ():
            control = self[f"{PREFIX}{field.code}"]
            yield FieldToTick(control=control, name=field.name, ticked=len(control.value() or ()))

    def competencies(self) -> tuple[str, ...]:
        """The codes that were ticked, in framework order."""
        return tuple(code for name in competency_controls(self.texts) for code in self.cleaned_data.get(name, ()))

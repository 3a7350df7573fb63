"""Picking one of many by typing: a text with suggestions, and the nearest ones where what was written is none.

::

    class CompanyPicker(Picker):
        suggestions = "companies:suggestions"       # answers `?q=` with options: `<li role="option" data-uuid data-title>`

While one types, suggestions come from that address; without script one writes a name, and where it is none the form comes
back with the nearest ones (`offered`) to choose among. An app's field says what a name leads to; see `PickerField`.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One to choose: what it is called, by what other name it was found, and what tells it from others."""

    uuid: UUID
    title: str
    found_as: str = ""
    about: str = ""


class Picker(forms.TextInput):
    """A text with suggestions, the key of what was chosen among them, and the nearest ones where nothing was."""

    suggestions: ClassVar[str]
    longest: ClassVar[int] = 100
    offered: Sequence[Offer] = ()

    class Media:
        """What the page loads, by itself (`media_of_forms` in base.html)."""

        css: ClassVar = {"all": ["toolkit/picker.css"]}
        js: ClassVar = [Script("toolkit/picker.js", defer=True)]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """What was written, the key of the suggestion that was taken, and that of the one chosen among the nearest."""
        return {part: data.get(key) or "" for part, key in _names_of(name).items()}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without this control."""
        return name not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The control, in the words of a `field` tag."""
        written, taken = self.as_written(value)
        control = {**self.build_attrs(self.attrs, attrs), "autocomplete": "off", "maxlength": self.longest}
        shown = {
            "names": _names_of(name),
            "attributes": flatatt(control),
            "id": control.get("id", ""),
            "suggestions": self.suggestions,
            "written": written,
            "taken": taken,
            "offered": self.offered,
        }
        return SafeString(render_to_string("toolkit/picker.html", shown))

    def as_written(self, value: Any) -> tuple[str, str]:
        """The text of the control and the key that belongs to it; a row has `uuid` and a title that `str` gives."""
        if isinstance(value, Mapping):
            return value["written"], value["taken"]
        return (str(value), str(value.uuid)) if value else ("", "")


class PickerField(forms.Field):
    """One row in use, or the one that stood there before even if it may not be chosen any more.

    Error messages: `no_title` where nothing is called that, `nothing_like_it` where nothing is even near.
    """

    widget: Any  # a `Picker`

    @abstractmethod
    def by_key(self, uuid: UUID, written: str | None) -> Any:
        """The row of a key, with what was written beside it only where that is still its name; None for none."""

    @abstractmethod
    def by_name(self, written: str) -> Any:
        """The row that is called this, None for none or several; puts the nearest ones into the widget's `offered`."""

    def clean(self, value: Any) -> Any:
        """The row that was chosen, or the one whose name was written."""
        written, taken, chosen = value["written"].strip(), value["taken"], value["chosen"]
        if not written and not chosen:
            super().clean("")
            return None
        if found := self._by_key(chosen, None) or self._by_key(taken, written) or self.by_name(written):
            return found
        raise ValidationError(
            self.error_messages["no_title" if self.widget.offered else "nothing_like_it"], code="invalid_choice"
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another name stands there."""
        written, _taken = self.widget.as_written(initial)
        return bool(data["chosen"]) or data["written"].strip() != written

    def _by_key(self, key: str, written: str | None) -> Any:
        try:
            uuid = UUID(key)
        except ValueError:
            return None
        return self.by_key(uuid, written)


def _names_of(name: str) -> dict[str, str]:
    """The controls of a field, by what they hold."""
    return {"written": name, "taken": f"{name}_taken", "chosen": f"{name}_chosen"}

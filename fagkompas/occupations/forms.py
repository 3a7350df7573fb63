"""Picking an occupation in a form of any app.

    class TrackForm(Form):
        occupation = OccupationField(label=_("Occupation"))

    form.cleaned_data["occupation"]        an Occupation, or None where it may be empty

The page loads `occupations/picker.js` and `occupations/picker.css`. While one types, suggestions come from
`occupations:suggestions`; without script one writes a title, and where it is no title the form comes back with the nearest
ones to choose among. Initial value: an `Occupation`.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from fagkompas.occupations.index import LONGEST, Hit, normalised
from fagkompas.occupations.models import Occupation
from fagkompas.occupations.searching import search

OFFERED: Final = 6
"""Nearest titles to choose among where what was written is none."""


class OccupationPicker(forms.TextInput):
    """A text with suggestions, the key of what was chosen among them, and the nearest ones where nothing was."""

    offered: tuple[Hit, ...] = ()

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """What was written, the key of the suggestion that was taken, and that of the one chosen among the nearest."""
        return {part: data.get(key) or "" for part, key in _names_of(name).items()}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without this control."""
        return name not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The control, in the words of a `field` tag."""
        written, taken = _as_written(value)
        control = {**self.build_attrs(self.attrs, attrs), "autocomplete": "off", "maxlength": LONGEST}
        shown = {
            "names": _names_of(name),
            "attributes": flatatt(control),
            "id": control.get("id", ""),
            "written": written,
            "taken": taken,
            "offered": self.offered,
        }
        return SafeString(render_to_string("occupations/_picker.html", shown))


class OccupationField(forms.Field):
    """An occupation in use, or the one that stood there before even if it has been retired since."""

    widget = OccupationPicker
    default_error_messages = {  # noqa: RUF012  # as Django's fields have them
        "no_title": _("No job title is called that. Choose one of the nearest below, or write another."),
        "nothing_like_it": _("No job title is like that. Write another, such as what one would be hired as."),
    }

    def clean(self, value: Any) -> Occupation | None:
        """The occupation that was chosen, or the one whose title was written."""
        written, taken, chosen = value["written"].strip(), value["taken"], value["chosen"]
        if not written and not chosen:
            super().clean("")
            return None
        if found := _by_key(chosen, None) or _by_key(taken, written):
            return found
        hits = search(written[:LONGEST], most=OFFERED)
        same = next((hit for hit in hits if normalised(hit.title) == normalised(written)), None)
        if same:
            return Occupation.objects.get(uuid=same.uuid)
        self.widget.offered = tuple(hits)
        raise ValidationError(self.error_messages["no_title" if hits else "nothing_like_it"], code="invalid_choice")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another title stands there."""
        written, _taken = _as_written(initial)
        return bool(data["chosen"]) or data["written"].strip() != written


def _names_of(name: str) -> dict[str, str]:
    """The controls of a field, by what they hold."""
    return {"written": name, "taken": f"{name}_taken", "chosen": f"{name}_chosen"}


def _as_written(value: Any) -> tuple[str, str]:
    """The text of the control and the key that belongs to it."""
    if isinstance(value, Occupation):
        return value.title, str(value.uuid)
    return (value["written"], value["taken"]) if isinstance(value, Mapping) else ("", "")


def _by_key(key: str, written: str | None) -> Occupation | None:
    """The occupation of a key; with what was written beside it only where that is still its title."""
    try:
        uuid = UUID(key)
    except ValueError:
        return None
    found = Occupation.objects.filter(uuid=uuid).first()
    if found and written is None:
        return found if found.retired_on is None else None
    return found if found and written in {found.title_da, found.title_en} else None

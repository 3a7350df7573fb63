"""Picking an occupation in a form of any app.

    class TrackForm(Form):
        occupation = OccupationField(label=_("Occupation"))

    form.cleaned_data["occupation"]        an Occupation, or None where it may be empty

See `toolkit.picking`. Initial value: an `Occupation`.
"""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import Problem
from fagkompas.occupations.index import LONGEST, Hit, normalised
from fagkompas.occupations.models import LONGEST_SOURCE, Occupation
from fagkompas.occupations.searching import nearest, search
from fagkompas.occupations.wording import sentence
from fagkompas.toolkit.forms import RefusalForm
from fagkompas.toolkit.picking import Offer, Picker, PickerField

OFFERED: Final = 6
"""Nearest titles to choose among where what was written is none."""


class OccupationPicker(Picker):
    """A title with suggestions."""

    suggestions = "occupations:suggestions"
    longest = LONGEST

    def as_written(self, value: Any) -> tuple[str, str]:
        """The title in the reader's language."""
        return (value.title, str(value.uuid)) if isinstance(value, Occupation) else super().as_written(value)


class OccupationField(PickerField):
    """An occupation in use, or the one that stood there before even if it has been retired since."""

    widget = OccupationPicker
    default_error_messages = {  # noqa: RUF012  # as Django's fields have them
        "no_title": _("No job title is called that. Choose one of the nearest below, or write another."),
        "nothing_like_it": _("No job title is like that. Write another, such as what one would be hired as."),
    }

    def by_key(self, uuid: UUID, written: str | None) -> Occupation | None:
        """Chosen among the nearest it must be in use; with its title beside it, it stood there before."""
        found = Occupation.objects.filter(uuid=uuid).first()
        if found and written is None:
            return found if found.retired_on is None else None
        return found if found and written in {found.title_da, found.title_en} else None

    def by_name(self, written: str) -> Occupation | None:
        """The occupation with this title, in small or large letters; the nearest are offered."""
        hits = search(written[:LONGEST], most=OFFERED)
        same = next((hit for hit in hits if normalised(hit.title) == normalised(written)), None)
        near = {hit.uuid: hit for hit in [*nearest(written[:LONGEST], most=OFFERED), *hits]}
        self.widget.offered = [_offer(hit) for hit in list(near.values())[:OFFERED]]
        return Occupation.objects.get(uuid=same.uuid) if same else None


def _offer(hit: Hit) -> Offer:
    return Offer(
        uuid=hit.uuid,
        title=hit.title,
        found_as="" if hit.is_by_title else hit.label,
        about=f"{hit.group_code} {hit.group_title}".strip(),
    )


class DemandFileForm(RefusalForm):
    """A file of vacancies."""

    file = forms.FileField(
        label=_("File of vacancies"),
        help_text=_("CSV from Statistikbanken, with occupations by their codes and months such as 2026M03."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
        allow_empty_file=True,
    )
    source = forms.CharField(
        label=_("Where is it from?"),
        max_length=LONGEST_SOURCE,
        initial="Danmarks Statistik",
        help_text=_("It stands beside the figures. Write the table too, so that others can find it."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `occupations.wording`."""
        return sentence(problem)

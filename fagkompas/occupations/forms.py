"""Picking an occupation in a form of any app.

    class TrackForm(Form):
        occupation = OccupationField(label=_("Occupation"))

    form.cleaned_data["occupation"]        an Occupation, or None where it may be empty

See `toolkit.picking`. Initial value: an `Occupation`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.forms import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.occupations.balance_files import NEEDED, REGION, BalanceTable
from fagkompas.occupations.demand_fetching import read_choices
from fagkompas.occupations.index import LONGEST, Hit, normalised
from fagkompas.occupations.models import LONGEST_SOURCE, Occupation
from fagkompas.occupations.searching import nearest, search
from fagkompas.occupations.wording import DEMAND, sentence
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


class DemandFetchForm(RefusalForm):
    """A table of Statistikbanken."""

    table = forms.CharField(
        label=_("Table in Statistikbanken"),
        max_length=20,
        help_text=_("The short name that stands before the title of the table."),
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9ÆØÅæøå_]{2,20}\Z", _("Write the short name of the table: letters and digits only.")
            )
        ],
    )
    choices = forms.CharField(
        label=_("What to choose from the table"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "All regions and the occupations that are known here are taken. "
            "A line for each other choice, such as OMRÅDE=000,084 or ENHED=10."
        ),
    )

    def sentence(self, problem: Problem) -> str:
        """See `occupations.wording`."""
        return sentence(problem)

    def clean_choices(self) -> dict[str, list[str]]:
        """The values by the code of what the table is counted by."""
        try:
            return read_choices(self.cleaned_data["choices"])
        except BadInput as refusal:
            raise forms.ValidationError([self.sentence(one) for one in refusal.problems]) from refusal


class BalanceFileForm(RefusalForm):
    """A file of the labour market balance."""

    file = forms.FileField(
        label=_("File of the labour market balance"),
        help_text=_("CSV with a row for each job title. You choose in the next step which column is what."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv"}),
        allow_empty_file=True,
    )
    source = forms.CharField(
        label=_("Where is it from?"),
        max_length=LONGEST_SOURCE,
        initial="Arbejdsmarkedsbalancen",
        help_text=_("It stands beside the assessment, so that others can find it."),
    )

    def sentence(self, problem: Problem) -> str:
        """See `occupations.wording`."""
        return sentence(problem)


class BalanceColumnsForm(RefusalForm):
    """Which column of the file is what."""

    title = forms.ChoiceField(label=_("Job title, or the code of a group"))
    level = forms.ChoiceField(label=_("The assessment"))
    period = forms.ChoiceField(label=_("The period"), help_text=_("Such as “1. halvår 2026”."))
    region = forms.ChoiceField(label=_("The region"), required=False)

    def __init__(self, data: Any = None, *, table: BalanceTable, proposed: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(proposed))
        for name, empty in (
            *((name, _("Choose a column")) for name in NEEDED),
            (REGION, _("None: it is about the whole country")),
        ):
            control = self.fields[name]
            if isinstance(control, forms.ChoiceField):
                control.choices = [("", empty), *((one, one) for one in table.header)]

    def sentence(self, problem: Problem) -> str:
        """See `occupations.wording`."""
        return sentence(problem)

    def clean(self) -> None:
        """A column is one thing."""
        chosen = [name for name in self.cleaned_data.values() if name]
        if len(set(chosen)) < len(chosen):
            raise forms.ValidationError(_("The same column is chosen twice. Choose another."))


class BalanceCheckForm(RefusalForm):
    """What the source's words say, and which titles are meant where its own are none of ours."""

    def __init__(
        self,
        data: Any = None,
        *,
        words: Sequence[str],
        levels: Mapping[str, str],
        unknown: Mapping[str, Sequence[tuple[str, str]]],
        chosen: Mapping[str, str],
    ) -> None:
        self.words, self.unknown = list(words), list(unknown)
        super().__init__(data)
        for at, one in enumerate(self.words):
            self.fields[f"level_{at}"] = forms.ChoiceField(
                label=f"“{one}”" if get_language() == "en" else f"»{one}«",
                required=False,
                choices=[("", _("Leave these rows out")), *DEMAND.items()],
                initial=levels.get(one, ""),
            )
        for at, (title, offered) in enumerate(unknown.items()):
            self.fields[f"title_{at}"] = forms.ChoiceField(
                label=title,
                required=False,
                choices=[("", _("Leave it out")), *offered],
                initial=chosen.get(title, ""),
            )

    def sentence(self, problem: Problem) -> str:
        """See `occupations.wording`."""
        return sentence(problem)

    @property
    def of_words(self) -> list[BoundField]:
        """A control for each of the source's words."""
        return [self[f"level_{at}"] for at in range(len(self.words))]

    @property
    def of_titles(self) -> list[BoundField]:
        """A control for each title that is none of ours."""
        return [self[f"title_{at}"] for at in range(len(self.unknown))]

    def levels(self) -> dict[str, str]:
        """By the source's words."""
        return {one: self.cleaned_data[f"level_{at}"] for at, one in enumerate(self.words)}

    def titles(self) -> dict[str, str]:
        """The UUIDs by what the source writes."""
        return {one: self.cleaned_data[f"title_{at}"] for at, one in enumerate(self.unknown)}

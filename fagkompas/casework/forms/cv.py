"""What is typed in a part of a CV: a row of controls for each entry, and one more that is empty."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.casework.actions.cv import control
from fagkompas.casework.cv_layout import Fact, FactKind, Layout
from fagkompas.casework.forms.plans import text
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TEXT
from fagkompas.casework.wording.cv import YES_NO_WORDS, sentence
from fagkompas.engine.errors import Problem
from fagkompas.toolkit.forms import DayField
from fagkompas.toolkit.guarded_forms import HealthGuardedForm
from fagkompas.toolkit.once import OnceForm

LONGEST_PASTED = 60_000


class CvForm(HealthGuardedForm):
    """Says what the CV refuses."""

    def sentence(self, problem: Problem) -> str:
        """See `wording.cv`."""
        return sentence(problem)


class PartForm(CvForm):
    """One part. `ids` are those of its entries in their order; "" for a part that is no list."""

    def __init__(self, data: Any = None, *, layout: Layout, ids: Sequence[str], **options: Any) -> None:
        super().__init__(data, **options)
        self.layout, self.ids = layout, ids
        for entry in ids:
            for fact in layout.facts:
                self.fields[control(fact.name, entry)] = _field(fact)
        written = [fact.name for fact in layout.facts if fact.kind in {FactKind.LINE, FactKind.TEXT}]
        self.guarded = tuple(control(name, entry) for entry in ids for name in written)

    def block_of(self, name: str) -> str:
        """Which entry a control belongs to, where there are several."""
        entry = name.partition("-")[2]
        if entry not in self.ids:
            return ""
        title = str(self[control(self.layout.title_fact, entry)].value() or "")
        return title or str(_("Entry %(number)s")) % {"number": self.ids.index(entry) + 1}

    @property
    def rows(self) -> Iterator[tuple[list[BoundField], bool]]:
        """The controls of each entry, and whether nothing stands there yet."""
        for entry in self.ids:
            fields = [self[control(fact.name, entry)] for fact in self.layout.facts]
            yield fields, not any(bound.value() for bound in fields)

    def entries(self) -> list[dict[str, Any]]:
        """What was typed; what is wrong is left out."""
        return [
            {"id": entry, **facts} if entry else facts
            for entry, facts in (
                (entry, {fact.name: self._typed(fact, entry) for fact in self.layout.facts}) for entry in self.ids
            )
        ]

    def _typed(self, fact: Fact, entry: str) -> Any:
        value = self.cleaned_data.get(control(fact.name, entry))
        return bool(value) if fact.kind is FactKind.TICK else value or ""


def _field(fact: Fact) -> forms.Field:
    match fact.kind:
        case FactKind.TEXT:
            return text(fact.label, fact.hint, longest=LONGEST_TEXT)
        case FactKind.TICK:
            return forms.BooleanField(label=fact.label, help_text=fact.hint, required=False)
        case FactKind.CHOICE:
            choices = [("", _("Not said")), *fact.choices]
            return forms.ChoiceField(label=fact.label, choices=choices, required=False)
        case FactKind.YES_NO:
            choices = [("", _("Not said")), *YES_NO_WORDS]
            return forms.ChoiceField(label=fact.label, choices=choices, required=False)
        case FactKind.LINE:
            return forms.CharField(label=fact.label, help_text=fact.hint, max_length=LONGEST_LINE, required=False)


def typed_of_part(layout: Layout, entries: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """A part as its form starts, a text for each control."""
    texts = {}
    for entry in entries:
        for fact in layout.facts:
            value = entry.get(fact.name)
            texts[control(fact.name, str(entry.get("id", "")))] = "on" if value is True else str(value or "")
    return {name: typed for name, typed in texts.items() if typed}


class ReviewForm(CvForm, OnceForm):
    """The CV was looked at together."""

    guarded = ("note",)

    on = DayField(label=_("Looked at on"))
    contact_hidden = forms.BooleanField(label=_("The contact is hidden from companies"), required=False)
    note = text(_("A word about it"))


class CvFileForm(CvForm):
    """A file, or the text of a CV."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or CSV in UTF-8."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
        required=False,
    )
    pasted = text(
        _("Or paste the text"),
        _("Each heading on a line of its own, then what stands under it."),
        longest=LONGEST_PASTED,
    )

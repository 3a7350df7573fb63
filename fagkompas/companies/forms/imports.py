"""Rows of a file that may be about a company that stands: one chooses for each."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from fagkompas.companies.companies_file import Alike, CheckedRow, Chosen
from fagkompas.companies.forms.record import CompaniesForm
from fagkompas.companies.merging_reading import signs_in_words

NEW: Final = "new"
MOST_ASKED: Final = 200
"""So many are asked about at once."""


class AlikeForm(CompaniesForm):
    """A question for each row. Where nothing speaks against it the likeliest company is chosen from the start."""

    def __init__(self, data: Any = None, *, rows: Sequence[CheckedRow], **options: Any) -> None:
        super().__init__(data, **options)
        self.rows = rows[:MOST_ASKED]
        offered: set[int] = set()
        for row in self.rows:
            first = next((one for one in row.alike if one.is_likely and one.company.pk not in offered), None)
            offered |= {first.company.pk} if first else set()
            facts = row.to_save.facts
            self.fields[_field(row)] = forms.ChoiceField(
                label=_("Row %(row)s: %(company)s")
                % {"row": row.row, "company": ", ".join(filter(None, (facts.name, facts.address)))},
                choices=[
                    *((str(one.company.uuid), _offer(one)) for one in row.alike),
                    (NEW, _("Add it as a new company")),
                ],
                initial=str(first.company.uuid) if first else NEW,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """No company is in two rows."""
        clean = super().clean() or self.cleaned_data
        first: dict[str, CheckedRow] = {}
        for row in self.rows:
            chosen = clean.get(_field(row), NEW)
            if chosen != NEW and chosen in first:
                said = _("Row %(row)s is to update this company too. Choose one of them.") % {"row": first[chosen].row}
                self.add_error(_field(row), said)
            first.setdefault(chosen, row)
        return clean

    @property
    def chosen(self) -> Chosen:
        """What was chosen, once it is valid."""
        ids = {one.company.uuid: one.company.pk for row in self.rows for one in row.alike}
        typed = {row.row: str(self.cleaned_data[_field(row)]) for row in self.rows}
        return {number: None if code == NEW else ids[UUID(code)] for number, code in typed.items()}


def _field(row: CheckedRow) -> str:
    return f"row_{row.row}"


def _offer(one: Alike) -> str:
    company = ", ".join(filter(None, (one.company.name, one.company.address)))
    return _("Update %(company)s (%(signs)s)") % {"company": company, "signs": signs_in_words(one.signs)}

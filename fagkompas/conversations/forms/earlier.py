"""How agreements from before went: the same rows before a talk, during it and at its end."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from fagkompas.conversations.actions.agreements import EARLIER, FollowUp
from fagkompas.conversations.models import FOLLOWED_UP, RUNS_ON, Agreement, AgreementState, Conversation
from fagkompas.toolkit.form_rows import Rows
from fagkompas.toolkit.formats import first_words
from fagkompas.toolkit.forms import RefusalForm

ROWS: Final = Rows(kind=EARLIER, full="state")
OF_EARLIER: Final = ("state", "note")

WENT: Final = [
    ("", _("Not talked about yet")),
    (AgreementState.OPEN.value, RUNS_ON),
    *((state.value, state.label) for state in FOLLOWED_UP),
]


def went_fields() -> dict[str, forms.Field]:
    """How an agreement went, by part, wherever that is asked beside other things."""
    return {
        "state": forms.ChoiceField(label=_("How did it go?"), choices=WENT, required=False),
        "note": forms.CharField(label=_("What helped, or got in the way"), required=False),
    }


class EarlierForm(RefusalForm):
    """A form with a row for each agreement from before; whoever inherits calls `ask_about`."""

    earlier: Sequence[Agreement] = ()

    def ask_about(self, earlier: Sequence[Agreement]) -> None:
        """Give each its two controls."""
        self.earlier = earlier
        for one in earlier:
            row = str(one.uuid)
            for part, field in went_fields().items():
                self.fields[ROWS.control(row, part)] = field
            self.initial.setdefault(ROWS.control(row, "state"), "")

    def earlier_rows(self) -> list[tuple[Agreement, BoundField, BoundField]]:
        """Each earlier agreement with its two controls."""
        return [
            (one, self[ROWS.control(str(one.uuid), "state")], self[ROWS.control(str(one.uuid), "note")])
            for one in self.earlier
        ]

    def block_of(self, name: str) -> str:
        """Which agreement it is, where something is wrong or two have answered."""
        row = ROWS.row_of(name)
        return first_words(next((one.what for one in self.earlier if str(one.uuid) == row), "")) or super().block_of(
            name
        )

    def followed_up(self) -> dict[UUID, FollowUp]:
        """What was said of those that stand otherwise than they are saved; only after `is_valid`."""
        rows = {ROWS.row_of(name) for name in self.changed_data}
        return {one.uuid: self._said(one) for one in self.earlier if str(one.uuid) in rows}

    def _said(self, one: Agreement) -> FollowUp:
        state = self.cleaned_data[ROWS.control(str(one.uuid), "state")]
        note: str = self.cleaned_data[ROWS.control(str(one.uuid), "note")]
        return FollowUp(state=AgreementState(state) if state else None, note=note)


def saved_earlier(conversation: Conversation, earlier: Sequence[Agreement]) -> dict[str, str]:
    """What is saved, by the name of its control; empty ones are left out. No query."""
    texts: dict[str, str] = {}
    for one in earlier:
        texts[ROWS.control(str(one.uuid), "state")] = one.answered(conversation)
        texts[ROWS.control(str(one.uuid), "note")] = one.note
    return {name: text for name, text in texts.items() if text}


def asked_about(names: Iterable[str]) -> frozenset[UUID]:
    """The agreements that a page asks about which sends these names."""
    return frozenset(UUID(row) for name in names if (row := ROWS.row_of(name)))


def is_of_earlier(name: str) -> bool:
    """Whether a posted name is one of the form's controls."""
    return ROWS.is_control(name, OF_EARLIER)

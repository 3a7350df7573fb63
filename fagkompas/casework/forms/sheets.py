"""A dated sheet as it is typed: a box for each of its fields."""

from typing import Any

from fagkompas.casework.forms.plans import WordedForm, text
from fagkompas.casework.models import SheetKind
from fagkompas.casework.sheet_fields import SHEETS


class SheetForm(WordedForm):
    """The boxes of one kind of sheet."""

    def __init__(self, data: Any = None, *, kind: SheetKind, **options: Any) -> None:
        super().__init__(data, **options)
        for box in SHEETS[kind].fields:
            self.fields[box.code] = text(box.name, box.hint)

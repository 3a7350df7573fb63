"""A form that makes a row: sent twice, by a double click or by going back, it makes one.

    form is shown ──key──> sent ──> the action makes a row with that UUID, or finds the one that it made before

The action asks `made_before` once it holds the case from others, so that of two at a time the second waits and finds the first.
"""

from typing import Any, TypeVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from fagkompas.toolkit.forms import Form

Row = TypeVar("Row", bound=Model)


class KeyField(forms.UUIDField):
    """The UUID of the row to be made, given when the form is shown; what is no UUID is as good as none."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, initial=uuid4, **options)

    def clean(self, value: Any) -> UUID:
        """A new one where none came along."""
        try:
            found = super().clean(value)
        except ValidationError:
            found = None
        return found if isinstance(found, UUID) else uuid4()


class OnceForm(Form):
    """Makes one row, however often it is sent. Its page has `{{ form.key }}`."""

    key = KeyField()


def made_before(rows: QuerySet[Row], key: UUID | None) -> Row | None:
    """The row that the same form made already; `rows` are those of the case that it is for."""
    return rows.filter(uuid=key).first() if key else None

"""Forms, and form fields that several apps use."""

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit.form_errors import told


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when that is nothing; None for a page that is only shown."""
    return request.POST if request.method == "POST" else None


class Form(forms.Form):
    """Every form of the product: says what is wrong in one sentence that names the control (`toolkit.form_errors`).

    `units` tells what the number in a control counts: "%", `KRONER`, or a word such as hours.
    """

    units: ClassVar[Mapping[str, str | StrPromise]] = {}

    def unit_of(self, name: str) -> str:
        """The unit of a control, which stands beside it too; "" without one."""
        return str(self.units.get(name, ""))

    def block_of(self, name: str) -> str:
        """The heading of the block in which a control stands, where several blocks have the same controls."""
        return ""

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django does, in our words."""
        if field in self.fields and isinstance(error, ValidationError):
            error = told(error, self.fields[field], str(self[field].label), self.unit_of(field))
        super().add_error(field, error)


class RefusalForm(Form):
    """A form that can show what an action refused, each sentence at its field."""

    def sentence(self, problem: Problem) -> str:
        """A problem in the reader's language."""
        raise NotImplementedError

    def refused(self, refusal: BadInput) -> None:
        """Put every problem where it belongs; those about no field of this form stand on top."""
        for problem in refusal.problems:
            column = problem.place.column
            self.add_error(column if column in self.fields else None, self.sentence(problem))

    def not_saved(self) -> Collection[str] | None:
        """The controls that something is wrong with; None where it is about the whole form."""
        return None if NON_FIELD_ERRORS in self.errors else set(self.errors)

    def problem_words(self) -> str:
        """What is wrong, for whoever is typing."""
        return " ".join(str(message) for found in self.errors.values() for message in found)


class DayInput(forms.DateInput):
    """The browser's own date control, which speaks the reader's language and works by keyboard."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day, typed or picked; also understands 21-11-2026 and 21.11.2026 where a browser shows a plain text field."""

    widget = DayInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"])
        super().__init__(**options)


class RowChoice(forms.ModelChoiceField[Any]):
    """One of some rows, by UUID; anything else is no choice."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            to_field_name="uuid", error_messages={"invalid_choice": _("Choose one from the list.")}, **options
        )

    def to_python(self, value: Any) -> Any:
        """The row that was chosen."""
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

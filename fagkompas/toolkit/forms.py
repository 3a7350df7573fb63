"""Form fields that several apps use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from fagkompas.engine.errors import BadInput, Problem


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when that is nothing; None for a page that is only shown."""
    return request.POST if request.method == "POST" else None


class RefusalForm(forms.Form):
    """A form that can show what an action refused, each sentence at its field."""

    def sentence(self, problem: Problem) -> str:
        """A problem in the reader's language."""
        raise NotImplementedError

    def refused(self, refusal: BadInput) -> None:
        """Put every problem where it belongs; those about no field of this form stand on top."""
        for problem in refusal.problems:
            column = problem.place.column
            self.add_error(column if column in self.fields else None, self.sentence(problem))


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


# Django's own words, so that the Danish catalogue may say them as we would.
WORDS_OF_FORMS = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)

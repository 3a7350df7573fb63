"""Choosing several people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.models import Employee


class PeopleChoice(forms.ModelMultipleChoiceField[Employee]):
    """People by UUID, each with name and unit; set `queryset` to those who can be chosen. Their units come with them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Employee.objects.none(), to_field_name="uuid", widget=forms.CheckboxSelectMultiple, **options
        )
        self.error_messages["invalid_choice"] = _("Choose from the list.")

    def clean(self, value: Any) -> Any:
        """The people; whatever is no UUID is nobody's."""
        try:
            return super().clean(value)
        except ValidationError as refused:
            if getattr(refused, "code", "") == "required":
                raise
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def label_from_instance(self, obj: Any) -> str:
        """As it stands in the list."""
        return f"{obj.name}, {obj.unit.name}"

"""What the pages about units let one choose: a round, and who of the people is shown."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagkompas.assessments.models import Round
from fagkompas.assessments.wording import STANDINGS
from fagkompas.engine.scales import Standing
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.toolkit.forms import Form


class RoundFilter(Form):
    """Which round's figures; `default` when nothing else is asked for."""

    runde = forms.ChoiceField(label=_("Round"), required=False)

    def __init__(self, asked: str, *, rounds: Sequence[Round], default: Round | None) -> None:
        super().__init__({"runde": asked or (str(default.uuid) if default else "")})
        self.default = default
        self.rounds = {str(round_.uuid): round_ for round_ in rounds}
        self.fields["runde"].choices = [(uuid, round_.name) for uuid, round_ in self.rounds.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Round | None:
        """The round asked for, else the default; None when there is none."""
        asked = self.cleaned_data.get("runde", "") if self.is_valid() else ""
        return self.rounds.get(asked) or self.default


class PeopleFilter(Form):
    """Those who stand so in a field; both or nothing. The round asked for stays in the address."""

    runde = forms.CharField(widget=forms.HiddenInput, required=False)
    felt = forms.ChoiceField(label=_("Field"), required=False)
    staasted = forms.ChoiceField(label=_("Standing"), required=False)

    def __init__(self, *args: Any, texts: FrameworkTexts, **options: Any) -> None:
        super().__init__(*args, **options)
        fields = [(field.code, field.name) for field in texts.fields]
        standings = [(standing.value, STANDINGS[standing]) for standing in Standing]
        self.fields["felt"].choices = [("", _("All fields")), *fields]  # type: ignore[attr-defined]
        self.fields["staasted"].choices = [("", _("All standings")), *standings]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, Standing] | None:
        """The field and the standing asked for; None when not both are."""
        if not self.is_valid() or not self.cleaned_data["felt"] or not self.cleaned_data["staasted"]:
            return None
        return self.cleaned_data["felt"], Standing(self.cleaned_data["staasted"])

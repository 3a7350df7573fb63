"""A changed rule that two people may have open at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from fagkompas.accounts.models import Employee
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.learning.actions import rule_changes as actions
from fagkompas.learning.forms.competencies import competency_controls, competency_ticks
from fagkompas.learning.forms.rule_changes import RuleChangeForm, change_texts
from fagkompas.learning.models import RuleChange
from fagkompas.toolkit.together import SavedNow, Sheet, ticks_apart, ticks_of, ticks_together


@dataclass(frozen=True, kw_only=True)
class RuleChangeSheet(Sheet[RuleChangeForm]):
    """The words, the day, and the competencies of one framework."""

    change: RuleChange
    texts: FrameworkTexts
    person: Employee
    today: date

    def is_field(self, name: str) -> bool:
        """A control of the form, or a tick in one."""
        return name in RuleChangeForm.base_fields or name.partition(":")[0] in competency_controls(self.texts)

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """Every tick by itself."""
        return ticks_apart(request.POST, competency_controls(self.texts))

    def now(self) -> SavedNow:
        """One query."""
        held = RuleChange.objects.get(pk=self.change.pk)
        ticks = ticks_of(competency_ticks(self.texts, held.competencies))
        return SavedNow(texts=change_texts(held) | ticks, revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> RuleChangeForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        shown = ticks_together(data or now.texts, competency_controls(self.texts))
        if data:
            return RuleChangeForm(shown, texts=self.texts)
        chosen = [code for control in competency_controls(self.texts) for code in shown.getlist(control)]
        return RuleChangeForm(texts=self.texts, chosen=chosen, initial=shown.dict())

    def keep(self, form: RuleChangeForm, revision: int) -> int:
        """All of it."""
        given = form.given(self.change.framework)
        return actions.edit_change(
            change=self.change, given=given, revision=revision, today=self.today, by=self.person
        ).revision

"""What two people may have open at once: the card of a sparring, and what was learned in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from fagkompas.accounts.models import Employee, EmployeeQuerySet
from fagkompas.accounts.names import known_names
from fagkompas.frameworks.models import Framework
from fagkompas.frameworks.texts import FrameworkTexts
from fagkompas.learning.actions import sparring as actions
from fagkompas.learning.forms.competencies import competency_controls, competency_ticks
from fagkompas.learning.forms.sparring import LearnedForm, SparringForm, typed_of
from fagkompas.learning.models import Sparring
from fagkompas.toolkit.together import SavedNow, Sheet, ticks_apart, ticks_of, ticks_together

PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class CardSheet(Sheet[SparringForm]):
    """What it is about, the card, the day, how long, and who will be there."""

    sparring: Sparring
    people: EmployeeQuerySet
    person: Employee
    traces_read: str

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name in (*SparringForm.guarded, "model", "meets_on") or name.startswith(f"{PEOPLE}:")

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """Every person by herself."""
        return ticks_apart(request.POST, (PEOPLE,))

    def now(self) -> SavedNow:
        """Two queries."""
        held = Sparring.objects.get(pk=self.sparring.pk)
        typed = dict(typed_of(held, list(held.people.order_by("pk"))))
        ticks = ticks_of({PEOPLE: typed.pop(PEOPLE)})
        return SavedNow(texts=typed | ticks, revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> SparringForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        shown = ticks_together(data or now.texts, (PEOPLE,))
        if not data:
            return SparringForm(people=self.people, initial=shown.dict() | {PEOPLE: shown.getlist(PEOPLE)})
        shown["traces_read"] = self.traces_read
        return SparringForm(shown, people=self.people, names=known_names(self.sparring.root_id))

    def keep(self, form: SparringForm, revision: int) -> int:
        """All of it."""
        return actions.change_sparring(
            sparring=self.sparring,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            now=timezone.now(),
            by=self.person,
        ).revision


@dataclass(frozen=True, kw_only=True)
class LearnedSheet(Sheet[LearnedForm]):
    """What was learned and which competencies it touched. Before it is closed also who was there: saving it closes it."""

    sparring: Sparring
    people: EmployeeQuerySet
    texts: FrameworkTexts | None
    framework: Framework | None
    person: Employee
    traces_read: str

    @property
    def controls(self) -> tuple[str, ...]:
        """Those in which one ticks."""
        return (PEOPLE, *competency_controls(self.texts))

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name == "learned" or name.partition(":")[0] in self.controls

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """Every tick by itself."""
        return ticks_apart(request.POST, self.controls)

    def now(self) -> SavedNow:
        """Two queries."""
        held = self.sparring
        held.refresh_from_db()
        # Who was there is what the one who closes it ticks, whoever was called meanwhile.
        there = self._people() if held.is_held else []
        ticks = ticks_of({PEOPLE: there, **competency_ticks(self.texts, held.competencies)})
        return SavedNow(texts={"learned": held.learned} | ticks, revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> LearnedForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        people = None if self.sparring.is_held else self.people
        shown = ticks_together(data or now.texts, self.controls)
        if not data:
            initial = shown.dict() | {PEOPLE: self._people()}
            return LearnedForm(people=people, texts=self.texts, chosen=self._chosen(shown), initial=initial)
        shown["traces_read"] = self.traces_read
        names = known_names(self.sparring.root_id)
        return LearnedForm(shown, people=people, texts=self.texts, names=names)

    def keep(self, form: LearnedForm, revision: int) -> int:
        """Close it, or save what was learned once it is closed."""
        given, read = form.given(self.framework), form.cleaned_data["traces_read"]
        if not form.asks_who:
            return actions.save_learned(
                sparring=self.sparring, given=given, revision=revision, traces_read=read, by=self.person
            ).revision
        return actions.close_sparring(
            sparring=self.sparring,
            present=form.present(),
            given=given,
            traces_read=read,
            now=timezone.now(),
            by=self.person,
        ).revision

    def _people(self) -> list[str]:
        return [str(person.uuid) for person in self.sparring.people.order_by("pk")]

    def _chosen(self, shown: QueryDict) -> Sequence[str]:
        return [code for control in competency_controls(self.texts) for code in shown.getlist(control)]

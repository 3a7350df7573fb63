"""What two people may have open at once: a planned survey, its dates, the head of an instrument, and a question of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.surveys.actions import instruments, surveys
from fagkompas.surveys.counting import document_of
from fagkompas.surveys.document import InstrumentDocument, Kind
from fagkompas.surveys.editing import with_question
from fagkompas.surveys.forms.instruments import HeadForm, QuestionForm
from fagkompas.surveys.forms.surveys import DatesForm, SurveyForm
from fagkompas.surveys.models import Instrument, Survey
from fagkompas.toolkit.together import (
    ChangedMeanwhile,
    SavedNow,
    Sheet,
    choice_of_control,
    conflict_page,
    opened_twins,
    save_together,
)


@dataclass(frozen=True, kw_only=True)
class PlanSheet(Sheet[SurveyForm]):
    """Everything about a survey that is planned."""

    survey: Survey
    person: Employee

    def is_field(self, name: str) -> bool:
        """See the form."""
        return name in SurveyForm.base_fields

    def now(self) -> SavedNow:
        """One query."""
        held = Survey.objects.select_related("unit", "instrument").get(pk=self.survey.pk)
        return SavedNow(texts=SurveyForm.texts_of(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> SurveyForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return SurveyForm(data or None, person=self.person, initial=now.texts)

    def keep(self, form: SurveyForm, revision: int) -> int:
        """All of it."""
        columns: Any = form.cleaned_data
        return surveys.edit_survey(survey=self.survey, revision=revision, by=self.person, **columns).revision


@dataclass(frozen=True, kw_only=True)
class DatesSheet(Sheet[DatesForm]):
    """The days of an open survey."""

    survey: Survey
    person: Employee

    def is_field(self, name: str) -> bool:
        """See the form."""
        return name in DatesForm.base_fields

    def now(self) -> SavedNow:
        """One query."""
        held = Survey.objects.get(pk=self.survey.pk)
        return SavedNow(texts=DatesForm.texts_of(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> DatesForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return DatesForm(data or None, initial=dict(now.texts))

    def keep(self, form: DatesForm, revision: int) -> int:
        """Both."""
        moved = surveys.move_dates(
            survey=self.survey, revision=revision, by=self.person, today=timezone.localdate(), **form.cleaned_data
        )
        return moved.revision


@dataclass(frozen=True, kw_only=True)
class HeadSheet(Sheet[HeadForm]):
    """What stands above the questions."""

    instrument: Instrument
    person: Employee

    def is_field(self, name: str) -> bool:
        """See the form."""
        return name in HeadForm.base_fields

    def now(self) -> SavedNow:
        """One query."""
        held = Instrument.objects.get(pk=self.instrument.pk)
        return SavedNow(texts=HeadForm.texts_of(document_of(held)), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> HeadForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return HeadForm(data or None, initial=dict(now.texts))

    def keep(self, form: HeadForm, revision: int) -> int:
        """The head; the questions stay as they are."""
        return _changed(
            self.instrument,
            revision,
            self.person,
            lambda document: replace(
                document,
                name=form.name,
                description=form.description,
                audience=form.audience,
                minutes=form.cleaned_data["minutes"],
            ),
        )


@dataclass(frozen=True, kw_only=True)
class QuestionSheet(Sheet[QuestionForm]):
    """One question; the others may change meanwhile."""

    instrument: Instrument
    person: Employee
    code: str
    kind: Kind

    def is_field(self, name: str) -> bool:
        """See the form."""
        return name in QuestionForm.base_fields

    def now(self) -> SavedNow:
        """One query."""
        held = Instrument.objects.get(pk=self.instrument.pk)
        question = document_of(held).question(self.code)
        texts = QuestionForm.texts_of(question) if question else {}
        there = QuestionForm(kind=self.kind).fields
        return SavedNow(
            texts={name: text for name, text in texts.items() if name in there},
            revision=held.revision,
            by_another=False,
        )

    def form(self, data: Mapping[str, str], now: SavedNow) -> QuestionForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        return QuestionForm(data or None, kind=self.kind, initial=now.texts)

    def keep(self, form: QuestionForm, revision: int) -> int:
        """The question; the rest of the instrument stays as it is."""
        return _changed(
            self.instrument,
            revision,
            self.person,
            lambda document: with_question(document, form.question, code=self.code),
        )


def _changed(
    instrument: Instrument,
    revision: int,
    person: Employee,
    change: Callable[[InstrumentDocument], InstrumentDocument],
) -> int:
    held = Instrument.objects.get(pk=instrument.pk)
    if held.revision != revision:
        raise ChangedMeanwhile
    document = change(document_of(held))
    return instruments.save_document(instrument=held, document=document, revision=revision, by=person).revision


def sheet_page(
    request: HttpRequest, sheet: Sheet[Any], template: str, shown: Mapping[str, object], *, back_url: str
) -> HttpResponse:
    """The sheet's page, or what came of saving it. What two changed is shown side by side; then back to `back_url`."""
    if request.method != "POST":
        now = sheet.now()
        form, texts = sheet.form({}, now), now.texts
    else:
        saved = save_together(request, sheet)
        if saved.revision is not None:
            messages.success(request, _saved_in_words(has_others=bool(saved.merged.changed)))
            return redirect(back_url)
        if saved.merged.conflicts:
            return conflict_page(
                request,
                saved,
                lead=_(
                    "Somebody else saved after you opened the page. Nothing is lost: choose what to keep, and save."
                ),
                choice=lambda conflict: choice_of_control(saved.form, conflict),
                save_url=request.path,
                back_url=back_url,
            )
        form, texts = saved.form, saved.texts
    status = 422 if form.errors else 200
    page = {**shown, "form": form, "opened": opened_twins(texts), "back_url": back_url}
    return render(request, template, page, status=status)


def _saved_in_words(*, has_others: bool) -> str:
    if has_others:
        return _("Saved, together with what somebody else saved after you opened the page.")
    return _("Saved.")

"""What is typed in the job log."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from fagkompas.casework.actions.job_log import LONGEST_DOCUMENTS, GivenEntry
from fagkompas.casework.forms.plans import AboutTrackForm, GuardedForm, TrackChoice, WordedForm, line, text
from fagkompas.casework.models import AppliedHow, JobLogEntry, LogResult, Track
from fagkompas.casework.models.plans import LONGEST_LINE, MOST_A_WEEK
from fagkompas.casework.wording.job_log import sentence
from fagkompas.engine.errors import Problem
from fagkompas.occupations.forms import OccupationField
from fagkompas.occupations.models import Occupation
from fagkompas.toolkit.forms import DayField, Form, RefusalForm
from fagkompas.toolkit.once import OnceForm

OUTSIDE: Final = "outside"
OUTSIDE_TRACKS: Final = _("Outside the job tracks")


class LogForm(RefusalForm):
    """Says what the job log refuses."""

    def sentence(self, problem: Problem) -> str:
        """See `wording.job_log`."""
        return sentence(problem)


class _OutsideLast(ModelChoiceIterator[Track]):
    def __iter__(self) -> Iterator[Any]:
        yield from super().__iter__()
        yield OUTSIDE, OUTSIDE_TRACKS


class TrackOfNew(TrackChoice):
    """The job track that the job is called as, unless another is chosen, or `OUTSIDE` them."""

    iterator = _OutsideLast

    def __init__(self) -> None:
        super().__init__(label=_("Which job track?"), empty_label=_("By the job title"))

    def to_python(self, value: Any) -> Any:
        """The track, None for the one by the title, or `OUTSIDE`."""
        return OUTSIDE if value == OUTSIDE else super().to_python(value)


class OfNewForm(AboutTrackForm, OnceForm):
    """One more entry: `is_outside` the job tracks though it is called as one."""

    is_outside = False

    def clean_track(self) -> Track | None:
        """The track that was chosen."""
        chosen = self.cleaned_data["track"]
        self.is_outside = chosen == OUTSIDE
        return None if self.is_outside else chosen


class QuickEntryForm(OfNewForm, LogForm):
    """The four things that count; the rest can be written later."""

    title = line(_("What did you apply for?"))
    company = line(_("Which company?"), required=False)
    applied_on = DayField(label=_("When?"))
    track = TrackOfNew()

    def given(self, occupation: Occupation | None) -> GivenEntry:
        """What was typed, as an advert that waits for an answer."""
        data = self.cleaned_data
        return GivenEntry(
            occupation=occupation,
            title=data["title"],
            track=data["track"],
            company=data["company"],
            place="",
            applied_on=data["applied_on"],
            how=AppliedHow.ADVERT,
            follow_up_on=None,
            result=LogResult.WAITING,
            note="",
            documents="",
        )


class EntryForm(AboutTrackForm, LogForm, GuardedForm):
    """All of an entry."""

    guarded = ("note",)

    occupation = OccupationField(
        label=_("Job title"), required=False, help_text=_("Begin to write, and choose from the list.")
    )
    title = line(
        _("Or in your own words"), required=False, help_text=_("What the job was called, where it is not in the list.")
    )
    company = line(_("Company"), required=False)
    place = line(_("Town or area"), required=False)
    applied_on = DayField(label=_("When?"))
    how = forms.ChoiceField(label=_("How?"), choices=AppliedHow.choices)
    track = TrackChoice(label=_("Which job track?"), empty_label=OUTSIDE_TRACKS)
    follow_up_on = DayField(
        label=_("Follow-up date"), required=False, help_text=_("The day to ask how it goes. It comes up on Today.")
    )
    result = forms.ChoiceField(label=_("What was the result?"), choices=LogResult.choices)
    note = line(_("A word about it"), longest=LONGEST_LINE, required=False)
    documents = text(
        _("Application and CV as text"),
        _("Paste what was sent. It is kept for the next time, and to talk about."),
        longest=LONGEST_DOCUMENTS,
    )

    def given(self) -> GivenEntry:
        """What was typed. The title in words counts where no occupation is chosen."""
        data = self.cleaned_data
        return GivenEntry(
            occupation=data["occupation"],
            title="" if data["occupation"] else data["title"],
            track=data["track"],
            company=data["company"],
            place=data["place"],
            applied_on=data["applied_on"],
            how=AppliedHow(data["how"]),
            follow_up_on=data["follow_up_on"],
            result=LogResult(data["result"]),
            note=data["note"],
            documents=data["documents"],
        )


class NewEntryForm(OfNewForm, EntryForm):
    """The same of one that is not there yet."""

    track = TrackOfNew()


def typed_of_entry(entry: JobLogEntry) -> dict[str, str]:
    """An entry as its form starts, a text for each control; of the occupation its title."""
    texts: Mapping[str, object] = {
        "occupation": entry.occupation.title if entry.occupation else "",
        "title": entry.title,
        "company": entry.company,
        "place": entry.place,
        "applied_on": entry.applied_on.isoformat(),
        "how": entry.how,
        "track": entry.track.uuid if entry.track else "",
        "follow_up_on": entry.follow_up_on.isoformat() if entry.follow_up_on else "",
        "result": entry.result,
        "note": entry.note,
        "documents": entry.documents,
    }
    return {name: str(typed) for name, typed in texts.items() if typed}


class FollowUpForm(LogForm):
    """How it goes with one that was followed up."""

    result = forms.ChoiceField(label=_("What was the result?"), choices=LogResult.choices)


class RequirementForm(WordedForm):
    """What the citizen's own job log on Jobnet asks for."""

    units = {"per_week": _("jobs a week")}  # noqa: RUF012  # as the base class has it

    per_week = forms.IntegerField(label=_("The log asks for"), min_value=0, max_value=MOST_A_WEEK)
    read_on = DayField(label=_("Read on"))

    def sentence(self, problem: Problem) -> str:
        """See `wording.job_log`."""
        return sentence(problem)


class FilterForm(Form):
    """Which entries to see; stays in the address."""

    resultat = forms.ChoiceField(label=_("What was the result?"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        chooser = self.fields["resultat"]
        assert isinstance(chooser, forms.ChoiceField)  # noqa: S101  # for the type checker
        chooser.choices = [("", _("All")), *LogResult.choices]

    @property
    def chosen(self) -> LogResult | None:
        """The result asked for; None for all, and for what is no result."""
        word = self.data.get("resultat", "")
        return LogResult(word) if word in LogResult else None


class CaseFileForm(LogForm):
    """A file of the job log, or of a CV."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel workbook (.xlsx) or CSV in UTF-8."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        allow_empty_file=True,
    )


def today_of(day: date) -> dict[str, object]:
    """What an empty entry starts with."""
    return {"applied_on": day, "how": AppliedHow.ADVERT.value, "result": LogResult.WAITING.value}

"""The job log: what was applied for beside what is asked for, written in a line and followed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_read
from fagkompas.casework.actions import job_log as actions
from fagkompas.casework.figures.job_log import weeks_figure, weeks_in_words
from fagkompas.casework.forms.job_log import (
    EntryForm,
    FilterForm,
    FollowUpForm,
    NewEntryForm,
    QuickEntryForm,
    RequirementForm,
    today_of,
    typed_of_entry,
)
from fagkompas.casework.job_log_file import occupations_called
from fagkompas.casework.job_log_weeks import Weeks, first_monday, weeks_until
from fagkompas.casework.models import CasePlan, JobLogEntry, LogRequirement, LogResult, Track
from fagkompas.casework.models.tracks import TrackQuerySet
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.permissions.job_log import load_entry
from fagkompas.casework.rule_book import limit_of
from fagkompas.casework.views.opening import opened, seen_revision, to_change
from fagkompas.casework.views.together import OccupationText
from fagkompas.casework.wording.job_log import sentence
from fagkompas.casework.workbooks import job_log_table
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.views.frame import case_frame
from fagkompas.engine.consistency import AskedAndDone, Rule, Search, asked_and_done
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import GoalKind
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import file_name, file_response
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import SavedNow, Sheet, on_page, opened_twins
from fagkompas.toolkit.workbooks import workbook_bytes

LOG_READ: Final = "casework.job_log.read"
SORTS: Final = {
    "dato": ("applied_on", "pk"),
    "virksomhed": ("company", "pk"),
    "resultat": ("result", "-applied_on", "pk"),
}


@require_http_methods(["GET", "POST"])
def job_log(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The log; what is sent is one more job in it."""
    if request.method == "POST":
        return _add_quickly(request, uuid)
    person, citizen = opened(request, uuid, LOG_READ)
    quick = QuickEntryForm(tracks=_tracks_of(active_plan(citizen)), initial=today_of(timezone.localdate()))
    return _log_page(request, person, citizen, quick)


@require_http_methods(["GET", "POST"])
def entry_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One more, with all there is to say about it."""
    person, citizen = to_change(request, uuid, LOG_READ)
    today, tracks = timezone.localdate(), _tracks_of(active_plan(citizen))
    form = NewEntryForm(posted(request), tracks=tracks, initial=today_of(today))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_entry(
                citizen=citizen,
                given=form.given(),
                traces_read=form.cleaned_data["traces_read"],
                today=today,
                by=person,
                is_outside=form.is_outside,
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _in_log(made))
            return redirect("casework:job_log", uuid)
    return render(
        request, "casework/job_log_entry.html", _entry_page(citizen, form), status=422 if form.errors else 200
    )


@dataclass(frozen=True, kw_only=True)
class EntrySheet(Sheet[EntryForm]):
    """An entry that is there."""

    citizen: Citizen
    entry: JobLogEntry
    person: Employee
    traces_read: str
    titles: OccupationText

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name in EntryForm.base_fields and name != "traces_read"

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """The occupation by its title."""
        return self.titles.posted(request.POST.dict())

    def now(self) -> SavedNow:
        """One query."""
        held = load_entry(self.citizen, self.entry.uuid)
        self.titles.saved(held.occupation)
        return SavedNow(texts=typed_of_entry(held), revision=held.revision, by_another=False)

    def form(self, data: Mapping[str, str], now: SavedNow) -> EntryForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        tracks = Track.objects.filter(plan__citizen=self.citizen)
        if not data:
            return EntryForm(tracks=tracks, initial=self.titles.as_shown(now.texts))
        return EntryForm(self.titles.as_sent(data) | {"traces_read": self.traces_read}, tracks=tracks)

    def keep(self, form: EntryForm, revision: int) -> int:
        """All of it."""
        return actions.change_entry(
            entry=self.entry,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            today=timezone.localdate(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, uuid: UUID, entry: UUID) -> HttpResponse:
    """What came of it, or what was written by mistake."""
    person, citizen = to_change(request, uuid, LOG_READ)
    one = load_entry(citizen, entry)
    sheet = EntrySheet(
        citizen=citizen,
        entry=one,
        person=person,
        traces_read=request.POST.get("traces_read", ""),
        titles=OccupationText(),
    )
    next_url = reverse("casework:job_log", args=[uuid])
    page = on_page(request, sheet, done=_("The entry is saved."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    shown = _entry_page(citizen, page.form) | {"entry": one, "opened": opened_twins(page.texts)}
    return render(request, "casework/job_log_entry.html", shown, status=422 if page.form.errors else 200)


@require_POST
def entry_remove(request: HttpRequest, uuid: UUID, entry: UUID) -> HttpResponse:
    """It was written by mistake."""
    person, citizen = to_change(request, uuid, LOG_READ)
    one = load_entry(citizen, entry)
    said, seen = _("The entry is out of the log."), seen_revision(request)
    told(request, lambda: actions.remove_entry(entry=one, revision=seen, by=person), said, sentence=sentence)
    return redirect("casework:job_log", uuid)


@require_POST
def entry_follow_up(request: HttpRequest, uuid: UUID, entry: UUID) -> HttpResponse:
    """The citizen has asked how it goes."""
    person, citizen = to_change(request, uuid, LOG_READ)
    one = load_entry(citizen, entry)
    form = FollowUpForm(request.POST)
    if form.is_valid():
        result, today = LogResult(form.cleaned_data["result"]), timezone.localdate()
        said, seen = _("The follow-up is noted."), seen_revision(request)
        told(
            request,
            lambda: actions.follow_up_entry(entry=one, result=result, revision=seen, today=today, by=person),
            said,
            sentence=sentence,
        )
    else:
        messages.error(request, _("Choose what came of it, and save again."))
    return redirect("casework:job_log", uuid)


@require_http_methods(["GET", "POST"])
def requirement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How many jobs a week the citizen's own log asks for."""
    person, citizen = to_change(request, uuid, LOG_READ)
    today, noted = timezone.localdate(), LogRequirement.objects.filter(citizen=citizen).first()
    initial = {"per_week": noted.per_week if noted else None, "read_on": today}
    form = RequirementForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.note_requirement(
                citizen=citizen, per_week=given["per_week"], read_on=given["read_on"], today=today, by=person
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("What the log asks for is noted."))
            return redirect("casework:job_log", uuid)
    shown = {"citizen": citizen, "form": form, "back_url": reverse("casework:job_log", args=[uuid])}
    return render(request, "casework/job_log_requirement.html", shown, status=422 if form.errors else 200)


@require_safe
def job_log_export(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The whole log as a workbook that can be read in again."""
    _person, citizen = opened(request, uuid, LOG_READ, part_of=LOG_READ)
    record_read(by=_person, action="casework.job_log.exported", citizen_id=citizen.pk, target=citizen)
    entries = citizen.job_log.select_related("occupation", "track__occupation")
    day = timezone.localdate().isoformat()
    return file_response(workbook_bytes([job_log_table(entries)]), file_name(_("Job log"), day, kind="xlsx"))


# What the page shows


def _in_log(made: JobLogEntry) -> str:
    if made.track is None:
        return _("The job is in the log, outside the job tracks.")
    return _("The job is in the log, on the job track %(track)s.") % {"track": made.track.name}


def _add_quickly(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person, citizen = to_change(request, uuid, LOG_READ)
    form = QuickEntryForm(request.POST, tracks=_tracks_of(active_plan(citizen)))
    if form.is_valid():
        title = form.cleaned_data["title"]
        given = form.given(occupations_called([title]).get(title.casefold()))
        try:
            made = actions.add_entry(
                citizen=citizen,
                given=given,
                traces_read="",
                today=timezone.localdate(),
                by=person,
                is_outside=form.is_outside,
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _in_log(made))
            return redirect("casework:job_log", uuid)
    return _log_page(request, person, citizen, form, status=422)


def _log_page(
    request: HttpRequest, person: Employee, citizen: Citizen, quick: QuickEntryForm, status: int = 200
) -> HttpResponse:
    today, plan = timezone.localdate(), active_plan(citizen)
    filters = FilterForm(request.GET)
    entries = citizen.job_log.select_related("occupation", "track__occupation")
    shown = entries.filter(result=filters.chosen) if filters.chosen else entries
    weeks, noted = _weeks(citizen, plan, today), LogRequirement.objects.filter(citizen=citizen).first()
    frame = case_frame(person, citizen, "casework:job_log")
    context = frame | {
        "may_write": frame["may_change"] and not citizen.is_closed,
        "quick": quick,
        "plan": plan,
        "weeks": weeks,
        "figure": weeks_figure(weeks),
        "figure_says": weeks_in_words(weeks),
        "asked": _asked(citizen, plan, noted, today),
        "noted": noted,
        "due": list(entries.to_follow_up(today)),
        "results": LogResult.choices,
        "filters": filters,
        "is_filtered": filters.chosen is not None,
        "listing": list_page(request, shown, sorts=SORTS, default="-dato"),
        "today": today,
    }
    return render(request, "casework/job_log.html", context, status=status)


def _asked(citizen: Citizen, plan: CasePlan | None, noted: LogRequirement | None, today: date) -> AskedAndDone | None:
    """What the check counts, over as many weeks as it does; None where it asks for nothing in this case."""
    goal = GoalKind(plan.goal_kind) if plan else None
    weeks = limit_of(Rule.LOG_BELOW_REQUIREMENT, "weeks", target_group=citizen.target_group, goal=goal, on=today)
    search = Search(
        in_plan=plan.search_per_week if plan else None,
        in_log=noted.per_week if noted else None,
        since=plan.search_since if plan else None,
    )
    days = citizen.job_log.filter(applied_on__gt=today - timedelta(weeks=weeks)).values_list("applied_on", flat=True)
    return asked_and_done(search, days, weeks, today)


def _weeks(citizen: Citizen, plan: CasePlan | None, today: date) -> Weeks:
    days = citizen.job_log.filter(applied_on__gte=first_monday(today)).values_list("applied_on", flat=True)
    required = plan.search_per_week if plan else None
    return weeks_until(today, days, required=required, since=plan.search_since if plan else None)


def _tracks_of(plan: CasePlan | None) -> TrackQuerySet:
    return plan.tracks.open() if plan else Track.objects.none()


def _entry_page(citizen: Citizen, form: EntryForm) -> dict[str, Any]:
    return {
        "citizen": citizen,
        "form": form,
        "opened": [],
        "entry": None,
        "back_url": reverse("casework:job_log", args=[citizen.uuid]),
    }

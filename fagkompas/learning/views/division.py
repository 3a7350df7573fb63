"""Division of work: the kinds of work, the hours of each person, who does what, and what is not covered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.assessments.models import Participant
from fagkompas.assessments.unit_profiles import safe
from fagkompas.audit.actions import record_reads
from fagkompas.engine.division import Load
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Level
from fagkompas.frameworks.models import LEVELS
from fagkompas.frameworks.to_engine import document_of
from fagkompas.learning.division import (
    USUAL_HOURS,
    DividedWork,
    divided_work,
    done_by,
    hours_of,
    is_too_large,
    suggested_tasks,
    tasks_of,
)
from fagkompas.learning.figures import BLUE, PALE, TEAL, Bar, Part, bars
from fagkompas.learning.forms.needs import (
    FileForm,
    HoursForm,
    TasksForm,
    laid_over,
    row_cells,
    stored_tasks,
    texts_of_hours,
)
from fagkompas.learning.models import TaskType
from fagkompas.learning.needs_pages import NeedsPage, needs_page
from fagkompas.learning.suggestions import starting_point
from fagkompas.learning.views.needs_sheets import HoursSheet, TasksSheet
from fagkompas.learning.wording.needs import uncovered_in_words
from fagkompas.learning.workbooks import at_place, division_tables, message, read_tasks, tasks_table
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.merging import Conflict
from fagkompas.toolkit.pages import file_response
from fagkompas.toolkit.together import Choice, opened_twins, saved_or_both
from fagkompas.toolkit.workbooks import workbook_bytes

SUGGESTION: Final = "forslag"


@require_safe
def division(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who does what. Names and standings are behind it, so opening it is logged for each person."""
    page = needs_page(request, uuid, to_edit=True)
    context: dict[str, Any] = {**page.context(""), "tasks": tasks_of(page.situation), "usual": USUAL_HOURS}
    if not context["tasks"] or is_too_large(page.unit):
        return render(request, "learning/division_empty.html", {**context, "is_too_large": is_too_large(page.unit)})
    work = divided_work(page.viewer, page.situation, timezone.localdate())
    _log(page, work)
    return render(
        request,
        "learning/division.html",
        {
            **context,
            "work": work,
            "division": work.division,
            "share": work.division.covered / work.division.needed if work.division.needed else None,
            "people_svg": _people_figure(work, narrow=False),
            "people_narrow": _people_figure(work, narrow=True),
            "tasks_svg": _tasks_figure(work, narrow=False),
            "tasks_narrow": _tasks_figure(work, narrow=True),
            "rows": [PersonRow.of(work, load) for load in work.division.loads],
            "task_rows": _task_rows(page, work),
            "left_over": _left_over(work),
            "left": work.division.needed - work.division.covered,
        },
    )


@require_http_methods(["GET", "POST"])
def tasks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The kinds of work, from what is stored, or from the suggestion for as many staff as there are."""
    page = needs_page(request, uuid, to_edit=True)
    if request.method == "POST":
        found = saved_or_both(
            request,
            TasksSheet(page=page),
            choice=lambda _saved, conflict: _choice_of_task(page, conflict),
            done=lambda: _("The kinds of work are saved."),
            save_url=page.url("division_tasks"),
            next_url=page.url("division"),
        )
        return found if isinstance(found, HttpResponse) else _tasks_page(request, page, found.form)
    start = stored_tasks(tasks_of(page.situation))
    is_suggestion = request.GET.get("start") == SUGGESTION
    if is_suggestion:
        suggested = suggested_tasks(page.situation, Employee.objects.employed_in(page.unit).count())
        start = laid_over(start, suggested)
    form = TasksForm(fields=page.situation.needs.texts.fields, start=start)
    return _tasks_page(request, page, form, is_suggestion=is_suggestion)


def _choice_of_task(page: NeedsPage, conflict: Conflict) -> Choice:
    typed, saved = row_cells(conflict.typed), row_cells(conflict.saved)
    return Choice(
        name=conflict.name,
        label=saved.get("navn") or typed.get("navn", ""),
        typed=conflict.typed,
        typed_words=_task_in_words(page, typed),
        saved_words=_task_in_words(page, saved),
        is_long=False,
    )


def _task_in_words(page: NeedsPage, cells: Mapping[str, str]) -> str:
    if not cells:
        return _("(taken out)")
    fields = {field.code: field.name for field in page.situation.needs.texts.fields}
    levels = {value: str(label) for value, label in LEVELS}
    return _("%(task)s: %(field)s, %(level)s, %(hours)s hours a week") % {
        "task": cells["navn"],
        "field": fields.get(cells["felt"], cells["felt"]),
        "level": levels.get(cells["niveau"], cells["niveau"]),
        "hours": cells["timer"],
    }


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Read kinds of work from a file into the form, where they are looked through and saved."""
    page = needs_page(request, uuid, to_edit=True)
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_tasks(file, name=file.name, framework=document_of(page.version))
        except BadInput as refusal:
            for problem in refusal.problems:
                form.add_error("file", message(problem))
        else:
            start = laid_over(stored_tasks(tasks_of(page.situation)), read.tasks)
            filled = TasksForm(fields=page.situation.needs.texts.fields, start=start)
            problems = [at_place(problem.place, message(problem)) for problem in read.problems]
            return _tasks_page(request, page, filled, problems=problems, is_from_file=True)
    return render(
        request,
        "learning/division_upload.html",
        {**page.context(""), "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The hours a week that each person has for the tasks."""
    page = needs_page(request, uuid, to_edit=True)
    people = list(Employee.objects.employed_in(page.unit))
    hours = hours_of(people)
    form = HoursForm(people=people, hours=hours)
    if request.method == "POST":
        found = saved_or_both(
            request,
            HoursSheet(people=people, by=page.viewer),
            done=lambda: _("The hours are saved."),
            save_url=page.url("division_hours"),
            next_url=page.url("division"),
        )
        if isinstance(found, HttpResponse):
            return found
        form = found.form
    record_reads(by=page.viewer, action="learning.hours.read", seen=[(person.pk, person) for person in people])
    return render(
        request,
        "learning/division_hours.html",
        {
            **page.context(""),
            "form": form,
            "usual": USUAL_HOURS,
            "opened": opened_twins(texts_of_hours(people, hours)),
        },
        status=422 if form.errors else 200,
    )


@require_safe
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The division as a workbook; its last sheet can be read in again."""
    page = needs_page(request, uuid, to_edit=True)
    described = tasks_table(list(stored_tasks(tasks_of(page.situation)).values()))
    if is_too_large(page.unit):
        return file_response(workbook_bytes([described], title=page.unit.name), "opgaver.xlsx")
    work = divided_work(page.viewer, page.situation, timezone.localdate())
    _log(page, work)
    fields = {field.code: field.name for field in page.situation.needs.texts.fields}
    tables = division_tables(work, fields, _why(work))
    return file_response(workbook_bytes([*tables, described], title=page.unit.name), "fordeling.xlsx")


def _tasks_page(
    request: HttpRequest,
    page: NeedsPage,
    form: TasksForm,
    *,
    is_suggestion: bool = False,
    is_from_file: bool = False,
    problems: list[str] | None = None,
) -> HttpResponse:
    return render(
        request,
        "learning/division_tasks.html",
        {
            **page.context(""),
            "form": form,
            "opened": opened_twins(TasksSheet(page=page).now().texts),
            "is_suggestion": is_suggestion,
            "is_from_file": is_from_file,
            "problems": problems or [],
            "note": starting_point().tasks_note.in_language(get_language() or "da"),
        },
        status=422 if form.errors else 200,
    )


def _log(page: NeedsPage, work: DividedWork) -> None:
    seen: list[tuple[int, Participant]] = list(work.participants.items())
    record_reads(by=page.viewer, action="assessments.standings.read", seen=seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person's week: hours done of hours had, and what they go to."""

    person: Employee
    load: Load
    does: str
    is_unrated: bool

    @classmethod
    def of(cls, work: DividedWork, load: Load) -> "PersonRow":
        person = work.person_of[load.worker]
        does = [
            _("%(task)s %(hours)s") % {"task": task.name, "hours": number(hours)}
            for task, hours, _below in done_by(work, load)
        ]
        return cls(person=person, load=load, does="; ".join(does), is_unrated=person.pk not in work.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """A kind of work: who does it, hours left over, and why."""

    task: TaskType
    field: str
    who: str
    left: float
    why: str


def _task_rows(page: NeedsPage, work: DividedWork) -> list[TaskRow]:
    people, left, why = work.person_of, {one.task: one.hours for one in work.division.uncovered}, _why(work)
    names = {field.code: field.name for field in page.situation.needs.texts.fields}
    rows = []
    for task in work.tasks:
        code = str(task.uuid)
        who = [
            f"{people[share.worker].name} {number(share.hours)}" for share in work.division.shares if share.task == code
        ]
        rows.append(
            TaskRow(
                task=task,
                field=names.get(task.field, task.field),
                who=", ".join(who),
                left=left.get(code, 0.0),
                why=why.get(code, ""),
            )
        )
    return rows


def _left_over(work: DividedWork) -> list[tuple[str, float, str]]:
    """What nobody covers, most hours first: the kind of work, the hours, and why."""
    tasks, why = work.task_of, _why(work)
    found = [(tasks[one.task].name, one.hours, why[one.task]) for one in work.division.uncovered]
    return sorted(found, key=lambda row: -row[1])


def _why(work: DividedWork) -> dict[str, str]:
    people = {code: person.name for code, person in work.person_of.items()}
    return {one.task: uncovered_in_words(one, people) for one in work.division.uncovered}


def _people_figure(work: DividedWork, *, narrow: bool) -> SafeString:
    """Each person's hours: specialised work, basic work, basic work in a field where she is specialised, and left."""
    rows = []
    for load in work.division.loads:
        done = done_by(work, load)
        specialised = sum(hours for task, hours, _below in done if task.level == Level.SPECIALISED)
        below = sum(hours for _task, hours, is_below in done if is_below)
        rows.append(
            Bar(
                name=work.person_of[load.worker].name,
                sizes=(specialised, max(0.0, load.done - specialised - below), below, load.spare),
                says=_("%(done)s of %(hours)s") % {"done": number(load.done), "hours": number(load.hours)},
            )
        )
    parts = [
        Part(words=_("specialised work"), fill=TEAL, dark=True),
        Part(words=_("basic work"), fill=PALE),
        Part(words=_("basic work in a field where the person is specialised"), fill=BLUE, dark=True),
        Part(words=_("hours left"), fill=""),
    ]
    return safe(bars(rows, parts, prefix="pn" if narrow else "p", title=_("Hours of each person"), narrow=narrow))


def _tasks_figure(work: DividedWork, *, narrow: bool) -> SafeString:
    """Each kind of work: hours covered and hours left over."""
    left = {one.task: one.hours for one in work.division.uncovered}
    rows = []
    for task in work.tasks:
        hours, over = float(task.weekly_hours), left.get(str(task.uuid), 0.0)
        says = _("%(done)s of %(hours)s") % {"done": number(hours - over), "hours": number(hours)}
        rows.append(Bar(name=task.name, sizes=(max(0.0, hours - over), over), says=says))
    parts = [Part(words=_("covered"), fill=BLUE, dark=True), Part(words=_("not covered"), fill="")]
    return safe(bars(rows, parts, prefix="tn" if narrow else "t", title=_("Hours of each kind of work"), narrow=narrow))

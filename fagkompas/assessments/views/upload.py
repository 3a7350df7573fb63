"""A ratings file: read, shown with every problem, then saved into a round or forgotten."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.assessments.actions import uploads
from fagkompas.assessments.coverage import thin_levels
from fagkompas.assessments.forms.uploads import NewRoundForm, OpenRoundForm, UploadForm, UploadRefusalForm
from fagkompas.assessments.models import Participant, RatingsImport, Round
from fagkompas.assessments.permissions import check_uploads, load_waiting_ratings
from fagkompas.assessments.questions import GivenAnswer, asked_columns
from fagkompas.assessments.uploading import Plan, read_upload, read_upload_telling, what_saving_does
from fagkompas.assessments.wording import RATERS
from fagkompas.assessments.workbooks.results import problem_table
from fagkompas.assessments.workbooks.wording import message
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.engine.scales import NOT_RELEVANT, Rater
from fagkompas.frameworks.models import Version
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import file_name, file_response
from fagkompas.toolkit.problems import problem_kept
from fagkompas.toolkit.workbooks import workbook_bytes

SHOWN: Final = 100
"""Problems that the page shows; the file of problems holds all of them."""

NAMED: Final = 10
"""Colleagues whom a message names."""


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponseBase:
    """Choose a file; it is read and kept for an hour, and nothing is saved yet. A script is told how far it has come."""
    person = signed_in(request)
    check_uploads(person)
    form = UploadForm(posted(request), request.FILES or None, person=person)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if "X-Progress" in request.headers:
            return _read_telling(person, file, file.name, form.versions)
        reading = read_upload(file, name=file.name, versions=form.versions)
        waiting = uploads.keep_upload(author=person, file_name=file.name, reading=reading, now=timezone.now())
        return redirect("assessments:upload_preview", waiting.uuid)
    return render(
        request,
        "assessments/upload.html",
        {"form": form, "is_manager": has_role(person, Role.MANAGER)},
        status=422 if form.errors else 200,
    )


def _read_telling(person: Employee, file: IO[bytes], name: str, versions: Sequence[Version]) -> StreamingHttpResponse:
    """A line of JSON now and then: {"rows": 5000}, and last {"url": ...} of the page that shows what was read."""

    def lines() -> Iterator[str]:
        for step in read_upload_telling(file, name=name, versions=versions):
            if isinstance(step, int):
                yield json.dumps({"rows": step}) + "\n"
            else:
                kept = uploads.keep_upload(author=person, file_name=name, reading=step, now=timezone.now())
                yield json.dumps({"url": reverse("assessments:upload_preview", args=[kept.uuid])}) + "\n"

    unbuffered = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingHttpResponse(lines(), content_type="application/x-ndjson", headers=unbuffered)


@require_safe
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the file holds, every problem in it, and where its ratings can go."""
    person, waiting = _waiting(request, uuid)
    return _preview_page(request, waiting, _plan(person, waiting), None)


@require_POST
def save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save into a round that is open."""
    person, waiting = _waiting(request, uuid)
    plan = _plan_to_save(person, waiting)
    form = OpenRoundForm(request.POST, plan=plan)
    if form.is_valid():
        chosen = next(choice.round for choice in plan.rounds if str(choice.round.uuid) == form.cleaned_data["round"])
        try:
            saved = uploads.save_upload(waiting=waiting, round_=chosen, by=person, now=timezone.now())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return _done(request, saved)
    return _preview_page(request, waiting, plan, form)


@require_POST
def save_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Save into a round that opens with it."""
    person, waiting = _waiting(request, uuid)
    plan = _plan_to_save(person, waiting)
    form = NewRoundForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        try:
            saved = uploads.save_upload_in_new_round(waiting=waiting, new=form.new_round, by=person, now=timezone.now())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return _done(request, saved)
    return _preview_page(request, waiting, plan, form)


@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget the file."""
    _person, waiting = _waiting(request, uuid)
    uploads.forget_upload(waiting)
    messages.info(request, _("The file is deleted, and nothing was saved."))
    return redirect("assessments:upload")


@require_safe
def problems(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Every problem of the file as a workbook, to mend it by."""
    _person, waiting = _waiting(request, uuid)
    content = workbook_bytes([problem_table(_problems_of(waiting))], title=waiting.file_name)
    return file_response(content, file_name(_("Problems"), waiting.file_name.rpartition(".")[0], kind="xlsx"))


def _waiting(request: HttpRequest, uuid: UUID) -> tuple[Employee, RatingsImport]:
    person = signed_in(request)
    return person, load_waiting_ratings(person, uuid, now=timezone.now())


def _plan(person: Employee, waiting: RatingsImport) -> Plan | None:
    """None where nothing could be read."""
    if waiting.content is None:
        return None
    return what_saving_does(person, waiting, today=timezone.localdate())


def _plan_to_save(person: Employee, waiting: RatingsImport) -> Plan:
    plan = _plan(person, waiting)
    if plan is None or not plan.may_be_saved:
        raise Http404
    return plan


def _problems_of(waiting: RatingsImport) -> list[Problem]:
    return [problem_kept(each) for each in waiting.problems]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of the questions that a person is asked have an answer from one rater, and the fields with too few."""

    name: str
    rater: str | Promise
    answered: int
    asked: int
    thin: str


def _counted(waiting: RatingsImport, plan: Plan) -> Iterator[Counted]:
    """What the person and the manager have answered, of the first in the file."""
    given: dict[tuple[int, Rater], dict[str, GivenAnswer]] = defaultdict(dict)
    for answer in plan.answers:
        if answer.rater in (Rater.SELF, Rater.MANAGER) and (
            (answer.person, answer.rater) in given or len(given) < SHOWN
        ):
            given[answer.person, answer.rater][answer.code] = GivenAnswer(
                item=answer.code,
                value=None if answer.value == NOT_RELEVANT else answer.value,
                not_relevant=answer.value == NOT_RELEVANT,
            )
    round_ = Round(version=waiting.version, mode=(waiting.content or {})["mode"])
    for (place, rater), answers in given.items():
        employee = plan.employees[place]
        participant = Participant(round=round_, employee=employee, category=employee.category)
        yield Counted(
            name=employee.name,
            rater=RATERS[rater],
            answered=len(answers),
            asked=len(asked_columns(participant)),
            thin=", ".join(dict.fromkeys(one.field for one in thin_levels(participant, answers))),
        )


def _preview_page(
    request: HttpRequest, waiting: RatingsImport, plan: Plan | None, answered: UploadRefusalForm | None
) -> HttpResponse:
    found = _problems_of(waiting)
    counted = list(_counted(waiting, plan)) if plan else []
    is_thin = any(one.thin for one in counted)
    shown: dict[str, Any] = {
        "waiting": waiting,
        "plan": plan,
        "problems": [(problem, message(problem)) for problem in found[:SHOWN]],
        "count": len(found),
        "more": max(0, len(found) - SHOWN),
        "refusals": [(problem, message(problem)) for problem in plan.refusals] if plan else [],
        "left_out": [(problem, message(problem)) for problem in plan.left_out[:SHOWN]] if plan else [],
        "left_out_count": len(plan.left_out) if plan else 0,
        "by_rater": [(RATERS[rater], plan.by_rater[rater]) for rater in Rater if plan.by_rater.get(rater)]
        if plan
        else [],
        "counted": counted,
        "is_thin": is_thin,
        "open_form": None,
        "new_form": None,
    }
    if plan is not None and plan.rounds:
        shown["open_form"] = answered if isinstance(answered, OpenRoundForm) else OpenRoundForm(plan=plan)
    if plan is not None and plan.unit is not None:
        shown["new_form"] = answered if isinstance(answered, NewRoundForm) else NewRoundForm(today=timezone.localdate())
    return render(request, "assessments/upload_preview.html", shown, status=422 if answered else 200)


def _done(request: HttpRequest, saved: uploads.Saved) -> HttpResponse:
    words = ngettext("%(answers)s rating is saved.", "%(answers)s ratings are saved.", saved.answers)
    messages.success(request, words % {"answers": number(saved.answers)})
    if saved.left_out:
        words = ngettext(
            "%(people)s person in the file is not in the round, and nothing was saved there: %(names)s.",
            "%(people)s people in the file are not in the round, and nothing was saved of them: %(names)s.",
            len(saved.left_out),
        )
        named = ", ".join(saved.left_out[:NAMED]) + (" ..." if len(saved.left_out) > NAMED else "")
        messages.warning(request, words % {"people": len(saved.left_out), "names": named})
    return redirect("assessments:round", saved.round.uuid)

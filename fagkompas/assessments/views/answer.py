"""Answering a round: what it is for, the questions page by page, a summary before it counts.

The same pages serve the person, the manager and a team together; who may answer as whom is `permissions.load_answering`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.actions.answers import drop_changes, reopen, save_drafts, submit
from fagkompas.assessments.coverage import thin_levels
from fagkompas.assessments.forms.answers import AnswersForm, SubmitForm, mark_of
from fagkompas.assessments.models import Participant
from fagkompas.assessments.permissions import load_answering
from fagkompas.assessments.questions import (
    Answers,
    Progress,
    QuestionPage,
    answers_of,
    first_name,
    minutes_for,
    progress,
    question_pages,
)
from fagkompas.assessments.wording import refusal
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Rater
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.toolkit import formats
from fagkompas.toolkit.pages import saved_at
from fagkompas.toolkit.refused_forms import keep_refused, take_refused

PAGE: Final = "assessments/answer_page.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Everything the pages need: whom it is about, who answers as whom, what is asked and how far it has come."""

    participant: Participant
    rater: Rater
    author: Employee
    pages: tuple[QuestionPage, ...]
    answers: Answers
    is_open: bool

    @property
    def is_about_oneself(self) -> bool:
        """Whether the person rates own skill."""
        return self.rater is Rater.SELF

    @property
    def said_to(self) -> str:
        """Whom the statements speak to, when that is not the reader; empty for oneself and for a team together."""
        about = self.participant.employee
        return "" if about is None or self.is_about_oneself else first_name(about.name)

    @property
    def steps(self) -> tuple[Progress, ...]:
        """How far each page has come."""
        return progress(self.pages, self.answers.shown)

    def page(self, code: str) -> QuestionPage:
        """The page with this code; otherwise not found."""
        for page in self.pages:
            if page.code == code:
                return page
        raise Http404

    def after(self, page: QuestionPage) -> QuestionPage | None:
        """The next page, None after the last."""
        following = self.pages[self.pages.index(page) + 1 :]
        return following[0] if following else None

    def before(self, page: QuestionPage) -> QuestionPage | None:
        """The page before, None for the first."""
        earlier = self.pages[: self.pages.index(page)]
        return earlier[-1] if earlier else None


@require_safe
def answer_start(request: HttpRequest, participant: UUID) -> HttpResponse:
    """What the round is for, who sees what, and how far one has come."""
    task = _task(request, participant)
    steps = task.steps
    return render(
        request,
        "assessments/answer_start.html",
        {
            "task": task,
            "round": task.participant.round,
            "steps": steps,
            "begin_at": next((step.page for step in steps if not step.is_complete), None),
            "has_begun": any(step.answered for step in steps),
            "minutes": minutes_for(task.pages),
            "scale": texts_of(task.participant.round.version).scale,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: HttpRequest, participant: UUID, page: str) -> HttpResponseBase:
    """One page of questions, which saves itself as one answers and also by its buttons."""
    task = _task(request, participant)
    here = task.page(page)
    if request.method == "POST":
        return _answered(request, task, here)
    refused = take_refused(request)
    if refused is None and (task.answers.is_locked or not task.is_open):
        return redirect("assessments:answer_start", participant)
    typed = refused.typed if refused else None
    form = AnswersForm(typed, participant=task.participant, page=here, answers=task.answers.shown)
    if refused:
        refused.tell(form)
    return render(request, PAGE, _page_context(task, here, form))


@require_http_methods(["GET", "HEAD", "POST"])
def answer_summary(request: HttpRequest, participant: UUID) -> HttpResponseBase:
    """What is answered and what is missing; submitting makes it count."""
    task = _task(request, participant)
    thin = thin_levels(task.participant, task.answers.shown)
    if request.method == "POST":
        return _submitted(request, task, SubmitForm(request.POST, asks=bool(thin)))
    refused = take_refused(request)
    if refused is None and (task.answers.is_locked or not task.is_open):
        return redirect("assessments:answer_start", participant)
    form = SubmitForm(refused.typed if refused else None, asks=bool(thin))
    if refused:
        refused.tell(form)
    steps = task.steps
    context = {
        "task": task,
        "round": task.participant.round,
        "steps": steps,
        "answered": sum(step.answered for step in steps),
        "total": sum(step.total for step in steps),
        "thin": thin,
        "form": form,
    }
    return render(request, "assessments/answer_summary.html", context)


@require_POST
def answer_reopen(request: HttpRequest, participant: UUID) -> HttpResponseBase:
    """Take submitted answers up again."""
    task = _task(request, participant)
    try:
        reopen(participant=task.participant, rater=task.rater, by=task.author, now=timezone.now())
    except BadInput as refused:
        _tell(request, refused)
        return redirect("assessments:answer_start", participant)
    return redirect("assessments:answer_page", participant, task.pages[0].code)


@require_POST
def answer_drop(request: HttpRequest, participant: UUID) -> HttpResponseBase:
    """Let what was submitted stand."""
    task = _task(request, participant)
    try:
        drop_changes(participant=task.participant, rater=task.rater, by=task.author)
    except BadInput as refused:
        _tell(request, refused)
    else:
        messages.success(request, _("Your changes are discarded. What you submitted before still counts."))
    return redirect("assessments:answer_start", participant)


def _task(request: HttpRequest, participant: UUID) -> Task:
    person = signed_in(request)
    answering = load_answering(person, participant)
    return Task(
        participant=answering.participant,
        rater=answering.rater,
        author=person,
        pages=question_pages(answering.participant, person),
        answers=answers_of(answering.participant, answering.rater, person),
        is_open=answering.participant.round.takes_answers_on(timezone.localdate()),
    )


def _answered(request: HttpRequest, task: Task, here: QuestionPage) -> HttpResponseBase:
    """Keep what can be kept; then go where the button says, or say what must be put right."""
    form = AnswersForm(request.POST, participant=task.participant, page=here, answers=task.answers.shown)
    form.is_valid()
    saved = _save(task, form)
    if "X-Autosave" in request.headers:
        return _autosaved(task, here, form, saved)
    if form.errors:
        stored = {f"{answer.item}-opened": mark_of(answer) for answer in form.answers_to_save() if saved}
        keep_refused(request, form, typed=request.POST.dict() | stored)
        return redirect(request.path)
    return _onwards(request, task, here)


def _submitted(request: HttpRequest, task: Task, form: SubmitForm) -> HttpResponseBase:
    """On to the profile, or back to the summary with what it was refused for."""
    if form.is_valid():
        try:
            submit(participant=task.participant, rater=task.rater, by=task.author, now=timezone.now())
        except BadInput as refused:
            form.refused(refused)
    if form.errors:
        keep_refused(request, form, typed=request.POST.dict())
        return redirect(request.path)
    messages.success(request, _submitted_words(task))
    return redirect("assessments:profile_of", task.participant.uuid)


def _save(task: Task, form: AnswersForm) -> datetime | None:
    """When it was saved; None when nothing was, and the form then says why."""
    try:
        return save_drafts(
            participant=task.participant,
            rater=task.rater,
            author=task.author,
            answers=form.answers_to_save(),
            now=timezone.now(),
        )
    except BadInput as refused:
        for problem in refused.problems:
            form.add_error(None, refusal(problem))
        return None


def _autosaved(task: Task, here: QuestionPage, form: AnswersForm, saved: datetime | None) -> JsonResponse:
    """What the page's script is told; "saved" only when everything that was sent is stored."""
    answers = answers_of(task.participant, task.rater, task.author).shown
    stored = progress([here], answers)[0]
    told: dict[str, object] = {"answered": stored.answered, "total": stored.total}
    if saved is not None:
        told["opened"] = {answer.item: mark_of(answer) for answer in form.answers_to_save()}
    told["faulty"] = sorted({form.question_of(name).code for name in form.errors if name in form.fields})
    told["problems"] = render_to_string(f"{PAGE}#problems", {"form": form})
    if form.errors:
        return JsonResponse(told | {"problem": _problem_words(form, saved)}, status=422)
    return JsonResponse(told | {"saved": saved_at(saved) if saved else ""})


def _problem_words(form: AnswersForm, saved: datetime | None) -> str:
    """The problems with the name of their question, and whether the rest is saved."""
    sentences = [
        f"{form.question_of(name).title}: {sentence}" if name in form.fields else sentence
        for name, found in form.errors.items()
        for sentence in map(str, found)
    ]
    rest = [_("The rest is saved.")] if saved else []
    return " ".join([*sentences, *rest])


def _onwards(request: HttpRequest, task: Task, here: QuestionPage) -> HttpResponse:
    """`then` says where: "later", "here", or the code of another page; otherwise the next one, or the summary."""
    then = request.POST.get("then", "")
    if then == "later":
        messages.success(
            request,
            _("Your answers are saved. They count when you submit them, at the latest on %(day)s.")
            % {"day": formats.long_date(task.participant.round.closes_on)},
        )
        return redirect("assessments:answer_start", task.participant.uuid)
    chosen = here if then == "here" else next((page for page in task.pages if page.code == then), None)
    following = chosen or task.after(here)
    if following is None:
        return redirect("assessments:answer_summary", task.participant.uuid)
    return redirect("assessments:answer_page", task.participant.uuid, following.code)


def _page_context(task: Task, here: QuestionPage, form: AnswersForm) -> dict[str, object]:
    texts = texts_of(task.participant.round.version)
    steps = task.steps
    return {
        "task": task,
        "round": task.participant.round,
        "here": here,
        "form": form,
        "steps": steps,
        "step": next(step for step in steps if step.page == here),
        "number": task.pages.index(here) + 1,
        "next": task.after(here),
        "previous": task.before(here),
        "scale": texts.scale,
        "name": task.said_to,
    }


def _submitted_words(task: Task) -> str:
    if task.is_about_oneself:
        return _("Your answers are submitted. This is your profile now.")
    return _("Your answers are submitted. This is the profile now.")


def _tell(request: HttpRequest, refused: BadInput) -> None:
    for problem in refused.problems:
        messages.error(request, refusal(problem))

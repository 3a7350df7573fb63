"""Answering by a link, without signing in: what it is for, one question a page, a summary, and own answers beside the
published ones.

The link's secret stands in the address, so these pages send no referrer with a path, are kept by no cache and found by no
search engine; logs show its digest alone (`toolkit/logs.py`). Wrong secrets are counted by network address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions.answers import begin, keep, send
from fagkompas.surveys.answering import Answered, answered, given_in
from fagkompas.surveys.beside import Beside, beside
from fagkompas.surveys.counting import document_of, given_by
from fagkompas.surveys.document import InstrumentDocument
from fagkompas.surveys.documents import Drawn, benchmark_name, drawn_beside
from fagkompas.surveys.permissions import Door, open_door
from fagkompas.surveys.views.shown import shown_question
from fagkompas.surveys.wording import left_in_words, sentence, sentences
from fagkompas.toolkit.attempts import has_attempts_left, note_attempt
from fagkompas.toolkit.links import digest_of, new_secret
from fagkompas.toolkit.pages import saved_at

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "strict-origin",  # never the path; "no-referrer" would take the Origin that forms are checked by
    "X-Robots-Tag": "noindex, nofollow",
}
COOKIE: Final = "svar"
COOKIE_PATH: Final = "/svar/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Everything the pages need."""

    secret: str
    door: Door
    document: InstrumentDocument
    questions: tuple[Answered, ...]
    takes_answers: bool

    @property
    def is_sent(self) -> bool:
        """Whether the answers count."""
        return self.door.response is not None and self.door.response.submitted_on is not None

    @property
    def may_answer(self) -> bool:
        """Whether there is a place for answers that are not sent yet."""
        return self.takes_answers and self.door.response is not None and not self.is_sent and not self.door.is_used

    def question(self, number: int) -> Answered:
        """The question with this number, from 1; otherwise not found."""
        if not 1 <= number <= len(self.questions):
            raise Http404
        return self.questions[number - 1]


View = Callable[..., HttpResponseBase]


def by_link(view: View) -> View:
    """Let in whoever has the link; too many wrong ones from one network address must wait."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, secret: str, **parts: object) -> HttpResponseBase:
        if not has_attempts_left(request, "answer"):
            response: HttpResponseBase = render(request, "429.html", status=429)
        else:
            try:
                response = view(request, _task(request, secret), **parts)
            except Http404:
                note_attempt(request, "answer")
                response = render(request, "surveys/answer_unknown.html", status=404)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def start(request: HttpRequest, task: Task) -> HttpResponseBase:
    """What the survey is for, who sees what, how long it takes; a POST makes the place for the answers."""
    if task.is_sent:
        return redirect("answer:thanks", task.secret)
    problems: list[str] = []
    if request.method == "POST":
        resume = request.COOKIES.get(_cookie(task.secret)) or new_secret()
        try:
            made = begin(door=task.door, resume=resume, today=timezone.localdate())
        except BadInput as refused:
            problems = list(sentences(refused))
        else:
            response = redirect("answer:page", task.secret, _first_open(task))
            if made.resume_digest == digest_of(resume):
                _remember(response, task, resume)
            return response
    is_for_employee = task.door.invitation is not None and task.door.invitation.employee_id is not None
    shown = {
        **_frame(task),
        "problems": problems,
        "has_begun": any(one.is_begun for one in task.questions),
        "signs_in": is_for_employee and not request.user.is_authenticated,
    }
    return render(request, "surveys/answer_start.html", shown, status=422 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def page(request: HttpRequest, task: Task, number: int) -> HttpResponseBase:
    """One question, which saves itself as it is answered, and also by its buttons."""
    here = task.question(number)
    if task.door.response is None or not task.may_answer:
        if "X-Autosave" in request.headers:
            return JsonResponse({"problem": _("The survey does not take answers any more.")}, status=422)
        return redirect("answer:start", task.secret)
    if request.method != "POST":
        return render(request, "surveys/answer_page.html", _page_context(task, here, {}))
    typed = {name: request.POST.getlist(name) for name in request.POST}
    given = () if request.POST.get("then") == "clear" else given_in(here.question, typed)
    now = timezone.now()
    try:
        keep(response=task.door.response, question=here.question, given=given, today=timezone.localdate(now))
    except BadInput as refused:
        errors = {problem.place.column or "": sentence(problem) for problem in refused.problems}
        if "X-Autosave" in request.headers:
            return JsonResponse({"problem": " ".join(errors.values())}, status=422)
        typed_again = answered(task.document, {here.question.code: given})[number - 1]
        return render(request, "surveys/answer_page.html", _page_context(task, typed_again, errors), status=422)
    if "X-Autosave" in request.headers:
        return JsonResponse({"saved": saved_at(now)})
    return _onwards(request, task, number)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def summary(request: HttpRequest, task: Task) -> HttpResponseBase:
    """What is answered and what is blank; sending makes it count, and with blanks it is asked once, by name."""
    if task.is_sent:
        return redirect("answer:thanks", task.secret)
    if task.door.response is None or not task.may_answer:
        return redirect("answer:start", task.secret)
    problems: list[str] = []
    left = [_left(task, one) for one in task.questions if not one.is_whole]
    has_begun = any(one.is_begun for one in task.questions)
    asks = request.method == "POST" and bool(left) and has_begun and "blanks" not in request.POST
    if request.method == "POST" and not asks:
        try:
            send(door=task.door, response=task.door.response, today=timezone.localdate())
        except BadInput as refused:
            problems = list(sentences(refused))
        else:
            return redirect("answer:thanks", task.secret)
    shown = {
        **_frame(task),
        "problems": problems,
        "whole": len(task.questions) - len(left),
        "left": left,
        "asks": asks,
        "rows": [shown_question(one) for one in task.questions],
    }
    return render(request, "surveys/answer_summary.html", shown, status=422 if problems else 200)


@require_safe
@by_link
def thanks(request: HttpRequest, task: Task) -> HttpResponseBase:
    """Own answers beside the published ones, for whose they are; others who have the link are only thanked, at the start."""
    if not task.is_sent:
        return redirect("answer:start", task.secret)
    shown = {
        **_frame(task),
        "beside": [(one, _drawn(task.document, one)) for one in beside(task.document, task.questions)],
        "is_remembered": _cookie(task.secret) in request.COOKIES,
    }
    return render(request, "surveys/answer_thanks.html", shown)


@require_POST
@by_link
def leave(_request: HttpRequest, task: Task) -> HttpResponseBase:
    """Forget on this computer whose answers these are; they count all the same."""
    response = redirect("answer:start", task.secret)
    response.delete_cookie(_cookie(task.secret), path=COOKIE_PATH, samesite="Lax")
    return response


def _task(request: HttpRequest, secret: str) -> Task:
    person = request.user if isinstance(request.user, Employee) else None
    door = open_door(secret, request.COOKIES.get(_cookie(secret), ""), person)
    document = document_of(door.survey.instrument)
    given = given_by(door.response) if door.response else {}
    return Task(
        secret=secret,
        door=door,
        document=document,
        questions=answered(document, given),
        takes_answers=door.survey.takes_answers_on(timezone.localdate()),
    )


def _frame(task: Task) -> dict[str, Any]:
    return {"task": task, "survey": task.door.survey, "document": task.document}


def _page_context(task: Task, here: Answered, errors: Mapping[str, str]) -> dict[str, Any]:
    total = len(task.questions)
    return {
        **_frame(task),
        "here": here,
        "shown": shown_question(here, errors),
        "total": total,
        "previous": here.number - 1,
        "is_last": here.number == total,
        "form_errors": [words for name, words in errors.items() if not name],
    }


def _onwards(request: HttpRequest, task: Task, number: int) -> HttpResponse:
    """`then` says where: "later", "here", "clear", "back" or on."""
    then = request.POST.get("then", "")
    if then == "later":
        return redirect("answer:start", task.secret)
    if then in {"here", "clear"}:
        return redirect("answer:page", task.secret, number)
    following = number - 1 if then == "back" else number + 1
    if 1 <= following <= len(task.questions):
        return redirect("answer:page", task.secret, following)
    return redirect("answer:summary" if following else "answer:start", task.secret)


def _drawn(document: InstrumentDocument, one: Beside) -> Drawn | None:
    """The figure of a question that was answered and has published answers."""
    if not one.is_begun or one.published is None:
        return None
    return drawn_beside(one.number, one.published, one.own, benchmark_name(document))


def _first_open(task: Task) -> int:
    return next((one.number for one in task.questions if not one.is_whole), 1)


def _left(task: Task, one: Answered) -> tuple[Answered, str, str]:
    """A question that is not whole, how much of it is answered, and where its first blank row is."""
    row = next(row for row in shown_question(one).rows if row.given.row == one.first_blank)
    url = reverse("answer:page", args=[task.secret, one.number])
    return one, left_in_words(one), f"{url}#{row.options[0].id if row.options else row.id}"


def _cookie(secret: str) -> str:
    """Each link has its own, so that two who share a computer do not meet each other's answers."""
    return f"{COOKIE}-{digest_of(f'cookie {secret}')[:16]}"


def _remember(response: HttpResponse, task: Task, resume: str) -> None:
    """The browser's own secret, until the survey has closed."""
    days = (task.door.survey.closes_on - timezone.localdate()).days + 1
    response.set_cookie(
        _cookie(task.secret),
        resume,
        max_age=days * 24 * 60 * 60,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

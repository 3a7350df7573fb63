"""Practise a method: quiz cards one at a time, and a role play with colleagues."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.methods import actions
from fagkompas.methods.document import Method, RolePlay
from fagkompas.methods.documents import role_play_pdf
from fagkompas.methods.forms import AnswerForm, MinutesForm
from fagkompas.methods.models import Practice
from fagkompas.methods.permissions import load_method
from fagkompas.methods.practising import QuizUnderWay, keep_quiz, quiz_of
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.languages import said
from fagkompas.toolkit.pages import file_name, file_response

SHOWN_PRACTICE = 10


@require_safe
def practise(request: HttpRequest, code: str) -> HttpResponse:
    """The two ways to practise it, and what one has practised before."""
    person = signed_in(request)
    method = load_method(person, code).method
    done = Practice.objects.filter(employee=person, code=code).order_by("-practised_on", "-pk")[:SHOWN_PRACTICE]
    return render(request, "methods/practise.html", {"method": method, "play": method.role_play, "done": list(done)})


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, code: str) -> HttpResponse:
    """A card, what its answer was like, or the result. A post begins, or answers the card that it names."""
    person, now = signed_in(request), timezone.now()
    method = load_method(person, code).method
    if not method.quiz:
        raise Http404
    under_way = quiz_of(request.session, method)
    if request.method == "POST" and ("begin" in request.POST or under_way is None):
        keep_quiz(request.session, method, QuizUnderWay(began_at=now, answers=()))
        return redirect("methods:quiz", code)
    if under_way is None:
        return redirect("methods:practise", code)
    card, is_next = under_way.card(method), request.POST.get("card") == str(under_way.number)
    form = AnswerForm(posted(request) if is_next else None, card=card) if card else None
    if form is None or not (is_next and form.is_valid()):
        if request.method == "POST" and not is_next:
            return redirect("methods:quiz", code)
        return render(request, "methods/quiz.html", _shown(request, method, under_way, form), status=_status(form))
    answered = under_way.with_answer(form.place)
    if answered.card(method) is None:
        actions.finish_quiz(method=method, answers=answered.answers, began_at=answered.began_at, now=now, by=person)
    keep_quiz(request.session, method, answered)
    return redirect("methods:quiz", code)


def _status(form: AnswerForm | None) -> int:
    return 422 if form is not None and form.errors else 200


def _shown(request: HttpRequest, method: Method, under_way: QuizUnderWay, form: AnswerForm | None) -> dict[str, object]:
    """The next card (`?videre`, or when none is answered), else the one that was just answered; all of them in the end."""
    answered = under_way.answered(method)
    goes_on = "videre" in request.GET or not answered or _status(form) != 200
    return {
        "method": method,
        "form": form if goes_on else None,
        "number": under_way.number if goes_on else under_way.number - 1,
        "of": len(method.quiz),
        "just": None if goes_on else answered[-1],
        "is_over": form is None,
        "answered": answered,
        "right": sum(one.is_right for one in answered),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def role_play(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet, the time (`?start=1` counts down from now), and "we have practised"."""
    person, now = signed_in(request), timezone.now()
    method, play = _load_play(person, code)
    form = MinutesForm(posted(request), initial={"minutes": play.minutes})
    if request.method == "POST" and form.is_valid():
        try:
            actions.register_role_play(method=method, minutes=form.cleaned_data["minutes"], now=now, by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("It counts as learning: %(minutes)s minutes.") % form.cleaned_data)
            return redirect("methods:practise", code)
    shown = {"method": method, "play": play, "form": form, "now": now, "ends_at": None}
    if "start" in request.GET and request.method != "POST":
        shown["ends_at"] = now + timedelta(minutes=play.minutes)
    return render(request, "methods/role_play.html", shown, status=422 if form.errors else 200)


@require_safe
def role_play_printed(request: HttpRequest, code: str) -> HttpResponse:
    """The sheet on paper, with a card for each role."""
    method, _play = _load_play(signed_in(request), code)
    try:
        made = role_play_pdf(method)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("methods:role_play", code)
    return file_response(made, file_name(said(method.name), _("role play"), kind="pdf"))


def _load_play(person: Employee, code: str) -> tuple[Method, RolePlay]:
    method = load_method(person, code).method
    if method.role_play is None:
        raise Http404
    return method, method.role_play


@require_POST
def practice_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take something out of what one has practised."""
    person = signed_in(request)
    one = get_object_or_404(Practice, uuid=uuid, employee=person)
    code = one.code
    actions.remove_practice(practice=one, by=person)
    messages.success(request, _("It is taken out, and does not count as learning any more."))
    return redirect(reverse("methods:practise", args=[code]))

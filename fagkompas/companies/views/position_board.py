"""The board of a position: give tasks to somebody, try what is proposed, undo it, and make the job order."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.companies.actions import positions as actions
from fagkompas.companies.models import Position
from fagkompas.companies.permissions import load_position, load_position_task_to_change, writes_companies
from fagkompas.companies.position_reading import PLACES, board_of
from fagkompas.companies.views.company import OPENED, note_opening
from fagkompas.companies.views.form_page import seen_revision
from fagkompas.companies.wording import NOBODY_YET, WHO, sentence
from fagkompas.engine.errors import BadInput
from fagkompas.engine.substitution import Aim, Who
from fagkompas.toolkit.together import ChangedMeanwhile


def shown_board(person: Employee, one: Position) -> dict[str, Any]:
    """The board with what its buttons need."""
    return {
        "position": one,
        "board": board_of(one, list(one.tasks.all())),
        "may_write": writes_companies(person) and not one.company.is_closed,
        "order_key": uuid4(),
        "problem": "",
    }


@require_POST
def position_place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give a task to somebody: by one of the two buttons (`to`), or as chosen in the list (`who`)."""
    person = signed_in(request)
    task = load_position_task_to_change(person, uuid)
    to = request.POST.get("to", request.POST.get("who", ""))
    if to not in PLACES:
        raise Http404
    who = Who(to) if to else None
    problem, said = "", _("%(task)s: %(who)s.") % {"task": task.name, "who": WHO[to] if to else NOBODY_YET}
    try:
        actions.place_task(task=task, who=who, seen=request.POST.get("seen", ""), by=person)
    except ChangedMeanwhile:
        problem = _("A colleague has moved “%(task)s” meanwhile. You see where it is now.") % {"task": task.name}
    return _moved(request, person, task.of_position, said=said, problem=problem, at=f"card-{task.uuid}")


@require_POST
def position_propose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try one of the proposals."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    aim = next((aim for aim in Aim if aim == request.POST.get("aim")), None)
    if aim is None:
        raise Http404
    problem = ""
    try:
        actions.take_proposal(position=one, aim=aim, revision=seen_revision(request), by=person)
    except BadInput as refusal:
        problem = " ".join(sentence(problem) for problem in refusal.problems)
    except ChangedMeanwhile:
        problem = _("A colleague has changed the position meanwhile. You see it as it is now: try again.")
    return _moved(request, person, one, said=_("The tasks are placed as proposed."), problem=problem)


@require_POST
def position_undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """As the tasks lay before."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    problem = ""
    try:
        actions.undo_placing(position=one, revision=seen_revision(request), by=person)
    except BadInput as refusal:
        problem = " ".join(sentence(problem) for problem in refusal.problems)
    except ChangedMeanwhile:
        problem = _("A colleague has changed the position meanwhile. You see it as it is now: try again.")
    return _moved(request, person, one, said=_("The tasks lie as they did before."), problem=problem)


@require_POST
def position_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The draft at the side becomes a job order."""
    person = signed_in(request)
    one = load_position(person, uuid, to_change=True)
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    try:
        made = actions.make_order(position=one, at=timezone.now(), by=person, key=key)
    except BadInput as refusal:
        for problem in refusal.problems:
            messages.error(request, sentence(problem))
        return redirect("companies:position", one.uuid)
    messages.success(request, _("The draft is made. See what is missing before it can be opened."))
    return redirect("companies:order", made.uuid)


def _moved(
    request: HttpRequest, person: Employee, one: Position, *, said: str, problem: str, at: str = "board"
) -> HttpResponse:
    """The board alone for the page's own script, with what a screen reader is to say; else the page again."""
    if "HX-Request" in request.headers:
        fresh = load_position(person, one.uuid)
        note_opening(person, fresh.company, part_of=OPENED)
        shown = shown_board(person, fresh) | {"said": problem or said, "problem": problem}
        return render(request, "companies/_position_moved.html", shown)
    if problem:
        messages.warning(request, problem)
    return redirect(f"{reverse('companies:position', args=[one.uuid])}#{at}")

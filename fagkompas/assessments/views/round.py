"""One round: who has answered, reminders, how far self and manager agree, and the round's own affairs."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.actions import rounds as actions
from fagkompas.assessments.comparison import agreement_in
from fagkompas.assessments.following import LACKS_ANSWER, LACKS_RATING, FollowedRound, followed_people, followed_rounds
from fagkompas.assessments.forms.rounds import DatesForm, FollowFilter, MemberForm, SureForm
from fagkompas.assessments.models import Participant, ParticipantQuerySet, Round, RoundState, Scope
from fagkompas.assessments.permissions import (
    can_see_individuals,
    followed_participants,
    load_followed_round,
    load_round,
    nearest_people,
)
from fagkompas.engine import ENGINE_VERSION
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link

SORTS: Final = {
    "navn": ("employee__name", "unit__path", "pk"),
    "enhed": ("unit__path", "employee__name", "pk"),
    "selv": ("self_submitted_at", "employee__name", "pk"),
    "leder": ("manager_submitted_at", "employee__name", "pk"),
}


@require_safe
def round_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who has answered, and what comes next. A planned round shows its plan instead."""
    person = signed_in(request)
    round_ = load_followed_round(person, uuid)
    if round_.state == RoundState.PLANNED:
        return redirect("assessments:round_summary", round_.uuid)
    everyone = followed_participants(person, [round_])
    shown = FollowFilter(request.GET, units=_units_of(everyone))
    listing = list_page(
        request,
        _filtered(person, everyone, shown).select_related("employee", "unit", "round", "dialogue"),
        sorts=SORTS,
        default="navn" if round_.scope == Scope.PERSON else "enhed",
    )
    return render(
        request,
        "assessments/round.html",
        {
            **_frame(person, round_, "round"),
            "filter": shown,
            "listing": listing,
            "people": followed_people(person, listing.page),
        },
    )


@require_safe
def reminder(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A text to send to those who have not answered, and their addresses; the person sends it from own mail."""
    person = signed_in(request)
    round_ = _load_begun(person, uuid)
    waiting = followed_participants(person, [round_]).filter(LACKS_ANSWER).exclude(employee=person).with_people()
    return render(
        request,
        "assessments/round_reminder.html",
        {
            **_frame(person, round_, "round_reminder"),
            "waiting": waiting,
            "answer_url": request.build_absolute_uri(reverse("assessments:overview")),
        },
    )


@require_safe
def agreement(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far employees and managers rate alike, field by field; an aggregate of the whole round.

    Whoever may not see its people sees it once the round is closed, so that no two looks tell about one answer.
    """
    person = signed_in(request)
    round_ = load_round(person, uuid)
    if round_.state == RoundState.PLANNED or round_.scope != Scope.PERSON:
        raise Http404
    tells = round_.state == RoundState.CLOSED or can_see_individuals(person, round_.unit)
    return render(
        request,
        "assessments/round_agreement.html",
        {
            **_frame(person, round_, "round_agreement"),
            "agreement": agreement_in(round_) if tells else None,
            "version": f"{round_.version.framework.code} {round_.version.number} · {ENGINE_VERSION}",
        },
    )


@require_safe
def affairs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the round is for, its days, and what can be done with it."""
    person = signed_in(request)
    round_ = load_round(person, uuid)
    if round_.state == RoundState.PLANNED:
        raise Http404
    return render(request, "assessments/round_affairs.html", _frame(person, round_, "round_affairs"))


@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose other days."""
    person = signed_in(request)
    round_ = _load_run(person, uuid)
    form = DatesForm(
        posted(request),
        is_open=round_.state == RoundState.OPEN,
        initial={"closes_on": round_.closes_on, "deletes_on": round_.deletes_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_dates(round_=round_, by=person, **form.cleaned_data)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The new dates are saved."))
            return redirect("assessments:round_affairs", round_.uuid)
    return _task(request, round_, form, title=_("Move the dates"), submit=_("Save the dates"))


@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take in a new colleague."""
    person = signed_in(request)
    round_ = _load_run(person, uuid)
    if round_.scope != Scope.PERSON:
        raise Http404
    form = MemberForm(posted(request), round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            joined = actions.add_member(round_=round_, employee=form.cleaned_data["employee"], by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("%(name)s is in the round now.") % {"name": joined.employee})
            return redirect("assessments:round", round_.uuid)
    return _task(request, round_, form, title=_("Add somebody to the round"), submit=_("Add to the round"))


@require_http_methods(["GET", "POST"])
def remove_member(request: HttpRequest, uuid: UUID, participant: UUID) -> HttpResponse:
    """Take somebody out, with what they answered."""
    person = signed_in(request)
    round_ = _load_run(person, uuid)
    leaving = round_.participants.select_related("employee", "unit").filter(uuid=participant).first()
    if leaving is None:
        raise Http404
    form = SureForm(posted(request))
    name = _name_of(leaving)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_member(participant=leaving, by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("%(name)s is out of the round.") % {"name": name})
            return redirect("assessments:round", round_.uuid)
    return _task(
        request,
        round_,
        form,
        title=_("Take %(name)s out of the round?") % {"name": name},
        submit=_("Take out and delete"),
        contents=actions.contents_of(Participant.objects.filter(pk=leaving.pk)),
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop taking answers; what is missing is said first."""
    person = signed_in(request)
    round_ = _load_run(person, uuid)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_round(round_=round_, by=person)
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The round is closed. The results are kept until the deletion date."))
            return redirect("assessments:round", round_.uuid)
    return _task(
        request,
        round_,
        form,
        title=_("Close the round?"),
        submit=_("Close the round"),
        missing=followed_rounds(person, [round_], timezone.localdate())[0],
    )


@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a closing back."""
    person = signed_in(request)
    round_ = load_round(person, uuid)
    form = SureForm({"sure": True})
    form.is_valid()
    try:
        actions.reopen_round(round_=round_, by=person)
    except BadInput as refusal:
        form.refused(refusal)
        return render(
            request,
            "assessments/round_affairs.html",
            {**_frame(person, round_, "round_affairs"), "form": form},
            status=422,
        )
    messages.success(request, _("The round is open again. Move the last day for answers if it has passed."))
    return redirect("assessments:round_affairs", round_.uuid)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete the round with all that people have answered in it."""
    person = signed_in(request)
    round_ = load_round(person, uuid)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.delete_round(round_=round_, by=person)
        messages.success(request, _("The round “%(name)s” is deleted.") % {"name": round_.name})
        return redirect("assessments:rounds")
    return _task(
        request,
        round_,
        form,
        title=_("Delete the round?"),
        submit=_("Delete the round"),
        contents=actions.contents_of(round_.participants.order_by("pk")),
    )


def _frame(person: Employee, round_: Round, here: str) -> dict[str, object]:
    """What every page of a round shows on top."""
    followed = followed_rounds(person, [round_], timezone.localdate())[0]
    return {
        "round": round_,
        "followed": followed,
        "is_over": round_.state == RoundState.OPEN and not round_.takes_answers_on(timezone.localdate()),
        "tabs": _tabs(followed, here),
    }


def _tabs(followed: FollowedRound, here: str) -> list[Link]:
    pages = [("round", _("Who has answered"))]
    if followed.round.state == RoundState.OPEN and followed.is_of_people:
        pages.append(("round_reminder", _("Remind")))
    if followed.runs_it and followed.is_of_people:
        pages.append(("round_agreement", _("Self and manager")))
    if followed.runs_it:
        pages.append(("round_affairs", _("About the round")))
    return [
        Link(label=label, url=reverse(f"assessments:{name}", args=[followed.round.uuid]), is_current=name == here)
        for name, label in pages
    ]


def _task(
    request: HttpRequest,
    round_: Round,
    form: DatesForm | MemberForm | SureForm,
    *,
    title: str,
    submit: str,
    contents: actions.Contents | None = None,
    missing: FollowedRound | None = None,
) -> HttpResponse:
    """A page with one thing to do to the round."""
    back = "assessments:round_summary" if round_.state == RoundState.PLANNED else "assessments:round_affairs"
    return render(
        request,
        "assessments/round_task.html",
        {
            "round": round_,
            "form": form,
            "title": title,
            "submit": submit,
            "contents": contents,
            "missing": missing,
            "back_url": reverse(back, args=[round_.uuid]),
        },
        status=422 if form.errors else 200,
    )


def _load_begun(person: Employee, uuid: UUID) -> Round:
    round_ = load_followed_round(person, uuid)
    if round_.state != RoundState.OPEN or round_.scope != Scope.PERSON:
        raise Http404
    return round_


def _load_run(person: Employee, uuid: UUID) -> Round:
    round_ = load_round(person, uuid)
    if round_.state == RoundState.PLANNED:
        raise Http404
    return round_


def _units_of(participants: ParticipantQuerySet) -> list[int]:
    return list(participants.order_by("unit_id").values_list("unit_id", flat=True).distinct())


def _filtered(person: Employee, participants: ParticipantQuerySet, shown: FollowFilter) -> "QuerySet[Participant]":
    if not shown.is_valid():
        return participants
    lacking = {
        "min-vurdering": LACKS_RATING,
        "min-samtale": Q(dialogue__isnull=True) | Q(dialogue__employee_signed_at__isnull=True),
        "": Q(),
        "selv": LACKS_ANSWER,
        "leder": LACKS_RATING,
        "samtale": Q(dialogue__isnull=True) | Q(dialogue__employee_signed_at__isnull=True),
    }
    missing = shown.cleaned_data["mangler"]
    participants = participants.filter(lacking[missing])
    if missing.startswith("min-"):
        participants = participants.filter(nearest_people(person))
    unit = shown.cleaned_data["enhed"]
    return participants.in_unit(unit) if unit else participants


def _name_of(participant: Participant) -> str:
    return participant.employee.name if participant.employee else participant.unit.path

"""Rounds: the list of them, a new one in four steps, and the summary it is opened from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.assessments.actions import rounds as actions
from fagkompas.assessments.following import followed_rounds
from fagkompas.assessments.forms.rounds import (
    PURPOSE,
    RefusalForm,
    RoundsFilter,
    WhatForm,
    WhenForm,
    WhoForm,
    WhyForm,
    units_to_ask,
)
from fagkompas.assessments.models import Round, RoundState, Scope
from fagkompas.assessments.permissions import load_round, rounds_followed_by
from fagkompas.assessments.round_wording import sentence
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page

SORTS: Final = {
    "navn": ("name", "pk"),
    "enhed": ("unit__path", "pk"),
    "frist": ("closes_on", "pk"),
    "dato": ("opens_on", "pk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of the plan."""

    code: str
    title: str | Promise
    form: Callable[..., RefusalForm]


STEPS: Final = (
    Step(code="hvad", title=gettext_lazy("What do you ask?"), form=WhatForm),
    Step(code="hvem", title=gettext_lazy("Who takes part?"), form=WhoForm),
    Step(code="hvornaar", title=gettext_lazy("When?"), form=WhenForm),
    Step(code="hvorfor", title=gettext_lazy("Why?"), form=WhyForm),
)


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """The rounds that the person runs, or that reach into units they manage."""
    person = signed_in(request)
    if not has_role(person, Role.MANAGER, Role.CONSULTANT):
        raise Http404
    shown = RoundsFilter(request.GET)
    found = rounds_followed_by(person)
    if shown.is_valid():
        chosen = {"state": shown.cleaned_data["tilstand"], "mode": shown.cleaned_data["form"]}
        found = found.filter(**{column: value for column, value in chosen.items() if value})
    listing = list_page(request, found, sorts=SORTS, default="-dato", per_page=25)
    return render(
        request,
        "assessments/rounds.html",
        {
            "filter": shown,
            "listing": listing,
            "followed": followed_rounds(person, list(listing.page), timezone.localdate()),
            "may_open": units_to_ask(person).exists(),
        },
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Step 1 of a round that is not there yet."""
    person = signed_in(request)
    unit = _unit_asked_for(person, request.GET.get("enhed", ""))
    form = WhatForm(posted(request), person=person, initial={"mode": "screening"})
    if request.method == "POST" and form.is_valid():
        today = timezone.localdate()
        try:
            planned = actions.plan_round(
                by=person,
                now=timezone.now(),
                unit=unit,
                scope=Scope.PERSON,
                purpose=str(PURPOSE),
                **actions.suggested_days(today),
                **form.cleaned_data,
            )
        except BadInput as refusal:
            form.refused(refusal)
        else:
            return redirect("assessments:round_plan", planned.uuid, "hvem")
    return _step_page(request, form, STEPS[0], None)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, uuid: UUID, step: str) -> HttpResponse:
    """One step of a planned round."""
    person = signed_in(request)
    round_ = _load_planned(person, uuid)
    here = _step(step)
    form = here.form(posted(request), initial=_initial(round_), **_about(here, person, round_))
    if request.method == "POST" and form.is_valid():
        try:
            edited = actions.edit_round(round_=round_, by=person, today=timezone.localdate(), **_columns(form, round_))
        except BadInput as refusal:
            form.refused(refusal)
        else:
            if here.form is WhoForm:
                _warn_of_clashes(request, edited)
            return redirect(_after(request, here, round_))
    return _step_page(request, form, here, round_)


@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All that was planned, and who would be asked; a POST opens the round."""
    person = signed_in(request)
    round_ = _load_planned(person, uuid)
    form = RefusalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            opened = actions.open_round(round_=round_, by=person, today=timezone.localdate())
        except BadInput as refusal:
            form.refused(refusal)
        else:
            messages.success(request, _("The round is open. Those who take part see it on their front page."))
            return redirect("assessments:round", opened.uuid)
    participants = actions.participants_on_opening(round_)
    return render(
        request,
        "assessments/round_summary.html",
        {
            "round": round_,
            "form": form,
            "steps": STEPS,
            "participants": participants,
            "who": _who(round_, len(participants)),
            "today": timezone.localdate(),
        },
        status=422 if form.errors else 200,
    )


def _step_page(request: HttpRequest, form: RefusalForm, here: Step, round_: Round | None) -> HttpResponse:
    place = STEPS.index(here)
    return render(
        request,
        "assessments/round_plan.html",
        {
            "form": form,
            "step": here,
            "steps": STEPS,
            "number": place + 1,
            "round": round_,
            "back_url": _before(place, round_),
        },
        status=422 if form.errors else 200,
    )


def _warn_of_clashes(request: HttpRequest, round_: Round) -> None:
    """As soon as it is chosen who takes part: it may be planned, and cannot be opened yet."""
    for problem in actions.clashes_on_opening(round_):
        messages.warning(request, sentence(problem))


def _before(place: int, round_: Round | None) -> str:
    if round_ is None or place == 0:
        return reverse("assessments:rounds")
    return reverse("assessments:round_plan", args=[round_.uuid, STEPS[place - 1].code])


def _after(request: HttpRequest, here: Step, round_: Round) -> str:
    """The next step; from the last, or from a correction, the summary."""
    if "later" in request.POST:
        return reverse("assessments:rounds")
    place = STEPS.index(here) + 1
    if place == len(STEPS) or "ret" in request.GET:
        return reverse("assessments:round_summary", args=[round_.uuid])
    return reverse("assessments:round_plan", args=[round_.uuid, STEPS[place].code])


def _step(code: str) -> Step:
    for step in STEPS:
        if step.code == code:
            return step
    raise Http404


def _about(here: Step, person: Employee, round_: Round) -> Mapping[str, Any]:
    """What the form of a step needs to know."""
    if here.form is WhatForm:
        return {"person": person}
    return {"person": person, "mode": round_.mode} if here.form is WhoForm else {}


def _initial(round_: Round) -> dict[str, object]:
    return {
        "name": round_.name,
        "mode": round_.mode,
        "version": round_.version.uuid,
        "unit": round_.unit.uuid,
        "scope": round_.scope,
        "opens_on": round_.opens_on,
        "closes_on": round_.closes_on,
        "deletes_on": round_.deletes_on,
        "purpose": round_.purpose,
    }


def _columns(form: RefusalForm, round_: Round) -> actions.RoundColumns:
    """What a step changes; in a screening people always answer one by one."""
    typed: actions.RoundColumns = {**form.cleaned_data}  # type: ignore[typeddict-item]  # the forms' fields are its keys
    if typed.get("mode", round_.mode) == "screening":
        typed["scope"] = Scope.PERSON
    return typed


def _unit_asked_for(person: Employee, uuid: str) -> Any:
    """The unit in the address when the person may ask it, else the topmost; without any there is no such page."""
    units = list(units_to_ask(person))
    if not units:
        raise Http404
    return next((unit for unit in units if str(unit.uuid) == uuid), units[0])


def _load_planned(person: Employee, uuid: UUID) -> Round:
    round_ = load_round(person, uuid)
    if round_.state != RoundState.PLANNED:
        raise Http404
    return round_


def _who(round_: Round, count: int) -> str:
    if round_.scope == Scope.PERSON:
        return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
    return ngettext("%(count)s unit together", "%(count)s units together", count) % {"count": count}

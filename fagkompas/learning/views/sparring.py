"""Team sparring: the list, one sparring, and phase by phase with the time in view; the forms stand beside."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import record_read
from fagkompas.catalogue.guides import guide_of
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.models import Version
from fagkompas.learning.actions import sparring as actions
from fagkompas.learning.colleagues import colleague_tabs
from fagkompas.learning.competencies import ChosenCompetency, chosen_in_words
from fagkompas.learning.models import Sparring
from fagkompas.learning.models.sparring import CASE_KEPT
from fagkompas.learning.needs import chosen_version, versions_for
from fagkompas.learning.permissions.sparring import (
    can_cancel_sparring,
    can_change_sparring,
    can_undo_closing,
    load_cancellable_sparring,
    load_sparring,
    visible_sparrings,
)
from fagkompas.learning.sparring_models import Phase, sparrings
from fagkompas.learning.wording.sparring import (
    all_spoken,
    case_stands_in_words,
    headcount_warning,
    minutes_left,
    sentence,
    spoken,
    state_of,
)
from fagkompas.toolkit.alphabet import Alphabetical
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import ChangedMeanwhile

READ = "learning.sparring.read"
SORTS = {"dag": ("meets_on", "pk")}


@require_safe
def sparring_list(request: HttpRequest) -> HttpResponse:
    """Sparrings of one's unit, to come and held."""
    person, today = signed_in(request), timezone.localdate()
    seen = visible_sparrings(person)
    to_come = [_row(one, today) for one in seen.to_come().order_by("meets_on", "pk")]
    listing = list_page(request, seen.held(), sorts=SORTS, default="-dag")
    return render(
        request,
        "learning/sparring_list.html",
        {
            "tabs": colleague_tabs("learning:sparring"),
            "about": spoken(sparrings().description),
            "to_come": to_come,
            "held": [_row(one, today) for one in listing.page],
            "listing": listing,
            "guide_url": _guide_url(),
        },
    )


@require_POST
def sparring_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not held; the card is gone."""
    person = signed_in(request)
    one = load_cancellable_sparring(person, uuid)
    said = _("The sparring is cancelled, and the case card is deleted.")
    if told(request, lambda: actions.cancel_sparring(sparring=one, by=person), said, sentence=sentence):
        return redirect("learning:sparring")
    return redirect("learning:sparring_one", uuid)


@require_safe
def sparring_one(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One sparring: the card and who will be there; afterwards what was learned. A look by others than those is logged."""
    person, today = signed_in(request), timezone.localdate()
    one = load_sparring(person, uuid)
    people = opened(person, one)
    model, (state, kind) = sparrings().model(one.model), state_of(one, today)
    return render(
        request,
        "learning/sparring_one.html",
        {
            "sparring": one,
            "model": model,
            "model_name": spoken(model.name),
            "state": state,
            "kind": kind,
            "people": people,
            "headcount": "" if one.is_held else headcount_warning(model, len(people)),
            "case": _case(one),
            "case_stands": case_stands_in_words(one, CASE_KEPT),
            "competencies": _competencies(one),
            "roles": [(spoken(role.name), spoken(role.text)) for role in sparrings().roles],
            "phases": [(phase.minutes, spoken(phase.title)) for phase in model.phases],
            "ground_rules": all_spoken(sparrings().ground_rules),
            "may_change": can_change_sparring(person, one),
            "may_cancel": can_cancel_sparring(person, one),
            "may_undo": can_undo_closing(person, one, today),
            "was_there": one.is_held and any(each.pk == person.pk for each in people),
            "today": today,
            "guide_url": _guide_url(),
        },
    )


@require_safe
def sparring_phase(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The phase they are in, large and calm. The page asks again every few seconds (`?revision=`)."""
    person, now = signed_in(request), timezone.now()
    one = load_sparring(person, uuid)
    by_fragment = "HX-Request" in request.headers
    if not one.is_under_way:
        url = reverse("learning:sparring_one", args=[one.uuid])
        return HttpResponseClientRedirect(url) if by_fragment else redirect(url)
    if by_fragment and request.GET.get("revision") == str(one.revision):
        return HttpResponse(status=204)
    opened(person, one, part_of=READ)
    template = "learning/sparring_phase.html#phase" if by_fragment else "learning/sparring_phase.html"
    return render(request, template, {"sparring": one, "shown": _shown_phase(one, now), "case": _case(one)})


@require_POST
def sparring_move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Begin, go on, or go back."""
    person = signed_in(request)
    one = load_sparring(person, uuid)
    revision = request.POST.get("revision", "")
    try:
        move = actions.Move(request.POST.get("move", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.move_on(
            sparring=one,
            move=move,
            revision=int(revision) if revision.isdecimal() else -1,
            now=timezone.now(),
            by=person,
            before_its_day="before-its-day" in request.POST,
        )
    except ChangedMeanwhile:
        messages.info(request, _("Somebody else had moved on already. You are all here now."))
    except BadInput as refused:
        messages.info(request, sentence(refused.problems[0]))
        return redirect("learning:sparring_one", one.uuid)
    return redirect("learning:sparring_phase", one.uuid)


# What pages show


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPhase:
    """A phase as its page shows it. `minutes_left` is for those without scripts, `ends_at` for the countdown."""

    place: int
    of: int
    title: str
    text: str
    speaks: list[tuple[str, str, list[str]]]
    ends_at: datetime
    now: datetime
    minutes_left: str
    is_over: bool
    is_first: bool
    is_last: bool
    next_title: str


def _shown_phase(one: Sparring, now: datetime) -> ShownPhase:
    model = sparrings().model(one.model)
    place = min(one.phase or 0, len(model.phases) - 1)
    phase = model.phases[place]
    ends_at = (one.phase_began_at or now) + timedelta(minutes=phase.minutes)
    is_last = place == len(model.phases) - 1
    return ShownPhase(
        place=place + 1,
        of=len(model.phases),
        title=spoken(phase.title),
        text=spoken(phase.text),
        speaks=_speaks(phase),
        ends_at=ends_at,
        now=now,
        minutes_left=minutes_left(ends_at, now),
        is_over=now >= ends_at,
        is_first=place == 0,
        is_last=is_last,
        next_title="" if is_last else spoken(model.phases[place + 1].title),
    )


def _speaks(phase: Phase) -> list[tuple[str, str, list[str]]]:
    roles = [sparrings().role(code) for code in phase.speaks]
    return [(spoken(role.name), spoken(role.text), all_spoken(role.starters)) for role in roles]


def _row(one: Sparring, today: date) -> tuple[Sparring, str, str, str]:
    state, kind = state_of(one, today)
    return one, spoken(sparrings().model(one.model).name), state, kind


def opened(person: Employee, one: Sparring, part_of: str = "") -> list[Employee]:
    """Who will be, or was, there; a look by somebody who is not among them is logged."""
    people = list(one.people.order_by(Alphabetical("name"), "pk"))
    if one.called_by_id and person.pk not in {each.pk for each in people}:
        record_read(by=person, action=READ, subject_id=one.called_by_id, target=one, part_of=part_of)
    return people


def _case(one: Sparring) -> list[tuple[str, str]]:
    """The card as it stands: label and text; nothing once it is emptied."""
    return [(spoken(field.name), text) for field in sparrings().case if (text := getattr(one, field.code))]


def _competencies(one: Sparring) -> list[ChosenCompetency]:
    version = version_of(one)
    return chosen_in_words(version, one.competencies) if version and one.competencies else []


def version_of(one: Sparring) -> Version | None:
    """The newest version of the framework that its competencies are from; before that the one the unit uses."""
    versions = versions_for(one.root_id)
    if one.framework_id:
        return next((version for version in versions if version.framework_id == one.framework_id), None)
    return chosen_version(one.unit, versions, "")


def _guide_url() -> str:
    form = sparrings().form
    return reverse("catalogue:form", args=[form]) if guide_of(form) else ""

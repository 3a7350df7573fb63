"""Job tracks: the list with what each stands on, begin one, its page step by step, move it, end it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.casework.actions import tracks as actions
from fagkompas.casework.case_reading import read_tracks
from fagkompas.casework.demand_offers import demand_offers
from fagkompas.casework.evidence import is_old
from fagkompas.casework.forms import tracks as forms
from fagkompas.casework.models import CasePlan, DemandNote, StartedFrom, Track
from fagkompas.casework.permissions import active_plan
from fagkompas.casework.permissions.tracks import load_demand, load_track
from fagkompas.casework.views.opening import TRACKS_READ, opened, plan_to_change
from fagkompas.casework.views.together import OccupationText
from fagkompas.casework.wording.plans import SOURCES, sentence
from fagkompas.citizens.views.frame import case_frame
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Demand, DemandSource, GoalKind
from fagkompas.occupations.wording import DEMAND
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.telling import told
from fagkompas.toolkit.together import SavedNow, Sheet, on_page, opened_twins, page_or_autosave


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a track: its word in the address, its name, and what is typed on it."""

    slug: str
    name: StrPromise
    about: StrPromise
    form: type[forms.StepForm]


STEPS: Final = (
    Step(
        slug="hvorfor",
        name=gettext_lazy("Can, wants, needed"),
        about=gettext_lazy("The three legs that the track stands on."),
        form=forms.WhyForm,
    ),
    Step(
        slug="opgaver",
        name=gettext_lazy("Tasks"),
        about=gettext_lazy(
            "What the job consists of, and where else that is found. That is how tracks become different."
        ),
        form=forms.TasksForm,
    ),
    Step(
        slug="foerst",
        name=gettext_lazy("First"),
        about=gettext_lazy("What has to fall into place before, and who does it."),
        form=forms.FirstForm,
    ),
    Step(
        slug="tryktest",
        name=gettext_lazy("Pressure test"),
        about=gettext_lazy(
            "Kind but straight questions. A track that snaps is changed now, and not in half a year. The test counts when all "
            "five are answered."
        ),
        form=forms.TestForm,
    ),
    Step(
        slug="plan",
        name=gettext_lazy("Plan"),
        about=gettext_lazy("How, where first, and when. All tracks are followed at the same time."),
        form=forms.ApplyForm,
    ),
)

DEMAND_STEP: Final = "efterspoergsel"
DEMAND_AFTER: Final = "foerst"
"""Demand is looked up after this step and before the pressure test."""


@require_safe
def tracks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The open tracks side by side, and the ended ones with why."""
    person, citizen = opened(request, uuid, TRACKS_READ)
    plan, today = active_plan(citizen), timezone.localdate()
    frame = case_frame(person, citizen, "casework:tracks")
    shown: dict[str, Any] = {"plan": plan, "may_write": frame["may_change"] and not citizen.is_closed}
    if plan is not None:
        ended = plan.tracks.filter(ended_on__isnull=False).select_related("occupation").order_by("-ended_on", "pk")
        shown |= {"tracks": read_tracks(plan, today), "ended": list(ended)}
    return render(request, "casework/tracks.html", frame | shown)


@require_http_methods(["GET", "POST"])
def track_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is it, and where do you begin?"""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    goal = _goal_without_track(plan)
    form = forms.NewTrackForm(posted(request), initial={"started_from": StartedFrom.CAN, **goal})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.begin_track(
                plan=plan,
                given=form.given(),
                traces_read=form.cleaned_data["traces_read"],
                now=timezone.now(),
                by=person,
                key=form.cleaned_data["key"],
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            return redirect("casework:track_step", uuid, made.uuid, STEPS[0].slug)
    shown = {"citizen": plan.citizen, "form": form, "track": None, "opened": [], "is_goal": bool(goal)}
    shown["back_url"] = reverse("casework:tracks", args=[uuid])
    return render(request, "casework/track_name.html", shown, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class NameSheet(Sheet[forms.TrackNameForm]):
    """What a track is called."""

    plan: CasePlan
    track: Track
    person: Employee
    traces_read: str
    titles: OccupationText = field(default_factory=OccupationText)

    def is_field(self, name: str) -> bool:
        """All of the form but the answer to its warning."""
        return name in forms.TrackNameForm.base_fields and name != "traces_read"

    def is_choice(self, name: str) -> bool:
        """Where one began."""
        return name == "started_from"

    def posted(self, request: HttpRequest) -> dict[str, str]:
        """The occupation by its title."""
        return self.titles.posted(request.POST.dict())

    def now(self) -> SavedNow:
        """One query."""
        held = load_track(self.plan, self.track.uuid)
        self.titles.saved(held.occupation)
        by_another = held.saved_by_id != self.person.pk
        return SavedNow(texts=forms.typed_of_name(held), revision=held.revision, by_another=by_another)

    def form(self, data: Mapping[str, str], now: SavedNow) -> forms.TrackNameForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        if not data:
            return forms.TrackNameForm(initial=self.titles.as_shown(now.texts))
        return forms.TrackNameForm(self.titles.as_sent(data) | {"traces_read": self.traces_read})

    def keep(self, form: forms.TrackNameForm, revision: int) -> int:
        """All of it."""
        return actions.rename_track(
            track=self.track,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            now=timezone.now(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def track_name(request: HttpRequest, uuid: UUID, track: UUID) -> HttpResponse:
    """Another title, or another occupation."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_track(plan, track)
    sheet = NameSheet(plan=plan, track=one, person=person, traces_read=request.POST.get("traces_read", ""))
    next_url = reverse("casework:track_step", args=[uuid, track, STEPS[0].slug])
    page = on_page(request, sheet, done=_("The job track is changed."), save_url=request.path, next_url=next_url)
    if isinstance(page, HttpResponse):
        return page
    shown = {
        "citizen": plan.citizen,
        "form": page.form,
        "track": one,
        "opened": opened_twins(page.texts),
        "is_goal": False,
        "back_url": next_url,
    }
    return render(request, "casework/track_name.html", shown, status=422 if page.form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class StepSheet(Sheet[forms.StepForm]):
    """What is typed on a step of a track."""

    plan: CasePlan
    track: Track
    step: Step
    person: Employee
    traces_read: str

    @cached_property
    def controls(self) -> frozenset[str]:
        """All of the form but the answer to its warning."""
        return frozenset(self._form({}).fields) - {"traces_read"}

    def is_field(self, name: str) -> bool:
        """See `controls`."""
        return name in self.controls

    def is_passed_empty(self, request: HttpRequest) -> bool:
        """Whether its button was pressed with nothing in it, now or before."""
        if request.method != "POST" or "X-Autosave" in request.headers:
            return False
        typed = (text for name, text in request.POST.items() if self.is_field(name) and isinstance(text, str))
        return not any(text.strip() for text in typed) and not self.now().texts

    def now(self) -> SavedNow:
        """One query."""
        held = load_track(self.plan, self.track.uuid)
        texts = forms.typed_of_step(held, self.step.form.columns)
        return SavedNow(texts=texts, revision=held.revision, by_another=held.saved_by_id != self.person.pk)

    def form(self, data: Mapping[str, str], now: SavedNow) -> forms.StepForm:
        """What was typed and saved, together; without anything typed, as it is saved."""
        if not data:
            return self._form({"initial": dict(now.texts)})
        return self._form({"data": {**data, "traces_read": self.traces_read}, "saved": now.texts})

    def _form(self, options: dict[str, Any]) -> forms.StepForm:
        if self.step.form is forms.WhyForm:
            return forms.WhyForm(started_from=self.track.started_from, **options)
        return self.step.form(**options)

    def keep(self, form: forms.StepForm, revision: int) -> int:
        """All of it."""
        return actions.change_track(
            track=self.track,
            given=form.given(),
            revision=revision,
            traces_read=form.cleaned_data["traces_read"],
            now=timezone.now(),
            by=self.person,
        ).revision


@require_http_methods(["GET", "POST"])
def track_step(request: HttpRequest, uuid: UUID, track: UUID, step: str) -> HttpResponse:
    """One step; it saves itself while one types, and the button goes on to the next."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_track(plan, track)
    here = next((each for each in STEPS if each.slug == step), None)
    if here is None:
        raise Http404
    if one.ended_on is not None and request.method == "GET":
        messages.info(request, _("The job track is ended. Open it again before you change it."))
        return redirect("casework:tracks", uuid)
    sheet = StepSheet(plan=plan, track=one, step=here, person=person, traces_read=request.POST.get("traces_read", ""))
    next_url, is_empty = _next_url(uuid, one, here.slug), sheet.is_passed_empty(request)
    page = page_or_autosave(request, sheet, done="" if is_empty else _("Saved."), next_url=next_url)
    if isinstance(page, HttpResponse):
        if is_empty and page.status_code == HTTPStatus.FOUND:
            messages.info(request, _("Skipped: nothing is written under %(step)s yet.") % {"step": here.name})
        return page
    shown = _step_page(plan, one, here.slug) | {
        "form": page.form,
        "step": here,
        "opened": opened_twins(page.texts),
        "is_last": here is STEPS[-1],
        "autosave": request.path,
    }
    return render(request, "casework/track_step.html", shown, status=422 if page.form.errors else 200)


@require_http_methods(["GET", "POST"])
def track_demand(request: HttpRequest, uuid: UUID, track: UUID) -> HttpResponse:
    """What has been noted of the demand, and one more note."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_track(plan, track)
    form, today = forms.DemandForm(posted(request), initial={"on": timezone.localdate()}), timezone.localdate()
    if request.method == "POST":
        if form.is_valid():
            try:
                read = form.cleaned_data["traces_read"]
                key = form.cleaned_data["key"]
                actions.note_demand(track=one, given=form.given(), traces_read=read, today=today, by=person, key=key)
            except BadInput as refused:
                form.refused(refused)
            else:
                messages.success(request, _("The demand is noted."))
                return redirect("casework:track_demand", uuid, track)
        keep_refused(request, form, typed=request.POST)
        return redirect("casework:track_demand", uuid, track)
    refused_form = take_refused(request)
    if refused_form is not None:
        form = forms.DemandForm(refused_form.typed)
        refused_form.tell(form)
    notes = list(one.demand.select_related("recorded_by"))
    shown = _step_page(plan, one, DEMAND_STEP) | {
        "form": form,
        "notes": [_shown_demand(note, today) for note in notes],
        "offers": [(offer, SOURCES[offer.source], uuid4()) for offer in demand_offers(one, notes)],
        "next_url": _next_url(uuid, one, DEMAND_STEP),
    }
    return render(request, "casework/track_demand.html", shown)


@require_POST
def demand_remove(request: HttpRequest, uuid: UUID, track: UUID, note: UUID) -> HttpResponse:
    """It was noted by mistake."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_demand(load_track(plan, track), note)
    said = _("The note is taken out.")
    told(request, lambda: actions.remove_demand(note=one, by=person), said, sentence=sentence)
    return redirect("casework:track_demand", uuid, track)


@require_POST
def track_move(request: HttpRequest, uuid: UUID, track: UUID) -> HttpResponse:
    """One place up or down (`move`)."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_track(plan, track)
    up = request.POST.get("move") == "up"
    said = _("%(name)s is moved.") % {"name": one.name}
    told(request, lambda: actions.move_track(track=one, up=up, by=person), said, sentence=sentence)
    return redirect(f"{reverse('casework:tracks', args=[uuid])}#spor-{one.uuid}")


@require_http_methods(["GET", "POST"])
def track_end(request: HttpRequest, uuid: UUID, track: UUID) -> HttpResponse:
    """It is followed no more, and why."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_track(plan, track)
    form = forms.EndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            given, today = form.cleaned_data, timezone.localdate()
            actions.end_track(track=one, why=given["why"], traces_read=given["traces_read"], today=today, by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(
                request, _("The job track is ended. It stands under the others, and you can open it again.")
            )
            return redirect("casework:tracks", uuid)
    shown = {"citizen": plan.citizen, "track": one, "form": form}
    shown["back_url"] = reverse("casework:tracks", args=[uuid])
    return render(request, "casework/track_end.html", shown, status=422 if form.errors else 200)


@require_POST
def track_reopen(request: HttpRequest, uuid: UUID, track: UUID) -> HttpResponse:
    """It is followed again."""
    person, plan = plan_to_change(request, uuid, TRACKS_READ)
    one = load_track(plan, track)
    said = _("%(name)s is open again.") % {"name": one.name}
    told(request, lambda: actions.reopen_track(track=one, by=person), said, sentence=sentence)
    return redirect("casework:tracks", uuid)


# What pages show


def _goal_without_track(plan: CasePlan) -> dict[str, Any]:
    """What a new track starts with: the goal, as long as no open track is about it."""
    followed = {one.name.casefold() for one in plan.tracks.open().select_related("occupation")}
    if not plan.has_goal or plan.goal_kind == GoalKind.OWN_EMPLOYER or plan.goal.casefold() in followed:
        return {}
    if plan.occupation is not None:
        return {"occupation": plan.occupation}
    return {"title": plan.goal_title, "is_education": plan.goal_kind == GoalKind.EDUCATION}


def _order() -> list[tuple[str, str]]:
    """The steps as (slug, name), demand in its place."""
    found: list[tuple[str, str]] = []
    for step in STEPS:
        found.append((step.slug, str(step.name)))
        if step.slug == DEMAND_AFTER:
            found.append((DEMAND_STEP, _("Demand")))
    return found


def _url(uuid: UUID, track: Track, slug: str) -> str:
    if slug == DEMAND_STEP:
        return reverse("casework:track_demand", args=[uuid, track.uuid])
    return reverse("casework:track_step", args=[uuid, track.uuid, slug])


def _next_url(uuid: UUID, track: Track, slug: str) -> str:
    """The step after this one; after the last the list."""
    slugs = [each for each, _name in _order()]
    place = slugs.index(slug) + 1
    return _url(uuid, track, slugs[place]) if place < len(slugs) else reverse("casework:tracks", args=[uuid])


def _step_page(plan: CasePlan, track: Track, slug: str) -> dict[str, Any]:
    uuid = plan.citizen.uuid
    links = [Link(label=name, url=_url(uuid, track, each), is_current=each == slug) for each, name in _order()]
    return {
        "citizen": plan.citizen,
        "track": track,
        "steps": links,
        "number": [each for each, _name in _order()].index(slug) + 1,
        "back_url": reverse("casework:tracks", args=[uuid]),
    }


def _shown_demand(note: DemandNote, today: Any) -> dict[str, Any]:
    return {
        "note": note,
        "level": DEMAND[Demand(note.level)],
        "source": SOURCES[DemandSource(note.source)],
        "is_old": is_old(note, today),
        "is_low": note.level == Demand.LOW,
    }

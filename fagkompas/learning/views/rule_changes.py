"""Changes of rules: the list, one change with whom it reaches, and a unit with its two-week lift."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.permissions import load_unit
from fagkompas.assessments.wording import STANDINGS
from fagkompas.audit.actions import record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import rule_changes as actions
from fagkompas.learning.colleagues import colleague_tabs
from fagkompas.learning.competencies import ChosenCompetency, chosen_in_words
from fagkompas.learning.forms.rule_changes import LiftForm, RuleChangeForm
from fagkompas.learning.lifting import ShownLift, shown_lift
from fagkompas.learning.models import RuleChange, RuleLift
from fagkompas.learning.needs import chosen_version, versions_for
from fagkompas.learning.permissions import advised_units, load_led_unit
from fagkompas.learning.permissions.rule_changes import (
    can_edit_change,
    can_register_changes,
    can_start_lift,
    can_tick_steps,
    lifts_around,
    load_change,
    load_editable_change,
    load_lift_to_tick,
    visible_changes,
)
from fagkompas.learning.rule_lifts import lift_plan
from fagkompas.learning.rule_reach import (
    ReachedPerson,
    UnitReach,
    reach_of_unit,
    reach_of_units,
    reached_people,
    touched_fields,
)
from fagkompas.learning.views.rule_change_sheet import RuleChangeSheet
from fagkompas.learning.wording.needs import role_name
from fagkompas.learning.wording.rule_changes import actors_in_words, sentence, state_of
from fagkompas.learning.wording.sparring import spoken
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.together import ChangedMeanwhile, on_page, opened_twins

SORTS = {"dag": ("in_force_on", "pk"), "titel": ("title", "pk")}
UNIT_SORTS = {"enhed": ("path", "pk")}
UNITS_PER_PAGE = 25


@require_safe
def rule_changes(request: HttpRequest) -> HttpResponse:
    """Every change of the municipality; retired ones on demand (`?vis=udgaaede`)."""
    person, today = signed_in(request), timezone.localdate()
    shows_retired = request.GET.get("vis") == "udgaaede"
    rows = visible_changes(person).filter(retired_on__isnull=not shows_retired)
    listing = list_page(request, rows, sorts=SORTS, default="-dag")
    found = [(one, *state_of(one, today)) for one in listing.page]
    return render(
        request,
        "learning/rule_changes.html",
        {
            "tabs": colleague_tabs("learning:rule_changes"),
            "listing": listing,
            "rows": found,
            "shows_retired": shows_retired,
            "may_register": can_register_changes(person),
        },
    )


@require_safe
def rule_change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What changes, which competencies it touches, whom it reaches, unit by unit, and how far their lifts are."""
    person, today = signed_in(request), timezone.localdate()
    change = load_change(person, uuid)
    competencies = _competencies(change)
    fields = touched_fields(competencies)
    units = advised_units(person)
    listing = list_page(request, units, sorts=UNIT_SORTS, default="enhed", per_page=UNITS_PER_PAGE)
    found = list(listing.page)
    lifts = {one.unit_id: shown_lift(one, today) for one in _lifts(person, change)}
    reach = reach_of_units(person, change.framework, fields, found) if found else []
    state, kind = state_of(change, today)
    return render(
        request,
        "learning/rule_change.html",
        {
            "change": change,
            "state": state,
            "kind": kind,
            "competencies": competencies,
            "fields": fields,
            "listing": listing,
            "rows": [(one, lifts.get(one.unit.pk)) for one in reach],
            "own_lifts": [one for one in lifts.values() if one.lift.unit.contains(person.unit)],
            "own_unit": person.unit,
            "plan": (spoken(lift_plan().name), spoken(lift_plan().description)),
            "may_edit": can_edit_change(person, change),
        },
    )


@require_http_methods(["GET", "POST"])
def rule_change_new(request: HttpRequest) -> HttpResponse:
    """Register a change, with the competencies of one framework (`?ramme=`)."""
    person = signed_in(request)
    if not can_register_changes(person):
        raise Http404
    versions = versions_for(person.root_id)
    version = _version_asked_for(request, person.unit, versions)
    if request.method == "POST":
        made = _saved(request, RuleChangeForm(request.POST, texts=texts_of(version)), person, version)
        if made is None:
            return redirect(request.get_full_path())
        messages.success(request, _("The change is registered. Here is whom it reaches."))
        return redirect("learning:rule_change", made.uuid)
    context = {"form": _refused_or_new(request, version), "version": version, "versions": versions}
    context |= {"back_url": reverse("learning:rule_changes")}
    return render(request, "learning/rule_change_form.html", context)


@require_http_methods(["GET", "POST"])
def rule_change_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Other words, another day, or other competencies of the same framework."""
    person, today = signed_in(request), timezone.localdate()
    change = load_editable_change(person, uuid)
    version = _version_of(change)
    if version is None:
        raise Http404

    sheet = RuleChangeSheet(change=change, texts=texts_of(version), person=person, today=today)
    page_url, done = reverse("learning:rule_change", args=[change.uuid]), _("The change is saved.")
    page = on_page(request, sheet, done=done, save_url=request.path, next_url=page_url)
    if isinstance(page, HttpResponse):
        return page
    opened = opened_twins(page.texts)
    context = {"form": page.form, "version": version, "versions": [], "opened": opened, "change": change}
    status = 422 if page.form.errors else 200
    return render(request, "learning/rule_change_form.html", context | {"back_url": page_url}, status=status)


@require_POST
def rule_change_retire(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it off the pages of today, with its lifts."""
    person = signed_in(request)
    change = load_editable_change(person, uuid)
    actions.retire_change(change=change, today=timezone.localdate(), by=person)
    messages.success(request, _("“%(title)s” is retired.") % {"title": change.title})
    return redirect("learning:rule_changes")


@require_safe
def rule_unit(request: HttpRequest, uuid: UUID, unit: UUID) -> HttpResponse:
    """One unit: whom it reaches, by name for managers (logged), and the two weeks step by step."""
    person, today = signed_in(request), timezone.localdate()
    change, place = load_change(person, uuid), load_unit(person, unit)
    competencies = _competencies(change)
    fields = touched_fields(competencies)
    reach = reach_of_unit(person, change.framework, fields, place)
    may_start = can_start_lift(person, place)
    people = _named(person, reach, change, competencies, today) if may_start else []
    row = change.lifts.filter(unit=place).prefetch_related("steps_done__done_by").select_related("started_by").first()
    lift = shown_lift(row, today) if row else None
    return render(
        request,
        "learning/rule_unit.html",
        {
            "change": change,
            "unit": place,
            "fields": fields,
            "reach": reach,
            "people": people,
            "by_role_alone": sum(not one.standings for one, _why in people),
            "with_names": may_start,
            "lift": lift,
            "steps": _steps(lift),
            "plan": (spoken(lift_plan().name), spoken(lift_plan().description)),
            "form": _lift_form(lift, today) if may_start and not change.retired_on else None,
            "may_tick": lift is not None
            and lift.is_under_way
            and not change.retired_on
            and can_tick_steps(person, place),
        },
    )


@require_POST
def rule_lift_start(request: HttpRequest, uuid: UUID, unit: UUID) -> HttpResponse:
    """Start the unit's two weeks on a Monday, or move them."""
    person = signed_in(request)
    change, place = load_change(person, uuid), load_led_unit(person, unit)
    form = LiftForm(request.POST)
    page = redirect("learning:rule_unit", change.uuid, place.uuid)
    if form.is_valid():
        try:
            lift = actions.start_lift(
                change=change, unit=place, today=timezone.localdate(), by=person, **form.cleaned_data
            )
        except BadInput as refused:
            form.refused(refused)
        except ChangedMeanwhile:
            messages.warning(request, _("Somebody else has chosen a day meanwhile. You see it here."))
            return page
        else:
            words = _("The lift begins on %(day)s. Everyone in %(unit)s sees the steps under Today.")
            messages.success(request, words % {"day": long_date(lift.starts_on), "unit": place.name})
            return page
    for said in (str(said) for found in form.errors.values() for said in found):
        messages.error(request, said)
    return page


@require_POST
def rule_step(request: HttpRequest, uuid: UUID, unit: UUID, code: str) -> HttpResponse:
    """Tick a step off (`gjort=1`), or take the tick away."""
    person = signed_in(request)
    lift = load_lift_to_tick(person, uuid, unit)
    try:
        actions.tick_step(
            lift=lift, code=code, is_done=request.POST.get("gjort") == "1", today=timezone.localdate(), by=person
        )
    except BadInput as refused:
        messages.error(request, sentence(refused.problems[0]))
    return redirect(f"{reverse('learning:rule_unit', args=[lift.change.uuid, lift.unit.uuid])}#{code}")


# What pages show


def _competencies(change: RuleChange) -> list[ChosenCompetency]:
    version = _version_of(change)
    return chosen_in_words(version, change.competencies) if version else []


def _version_of(change: RuleChange) -> Version | None:
    """The newest version of its framework."""
    versions = versions_for(change.root_id)
    return next((one for one in versions if one.framework_id == change.framework_id), None)


def _version_asked_for(request: HttpRequest, unit: Unit, versions: list[Version]) -> Version:
    version = chosen_version(unit, versions, request.GET.get("ramme", ""))
    if version is None:
        raise Http404
    return version


def _lifts(person: Employee, change: RuleChange) -> list[RuleLift]:
    lifts = change.lifts.filter(lifts_around(person)).select_related("unit").prefetch_related("steps_done")
    return list(lifts.order_by("unit__path", "pk"))


def _named(
    person: Employee, reach: UnitReach, change: RuleChange, competencies: list[ChosenCompetency], today: date
) -> list[tuple[ReachedPerson, str]]:
    """Who is reached, each with why in words; every look is logged."""
    found = reached_people(person, reach, change.framework, touched_fields(competencies), today)
    seen = [(one.employee.pk, one.participant or one.employee) for one in found]
    record_reads(by=person, action="learning.rule_change.people_read", seen=seen)
    return [(one, _why(one)) for one in found]


def _why(one: ReachedPerson) -> str:
    said = [f"{name}: {STANDINGS[standing]}" for name, standing in one.standings]
    said += [_("Role: %(role)s") % {"role": role_name(role)} for role in one.roles]
    return ". ".join(said)


def _steps(lift: ShownLift | None) -> list[dict[str, Any]]:
    """The steps in words; without a lift as they will be."""
    return [
        {
            "code": step.code,
            "day": step.day,
            "title": spoken(step.title),
            "text": spoken(step.text),
            "who": actors_in_words(step.who),
            "minutes": step.minutes,
            "shown": shown,
        }
        for step, shown in zip(lift_plan().steps, lift.steps if lift else [None] * len(lift_plan().steps), strict=True)
    ]


def _lift_form(lift: ShownLift | None, today: date) -> LiftForm | None:
    """To start it, or to move it as long as nothing is ticked off."""
    if lift is not None and (lift.done or lift.is_over):
        return None
    monday = today + timedelta(days=(-today.weekday()) % 7)
    starts_on = lift.lift.starts_on if lift else monday
    return LiftForm(initial={"starts_on": starts_on, "seen": lift.lift.starts_on if lift else None})


# A new one, with everything typed on the way back


def _saved(request: HttpRequest, form: RuleChangeForm, person: Employee, version: Version) -> RuleChange | None:
    """What was registered; None when the form is kept for the next look at its page."""
    if form.is_valid():
        try:
            given = form.given(version.framework)
            return actions.register_change(given=given, today=timezone.localdate(), by=person)
        except BadInput as refused:
            form.refused(refused)
    keep_refused(request, form, typed=request.POST)
    return None


def _refused_or_new(request: HttpRequest, version: Version) -> RuleChangeForm:
    refused = take_refused(request)
    if refused is None:
        return RuleChangeForm(texts=texts_of(version))
    typed = QueryDict(mutable=True)
    typed.update(refused.typed)
    form = RuleChangeForm(typed, texts=texts_of(version))
    refused.tell(form)
    return form

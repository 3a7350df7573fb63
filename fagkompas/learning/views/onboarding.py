"""Onboarding paths: /laering/kolleger/onboarding/. The list, a new one, and the path by week."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee, EmployeeQuerySet, Role
from fagkompas.accounts.permissions import has_role, signed_in
from fagkompas.assessments.models import Participant
from fagkompas.audit.actions import record_read, record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.learning.actions import onboarding as actions
from fagkompas.learning.actions.side_by_side import Wish, ask_side_by_side
from fagkompas.learning.colleagues import colleague_tabs
from fagkompas.learning.forms.onboarding import NewPathForm, StepForm
from fagkompas.learning.models import OnboardingPath, OnboardingStep
from fagkompas.learning.onboarding import ShownPath, shown_path, shown_paths, shown_step, to_ask
from fagkompas.learning.onboarding_guide import GuideStep, on_a_weekday, onboarding_guide
from fagkompas.learning.permissions.colleagues import check_leads, helpers_for, led_people, load_edited_path, load_path
from fagkompas.learning.wording.colleagues import STEP_KINDS, add_problems, sentence, wish_for_steps
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.telling import tell_problems, told

SORTS: Final = {
    "start": ("-starts_on", "-pk"),
    "navn": ("employee__name", "pk"),
    "enhed": ("employee__unit__path", "pk"),
}

SHOWN_AHEAD: Final = timedelta(days=30)
"""How far ahead one sees what one helps with."""


@require_safe
def onboarding(request: HttpRequest) -> HttpResponse:
    """The own path, what one helps with, and for managers the paths of those they lead; that is logged for each."""
    person, today = signed_in(request), timezone.localdate()
    own = OnboardingPath.objects.filter(employee=person).select_related("employee").first()
    led = OnboardingPath.objects.filter(employee__in=led_people(person).order_by().values("pk"))
    listing = list_page(request, led.select_related("employee__unit"), sorts=SORTS, default="start")
    shown = shown_paths(listing.page, today)
    seen = [(one.path.employee_id, one.path) for one in shown]
    record_reads(by=person, action="learning.onboarding.read", seen=seen)
    return render(
        request,
        "learning/onboarding.html",
        {
            "tabs": colleague_tabs("learning:onboarding"),
            "own": shown_path(own, today) if own else None,
            "helps": [shown_step(row) for row in _helped(person, today)],
            "listing": listing,
            "paths": shown,
            "leads": has_role(person, Role.MANAGER),
            "guide": onboarding_guide(),
        },
    )


def _helped(person: Employee, today: date) -> list[OnboardingStep]:
    """Steps that the person helps others with within a month and that are not ticked, the nearest first."""
    rows = OnboardingStep.objects.filter(
        with_person=person,
        done_on__isnull=True,
        due_on__lte=today + SHOWN_AHEAD,
        path__ends_on__gte=today,
        path__employee__is_active=True,
    )
    return list(rows.select_related("path__employee").order_by("due_on", "pk"))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A path for somebody one manages."""
    person, today = signed_in(request), timezone.localdate()
    check_leads(person)
    if request.method == "POST":
        return _made(request, person, today)
    refused = take_refused(request)
    form = _new_form(person, refused.typed if refused else None, today)
    if refused:
        refused.tell(form)
    language = get_language() or "da"
    shown = {"form": form, "description": onboarding_guide().description.in_language(language)}
    return render(request, "learning/onboarding_new.html", shown)


def _new_form(person: Employee, typed: object, today: date) -> NewPathForm:
    people = led_people(person)
    busy = OnboardingPath.objects.filter(ends_on__gte=today).values("employee")
    has_been_rated = Participant.objects.filter(employee=OuterRef("pk"))
    new_first = people.annotate(is_known=Exists(has_been_rated)).order_by("is_known", "name", "pk")
    return NewPathForm(
        typed, people=new_first.exclude(pk__in=busy), buddies=people, initial={"starts_on": on_a_weekday(today)}
    )


def _made(request: HttpRequest, person: Employee, today: date) -> HttpResponse:
    form = _new_form(person, request.POST.dict(), today)
    if form.is_valid():
        given = form.cleaned_data
        try:
            path = actions.make_path(
                person=given["person"],
                starts_on=given["starts_on"],
                buddy=given["buddy"],
                codes=form.codes(),
                today=today,
                by=person,
            )
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The path is made, and %(name)s sees it.") % {"name": path.employee.name})
            return redirect("learning:onboarding_path", path.uuid)
    keep_refused(request, form, typed=request.POST.dict())
    return redirect(request.path)


@require_http_methods(["GET", "POST"])
def path(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Week by week, with what comes next on top. A manager adds own steps here."""
    person, today = signed_in(request), timezone.localdate()
    seen = load_path(person, uuid)
    if request.method == "POST":
        return _step_added(request, load_edited_path(person, uuid), today)
    record_read(by=person, action="learning.onboarding.read", subject_id=seen.path.employee_id, target=seen.path)
    shown = shown_path(seen.path, today)
    refused = take_refused(request)
    form = _add_form(seen.path, person, refused.typed if refused else None) if seen.may_edit else None
    if refused and form:
        refused.tell(form)
    return render(
        request,
        "learning/onboarding_path.html",
        {
            "shown": shown,
            "is_own": seen.path.employee_id == person.pk,
            "may_edit": seen.may_edit and not shown.is_over,
            "form": form,
            "left_out": left_out(shown) if seen.may_edit else [],
            "kinds": STEP_KINDS,
            "to_ask": [] if shown.is_over else to_ask(shown),
            "today": today,
        },
    )


@require_POST
def ask_all(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask every resource person of the path for side-by-side training, each once, for the steps they help with."""
    person, today = signed_in(request), timezone.localdate()
    seen = load_path(person, uuid)
    asked = []
    for one in to_ask(shown_path(seen.path, today)):
        wish = Wish(sentence=wish_for_steps([step.title for step in one.steps]))
        try:
            ask_side_by_side(learner=seen.path.employee, resource=one.resource, wish=wish, today=today, by=person)
        except BadInput as refused:
            if one.under_way is None:
                tell_problems(request, refused, sentence=sentence)
        else:
            asked.append(one.resource.employee.name)
    if asked:
        messages.success(
            request, _("Asked: %(names)s. The answers come on the Today page.") % {"names": ", ".join(asked)}
        )
    return redirect("learning:onboarding_path", uuid)


def left_out(shown: ShownPath) -> list[tuple[GuideStep, str]]:
    """Steps of the guide that are not on the path, with their titles."""
    there = {step.row.code for step in shown.steps}
    language = get_language() or "da"
    return [(step, step.title.in_language(language)) for step in onboarding_guide().steps if step.code not in there]


def _add_form(path: OnboardingPath, person: Employee, typed: object) -> StepForm:
    return StepForm(typed, helpers=_helpers(path, person), is_own=True)


def _helpers(path: OnboardingPath, person: Employee) -> EmployeeQuerySet:
    return helpers_for(person, path, timezone.localdate())


def _step_added(request: HttpRequest, path: OnboardingPath, today: date) -> HttpResponse:
    person = signed_in(request)
    form = _add_form(path, person, request.POST.dict())
    if form.is_valid():
        try:
            actions.add_step(path=path, facts=form.facts(), today=today, by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("The step is added."))
            return redirect(request.path)
    keep_refused(request, form, typed=request.POST.dict())
    return redirect(f"{request.path}#eget-trin")


@require_POST
def put_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a step of the guide in again."""
    person, today = signed_in(request), timezone.localdate()
    path = load_edited_path(person, uuid)
    said = _("The step is back on its usual day.")
    told(
        request,
        lambda: actions.put_back(path=path, code=request.POST.get("trin", ""), today=today, by=person),
        said,
        sentence=sentence,
    )
    return redirect("learning:onboarding_path", path.uuid)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take the whole path away, after asking."""
    person, today = signed_in(request), timezone.localdate()
    path = load_edited_path(person, uuid)
    if request.method == "POST":
        said = _("The path is removed.")
        told(request, lambda: actions.remove_path(path=path, by=person), said, sentence=sentence)
        return redirect("learning:onboarding")
    record_read(by=person, action="learning.onboarding.read", subject_id=path.employee_id, target=path)
    return render(request, "learning/onboarding_remove.html", {"shown": shown_path(path, today)})

"""Who one can learn from, and being a resource person oneself: /laering/kolleger/."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import has_role, signed_in, units_with_role
from fagkompas.audit.actions import record_read, record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import resource_persons as actions
from fagkompas.learning.actions.side_by_side import ask_side_by_side
from fagkompas.learning.colleagues import colleague_tabs
from fagkompas.learning.forms.colleagues import (
    NO,
    AskForm,
    AskToBeForm,
    BeAskedForm,
    FieldFilter,
    PromiseForm,
    short,
)
from fagkompas.learning.models import ResourcePerson, SideBySide
from fagkompas.learning.needs import chosen_version, versions_for
from fagkompas.learning.permissions.colleagues import (
    check_leads,
    leads,
    led_people,
    load_resource_person,
    oneself_and_led,
)
from fagkompas.learning.resource_persons import (
    Capacity,
    available,
    candidates,
    field_names,
    field_texts,
    with_hours_left,
)
from fagkompas.learning.wording.colleagues import add_problems, sentence
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.telling import tell_problems, told


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A resource person on the list; `under_way` is the reader's own side-by-side training with that person."""

    capacity: Capacity
    under_way: SideBySide | None
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedField:
    """A field with its resource persons; `key` names it in the address."""

    key: str
    name: str
    framework: str
    rows: tuple[Offered, ...]


@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Resource persons by field, those of the reader's own unit first, then those with most hours left."""
    person, today = signed_in(request), timezone.localdate()
    fields = _offered_fields(person, today)
    show = FieldFilter(request.GET, fields=[(field.key, _full_name(field, fields)) for field in fields])
    wanted = show.chosen()
    return render(
        request,
        "learning/colleagues.html",
        {
            "tabs": colleague_tabs("learning:colleagues"),
            "show": show,
            "fields": [field for field in fields if wanted in ("", field.key)],
            "own": _own_rows(person),
            "today": today,
            "leads": has_role(person, Role.MANAGER),
        },
    )


def _full_name(field: OfferedField, fields: list[OfferedField]) -> str:
    """With the framework where there are several."""
    return f"{field.name} ({field.framework})" if len({one.framework for one in fields}) > 1 else field.name


def _offered_fields(person: Employee, today: date) -> list[OfferedField]:
    rows = list(available(person.root_id, today))
    names = field_names(person.root_id)
    mine = SideBySide.objects.filter(learner=person, resource__in=rows).under_way()
    under_way = {one.resource_id: one for one in mine}
    grouped: dict[tuple[str, str, str], list[Capacity]] = {}
    for capacity in with_hours_left(rows, today):
        row = capacity.resource
        key = (names.framework_of(row), names.of(row), f"{row.framework.uuid}.{row.field}")
        grouped.setdefault(key, []).append(capacity)
    return [
        OfferedField(
            key=key,
            name=name,
            framework=framework,
            rows=tuple(
                Offered(
                    capacity=one,
                    under_way=under_way.get(one.resource.pk),
                    is_own=one.resource.employee_id == person.pk,
                )
                for one in sorted(found, key=lambda one: _order(one, person))
            ),
        )
        for (framework, name, key), found in sorted(grouped.items())
    ]


def _order(one: Capacity, person: Employee) -> tuple[bool, object, str]:
    employee = one.resource.employee
    return employee.unit_id != person.unit_id, -one.left, employee.name


def _own_rows(person: Employee) -> list[tuple[ResourcePerson, str]]:
    """What the person is asked about and has said yes to, with the name of each field."""
    rows = list(person.resource_in.filter(said_no_on__isnull=True, ended_on__isnull=True).order_by("pk"))
    names = field_names(person.root_id) if rows else None
    return [(row, names.of(row)) for row in rows] if names else []


# Asking somebody to be one


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Those specialised in each field among the people one manages; one click asks. Opening it is logged for each."""
    person, today = signed_in(request), timezone.localdate()
    check_leads(person)
    versions = versions_for(person.root_id)
    units = units_with_role(person, Role.MANAGER)
    version = chosen_version(units[0], versions, request.GET.get("ramme", ""))
    if request.method == "POST":
        return _asked(request, person, version, today)
    seen = candidates(person, version.framework, today) if version else None
    found = seen.by_field if seen else {}
    shown = {one.person.pk: one.person for rows in found.values() for one in rows}
    record_reads(by=person, action="learning.specialised.read", seen=list(shown.items()))
    fields = texts_of(version).fields if version else ()
    return render(
        request,
        "learning/resource_ask.html",
        {
            "fields": [(field.code, field.name, found.get(field.code, [])) for field in fields],
            "has_any": bool(found),
            "seen": seen,
            "today": today,
            "frameworks": [
                Link(label=one.name, url=f"?ramme={one.framework.uuid}", is_current=one == version) for one in versions
            ],
        },
    )


def _asked(request: HttpRequest, person: Employee, version: Version | None, today: date) -> HttpResponse:
    form = AskToBeForm(request.POST)
    if version is None or not form.is_valid():
        raise Http404
    other = get_object_or_404(led_people(person), uuid=form.cleaned_data["person"])
    try:
        row = actions.ask_to_be_resource_person(
            person=other, framework=version.framework, field=form.cleaned_data["field"], today=today, by=person
        )
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
    else:
        words = {"name": other.name, "field": field_names(person.root_id).of(row)}
        messages.success(request, _("%(name)s is asked to be a resource person in %(field)s.") % words)
    return redirect(request.get_full_path())


# One resource person


class Task(StrEnum):
    """What the reader can do on the page of a resource person."""

    ANSWER = "answer"
    CHANGE = "change"
    ASK = "ask"
    READ = "read"


@require_http_methods(["GET", "POST"])
def resource_person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For the person: answer, or change what is promised. For others: what is offered, and ask for side-by-side training."""
    person, today = signed_in(request), timezone.localdate()
    resource = load_resource_person(person, uuid)
    task = _task(person, resource, today)
    if request.method == "POST":
        return _posted(request, person, resource, task, today)
    if not actions.is_available(resource, today):
        record_read(by=person, action="learning.resource_person.read", subject_id=resource.employee_id, target=resource)
    refused = take_refused(request)
    form = _form(person, resource, task, refused.typed if refused else None)
    if refused and form:
        refused.tell(form)
    names = field_names(person.root_id)
    return render(
        request,
        "learning/resource_person.html",
        {
            "resource": resource,
            "field": names.of(resource),
            "framework": names.framework_of(resource),
            "capacity": with_hours_left([resource], today)[0],
            "is_available": actions.is_available(resource, today),
            "is_own": resource.employee_id == person.pk,
            "leads": leads(person, resource.employee),
            "task": task,
            "form": form,
            "today": today,
        },
    )


def _task(person: Employee, resource: ResourcePerson, today: date) -> Task:
    is_own = resource.employee_id == person.pk
    if actions.is_available(resource, today):
        return Task.CHANGE if is_own else Task.ASK
    is_asked = resource.said_yes_on is None and resource.said_no_on is None
    return Task.ANSWER if is_own and is_asked else Task.READ


def _form(person: Employee, resource: ResourcePerson, task: Task, typed: Mapping[str, str] | None) -> forms.Form | None:
    if task is Task.ANSWER:
        return BeAskedForm(typed)
    if task is Task.CHANGE:
        return PromiseForm(
            typed,
            initial={
                "hours_per_month": short(resource.hours_per_month),
                "until": resource.until,
                "offers": resource.offers,
            },
        )
    if task is Task.ASK:
        learners = oneself_and_led(person).exclude(pk=resource.employee_id)
        is_alone = not has_role(person, Role.MANAGER)
        start = {"learner": person.uuid} if is_alone else {}
        return AskForm(typed, learners=learners, field=field_texts(resource), initial=start)
    return None


def _posted(request: HttpRequest, person: Employee, resource: ResourcePerson, task: Task, today: date) -> HttpResponse:
    form = _form(person, resource, task, request.POST.dict())
    if form is None:
        messages.error(request, _("It has changed meanwhile. Look at how it stands now."))
        return redirect(request.path)
    if form.is_valid():
        try:
            return _done(request, form, person, resource, today)
        except BadInput as refused:
            add_problems(form, refused)
    keep_refused(request, form, typed=request.POST.dict())
    return redirect(request.path)


def _done(
    request: HttpRequest, form: forms.Form, person: Employee, resource: ResourcePerson, today: date
) -> HttpResponse:
    """Do what was asked for, say so, and go where one sees it."""
    if isinstance(form, AskForm):
        return _asked_to_sit_beside(request, person, resource, form, today)
    if isinstance(form, BeAskedForm) and form.cleaned_data["decision"] == NO:
        actions.say_no(resource=resource, answer=form.cleaned_data["answer"], today=today)
        messages.success(request, _("Your no is passed on."))
        return redirect("learning:colleagues")
    if isinstance(form, BeAskedForm):
        actions.say_yes(resource=resource, promise=form.promise(), today=today)
        messages.success(request, _("Thank you. Your colleagues can find you on the list now."))
    elif isinstance(form, PromiseForm):
        actions.change_promise(resource=resource, promise=form.promise(), today=today)
        messages.success(request, _("It is changed."))
    return redirect(request.path)


def _asked_to_sit_beside(
    request: HttpRequest, person: Employee, resource: ResourcePerson, form: AskForm, today: date
) -> HttpResponse:
    learner = form.cleaned_data["learner"]
    asked = ask_side_by_side(learner=learner, resource=resource, wish=form.wish(), today=today, by=person)
    words = {"name": resource.employee.name}
    messages.success(request, _("%(name)s is asked. The answer comes on the Today page.") % words)
    return redirect("learning:side_by_side", asked.uuid)


@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The person stops being a resource person in the field."""
    person = signed_in(request)
    resource = load_resource_person(person, uuid)
    if resource.employee_id != person.pk:
        raise Http404
    said = _("You are not a resource person in the field any more. Days you have agreed still stand.")
    told(
        request,
        lambda: actions.end_being_resource_person(resource=resource, today=timezone.localdate()),
        said,
        sentence=sentence,
    )
    return redirect("learning:colleagues")


@require_POST
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A manager over the person asks no more."""
    person = signed_in(request)
    resource = load_resource_person(person, uuid)
    if not leads(person, resource.employee):
        raise Http404
    said = _("%(name)s is not asked any more.") % {"name": resource.employee.name}
    told(request, lambda: actions.withdraw_ask(resource=resource, by=person), said, sentence=sentence)
    return redirect("learning:resource_ask")

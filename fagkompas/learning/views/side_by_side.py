"""Side-by-side training: /laering/kolleger/oplaering/, and the part of a profile that leads to it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.models import PersonResult
from fagkompas.assessments.permissions import load_participant, rates_first
from fagkompas.assessments.profiles import stored_profile
from fagkompas.audit.actions import record_read, record_reads
from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.to_engine import texts_of
from fagkompas.learning.actions import side_by_side as actions
from fagkompas.learning.colleagues import colleague_tabs
from fagkompas.learning.forms.colleagues import NO, AnswerForm, CancelForm, HeldForm, short
from fagkompas.learning.models import SideBySide, SideBySideState
from fagkompas.learning.permissions.colleagues import load_side_by_side, visible_side_by_side
from fagkompas.learning.resource_persons import USUAL_HOURS, FieldNames, field_names, field_texts, with_hours_left
from fagkompas.learning.to_learn_from import people_to_learn_from
from fagkompas.learning.wording.colleagues import STATE_KINDS, add_problems, sentence
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.refused_forms import keep_refused, take_refused
from fagkompas.toolkit.telling import told

SORTS: Final = {
    "dato": ("-asked_on", "-pk"),
    "navn": ("learner__name", "pk"),
    "tilstand": ("state", "pk"),
}


@require_safe
def side_by_sides(request: HttpRequest) -> HttpResponse:
    """One's own, as learner and as resource person; for managers also that of those they lead, which is logged."""
    person = signed_in(request)
    rows = visible_side_by_side(person)
    own = rows.filter(learner=person).order_by("-asked_on", "-pk")
    others = rows.filter(resource__employee=person).order_by("-asked_on", "-pk")
    led = rows.exclude(learner=person).exclude(resource__employee=person)
    listing = list_page(request, led, sorts=SORTS, default="dato")
    found = list(listing.page)
    record_reads(by=person, action="learning.side_by_side.read", seen=[(one.learner_id, one) for one in found])
    names = field_names(person.root_id)
    return render(
        request,
        "learning/side_by_sides.html",
        {
            "tabs": colleague_tabs("learning:colleagues"),
            "own": _shown(own, names),
            "others": _shown(others, names),
            "led": _shown(found, names),
            "listing": listing,
        },
    )


def _shown(rows: Iterable[SideBySide], names: FieldNames) -> list[tuple[SideBySide, str, str]]:
    """Each with the name of its field and the colour of its state."""
    return [(one, names.of(one.resource), STATE_KINDS[one.state]) for one in rows]


@require_http_methods(["GET", "POST"])
def side_by_side(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far it is; the resource person answers, and either of the two registers what was held."""
    person, today = signed_in(request), timezone.localdate()
    one = load_side_by_side(person, uuid)
    if request.method == "POST":
        return _posted(request, person, one, today)
    record_read(by=person, action="learning.side_by_side.read", subject_id=one.learner_id, target=one)
    refused = take_refused(request)
    form = _form(person, one, today, refused.typed if refused else None)
    if refused and form:
        refused.tell(form)
    field = field_texts(one.resource)
    items = field.items if field else ()
    return render(
        request,
        "learning/side_by_side.html",
        {
            "one": one,
            "kind": STATE_KINDS[one.state],
            "field": field.name if field else one.resource.field,
            "competency": next((item.title for item in items if item.code == one.competency), ""),
            "capacity": with_hours_left([one.resource], today)[0],
            "form": form,
            "may_cancel": may_cancel(person, one),
            "is_resource": one.resource.employee_id == person.pk,
            "is_learner": one.learner_id == person.pk,
            "today": today,
        },
    )


def may_cancel(person: Employee, one: SideBySide) -> bool:
    """Everyone who sees it, while it is under way; a resource person who is only asked says no instead."""
    if one.state == SideBySideState.ASKED:
        return one.resource.employee_id != person.pk
    return one.state == SideBySideState.ACCEPTED


def _form(person: Employee, one: SideBySide, today: date, typed: Mapping[str, str] | None) -> forms.Form | None:
    if one.state == SideBySideState.ASKED and one.resource.employee_id == person.pk:
        return AnswerForm(typed, initial={"hours": USUAL_HOURS})
    is_one_of_two = person.pk in (one.learner_id, one.resource.employee_id)
    if one.state == SideBySideState.ACCEPTED and is_one_of_two and one.planned_on:
        return HeldForm(typed, initial={"day": min(one.planned_on, today), "hours": short(one.hours)})
    return None


def _posted(request: HttpRequest, person: Employee, one: SideBySide, today: date) -> HttpResponse:
    form = _form(person, one, today, request.POST.dict())
    if form is None:
        messages.error(request, _("It has changed meanwhile. Look at how it stands now."))
        return redirect(request.path)
    if form.is_valid():
        try:
            messages.success(request, _done(form, person, one, today))
        except BadInput as refused:
            add_problems(form, refused)
        else:
            return redirect(request.path)
    keep_refused(request, form, typed=request.POST.dict())
    return redirect(request.path)


def _done(form: forms.Form, person: Employee, one: SideBySide, today: date) -> str:
    """Do what was asked for; what there is to say of it."""
    given = form.cleaned_data
    if isinstance(form, HeldForm):
        actions.mark_held(side_by_side=one, day=given["day"], hours=given["hours"], now=timezone.now(), by=person)
        return _("It stands in %(name)s's record of learning now.") % {"name": one.learner.name}
    if given["decision"] == NO:
        actions.decline(side_by_side=one, answer=given["answer"], today=today)
        return _("Your answer is passed on.")
    actions.accept(side_by_side=one, day=given["day"], hours=given["hours"], answer=given["answer"], today=today)
    return _("The day is agreed. You both see it on your Today page.")


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Call it off; once a day is agreed, with a word that the other reads."""
    person, today = signed_in(request), timezone.localdate()
    one = load_side_by_side(person, uuid)
    if one.state == SideBySideState.ASKED and not may_cancel(person, one):
        raise Http404
    form = CancelForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(side_by_side=one, because=form.cleaned_data["because"], today=today, by=person)
        except BadInput as refused:
            add_problems(form, refused)
        else:
            messages.success(request, _("It is called off."))
            return redirect("learning:side_by_sides")
    if request.method == "POST":
        keep_refused(request, form, typed=request.POST.dict())
        return redirect(request.path)
    refused_form = take_refused(request)
    if refused_form:
        form = CancelForm(refused_form.typed)
        refused_form.tell(form)
    record_read(by=person, action="learning.side_by_side.read", subject_id=one.learner_id, target=one)
    return render(request, "learning/side_by_side_cancel.html", {"one": one, "form": form})


@require_POST
def undo(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Either of the two says that they have not met after all."""
    person, today = signed_in(request), timezone.localdate()
    one = load_side_by_side(person, uuid)
    if person.pk not in (one.learner_id, one.resource.employee_id):
        raise Http404
    said = _("It is out of %(name)s's record. Register it as it was, or call it off.") % {"name": one.learner.name}
    told(request, lambda: actions.undo_held(side_by_side=one, today=today, by=person), said, sentence=sentence)
    return redirect("learning:side_by_side", one.uuid)


@require_safe
def learn_from(request: HttpRequest, participant: UUID) -> HttpResponse:
    """On a profile: for each field to grow in, resource persons that can be asked in one click; else nothing."""
    person, today = signed_in(request), timezone.localdate()
    whose = load_participant(person, participant)
    result = PersonResult.objects.filter(participant=whose).first()
    learner = whose.employee
    if result is None or learner is None or not learner.is_active or rates_first(person, whose, today):
        return HttpResponse(status=204)
    action = "assessments.profile.read"
    record_read(by=person, action=action, subject_id=learner.pk, target=whose, part_of=action)
    fields = [potential.field for potential in stored_profile(result).potentials]
    found = people_to_learn_from(learner, whose.round.version.framework_id, fields, today)
    if not any(found.values()):
        return HttpResponse(status=204)
    names = {field.code: field.name for field in texts_of(whose.round.version).fields}
    shown = [(names.get(code, code), rows) for code, rows in found.items() if rows]
    context = {"fields": shown, "learner": learner, "is_own": learner.pk == person.pk}
    return render(request, "learning/_learn_from.html", context)

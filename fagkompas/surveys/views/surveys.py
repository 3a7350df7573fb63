"""Surveys: the list, a new one, one survey with its next step, and what can be done with it."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions import surveys as actions
from fagkompas.surveys.asked_before import asked_before
from fagkompas.surveys.forms import SureForm
from fagkompas.surveys.forms.surveys import PURPOSE, SurveyForm
from fagkompas.surveys.mailing import common_link
from fagkompas.surveys.models import Survey, SurveyState
from fagkompas.surveys.permissions import check_surveys, load_survey, runnable_surveys, units_to_survey
from fagkompas.surveys.posting import posting_of
from fagkompas.surveys.views.sheets import DatesSheet, PlanSheet, sheet_page
from fagkompas.surveys.views.shown import section_tabs
from fagkompas.surveys.wording import sentence
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link
from fagkompas.toolkit.telling import tell_problems

SORTS: Final = {
    "navn": ("name", "pk"),
    "enhed": ("unit__path", "pk"),
    "frist": ("closes_on", "pk"),
}

STATE_KINDS: Final = {SurveyState.PLANNED: "warning", SurveyState.OPEN: "success", SurveyState.CLOSED: ""}


@require_safe
def surveys(request: HttpRequest) -> HttpResponse:
    """The surveys that the person runs."""
    person = signed_in(request)
    check_surveys(person)
    sent = Count("responses", filter=Q(responses__submitted_on__isnull=False))
    found = runnable_surveys(person).annotate(answered=sent)
    listing = list_page(request, found, sorts=SORTS, default="-frist", per_page=25)
    return render(request, "surveys/surveys.html", {"listing": listing, "tabs": section_tabs("surveys:list")})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a survey; nobody is asked yet."""
    person = signed_in(request)
    check_surveys(person)
    today = timezone.localdate()
    days = actions.suggested_days(today)
    initial = {
        "purpose": PURPOSE,
        "is_anonymous": "1",
        "instrument": request.GET.get("skema", ""),
        "unit": getattr(units_to_survey(person).first(), "uuid", ""),
        **days,
    }
    form = SurveyForm(posted(request), person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            survey = actions.plan_survey(by=person, now=timezone.now(), opens_on=today, **form.cleaned_data)
        except BadInput as refused:
            form.refused(refused)
        else:
            return redirect("surveys:survey", survey.uuid)
    shown = {
        "form": form,
        "title": _("New survey"),
        "submit": _("Save and look it through"),
        "back_url": reverse("surveys:list"),
    }
    return render(request, "surveys/survey_task.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Change a planned survey. What is sent once it is open is refused by the action, and what was typed is not lost."""
    person = signed_in(request)
    found = load_survey(person, uuid, *([] if request.method == "POST" else [SurveyState.PLANNED]))
    shown = {"title": _("Change the survey"), "submit": _("Save"), "survey": found}
    return _sheet_page(request, PlanSheet(survey=found, person=person), shown)


@require_safe
def survey(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the survey is, how many have answered, its links, and what comes next."""
    person = signed_in(request)
    found = load_survey(person, uuid)
    return render(
        request,
        "surveys/survey.html",
        {
            **frame(found, "surveys:survey"),
            "common_link": common_link(request, found) if found.link_digest else "",
            "asked": found.asked or found.invitations.count(),
            "answered": found.responses.filter(submitted_on__isnull=False).count(),
            "posted": posting_of(found),
            "asked_before": asked_before(found),
        },
    )


@require_safe
def who(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who has answered, by name, and how the links stand; of an anonymous survey only how many."""
    found = load_survey(signed_in(request), uuid)
    people = []
    if not found.is_anonymous:
        rows = found.invitations.select_related("employee", "letter").order_by(
            "answered", "employee__name", "email", "pk"
        )
        people = [(row.employee.name if row.employee else row.email, row) for row in rows]
    shown = {
        **frame(found, "surveys:who"),
        "people": people,
        "asked": found.asked or found.invitations.count(),
        "answered": found.responses.filter(submitted_on__isnull=False).count(),
    }
    return render(request, "surveys/who.html", shown)


@require_POST
def open_survey(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the answers begin."""
    person = signed_in(request)
    found = load_survey(person, uuid)
    try:
        actions.open_survey(survey=found, by=person, today=timezone.localdate())
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
    else:
        messages.success(request, _("The survey is open. Now send the links."))
    return redirect("surveys:survey", uuid)


@require_http_methods(["GET", "POST"])
def dates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose other days."""
    person = signed_in(request)
    found = load_survey(person, uuid, *([] if request.method == "POST" else [SurveyState.OPEN]))
    shown = {"title": _("Move the dates"), "submit": _("Save the dates"), "survey": found}
    return _sheet_page(request, DatesSheet(survey=found, person=person), shown)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Stop taking answers; for good."""
    person = signed_in(request)
    found = load_survey(person, uuid, SurveyState.OPEN)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_survey(survey=found, by=person)
        except BadInput as refused:
            form.refused(refused)
        else:
            messages.success(request, _("The survey is closed. The results stand until the day of deletion."))
            return redirect("surveys:results", uuid)
    return _sure_page(request, form, found, title=_("Close the survey?"), submit=_("Close the survey"), deletes=False)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Delete the survey with all that was answered in it."""
    person = signed_in(request)
    found = load_survey(person, uuid)
    form = SureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.delete_survey(survey=found, by=person)
        messages.success(request, _("The survey “%(name)s” is deleted.") % {"name": found.name})
        return redirect("surveys:list")
    return _sure_page(request, form, found, title=_("Delete the survey?"), submit=_("Delete the survey"), deletes=True)


def frame(found: Survey, here: str) -> dict[str, object]:
    """What every page of a survey shows on top."""
    today = timezone.localdate()
    pages = {"surveys:survey": _("The survey"), "surveys:who": _("Who has answered"), "surveys:results": _("Results")}
    return {
        "survey": found,
        "state": found.get_state_display(),
        "kind": STATE_KINDS[SurveyState(found.state)],
        "takes_answers": found.takes_answers_on(today),
        "tabs": [
            Link(label=label, url=reverse(name, args=[found.uuid]), is_current=name == here)
            for name, label in pages.items()
        ]
        if found.state != SurveyState.PLANNED
        else [],
    }


def _sheet_page(request: HttpRequest, sheet: PlanSheet | DatesSheet, shown: dict[str, object]) -> HttpResponse:
    back_url = reverse("surveys:survey", args=[sheet.survey.uuid])
    return sheet_page(request, sheet, "surveys/survey_task.html", shown, back_url=back_url)


def _sure_page(
    request: HttpRequest, form: SureForm, found: Survey, *, title: str, submit: str, deletes: bool
) -> HttpResponse:
    shown = {
        "form": form,
        "title": title,
        "submit": submit,
        "survey": found,
        "contents": actions.contents_of(found),
        "deletes": deletes,
    }
    return render(request, "surveys/survey_sure.html", shown, status=422 if form.errors else 200)

"""Sending links: whom to ask, a list to copy, and a reminder.

In an anonymous survey all who were asked are listed and reminded alike, so that nobody learns who has answered.
"""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.errors import BadInput
from fagkompas.surveys.actions import surveys as actions
from fagkompas.surveys.forms.surveys import EVERYONE, MANAGERS, AskForm
from fagkompas.surveys.mailing import personal_link, send_invitations, send_reminders
from fagkompas.surveys.models import Invitation, Survey
from fagkompas.surveys.permissions import load_survey
from fagkompas.surveys.posting import needed_links, not_sent
from fagkompas.surveys.wording import sentence
from fagkompas.toolkit.forms import posted
from fagkompas.toolkit.telling import tell_problems


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Choose whom to send a personal link, and send it."""
    person = signed_in(request)
    survey = _load_taking(person, uuid)
    form = AskForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.ask(
                survey=survey,
                employees=_chosen(survey, form.cleaned_data["who"]),
                emails=form.cleaned_data["emails"].splitlines(),
                by=person,
                today=timezone.localdate(),
            )
        except BadInput as refused:
            form.refused(refused)
        else:
            return _sent(request, survey, new, sends=form.cleaned_data["sends"])
    shown = {"form": form, "survey": survey, "people": Employee.objects.employed_in(survey.unit).count()}
    return render(request, "surveys/ask.html", shown, status=422 if form.errors else 200)


@require_POST
def send(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mail the links that have not been sent, and again those whose address was refused: it may be put right by now."""
    survey = _load_taking(signed_in(request), uuid)
    waiting = not_sent(survey).select_related("employee", "survey__unit")
    return _sent(request, survey, list(waiting), sends=True)


@require_POST
def links(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The personal links that may still be needed, to copy; that they were taken out is logged."""
    person = signed_in(request)
    survey = _load_taking(person, uuid)
    actions.record_links_copied(survey=survey, by=person)
    rows = needed_links(survey).select_related("employee").order_by("employee__name", "email", "pk")
    found = [
        (
            row.employee.name if row.employee else "",
            row.employee.email if row.employee else row.email,
            personal_link(request, row),
        )
        for row in rows
    ]
    response = render(request, "surveys/links.html", {"survey": survey, "rows": found})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def remind(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the link once more."""
    person = signed_in(request)
    survey = _load_taking(person, uuid)
    try:
        count = send_reminders(request, survey, by=person)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
    else:
        told = ngettext("A reminder is on its way to %(n)s person.", "A reminder is on its way to %(n)s people.", count)
        messages.success(request, told % {"n": count})
    return redirect("surveys:survey", uuid)


def _sent(request: HttpRequest, survey: Survey, invitations: Sequence[Invitation], *, sends: bool) -> HttpResponse:
    if not sends:
        messages.success(request, _("The links are made. Press “Links to copy” to see them."))
        return redirect("surveys:survey", survey.uuid)
    try:
        count = send_invitations(request, survey, invitations)
    except BadInput as refused:
        tell_problems(request, refused, sentence=sentence)
    else:
        told = ngettext("The link is on its way to %(n)s person.", "The link is on its way to %(n)s people.", count)
        messages.success(request, told % {"n": count})
    return redirect("surveys:survey", survey.uuid)


def _chosen(survey: Survey, who: str) -> list[Employee]:
    people = Employee.objects.employed_in(survey.unit)
    if who == EVERYONE:
        return list(people)
    if who == MANAGERS:
        managing = Employee.objects.of_root(survey.root_id).filter(
            is_active=True, roles__role=Role.MANAGER, roles__unit__lineage__startswith=survey.unit.lineage
        )
        return list(managing.order_by("name", "pk").distinct())
    return []


def _load_taking(person: Employee, uuid: UUID) -> Survey:
    survey = load_survey(person, uuid)
    if not survey.takes_answers_on(timezone.localdate()):
        raise Http404
    return survey

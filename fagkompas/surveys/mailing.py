"""Mails with personal links, in the language of the one asked; they go by way of the outbox."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from fagkompas.accounts.actions import Mail
from fagkompas.accounts.models import Employee
from fagkompas.surveys.actions.surveys import post_links, remind
from fagkompas.surveys.links import invitation_secret, survey_secret
from fagkompas.surveys.models import Invitation, Survey
from fagkompas.surveys.posting import needed_links


def personal_link(request: HttpRequest, invitation: Invitation) -> str:
    """The address of a personal link."""
    return request.build_absolute_uri(reverse("answer:start", args=[invitation_secret(invitation)]))


def common_link(request: HttpRequest, survey: Survey) -> str:
    """The address of the one link of an anonymous survey."""
    return request.build_absolute_uri(reverse("answer:start", args=[survey_secret(survey)]))


def send_invitations(request: HttpRequest, survey: Survey, invitations: Sequence[Invitation]) -> int:
    """Put each link into the outbox; how many. Raises `BadInput` when the survey has closed."""
    mails = [(invitation, _mail(request, invitation, "invitation")) for invitation in invitations]
    post_links(survey=survey, mails=mails, now=timezone.now())
    return len(mails)


def send_reminders(request: HttpRequest, survey: Survey, *, by: Employee) -> int:
    """Put the link into the outbox once more; how many there were. Raises `BadInput` when the survey has closed.

    For those who have not answered; in an anonymous survey for all who were asked, so that nobody learns who has.
    """
    asked = needed_links(survey).select_related("survey__unit", "employee")
    mails = [(one, _mail(request, one, "reminder")) for one in asked]
    remind(survey=survey, mails=mails, now=timezone.now(), by=by)
    return len(mails)


def _mail(request: HttpRequest, invitation: Invitation, kind: str) -> Mail:
    employee, survey = invitation.employee, invitation.survey
    said = {"name": employee.name if employee else "", "survey": survey, "link": personal_link(request, invitation)}
    with translation.override(employee.language if employee else "da"):
        subject = render_to_string("surveys/mail/subject.txt", {"survey": survey, "kind": kind}).strip()
        body = render_to_string("surveys/mail/message.txt", said | {"kind": kind})
    return Mail(employee=employee, to=employee.email if employee else invitation.email, subject=subject, body=body)

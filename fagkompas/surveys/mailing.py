"""Mails with personal links, in the language of the one asked."""

from collections.abc import Iterable, Sequence

from django.core.mail import EmailMessage, get_connection
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from fagkompas.accounts.models import Employee
from fagkompas.surveys.actions.surveys import mark_reminded, mark_sent
from fagkompas.surveys.links import invitation_secret, survey_secret
from fagkompas.surveys.models import Invitation, Survey


def personal_link(request: HttpRequest, invitation: Invitation) -> str:
    """The address of a personal link."""
    return request.build_absolute_uri(reverse("answer:start", args=[invitation_secret(invitation)]))


def common_link(request: HttpRequest, survey: Survey) -> str:
    """The address of the one link of an anonymous survey."""
    return request.build_absolute_uri(reverse("answer:start", args=[survey_secret(survey)]))


def send_invitations(request: HttpRequest, invitations: Sequence[Invitation]) -> int:
    """Send each its link; how many went. Raises OSError where the mail server cannot be reached."""
    sent = _send(request, invitations, "invitation")
    mark_sent(invitations=sent, now=timezone.now())
    return len(sent)


def send_reminders(request: HttpRequest, survey: Survey, *, by: Employee) -> int:
    """Send the link once more to those who have not answered; how many there were. Raises OSError."""
    waiting = list(survey.invitations.filter(answered=False).select_related("survey__unit", "employee"))
    sent = _send(request, waiting, "reminder")
    mark_reminded(survey=survey, invitations=sent, now=timezone.now(), by=by)
    return len(sent)


def _send(request: HttpRequest, invitations: Iterable[Invitation], kind: str) -> list[Invitation]:
    """One connection for all of them."""
    pairs = [(invitation, _mail(request, invitation, kind)) for invitation in invitations]
    get_connection().send_messages([mail for _invitation, mail in pairs])
    return [invitation for invitation, _mail_of_it in pairs]


def _mail(request: HttpRequest, invitation: Invitation, kind: str) -> EmailMessage:
    employee, survey = invitation.employee, invitation.survey
    said = {"name": employee.name if employee else "", "survey": survey, "link": personal_link(request, invitation)}
    with translation.override(employee.language if employee else "da"):
        subject = render_to_string("surveys/mail/subject.txt", {"survey": survey, "kind": kind}).strip()
        body = render_to_string("surveys/mail/message.txt", said | {"kind": kind})
    return EmailMessage(subject, body, None, [employee.email if employee else invitation.email])

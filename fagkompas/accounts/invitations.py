"""A link by which somebody chooses a password: the first one, or another after forgetting it."""

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from fagkompas.accounts.actions import post_letter, record_invitation
from fagkompas.accounts.models import Employee, LetterKind


def password_path(employee: Employee) -> str:
    """The path of a page that works once, within PASSWORD_RESET_TIMEOUT, until the password is changed."""
    parts = {"uidb36": user_pk_to_url_str(employee), "key": default_token_generator.make_token(employee)}
    return reverse("account_reset_password_from_key", kwargs=parts)


def invite(request: HttpRequest, employee: Employee, *, by: Employee) -> None:
    """Send the link to the employee's address, in the employee's language. Nobody else ever sees it."""
    record_invitation(employee=employee, by=by)
    said = {"name": employee.name, "by": by.name, "link": request.build_absolute_uri(password_path(employee))}
    with translation.override(employee.language):
        subject = render_to_string("accounts/mail/invitation_subject.txt").strip()
        body = render_to_string("accounts/mail/invitation_message.txt", said)
        post_letter(employee=employee, kind=LetterKind.INVITATION, subject=subject, body=body)

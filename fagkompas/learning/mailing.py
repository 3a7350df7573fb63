"""Letters about learning: to those whose session is cancelled."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from fagkompas.accounts.actions import Mail, post_letters
from fagkompas.accounts.models import Employee, LetterKind
from fagkompas.catalogue.models import Session
from fagkompas.learning.models import Participation
from fagkompas.learning.wording.participation import title_of, who_ended
from fagkompas.toolkit.formats import long_date


def tell_of_cancelled(request: HttpRequest, session: Session, ended: Sequence[Participation]) -> None:
    """A letter to everyone whose seat, place in line or wish ended with the session: who cancelled it, and why."""
    for root in sorted({one.root_id for one in ended}):
        mails = [_mail(request, session, one) for one in ended if one.root_id == root and one.employee.is_active]
        post_letters(root_id=root, kind=LetterKind.LEARNING, mails=mails)


def _mail(request: HttpRequest, session: Session, one: Participation) -> Mail:
    employee: Employee = one.employee
    one.session = session  # as it is now: cancelled
    with translation.override(employee.language):
        said = {
            "name": employee.name,
            "who": who_ended(one),
            "title": title_of(one),
            "day": long_date(session.starts_on),
            "why": one.ended_because,
            "link": request.build_absolute_uri(f"{reverse('learning:own')}#afsluttet"),
        }
        subject = render_to_string("learning/mail/cancelled_subject.txt", said).strip()
        body = render_to_string("learning/mail/cancelled_message.txt", said)
    return Mail(employee=employee, to=employee.email, subject=subject, body=body)

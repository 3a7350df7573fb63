"""Work in the background. Tasks call actions and hold no rules."""

from django.utils import timezone
from django_tasks import task

from fagkompas.accounts.actions import send_letter
from fagkompas.accounts.models import Letter


@task()
def send_waiting_letter(letter_id: int) -> bool:
    """Send one letter of the outbox; whether it went. One since deleted does not."""
    letter = Letter.objects.filter(pk=letter_id).first()
    return letter is not None and send_letter(letter=letter, now=timezone.now())

"""Work in the background. Tasks call actions and hold no rules."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from fagkompas.accounts.actions import send_waiting_letters
from fagkompas.toolkit.threads import in_thread


@task()
def send_posted_letters(letter_ids: list[int]) -> int:
    """Send these letters of the outbox; how many went. One since deleted does not."""
    return send_waiting_letters(now=timezone.now(), letter_ids=letter_ids)[0]


def begin_sending(letter_ids: Sequence[int]) -> None:
    """One at once; many where work in the background is done, since a page does not wait for hundreds of mails."""
    if settings.WORK_IN_THREADS and len(letter_ids) > 1:
        in_thread(lambda: send_waiting_letters(now=timezone.now(), letter_ids=letter_ids), name="letters")
    else:
        send_posted_letters.enqueue(list(letter_ids))

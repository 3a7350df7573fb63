"""Sends the letters that wait in the outbox; to be run every night, and after the mail server was away."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import send_waiting_letters


class Command(BaseCommand):
    """See the module."""

    help = "Sends the letters that wait in the outbox, and says how many went."

    def handle(self, *args: Any, **options: Any) -> None:
        sent, waiting = send_waiting_letters(now=timezone.now())
        self.stdout.write(_("Letters sent: %(sent)d. Still waiting: %(waiting)d.") % {"sent": sent, "waiting": waiting})

"""Chains the events of the log that are not sealed yet; to be run every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.audit.actions import seal_events


class Command(BaseCommand):
    """See the module."""

    help = "Seals new events of the log, so that a later change shows."

    def handle(self, *args: Any, **options: Any) -> None:
        seals = seal_events(now=timezone.now())
        events = sum(seal.events for seal in seals)
        self.stdout.write(_("Sealed %(events)d events.") % {"events": events})
        if seals:
            self.stdout.write(_("Keep this line somewhere else: %(digest)s") % {"digest": seals[-1].digest})

"""Puts together anew what a match knows of every citizen with an open case; to be run every night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.matching.actions.profiles import refresh_everywhere


class Command(BaseCommand):
    """See the module."""

    help = "Puts together anew what a match knows of every citizen."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_everywhere(now=timezone.now()):8d}  " + _("citizens are ready for the match"))

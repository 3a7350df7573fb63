"""Goes through every open case and stores how it stands; to be run every night.

What is changed during the day is renewed at once. This catches up on what the passing of days has made due.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.casework.actions.status import refresh_everywhere


class Command(BaseCommand):
    """See the module."""

    help = "Goes through every open case and stores what needs to be looked at."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{refresh_everywhere(now=timezone.now()):8d}  " + _("cases are gone through"))

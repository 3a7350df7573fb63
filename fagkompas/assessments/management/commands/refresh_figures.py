"""Computes the figures of units again where something has changed since; to be run every night.

The web process, or `manage.py db_worker`, does it as answers come in. This catches up on what either has missed, and
on names that people have changed.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.assessments.actions.results import refresh_stale_figures, take_new_names


class Command(BaseCommand):
    """See the module."""

    help = "Computes the figures of units again in rounds where they are stale, and says which."

    def handle(self, *args: Any, **options: Any) -> None:
        refreshed = refresh_stale_figures(now=timezone.now())
        self.stdout.write(_("Rounds whose figures were computed again: %(rounds)d") % {"rounds": len(refreshed)})
        for round_, units in refreshed:
            self.stdout.write(
                f"{units:8d}  " + _("units in %(round)s, %(unit)s") % {"round": round_, "unit": round_.unit}
            )
        self.stdout.write(_("Results that are sorted by a new name: %(results)d") % {"results": take_new_names()})

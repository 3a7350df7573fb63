"""Computes the figures of units again where something has changed since; to be run every night.

The web process, or `manage.py db_worker`, does it as answers come in. This catches up on what either has missed, and
on names that people have changed.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.assessments.actions.results import refresh_stale_figures, take_new_names


class Command(BaseCommand):
    """See the module."""

    help = "Computes the figures of units again in rounds where they are stale, and says which."

    def handle(self, *args: Any, **options: Any) -> None:
        refreshed = refresh_stale_figures(now=timezone.now())
        self.stdout.write(_("Rounds whose figures were computed again: %(rounds)d") % {"rounds": len(refreshed)})
        for one in refreshed:
            where = {"round": one.round, "unit": one.round.unit}
            if one.units is None:
                self.stderr.write(_("Not computed, see the log: %(round)s, %(unit)s") % where)
            else:
                self.stdout.write(f"{one.units:8d}  " + _("units in %(round)s, %(unit)s") % where)
        self.stdout.write(_("Results that are sorted by a new name: %(results)d") % {"results": take_new_names()})
        if any(one.units is None for one in refreshed):
            raise CommandError(_("Some figures could not be computed."))

"""Ends what was under way for those who have left, gives seats that have come free to those who wait, and notes who works
where this year; to be run every night.

Seats that people give up are passed on at once. This catches up on sessions that have got more seats.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.learning.actions.across import renew_rows
from fagkompas.learning.actions.effects import renew_effects_everywhere
from fagkompas.learning.actions.leavers import end_what_leavers_had
from fagkompas.learning.actions.participation import give_free_seats_everywhere
from fagkompas.learning.actions.staff_years import note_who_works_where


class Command(BaseCommand):
    """See the module."""

    help = "Gives free seats to those on the waiting lists, and notes in which unit everyone works this year."

    def handle(self, *args: Any, **options: Any) -> None:
        ended = end_what_leavers_had(now=timezone.now())
        given = give_free_seats_everywhere(now=timezone.now())
        self.stdout.write(f"{given:8d}  " + _("people moved up from a waiting list"))
        self.stdout.write(f"{ended:8d}  " + _("seats, wishes and agreements of those who have left are ended"))
        noted = note_who_works_where(today=timezone.localdate())
        self.stdout.write(f"{noted:8d}  " + _("people are new, or work in another unit than before this year"))
        renewed = renew_effects_everywhere(now=timezone.now())
        self.stdout.write(f"{renewed:8d}  " + _("effects of offerings have new figures"))
        drawn = renew_rows(today=timezone.localdate())
        self.stdout.write(f"{drawn:8d}  " + _("rows of the view across municipalities are drawn anew"))

"""Writes everything that is encrypted under the key of now, so that the old keys can be taken away; docs/guide/settings.md."""

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import write_secrets_anew
from fagkompas.website.actions import write_fields_anew


class Command(BaseCommand):
    """See the module."""

    help = "Writes everything that is encrypted under the key of now, and says whether the old keys can go."

    def handle(self, *args: Any, **options: Any) -> None:
        read = list(chain(write_fields_anew(), write_secrets_anew()))
        self.stdout.write(_("Written under the key of now: %(n)d.") % {"n": sum(read)})
        if not all(read):
            raise CommandError(
                _(
                    "Cannot be read, and left as they are: %(n)d. Give the keys they were written with, and run it again. "
                    "Where no key is missing, an older version stored them without any; docs/guide/settings.md says what to do."
                )
                % {"n": len(read) - sum(read)}
            )
        self.stdout.write(_("No old key is needed any more. Take them away."))

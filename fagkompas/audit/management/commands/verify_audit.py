"""Computes every seal of the log again; exits with 1 when an event was changed or removed before its time."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from fagkompas.audit.actions import has_digest, record_verification, verify


class Command(BaseCommand):
    """See the module."""

    help = "Checks that no event of the log was changed or removed before its time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--digest", default="", help="a line that seal_audit gave, kept somewhere else since")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify()
        record_verification(found=found, by=None)
        said = {
            "seals": found.seals,
            "events": found.events,
            "broken": len(found.broken),
            "numbers": ", ".join(map(str, found.broken)),
        }
        if not found.is_whole:
            raise CommandError(
                _("The log is broken: %(broken)d of %(seals)d seals do not match their events. Seals: %(numbers)s.")
                % said
            )
        if options["digest"] and not has_digest(options["digest"]):
            raise CommandError(_("No seal has that digest: the chain has been rebuilt since it was noted."))
        self.stdout.write(_("The log is whole: %(events)d events under %(seals)d seals.") % said)

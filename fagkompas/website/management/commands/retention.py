"""Deletes everything whose time is up, in all apps, and reports it; to be run every night."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts import actions as accounts
from fagkompas.assessments.actions import rounds, uploads
from fagkompas.audit import actions as audit
from fagkompas.casework.actions import case_files, job_log
from fagkompas.catalogue.actions import imports as catalogue
from fagkompas.citizens.actions import keeping as citizens
from fagkompas.companies.actions import keeping as companies
from fagkompas.conversations.actions import preparing as conversations
from fagkompas.frameworks import actions as frameworks
from fagkompas.learning.actions import (
    onboarding,
    orders,
    participation,
    plans,
    recruitment,
    resource_persons,
    reviews,
    rule_changes,
    side_by_side,
    sparring,
    staff_years,
)
from fagkompas.methods import actions as methods
from fagkompas.occupations.actions import demand
from fagkompas.surveys.actions import surveys
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.table_statistics import renew_statistics
from fagkompas.website import actions as website

LOG: Final = logging.getLogger(__name__)

RUNS: Final[tuple[Callable[..., list[RetentionLine]], ...]] = (
    rounds.retention,
    uploads.retention,
    plans.retention,
    recruitment.retention,
    participation.retention,
    onboarding.retention,
    side_by_side.retention,
    resource_persons.retention,
    reviews.retention,
    orders.retention,
    sparring.retention,
    rule_changes.retention,
    staff_years.retention,
    demand.retention,
    job_log.retention,
    case_files.retention,
    conversations.retention,
    surveys.retention,
    catalogue.retention,
    methods.retention,
    frameworks.retention,
    companies.retention,
    citizens.retention,
    accounts.retention,
    audit.retention,
    website.retention,
)
"""What the apps offer, the upper ones first: a person goes after the rounds the person was in."""

RUNS_BY_NAME: Final = tuple((run, run.__module__.removeprefix("fagkompas.")) for run in RUNS)


class Command(BaseCommand):
    """See the module."""

    help = "Deletes rounds, people, log events and waiting files whose time is up, and says what it deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be deleted")
        parser.add_argument("--today", type=date.fromisoformat, help="as if it were this day, such as 2026-11-21")

    def handle(self, *args: Any, **options: Any) -> None:
        today, dry_run = options["today"] or timezone.localdate(), options["dry_run"]
        heading = _("Would be deleted on %(day)s:") if dry_run else _("Deleted on %(day)s:")
        self.stdout.write(heading % {"day": long_date(today)})
        told: list[RetentionLine] = []
        failed = [name for run, name in RUNS_BY_NAME if not self._runs(run, name, today, dry_run, told)]
        if not dry_run:
            website.report_deletions(lines=told, today=today)
            try:
                renew_statistics()
            except DatabaseError:
                LOG.exception("The statistics of the tables could not be renewed.")
                failed.append(str(_("the statistics of the tables")))
        if failed:
            raise CommandError(_("Not everything was gone through: %(names)s.") % {"names": ", ".join(failed)})

    def _runs(
        self, run: Callable[..., list[RetentionLine]], name: str, today: date, dry_run: bool, told: list[RetentionLine]
    ) -> bool:
        """Whether it ran to its end. What fails stops nobody else's, and what the others deleted is told all the same."""
        try:
            with transaction.atomic():
                lines = run(today=today, dry_run=dry_run)
        except Exception:
            LOG.exception("Retention of %s failed.", name)
            return False
        for line in lines:
            self.stdout.write(f"{line.rows:8d}  {line.what}")
        told += lines
        return True

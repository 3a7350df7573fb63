"""`manage.py load_instruments`: bring the survey instruments that come with the product into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from fagkompas.surveys.actions.instruments import load_shipped


class Command(BaseCommand):
    """Safe to run again: what is there already stays."""

    help = "Load the survey instruments that come with the product."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which are new."""
        for instrument in load_shipped():
            self.stdout.write(f"loaded {instrument}")

"""`manage.py load_catalogue`: bring the starter catalogue that comes with the product into the database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from fagkompas.catalogue.actions.examples import load_examples
from fagkompas.frameworks.actions import load_shipped


class Command(BaseCommand):
    """Safe to run again: what a municipality has taken over stays as it is."""

    help = "Load the examples of the catalogue, with the frameworks that they build on."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many are new or changed."""
        load_shipped()
        loaded = load_examples(today=timezone.localdate())
        self.stdout.write(f"{len(loaded.new)} new, {len(loaded.changed)} changed, {len(loaded.retired)} retired")

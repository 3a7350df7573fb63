"""`manage.py load_frameworks`: bring the frameworks that come with the product into the database."""

from typing import Any

from django.core.management.base import BaseCommand

from fagkompas.frameworks.actions import load_shipped


class Command(BaseCommand):
    """Safe to run again: what is there already stays."""

    help = "Load the frameworks, learning forms and crosswalk that come with the product."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which are new, and which differ from what the product brings."""
        loaded = load_shipped()
        for name in loaded.new:
            self.stdout.write(f"loaded {name}")
        for name in loaded.differing:
            self.stderr.write(f"{name} is in the database with other contents and was left as it is")

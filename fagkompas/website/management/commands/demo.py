"""`manage.py demo`: the demo municipality, once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from fagkompas.website.demo import build


class Command(BaseCommand):
    """Builds the demo; says so when it is there already."""

    help = "Build the demo municipality (safe to run twice)."

    def handle(self, *args: object, **options: object) -> None:
        if build.exists():
            self.stdout.write("The demo is there already.")
            return
        build.build(today=timezone.localdate())
        self.stdout.write("The demo is built.")

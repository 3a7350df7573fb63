"""What the toolkit writes by itself."""

from datetime import datetime

from django.apps import apps

from fagkompas.toolkit.kept_files import KeptFile


def delete_forgotten(now: datetime) -> None:
    """Delete every file that has waited longer than it may, of whatever kind."""
    for model in apps.get_models():
        if issubclass(model, KeptFile):
            model.expired(now).delete()

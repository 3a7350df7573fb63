"""The environment of the tests with something else in it."""

from dataclasses import replace
from typing import Any

from django.conf import settings

from fagkompas.website.settings import Environment


def environment(**changed: Any) -> Environment:
    """For `override_settings(ENVIRONMENT=...)`."""
    now: Environment = settings.ENVIRONMENT
    return replace(now, **changed)

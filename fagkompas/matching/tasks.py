"""Work in the background. Tasks call actions and hold no rules."""

import logging
from collections.abc import Collection
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from fagkompas.matching.actions.profiles import refresh_profiles
from fagkompas.toolkit.threads import in_thread

LOG: Final = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""So many are renewed before the page is answered; more than that, as after a file, in the background."""


def renew(citizens: Collection[int]) -> None:
    """What a match knows of these, at once or where work in the background is done."""
    keys = sorted(citizens)
    if len(keys) <= AT_ONCE:
        _renew(keys)
    elif settings.WORK_IN_THREADS:
        in_thread(lambda: _renew(keys), name="profiles for the match")
    else:
        renew_profiles.enqueue(keys)


@task()
def renew_profiles(citizens: list[int]) -> None:
    """What a match knows of these."""
    _renew(citizens)


def _renew(citizens: list[int]) -> None:
    try:
        refresh_profiles(citizens=citizens, now=timezone.now())
    except Exception as error:
        # What the person saved is saved: the match catches up at night. A traceback would tell what stands in the rows.
        LOG.error("What a match knows of %s citizens could not be renewed: %s.", len(citizens), type(error).__name__)

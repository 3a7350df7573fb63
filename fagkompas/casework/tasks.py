"""Work in the background. Tasks call actions and hold no rules."""

import logging
from collections.abc import Collection
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from fagkompas.casework.actions.status import refresh_many
from fagkompas.toolkit.threads import in_thread

LOG: Final = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""So many cases are renewed before the page is answered; more than that, as after a file, in the background."""


def renew(citizens: Collection[int]) -> None:
    """Renew what is stored of these cases, at once or where work in the background is done."""
    keys = sorted(citizens)
    if len(keys) <= AT_ONCE:
        _renew(keys)
    elif settings.WORK_IN_THREADS:
        in_thread(lambda: _renew(keys), name="status of cases")
    else:
        renew_statuses.enqueue(keys)


@task()
def renew_statuses(citizens: list[int]) -> None:
    """Renew what is stored of these cases."""
    _renew(citizens)


def _renew(citizens: list[int]) -> None:
    try:
        refresh_many(citizens=citizens, now=timezone.now())
    except Exception as error:
        # What the person saved is saved: the list catches up at night. A traceback would tell what stands in the rows.
        LOG.error("The status of %s cases could not be renewed: %s.", len(citizens), type(error).__name__)

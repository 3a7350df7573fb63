"""Work that takes longer than a page may, where no worker does it (WORK_IN_THREADS): in a thread of the web process."""

from collections.abc import Callable
from logging import getLogger
from threading import Thread

from django.db import connections

LOG = getLogger(__name__)


def in_thread(work: Callable[[], object], *, name: str) -> None:
    """Begin it, and do not wait; what goes wrong is logged. It ends with the process at the latest."""
    Thread(target=_done, args=(work, name), name=name, daemon=True).start()


def _done(work: Callable[[], object], name: str) -> None:
    try:
        work()
    except Exception:
        LOG.exception("Work in the background ended too early: %s.", name)
    finally:
        connections.close_all()

"""Work in the background. Tasks call `working_out` and hold no rules.

A plan takes up to two minutes, longer than a page may. With a worker (FAGKOMPAS_WORKER) it is the worker's. Without
one, as in a demo, it runs in a thread of the web process that was asked: nothing more to install, progress and stop go
through the plan's row and so work from every web process alike. When that process ends, the thread ends with it; the
page sees that no word came for a while and offers to start again (`actions.plan_queue.is_stuck`).

Plans of one municipality wait for each other. A thread can wait; a task that did would hold its worker, so it ends and
is put back for a little later, with the same write that says it waits.
"""

from datetime import timedelta
from functools import partial
from time import sleep
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from fagkompas.learning.working_out import TOLD_EVERY, work_out
from fagkompas.toolkit.threads import in_thread

PUT_BACK_FOR: Final = timedelta(seconds=5)


@task()
def work_out_plan(plan_id: int, revision: int) -> None:
    """Search for a plan's proposal, now or when its turn has come."""
    work_out(plan_id, revision, put_back=partial(_put_back, plan_id, revision))


def _put_back(plan_id: int, revision: int) -> None:
    work_out_plan.using(run_after=timezone.now() + PUT_BACK_FOR).enqueue(plan_id, revision)


def begin_working_out(plan_id: int, revision: int) -> None:
    """Start it where work in the background is done."""
    if settings.WORK_IN_THREADS:
        in_thread(lambda: _work_out_in_turn(plan_id, revision), name=f"plan {plan_id}")
    else:
        work_out_plan.enqueue(plan_id, revision)


def _work_out_in_turn(plan_id: int, revision: int) -> None:
    while not work_out(plan_id, revision):
        sleep(TOLD_EVERY)

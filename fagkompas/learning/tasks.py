"""Work in the background. Tasks call `working_out` and hold no rules.

A plan takes up to two minutes, longer than a page may. With a worker (FAGKOMPAS_WORKER) it is the worker's. Without
one, as in a demo, it runs in a thread of the web process that was asked: nothing more to install, progress and stop go
through the plan's row and so work from every web process alike. When that process ends, the thread ends with it; the
page sees that no word came for a while and offers to start again (`actions.plans.is_stuck`).
"""

from django.conf import settings
from django_tasks import task

from fagkompas.learning.working_out import work_out
from fagkompas.toolkit.threads import in_thread


@task()
def work_out_plan(plan_id: int, revision: int) -> None:
    """Search for a plan's proposal."""
    work_out(plan_id, revision)


def begin_working_out(plan_id: int, revision: int) -> None:
    """Start it where work in the background is done."""
    if settings.WORK_IN_THREADS:
        in_thread(lambda: work_out(plan_id, revision), name=f"plan {plan_id}")
    else:
        work_out_plan.enqueue(plan_id, revision)

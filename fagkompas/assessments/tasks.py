"""Work in the background. Tasks call actions and hold no rules."""

from django.utils import timezone
from django_tasks import task

from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.models import Round


@task()
def refresh_unit_figures(round_id: int) -> int:
    """Compute the figures of every unit of a round again; the number of units, 0 when they are not stale or the round is gone."""
    round_ = Round.objects.filter(pk=round_id, figures_stale=True).select_related("unit", "version__framework").first()
    return refresh_unit_results(round_=round_, now=timezone.now()) if round_ else 0

"""Self beside own: what the employee and the manager answered, item by item, before the two talk."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.comparison import answers_by_rater, comparison_for, sees_own_answers
from fagkompas.assessments.permissions import load_managed_participant
from fagkompas.audit.actions import record_read


@require_safe
def compare(request: HttpRequest, uuid: UUID, participant: UUID) -> HttpResponse:
    """For a manager over the person. The person's own answers are shown once the manager has submitted."""
    person = signed_in(request)
    rated = load_managed_participant(person, participant)
    if rated.round.uuid != uuid:
        raise Http404
    if rated.employee is None:
        return redirect("assessments:answer_start", rated.uuid)
    record_read(by=person, action="assessments.comparison.read", subject_id=rated.employee.pk, target=rated)
    today = timezone.localdate()
    comparison = comparison_for(person, rated, answers_by_rater(rated), today)
    shows_all = "alle" in request.GET
    return render(
        request,
        "assessments/round_compare.html",
        {
            "participant": rated,
            "round": rated.round,
            "comparison": comparison,
            "shows_all": shows_all or not comparison.agenda,
            "shows_something": rated.manager_submitted_at is not None or sees_own_answers(person, rated, today),
            "takes_answers": rated.round.takes_answers_on(today),
        },
    )

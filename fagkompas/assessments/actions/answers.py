"""Answers: autosaved as drafts, which count for nothing, until they are submitted as ratings.

    (nothing) ──save_drafts──> drafts ──submit──> ratings, revision 1
                                  ^                  │
                                  └──── reopen ──────┘   drafts that start from the latest ratings;
                                                         submitted again they are revision 2, and so on

What is refused is refused with a `BadInput` of one problem an answer; `assessments.wording` has the sentences.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.results import mark_unit_results_stale, store_person_results
from fagkompas.assessments.models import Answer, Draft, Participant, Rating
from fagkompas.assessments.questions import asked_codes
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import POINTS, Rater
from fagkompas.toolkit.cpr import cpr_like

EVIDENCE_LENGTH: Final = 2000
"""Characters of a note; about a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAnswer:
    """One answer as given: a point 0-4, or not relevant, or neither (taken back or not yet given)."""

    item: str
    value: int | None = None
    not_relevant: bool = False
    evidence: str = ""


@transaction.atomic
def save_drafts(
    *, participant: Participant, rater: Rater, author: Employee, answers: Sequence[TypedAnswer], now: datetime
) -> datetime:
    """Keep answers for their author to go on with; returns the moment that may be shown as "saved".

    All are saved or none. Raises `BadInput` when the round takes no answers, when the answers are submitted
    and not taken up again, or when an answer cannot be kept.
    """
    held = _held(participant)
    _refuse(_problems_of_time(held, now) or _problems_of_state(held, rater, author) or _problems_in(held, answers))
    Draft.objects.bulk_create(
        [
            Draft(participant=held, rater=rater.value, author=author, saved_at=now, **_columns(answer))
            for answer in answers
        ],
        update_conflicts=True,
        unique_fields=["participant", "rater", "author", "item"],
        update_fields=["value", "not_relevant", "evidence", "saved_at"],
    )
    return now


@transaction.atomic
def submit(*, participant: Participant, rater: Rater, by: Employee, now: datetime) -> int:
    """Make the author's drafts count: as ratings of the next revision, with the figures that follow from them.

    Returns how many answers were submitted. Raises `BadInput` when the round takes no answers or none is given.
    """
    held = _held(participant)
    drafts = list(_drafts(held, rater, by).order_by("pk"))
    answered = [draft for draft in drafts if draft.is_answered]
    _refuse(_problems_of_time(held, now) or ([] if answered else [_problem("nothing_answered")]))
    before = latest_ratings(held, rater)
    revision = next_revision(held, rater)
    Rating.objects.bulk_create(
        [
            Rating(participant=held, rater=rater.value, author=by, revision=revision, at=now, **_columns(draft))
            for draft in drafts
            if draft.is_answered or draft.item in before
        ]
    )
    _drafts(held, rater, by).delete()
    stamp_submitted(held, rater, now)
    record_change(
        by=by,
        action="assessments.answers.submitted",
        target=held,
        subject_id=held.employee_id,
        rater=rater.value,
        revision=revision,
        answers=len(answered),
    )
    store_person_results([held])
    mark_unit_results_stale(held.round)
    return len(answered)


@transaction.atomic
def reopen(*, participant: Participant, rater: Rater, by: Employee, now: datetime) -> None:
    """Take submitted answers up again: drafts that start as the latest ratings, which count until submitted anew.

    Raises `BadInput` when the round takes no answers, or nothing is submitted.
    """
    held = _held(participant)
    _refuse(
        _problems_of_time(held, now) or ([] if is_submitted(held, rater) else [_problem("nothing_submitted")])
    )
    Draft.objects.bulk_create(
        [
            Draft(participant=held, rater=rater.value, author=by, saved_at=now, **_columns(rating))
            for rating in latest_ratings(held, rater).values()
        ],
        ignore_conflicts=True,
    )
    record_change(
        by=by,
        action="assessments.answers.reopened",
        target=held,
        subject_id=held.employee_id,
        rater=rater.value,
    )

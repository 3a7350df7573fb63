"""Answers: autosaved as drafts, which count for nothing, until they are submitted as ratings.

    (nothing) ──save_drafts──> drafts ──submit──> ratings, revision 1
                                  ^                  │
                                  └──── reopen ──────┘   drafts that start from the latest ratings;
                                                         submitted again they are revision 2, and so on

What cannot be done raises `BadInput` with a problem for each cause; `assessments.wording` has the sentences.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.results import held_round, store_person_results
from fagkompas.assessments.models import Dialogue, Draft, Participant, Rating, Round, RoundState
from fagkompas.assessments.questions import GivenAnswer, asked_columns, drafts_of, ratings_of, submitted_at
from fagkompas.assessments.workbooks.ratings import EVIDENCE_LENGTH
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput, Place, Problem
from fagkompas.engine.scales import POINTS, Rater
from fagkompas.toolkit.cpr import cpr_like


@transaction.atomic
def save_drafts(
    *, participant: Participant, rater: Rater, author: Employee, answers: Sequence[GivenAnswer], now: datetime
) -> datetime:
    """Keep answers for their author to go on with; returns the moment that may be shown as "saved".

    All are kept or none. Raises `BadInput` when the round takes no answers, when the answers are submitted
    and not taken up again, or when one of them cannot be kept.
    """
    held = _held(participant, now)
    if submitted_at(held, rater) and not drafts_of(held, rater, author):
        raise BadInput((_problem("already_submitted"),))
    problems = tuple(problems_in(held, answers))
    if problems:
        raise BadInput(problems)
    Draft.objects.bulk_create(
        [
            Draft(participant=held, rater=rater.value, author=author, saved_at=now, **_columns(answer))
            for answer in {answer.item: answer for answer in answers}.values()
        ],
        update_conflicts=True,
        unique_fields=["participant", "rater", "author", "item"],
        update_fields=["value", "not_relevant", "evidence", "saved_at"],
    )
    return now


@transaction.atomic
def submit(*, participant: Participant, rater: Rater, by: Employee, now: datetime) -> int:
    """Make the author's drafts count: ratings of the next revision, and the figures that follow from them.

    Returns how many answers were submitted. Raises `BadInput` when the round takes no answers or none is given.
    """
    held_round(participant.round_id)
    held = _held(participant, now)
    drafts = drafts_of(held, rater, by)
    answered = sum(draft.is_answered for draft in drafts.values())
    if not answered:
        raise BadInput((_problem("nothing_answered"),))
    before = ratings_of(held, rater)
    revision = _next_revision(held, rater)
    Rating.objects.bulk_create(
        Rating(participant=held, rater=rater.value, author=by, revision=revision, at=now, **_columns(draft))
        for draft in drafts.values()
        if draft.is_answered or draft.item in before
    )
    Draft.objects.filter(participant=held, rater=rater.value, author=by).delete()
    _stamp(held, rater, now)
    record_change(
        by=by,
        action="assessments.answers.submitted",
        target=held,
        subject_id=held.employee_id,
        rater=rater.value,
        revision=revision,
        answers=answered,
    )
    store_person_results(round_=held.round, participants=[held], now=now)
    return answered


@transaction.atomic
def reopen(*, participant: Participant, rater: Rater, by: Employee, now: datetime) -> None:
    """Take submitted answers up again: drafts that start as the latest ratings, which count until submitted anew.

    Raises `BadInput` when the round takes no answers, or nothing is submitted.
    """
    held = _held(participant, now)
    if submitted_at(held, rater) is None:
        raise BadInput((_problem("nothing_submitted"),))
    Draft.objects.bulk_create(
        [
            Draft(participant=held, rater=rater.value, author=by, saved_at=now, **_columns(rating))
            for rating in ratings_of(held, rater).values()
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


@transaction.atomic
def drop_changes(*, participant: Participant, rater: Rater, by: Employee) -> None:
    """Let what was submitted stand: the drafts of answers that were taken up again are deleted.

    Raises `BadInput` when nothing is submitted, since the drafts are then all there is.
    """
    held = _locked(participant)
    if submitted_at(held, rater) is None:
        raise BadInput((_problem("nothing_submitted"),))
    Draft.objects.filter(participant=held, rater=rater.value, author=by).delete()
    record_change(
        by=by,
        action="assessments.answers.changes_dropped",
        target=held,
        subject_id=held.employee_id,
        rater=rater.value,
    )


def problems_in(participant: Participant, answers: Sequence[GivenAnswer]) -> Iterator[Problem]:
    """Why answers cannot be kept: an item that is not asked, a point off the scale, two answers in one, a bad note."""
    asked = {column.code for column in asked_columns(participant)}
    for answer in answers:
        if answer.item not in asked:
            yield _problem("unknown_item", answer.item, found=answer.item)
        if answer.value is not None and answer.value not in POINTS:
            yield _problem("out_of_range", answer.item, found=str(answer.value))
        if answer.value is not None and answer.not_relevant:
            yield _problem("point_and_not_relevant", answer.item, found=str(answer.value))
        if len(answer.evidence) > EVIDENCE_LENGTH:
            yield _problem("evidence_too_long", answer.item, characters=len(answer.evidence), limit=EVIDENCE_LENGTH)
        if cpr_like(answer.evidence):
            yield _problem("cpr_in_evidence", answer.item)


def _held(participant: Participant, now: datetime) -> Participant:
    """The participant, locked, in a round that takes answers now."""
    held = _locked(participant)
    day = timezone.localdate(now)
    if not held.round.takes_answers_on(day):
        raise BadInput((_why_no_answers(held.round, day),))
    if Dialogue.objects.filter(participant=held, manager_signed_at__isnull=False).exists():
        raise BadInput((_problem("dialogue_signed"),))
    return held


def _locked(participant: Participant) -> Participant:
    """Two writes about one participant follow each other, so that no draft slips in beside a submission."""
    held = Participant.objects.select_for_update(of=("self",)).select_related("round__version__framework")
    return held.get(pk=participant.pk)


def _why_no_answers(round_: Round, day: date) -> Problem:
    if round_.state == RoundState.CLOSED:
        return _problem("round_closed")
    if round_.state == RoundState.PLANNED:
        return _problem("round_planned")
    if day < round_.opens_on:
        return _problem("round_not_open", opens_on=round_.opens_on.isoformat())
    return _problem("round_over", closed_on=round_.closes_on.isoformat())


def _next_revision(participant: Participant, rater: Rater) -> int:
    """One number for each submission, whoever of several managers gave it, so that the latest is plain."""
    ratings = Rating.objects.filter(participant=participant, rater=rater.value)
    latest: int | None = ratings.aggregate(latest=Max("revision"))["latest"]
    return (latest or 0) + 1


def _stamp(participant: Participant, rater: Rater, now: datetime) -> None:
    column = "self_submitted_at" if rater is Rater.SELF else "manager_submitted_at"
    Participant.objects.filter(pk=participant.pk).update(**{column: now})


def _columns(answer: GivenAnswer) -> dict[str, Any]:
    return {
        "item": answer.item,
        "value": answer.value,
        "not_relevant": answer.not_relevant,
        "evidence": answer.evidence,
    }


def _problem(message_code: str, item: str | None = None, *, found: str = "", **values: str | int) -> Problem:
    return Problem(place=Place(column=item), found=found, message_code=message_code, values=values)

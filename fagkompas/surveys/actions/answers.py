"""Answers: begun, kept as they come, and sent. Nothing counts before it is sent, and what is sent stands.

In an anonymous survey nothing is written that ties the answers to a person or to a moment: no event of the log, no time
finer than the day, and no column that leads from an invitation to a response.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from django.db import transaction

from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.surveys.answering import Given, problems_with
from fagkompas.surveys.document import Kind, Question
from fagkompas.surveys.models import Answer, Invitation, Response, Survey
from fagkompas.surveys.permissions import Door
from fagkompas.toolkit.links import digest_of
from fagkompas.toolkit.refusing import refuse, unless


@transaction.atomic
def begin(*, door: Door, resume: str, today: date) -> Response:
    """A place for the answers, found again by the browser's own secret `resume`, or by whom a personal link is for.

    Raises `BadInput` when the survey takes no answers, or the link is used. Doing it again changes nothing.
    """
    survey = Survey.objects.select_for_update(of=("self",)).filter(pk=door.survey.pk).first()
    if survey is None:
        raise _closed()
    refuse(
        [
            *unless(survey.takes_answers_on(today), "", "answer_closed"),
            *unless(not door.is_used, "", "answer_sent"),
        ]
    )
    if door.response:
        return door.response
    invitation = None if survey.is_anonymous else door.invitation
    made, _new = Response.objects.get_or_create(
        survey=survey, resume_digest=digest_of(resume), defaults={"invitation": invitation}
    )
    return made


@transaction.atomic
def keep(*, response: Response, question: Question, given: Sequence[Given], today: date) -> None:
    """Put what was answered to a question in the place of what stood there. Raises `BadInput`, and then keeps nothing."""
    held = _held(response)
    refuse([*_problems_of_answering(held, today), *problems_with(question, given)])
    Answer.objects.filter(response=held, question=question.code).delete()
    Answer.objects.bulk_create(_rows(held, question, given))


@transaction.atomic
def send(*, door: Door, response: Response, today: date) -> Response:
    """Let the answers count. Raises `BadInput` when there are none, or they are sent already.

    The survey is held first, so that whatever is sent is counted: closing waits for it, or it waits and is refused.
    """
    Survey.objects.select_for_update(of=("self",)).filter(pk=response.survey_id).first()
    held = _held(response)
    invitation = _held_invitation(door.invitation)
    refuse(
        [
            *_problems_of_answering(held, today),
            *unless(invitation is None or not invitation.answered, "", "answer_sent"),
            *unless(Answer.objects.filter(response=held).exists(), "", "answer_nothing"),
        ]
    )
    held.submitted_on = today
    held.save(update_fields=["submitted_on"])
    if invitation is not None:
        invitation.answered = True
        invitation.save(update_fields=["answered"])
        if not held.survey.is_anonymous:
            record_change(
                by=None,
                action="surveys.answers.sent",
                target=held.survey,
                subject_id=invitation.employee_id,
                root_id=held.survey.root_id,
            )
    return held


def _held(response: Response) -> Response:
    """The answers as they stand now. Raises `BadInput` when the survey has closed since: what was not sent is gone then."""
    held = Response.objects.select_for_update(of=("self",)).select_related("survey").filter(pk=response.pk).first()
    if held is None:
        raise _closed()
    return held


def _held_invitation(invitation: Invitation | None) -> Invitation | None:
    if invitation is None:
        return None
    return Invitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk).first()


def _closed() -> BadInput:
    return BadInput(tuple(unless(False, "", "answer_closed")))


def _problems_of_answering(response: Response, today: date) -> Iterator[Problem]:
    yield from unless(response.survey.takes_answers_on(today), "", "answer_closed")
    yield from unless(response.submitted_on is None, "", "answer_sent")


def _rows(response: Response, question: Question, given: Sequence[Given]) -> Iterator[Answer]:
    for one in given:
        place = {"response": response, "question": question.code, "row": one.row}
        if one.is_dont_know:
            yield Answer(**place, dont_know=True)
        elif question.kind is Kind.NUMBER:
            yield Answer(**place, number=int(one.words))
        elif question.kind is Kind.OPEN:
            yield Answer(**place, text=one.words)
        else:
            if question.kind is Kind.CHOICES:
                yield Answer(**place)
            for option in one.options:
                yield Answer(**place, option=option)

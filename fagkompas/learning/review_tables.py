"""A person's reviews as sheets: everything that the person may see of them on the pages."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import Review, ReviewAgreement
from fagkompas.learning.permissions.reviews import agreements_of
from fagkompas.learning.review_guide import FEEDBACK, Question, review_guide
from fagkompas.learning.reviewing import Looking, looking, said
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.workbooks import Column, Kind, Table, Written


def own_tables(person: Employee, reviews: Sequence[Review]) -> list[Table]:
    """What was prepared and noted, and what was agreed."""
    return [
        Table(
            name=_("Preparation and notes"),
            columns=(
                Column(heading=_("Review"), kind=Kind.DATE, width=12),
                Column(heading=_("Employee"), width=24),
                Column(heading=_("Manager"), width=24),
                Column(heading=_("Written by"), width=20),
                Column(heading=_("About"), width=44, wraps=True),
                Column(heading=_("Text"), width=70, wraps=True),
            ),
            rows=[row for review in reviews for row in _texts(looking(person, review))],
        ),
        Table(
            name=_("Agreements"),
            columns=(
                Column(heading=_("Review"), kind=Kind.DATE, width=12),
                Column(heading=_("Employee"), width=24),
                Column(heading=_("Agreement"), width=60, wraps=True),
                Column(heading=_("Who does it"), width=16),
                Column(heading=_("By when"), kind=Kind.DATE),
                Column(heading=_("How it went"), width=20),
                Column(heading=_("In a few words"), width=50, wraps=True),
            ),
            rows=[_agreement(one) for one in _agreements(person, reviews)],
        ),
    ]


def _agreements(person: Employee, reviews: Sequence[Review]) -> list[ReviewAgreement]:
    """Those of the two's reviews, signed or not, and those passed on."""
    written = ReviewAgreement.objects.filter(review__in=reviews).select_related("review__employee", "review__manager")
    found = {one.pk: one for one in (*written, *agreements_of(person))}
    return sorted(found.values(), key=lambda one: (one.review.planned_on, one.due_on, one.pk))


def _texts(look: Looking) -> Iterator[tuple[Written, ...]]:
    review, guide = look.review, review_guide()
    employee, manager = review.employee.name, review.manager.name if review.manager else ""
    names = {part.code: said(part.name) for part in guide.parts}
    names |= {step.code: said(step.title) for step in guide.steps if step.code == FEEDBACK}
    asked: list[tuple[str, tuple[Question, ...], dict[str, str]]] = [
        (employee, guide.questions(of_manager=False), dict(look.employee_answers)),
        (manager, guide.questions(of_manager=True), dict(look.manager_answers)),
    ]
    day = review.held_on or review.planned_on
    if unread_in(review):
        yield day, employee, manager, "", "", unread_in(review)
    if look.wish:
        yield day, employee, manager, employee, _("What to talk about"), look.wish
    for who, questions, answers in asked:
        for question in questions:
            if answers.get(question.code):
                yield day, employee, manager, who, said(question.text), answers[question.code]
    for code, name in names.items():
        if review.notes.get(code):
            yield day, employee, manager, _("Both"), name, review.notes[code]


def _agreement(one: ReviewAgreement) -> tuple[Written, ...]:
    review = one.review
    return (
        review.held_on or review.planned_on,
        review.employee.name,
        one.text,
        one.who,
        one.due_on,
        one.get_went_display() if one.went else "",
        one.outcome,
    )

"""Yearly reviews for tests."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.catalogue.models import Offering
from fagkompas.learning.actions.reviews import (
    TypedAgreement,
    TypedReview,
    plan_reviews,
    save_preparation,
    save_review,
    share_preparation,
    sign,
)
from fagkompas.learning.models import Review, ReviewAgreement, Whose
from tests.people import People

ANSWERS: Mapping[str, str] = {"skill-1": "Jeg kan skrive kort", "results-1": "Et forløb, der lykkedes"}
OF_MANAGER: Mapping[str, str] = {"skill-1": "Skriver klart", "behaviour-1": "Ringer samme dag"}


def make_review(people: People, employee: Employee | None = None, in_days: int = 5) -> Review:
    """Alma has planned one, with Bo unless somebody else is named."""
    today = timezone.localdate()
    planned_on = today + timedelta(days=in_days)
    return plan_reviews(people=[employee or people.bo], planned_on=planned_on, by=people.alma, today=today)[0]


def prepare(review: Review, by: Employee, answers: Mapping[str, str] | None = None, wish: str = "") -> Review:
    """Save and share what one of the two has prepared."""
    is_manager = by.pk == review.manager_id
    fresh = Review.objects.get(pk=review.pk)
    save_preparation(
        review=fresh,
        revision=fresh.manager_revision if is_manager else fresh.own_revision,
        answers=answers if answers is not None else OF_MANAGER if is_manager else ANSWERS,
        wish=wish,
        by=by,
    )
    return share_preparation(review=fresh, by=by, now=timezone.now())


def typed(
    text: str = "", *, in_days: int = 30, offering: Offering | None = None, whose: Whose = Whose.EMPLOYEE, **notes: str
) -> TypedReview:
    """What the two wrote: an agreement where there is a text, and notes by code."""
    today = timezone.localdate()
    agreement = TypedAgreement(
        uuid=uuid4(), text=text, due_on=today + timedelta(days=in_days), whose=whose, offering=offering
    )
    return TypedReview(held_on=today, notes=notes, agreements=(agreement,) if text else ())


def make_signed(
    people: People, text: str = "To samtaler med Erik", *, in_days: int = 30, offering: Offering | None = None
) -> Review:
    """Held today by Alma and Bo, with a note and an agreement, and signed by both."""
    review = make_review(people)
    written = typed(text, in_days=in_days, offering=offering, behaviour="Ringer samme dag")
    held = save_review(review=review, revision=0, typed=written, by=people.alma, now=timezone.now())
    sign(review=held, revision=held.revision, by=people.alma, now=timezone.now())
    return sign(review=held, revision=held.revision, by=people.bo, now=timezone.now())


def agreement_of(review: Review) -> ReviewAgreement:
    """Its only one."""
    return ReviewAgreement.objects.select_related("review").get(review=review)

"""Yearly reviews: to prepare, to hold, to sign, and agreements that come back."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fagkompas.accounts.models import Employee
from fagkompas.learning.models import Review, ReviewAgreement, Whose
from fagkompas.learning.permissions.reviews import agreements_of, is_led_by_manager, reviews_of
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.today import Asks, TodayItem

TEXTS: Final = ("own_preparation", "own_wish", "manager_preparation", "notes")
"""What a list does not read."""

AHEAD: Final = timedelta(days=14)
"""How long before its day an agreement comes back, and a manager is told to prepare."""


def asks(person: Employee, today: date) -> tuple[Asks[Review], Asks[ReviewAgreement]]:
    """For the two of each review: the review itself, and what was agreed in earlier ones."""
    return (
        Asks(rows=_under_way, items=partial(_items, person, today)),
        Asks(rows=_due, items=lambda agreements: [_agreement(person, one) for one in agreements]),
    )


def _under_way(person: Employee, _today: date) -> QuerySet[Review]:
    return reviews_of(person).unsigned().defer(*TEXTS).order_by("planned_on", "pk")


def _due(person: Employee, today: date) -> QuerySet[ReviewAgreement]:
    return agreements_of(person).open_by(today + AHEAD).order_by("due_on", "pk")


def _items(person: Employee, today: date, under_way: list[Review]) -> Iterator[TodayItem]:
    own = [review for review in under_way if review.employee_id == person.pk]
    led = [review for review in under_way if review.manager_id == person.pk]
    for review in own:
        yield from _own(review)
    yield from _led(led, today)


def _own(review: Review) -> Iterator[TodayItem]:
    page = reverse("learning:review", args=[review.uuid])
    kind, name = _("Your yearly review"), review.manager.name if review.manager else _("Your manager")
    if not is_led_by_manager(review):
        yield TodayItem(
            kind=kind,
            what=_("Your manager has changed"),
            why_now=_("%(name)s leads you no longer. Pass the review on to your new manager, or call it off.")
            % {"name": name},
            url=page,
            button=_("See what you can do"),
            due=review.planned_on,
        )
    elif review.manager_signed_at and not review.employee_signed_at:
        yield TodayItem(
            kind=kind,
            what=_("Sign your yearly review"),
            why_now=_("%(name)s has signed. Read it through, and sign if it says what you talked about.")
            % {"name": name},
            url=page,
            button=_("Read and sign"),
        )
    elif not review.own_shared_at and not review.is_locked:
        yield TodayItem(
            kind=kind,
            what=_("Prepare your yearly review"),
            why_now=_("You talk with %(name)s on %(day)s. Only you see what you write until you share it.")
            % {"name": name, "day": long_date(review.planned_on)},
            url=reverse("learning:review_prepare", args=[review.uuid]),
            button=_("Prepare"),
            due=review.planned_on,
        )


def _led(led: Sequence[Review], today: date) -> Iterator[TodayItem]:
    """A row for each thing to do, however many reviews it is about."""
    to_sign = [review for review in led if review.employee_signed_at and not review.manager_signed_at]
    to_hold = [review for review in led if review.planned_on <= today and not review.is_locked]
    soon = [review for review in led if today < review.planned_on <= today + AHEAD and not review.is_locked]
    to_prepare = [review for review in soon if not review.manager_shared_at]
    if to_sign:
        yield _of_several(
            to_sign,
            what=_("Sign yearly reviews"),
            why=ngettext(
                "%(n)s employee has signed and waits for you.",
                "%(n)s employees have signed and wait for you.",
                len(to_sign),
            ),
            button=_("Read and sign"),
        )
    if to_hold:
        yield _of_several(
            to_hold,
            what=_("Hold yearly reviews"),
            why=ngettext(
                "%(n)s review has had its day and is not signed.",
                "%(n)s reviews have had their day and are not signed.",
                len(to_hold),
            ),
            button=_("Open it"),
        )
    if to_prepare:
        yield _of_several(
            to_prepare,
            what=_("Prepare yearly reviews"),
            why=ngettext(
                "%(n)s review is held within two weeks, and you have not shared your preparation.",
                "%(n)s reviews are held within two weeks, and you have not shared your preparation.",
                len(to_prepare),
            ),
            button=_("Prepare"),
        )


def _of_several(found: Sequence[Review], *, what: str, why: str, button: str) -> TodayItem:
    """To the one it is about, or to the list."""
    url = reverse("learning:review", args=[found[0].uuid]) if len(found) == 1 else reverse("learning:reviews")
    names = f" {found[0].employee.name}." if len(found) == 1 else ""
    return TodayItem(
        kind=_("Yearly reviews"),
        what=what,
        why_now=why % {"n": len(found)} + names,
        url=url,
        button=button,
        due=found[0].planned_on,
    )


def _agreement(person: Employee, one: ReviewAgreement) -> TodayItem:
    is_mine = (one.whose == Whose.EMPLOYEE) == (one.review.employee_id == person.pk)
    day = long_date(one.review.held_on) if one.review.held_on else ""
    why = _("You agreed on it at the review on %(day)s, and it is yours to do. Note how it went.")
    if not is_mine:
        why = _("You agreed on it at the review on %(day)s, and %(name)s does it. Note how it went.")
    with_whom = one.review.employee.name
    return TodayItem(
        kind=_("Agreements of yearly reviews"),
        what=one.text if one.review.employee_id == person.pk else f"{with_whom}: {one.text}",
        why_now=why % {"day": day, "name": one.who},
        url=reverse("learning:review_agreement", args=[one.uuid]),
        button=_("Note how it went"),
        due=one.due_on,
    )

"""Writes about the yearly review, from the plan to how its agreements went.

A preparation is its author's until it is shared; notes and agreements are written by both, and closed as soon as one of
them has signed. Whoever signed first can take it back until the other has signed too. When both have, nothing changes
but how the agreements went.

Every save that changes something raises the revision it was begun on; a save begun on an older one is refused with
`ChangedMeanwhile`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import nearest_managers_of, people_led_nearest
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.catalogue.models import Offering
from fagkompas.engine.errors import Problem
from fagkompas.learning.actions import participation
from fagkompas.learning.actions.participation import years_after
from fagkompas.learning.models import Participation, Review, ReviewAgreement, Went
from fagkompas.learning.permissions.reviews import is_led_by_manager
from fagkompas.learning.review_guide import review_guide
from fagkompas.learning.reviewing import result_both_see
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.formats import long_date
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

SURE: Final = "sure"
"""The place of what is asked before one signs, rather than refused."""

NOTE_LENGTH: Final = 4000
"""Characters of one note or answer; about two pages."""

AGREEMENT_LENGTH: Final = 500
AGREEMENTS_AT_MOST: Final = 20

PLANNED_AHEAD: Final = timedelta(days=400)
"""How long before a review can be planned: the next one, and a month."""

KEPT_UNSIGNED: Final = 1
KEPT_SIGNED: Final = 2
"""Years after the day it was planned for, or held on: long enough for the next one, and the one after it, to look back
at the agreements. What has no such purpose any more is deleted (GDPR article 5(1)(e)); docs/adr/0008.
"""

SITTING: Final = timedelta(minutes=30)
"""Saves by one person within this time are one line in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAgreement:
    """One agreement as typed; the same `uuid` again is the same agreement. `whose` is a value of `Whose`."""

    uuid: UUID
    text: str
    due_on: date
    whose: str
    offering: Offering | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedReview:
    """All that the two write while they talk; `notes` by the codes of the guide."""

    held_on: date | None
    notes: Mapping[str, str]
    agreements: tuple[TypedAgreement, ...]


# Planned


@transaction.atomic
def plan_reviews(*, people: Sequence[Employee], planned_on: date, by: Employee, today: date) -> list[Review]:
    """One for each of the people. Raises `BadInput`: nobody, not led nearest, one is planned, or the day is no day for it."""
    held = list(Employee.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in people]))
    nearest = set(people_led_nearest(by).values_list("pk", flat=True))
    planned = set(
        Review.objects.unsigned().filter(manager=by, employee__in=held).order_by("pk").values_list("employee_id")
    )
    refuse(
        [
            *unless(held, "people", "nobody_chosen"),
            *_problems_of_plan(planned_on, today),
            *(problem for one in held for problem in unless(one.pk in nearest, "people", "not_nearest", one.name)),
            *(
                problem
                for one in held
                for problem in unless((one.pk,) not in planned, "people", "review_planned", one.name)
            ),
        ]
    )
    deletes_on = years_after(planned_on, KEPT_UNSIGNED)
    made = Review.objects.bulk_create(
        Review(root=one.root, employee=one, manager=by, planned_on=planned_on, deletes_on=deletes_on)
        for one in sorted(held, key=lambda one: one.name)
    )
    record_changes(by=by, action="learning.review.planned", changed=[(one.employee_id, one) for one in made])
    return made


@transaction.atomic
def move_review(*, review: Review, planned_on: date, by: Employee, today: date) -> Review:
    """Another day. Raises `BadInput`."""
    held = held_review(review)
    refuse([*_problems_of_state(held), *_problems_of_plan(planned_on, today)])
    held.planned_on, held.deletes_on = planned_on, years_after(planned_on, KEPT_UNSIGNED)
    held.save(update_fields=["planned_on", "deletes_on"])
    record_change(by=by, action="learning.review.moved", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def call_off(*, review: Review, by: Employee) -> None:
    """It is not held after all, and is gone.

    The manager can until the employee has written something or there are notes; the employee once the manager leads her
    no longer. Raises `BadInput`.
    """
    held = held_review(review)
    is_employee = by.pk == held.employee_id
    refuse(
        [
            *unless(not held.is_signed, "state", "review_is_signed"),
            *unless(is_employee or not is_written_in(held), "state", "review_written_in"),
            *unless(not is_employee or not is_led_by_manager(held), "state", "manager_calls_off"),
        ]
    )
    record_change(by=by, action="learning.review.called_off", target=held, subject_id=held.employee_id)
    held.delete()


def is_written_in(review: Review) -> bool:
    """Whether anything would be lost that is not the manager's own preparation. One query."""
    return bool(review.own_preparation or review.own_wish or review.notes) or review.agreements.exists()


@transaction.atomic
def pass_on(*, review: Review, to: Employee, by: Employee) -> Review:
    """The employee lets a new manager in, when the one named on it leads her no longer. Raises `BadInput`.

    Signed by both: the new manager sees the agreements, and nothing else. Otherwise it becomes the new manager's to
    hold: what the former prepared is gone, and so are signatures.
    """
    Employee.objects.select_for_update(of=("self",)).get(pk=by.pk)
    held = held_review(review)
    nearest = set(nearest_managers_of(held.employee).values_list("pk", flat=True))
    of_the_new = Review.objects.unsigned().filter(manager=to, employee=held.employee).exclude(pk=held.pk)
    refuse(
        [
            *unless(not is_led_by_manager(held), "to", "manager_still_leads"),
            *unless(to.pk in nearest, "to", "not_your_manager", to.name),
            *unless(held.is_signed or not of_the_new.exists(), "to", "review_planned", to.name),
        ]
    )
    if held.is_signed:
        held.passed_to = to
    else:
        held.manager = to
        held.manager_preparation, held.manager_shared_at = {}, None
        held.manager_signed_at = held.employee_signed_at = None
        held.manager_revision += 1
        held.revision += 1
    held.save()
    record_change(by=by, action="learning.review.passed_on", target=held, subject_id=held.employee_id)
    return held


# Prepared


@transaction.atomic
def save_preparation(*, review: Review, revision: int, answers: Mapping[str, str], wish: str, by: Employee) -> Review:
    """Keep what one of the two has prepared, by code of the question; `wish` is the employee's own place on the agenda.

    Raises `BadInput`, and `ChangedMeanwhile` when the person has saved in another window since.
    """
    held = held_review(review)
    is_manager = by.pk == held.manager_id
    if revision != (held.manager_revision if is_manager else held.own_revision):
        raise ChangedMeanwhile
    known = {question.code for question in review_guide().questions(of_manager=is_manager)}
    kept = {code: text for code, text in answers.items() if text and code in known}
    refuse(
        [
            *_problems_of_state(held),
            *(problem for code, text in kept.items() for problem in _problems_of_text(f"answer-{code}", text)),
            *_problems_of_text("own_wish", wish),
        ]
    )
    before = (held.manager_preparation, "") if is_manager else (held.own_preparation, held.own_wish)
    if before == (kept, "" if is_manager else wish):
        return held
    if is_manager:
        held.manager_preparation = kept
        held.manager_revision += 1
    else:
        held.own_preparation, held.own_wish = kept, wish
        held.own_revision += 1
    held.save()
    if not any(before):
        record_change(by=by, action="learning.review.prepared", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def share_preparation(*, review: Review, by: Employee, now: datetime) -> Review:
    """From now on the other sees it, also what is written later. Raises `BadInput`."""
    held = held_review(review)
    is_manager = by.pk == held.manager_id
    prepared = bool(held.manager_preparation) if is_manager else bool(held.own_preparation or held.own_wish)
    refuse([*_problems_of_state(held), *unless(prepared, "state", "nothing_prepared")])
    shared_at = held.manager_shared_at if is_manager else held.own_shared_at
    if shared_at is not None:
        return held
    if is_manager:
        held.manager_shared_at = now
    else:
        held.own_shared_at = now
    held.save(update_fields=["manager_shared_at", "own_shared_at"])
    record_change(by=by, action="learning.review.shared", target=held, subject_id=held.employee_id)
    return held


# Held


@transaction.atomic
def save_review(*, review: Review, revision: int, typed: TypedReview, by: Employee, now: datetime) -> Review:
    """Keep what either of the two has written, all of it or nothing. Raises `BadInput` and `ChangedMeanwhile`."""
    held = held_review(review)
    if held.revision != revision:
        raise ChangedMeanwhile
    refuse([*_problems_of_state(held), *_problems_in(held, typed, localdate(now))])
    notes = {code: text for code, text in typed.notes.items() if text}
    changed = (held.held_on, held.notes) != (typed.held_on, notes)
    held.held_on, held.notes = typed.held_on, notes
    if _write_agreements(held, typed.agreements) or changed:
        goes_on = held.saved_by_id == by.pk and held.saved_at is not None and now - held.saved_at < SITTING
        if not goes_on:
            record_change(by=by, action="learning.review.saved", target=held, subject_id=held.employee_id)
        held.revision += 1
        held.saved_by, held.saved_at = by, now
        held.save()
    return held


@transaction.atomic
def sign(*, review: Review, revision: int, by: Employee, now: datetime, sure: bool = True) -> Review:
    """Either of the two, then the other; each signs what `revision` showed.

    Whoever signs first and is not `sure` is asked when nothing is agreed, or the planned day has not come; the second has
    read it on the page.

    With the second signature what was prepared and never shared is gone, and the profile that was talked about is
    noted. Raises `ChangedMeanwhile` when it is another revision by now, and `BadInput` when it is not time to sign.
    """
    held = held_review(review)
    if held.revision != revision:
        raise ChangedMeanwhile
    is_manager = by.pk == held.manager_id
    has_signed = (held.manager_signed_at if is_manager else held.employee_signed_at) is not None
    today = localdate(now)
    refuse(
        [
            *_problems_of_reading(held),
            *unless(not has_signed, "state", "signed_already"),
            *unless(is_led_by_manager(held), "state", "manager_leads_no_longer"),
            *unless(held.held_on is not None, "held_on", "review_held_on_missing"),
            *unless(held.held_on is None or held.held_on <= today, "held_on", "review_held_on_in_future"),
            *unless(sure or held.is_locked or held.agreements.exists(), SURE, "nothing_agreed"),
            *unless(
                sure or held.is_locked or held.planned_on <= today,
                SURE,
                "before_the_day",
                day=long_date(held.planned_on),
            ),
        ]
    )
    if is_manager:
        held.manager_signed_at = now
    else:
        held.employee_signed_at = now
    if held.is_signed and held.held_on is not None:
        _close(held, held.held_on, today)
    held.save()
    record_change(by=by, action="learning.review.signed", target=held, subject_id=held.employee_id)
    return held


@transaction.atomic
def withdraw_signature(*, review: Review, by: Employee) -> Review:
    """Whoever has signed opens it for changes again, as long as the other has not signed. Raises `BadInput`."""
    held = held_review(review)
    is_manager = by.pk == held.manager_id
    has_signed = (held.manager_signed_at if is_manager else held.employee_signed_at) is not None
    refuse([*unless(has_signed and not held.is_signed, "state", "nothing_to_take_back")])
    held.manager_signed_at = held.employee_signed_at = None
    held.save(update_fields=["manager_signed_at", "employee_signed_at"])
    record_change(by=by, action="learning.review.signature_withdrawn", target=held, subject_id=held.employee_id)
    return held


# Afterwards


@transaction.atomic
def note_outcome(
    *, agreement: ReviewAgreement, revision: int, went: str, outcome: str, by: Employee, today: date
) -> ReviewAgreement:
    """How it went; "" for `went` opens it again. Raises `BadInput` and `ChangedMeanwhile`."""
    held = ReviewAgreement.objects.select_related("review").select_for_update(of=("self",)).get(pk=agreement.pk)
    if held.revision != revision:
        raise ChangedMeanwhile
    refuse(
        [
            *unless(not unread_in(held), "went", "unread"),
            *unless(held.review.is_signed, "went", "review_not_signed"),
            *unless(went in ("", *Went.values), "went", "went_unknown"),
            *unless(outcome or went != Went.DROPPED, "outcome", "why_dropped"),
            *_problems_of_text("outcome", outcome, limit=AGREEMENT_LENGTH),
        ]
    )
    if (held.went, held.outcome) == (went, outcome):
        return held
    held.done_on = (held.done_on or today) if went else None
    held.went, held.outcome, held.done_by = went, outcome, by
    held.revision += 1
    held.save()
    subject = held.review.employee_id
    record_change(by=by, action="learning.review_agreement.outcome_noted", target=held, subject_id=subject)
    return held


@transaction.atomic
def wish_for(*, agreement: ReviewAgreement, by: Employee, now: datetime) -> Participation:
    """The employee wishes for what was agreed to learn; whoever decides sees when it was agreed and not the words of it.

    Raises `BadInput`: it is not about something in the catalogue, it is wished for already, or what `wish` refuses.
    """
    held = ReviewAgreement.objects.select_related("review", "offering", "wish").select_for_update(of=("self",))
    one = held.get(pk=agreement.pk)
    refuse(
        [
            *unless(one.offering is not None, "offering", "nothing_to_wish_for"),
            *unless(not one.is_wished_for, "offering", "wished_already"),
        ]
    )
    if one.offering is None or one.review.held_on is None:
        raise AssertionError("refused above, and a signed review is held")
    sentence = _("Agreed at the yearly review on %(day)s.") % {"day": long_date(one.review.held_on)}
    one.wish = participation.wish(person=by, offering=one.offering, session=None, sentence=sentence, now=now)
    one.save(update_fields=["wish"])
    return one.wish


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete reviews whose time is up, and those of people who have left."""
    old = Review.objects.past_keeping(today).order_by("pk")
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.review.deleted", rows=rows)
    return [RetentionLine(what=_("yearly reviews whose deletion date has come, or whose employee has left"), rows=rows)]


def held_review(review: Review) -> Review:
    """The review as it stands now; others who want to change it wait."""
    rows = Review.objects.select_related("employee__unit", "manager", "participant")
    return rows.select_for_update(of=("self",)).get(pk=review.pk)


def _close(held: Review, held_on: date, today: date) -> None:
    """Both have signed."""
    held.deletes_on = max(years_after(held_on, KEPT_SIGNED), held.planned_on + timedelta(days=1))
    if held.own_shared_at is None:
        held.own_preparation = {}
    if held.manager_shared_at is None:
        held.manager_preparation = {}
    result = result_both_see(held, today)
    held.participant = result.participant if result else None


def _write_agreements(held: Review, typed: Sequence[TypedAgreement]) -> bool:
    """Whether anything is new; those that are no longer typed are gone."""
    kept = {agreement.uuid: agreement for agreement in held.agreements.select_related("offering")}
    changed = False
    for one in typed:
        row = kept.pop(one.uuid, None) or ReviewAgreement(uuid=one.uuid, review=held)
        if (row.text, row.due_on, row.whose, row.offering) != (one.text, one.due_on, one.whose, one.offering):
            row.text, row.due_on, row.whose, row.offering = one.text, one.due_on, one.whose, one.offering
            row.save()
            changed = True
    if kept:
        held.agreements.filter(pk__in=[row.pk for row in kept.values()]).delete()
    return changed or bool(kept)


def _problems_of_plan(planned_on: date, today: date) -> Iterator[Problem]:
    yield from unless(planned_on >= today, "planned_on", "planned_in_past")
    yield from unless(planned_on <= today + PLANNED_AHEAD, "planned_on", "planned_too_late")


def _problems_of_state(held: Review) -> Iterator[Problem]:
    yield from unless(not held.is_signed, "state", "review_is_signed")
    yield from unless(held.is_signed or not held.is_locked, "state", "review_is_locked")
    yield from unless(is_led_by_manager(held), "state", "manager_leads_no_longer")
    yield from _problems_of_reading(held)


def _problems_of_reading(held: Review) -> Iterator[Problem]:
    """Nobody writes over what cannot be read, or signs it."""
    yield from unless(not unread_in(held, *held.agreements.all()), "state", "unread")


def _problems_in(held: Review, typed: TypedReview, today: date) -> Iterator[Problem]:
    known = review_guide().notes
    for code, text in typed.notes.items():
        yield from unless(code in known, f"note-{code}", "note_unknown")
        yield from _problems_of_text(f"note-{code}", text)
    yield from unless(len(typed.agreements) <= AGREEMENTS_AT_MOST, "agreements", "too_many_agreements")
    yield from _problems_of_agreements(held, typed.agreements, today)


def _problems_of_agreements(held: Review, typed: Iterable[TypedAgreement], today: date) -> Iterator[Problem]:
    """A day that has passed is refused unless it was written before it passed; and one after the review is deleted."""
    known = dict(held.agreements.order_by("pk").values_list("uuid", "due_on"))
    latest = years_after(held.held_on or today, KEPT_SIGNED) - timedelta(days=1)
    for one in typed:
        yield from _problems_of_text(f"agreement-{one.uuid}-text", one.text, limit=AGREEMENT_LENGTH)
        due = f"agreement-{one.uuid}-due"
        yield from unless(one.due_on >= today or known.get(one.uuid) == one.due_on, due, "agreement_due_in_past")
        yield from unless(one.due_on <= latest, due, "agreement_due_too_late", day=long_date(latest))


def _problems_of_text(column: str, text: str, limit: int = NOTE_LENGTH) -> Iterator[Problem]:
    yield from unless(len(text) <= limit, column, "text_too_long", characters=len(text), limit=limit)
    yield from unless(not cpr_like(text), column, "cpr_like", masked_cpr(text))

"""Writes about education orders: draft, send, keep providers' answers, settle, and put what was chosen in the catalogue.

::

    draft ──mark_sent──> sent ──settle──> settled ──put_in_catalogue──> an offering that is not offered yet
      └─delete_draft        ↖──reopen────┘
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_change
from fagkompas.catalogue.actions.offerings import create_offering, retire_offering
from fagkompas.catalogue.facts import OfferingFacts
from fagkompas.catalogue.models import Offering
from fagkompas.catalogue.shipped import LONGEST_TITLE
from fagkompas.learning.actions.participation import KEPT_YEARS, years_after
from fagkompas.learning.models import EducationOrder, OrderState, Plan, ProviderAnswer
from fagkompas.learning.orders import (
    LONGEST_PART,
    NAMES,
    GapToClose,
    OrderFacts,
    check_traces,
    facts_of,
    problems_of_order,
    problems_of_price,
)
from fagkompas.toolkit.cpr import cpr_like
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile

MOST_PROVIDERS: Final = 20


@transaction.atomic
def create_order(
    *,
    unit: Unit,
    facts: OrderFacts,
    gaps: Sequence[GapToClose] = (),
    plan: Plan | None = None,
    now: datetime,
    by: Employee,
) -> EducationOrder:
    """A draft. Raises `BadInput`."""
    refuse(problems_of_order(facts, today=timezone.localdate(now)))
    order = EducationOrder(
        root_id=unit.root_id or unit.pk,
        unit=unit,
        plan=plan,
        gap=[gap.kept() for gap in gaps],
        created_by=by,
        created_at=now,
    )
    _fill(order, facts, now)
    record_change(by=by, action="learning.order.created", target=order, unit=unit.path)
    return order


@transaction.atomic
def edit_order(
    *, order: EducationOrder, facts: OrderFacts, revision: int, traces_read: str = "", now: datetime, by: Employee
) -> EducationOrder:
    """Other words in a draft. `traces_read` is the stamp of the warning that the writer has read, if any.

    Raises `ChangedMeanwhile` when somebody else has saved since, `TracesFound` when a part may lead to a person
    and the warning is not read, and `BadInput`: it is sent, or something does not fit.
    """
    held = _held(order)
    refuse(unless(held.state == OrderState.DRAFT, "title", "order_is_sent"))
    if held.revision != revision:
        raise ChangedMeanwhile
    refuse(problems_of_order(facts, today=timezone.localdate(now), before=facts_of(held)))
    check_traces(held.unit, facts, before=facts_of(held), read=traces_read)
    _fill(held, facts, now)
    record_change(by=by, action="learning.order.edited", target=held)
    return held


@transaction.atomic
def delete_draft(*, order: EducationOrder, by: Employee) -> None:
    """Throw a draft away. Raises `BadInput` for an order that is sent: it stays as it was told."""
    held = _held(order)
    refuse(unless(held.state == OrderState.DRAFT, "title", "order_is_sent"))
    record_change(by=by, action="learning.order.deleted", target=held, unit=held.unit.path)
    held.delete()


@transaction.atomic
def ask_providers(
    *, order: EducationOrder, providers: Sequence[str], contact: str = "", by: Employee, now: datetime
) -> int:
    """Add those who are to have the order; how many are new. `contact` is whom to talk to at the last one.

    Raises `BadInput`: it is settled, nobody is named, or too many.
    """
    held = _held(order)
    asked = {name.casefold() for name in held.answers.order_by("pk").values_list("provider", flat=True)}
    wanted = {name.casefold(): name for name in providers if name}
    new = [name for folded, name in wanted.items() if folded not in asked]
    refuse(
        [
            *unless(held.state != OrderState.SETTLED, "provider", "order_is_settled"),
            *unless(new, "provider", "provider_needed"),
            *unless(
                all(len(name) <= LONGEST_TITLE for name in new), "provider", "text_too_long", longest=LONGEST_TITLE
            ),
            *unless(len(asked) + len(new) <= MOST_PROVIDERS, "provider", "too_many_providers", most=MOST_PROVIDERS),
            *unless(len(contact) <= LONGEST_TITLE, "contact", "text_too_long", longest=LONGEST_TITLE),
            *unless(not any(cpr_like(text) for text in (*new, contact)), "provider", "cpr_number"),
        ]
    )
    rows = [ProviderAnswer(order=held, provider=name) for name in new]
    rows[-1].contact = contact
    ProviderAnswer.objects.bulk_create(rows)
    _touch(held, now)
    record_change(by=by, action="learning.order.providers_added", target=held, providers=len(new))
    return len(new)


@transaction.atomic
def leave_out_provider(*, answer: ProviderAnswer, by: Employee, now: datetime) -> None:
    """Take a provider off the list. Raises `BadInput` when it has had the order: what was sent stays."""
    order = _held(answer.order)
    held = ProviderAnswer.objects.get(pk=answer.pk)
    refuse(unless(held.sent_on is None and held.answered_on is None, "provider", "provider_has_it"))
    held.delete()
    _touch(order, now)
    record_change(by=by, action="learning.order.provider_removed", target=order)


@transaction.atomic
def mark_sent(*, order: EducationOrder, sent_on: date, now: datetime, by: Employee) -> EducationOrder:
    """The order has gone to every provider on the list who had not had it. Raises `BadInput`."""
    held = _held(order)
    today = timezone.localdate(now)
    waiting = held.answers.filter(sent_on__isnull=True)
    refuse(
        [
            *unless(held.state != OrderState.SETTLED, "sent_on", "order_is_settled"),
            *unless(waiting.exists(), "sent_on", "provider_needed"),
            *unless(sent_on <= today, "sent_on", "sent_in_future"),
            *unless(sent_on >= timezone.localdate(held.created_at), "sent_on", "sent_before_written"),
            *unless(held.content, "sent_on", "order_content_missing"),
        ]
    )
    waiting.update(sent_on=sent_on)
    held.state = OrderState.SENT
    held.revision += 1
    _touch(held, now)
    record_change(by=by, action="learning.order.sent", target=held)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What a provider has answered; without a price it makes no offer. `price` is whole kroner for all of it."""

    answered_on: date
    answer: str = ""
    price: int | None = None
    starts_on: date | None = None
    valid_until: date | None = None
    contact: str = ""


@transaction.atomic
def save_answer(*, answer: ProviderAnswer, facts: AnswerFacts, now: datetime, by: Employee) -> ProviderAnswer:
    """Keep what the provider answered, or put it right. Raises `BadInput`."""
    order = _held(answer.order)
    held = ProviderAnswer.objects.select_related("order").get(pk=answer.pk)
    today = timezone.localdate(now)
    sent = held.sent_on
    refuse(
        [
            *unless(order.state == OrderState.SENT, "answered_on", "order_not_open"),
            *unless(sent, "answered_on", "provider_has_not_got_it"),
            *unless(facts.answered_on <= today, "answered_on", "answered_in_future"),
            *unless(sent is None or facts.answered_on >= sent, "answered_on", "answered_before_sent"),
            *unless(facts.answer or facts.price is not None, "answer", "answer_says_nothing"),
            *unless(len(facts.answer) <= LONGEST_PART, "answer", "text_too_long", longest=LONGEST_PART),
            *unless(len(facts.contact) <= LONGEST_TITLE, "contact", "text_too_long", longest=LONGEST_TITLE),
            *unless(not cpr_like(f"{facts.answer} {facts.contact}"), "answer", "cpr_number"),
            *problems_of_price(facts.price),
        ]
    )
    for name in ("answered_on", "answer", "price", "starts_on", "valid_until", "contact"):
        setattr(held, name, getattr(facts, name))
    held.save()
    _touch(order, now)
    record_change(by=by, action="learning.order.answered", target=order)
    return held


@transaction.atomic
def settle(*, order: EducationOrder, chosen: ProviderAnswer | None, now: datetime, by: Employee) -> EducationOrder:
    """Choose one answer, or none; no more answers come in. Raises `BadInput`: settled already, or no offer."""
    held = _held(order)
    answers = {one.pk: one for one in held.answers.order_by("pk")}
    one = answers.get(chosen.pk) if chosen else None
    refuse(
        [
            *unless(held.state == OrderState.SENT, "chosen", "order_not_open"),
            *unless(chosen is None or (one and one.price is not None), "chosen", "no_offer"),
        ]
    )
    if one:
        one.is_chosen = True
        one.save(update_fields=["is_chosen"])
    held.state = OrderState.SETTLED
    held.revision += 1
    _touch(held, now)
    record_change(by=by, action="learning.order.settled", target=held, chosen=bool(one))
    return held


@transaction.atomic
def reopen(*, order: EducationOrder, now: datetime, by: Employee) -> EducationOrder:
    """It was not settled after all. Raises `BadInput`: it is open, or what was chosen stands in the catalogue."""
    held = _held(order)
    refuse(
        [
            *unless(held.state == OrderState.SETTLED, "chosen", "order_is_open"),
            *unless(not held.answers.filter(offering__isnull=False).exists(), "chosen", "chosen_is_in_catalogue"),
        ]
    )
    held.answers.filter(is_chosen=True).update(is_chosen=False)
    held.state = OrderState.SENT
    held.revision += 1
    _touch(held, now)
    record_change(by=by, action="learning.order.reopened", target=held)
    return held


@transaction.atomic
def put_in_catalogue(*, answer: ProviderAnswer, facts: OfferingFacts, now: datetime, by: Employee) -> Offering:
    """The chosen answer as an offering that is not offered yet: somebody looks it through first. Raises `BadInput`."""
    order = _held(answer.order)
    held = ProviderAnswer.objects.get(pk=answer.pk)
    stands = order.state == OrderState.SETTLED and held.is_chosen and held.offering_id is None
    refuse(unless(stands, "title_da", "nothing_to_put_in_catalogue"))
    made = create_offering(root=order.root, facts=facts, by=by)
    held.offering = retire_offering(offering=made, today=timezone.localdate(now), by=by)
    held.save(update_fields=["offering"])
    _touch(order, now)
    record_change(by=by, action="learning.order.put_in_catalogue", target=order, offering=made.code)
    return made


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete orders that nobody has touched for some years, with the answers."""
    old = EducationOrder.objects.filter(deletes_on__lt=today)
    rows = old.count()
    if rows and not dry_run:
        old.delete()
        record_change(by=None, action="learning.order.retention", rows=rows)
    return [RetentionLine(what=_("education orders that nobody has touched for some years"), rows=rows)]


def _held(order: EducationOrder) -> EducationOrder:
    """The order as it is now; others who want to change it or its answers wait."""
    return EducationOrder.objects.select_related("unit", "root").select_for_update(of=("self",)).get(pk=order.pk)


def _fill(order: EducationOrder, facts: OrderFacts, now: datetime) -> None:
    for name in NAMES:
        setattr(order, name, getattr(facts, name))
    order.revision += 1
    _touch(order, now)


def _touch(order: EducationOrder, now: datetime) -> None:
    """Saved, and kept for some years from now."""
    order.deletes_on = years_after(timezone.localdate(now), KEPT_YEARS)
    order.save()

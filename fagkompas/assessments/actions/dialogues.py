"""The dialogue about one person's ratings, from the first note to both signatures.

    (nothing) ──save_wish, save_dialogue──> WRITING ──sign: manager──> WAITING ──sign: employee──> SIGNED
                                               ^                          │                        (for good)
                                               └────withdraw_signature────┘

While it is being written the manager writes the notes and the agreements and keeps the agreed values, and the
employee writes what they want to talk about. Once the manager has signed nothing changes; the manager may take the
signature back until the employee has signed too. Nothing changes in a round that is closed.

Agreed values are kept as drafts until they are saved with the employee present; then they are ratings, and the
profile follows in the same transaction. Every save that changes something raises `revision`; a save that was begun on
an older one is refused with `ChangedMeanwhile`, so that nobody overwrites what they have not seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.results import held_round, store_person_results
from fagkompas.assessments.models import Agreement, Dialogue, Draft, Participant, Rating, Round, RoundState
from fagkompas.assessments.questions import GivenAnswer, asked_columns, ratings_of
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import POINTS, Rater
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile

NOTE_LENGTH: Final = 4000
"""Characters of one note; about two pages."""

AGREEMENT_LENGTH: Final = 500

AGREEMENTS_AT_MOST: Final = 20

SITTING: Final = timedelta(minutes=30)
"""Saves by one person within this time are one line in the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAgreement:
    """One agreement as typed; the same `uuid` again is the same agreement."""

    uuid: UUID
    text: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDialogue:
    """All that a manager writes in a dialogue. `agreed` has an answer for every item that one is chosen for."""

    held_on: date | None
    capability: str
    behaviour: str
    results: str
    agreements: tuple[TypedAgreement, ...]
    agreed: Mapping[str, GivenAnswer]


@transaction.atomic
def save_wish(*, participant: Participant, text: str, by: Employee) -> Dialogue:
    """What the employee wants to talk about. Raises `BadInput` once the manager has signed, or when it cannot be kept."""
    dialogue = _held(participant)
    refuse([*_problems_of_state(dialogue), *_problems_of_text("own_wish", text)])
    if dialogue.own_wish != text:
        dialogue.own_wish = text
        dialogue.revision += 1
        dialogue.save(update_fields=["own_wish", "revision"])
        record_change(
            by=by,
            action="assessments.dialogue.wish_saved",
            target=dialogue,
            subject_id=participant.employee_id,
        )
    return dialogue


@transaction.atomic
def save_dialogue(
    *, participant: Participant, revision: int, typed: TypedDialogue, by: Employee, now: datetime, settle: bool
) -> Dialogue:
    """Keep what the manager has written, all of it or nothing.

    With `settle` the agreed values become ratings and the profile follows; without, those that differ from what is
    settled are kept as the manager's drafts. Raises `BadInput` for what cannot be kept, and `ChangedMeanwhile` when
    `revision` is no longer the dialogue's.
    """
    if settle:
        held_round(participant.round_id)
    dialogue = _held(participant)
    if dialogue.revision != revision:
        raise ChangedMeanwhile
    refuse(
        [
            *_problems_of_state(dialogue),
            *_problems_in(participant, typed),
            *_problems_of_days(dialogue, typed, localdate(now)),
        ]
    )
    changed = _write_notes(dialogue, typed) | _write_agreements(dialogue, typed.agreements)
    settled = _settle(participant, typed.agreed, by, now) if settle else _keep(participant, typed.agreed, by, now)
    if changed or settled:
        _log_sitting(dialogue, by, now)
        dialogue.revision += 1
        dialogue.saved_by = by
        dialogue.saved_at = now
        dialogue.save()
    return dialogue


@transaction.atomic
def sign(*, participant: Participant, revision: int, by: Employee, now: datetime) -> Dialogue:
    """First the manager, then the employee; each signs what `revision` showed.

    Raises `ChangedMeanwhile` when it is no longer that, and `BadInput` when it is not time to sign.
    """
    dialogue = _held(participant)
    if dialogue.revision != revision:
        raise ChangedMeanwhile
    if by.pk == participant.employee_id:
        refuse(_problems_of_employee_signing(dialogue))
        dialogue.employee_signed_at = now
    else:
        refuse([*_problems_of_state(dialogue), *_problems_of_manager_signing(dialogue, by, localdate(now))])
        dialogue.manager = by
        dialogue.manager_signed_at = now
    dialogue.save(update_fields=["manager", "manager_signed_at", "employee_signed_at"])
    record_change(by=by, action="assessments.dialogue.signed", target=dialogue, subject_id=participant.employee_id)
    return dialogue


@transaction.atomic
def withdraw_signature(*, participant: Participant, by: Employee) -> Dialogue:
    """The manager opens the dialogue for changes again, as long as the employee has not signed. Raises `BadInput`."""
    dialogue = _held(participant)
    refuse(
        [
            *unless(participant.round.state == RoundState.OPEN, "state", "dialogue_round_closed"),
            *unless(dialogue.awaits_employee, "state", "dialogue_not_waiting"),
        ]
    )
    dialogue.manager = None
    dialogue.manager_signed_at = None
    dialogue.save(update_fields=["manager", "manager_signed_at"])
    record_change(
        by=by,
        action="assessments.dialogue.signature_withdrawn",
        target=dialogue,
        subject_id=participant.employee_id,
    )
    return dialogue


def _held(participant: Participant) -> Dialogue:
    """The dialogue as it stands now, made when there is none yet; kept from others until the transaction ends."""
    held = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    participant.round = Round.objects.select_related("version__framework").get(pk=held.round_id)
    dialogue = Dialogue.objects.filter(participant=held).first() or Dialogue.objects.create(participant=held)
    dialogue.participant = participant
    return dialogue


def _write_notes(dialogue: Dialogue, typed: TypedDialogue) -> bool:
    """Whether anything is new."""
    columns = ("held_on", "capability", "behaviour", "results")
    changed = [name for name in columns if getattr(dialogue, name) != getattr(typed, name)]
    for name in changed:
        setattr(dialogue, name, getattr(typed, name))
    return bool(changed)


def _write_agreements(dialogue: Dialogue, typed: Sequence[TypedAgreement]) -> bool:
    """Whether anything is new; those that are no longer typed are gone."""
    kept = {agreement.uuid: agreement for agreement in dialogue.agreements.all()}
    changed = False
    for agreement in typed:
        row = kept.pop(agreement.uuid, None) or Agreement(uuid=agreement.uuid, dialogue=dialogue)
        if (row.text, row.due_on) != (agreement.text, agreement.due_on):
            row.text, row.due_on = agreement.text, agreement.due_on
            row.save()
            changed = True
    if kept:
        Agreement.objects.filter(pk__in=[row.pk for row in kept.values()]).delete()
    return changed or bool(kept)


def _settle(participant: Participant, agreed: Mapping[str, GivenAnswer], by: Employee, now: datetime) -> bool:
    """Ratings of the next revision for what is new, an empty one for what is taken back; the profile follows."""
    before = ratings_of(participant, Rater.AGREED)
    taken_back = [
        GivenAnswer(item=code) for code, answer in before.items() if answer.is_answered and code not in agreed
    ]
    new = [*_unlike(before, agreed), *taken_back]
    Draft.objects.filter(participant=participant, rater=Rater.AGREED.value, author=by).delete()
    if not new:
        return False
    ratings = Rating.objects.filter(participant=participant, rater=Rater.AGREED.value)
    revision = 1 + (ratings.aggregate(last=Max("revision"))["last"] or 0)
    Rating.objects.bulk_create(
        Rating(
            participant=participant,
            rater=Rater.AGREED.value,
            author=by,
            revision=revision,
            at=now,
            item=answer.item,
            value=answer.value,
            not_relevant=answer.not_relevant,
        )
        for answer in new
    )
    record_change(
        by=by,
        action="assessments.dialogue.agreed",
        target=participant,
        subject_id=participant.employee_id,
        revision=revision,
        answers=len(new),
    )
    store_person_results(round_=participant.round, participants=[participant], now=now)
    return True


def _keep(participant: Participant, agreed: Mapping[str, GivenAnswer], by: Employee, now: datetime) -> bool:
    """Drafts for what differs from what is settled; they are the manager's own and change nothing for others."""
    drafts = Draft.objects.filter(participant=participant, rater=Rater.AGREED.value, author=by)
    before = ratings_of(participant, Rater.AGREED)
    taken_back = [
        GivenAnswer(item=code) for code, answer in before.items() if answer.is_answered and code not in agreed
    ]
    new = [*_unlike(before, agreed), *taken_back]
    drafts.exclude(item__in=[answer.item for answer in new]).delete()
    Draft.objects.bulk_create(
        [
            Draft(
                participant=participant,
                rater=Rater.AGREED.value,
                author=by,
                saved_at=now,
                item=answer.item,
                value=answer.value,
                not_relevant=answer.not_relevant,
            )
            for answer in new
        ],
        update_conflicts=True,
        unique_fields=["participant", "rater", "author", "item"],
        update_fields=["value", "not_relevant", "saved_at"],
    )
    return False


def _unlike(before: Mapping[str, GivenAnswer], agreed: Mapping[str, GivenAnswer]) -> Iterator[GivenAnswer]:
    """The answers that say something else than before."""
    for code, answer in agreed.items():
        known = before.get(code, GivenAnswer(item=code))
        if (known.value, known.not_relevant) != (answer.value, answer.not_relevant):
            yield answer


def _log_sitting(dialogue: Dialogue, by: Employee, now: datetime) -> None:
    """One line for a sitting, not one for each pause in typing."""
    goes_on = dialogue.saved_by_id == by.pk and dialogue.saved_at is not None and now - dialogue.saved_at < SITTING
    if not goes_on:
        record_change(
            by=by,
            action="assessments.dialogue.saved",
            target=dialogue,
            subject_id=dialogue.participant.employee_id,
        )


def _problems_of_state(dialogue: Dialogue) -> Iterator[Problem]:
    yield from unless(dialogue.participant.round.state == RoundState.OPEN, "state", "dialogue_round_closed")
    yield from unless(dialogue.manager_signed_at is None, "state", "dialogue_signed")
    yield from _problems_of_reading(dialogue)


def _problems_of_manager_signing(dialogue: Dialogue, by: Employee, today: date) -> Iterator[Problem]:
    unsettled = Draft.objects.filter(participant=dialogue.participant, rater=Rater.AGREED.value, author=by)
    yield from unless(dialogue.held_on is not None, "held_on", "held_on_missing")
    yield from unless(dialogue.held_on is None or dialogue.held_on <= today, "held_on", "held_on_in_future")
    yield from unless(not unsettled.exists(), "agreed", "agreed_not_settled")


def _problems_of_employee_signing(dialogue: Dialogue) -> Iterator[Problem]:
    yield from unless(dialogue.participant.round.state == RoundState.OPEN, "state", "dialogue_round_closed")
    yield from unless(dialogue.awaits_employee, "state", "dialogue_not_waiting")
    yield from _problems_of_reading(dialogue)


def _problems_of_reading(dialogue: Dialogue) -> Iterator[Problem]:
    """Nobody writes over what cannot be read, or signs it."""
    yield from unless(not unread_in(dialogue, *dialogue.agreements.all()), "state", "unread")


def _problems_in(participant: Participant, typed: TypedDialogue) -> Iterator[Problem]:
    for column in ("capability", "behaviour", "results"):
        yield from _problems_of_text(column, getattr(typed, column))
    yield from unless(len(typed.agreements) <= AGREEMENTS_AT_MOST, "agreements", "too_many_agreements")
    for agreement in typed.agreements:
        yield from _problems_of_text(f"agreement-{agreement.uuid}-text", agreement.text, limit=AGREEMENT_LENGTH)
    asked = {column.code for column in asked_columns(participant)}
    for answer in typed.agreed.values():
        yield from unless(answer.item in asked, f"agreed-{answer.item}", "unknown_item", answer.item)
        in_range = answer.value is None or answer.value in POINTS
        yield from unless(in_range, f"agreed-{answer.item}", "out_of_range", str(answer.value))


def _problems_of_days(dialogue: Dialogue, typed: TypedDialogue, today: date) -> Iterator[Problem]:
    """A day to follow up that has passed is refused, unless it was written before it passed."""
    known = dict(dialogue.agreements.values_list("uuid", "due_on"))
    for agreement in typed.agreements:
        is_fine = agreement.due_on >= today or known.get(agreement.uuid) == agreement.due_on
        yield from unless(is_fine, f"agreement-{agreement.uuid}-due", "agreement_due_in_past")


def _problems_of_text(column: str, text: str, limit: int = NOTE_LENGTH) -> Iterator[Problem]:
    yield from unless(len(text) <= limit, column, "text_too_long", characters=len(text), limit=limit)
    yield from unless(not cpr_like(text), column, "cpr_like", masked_cpr(text))

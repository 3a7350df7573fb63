"""Ratings from a file: kept for an hour while they are looked through, then saved into a round or forgotten."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.results import held_round, store_person_results
from fagkompas.assessments.actions.rounds import close_round, open_round, plan_round
from fagkompas.assessments.models import Participant, Rating, RatingsImport, Round, Scope
from fagkompas.assessments.permissions import can_manage_participant
from fagkompas.assessments.questions import asked_columns
from fagkompas.assessments.uploading import Plan, Reading, what_saving_does
from fagkompas.assessments.workbooks.ratings import RatedItem
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import NOT_RELEVANT, Rater
from fagkompas.toolkit.problems import kept_problem
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What was saved: into which round, of how many people, how many answers; and which colleagues are not in the round."""

    round: Round
    people: int
    answers: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRound:
    """A round to open for the people of a file. With `closes_at_once` nobody else is asked."""

    name: str
    purpose: str
    closes_on: date
    deletes_on: date
    closes_at_once: bool


@transaction.atomic
def keep_upload(*, author: Employee, file_name: str, reading: Reading, now: datetime) -> RatingsImport:
    """Keep what was read of a file for an hour; an earlier one of the same person goes, and others' after their hour."""
    RatingsImport.objects.filter(author=author).delete()
    RatingsImport.expired(now).delete()
    return RatingsImport.objects.create(
        author=author,
        version=reading.version,
        file_name=file_name[:200],
        content=reading.content,
        problems=[kept_problem(problem) for problem in reading.problems],
        read_at=now,
    )


@transaction.atomic
def forget_upload(waiting: RatingsImport) -> None:
    """It was saved, or is not wanted."""
    waiting.delete()


@transaction.atomic
def save_upload(*, waiting: RatingsImport, round_: Round, by: Employee, now: datetime) -> Saved:
    """Save the ratings of a file into an open round, all of them or none, and forget the file.

    They stand as what each rater gave, beside what was given before: the next revision. Raises `BadInput` when the
    person has no right in a unit of the file, or the round takes no answers, asks something else, or has none of its
    people.
    """
    _still_waiting(waiting, now)
    held = held_round(round_.pk)
    plan = what_saving_does(by, waiting, today=timezone.localdate(now))
    refuse(plan.refusals)
    fits = held.version_id == waiting.version_id and held.mode == (waiting.content or {}).get("mode")
    refuse(
        [
            *unless(held.takes_answers_on(timezone.localdate(now)), "round", "upload_round_not_open"),
            *unless(fits and held.scope == Scope.PERSON, "round", "upload_round_asks_otherwise"),
        ]
    )
    participants = _participants(held, plan, by)
    answers = [answer for answer in plan.answers if answer.person in participants]
    refuse(unless(answers, "round", "upload_nobody_in_round"))
    ratings = list(_ratings(participants, answers, by, now))
    Rating.objects.bulk_create(ratings, batch_size=BATCH)
    _stamp(participants, answers, now)
    store_person_results(round_=held, participants=list(participants.values()), now=now)
    given = Counter(rating.participant_id for rating in ratings)
    for participant in participants.values():
        record_change(
            by=by,
            action="assessments.ratings.uploaded",
            target=participant,
            subject_id=participant.employee_id,
            answers=given[participant.pk],
        )
    waiting.delete()
    left_out = tuple(employee.name for place, employee in plan.employees.items() if place not in participants)
    return Saved(round=held, people=len(participants), answers=len(ratings), left_out=left_out)


@transaction.atomic
def save_upload_in_new_round(*, waiting: RatingsImport, new: NewRound, by: Employee, now: datetime) -> Saved:
    """Open a round for the unit that holds everybody in the file, and save the ratings into it.

    Raises `BadInput` for whatever keeps the round from opening or the file from being saved; then there is no round.
    """
    _still_waiting(waiting, now)
    today = timezone.localdate(now)
    plan = what_saving_does(by, waiting, today=today)
    refuse(plan.refusals)
    if plan.unit is None or waiting.version is None:
        raise BadInput(tuple(unless(None, "round", "upload_no_common_unit")))
    planned = plan_round(
        by=by,
        now=now,
        unit=plan.unit,
        version=waiting.version,
        mode=(waiting.content or {})["mode"],
        scope=Scope.PERSON,
        name=new.name,
        purpose=new.purpose,
        opens_on=today,
        closes_on=new.closes_on,
        deletes_on=new.deletes_on,
    )
    opened = open_round(round_=planned, by=by, today=today)
    saved = save_upload(waiting=waiting, round_=opened, by=by, now=now)
    if new.closes_at_once:
        close_round(round_=opened, by=by)
    return saved


@transaction.atomic
def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:  # noqa: ARG001  # called like every app's
    """Delete the read files that nobody saved within their hour."""
    expired = RatingsImport.expired(timezone.now())
    rows = expired.count() if dry_run else expired.delete()[0]
    return [RetentionLine(what=_("ratings files that were read and not saved"), rows=rows)]


def _still_waiting(waiting: RatingsImport, now: datetime) -> None:
    """Locked, so that pressing twice saves once. Raises `BadInput` when it is saved already, or its hour is over."""
    is_there = RatingsImport.waiting(now).select_for_update().filter(pk=waiting.pk).first() is not None
    refuse(unless(is_there, "round", "upload_saved_already"))


def _participants(round_: Round, plan: Plan, by: Employee) -> dict[int, Participant]:
    """The participant of each of the file's people whom the person manages in the round, or is, locked.

    Not of those whose dialogue is signed.
    """
    place_of = {employee.pk: place for place, employee in plan.employees.items()}
    open_to_change = Participant.objects.filter(round=round_).exclude(dialogue__manager_signed_at__isnull=False)
    held = (
        Participant.objects.select_for_update(of=("self",))
        .filter(pk__in=open_to_change.values("pk"))
        .select_related("unit")
        .order_by("pk")
    )
    wanted = (
        one
        for one in held
        if one.employee_id in place_of and (one.employee_id == by.pk or can_manage_participant(by, one))
    )
    found = {place_of[one.employee_id or 0]: one for one in wanted}
    for participant in found.values():
        participant.round = round_
    answered = {answer.person for answer in plan.answers}
    return {place: found[place] for place in sorted(found) if place in answered}


def _ratings(
    participants: Mapping[int, Participant], answers: Iterable[RatedItem], by: Employee, now: datetime
) -> Iterator[Rating]:
    """Answers as ratings. The employee's own are the employee's; a colleague's are nobody's, since they are not named."""
    revisions = _last_revisions(participants.values())
    asked = {place: {column.code for column in asked_columns(one)} for place, one in participants.items()}
    for answer in answers:
        participant = participants[answer.person]
        if answer.code not in asked[answer.person]:
            continue
        author = {Rater.SELF: participant.employee_id, Rater.PEER: None}.get(answer.rater, by.pk)
        yield Rating(
            participant=participant,
            rater=answer.rater.value,
            author_id=author,
            revision=revisions[participant.pk, answer.rater.value] + 1,
            at=now,
            item=answer.code,
            value=None if answer.value == NOT_RELEVANT else answer.value,
            not_relevant=answer.value == NOT_RELEVANT,
            evidence=answer.evidence,
        )


def _last_revisions(participants: Iterable[Participant]) -> Mapping[tuple[int, str], int]:
    given = Rating.objects.filter(participant__in=[participant.pk for participant in participants]).order_by()
    latest: dict[tuple[int, str], int] = defaultdict(int)
    for participant, rater, revision in given.values_list("participant_id", "rater").annotate(Max("revision")):
        latest[participant, rater] = revision
    return latest


def _stamp(participants: Mapping[int, Participant], answers: Sequence[RatedItem], now: datetime) -> None:
    for rater, column in ((Rater.SELF, "self_submitted_at"), (Rater.MANAGER, "manager_submitted_at")):
        rated = {participants[answer.person].pk for answer in answers if answer.rater is rater}
        Participant.objects.filter(pk__in=rated).update(**{column: now})

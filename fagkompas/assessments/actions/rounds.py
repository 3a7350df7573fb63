"""A round from plan to deletion.

    plan_round ──> PLANNED ──open_round──> OPEN ──close_round──> CLOSED
                      │ edit_round           │ move_dates           │ move_dates (the deletion date)
                      │                      │ add_member           │ reopen_round (back to OPEN)
                      │                      │ remove_member        │
                      └──────────────────────┴── delete_round ──────┘   by a person, or by `retention` on its day

Opening takes the snapshot: who works in the unit that day, where, and in which category. Answers are given
until the closing date; dialogues are held until somebody closes the round.

What is refused is refused with a `BadInput`, a problem per field; `assessments.wording` has the sentences.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypedDict, Unpack

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from fagkompas.accounts.actions import people_to_delete
from fagkompas.accounts.models import Employee, Unit
from fagkompas.assessments.actions.results import held_round, mark_unit_figures_stale
from fagkompas.assessments.models import (
    Dialogue,
    Draft,
    Participant,
    ParticipantQuerySet,
    PersonResult,
    Rating,
    Round,
    RoundState,
    Scope,
)
from fagkompas.assessments.permissions import can_manage_participant
from fagkompas.audit.actions import record_change
from fagkompas.engine.errors import Problem
from fagkompas.engine.scales import Mode
from fagkompas.frameworks.models import Version
from fagkompas.toolkit.cpr import cpr_like, masked_cpr
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine

ANSWERING_TIME: Final = timedelta(weeks=3)
"""How long a new round takes answers, unless somebody chooses otherwise."""

KEPT_FOR: Final = timedelta(days=3 * 365)
"""How long a new round is kept after it closes: long enough to see what came of it two rounds later."""

KEPT_AT_MOST_YEARS: Final = 10

BATCH: Final = 500


class Days(TypedDict):
    """The days of a round."""

    opens_on: date
    closes_on: date
    deletes_on: date


class RoundColumns(TypedDict, total=False):
    """What may be chosen about a round while it is planned."""

    unit: Unit
    version: Version
    mode: str
    scope: str
    name: str
    purpose: str
    opens_on: date
    closes_on: date
    deletes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a round holds of people: how many of each are deleted with it."""

    people: int
    answers: int
    drafts: int
    dialogues: int
    profiles: int

    @property
    def rows(self) -> int:
        """All of them together."""
        return self.people + self.answers + self.drafts + self.dialogues + self.profiles


@transaction.atomic
def plan_round(*, by: Employee, now: datetime, **columns: Unpack[RoundColumns]) -> Round:
    """Write a round down; nobody sees it but those who run rounds in the unit. Raises `BadInput`."""
    round_ = Round(root_id=by.root_id, created_by=by, created_at=now, state=RoundState.PLANNED, **columns)
    refuse(_problems_of_plan(round_, localdate(now)))
    round_.save()
    record_change(by=by, action="assessments.round.planned", target=round_)
    return round_


@transaction.atomic
def edit_round(*, round_: Round, by: Employee, today: date, **columns: Unpack[RoundColumns]) -> Round:
    """Change the plan. Raises `BadInput`, also when somebody has opened the round in the meantime.

    Days that have passed are refused where they are typed; a plan that lay until its day had passed keeps it until then.
    """
    held = held_round(round_.pk)
    for name, value in columns.items():
        setattr(held, name, value)
    first_day = today if "opens_on" in columns else None
    refuse(
        [*unless(held.state == RoundState.PLANNED, "state", "round_not_planned"), *_problems_of_plan(held, first_day)]
    )
    held.save()
    record_change(by=by, action="assessments.round.edited", target=held, columns=sorted(columns))
    return held


@transaction.atomic
def open_round(*, round_: Round, by: Employee, today: date) -> Round:
    """Let the answers begin: today is the first day, and those who work in the unit today are in the round.

    Raises `BadInput` when the plan does not hold, nobody works in the unit, or somebody is in another open round
    of the same mode.
    """
    held = held_round(round_.pk)
    # Two rounds opened at the same moment must see each other's people.
    Unit.objects.select_for_update().get(pk=held.root_id)
    held.opens_on = today
    participants = participants_on_opening(held)
    refuse(
        [
            *unless(held.state == RoundState.PLANNED, "state", "round_not_planned"),
            *_problems_of_plan(held, today),
            *unless(participants, "unit", "round_without_people"),
            *_problems_of_overlap(held, participants),
        ]
    )
    held.state = RoundState.OPEN
    held.save()
    Participant.objects.bulk_create(participants, batch_size=BATCH)
    record_change(by=by, action="assessments.round.opened", target=held, participants=len(participants))
    mark_unit_figures_stale(round_=held)
    return held


@transaction.atomic
def move_dates(*, round_: Round, by: Employee, closes_on: date | None = None, deletes_on: date | None = None) -> Round:
    """Choose other dates for an open round, or another deletion date for a closed one. Raises `BadInput`."""
    held = held_round(round_.pk)
    held.closes_on = closes_on or held.closes_on
    held.deletes_on = deletes_on or held.deletes_on
    may_move = held.state == RoundState.OPEN or (held.state == RoundState.CLOSED and closes_on is None)
    refuse([*unless(may_move, "state", "round_dates_fixed"), *_problems_of_dates(held)])
    held.save(update_fields=["closes_on", "deletes_on"])
    record_change(
        by=by,
        action="assessments.round.dates_moved",
        target=held,
        closes_on=held.closes_on.isoformat(),
        deletes_on=held.deletes_on.isoformat(),
    )
    return held


@transaction.atomic
def close_round(*, round_: Round, by: Employee) -> Round:
    """No more answers, agreed values or signatures; the results stand. Raises `BadInput` unless it is open."""
    held = held_round(round_.pk)
    refuse(unless(held.state == RoundState.OPEN, "state", "round_not_open"))
    held.state = RoundState.CLOSED
    held.save(update_fields=["state"])
    record_change(by=by, action="assessments.round.closed", target=held)
    mark_unit_figures_stale(round_=held)
    return held


@transaction.atomic
def reopen_round(*, round_: Round, by: Employee) -> Round:
    """Take a closing back. Raises `BadInput`, also when somebody is in another open round of the same mode by now."""
    held = held_round(round_.pk)
    Unit.objects.select_for_update().get(pk=held.root_id)
    refuse(
        [
            *unless(held.state == RoundState.CLOSED, "state", "round_not_closed"),
            *_problems_of_overlap(held, list(held.participants.order_by("pk"))),
        ]
    )
    held.state = RoundState.OPEN
    held.save(update_fields=["state"])
    record_change(by=by, action="assessments.round.reopened", target=held)
    mark_unit_figures_stale(round_=held)
    return held


@transaction.atomic
def add_member(*, round_: Round, employee: Employee, by: Employee) -> Participant:
    """Take in somebody who works in the unit now, such as a new colleague. Raises `BadInput`."""
    held = held_round(round_.pk)
    Unit.objects.select_for_update().get(pk=held.root_id)
    participant = _of_person(held, employee, _lineage_in(held, employee.unit))
    in_unit = employee.is_active and held.unit.contains(employee.unit)
    already = held.participants.filter(employee=employee).exists()
    refuse(
        [
            *unless(held.state == RoundState.OPEN, "state", "round_not_open"),
            *unless(held.scope == Scope.PERSON, "employee", "round_of_units"),
            *unless(in_unit, "employee", "not_in_unit", employee.name),
            *unless(not already, "employee", "already_in_round", employee.name),
            *_problems_of_overlap(held, [participant]),
        ]
    )
    participant.save()
    record_change(by=by, action="assessments.participant.added", target=held, subject_id=employee.pk)
    mark_unit_figures_stale(round_=held)
    return participant


@transaction.atomic
def remove_member(*, participant: Participant, by: Employee) -> Contents:
    """Take somebody out of an open round and delete what they answered and what was noted there.

    Raises `BadInput` unless the round is open, and once both have signed the dialogue: that is settled. Who has answered
    is taken out by a manager only: to all others, what the unit's figures lose would tell the answers.
    """
    held = held_round(participant.round_id)
    gone = Participant.objects.select_for_update(of=("self",)).filter(pk=participant.pk).first() is None
    signed = Dialogue.objects.filter(participant=participant, employee_signed_at__isnull=False).exists()
    counts = PersonResult.objects.filter(participant=participant, released__isnull=False).exists()
    refuse(
        [
            *unless(held.state == RoundState.OPEN, "state", "round_not_open"),
            *unless(not gone, "employee", "not_in_round"),
            *unless(not signed, "employee", "dialogue_is_signed"),
            *unless(
                not counts or can_manage_participant(by, participant),
                "employee",
                "answers_count",
                _name_of(participant),
            ),
        ]
    )
    removed = contents_of(Participant.objects.filter(pk=participant.pk))
    employee_id = participant.employee_id
    Participant.objects.filter(pk=participant.pk).delete()
    record_change(
        by=by, action="assessments.participant.removed", target=held, subject_id=employee_id, answers=removed.answers
    )
    mark_unit_figures_stale(round_=held)
    return removed


def _name_of(participant: Participant) -> str:
    return participant.employee.name if participant.employee else participant.unit.name


@transaction.atomic
def delete_round(*, round_: Round, by: Employee | None) -> Contents:
    """Really delete a round with every answer, note, agreement and figure in it; `by` None is the retention run."""
    held = held_round(round_.pk)
    deleted = contents_of(held.participants.order_by("pk"))
    record_change(
        by=by,
        action="assessments.round.deleted",
        target=held,
        root_id=held.root_id,
        people=deleted.people,
        answers=deleted.answers,
        dialogues=deleted.dialogues,
    )
    held.delete()
    return deleted


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Delete the rounds whose deletion date has passed, and what rounds hold of people who are to be deleted.

    A line for each round, and one for the people; each round in its own transaction.
    """
    ended = [_end_of(round_, dry_run=dry_run) for round_ in Round.objects.past_deletion(today).select_related("unit")]
    return [*ended, _of_leavers(today, dry_run=dry_run)]


def _end_of(round_: Round, *, dry_run: bool) -> RetentionLine:
    deleted = contents_of(round_.participants.order_by("pk")) if dry_run else delete_round(round_=round_, by=None)
    what = _("the round %(round)s in %(unit)s with everything in it, kept until %(day)s") % {
        "round": round_.name,
        "unit": round_.unit.path,
        "day": round_.deletes_on.isoformat(),
    }
    return RetentionLine(what=what, rows=1 + deleted.rows)


def _of_leavers(today: date, *, dry_run: bool) -> RetentionLine:
    leavers = Participant.objects.filter(employee__in=people_to_delete(today)).order_by("round_id", "pk")
    rows = leavers.count()
    if not dry_run:
        for round_id in sorted(set(leavers.values_list("round_id", flat=True))):
            _take_out_leavers(round_id, today)
    return RetentionLine(what=_("people's parts in rounds, since the people are deleted"), rows=rows)


@transaction.atomic
def _take_out_leavers(round_id: int, today: date) -> None:
    """With answers, notes and figures; the figures of units are computed again without them."""
    held = held_round(round_id)
    leavers = held.participants.filter(employee__in=people_to_delete(today))
    for employee_id in list(leavers.order_by("pk").values_list("employee_id", flat=True)):
        record_change(
            by=None,
            action="assessments.participant.removed",
            target=held,
            subject_id=employee_id,
            root_id=held.root_id,
        )
    leavers.delete()
    mark_unit_figures_stale(round_=held)


def suggested_days(today: date) -> Days:
    """The days of a new round, unless somebody chooses others."""
    closes_on = today + ANSWERING_TIME
    return {"opens_on": today, "closes_on": closes_on, "deletes_on": closes_on + KEPT_FOR}


def clashes_on_opening(round_: Round) -> list[Problem]:
    """Why the round could not be opened now: who is in another open round of the same kind. At most one problem."""
    return list(_problems_of_overlap(round_, participants_on_opening(round_)))


def contents_of(participants: ParticipantQuerySet) -> Contents:
    """How much stands about these participants."""
    return Contents(
        people=participants.count(),
        answers=Rating.objects.filter(participant__in=participants).count(),
        drafts=Draft.objects.filter(participant__in=participants).count(),
        dialogues=Dialogue.objects.filter(participant__in=participants).count(),
        profiles=PersonResult.objects.filter(participant__in=participants).count(),
    )


def participants_on_opening(round_: Round) -> list[Participant]:
    """Those who would be in the round if it opened now, not saved: people, or units that sit together.

    A team is a unit where somebody works; the whole organisation is the round's unit itself.
    """
    people = Employee.objects.employed_in(round_.unit).select_related("unit")
    if round_.scope == Scope.PERSON:
        return [_of_person(round_, person, person.unit.lineage) for person in people]
    if round_.scope == Scope.ORGANISATION:
        return [_of_unit(round_, round_.unit)] if people.exists() else []
    units = {person.unit_id: person.unit for person in people}
    return [_of_unit(round_, unit) for unit in sorted(units.values(), key=lambda unit: unit.path)]


def _of_person(round_: Round, person: Employee, lineage: str) -> Participant:
    return Participant(round=round_, employee=person, unit=person.unit, lineage=lineage, category=person.category)


def _lineage_in(round_: Round, unit: Unit) -> str:
    """Where a unit stands in the tree of the round's first day; below the nearest unit that stood there, if it did not."""
    known = {
        step: tuple(steps[: place + 1])
        for lineage in round_.participants.order_by("lineage").values_list("lineage", flat=True).distinct()
        for steps in (lineage.strip("/").split("/"),)
        for place, step in enumerate(steps)
    }
    steps = unit.lineage.strip("/").split("/")
    for place in reversed(range(len(steps))):
        if steps[place] in known:
            return "/".join([*known[steps[place]], *steps[place + 1 :]]) + "/"
    return unit.lineage


def _of_unit(round_: Round, unit: Unit) -> Participant:
    return Participant(round=round_, unit=unit, lineage=unit.lineage)


def _problems_of_plan(round_: Round, today: date | None) -> Iterator[Problem]:
    """With `today` no day may have passed."""
    choosable = Version.objects.choosable(round_.root_id).filter(pk=round_.version_id).exists()
    together = round_.scope != Scope.PERSON
    yield from unless(round_.name.strip(), "name", "name_missing")
    yield from unless(round_.purpose.strip(), "purpose", "purpose_missing")
    yield from unless(not cpr_like(round_.name), "name", "cpr_like", masked_cpr(round_.name))
    yield from unless(not cpr_like(round_.purpose), "purpose", "cpr_like", masked_cpr(round_.purpose))
    yield from unless(choosable, "version", "version_not_published")
    yield from unless(round_.unit.root_id == round_.root_id, "unit", "unit_unknown")
    yield from unless(round_.unit.retired_on is None, "unit", "unit_retired", round_.unit.path)
    yield from unless(not together or round_.mode == Mode.DIALOGUE, "scope", "screening_is_of_persons")
    yield from _problems_of_dates(round_, today)


def _problems_of_dates(round_: Round, today: date | None = None) -> Iterator[Problem]:
    opens_late = today is not None and round_.opens_on < today
    closes_late = today is not None and round_.closes_on < today
    yield from unless(not opens_late, "opens_on", "round_opens_in_past")
    yield from unless(not closes_late, "closes_on", "round_closes_in_past")
    latest = round_.closes_on + timedelta(days=KEPT_AT_MOST_YEARS * 366)
    in_order = closes_late or round_.closes_on >= round_.opens_on
    yield from unless(in_order, "closes_on", "round_closes_before_opening")
    yield from unless(round_.deletes_on > round_.closes_on, "deletes_on", "round_deleted_before_closing")
    yield from unless(round_.deletes_on <= latest, "deletes_on", "round_kept_too_long", years=KEPT_AT_MOST_YEARS)


def _problems_of_overlap(round_: Round, participants: Sequence[Participant]) -> Iterator[Problem]:
    """Nobody is asked the same in two rounds at once, and no unit sits together in two."""
    people = {participant.employee_id for participant in participants if participant.employee_id}
    units = {participant.unit_id for participant in participants if not participant.employee_id}
    elsewhere = (
        Participant.objects.filter(round__root_id=round_.root_id, round__mode=round_.mode)
        .filter(round__state=RoundState.OPEN)
        .exclude(round_id=round_.pk)
        .order_by("employee__name", "pk")
        .values_list("employee_id", "employee__name", "unit_id", "unit__name", "round__name")
    )
    taken = [
        (employee_name or unit_name, name)
        for employee_id, employee_name, unit_id, unit_name, name in elsewhere
        if (employee_id in people if employee_id else unit_id in units)
    ]
    who, other_round = taken[0] if taken else ("", "")
    yield from unless(
        not taken, "unit", "already_in_other_round", who, others=len(taken) - 1, round=other_round, mode=round_.mode
    )

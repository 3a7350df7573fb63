"""Writes about team sparring: called, begun, moved on, held, and what was learned.

    called ──begin──> phase 0 ... ──close──> held: a participation for each who was there
      ├──cancel──> gone    ^                   ├── undone by whoever closed it, as long as the case card stands
      │                    └───────────────────┤── "I was not there", said by each for oneself
      └── never held: gone                     └── thirty days later the case card is emptied

Moving from phase to phase is no event of the log: it is the team's clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.names import known_names
from fagkompas.audit.actions import record_change, record_changes
from fagkompas.engine.errors import Problem
from fagkompas.frameworks.models import Framework
from fagkompas.learning.actions.participation import KEPT_YEARS, kept_until, years_after
from fagkompas.learning.models import Participation, ParticipationState, Source, Sparring
from fagkompas.learning.models.sparring import LONGEST_SUBJECT
from fagkompas.learning.permissions.sparring import who_may_be_present
from fagkompas.learning.sparring_models import CASE, SparringModel, sparrings
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard

LEAST_PEOPLE: Final = 2
LONGEST_LEARNED: Final = 2000
MINUTES_OF_A_STEP: Final = 30
"""Hours are rounded to the nearest half, and are half an hour at least."""
LONGEST_OF_PLANNED: Final = 2
"""A page that was left open counts at most twice what the model takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSparring:
    """What somebody calls a sparring with: what it is about in a line, the model's code, the day, who will be there, and
    the case card by column.
    """

    subject: str
    model: str
    meets_on: date
    people: Sequence[Employee]
    case: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLearned:
    """What came of it: takeaways, and the codes of the competencies that it touched."""

    learned: str
    framework: Framework | None
    competencies: Sequence[str]


class Move(StrEnum):
    """On the page of a phase."""

    BEGIN = "begin"
    NEXT = "next"
    BACK = "back"


@transaction.atomic
def call_sparring(*, unit: Unit, given: GivenSparring, traces_read: str, now: datetime, by: Employee) -> Sparring:
    """Call people of the unit to look at a case together.

    Raises `BadInput`, or `TracesFound` until the writer has read the warning whose stamp is `traces_read`.
    """
    _check(unit, given, timezone.localdate(now), None)
    guard(guarded(given), names=known_names(unit.root_id or unit.pk), read=traces_read)
    sparring = Sparring.objects.create(
        root=unit.root or unit,
        unit=unit,
        called_by=by,
        subject=given.subject,
        model=given.model,
        meets_on=given.meets_on,
        **given.case,
    )
    sparring.people.set(given.people)
    record_change(by=by, action="learning.sparring.called", target=sparring)
    return sparring


@transaction.atomic
def change_sparring(
    *, sparring: Sparring, given: GivenSparring, revision: int, traces_read: str, now: datetime, by: Employee
) -> Sparring:
    """Other words, another day, or other people. Raises `BadInput`, `TracesFound` or `ChangedMeanwhile`."""
    held = _held(sparring)
    refuse(unless(not held.is_held, "situation", "sparring_is_held"))
    _check_revision(held, revision)
    _check(held.unit, given, timezone.localdate(now), held)
    guard(guarded(given), names=known_names(held.root_id), read=traces_read)
    if given.model != held.model:
        refuse(unless(not held.is_under_way, "model", "sparring_has_begun"))
        held.model = given.model
    held.subject, held.meets_on = given.subject, given.meets_on
    for column in CASE:
        setattr(held, column, given.case.get(column, ""))
    _save(held)
    held.people.set(given.people)
    record_change(by=by, action="learning.sparring.changed", target=held)
    return held


@transaction.atomic
def cancel_sparring(*, sparring: Sparring, by: Employee) -> None:
    """It is not held, and the case card is gone. Raises `BadInput` when it was held."""
    held = _held(sparring)
    refuse(unless(not held.is_held, "situation", "sparring_is_held"))
    record_change(by=by, action="learning.sparring.cancelled", target=held)
    held.delete()


@transaction.atomic
def move_on(
    *, sparring: Sparring, move: Move, revision: int, now: datetime, by: Employee, before_its_day: bool = False
) -> Sparring:
    """Begin, go to the next phase, or back to the one before with its full time. To begin `before_its_day` is asked for.

    Raises `ChangedMeanwhile` when somebody else has moved since, and `BadInput` when it is held already or its day has
    not come.
    """
    held = _held(sparring)
    refuse(unless(not held.is_held, "situation", "sparring_is_held"))
    _check_revision(held, revision)
    if held.phase is None:
        is_time = before_its_day or held.meets_on <= timezone.localdate(now)
        refuse(unless(is_time, "meets_on", "day_not_come"))
        held.phase, held.began_at = 0, now
        record_change(by=by, action="learning.sparring.begun", target=held)
    else:
        last = len(sparrings().model(held.model).phases) - 1
        held.phase = min(max(held.phase + {Move.NEXT: 1, Move.BACK: -1}.get(move, 0), 0), last)
    held.phase_began_at = now
    _save(held)
    return held


@transaction.atomic
def close_sparring(
    *,
    sparring: Sparring,
    present: Sequence[Employee],
    given: GivenLearned,
    traces_read: str,
    now: datetime,
    by: Employee,
) -> Sparring:
    """It was held: everyone who was there gets it into the record of learning. Also without the clock.

    Raises `BadInput`, `TracesFound`, or `ChangedMeanwhile` when somebody else has closed it.
    """
    held = _held(sparring)
    if held.is_held:
        raise ChangedMeanwhile
    refuse(
        [
            *unless(len(present) >= LEAST_PEOPLE, "people", "sparring_alone", least=LEAST_PEOPLE),
            *_problems_of_people(held.unit, present, held),
            *_problems_of_learned(given),
        ]
    )
    guard({"learned": given.learned}, names=known_names(held.root_id), read=traces_read)
    held.held_on, held.closed_by = timezone.localdate(now), by
    held.hours = hours_of(sparrings().model(held.model), held.began_at, now)
    _write_learned(held, given)
    held.people.set(present)
    record_change(by=by, action="learning.sparring.held", target=held)
    rows = Participation.objects.bulk_create(_counted(held, person, held.held_on, now) for person in present)
    record_changes(by=by, action="learning.sparring.counted", changed=[(row.employee_id, row) for row in rows])
    return held


@transaction.atomic
def save_learned(*, sparring: Sparring, given: GivenLearned, revision: int, traces_read: str, by: Employee) -> Sparring:
    """Other words about what was learned. Raises `BadInput`, `TracesFound` or `ChangedMeanwhile`."""
    held = _held(sparring)
    _check_revision(held, revision)
    refuse([*unless(held.is_held, "learned", "sparring_not_held"), *_problems_of_learned(given)])
    guard({"learned": given.learned}, names=known_names(held.root_id), read=traces_read)
    _write_learned(held, given)
    record_change(by=by, action="learning.sparring.learned_saved", target=held)
    return held


@transaction.atomic
def undo_closing(*, sparring: Sparring, today: date, by: Employee) -> Sparring:
    """Whoever closed it says that it was not so: it counts for nobody, and can be closed again. What was learned stands.

    Its day is then the one on which it was closed, so that one that was closed late is not taken at once for one that was
    never held.

    Raises `BadInput`: not held, closed by somebody else, or so long ago that the case card is gone.
    """
    held = _held(sparring)
    refuse(
        [
            *unless(held.is_held, "learned", "sparring_not_held"),
            *unless(held.closed_by_id == by.pk, "learned", "closed_by_another"),
            *unless(held.case_stands_until is None or today <= held.case_stands_until, "learned", "closed_long_ago"),
        ]
    )
    rows = list(held.counted.order_by("pk"))
    record_changes(by=by, action="learning.sparring.uncounted", changed=[(row.employee_id, row) for row in rows])
    held.counted.all().delete()
    held.meets_on = max(held.meets_on, held.held_on or held.meets_on)
    held.held_on = held.hours = held.closed_by = None
    _save(held)
    record_change(by=by, action="learning.sparring.reopened", target=held)
    return held


@transaction.atomic
def was_not_there(*, sparring: Sparring, by: Employee) -> None:
    """The person was not: it is taken out of their record, and off the list of who was there. Raises `BadInput`."""
    held = _held(sparring)
    refuse(
        [
            *unless(held.is_held, "people", "sparring_not_held"),
            *unless(held.people.filter(pk=by.pk).exists(), "people", "not_on_the_list"),
        ]
    )
    for row in held.counted.filter(employee=by):
        record_change(by=by, action="learning.sparring.uncounted", target=row, subject_id=by.pk)
        row.delete()
    held.people.remove(by)
    _save(held)


def guarded(given: GivenSparring) -> dict[str, str]:
    """The texts that must lead to nobody, by control."""
    return {"subject": given.subject, **given.case}


def hours_of(model: SparringModel, began_at: datetime | None, now: datetime) -> Decimal:
    """From start to end in half hours, the nearest, at least one; without the clock what the model takes."""
    minutes: float = model.minutes
    if began_at is not None:
        minutes = min((now - began_at).total_seconds() / 60, model.minutes * LONGEST_OF_PLANNED)
    return Decimal(max(1, int(minutes / MINUTES_OF_A_STEP + 0.5))) / 2


def retention(*, today: date, dry_run: bool) -> list[RetentionLine]:
    """Empty the case cards whose time is up, delete what was called and never held, and what was held so long ago that the
    participations that came of it go.
    """
    cards, never = Sparring.objects.with_old_case(today), Sparring.objects.never_held(today)
    over = Sparring.objects.held_before(years_after(today, -KEPT_YEARS))
    lines = [
        RetentionLine(what=_("case cards of sparrings that were held a month ago"), rows=cards.count()),
        RetentionLine(what=_("sparrings that were called and never held"), rows=never.count()),
        RetentionLine(what=_("sparrings that were held some years ago"), rows=over.count()),
    ]
    if not dry_run:
        with transaction.atomic():
            if lines[0].rows:
                cards.update(**dict.fromkeys(CASE, ""))
                record_change(by=None, action="learning.sparring.emptied", rows=lines[0].rows)
            for line, gone in ((lines[1], never), (lines[2], over)):
                if line.rows:
                    gone.delete()
                    record_change(by=None, action="learning.sparring.deleted", rows=line.rows)
    return lines


def _held(sparring: Sparring) -> Sparring:
    """The sparring as it is now; others who want to change it wait."""
    return Sparring.objects.select_related("unit").select_for_update(of=("self",)).get(pk=sparring.pk)


def _check_revision(held: Sparring, revision: int) -> None:
    if held.revision != revision:
        raise ChangedMeanwhile


def _save(held: Sparring) -> None:
    held.revision += 1
    held.save()


def _counted(held: Sparring, person: Employee, held_on: date, now: datetime) -> Participation:
    """What stands in the record of one who was there."""
    return Participation(
        root_id=person.root_id,
        employee=person,
        sparring=held,
        source=Source.SPARRING,
        title=sparrings().name.da,
        state=ParticipationState.ATTENDED,
        since=now,
        hours=held.hours,
        internal=True,
        completed_on=held_on,
        deletes_on=kept_until(None, held_on),
    )


def _write_learned(held: Sparring, given: GivenLearned) -> None:
    held.learned, held.framework, held.competencies = given.learned, given.framework, list(given.competencies)
    _save(held)


def _check(unit: Unit, given: GivenSparring, today: date, before: Sparring | None) -> None:
    subject = given.subject
    required = [field for field in sparrings().case if field.is_required]
    lengths = {field.code: field.longest for field in sparrings().case}
    is_day_to_come = given.meets_on >= today or (before is not None and given.meets_on == before.meets_on)
    refuse(
        [
            *unless(subject, "subject", "subject_missing"),
            *unless(len(subject) <= LONGEST_SUBJECT, "subject", "text_too_long", longest=LONGEST_SUBJECT),
            *unless(any(one.code == given.model for one in sparrings().models), "model", "model_unknown"),
            *unless(is_day_to_come, "meets_on", "day_has_passed"),
            *unless(len(given.people) >= LEAST_PEOPLE, "people", "sparring_alone", least=LEAST_PEOPLE),
            *_problems_of_people(unit, given.people, before),
            *(
                problem
                for field in required
                for problem in unless(given.case.get(field.code), field.code, "case_missing")
            ),
            *(
                problem
                for code, text in given.case.items()
                for problem in unless(len(text) <= lengths[code], code, "text_too_long", longest=lengths[code])
            ),
        ]
    )


def _problems_of_people(unit: Unit, people: Sequence[Employee], before: Sparring | None) -> list[Problem]:
    allowed = set(who_may_be_present(unit).order_by().values_list("pk", flat=True))
    if before is not None:
        allowed |= set(before.people.order_by().values_list("pk", flat=True))
    return list(unless(all(person.pk in allowed for person in people), "people", "not_of_the_unit"))


def _problems_of_learned(given: GivenLearned) -> list[Problem]:
    return [
        *unless(given.learned, "learned", "learned_missing"),
        *unless(len(given.learned) <= LONGEST_LEARNED, "learned", "text_too_long", longest=LONGEST_LEARNED),
    ]

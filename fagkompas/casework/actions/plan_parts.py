"""Writes of what hangs on a plan: considerations that the citizen has approved, and activities."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change, record_sitting
from fagkompas.casework.actions.holding import as_shown, held_plan, too_long
from fagkompas.casework.models import Activity, ActivityKind, CasePlan, Consideration, Track, VitasStatus
from fagkompas.casework.models.plans import LONGEST_LINE, LONGEST_TITLE
from fagkompas.toolkit.once import made_before
from fagkompas.toolkit.refusing import refuse, unless
from fagkompas.toolkit.together import ChangedMeanwhile
from fagkompas.toolkit.traces import guard_health


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenActivity:
    """What the citizen takes part in. `vitas_status` is "" where there is none."""

    kind: ActivityKind
    title: str
    purpose: str
    track: Track | None
    from_on: date
    to_on: date | None
    vitas_no: str
    vitas_status: VitasStatus | str

    @property
    def guarded(self) -> dict[str, str]:
        """The texts that others will see."""
        return {"title": self.title, "purpose": self.purpose, "vitas_no": self.vitas_no}


@transaction.atomic
def approve_consideration(
    *,
    plan: CasePlan,
    text: str,
    approved_on: date,
    how: str,
    traces_read: str,
    now: datetime,
    by: Employee,
    key: UUID | None = None,
) -> Consideration:
    """What work has to take into account, in words that the citizen has said yes to, once by its `key`.

    Raises `BadInput` or `TracesFound`.
    """
    held = held_plan(plan)
    before = made_before(held.considerations.all(), key)
    if before is not None:
        return before
    refuse(
        [
            *unless(text, "text", "consideration_missing"),
            *unless(how, "how", "how_missing"),
            *unless(approved_on <= timezone.localdate(now), "approved_on", "day_in_the_future"),
            *too_long({"text": text}, LONGEST_LINE),
            *too_long({"how": how}, LONGEST_TITLE),
        ]
    )
    guard_health({"text": text, "how": how}, read=traces_read)
    made = Consideration.objects.create(
        uuid=key or uuid4(), plan=held, text=text, approved_on=approved_on, how=how, recorded_by=by, recorded_at=now
    )
    record_change(by=by, action="casework.consideration.approved", target=made, citizen_id=held.citizen_id)
    return made


@transaction.atomic
def withdraw_consideration(*, consideration: Consideration, today: date, by: Employee) -> None:
    """The citizen has taken it back: it is told to nobody from now on. Raises `BadInput`."""
    plan = held_plan(consideration.plan)
    held = Consideration.objects.select_for_update().get(pk=consideration.pk)
    refuse(unless(held.withdrawn_on is None, "text", "consideration_gone"))
    held.withdrawn_on = max(today, held.approved_on)
    held.save(update_fields=["withdrawn_on"])
    record_change(by=by, action="casework.consideration.withdrawn", target=held, citizen_id=plan.citizen_id)


@transaction.atomic
def add_activity(
    *, plan: CasePlan, given: GivenActivity, traces_read: str, by: Employee, key: UUID | None = None
) -> Activity:
    """Something more to take part in, once by its `key`. Raises `BadInput` or `TracesFound`."""
    held = held_plan(plan)
    before = made_before(held.activities.all(), key)
    if before is not None:
        return before
    _check(held, given, None)
    guard_health(given.guarded, read=traces_read)
    made = Activity(uuid=key or uuid4(), plan=held)
    _write(made, given)
    record_change(by=by, action="casework.activity.added", target=made, citizen_id=held.citizen_id)
    return made


@transaction.atomic
def change_activity(
    *, activity: Activity, given: GivenActivity, revision: int, traces_read: str, by: Employee
) -> Activity:
    """Another purpose, other days, or how far VITAS is. Raises `BadInput`, `TracesFound` or `ChangedMeanwhile`."""
    plan = held_plan(activity.plan)
    held = Activity.objects.select_for_update().get(pk=activity.pk)
    if held.revision != revision:
        raise ChangedMeanwhile
    _check(plan, given, held.track_id)
    guard_health(given.guarded, read=traces_read)
    _write(held, given)
    record_sitting(by=by, action="casework.activity.changed", target=held, citizen_id=plan.citizen_id)
    return held


@transaction.atomic
def remove_activity(*, activity: Activity, revision: int, by: Employee) -> None:
    """It was written by mistake, or came to nothing. Versions that were published still have it.

    Raises `BadInput`, also when somebody has changed it since it was shown.
    """
    plan = held_plan(activity.plan)
    held = Activity.objects.select_for_update().filter(pk=activity.pk).first()
    if held is None:  # The button was pressed twice.
        return
    as_shown(held, revision)
    record_change(by=by, action="casework.activity.removed", target=held, citizen_id=plan.citizen_id)
    held.delete()


def _write(activity: Activity, given: GivenActivity) -> None:
    for name in GivenActivity.__dataclass_fields__:
        setattr(activity, name, getattr(given, name))
    activity.revision += 1
    activity.save()


def _check(plan: CasePlan, given: GivenActivity, before: int | None) -> None:
    """`before` is the key of the job track that it helped so far; another that is chosen must be open."""
    is_open = given.track is not None and given.track.ended_on is None
    ends_after = given.to_on is None or given.to_on >= given.from_on
    refuse(
        [
            *unless(given.title, "title", "title_missing"),
            *unless(ends_after, "to_on", "ends_before_it_begins"),
            *unless(given.track is None or given.track.plan_id == plan.pk, "track", "track_unknown"),
            *unless(given.track is None or is_open or given.track.pk == before, "track", "track_is_ended"),
            *too_long({"title": given.title}, LONGEST_TITLE),
            *too_long({"purpose": given.purpose}),
        ]
    )

"""Who has opened a citizen's case: when, as what, and by which right.

What one person opened of the case in one day is one line, and what the same person looked up for data protection is another. A list with many citizens on it is no opening: who saw the
citizen there is told by itself, a line for each person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from django.db import models
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee, Role, RoleHeld, Unit
from fagkompas.audit.models import Event
from fagkompas.audit.wording import words_of
from fagkompas.citizens.actions.openings import OPENED_WITH_REASON
from fagkompas.citizens.models import WITH_CASES, WITH_CITIZENS, Citizen, Opening
from fagkompas.toolkit.formats import time_of_day
from fagkompas.website.citizen_data.masking import Masking

ON_A_LIST: Final = "citizens.list.read"
"""What is noted of each citizen on a list that somebody sees."""


OF_AUDIT: Final = "audit."
"""How the actions begin that only who looks after data protection can do."""


class Right(models.TextChoices):
    """By which right somebody opened something of a case, as the citizen is told it."""

    CASE = "case", gettext_lazy("works with the cases of the unit")
    TOWARDS_WORK = "towards_work", gettext_lazy("company consultant of the unit: sees what stands towards work")
    REASON = "reason", gettext_lazy("is of another unit, and wrote why")
    AUDIT = "audit", gettext_lazy("looks after data protection")
    UNKNOWN = "unknown", gettext_lazy("not known any more")


RIGHTS: Final[tuple[tuple[Right, Sequence[Role]], ...]] = (
    (Right.CASE, WITH_CASES),
    (Right.TOWARDS_WORK, (Role.COMPANY_CONSULTANT,)),
)
"""What a role gives that is held in the citizen's unit or above it."""

OPENING_ROLES: Final = (*WITH_CITIZENS, Role.AUDITOR)
"""The roles in which one may open something of a case."""


TO_THE_CITIZEN: Final[Mapping[str, StrPromise]] = {
    "audit.access_slip.made": gettext_lazy("made a slip like this one"),
    "audit.citizen.opened": gettext_lazy("looked up who has opened your case"),
    "audit.subject_access.made": gettext_lazy("took out everything that stands about you"),
    "casework.check.read": gettext_lazy("looked at what is still missing in your case"),
    "casework.cv.read": gettext_lazy("opened your CV"),
    "casework.job_log.exported": gettext_lazy("downloaded your job log"),
    "casework.job_log.read": gettext_lazy("opened your job log"),
    "casework.placements.read": gettext_lazy("opened your placements"),
    "casework.plan.read": gettext_lazy("opened your plan"),
    "casework.sheets.read": gettext_lazy("opened the sheets about you"),
    "casework.towards_work.read": gettext_lazy("opened what stands about you towards work"),
    "casework.tracks.read": gettext_lazy("opened your job tracks"),
    "citizens.case.opened": gettext_lazy("opened your case"),
    "citizens.contact.read": gettext_lazy("opened your contact details"),
    "citizens.history.read": gettext_lazy("opened the history of your case"),
    "citizens.list.exported": gettext_lazy("downloaded a list with you on it"),
    "citizens.number.looked_up": gettext_lazy("looked your CPR number up"),
    "citizens.number.shown": gettext_lazy("had your CPR number shown"),
    "conversations.list.read": gettext_lazy("saw the list of your conversations"),
}
"""What the log says of a case, where the citizen is the one who reads it; other words name nobody and are said as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one person opened of the case on one day: `what` in words, `told` the same said to the citizen, `reason` where it was from another unit.

    `right` is that of the role which was held then where the citizen was then; who has written why that day has it by that.
    """

    day: date
    first: datetime
    last: datetime
    who: str
    works_as: str
    right: Right
    what: tuple[str, ...]
    told: tuple[str, ...]
    reason: str

    @property
    def hours(self) -> str:
        """From when to when that day: "14.03–15.20", or one time."""
        return "–".join(dict.fromkeys(time_of_day(timezone.localtime(at)) for at in (self.first, self.last)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Who saw the citizen on lists, how often, and from which day to which."""

    who: str
    works_as: str
    times: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What somebody did to the case on one day, and how often; `who` is "" for the server."""

    day: date
    who: str
    what: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """All of it, newest first."""

    looks: tuple[Look, ...]
    on_lists: tuple[Seen, ...]


def access_to(citizen: Citizen, masking: Masking) -> Access:
    """Who has looked in the years that the log is kept; what reasons say of others is hidden. Ten queries."""
    reads = Event.objects.about_citizen(citizen.pk).reads()
    opened = list(reads.exclude(action=ON_A_LIST).values_list("actor_id", "actor_name", "action", "at"))
    listed = list(
        reads.filter(action=ON_A_LIST)
        .order_by()
        .values("actor_id", "actor_name")
        .annotate(times=Count("pk"), first=Min("at"), last=Max("at"))
        .order_by("-last", "actor_id")
    )
    workplaces = Workplaces.of({row[0] for row in opened} | {row["actor_id"] for row in listed})
    return Access(
        looks=tuple(_looks(opened, workplaces, _reasons(citizen, masking), _Stays.of(citizen))),
        on_lists=tuple(
            Seen(
                who=row["actor_name"],
                works_as=workplaces.at(row["actor_id"], row["last"]),
                times=row["times"],
                first=row["first"],
                last=row["last"],
            )
            for row in listed
        ),
    )


def changes_to(citizen: Citizen) -> list[Change]:
    """What was done to the case, by day, person and kind; newest first. One query."""
    events = Event.objects.about_citizen(citizen.pk).changes().values_list("at", "actor_name", "action")
    counted: dict[tuple[date, str, str], int] = {}
    for at, who, action in events:
        key = (timezone.localdate(at), who, action)
        counted[key] = counted.get(key, 0) + 1
    return [Change(day=day, who=who, what=words_of(action), times=n) for (day, who, action), n in counted.items()]


def said_to_citizen(action: str) -> str:
    """What was opened, as one says it to the one whose case it is."""
    return str(TO_THE_CITIZEN.get(action) or words_of(action))


def _reasons(citizen: Citizen, masking: Masking) -> Mapping[tuple[int | None, date], str]:
    """By who and when, as the log has it: who is gone from the staff stands there still."""
    events = Event.objects.about_citizen(citizen.pk).filter(action=OPENED_WITH_REASON)
    openers = dict(events.values_list("target_uuid", "actor_id"))
    rows = Opening.objects.filter(citizen=citizen).order_by("pk")
    return {(openers.get(row.uuid, row.employee_id), row.on): masking.hidden(row.reason) for row in rows}


def _looks(
    opened: Iterable[tuple[int | None, str, str, datetime]],
    workplaces: "Workplaces",
    reasons: Mapping[tuple[int | None, date], str],
    stays: "_Stays",
) -> Iterable[Look]:
    """From the newest to the oldest, as they come."""
    for day, of_day in groupby(opened, key=lambda row: timezone.localdate(row[3])):
        by_person: dict[tuple[int | None, str, bool], list[tuple[str, datetime]]] = {}
        for actor, name, action, at in of_day:
            by_person.setdefault((actor, name, action.startswith(OF_AUDIT)), []).append((action, at))
        for (actor, name, is_audit), seen in by_person.items():
            reason = "" if is_audit else reasons.get((actor, day), "")
            where = stays.at(seen[0][1])
            yield Look(
                day=day,
                first=seen[-1][1],
                last=seen[0][1],
                who=name,
                works_as=workplaces.at(actor, seen[0][1]),
                right=Right.REASON if reason else workplaces.right(actor, seen[0][1], where, is_audit=is_audit),
                what=tuple(dict.fromkeys(words_of(action) for action, _at in reversed(seen))),
                told=tuple(dict.fromkeys(said_to_citizen(action) for action, _at in reversed(seen))),
                reason=reason,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A role from a day on, until a moment where it was withdrawn; `lineage` is "" where the unit is gone."""

    role: str
    since: date | None
    until: datetime | None
    lineage: str

    def counts_at(self, at: datetime) -> bool:
        """Whether it was held then."""
        begun = self.since is None or self.since <= timezone.localdate(at)
        return begun and (self.until is None or at <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplaces:
    """Which roles people held at which time, by what stands now and what the log says was withdrawn; and where they work now."""

    roles: Mapping[int, Sequence[_Held]]
    units: Mapping[int, str]

    @classmethod
    def of(cls, people: Iterable[int | None]) -> "Workplaces":
        """Three queries."""
        ids = [pk for pk in people if pk is not None]
        roles: dict[int, list[_Held]] = {}
        held = RoleHeld.objects.filter(employee_id__in=ids).order_by("role", "pk")
        for employee, role, since, lineage in held.values_list("employee_id", "role", "since", "unit__lineage"):
            roles.setdefault(employee, []).append(_Held(role=role, since=since, until=None, lineage=lineage))
        for employee, gone in _withdrawn(ids):
            roles.setdefault(employee, []).append(gone)
        people_now = Employee.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "unit__name")
        return cls(roles=roles, units=dict(people_now))

    def at(self, person: int | None, at: datetime) -> str:
        """ "Sagsbehandler, Jobparate": the roles in which one may open a case; "" where nothing is known any more."""
        held = {one.role for one in self.roles.get(person or 0, ()) if one.counts_at(at)}
        names = [str(role.label) for role in OPENING_ROLES if role.value in held]
        return ", ".join(filter(None, [_(" and ").join(names), self.units.get(person or 0, "")]))

    def right(self, person: int | None, at: datetime, lineage: str, *, is_audit: bool) -> Right:
        """Of the roles that the person held then where the citizen was; of what is done for data protection that role only."""
        held = [one for one in self.roles.get(person or 0, ()) if one.counts_at(at)]
        looks_after = Right.AUDIT if any(one.role == Role.AUDITOR for one in held) else Right.UNKNOWN
        if is_audit:
            return looks_after
        there = {one.role for one in held if one.lineage and lineage.startswith(one.lineage)}
        return next((right for right, roles in RIGHTS if there & {role.value for role in roles}), looks_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stays:
    """In which unit the citizen was at which time: each that the citizen left, and where the citizen is now."""

    left: Sequence[tuple[datetime, str]]
    now: str

    @classmethod
    def of(cls, citizen: Citizen) -> "_Stays":
        """One query."""
        left = citizen.handovers.order_by("at", "pk").values_list("at", "from_unit__lineage")
        return cls(left=list(left), now=citizen.unit.lineage)

    def at(self, at: datetime) -> str:
        """The lineage."""
        return next((lineage for until, lineage in self.left if at < until), self.now)


def _withdrawn(ids: Sequence[int]) -> Iterable[tuple[int, _Held]]:
    """Roles that ended, each from when it was last given before, as far as the log goes back."""
    actions = ("accounts.role.granted", "accounts.role.withdrawn")
    events = Event.objects.filter(action__in=actions, subject_id__in=ids).order_by("at", "pk")
    rows = list(events.values_list("subject_id", "action", "details", "at"))
    units = {str(details["unit_uuid"]) for _person, _action, details, _at in rows}
    known = Unit.objects.filter(uuid__in=units).order_by("pk").values_list("uuid", "lineage")
    lineages = {str(uuid): lineage for uuid, lineage in known}
    given: dict[tuple[int, str, str], date] = {}
    for person, action, details, at in rows:
        key = (person or 0, str(details["role"]), str(details["unit_uuid"]))
        if action == "accounts.role.granted":
            given[key] = timezone.localdate(at)
        else:
            lineage = lineages.get(key[2], "")
            yield key[0], _Held(role=key[1], since=given.pop(key, None), until=at, lineage=lineage)

"""What every page of a case begins with: who looks, whose case it is, and that it is logged."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.audit.actions import Target, record_read
from fagkompas.casework.middleware import noted_if_shown_again
from fagkompas.casework.models import CasePlan
from fagkompas.casework.permissions import (
    load_case,
    load_case_to_change,
    load_plan,
    load_towards_work,
    load_towards_work_to_change,
)
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.read_only import SAFE_METHODS

PLAN_READ = "casework.plan.read"
TRACKS_READ = "casework.tracks.read"
TOWARDS_WORK_READ = "casework.towards_work.read"
SHEETS_READ = "casework.sheets.read"

LONGEST_NUMBER = 10


def opened(request: HttpRequest, uuid: UUID, action: str, *, part_of: str = "") -> tuple[Employee, Citizen]:
    """A case to look at. Looking is logged, once for a page and what it fetches."""
    person = signed_in(request)
    return person, _noted(request, person, load_case(person, uuid), action, part_of)


def to_change(request: HttpRequest, uuid: UUID, action: str) -> tuple[Employee, Citizen]:
    """A case to write in; its page is part of the page that it belongs to."""
    person = signed_in(request)
    return person, _noted(request, person, load_case_to_change(person, uuid), action, action)


def opened_towards_work(request: HttpRequest, uuid: UUID, action: str) -> tuple[Employee, Citizen]:
    """What stands towards work, to look at."""
    person = signed_in(request)
    return person, _noted(request, person, load_towards_work(person, uuid), action, "")


def to_change_towards_work(request: HttpRequest, uuid: UUID, action: str) -> tuple[Employee, Citizen]:
    """The same to write in."""
    person = signed_in(request)
    return person, _noted(request, person, load_towards_work_to_change(person, uuid), action, action)


def _noted(request: HttpRequest, person: Employee, citizen: Citizen, action: str, part_of: str) -> Citizen:
    note_read(request, by=person, action=action, citizen=citizen, target=citizen, part_of=part_of)
    return citizen


def note_read(
    request: HttpRequest, *, by: Employee, action: str, citizen: Citizen, target: Target, part_of: str
) -> None:
    """That a page about a citizen is shown: at once, and where a form was sent only if it is refused and shown again."""
    if request.method in SAFE_METHODS:
        record_read(by=by, action=action, citizen_id=citizen.pk, target=target, part_of=part_of)
    else:
        again = partial(record_read, by=by, action=action, citizen_id=citizen.pk, target=target, part_of=action)
        noted_if_shown_again(again)


def seen_revision(request: HttpRequest) -> int:
    """The revision of what stood beside a button when the page was shown; -1 where none was sent."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < LONGEST_NUMBER else -1


def plan_to_change(request: HttpRequest, uuid: UUID, action: str) -> tuple[Employee, CasePlan]:
    """The plan of a case to write in; not found before there is one."""
    person, citizen = to_change(request, uuid, action)
    return person, load_plan(citizen)

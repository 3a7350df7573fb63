"""Entries of the job log and files that wait, loaded through the citizen; what is of another is not found."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import CaseFile, CaseFileKind, JobLogEntry
from fagkompas.citizens.models import Citizen
from fagkompas.toolkit.encrypted_fields import unread_in


def load_entry(citizen: Citizen, uuid: UUID) -> JobLogEntry:
    """One of the citizen's entries."""
    found = citizen.job_log.filter(uuid=uuid).select_related("occupation", "track__occupation").first()
    if found is None:
        raise Http404
    found.citizen = citizen
    return found


def load_file(person: Employee, citizen: Citizen, kind: CaseFileKind, uuid: UUID, now: datetime) -> CaseFile:
    """The person's own file that is waiting; after an hour not found."""
    waiting = CaseFile.waiting(now).filter(uuid=uuid, author=person, citizen=citizen, kind=kind)
    found = waiting.first()
    if found is None or unread_in(found):
        raise Http404
    return found

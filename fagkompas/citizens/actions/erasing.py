"""A case that should never have been opened is erased, as long as nothing but the record itself stands in it."""

from typing import Final

from django.db import transaction

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.citizens.actions.keeping import rows_of_case
from fagkompas.citizens.actions.problems import held
from fagkompas.citizens.models import Citizen, ErasedWhy
from fagkompas.toolkit.refusing import refuse, unless

OF_THE_RECORD: Final = "citizens."
WORKED_OUT: Final = frozenset({"casework.CaseStatus", "matching.MatchProfile"})
"""Tables of other apps that hold only what is worked out from the rest."""


def is_empty(citizen: Citizen) -> bool:
    """Whether nobody has written anything in the case: no plan, no conversation, nothing that hangs on it."""
    return all(label.startswith(OF_THE_RECORD) or label in WORKED_OUT for label in rows_of_case(citizen))


@transaction.atomic
def erase_case(*, citizen: Citizen, why: ErasedWhy, by: Employee) -> None:
    """The record, its consents, handovers and openings are gone for good; that it was done, by whom and why stays in the log."""
    row = held(citizen)
    refuse(unless(is_empty(row), "why", "case_has_more"))
    record_change(
        by=by, action="citizens.case.erased", target=row, citizen_id=row.pk, root_id=row.root_id, why=why.value
    )
    row.delete()

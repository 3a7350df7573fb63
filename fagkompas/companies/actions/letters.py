"""That a letter was sent to a company."""

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_change
from fagkompas.companies.models import Company


def note_sent(*, company: Company, kind: str, by: Employee) -> None:
    """A line in what has happened to the company; the letter itself is where it was sent from."""
    record_change(by=by, action="companies.letter.sent", target=company, root_id=company.root_id, letter=kind)

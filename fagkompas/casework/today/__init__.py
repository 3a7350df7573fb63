"""What a person has to do about cases today, a file a subject."""

from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.casework.today.cases import case_items
from fagkompas.casework.today.placements import placement_items
from fagkompas.citizens.permissions import works_with_cases
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Eight queries at most, however many citizens; none for those who do not work with citizens."""
    return [*(case_items(person, today) if works_with_cases(person) else []), *placement_items(person)]

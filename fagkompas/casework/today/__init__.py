"""What a person has to do about cases today, a file a subject."""

from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.casework.today.cases import case_items
from fagkompas.citizens.permissions import works_with_citizens
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """Six queries at most, however many citizens; none for those who do not work with citizens."""
    return case_items(person, today) if works_with_citizens(person) else []

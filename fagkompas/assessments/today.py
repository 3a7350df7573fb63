"""What competence asks of a person today."""

from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.toolkit.today import TodayItem


def today_items(person: Employee, today: date) -> list[TodayItem]:
    """The rows of the home page that come from rounds and dialogues."""
    return []

"""What stands round every page of one citizen: who it is, and the parts of the case. Upper apps' pages use it too.

::

    {% extends "citizens/case.html" %}           {% block case %} ... {% endblock %}
    render(request, "casework/plan.html", case_frame(person, citizen, "casework:plan") | {...})
"""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from fagkompas.accounts.models import Employee
from fagkompas.audit.actions import record_read
from fagkompas.citizens.models import Citizen
from fagkompas.citizens.permissions import may_change, may_open
from fagkompas.toolkit.encrypted_fields import unread_in
from fagkompas.toolkit.pages import Link, panel_url

OPENED: Final = "citizens.case.opened"
"""The action by which opening a case is logged; upper apps' panels of the page say `part_of=OPENED`."""

PARTS: Final[tuple[tuple[StrPromise, str], ...]] = (
    (_("Overview"), "citizens:citizen"),
    (_("Plan"), "casework:plan"),
    (_("Job tracks"), "casework:tracks"),
    (_("Conversations"), "conversations:of_citizen"),
    (_("Job log"), "casework:job_log"),
    (_("CV"), "casework:cv"),
    (_("Placements"), "casework:placements"),
    (_("Match"), "matching:citizen"),
    (pgettext_lazy("how a citizen is reached", "Contact"), "citizens:contact"),
    (_("History"), "citizens:history"),
)
"""The parts of a case and their addresses, each with the citizen's UUID; one whose app is not there is left out."""

TOWARDS_WORK: Final[tuple[tuple[StrPromise, str], ...]] = (
    (_("Towards work"), "casework:towards_work"),
    (_("Placements"), "casework:placements"),
    (_("Match"), "matching:citizen"),
)
"""The parts for who does not open the case."""


def note_opening(person: Employee, citizen: Citizen) -> None:
    """That a page of the case with little on it was opened, unless the case itself has just been."""
    record_read(by=person, action=OPENED, citizen_id=citizen.pk, target=citizen, part_of=OPENED)


def case_frame(person: Employee, citizen: Citizen, current: str) -> dict[str, Any]:
    """For `citizens/case.html`: `current` is the name of the part's address.

    No query beyond the person's roles, one where the citizen is of another unit.
    """
    opens_case = may_open(person, citizen)
    parts = PARTS if opens_case else TOWARDS_WORK
    addresses = [(label, name, panel_url(name, citizen.uuid)) for label, name in parts]
    return {
        "citizen": citizen,
        "opens_case": opens_case,
        "may_change": may_change(person, citizen),
        "unread": unread_in(citizen),
        "parts": [Link(label=str(label), url=url, is_current=name == current) for label, name, url in addresses if url],
    }

"""The two sides of a case, address by address, as a company consultant of the citizen's unit and a caseworker of another."""

import pytest
from django.urls import reverse

from fagkompas.accounts.models import Employee, Role, RoleHeld
from tests.casework.permission_rows import ROWS as CASEWORK
from tests.citizens.permission_rows import ROWS as CITIZENS
from tests.conversations.permission_rows import ROWS as CONVERSATIONS
from tests.people import People
from tests.permissions import Row
from tests.test_permissions import asked

pytestmark = pytest.mark.django_db

TOWARDS_WORK = {
    "citizens:citizen",
    "citizens:open",
    "casework:towards_work",
    "casework:placements",
    "casework:placement",
    "casework:placement_print",
    "conversations:panel",
}
"""About one citizen, to read."""

TO_WRITE_TOWARDS_WORK = {
    "casework:placement_new",
    "casework:placement_edit",
    "casework:placement_talk",
    "casework:placement_task_new",
    "casework:placement_task",
    "casework:placement_task_end",
    "casework:placement_follow_up",
    "casework:placement_advice",
    "conversations:new",
    "conversations:note_held",
}

ABOUT_NO_CASE = {
    "casework:benefit",
    "casework:calendar_address",
    "casework:calendar_feed",
    "casework:own_calendar",
    "casework:placements_of_company",
    "casework:towards_work_list",
    "casework:under_way_in_company",
    "conversations:list",
    "conversations:new_with_company",
    "conversations:of_company",
}

LISTS_OF_CASES = {
    "citizens:export",
    "citizens:hand_over_many",
    "citizens:import",
    "citizens:list",
    "citizens:new",
    "casework:caseload",
    "casework:caseload_panel",
    "casework:handover_panel",
    "conversations:planned_to_give_on",
}

CASE_TO_READ = {
    "citizens:contact",
    "citizens:history",
    "citizens:handover_read",
    "casework:cv",
    "casework:cv_print",
    "casework:findings",
    "casework:findings_panel",
    "casework:job_log",
    "casework:job_log_export",
    "casework:overview",
    "casework:plan",
    "casework:plan_earlier",
    "casework:plan_print",
    "casework:plan_text",
    "casework:plan_version",
    "casework:plan_versions",
    "casework:sheet",
    "casework:sheet_blank",
    "casework:sheet_print",
    "casework:sheets",
    "casework:tracks",
    "conversations:agreement",
    "conversations:calendar",
    "conversations:letter",
    "conversations:letter_preview",
    "conversations:minutes",
    "conversations:minutes_print",
    "conversations:of_citizen",
}
"""With a reason from another unit, by those who open cases."""

ASKED_WHY = {
    "conversations:agreement_change",
    "conversations:agreement_smart",
    "conversations:begin",
    "conversations:call_off",
    "conversations:close",
    "conversations:close_summary",
    "conversations:hold",
    "conversations:letter_words",
    "conversations:prepare",
    "conversations:reopen",
    "conversations:save",
    "conversations:smart",
    "conversations:time_out",
}
"""Written in where the citizen is; who opens cases elsewhere is led to the page that asks why, and reads the case."""

ROWS = [row for row in (*CITIZENS, *CASEWORK, *CONVERSATIONS) if row.url != "citizens:open_in_unit"]


def as_freja(people: People, role: Role, place: str) -> Employee:
    """Freja with another role."""
    RoleHeld.objects.filter(employee=people.freja).update(role=role, unit=getattr(people, place))
    return Employee.objects.get(pk=people.freja.pk)


def met(row: Row, people: People) -> str:
    address = reverse(row.url, kwargs=dict(row.arguments(people)))
    return asked(row, address, people, "freja")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_a_company_consultant_meets_what_stands_towards_work_and_no_more(row: Row, people: People) -> None:
    as_freja(people, Role.COMPANY_CONSULTANT, "north")
    leads_on = row.url == "citizens:list" and row.method == "get"
    with_company = row.arguments.__name__ == "closed_with_company"
    may = row.url in TOWARDS_WORK | TO_WRITE_TOWARDS_WORK | ABOUT_NO_CASE or leads_on or with_company
    assert met(row, people) == ("let in" if may else "not found")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.url}")
def test_a_caseworker_of_another_unit_reads_after_saying_why(row: Row, people: People) -> None:
    as_freja(people, Role.CASEWORKER, "south")
    writes = row.url == "casework:job_log" and row.method == "post"
    may = row.url in TOWARDS_WORK | ABOUT_NO_CASE | LISTS_OF_CASES | CASE_TO_READ | ASKED_WHY and not writes
    assert met(row, people) == ("let in" if may else "not found")


def test_every_set_is_of_addresses_that_are_there() -> None:
    named = TOWARDS_WORK | TO_WRITE_TOWARDS_WORK | ABOUT_NO_CASE | LISTS_OF_CASES | CASE_TO_READ | ASKED_WHY
    assert named - {row.url for row in ROWS} == set()

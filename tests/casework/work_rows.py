"""Who may open which page of the job log, the CV and placements: as the pages of citizens, `tests.citizens.permission_rows`."""

from collections.abc import Mapping

from django.utils import timezone

from fagkompas.casework.actions.case_files import keep_file
from fagkompas.casework.models import CaseFileKind
from tests.casework.work import make_entry, make_placement, make_task
from tests.citizens.making import make_citizen
from tests.citizens.permission_rows import CHANGING, READING, TOWARDS_WORK, WORKING, a_case
from tests.companies.making import make_company
from tests.people import People
from tests.permissions import Row

WITH_COMPANIES = "alma erik freja"
"""A company is the municipality's, so nobody is asked why."""


def an_entry(people: People) -> Mapping[str, object]:
    """In the job log of a citizen of Nord."""
    citizen = make_citizen(people)
    return {"uuid": citizen.uuid, "entry": make_entry(citizen).uuid}


def a_log_file(people: People) -> Mapping[str, object]:
    """Read by Erik."""
    citizen = make_citizen(people)
    kept = keep_file(
        citizen=citizen,
        kind=CaseFileKind.JOB_LOG,
        content={},
        problems=[],
        now=timezone.now(),
        by=people.erik,
    )
    return {"uuid": citizen.uuid, "file": kept.uuid}


def a_part(people: People) -> Mapping[str, object]:
    """Of the CV of a citizen of Nord."""
    return {"uuid": make_citizen(people).uuid, "part": "languages"}


def a_cv_file(people: People) -> Mapping[str, object]:
    """Read by Erik."""
    citizen = make_citizen(people)
    kept = keep_file(citizen=citizen, kind=CaseFileKind.CV, content={}, problems=[], now=timezone.now(), by=people.erik)
    return {"uuid": citizen.uuid, "file": kept.uuid}


def a_company(people: People) -> Mapping[str, object]:
    """One of the municipality's."""
    return {"uuid": make_company(people).uuid}


def a_placement(people: People) -> Mapping[str, object]:
    """Of a citizen of Nord."""
    citizen = make_citizen(people)
    return {"uuid": citizen.uuid, "placement": make_placement(citizen, make_company(people)).uuid}


def a_task(people: People) -> Mapping[str, object]:
    """Of such a placement."""
    citizen = make_citizen(people)
    task = make_task(make_placement(citizen, make_company(people)))
    return {"uuid": citizen.uuid, "placement": task.placement.uuid, "task": task.uuid}


ROWS = [
    Row(url="casework:towards_work_list", may=WORKING),
    Row(url="casework:towards_work_list", may=WORKING, method="post", data={"words": "Prøve"}),
    Row(url="casework:towards_work", may=TOWARDS_WORK, arguments=a_case),
    Row(url="casework:job_log", may=READING, arguments=a_case),
    Row(url="casework:job_log", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:job_log_export", may=READING, arguments=a_case),
    Row(url="casework:job_log_new", may=CHANGING, arguments=a_case),
    Row(url="casework:job_log_new", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:job_log_requirement", may=CHANGING, arguments=a_case),
    Row(url="casework:job_log_requirement", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:job_log_import", may=CHANGING, arguments=a_case),
    Row(url="casework:job_log_import", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:job_log_preview", may="erik", arguments=a_log_file),
    Row(url="casework:job_log_save", may="erik", method="post", arguments=a_log_file),
    Row(url="casework:job_log_entry", may=CHANGING, arguments=an_entry),
    Row(url="casework:job_log_entry", may=CHANGING, method="post", arguments=an_entry),
    Row(url="casework:job_log_follow_up", may=CHANGING, method="post", arguments=an_entry),
    Row(url="casework:job_log_remove", may=CHANGING, method="post", arguments=an_entry),
    Row(url="casework:placements", may=TOWARDS_WORK, arguments=a_case),
    Row(url="casework:placements_of_company", may=WITH_COMPANIES, arguments=a_company),
    Row(url="casework:under_way_in_company", may="erik freja", arguments=a_company),
    Row(url="casework:placement_new", may=CHANGING, arguments=a_case),
    Row(url="casework:placement_new", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:placement", may=TOWARDS_WORK, arguments=a_placement),
    Row(url="casework:placement_print", may=TOWARDS_WORK, arguments=a_placement),
    Row(url="casework:placement_edit", may=CHANGING, arguments=a_placement),
    Row(url="casework:placement_edit", may=CHANGING, method="post", arguments=a_placement),
    Row(url="casework:placement_talk", may=CHANGING, method="post", arguments=a_placement),
    Row(url="casework:placement_task_new", may=CHANGING, arguments=a_placement),
    Row(url="casework:placement_task_new", may=CHANGING, method="post", arguments=a_placement),
    Row(url="casework:placement_task", may=CHANGING, arguments=a_task),
    Row(url="casework:placement_task", may=CHANGING, method="post", arguments=a_task),
    Row(url="casework:placement_task_end", may=CHANGING, method="post", arguments=a_task),
    Row(url="casework:placement_follow_up", may=CHANGING, arguments=a_placement),
    Row(url="casework:placement_follow_up", may=CHANGING, method="post", arguments=a_placement),
    Row(url="casework:placement_advice", may=CHANGING, method="post", arguments=a_task),
    Row(url="casework:cv", may=READING, arguments=a_case),
    Row(url="casework:cv_print", may=READING, arguments=a_case),
    Row(url="casework:cv_review", may=CHANGING, arguments=a_case),
    Row(url="casework:cv_review", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:cv_import", may=CHANGING, arguments=a_case),
    Row(url="casework:cv_import", may=CHANGING, method="post", arguments=a_case),
    Row(url="casework:cv_preview", may="erik", arguments=a_cv_file),
    Row(url="casework:cv_save", may="erik", method="post", arguments=a_cv_file),
    Row(url="casework:cv_part", may=CHANGING, arguments=a_part),
    Row(url="casework:cv_part", may=CHANGING, method="post", arguments=a_part),
    Row(url="casework:cv_advice", may=CHANGING, method="post", arguments=a_part),
]

"""The auditor's log: what is shown to whom, filters, files, and whether the chain is whole."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fagkompas.accounts.actions import grant_role, move_employee, retire_employee, set_language
from fagkompas.accounts.models import Employee, Role
from fagkompas.audit.actions import record_change, record_read, record_reads_of_citizens, seal_events
from fagkompas.audit.models import Event, EventKind
from tests.assessments.rounds import make_round, participant_of
from tests.citizens.making import make_citizen
from tests.people import SINCE, People, make_employee

LOG = "/styring/log/"


@pytest.fixture
def as_gry(people: People, client_for: Callable[[Employee], Client]) -> Client:
    return client_for(people.gry)


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def shown(response: Any) -> list[tuple[str, str, str]]:
    """Who, action and whose data of each row."""
    return [
        (row.event.actor_name, row.event.action, row.subject.name if row.subject else "")
        for row in response.context["rows"]
    ]


@pytest.fixture
def three_events(people: People) -> None:
    """Ida moved Bo; Alma looked at Erik; something happened in the other municipality."""
    move_employee(employee=people.bo, to=people.south, by=people.ida)
    record_read(by=people.alma, action="assessments.profile.read", subject_id=people.erik.pk, target=people.erik)
    record_change(by=people.outsider, action="accounts.unit.created", target=people.andenkommune)


def test_the_newest_stands_on_top_and_only_ones_own_municipality(as_gry: Client, three_events: None) -> None:
    page = as_gry.get(LOG)
    assert shown(page) == [("Alma", "assessments.profile.read", "Erik"), ("Ida", "accounts.employee.moved", "Bo")]
    said = text(page)
    assert "flyttede medarbejderen til en anden enhed" in said
    assert "Testkommune / Nord → Testkommune / Syd" in said
    assert "2 hændelser" in said


def test_what_was_read_is_told_with_its_round(as_gry: Client, people: People) -> None:
    bo = participant_of(make_round(people.north, name="Forår 2027"), people.bo)
    record_read(by=people.alma, action="assessments.profile.read", subject_id=people.bo.pk, target=bo)

    page = as_gry.get(LOG)

    assert [row.details for row in page.context["rows"]] == ["Forår 2027"]


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("slags=read", ["assessments.profile.read"]),
        ("slags=change", ["accounts.employee.moved"]),
        ("omraade=accounts", ["accounts.employee.moved"]),
        ("omraade=frameworks", []),
        ("fra=2000-01-01", ["assessments.profile.read", "accounts.employee.moved"]),
        ("til=2000-01-01", []),
        ("fra=nonsense&slags=hat&side=9", ["assessments.profile.read", "accounts.employee.moved"]),
        ("sortering=tid", ["accounts.employee.moved", "assessments.profile.read"]),
        ("hvem=9b2bd9f0-0000-0000-0000-000000000000", []),
        ("om=no-uuid", ["assessments.profile.read", "accounts.employee.moved"]),
    ],
)
def test_filters(as_gry: Client, three_events: None, query: str, actions: list[str]) -> None:
    assert [row[1] for row in shown(as_gry.get(f"{LOG}?{query}"))] == actions


def test_days_begin_and_end_in_copenhagen(as_gry: Client, people: People) -> None:
    for hour in (22, 23):
        Event.objects.create(
            at=datetime(2026, 7, 1, hour, 30, tzinfo=UTC),
            kind=EventKind.CHANGE,
            action=f"accounts.hour.h{hour}",
            root_id=people.testkommune.pk,
        )
    assert len(shown(as_gry.get(f"{LOG}?fra=2026-07-02&til=2026-07-02"))) == 2
    assert shown(as_gry.get(f"{LOG}?fra=2026-07-01&til=2026-07-01")) == []


def test_one_persons_events_by_link(as_gry: Client, people: People, three_events: None) -> None:
    did = as_gry.get(f"{LOG}?hvem={people.ida.uuid}")
    assert [row[1] for row in shown(did)] == ["accounts.employee.moved"]
    assert "Kun det, Ida har gjort" in text(did)
    about = as_gry.get(f"{LOG}?om={people.erik.uuid}")
    assert "Kun det, der vedrører Erik" in text(about)
    assert [row[1] for row in shown(about)] == ["assessments.profile.read"]
    # Looking up one person is itself seen by that person.
    assert Event.objects.about(people.erik.pk).reads().first().action == "audit.log.opened"  # type: ignore[union-attr]
    assert not shown(as_gry.get(f"{LOG}?hvem={people.outsider.uuid}"))


def test_an_auditor_of_a_unit_sees_what_concerns_its_people(
    people: People, three_events: None, client_for: Callable[[Employee], Client]
) -> None:
    local = make_employee("Lokal", people.north, Role.AUDITOR)
    assert [row[1] for row in shown(client_for(local).get(LOG))] == ["assessments.profile.read"]


def test_people_who_are_gone_keep_their_name_as_doers_only(as_gry: Client, people: People, three_events: None) -> None:
    retire_employee(employee=people.alma, on=SINCE, by=people.ida)
    Employee.objects.get(pk=people.alma.pk).delete()
    Employee.objects.get(pk=people.erik.pk).delete()
    said = text(as_gry.get(LOG))
    assert "Alma åbnede kompetenceprofilen en person, der er slettet siden" in said


def test_the_log_asks_as_often_for_many_events_as_for_few(as_gry: Client, people: People) -> None:
    def queries() -> int:
        as_gry.get(LOG)
        with CaptureQueriesContext(connection) as asked:
            as_gry.get(LOG)
        return len(asked)

    record_read(by=people.alma, action="assessments.profile.read", subject_id=people.bo.pk)
    few = queries()
    for number in range(60):
        person = make_employee(f"Person {number}", people.north)
        record_read(by=person, action="assessments.profile.read", subject_id=people.bo.pk)
    assert queries() == few
    assert len(shown(as_gry.get(f"{LOG}?side=2"))) == 11


def test_the_log_as_a_file(as_gry: Client, people: People, three_events: None) -> None:
    grant_role(employee=people.bo, role=Role.MANAGER, unit=people.south, on=SINCE, by=people.ida)
    csv_file = as_gry.get(f"{LOG}hent/csv/?omraade=accounts").content.decode("utf-8-sig").splitlines()
    assert csv_file[0] == "Tid;Hvem;Hvad;Hvis data;Detaljer;Kode"
    assert [line.split(";")[1:] for line in csv_file[1:]] == [
        ["Ida", "gav en rolle", "Bo", "Leder · Testkommune / Syd", "accounts.role.granted"],
        [
            "Ida",
            "flyttede medarbejderen til en anden enhed",
            "Bo",
            "Testkommune / Nord → Testkommune / Syd",
            "accounts.employee.moved",
        ],
    ]
    book = openpyxl.load_workbook(io.BytesIO(as_gry.get(f"{LOG}hent/xlsx/").content))
    assert book.active is not None
    assert book.active.max_row == 5  # the heading, three events, and the first file that was taken out
    assert as_gry.get(f"{LOG}hent/pdf/").status_code == 404


def test_the_page_says_whether_the_log_is_whole(as_gry: Client, people: People) -> None:
    assert "Ikke kontrolleret endnu" in text(as_gry.get(LOG))
    old = Event.objects.create(
        at=datetime(2026, 1, 1, tzinfo=UTC), kind=EventKind.CHANGE, action="accounts.unit.created"
    )
    seal_events(now=datetime(2026, 1, 2, tzinfo=UTC))
    assert "Loggen er hel: alle 1 forseglede" in text(as_gry.post(f"{LOG}kontrol/", follow=True))
    assert re.search(r"Log Hel .* Kontrolleret .* Sidst forseglet 2\. januar 2026", text(as_gry.get(LOG)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET action = 'x' WHERE id = %s", [old.pk])
    assert "Loggen er brudt 1 steder" in text(as_gry.post(f"{LOG}kontrol/", follow=True))
    assert "1 segl passer ikke" in text(as_gry.get(LOG))
    assert as_gry.get(f"{LOG}kontrol/").status_code == 405


def test_in_english(as_gry: Client, people: People, three_events: None) -> None:
    set_language(person=people.gry, language="en")
    assert "moved the employee to another unit" in text(as_gry.get(LOG))


def test_a_list_that_was_opened_is_one_line_with_those_on_it_behind(as_gry: Client, people: People) -> None:
    seen = [make_citizen(people, name=f"Borger {n}") for n in range(3)]
    record_reads_of_citizens(by=people.erik, action="citizens.list.read", seen=((one.pk, one) for one in seen))
    record_read(by=people.alma, action="assessments.profile.read", subject_id=people.erik.pk, target=people.erik)

    page = as_gry.get(LOG)
    assert [row.together for row in page.context["rows"]] == [0, 3]
    assert "så 3 borgere på en liste" in text(page)
    assert "2 hændelser" in text(page)

    (opening,) = [row.event.uuid for row in page.context["rows"] if row.together]
    behind = as_gry.get(LOG, {"liste": str(opening)})
    assert {row.citizen.pk for row in behind.context["rows"]} == {one.pk for one in seen}
    last = as_gry.get(LOG, {"borger": str(seen[-1].uuid), "omraade": "citizens"})
    assert "så borgeren på en liste" in text(last)


def test_an_auditor_of_a_unit_sees_each_of_its_own_on_a_list(
    people: People, client_for: Callable[[Employee], Client]
) -> None:
    grant_role(employee=people.bo, role=Role.AUDITOR, unit=people.north, on=SINCE, by=people.ida)
    elsewhere, here = make_citizen(people, unit=people.south), make_citizen(people)
    both = ((one.pk, one) for one in (elsewhere, here))
    record_reads_of_citizens(by=people.erik, action="citizens.list.read", seen=both)

    rows = client_for(people.bo).get(LOG, {"omraade": "citizens"}).context["rows"]
    assert [(row.citizen, row.together) for row in rows] == [(here, 0)]


@pytest.mark.parametrize("query", ["til=9999-12-31", "fra=0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused(as_gry: Client, query: str) -> None:
    answer = as_gry.get(f"{LOG}?{query}")
    assert answer.status_code == 200
    assert shown(answer) == shown(as_gry.get(LOG))

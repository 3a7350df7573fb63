"""Commands on the server: the first municipality, and what is deleted every night."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from fagkompas.accounts.actions import retire_employee
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.audit.actions import seal_events
from fagkompas.audit.models import Event, EventKind
from fagkompas.toolkit.retention import RetentionLine
from fagkompas.website.management.commands import retention
from tests.people import People


def test_the_first_administrator_is_let_in_by_a_link(
    db: None, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    call_command("create_municipality", "Ny Kommune", admin_name="Anna", admin_email="Anna@Ny.example")
    said = capsys.readouterr().out
    assert "Ny Kommune er oprettet" in said
    anna = Employee.objects.get()
    assert (anna.email, anna.root.name, anna.roles.get().role) == ("anna@ny.example", "Ny Kommune", Role.ADMINISTRATOR)
    found = re.search(r"http://localhost(/\S+)", said)
    assert found
    form_page = client.get(found[1])
    client.post(form_page["Location"], {"password1": "en helt ny sætning", "password2": "en helt ny sætning"})
    client.post("/konto/log-ind/", {"login": "anna@ny.example", "password": "en helt ny sætning"})
    assert client.get("/styring/enheder/").status_code == 200
    assert client.get(found[1], follow=True).status_code == 200
    assert [event.root_id for event in Event.objects.order_by("pk")[:3]] == [anna.root_id] * 3


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("Testkommune", "anna@ny.example", "Testkommune"),
        ("Ny", "not an address", "mailadresse"),
        ("Ny", "bo@testkommune.example", "bo@testkommune.example"),
        ("", "anna@ny.example", "navn"),
    ],
)
def test_a_municipality_that_cannot_be_is_refused_whole(people: People, name: str, email: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("create_municipality", name, admin_name="Anna", admin_email=email)
    assert Unit.objects.count() == 4
    assert Employee.objects.count() == 9


def test_the_retention_run_reports_and_deletes_only_when_asked_to(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    retire_employee(employee=people.bo, on=date(2026, 1, 1), by=people.ida)
    Event.objects.create(at=datetime(2021, 1, 1, tzinfo=UTC), kind=EventKind.CHANGE, action="accounts.unit.created")
    # Events are sealed in the order in which they were written.
    assert seal_events(now=datetime(2030, 1, 1, tzinfo=UTC))
    for dry_run, heading in ((True, "Ville blive slettet 21. november 2026:"), (False, "Slettet 21. november 2026:")):
        call_command("retention", "--today", "2026-11-21", dry_run=dry_run)
        said = capsys.readouterr().out
        assert heading in said
        assert re.search(r"^ +1  medarbejdere, der er fratrådt for mere end 180 dage siden$", said, re.MULTILINE)
        assert re.search(r"^ +1  hændelser i loggen, der er mere end 5 år gamle$", said, re.MULTILINE)
        assert Employee.objects.filter(name="Bo").exists() is dry_run
    call_command("retention", "--today", "2026-11-21")
    assert re.search(r"^ +0  medarbejdere", capsys.readouterr().out, re.MULTILINE)


def test_tasks_that_were_begun_long_ago_are_deleted_and_those_that_wait_are_not(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    long_ago, of_late = datetime(2026, 11, 12, 12, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
    given = {"args_kwargs": {}, "task_path": "x", "backend_name": "default", "run_after": long_ago}
    for status in ("SUCCESSFUL", "FAILED", "RUNNING"):
        for at in (long_ago, of_late):
            DBTaskResult.objects.create(status=status, started_at=at, **given)
    DBTaskResult.objects.create(status="READY", **given)
    for dry_run, left in ((True, 7), (False, 4)):
        call_command("retention", "--today", "2026-11-21", dry_run=dry_run)
        assert re.search(r"^ +3  opgaver i baggrunden", capsys.readouterr().out, re.MULTILINE)
        assert DBTaskResult.objects.count() == left
    assert not DBTaskResult.objects.filter(started_at=long_ago).exists()


def test_a_day_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="today"):
        call_command("retention", "--today", "tomorrow")


def test_the_night_tells_sqlite_how_many_rows_there_are(people: People) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks for itself")
    call_command("retention")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'accounts_employee'")
        said = [row[0] for row in cursor.fetchall()]
    assert {rows.split()[0] for rows in said} == {str(Employee.objects.count())}


def test_what_cannot_be_deleted_stops_nobody_elses_deletion(
    people: People, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*, today: date, dry_run: bool) -> list[RetentionLine]:
        assert not dry_run
        Employee.objects.update(name="X")
        raise RuntimeError(today)

    def deletes(*, today: date, dry_run: bool) -> list[RetentionLine]:
        line = RetentionLine(what="sider", rows=2, of_citizens={people.testkommune.pk: {"casework.Track": 2}})
        return [line] if today.year and not dry_run else []

    monkeypatch.setattr(retention, "RUNS_BY_NAME", ((fails, "first"), (deletes, "second")))
    with pytest.raises(CommandError, match="first"):
        call_command("retention")
    assert "       2  sider" in capsys.readouterr().out
    assert not Employee.objects.filter(name="X").exists(), "what failed is as it was"
    told = Event.objects.get(action="audit.deletion.done", root_id=people.testkommune.pk)
    assert told.details["deleted"] == {"casework.Track": 2}

"""A GET cannot write: the rule for statements, and the guard around a real request."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from fagkompas.accounts.models import Employee, Unit
from fagkompas.audit.actions import record_read
from fagkompas.audit.models import Event
from fagkompas.toolkit.read_only import (
    ReadOnlyRequests,
    WriteInReadOnlyRequestError,
    goes_through_a_door,
    is_read,
)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "  select * from accounts_unit",
        'WITH RECURSIVE tree AS (SELECT "id" FROM "accounts_unit") SELECT * FROM tree',
        "WITH t AS (SELECT 'DELETE FROM x' AS \"update\") SELECT * FROM t",
        "SAVEPOINT s1",
        "RELEASE SAVEPOINT s1",
    ],
)
def test_reads(sql: str) -> None:
    assert is_read(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'INSERT INTO "accounts_unit" VALUES (1)',
        "update accounts_unit set name = 'SELECT'",
        "DELETE FROM accounts_unit",
        "REPLACE INTO accounts_unit VALUES (1)",
        "WITH t AS (DELETE FROM accounts_unit RETURNING *) SELECT * FROM t",
        "CREATE TABLE x (y int)",
        "DROP TABLE accounts_unit",
        "TRUNCATE accounts_unit",
        "",
    ],
)
def test_writes(sql: str) -> None:
    assert not is_read(sql)
    assert not goes_through_a_door(sql)


@pytest.mark.parametrize("sql", ['INSERT INTO "audit_event" ("id") VALUES (%s)', "UPDATE django_session SET x = 1"])
def test_doors(sql: str) -> None:
    assert goes_through_a_door(sql)


def asked(method: str, act: Callable[[], object]) -> None:
    """A request that does something in its view."""

    def view(request: HttpRequest) -> HttpResponse:
        act()
        return HttpResponse()

    ReadOnlyRequests(view)(RequestFactory().generic(method, "/"))


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_page_that_writes_is_refused_and_nothing_is_written(method: str, north: Unit) -> None:
    with pytest.raises(WriteInReadOnlyRequestError, match="accounts_unit"), transaction.atomic():
        asked(method, lambda: Unit.objects.filter(pk=north.pk).update(name="Changed by a link"))
    north.refresh_from_db()
    assert north.name == "Nord"


def test_a_post_writes(north: Unit) -> None:
    asked("POST", lambda: Unit.objects.filter(pk=north.pk).update(name="Nordvest"))
    north.refresh_from_db()
    assert north.name == "Nordvest"


def test_a_page_may_log_who_saw(alma: Employee, bo: Employee) -> None:
    asked("GET", lambda: record_read(by=alma, action="assessments.profile.opened", subject_id=bo.pk))
    assert Event.objects.reads().about(bo.pk).count() == 1


def test_the_guard_ends_with_the_request(north: Unit) -> None:
    asked("GET", lambda: Unit.objects.count())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_unit SET name = 'Nordvest' WHERE id = %s", [north.pk])
    assert Unit.objects.filter(name="Nordvest").exists()

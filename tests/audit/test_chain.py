"""The log: appended, sealed, checked, and deleted when its time is up and not before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from fagkompas.audit import actions
from fagkompas.audit.actions import (
    SETTLE,
    kept_from,
    last_verification,
    record_change,
    record_read,
    retention,
    seal_events,
    verify,
)
from fagkompas.audit.models import AppendOnlyError, Event, EventKind, Seal
from tests.people import People

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def happened(at: datetime, count: int = 1) -> list[Event]:
    """Events of one moment."""
    return [
        Event.objects.create(at=at, kind=EventKind.CHANGE, action="audit.test", details={"number": number, "name": "Å"})
        for number in range(count)
    ]


def from_outside(sql: str, *values: int) -> None:
    """As somebody with the database in hand would do it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# Appending


def test_an_event_knows_who_what_and_whose(people: People) -> None:
    event = record_change(
        by=people.ida, action="accounts.employee.edited", target=people.bo, subject_id=people.bo.pk, fields=["name"]
    )
    assert (event.kind, event.actor_id, event.actor_name, event.root_id) == (
        "change",
        people.ida.pk,
        "Ida",
        people.testkommune.pk,
    )
    assert (event.subject_id, event.target_type, event.target_uuid) == (people.bo.pk, "employee", people.bo.uuid)
    assert event.details == {"fields": ["name"]}


def test_looking_at_oneself_is_not_written(people: People) -> None:
    assert record_read(by=people.bo, action="accounts.employee.opened", subject_id=people.bo.pk) is None
    assert record_read(by=people.ida, action="accounts.employee.opened", subject_id=people.bo.pk) is not None
    assert Event.objects.count() == 1


def test_what_the_server_does_belongs_to_a_municipality_when_it_says_so(people: People) -> None:
    event = record_change(by=None, action="accounts.employee.deleted", root_id=people.testkommune.pk)
    assert (event.root_id, event.actor_id, event.actor_name) == (people.testkommune.pk, None, "")


def test_code_cannot_change_or_delete_an_event(db: None) -> None:
    (event,) = happened(NOW)
    event.action = "else"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=event.pk).update(action="else")
    with pytest.raises(AppendOnlyError):
        Event.objects.filter(pk=event.pk).delete()
    with pytest.raises(AppendOnlyError):
        Event.objects.bulk_update([event], ["action"])
    assert Event.objects.get().action == "audit.test"


# Sealing


def test_events_are_sealed_once_by_day_when_they_have_settled(db: None) -> None:
    happened(NOW - timedelta(days=1), 2)
    happened(NOW - timedelta(hours=1), 3)
    happened(NOW - SETTLE + timedelta(seconds=1))
    seals = seal_events(now=NOW)
    assert [seal.events for seal in seals] == [2, 3]
    assert seal_events(now=NOW) == []
    assert [seal.events for seal in seal_events(now=NOW + timedelta(minutes=1))] == [1]
    assert verify().is_whole
    assert verify().last_digest == Seal.objects.latest("pk").digest


def test_a_seal_takes_a_limited_number(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 4)
    happened(NOW - timedelta(hours=1), 10)
    assert [seal.events for seal in seal_events(now=NOW)] == [4, 4, 2]
    assert verify().is_whole


def test_an_event_that_is_late_holds_up_those_behind_it(db: None) -> None:
    happened(NOW - timedelta(hours=1))
    happened(NOW)
    happened(NOW - timedelta(hours=1))
    assert [seal.events for seal in seal_events(now=NOW)] == [1]


@pytest.mark.parametrize(
    "column",
    ["action = 'x'", "actor_name = 'x'", "subject_id = 7", "kind = 'read'", "at = '2020-01-01 00:00:00+00:00'"],
)
def test_a_changed_event_breaks_its_seal_only(db: None, column: str) -> None:
    happened(NOW - timedelta(days=2), 2)
    changed = happened(NOW - timedelta(days=1), 2)[0]
    happened(NOW - timedelta(hours=1), 2)
    seals = seal_events(now=NOW)
    from_outside(f"UPDATE audit_event SET {column} WHERE id = %s", changed.pk)  # noqa: S608
    assert verify().broken == (seals[1].pk,)


def test_a_removed_event_shows(db: None) -> None:
    gone = happened(NOW - timedelta(hours=1), 3)[1]
    (seal,) = seal_events(now=NOW)
    from_outside("DELETE FROM audit_event WHERE id = %s", gone.pk)
    assert verify().broken == (seal.pk,)


def test_an_event_put_in_afterwards_shows(db: None) -> None:
    first, last = happened(NOW - timedelta(hours=1)), happened(NOW - timedelta(hours=1), 2)
    from_outside("DELETE FROM audit_event WHERE id = %s", last[0].pk)
    (seal,) = seal_events(now=NOW)
    Event.objects.create(pk=last[0].pk, at=NOW - timedelta(hours=1), kind="change", action="audit.test")
    assert first
    assert verify().broken == (seal.pk,)


def test_a_seal_made_anew_breaks_the_next(db: None) -> None:
    happened(NOW - timedelta(days=1))
    happened(NOW - timedelta(hours=1))
    first, second = seal_events(now=NOW)
    Seal.objects.filter(pk=first.pk).update(digest="0" * 64)
    assert verify().broken == (first.pk, second.pk)


# Deleting


def test_events_go_five_years_later_and_not_a_day_before(db: None) -> None:
    happened(datetime(2021, 11, 20, 23, 59, tzinfo=UTC), 2)
    happened(datetime(2021, 11, 21, 0, 1, tzinfo=UTC), 3)
    seal_events(now=NOW)
    assert [line.rows for line in retention(today=date(2026, 11, 20), dry_run=False)] == [0]
    assert [line.rows for line in retention(today=date(2026, 11, 21), dry_run=True)] == [2]
    assert Event.objects.count() == 5
    assert [line.rows for line in retention(today=date(2026, 11, 21), dry_run=False)] == [2]
    assert Event.objects.count() == 3
    assert [seal.emptied_on for seal in Seal.objects.order_by("pk")] == [date(2026, 11, 21), None]
    found = verify()
    assert (found.is_whole, found.seals, found.events) == (True, 2, 3)


def test_events_that_are_not_sealed_stay(db: None) -> None:
    happened(datetime(2000, 1, 1, tzinfo=UTC))
    assert [line.rows for line in retention(today=date(2026, 11, 21), dry_run=False)] == [0]


def test_deleting_too_early_under_cover_of_retention_shows(db: None) -> None:
    happened(NOW - timedelta(days=1))
    (seal,) = seal_events(now=NOW)
    from_outside("DELETE FROM audit_event")
    Seal.objects.update(emptied_on=NOW.date())
    assert verify().broken == (seal.pk,)


def test_an_emptied_seal_after_one_with_events_shows(db: None) -> None:
    happened(datetime(2020, 1, 1, tzinfo=UTC))
    gone = happened(datetime(2020, 1, 2, tzinfo=UTC))[0]
    _first, second = seal_events(now=NOW)
    from_outside("DELETE FROM audit_event WHERE id = %s", gone.pk)
    Seal.objects.filter(pk=second.pk).update(emptied_on=NOW.date())
    assert verify().broken == (second.pk,)


@given(st.dates(min_value=date(1950, 1, 1)))
def test_what_is_kept_starts_five_years_back(day: date) -> None:
    first = kept_from(day)
    assert (first.year, first.month) == (day.year - 5, day.month)
    assert first.day == day.day or (day.month, day.day, first.day) == (2, 29, 28)


# Commands


def test_the_commands_seal_and_check(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    happened(NOW - timedelta(hours=1), 3)
    call_command("seal_audit")
    said = capsys.readouterr().out
    digest = said.split()[-1]
    assert "3 hændelser" in said
    assert Seal.objects.get().digest == digest
    call_command("verify_audit", digest=digest)
    assert "3 hændelser under 1 segl" in capsys.readouterr().out
    checked = last_verification()
    assert checked is not None
    assert checked.details == {"seals": 1, "events": 3, "broken": []}
    with pytest.raises(CommandError, match="lavet om"):
        call_command("verify_audit", digest="f" * 64)
    from_outside("UPDATE audit_event SET action = 'x' WHERE action = 'audit.test'")
    with pytest.raises(CommandError, match="1 af 1"):
        call_command("verify_audit")
    checked = last_verification()
    assert checked is not None
    assert checked.details["broken"] == [Seal.objects.get().pk]

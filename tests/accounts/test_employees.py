"""Employees and roles: what an administrator can do to them, and what nobody can."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone

from fagkompas.accounts.actions import (
    StaffFacts,
    create_employee,
    create_unit,
    edit_employee,
    grant_role,
    keep_staff_import,
    move_employee,
    reset_second_factor,
    retention,
    retire_employee,
    retire_unit,
    return_employee,
    set_language,
    withdraw_role,
)
from fagkompas.accounts.models import Employee, Role, RoleHeld, StaffImport
from fagkompas.accounts.permissions import (
    can_administer,
    people_under,
    units_under,
    visible_people,
)
from fagkompas.accounts.wording import sentences
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.together import ChangedMeanwhile
from tests.people import People, make_employee

TODAY = date(2026, 11, 21)


def refused(caught: pytest.ExceptionInfo[BadInput]) -> list[tuple[str, str | None]]:
    """Code and field of everything that was refused."""
    assert all(sentences(caught.value))
    return [(problem.message_code, problem.place.column) for problem in caught.value.problems]


def facts(**changed: Any) -> StaffFacts:
    return StaffFacts(**{"name": "Bo", "email": "bo@testkommune.example", **changed})


# Creating and changing


def test_a_new_employee_has_no_password_yet(people: People) -> None:
    made = create_employee(
        unit=people.north, facts=StaffFacts(name=" Bo  Ny ", email=" Bo.Ny@Testkommune.Example "), by=people.ida
    )
    assert (made.name, made.email, made.root) == ("Bo Ny", "bo.ny@testkommune.example", people.testkommune)
    assert not made.has_usable_password()
    event = Event.objects.get(action="accounts.employee.created")
    assert (event.subject_id, event.actor_name, event.details) == (made.pk, "Ida", {"unit": "Testkommune / Nord"})


def test_what_is_missing_or_taken_is_said_all_at_once(people: People) -> None:
    edit_employee(employee=people.bo, facts=facts(staff_number="17"), revision=0, by=people.ida)
    with pytest.raises(BadInput) as caught:
        create_employee(
            unit=people.north,
            facts=StaffFacts(name=" ", email="BO@testkommune.example", staff_number="17"),
            by=people.ida,
        )
    assert refused(caught) == [
        ("name_missing", "name"),
        ("email_taken", "email"),
        ("staff_number_taken", "staff_number"),
    ]
    with pytest.raises(BadInput) as caught:
        create_employee(unit=people.north, facts=StaffFacts(name="X", email=""), by=people.ida)
    assert refused(caught) == [("email_missing", "email")]


def test_two_municipalities_may_use_the_same_staff_number(people: People) -> None:
    edit_employee(employee=people.bo, facts=facts(staff_number="17"), revision=0, by=people.ida)
    create_employee(
        unit=people.andenkommune, facts=StaffFacts(name="X", email="x@a.example", staff_number="17"), by=None
    )


def test_nobody_starts_in_a_closed_unit(people: People) -> None:
    closed = create_unit(parent=people.north, name="Lukket", by=people.ida)
    closed = retire_unit(unit=closed, on=TODAY, by=people.ida)
    with pytest.raises(BadInput) as caught:
        create_employee(unit=closed, facts=StaffFacts(name="X", email="x@x.example"), by=people.ida)
    assert refused(caught) == [("unit_is_retired", "unit")]
    with pytest.raises(BadInput) as caught:
        move_employee(employee=people.bo, to=closed, by=people.ida)
    assert refused(caught) == [("unit_is_retired", "unit")]


def test_changed_facts_are_logged_by_name_of_field_only(people: People) -> None:
    edit_employee(
        employee=people.bo, facts=facts(email="bo.b@testkommune.example", category="BFM"), revision=0, by=people.ida
    )
    people.bo.refresh_from_db()
    assert (people.bo.email, people.bo.category, people.bo.revision) == ("bo.b@testkommune.example", "BFM", 1)
    assert Event.objects.get(action="accounts.employee.edited").details == {"fields": ["email", "category"]}


def test_saving_without_a_change_changes_nothing(people: People) -> None:
    edit_employee(employee=people.bo, facts=facts(), revision=0, by=people.ida)
    people.bo.refresh_from_db()
    assert people.bo.revision == 0
    assert not Event.objects.exists()


def test_the_second_of_two_administrators_is_told(people: People) -> None:
    edit_employee(employee=people.bo, facts=facts(category="BFM"), revision=0, by=people.ida)
    with pytest.raises(ChangedMeanwhile):
        edit_employee(employee=people.bo, facts=facts(name="Bo Berg"), revision=0, by=people.ida)
    people.bo.refresh_from_db()
    assert (people.bo.name, people.bo.category) == ("Bo", "BFM")


def test_a_move_stays_within_the_municipality(people: People) -> None:
    moved = move_employee(employee=people.bo, to=people.south, by=people.ida)
    assert (moved.unit, moved.root) == (people.south, people.testkommune)
    with pytest.raises(BadInput) as caught:
        move_employee(employee=people.bo, to=people.andenkommune, by=people.ida)
    assert refused(caught) == [("other_municipality", "unit")]


def test_who_has_left_is_without_roles_and_may_return(people: People) -> None:
    gone = retire_employee(employee=people.alma, on=TODAY, by=people.ida)
    assert (gone.is_active, gone.retired_on, gone.roles.count()) == (False, TODAY, 0)
    assert [event.action for event in Event.objects.about(gone.pk)] == [
        "accounts.employee.retired",
        "accounts.role.withdrawn",
    ]
    back = return_employee(employee=gone, by=people.ida)
    assert (back.is_active, back.retired_on, back.roles.count()) == (True, None, 0)


def test_nobody_retires_themselves_or_the_last_administrator(people: People) -> None:
    with pytest.raises(BadInput) as caught:
        retire_employee(employee=people.ida, on=TODAY, by=people.ida)
    assert refused(caught) == [("not_yourself", None), ("last_administrator", None)]
    with pytest.raises(BadInput) as caught:
        retire_employee(employee=people.ida, on=TODAY, by=None)
    assert refused(caught) == [("last_administrator", None)]
    second = make_employee("Anden", people.testkommune, Role.ADMINISTRATOR)
    retire_employee(employee=people.ida, on=TODAY, by=second)


def test_a_language_is_chosen(people: People) -> None:
    set_language(person=people.bo, language="en")
    set_language(person=people.bo, language="en")
    people.bo.refresh_from_db()
    assert people.bo.language == "en"
    assert Event.objects.filter(action="accounts.language.chosen").count() == 1


def test_the_database_itself_refuses_what_must_never_be(people: People) -> None:
    impossible: list[dict[str, Any]] = [
        {"name": ""},
        {"email": "Bo@Testkommune.example"},
        {"email": "alma@testkommune.example"},
        {"is_active": False},
        {"retired_on": TODAY},
        {"language": "xx"},
    ]
    for columns in impossible:
        with pytest.raises(IntegrityError), transaction.atomic():
            Employee.objects.filter(pk=people.bo.pk).update(**columns)
    held = people.alma.roles.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHeld.objects.filter(pk=held.pk).update(role="king")
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHeld.objects.create(employee=people.alma, role=held.role, unit=held.unit, since=TODAY)


# Roles


def test_a_role_is_given_and_withdrawn(people: People) -> None:
    held = grant_role(employee=people.bo, role=Role.MANAGER, unit=people.south, on=TODAY, by=people.ida)
    assert (held.since, held.unit) == (TODAY, people.south)
    assert Event.objects.get(action="accounts.role.granted").details == {
        "role": "manager",
        "unit": "Testkommune / Syd",
        "unit_uuid": str(people.south.uuid),
    }
    withdraw_role(held=held, by=people.ida)
    assert not people.bo.roles.exists()


def test_roles_that_cannot_be_given(people: People) -> None:
    gone = retire_employee(employee=people.carla, on=TODAY, by=people.ida)
    closed = retire_unit(unit=create_unit(parent=people.north, name="Lukket", by=people.ida), on=TODAY, by=people.ida)
    for employee, role, unit, code in (
        (people.ida, Role.MANAGER, people.north, ("not_yourself", None)),
        (people.alma, Role.MANAGER, people.north, ("role_held_already", "role")),
        (people.bo, Role.MANAGER, people.andenkommune, ("other_municipality", "unit")),
        (people.bo, Role.MANAGER, closed, ("unit_is_retired", "unit")),
        (gone, Role.MANAGER, people.north, ("employee_has_left", None)),
    ):
        with pytest.raises(BadInput) as caught:
            grant_role(employee=employee, role=role, unit=unit, on=TODAY, by=people.ida)
        assert refused(caught) == [code]


def test_the_last_administrator_over_the_whole_keeps_the_role(people: People) -> None:
    with pytest.raises(BadInput) as caught:
        withdraw_role(held=people.ida.roles.get(), by=None)
    assert refused(caught) == [("last_administrator", None)]
    below = grant_role(employee=people.bo, role=Role.ADMINISTRATOR, unit=people.north, on=TODAY, by=people.ida)
    withdraw_role(held=below, by=people.ida)


def test_a_lost_second_factor_is_reset_by_another(people: People) -> None:
    Authenticator.objects.create(user=people.bo, type="totp", data={})
    with pytest.raises(BadInput):
        reset_second_factor(employee=people.bo, by=people.bo)
    reset_second_factor(employee=people.bo, by=people.ida)
    assert not Authenticator.objects.filter(user=people.bo).exists()


def test_a_role_counts_below_its_unit_and_nowhere_else(people: People) -> None:
    team = create_unit(parent=people.north, name="Team", by=people.ida)
    local = make_employee("Lokal", people.north, Role.ADMINISTRATOR)
    assert can_administer(local, team)
    assert can_administer(local, people.north)
    assert not can_administer(local, people.south)
    assert not can_administer(local, people.testkommune)
    assert not can_administer(people.outsider, people.north)
    assert {unit.name for unit in units_under(local, Role.ADMINISTRATOR)} == {"Nord", "Team"}
    assert {person.name for person in people_under(local, Role.ADMINISTRATOR)} == {"Alma", "Bo", "Erik", "Lokal"}
    assert not units_under(people.bo, Role.ADMINISTRATOR).exists()


def test_whom_one_may_find_by_name(people: People) -> None:
    assert {person.name for person in visible_people(people.alma)} == {"Alma", "Bo", "Erik"}
    assert {person.name for person in visible_people(people.bo)} == {"Bo"}
    assert {person.name for person in visible_people(people.dorte)} == {"Dorte"}
    assert {person.name for person in visible_people(people.outsider)} == {"Outsider"}
    retire_employee(employee=people.bo, on=TODAY, by=people.ida)
    assert {person.name for person in visible_people(people.alma)} == {"Alma", "Erik"}


def test_a_search_knows_danish_letters(people: People) -> None:
    made = make_employee("Åse Ærø", people.north, email="aa@testkommune.example")
    for words in ("åse", "ÆRØ", "Åse", "aa@test"):
        assert list(Employee.objects.get_queryset().matching(words).order_by("pk")) == [made], words


# What has had its time


def test_the_retention_run_deletes_people_after_their_time(people: People) -> None:
    retire_employee(employee=people.bo, on=TODAY, by=people.ida)
    retire_employee(employee=people.erik, on=TODAY + timedelta(days=1), by=people.ida)
    day = TODAY + timedelta(days=181)
    assert [line.rows for line in retention(today=TODAY + timedelta(days=180), dry_run=False)] == [0, 0, 0, 0]
    assert [line.rows for line in retention(today=day, dry_run=True)] == [1, 0, 0, 0]
    assert Employee.objects.filter(name="Bo").exists()
    assert [line.rows for line in retention(today=day, dry_run=False)] == [1, 0, 0, 0]
    assert not Employee.objects.filter(name="Bo").exists()
    assert Employee.objects.filter(name="Erik").exists()
    deleted = Event.objects.get(action="accounts.employee.deleted")
    assert (deleted.subject_id, deleted.root_id, deleted.actor_name) == (people.bo.pk, people.testkommune.pk, "")


def test_a_read_staff_file_lives_for_an_hour(people: People) -> None:
    now = timezone.now()
    keep_staff_import(author=people.ida, rows=[], problems=[], now=now - timedelta(minutes=61))
    assert not StaffImport.waiting(now).exists()
    assert [line.rows for line in retention(today=TODAY, dry_run=False)] == [0, 1, 0, 0]
    keep_staff_import(author=people.ida, rows=[], problems=[], now=now - timedelta(minutes=59))
    assert StaffImport.waiting(now).exists()
    assert [line.rows for line in retention(today=TODAY, dry_run=False)] == [0, 0, 0, 0]


def test_what_was_read_before_is_thrown_away(people: People) -> None:
    for _time in range(2):
        keep_staff_import(author=people.ida, rows=[], problems=[], now=timezone.now())
    assert StaffImport.objects.count() == 1

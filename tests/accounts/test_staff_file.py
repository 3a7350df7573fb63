"""A staff file: every cell that can be wrong, and the rest that goes on."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fagkompas.accounts.actions import (
    StaffFacts,
    create_unit,
    edit_employee,
    import_staff,
    retire_employee,
    retire_unit,
)
from fagkompas.accounts.models import Employee, Role
from fagkompas.accounts.staff_file import COLUMNS, Checked, ReadStaff, check_staff, read_staff, staff_table
from fagkompas.accounts.wording import sentence, sentences
from fagkompas.audit.models import Event
from fagkompas.engine.errors import BadInput
from fagkompas.toolkit.workbooks import csv_bytes, workbook_bytes
from tests.people import People, make_employee, make_people

HEAD = ["medarbejder", "navn", "enhed", "kategori", "e-mail", "telefon"]


def csv_of(*rows: Sequence[str], head: Sequence[str] = HEAD) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([head, *rows])
    return io.BytesIO(text.getvalue().encode())


def xlsx_of(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> io.BytesIO:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (head, *rows):
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out


def check(people: People, *rows: Sequence[str], by: Employee | None = None) -> Checked:
    return check_staff(read_staff(csv_of(*rows), name="staff.csv"), by=by or people.ida)


def found(checked: Checked) -> list[tuple[int | None, str | None, str]]:
    """Row, column and code of every problem; each has its sentence."""
    assert all(sentence(problem) for problem in checked.problems)
    return [(problem.place.row, problem.place.column, problem.message_code) for problem in checked.problems]


def test_new_people_are_made_and_those_who_are_there_changed(people: People) -> None:
    edit_employee(
        employee=people.bo,
        facts=StaffFacts(name="Bo", email="bo@testkommune.example", staff_number="17"),
        revision=0,
        by=people.ida,
    )
    checked = check(
        people,
        ["17", "Bo Berg", "Testkommune / Syd", "BFM", ""],
        ["erik@testkommune.example", "Erik", "Nord", "", ""],
        ["18", "Anna Ny", "testkommune/nord", "JK", "Anna@Testkommune.example"],
        ["nils@testkommune.example", "Nils Ny", "Syd", "", ""],
    )
    assert found(checked) == []
    assert (checked.created, checked.changed, checked.unchanged) == (2, 1, 1)
    assert checked.rows[0].changes == ("navn", "kategori", "enhed")
    imported = import_staff(rows=checked.to_save, kept=None, by=people.ida)
    assert (imported.created, imported.changed, imported.unchanged) == (2, 1, 1)
    people.bo.refresh_from_db()
    assert (people.bo.name, people.bo.unit, people.bo.category, people.bo.email) == (
        "Bo Berg",
        people.south,
        "BFM",
        "bo@testkommune.example",
    )
    anna = Employee.objects.get(email="anna@testkommune.example")
    assert (anna.staff_number, anna.unit, anna.has_usable_password()) == ("18", people.north, False)
    assert Employee.objects.get(email="nils@testkommune.example").staff_number == ""
    created = Event.objects.get(action="accounts.employee.created", subject_id=anna.pk)
    assert (created.actor_name, created.root_id, created.target_uuid) == ("Ida", people.testkommune.pk, anna.uuid)


def test_a_telephone_number_is_read_and_an_empty_cell_keeps_it(people: People) -> None:
    bo = ["bo@testkommune.example", "Bo", "Nord", "", ""]
    checked = check(people, [*bo, "12 34  56 78"])
    assert checked.rows[0].changes == ("telefon",)
    import_staff(rows=checked.to_save, kept=None, by=people.ida)
    assert Employee.objects.get(pk=people.bo.pk).phone == "12 34 56 78"
    assert check(people, [*bo, ""]).unchanged == 1


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        (["", "X", "Nord", "", "x@x.example"], [("medarbejder", "person_missing")]),
        (["20", "", "Nord", "", "x@x.example"], [("navn", "name_missing")]),
        (["20", "X", "", "", "x@x.example"], [("enhed", "unit_missing")]),
        (["20", "X", "Vest", "", "x@x.example"], [("enhed", "unit_unknown")]),
        (["20", "X", "Team", "", "x@x.example"], [("enhed", "unit_ambiguous")]),
        (["20", "X", "Andenkommune", "", "x@x.example"], [("enhed", "unit_unknown")]),
        (["20", "X", "Lukket", "", "x@x.example"], [("enhed", "unit_is_retired")]),
        (["20", "X", "Nord", "", ""], [("e-mail", "email_missing")]),
        (["20", "X", "Nord", "", "not an address"], [("e-mail", "email_invalid")]),
        (["x@", "X", "Nord", "", ""], [("e-mail", "email_invalid")]),
        (["20", "X", "Nord", "", "alma@testkommune.example"], [("e-mail", "email_taken")]),
        (["20", "X", "Nord", "", "outsider@andenkommune.example"], [("e-mail", "email_taken")]),
        (["outsider@andenkommune.example", "X", "Nord", "", ""], [("e-mail", "email_taken")]),
        (["0101701234", "X", "Nord", "", "x@x.example"], [("medarbejder", "cpr_number")]),
        (["20", "X 010170-1234", "Nord", "", "x@x.example"], [("navn", "cpr_number")]),
        (["2" * 65, "X", "Nord", "", "x@x.example"], [("medarbejder", "staff_number_too_long")]),
        (["20", "X" * 121, "Nord", "", "x@x.example"], [("navn", "name_too_long")]),
        (["20", "X", "Nord", "K" * 17, "x@x.example"], [("kategori", "category_too_long")]),
        (["20", "X", "Nord", "", "x@x.example", "1" * 41], [("telefon", "phone_too_long")]),
        (["freja@testkommune.example", "F", "Syd", "", ""], [("medarbejder", "employee_has_left")]),
        (["20", "", "", "", ""], [("navn", "name_missing"), ("enhed", "unit_missing"), ("e-mail", "email_missing")]),
    ],
)
def test_a_wrong_cell_is_named_and_the_other_rows_go_on(
    people: People, row: list[str], problems: list[tuple[str, str]]
) -> None:
    for parent in (people.north, people.south):
        create_unit(parent=parent, name="Team", by=people.ida)
    closed = create_unit(parent=people.testkommune, name="Lukket", by=people.ida)
    retire_unit(unit=closed, on=date(2026, 1, 1), by=people.ida)
    retire_employee(employee=people.freja, on=date(2026, 1, 1), by=people.ida)
    checked = check(people, row, ["good@testkommune.example", "Good", "Nord", "", ""])
    assert found(checked) == [(2, column, code) for column, code in problems]
    assert [row.row for row in checked.rows] == [3]
    assert not any("010170" in sentence(problem) + problem.found for problem in checked.problems)


def test_the_same_person_twice(people: People) -> None:
    checked = check(
        people,
        ["20", "X", "Nord", "", "x@x.example"],
        ["20", "Y", "Syd", "", "y@x.example"],
        ["21", "Z", "Syd", "", "X@x.example"],
        ["bo@testkommune.example", "Bo", "Nord", "", ""],
        ["BO@testkommune.example", "Bo B", "Nord", "", ""],
    )
    assert found(checked) == [
        (3, "medarbejder", "person_twice"),
        (4, "e-mail", "email_taken"),
        (6, "medarbejder", "person_twice"),
    ]


def test_an_administrator_below_reaches_only_own_units(people: People) -> None:
    local = make_employee("Lokal", people.north, Role.ADMINISTRATOR)
    checked = check(
        people,
        ["carla@testkommune.example", "Carla", "Nord", "", ""],
        ["bo@testkommune.example", "Bo", "Syd", "", ""],
        ["bo@testkommune.example", "Bo Berg", "Nord", "", ""],
        by=local,
    )
    assert found(checked) == [(2, "medarbejder", "person_elsewhere"), (3, "enhed", "unit_unknown")]
    assert [row.row for row in checked.rows] == [4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "tom"),
        (b"\x00\x01\x02", "ikke en projektmappe"),
        (b"navn;enhed\nX;Nord\n", "medarbejder"),
        (b"medarbejder;navn;enhed\n", "ingen rækker"),
        ("medarbejder;navn;enhed\nå;b;c\n".encode("latin-1"), "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_gets_one_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_staff(io.BytesIO(content), name="staff.csv")
    assert len(sentences(caught.value)) == 1
    assert said in sentences(caught.value)[0]


def test_unknown_columns_are_reported_and_formulas_refused(people: People) -> None:
    read = read_staff(
        xlsx_of(
            ["x@x.example", "=1+1", "Nord", "", "", "rød"],
            ["y@x.example", "Y", "Nord", None, None, None],
            head=[*HEAD, "yndlingsfarve"],
        ),
        name="staff.xlsx",
    )
    checked = check_staff(read, by=people.ida)
    assert found(checked) == [(1, "yndlingsfarve", "unknown_column"), (2, "navn", "formula")]
    assert [row.row for row in checked.rows] == [3]


def test_numbers_in_a_workbook_are_read_as_they_look(people: People) -> None:
    read = read_staff(xlsx_of([1234, "X", "Nord", "", "x@x.example"]), name="staff.xlsx")
    assert read.rows[0].person == "1234"


def test_what_waits_to_be_saved_comes_back_as_it_was(people: People) -> None:
    read = read_staff(csv_of(["20", "X", "Nord", "", "x", "?"], head=[*HEAD, "andet"]), name="staff.csv")
    assert ReadStaff.from_json(*read.as_json()) == read


def test_what_is_taken_out_can_be_read_in_again_and_changes_nothing(people: People) -> None:
    everyone = list(Employee.objects.of_root(people.testkommune.pk).select_related("unit").order_by("pk"))
    for content in (workbook_bytes([staff_table(everyone)]), csv_bytes(staff_table(everyone))):
        checked = check_staff(read_staff(io.BytesIO(content), name="staff"), by=people.ida)
        assert found(checked) == []
        assert (checked.created, checked.changed, checked.unchanged) == (0, 0, len(everyone))


def test_checking_asks_as_often_for_many_rows_as_for_few(people: People) -> None:
    def queries(count: int) -> int:
        rows = [[f"{number}@x.example", f"Person {number}", "Nord", "", ""] for number in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            check(people, *rows)
        return len(asked)

    assert people.ida.held_roles
    assert queries(2) == queries(60)


def test_saving_asks_as_often_for_many_new_people_as_for_few(people: People) -> None:
    def queries(first: int, count: int) -> int:
        rows = [[f"{first + number}@x.example", f"Person {number}", "Nord", "", ""] for number in range(count)]
        checked = check(people, *rows)
        with CaptureQueriesContext(connection) as asked:
            assert import_staff(rows=checked.to_save, kept=None, by=people.ida).created == count
        return len(asked)

    assert queries(1, 2) == queries(100, 60)


def test_saving_is_all_or_nothing(people: People) -> None:
    checked = check(people, ["a@x.example", "A", "Nord", "", ""], ["b@x.example", "B", "Nord", "", ""])
    make_employee("Quick", people.south, email="b@x.example")
    with pytest.raises(BadInput):
        import_staff(rows=checked.to_save, kept=None, by=people.ida)
    assert not Employee.objects.filter(email="a@x.example").exists()


class TestAnyFile(TestCase):
    """Whatever stands in the cells, there is an answer, and what it lets through can be saved."""

    @settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["", "20", "021", "bo@testkommune.example", "ny@x.example", "@", "0101701234"])
                | st.text(max_size=8),
                st.text(max_size=8),
                st.sampled_from(["Nord", "Testkommune / Syd", "nord", "?", ""]),
                st.text(max_size=20),
                st.sampled_from(["", "ny@x.example", "z@x.example", "alma@testkommune.example"]) | st.text(max_size=8),
            ),
            max_size=8,
        )
    )
    def test_any_rows(self, rows: list[tuple[str, ...]]) -> None:
        people = make_people()
        before = Employee.objects.count()
        try:
            read = read_staff(xlsx_of(*[[_printable(cell) for cell in row] for row in rows]), name="staff.xlsx")
        except BadInput as refused:
            said = sentences(refused)
        else:
            checked = check_staff(read, by=people.ida)
            said = [sentence(problem) for problem in checked.problems]
            imported = import_staff(rows=checked.to_save, kept=None, by=people.ida)
            assert Employee.objects.count() == before + imported.created
            assert (imported.created, imported.changed) == (checked.created, checked.changed)
        assert all(said)


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def test_the_columns_are_those_of_the_format() -> None:
    assert list(COLUMNS) == HEAD

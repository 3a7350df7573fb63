"""Ratings files and personal forms: what is read, and every problem in its place with one sentence."""

import io
import string
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from fagkompas.assessments.workbooks import cells
from fagkompas.assessments.workbooks.cells import Fault
from fagkompas.assessments.workbooks.forms import write_forms
from fagkompas.assessments.workbooks.gathering import FORM_RATERS, LONG_COLUMNS, NEEDS_COLUMNS
from fagkompas.assessments.workbooks.ratings import EVIDENCE_LENGTH, Person, RatedItem, RatingsFile, UnitNeed
from fagkompas.assessments.workbooks.reading import Staff, read_ratings, read_staff
from fagkompas.assessments.workbooks.resolving import NAMELESS
from fagkompas.assessments.workbooks.wording import SENTENCES, message
from fagkompas.engine.errors import BadInput, Problem
from fagkompas.engine.framework import columns
from fagkompas.engine.scales import NOT_RELEVANT, UNANSWERED, Mode, Rater
from fagkompas.engine.units import Need
from fagkompas.frameworks.files import framework_for_codes, shipped
from fagkompas.toolkit.workbooks import ErrorValue, Formula

BO = "bo@testkommune.example"
NORTH = "Testkommune / Nord"

Cells = Sequence[Any]


def row(**given_cells: Any) -> list[Any]:
    """A row of the long form: Bo in North rates himself 3 on AU-G1, but for what is given."""
    usual = {
        "medarbejder": BO,
        "navn": "Bo",
        "enhed": NORTH,
        "kategori": None,
        "af": "selv",
        "kode": "AU-G1",
        "værdi": 3,
    }
    told = {**usual, "begrundelse": None, **given_cells}
    return list(told.values())


def workbook(sheets: Mapping[str, Sequence[Cells]]) -> io.BytesIO:
    """A workbook with these rows in its sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells_of_row in rows:
            sheet.append(list(cells_of_row))
    target = io.BytesIO()
    book.save(target)
    return target


def read(*rows: Cells, needs: Sequence[Cells] = (), head: Cells = LONG_COLUMNS) -> RatingsFile:
    """The file with these rows in the long form."""
    sheets: dict[str, Sequence[Cells]] = {"Vurderinger": [head, *rows]}
    if needs:
        sheets["Behov"] = [NEEDS_COLUMNS, *needs]
    return read_ratings(workbook(sheets), name="fil.xlsx", find_framework=framework_for_codes)


def read_csv(text: str) -> RatingsFile:
    """The file with this text."""
    return read_ratings(io.BytesIO(text.encode()), name="fil.csv", find_framework=framework_for_codes)


def places(problems: Sequence[Problem]) -> list[tuple[str | None, int | None, str | None, str, str]]:
    """Each problem as sheet, row, column, what was found, and the code of its sentence; and it has a sentence."""
    for problem in problems:
        assert "%(" not in message(problem)
    return [(p.place.sheet, p.place.row, p.place.column, p.found, p.message_code) for p in problems]


def values(file: RatingsFile) -> dict[tuple[str, Rater, str], int]:
    """Every answer by person, rater and code."""
    return {(file.people[answer.person].id, answer.rater, answer.code): answer.value for answer in file.answers}


# A file without problems


def test_the_long_form_gives_people_and_answers() -> None:
    file = read(
        row(),
        row(af="leder", værdi=4, begrundelse="Viste det i tre sager"),
        row(
            medarbejder="carla@testkommune.example", navn="Carla", enhed="Testkommune / Syd", kode="AU-PRA", værdi="IR"
        ),
        row(kode="AU-G2", værdi=None),
    )
    assert (file.framework.code, file.mode, file.problems) == ("faglighed-2025", Mode.SCREENING, ())
    assert file.people == (
        Person(id=BO, name="Bo", unit=("Testkommune", "Nord")),
        Person(id="carla@testkommune.example", name="Carla", unit=("Testkommune", "Syd")),
    )
    assert file.answers == (
        RatedItem(person=0, rater=Rater.SELF, code="AU-G1", value=3),
        RatedItem(person=0, rater=Rater.MANAGER, code="AU-G1", value=4, evidence="Viste det i tre sager"),
        RatedItem(person=1, rater=Rater.SELF, code="AU-PRA", value=NOT_RELEVANT),
    )


def test_answers_become_an_array_for_each_rater_that_counts() -> None:
    file = read(row(), row(af="kollega", værdi=0), row(af="aftalt", kode="AU-PRA", værdi=2))
    arrays = file.values_by_rater()
    codes = columns(file.framework.to_engine(), Mode.SCREENING)
    assert set(arrays) == {Rater.AGREED, Rater.MANAGER, Rater.SELF}
    assert arrays[Rater.SELF].shape == (1, 79)
    assert arrays[Rater.SELF][0, codes.index("AU-G1")] == 3
    assert arrays[Rater.AGREED][0, codes.index("AU-PRA")] == 2
    assert (arrays[Rater.MANAGER] == UNANSWERED).all()


@pytest.mark.parametrize("text", [
    "medarbejder;vurderet af;kompetence;værdi\nbo@testkommune.example;selv;AU-G1;3\n",
    "\ufeffKOMPETENCE,Værdi,Medarbejder,Vurderet  af\r\nau-g1,\"3,0\",bo@testkommune.example,SELV\r\n",
])  # fmt: skip
def test_csv_is_the_same_file_in_any_order_of_columns(text: str) -> None:
    file = read_csv(text)
    assert (values(file), file.problems) == ({(BO, Rater.SELF, "AU-G1"): 3}, ())
    assert file.people == (Person(id=BO, name=BO, unit=NAMELESS),)


def test_levels_make_a_dialogue() -> None:
    file = read(row(kode="AU-G", værdi=3), row(kode="AU-REL", værdi=2))
    assert (file.mode, file.problems) == (Mode.DIALOGUE, ())
    assert len(file.values_by_rater()[Rater.SELF][0]) == 6 * 2 + 18


def test_dimension_questions_alone_are_a_screening() -> None:
    assert read(row(kode="AU-REL", værdi=2)).mode is Mode.SCREENING


@pytest.mark.parametrize(("code", "framework"), [
    ("AU-G1", "faglighed-2025"), ("LM-S", "faglighed-2025"), (shipped("roller-kar").fields[0].competencies[0].code, "roller-kar"),
    (shipped("fagprofiler-2017").fields[-1].competencies[-1].code, "fagprofiler-2017"),
])  # fmt: skip
def test_the_framework_is_found_by_the_codes(code: str, framework: str) -> None:
    assert read(row(kode=code)).framework.code == framework


def test_several_colleagues_are_several_peers() -> None:
    file = read(*[row(af="kollega", værdi=value) for value in (1, 1, 4, "IR")])
    assert [(answer.rater, answer.value) for answer in file.answers] == [
        (Rater.PEER, 1), (Rater.PEER, 1), (Rater.PEER, 4), (Rater.PEER, NOT_RELEVANT),
    ]  # fmt: skip
    assert file.problems == ()


def test_units_and_people_that_differ_in_capitals_only_are_the_same() -> None:
    file = read(row(), row(medarbejder=BO.upper(), enhed="testkommune / NORD", kode="AU-G2"))
    assert file.people == (Person(id=BO, name="Bo", unit=("Testkommune", "Nord")),)
    assert (len(file.answers), file.problems) == (2, ())


def test_staff_numbers_are_read_as_they_are_shown() -> None:
    assert [person.id for person in read(row(medarbejder=7), row(medarbejder="007"), row(medarbejder=7.0)).people] == [
        "7",
        "007",
    ]


def test_a_person_whom_nobody_has_rated_yet_is_among_the_people() -> None:
    file = read(row(), row(medarbejder="carla@testkommune.example", navn="Carla", af=None, kode=None, værdi=None))
    assert ([person.name for person in file.people], file.problems) == (["Bo", "Carla"], ())


# Every cell


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (0, 0), (4, 4), (3.0, 3), ("3", 3), (" 3 ".strip(), 3), ("3,0", 3), ("3.0", 3), ("3,", 3), ("+2", 2), ("03", 3),
        ("IR", NOT_RELEVANT), ("ir", NOT_RELEVANT), ("Ir", NOT_RELEVANT), (None, UNANSWERED),
        (5, "value_out_of_range"), (-1, "value_out_of_range"), (2.5, "value_out_of_range"), ("2,5", "value_out_of_range"),
        ("-1", "value_out_of_range"), ("44", "value_out_of_range"), (float("inf"), "value_out_of_range"),
        ("9" * 400, "value_out_of_range"), ("tre", "value_unknown"), ("3 - sikkert", "value_unknown"), ("²", "value_unknown"),
        ("٣", "value_unknown"), (True, "value_unknown"), (date(2026, 1, 3), "value_is_date"),
        (Formula("=1+2"), "formula"), (ErrorValue("#N/A"), "error_value"),
    ],
)  # fmt: skip
def test_values(cell: Any, value: int | str) -> None:
    found = cells.value_in(cell)
    assert (found.code if isinstance(found, Fault) else found) == value
    assert not isinstance(found, bool)


@pytest.mark.parametrize(
    ("cell", "path"),
    [
        ("Testkommune / Nord", ("Testkommune", "Nord")), ("  Testkommune  /  Team   1 ".strip(), ("Testkommune", "Team 1")),
        ("Job/uddannelse", ("Job/uddannelse",)), (None, ()), ("Testkommune /", "unit_name_missing"), ("/ Nord", "unit_name_missing"),
        ("A /  / B", "unit_name_missing"), ("A / " + "x" * 121, "text_too_long"), (Formula("=A1"), "formula"),
    ],
)  # fmt: skip
def test_units(cell: Any, path: tuple[str, ...] | str) -> None:
    found = cells.unit_in(cell)
    assert (found.code if isinstance(found, Fault) else found) == path


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("31-12-2026", date(2026, 12, 31)), ("31.12.2026", date(2026, 12, 31)), ("1/2/2027", date(2027, 2, 1)),
        ("2026-12-31", date(2026, 12, 31)), (date(2026, 12, 31), date(2026, 12, 31)), ("31-02-2026", "date_unknown"),
        ("snart", "date_unknown"), (46000, "date_unknown"),
    ],
)  # fmt: skip
def test_dates(cell: Any, day: date | str) -> None:
    found = cells.date_in(cell)
    assert (found.code if isinstance(found, Fault) else found) == day


PROBLEMS_OF_CELLS = {
    "person missing": (row(medarbejder=None), "medarbejder", "", "person_missing"),
    "person too long": (row(medarbejder="x" * 300), "medarbejder", "x" * 80 + "…", "text_too_long"),
    "rater missing": (row(af=None), "vurderet af", "", "rater_unknown"),
    "rater unknown": (row(af="chef"), "vurderet af", "chef", "rater_unknown"),
    "code missing": (row(kode=None), "kompetence", "", "code_missing"),
    "code unknown": (row(kode="AU-G99"), "kompetence", "AU-G99", "code_unknown"),
    "level that the field does not have": (row(kode="AU-X"), "kompetence", "AU-X", "code_unknown"),
    "out of range": (row(værdi=7), "værdi", "7", "value_out_of_range"),
    "not a rating": (row(værdi="god"), "værdi", "god", "value_unknown"),
    "formula": (row(værdi="=1+2"), "værdi", "=1+2", "formula"),
    "formula for a person": (row(medarbejder="=A9"), "medarbejder", "=A9", "formula"),
    "formula for a code": (row(kode="=A9"), "kompetence", "=A9", "formula"),
    "date": (row(værdi=date(2026, 1, 3)), "værdi", "2026-01-03", "value_is_date"),
    "truth value": (row(værdi=True), "værdi", "True", "value_unknown"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS_OF_CELLS)
def test_a_wrong_cell_is_a_problem_and_the_rest_goes_on(name: str) -> None:
    wrong, column, found, code = PROBLEMS_OF_CELLS[name]
    file = read(row(kode="AU-G2"), wrong, row(kode="AU-G3"))
    assert places(file.problems) == [("Vurderinger", 3, column, found, code)]
    assert values(file) == {(BO, Rater.SELF, "AU-G2"): 3, (BO, Rater.SELF, "AU-G3"): 3}


PROBLEMS_BESIDE_THE_VALUE = {
    "reason too long": (row(begrundelse="x" * (EVIDENCE_LENGTH + 1)), "begrundelse", "x" * 80 + "…", "text_too_long"),
    "CPR number": (row(begrundelse="Borger 010190-1234 fik job"), "begrundelse", "Borger ••••••-•••• fik job", "cpr_in_text"),
    "CPR number in a name": (row(navn="Bo 0101901234"), "navn", "Bo ••••••-••••", "cpr_in_text"),
    "formula for a name": (row(navn="=B9"), "navn", "=B9", "formula"),
    "unit without a name": (row(enhed="Testkommune / / Nord"), "enhed", "Testkommune / / Nord", "unit_name_missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", PROBLEMS_BESIDE_THE_VALUE)
def test_a_problem_beside_the_value_does_not_take_the_value(name: str) -> None:
    wrong, column, found, code = PROBLEMS_BESIDE_THE_VALUE[name]
    file = read(row(kode="AU-G2"), wrong)
    assert places(file.problems) == [("Vurderinger", 3, column, found, code)]
    assert values(file)[BO, Rater.SELF, "AU-G1"] == 3
    assert not any(answer.evidence for answer in file.answers)
    assert "010190" not in str(file)
    assert "0101901234" not in str(file)


def test_a_reason_without_a_rating_is_told() -> None:
    file = read(row(), row(kode="AU-G2", værdi=None, begrundelse="God til det"))
    assert places(file.problems) == [("Vurderinger", 3, "begrundelse", "God til det", "evidence_without_value")]


# Several values for one item


def test_two_values_by_one_rater_are_not_used_and_both_are_listed() -> None:
    file = read(row(værdi=3), row(kode="AU-G2"), row(værdi=4), row(af="leder", værdi=2))
    assert places(file.problems) == [
        ("Vurderinger", 2, "værdi", "3", "two_values"),
        ("Vurderinger", 4, "værdi", "4", "two_values"),
    ]
    assert [problem.values["row"] for problem in file.problems] == [4, 2]
    assert values(file) == {(BO, Rater.SELF, "AU-G2"): 3, (BO, Rater.MANAGER, "AU-G1"): 2}


def test_a_point_and_not_relevant_are_two_values() -> None:
    file = read(row(værdi=0), row(værdi="IR"), row(værdi=0))
    assert [(place[1], place[3]) for place in places(file.problems)] == [(2, "0"), (3, "IR"), (4, "0")]
    assert file.answers == ()


def test_equal_values_count_once() -> None:
    file = read(row(begrundelse="Den første"), row(værdi="3,0"), row(værdi=None))
    assert places(file.problems) == [("Vurderinger", 3, "værdi", "3", "repeated_value")]
    assert file.answers == (RatedItem(person=0, rater=Rater.SELF, code="AU-G1", value=3, evidence="Den første"),)


def test_a_person_described_in_two_ways_is_told_and_the_first_is_used() -> None:
    file = read(
        row(), row(navn="Bob", enhed="Testkommune / Syd", kode="AU-G2"), row(navn=None, enhed=None, kode="AU-G3")
    )
    assert places(file.problems) == [
        ("Vurderinger", 3, "navn", "Bob", "person_differs"),
        ("Vurderinger", 3, "enhed", "Testkommune / Syd", "person_differs"),
    ]
    assert file.people == (Person(id=BO, name="Bo", unit=("Testkommune", "Nord")),)


def test_a_person_without_unit_is_told_when_others_have_one() -> None:
    file = read(row(), row(medarbejder="7", navn=None, enhed=None))
    assert places(file.problems) == [("Vurderinger", 3, "medarbejder", "7", "unit_missing")]
    assert file.people[1] == Person(id="7", name="7", unit=NAMELESS)


# Categories


def role_items() -> tuple[str, str, str]:
    """A category of the role frame, an item of it, and an item of another."""
    items = [item for field in shipped("roller-kar").fields for item in field.competencies if item.category]
    other = next(item for item in items if item.category != items[0].category)
    return items[0].category, items[0].code, other.code


def test_items_of_another_category_are_not_used() -> None:
    category, own, other = role_items()
    file = read(
        row(kategori=category.lower(), kode=own),
        row(kode=other, kategori=category),
        row(kode=other, af="leder", værdi="IR"),
    )
    assert file.people[0].category == category
    assert values(file) == {(BO, Rater.SELF, own): 3}
    assert places(file.problems) == [("Vurderinger", 3, "værdi", "3", "other_category")]


def test_an_unknown_category_is_told_and_left_out() -> None:
    _category, own, other = role_items()
    file = read(row(kategori="XYZ", kode=own), row(kategori="XYZ", kode=other))
    assert (file.people[0].category, len(file.answers)) == ("", 2)
    assert places(file.problems) == [("Vurderinger", 2, "kategori", "XYZ", "category_unknown")]


def test_a_framework_without_categories_takes_no_notice_of_them() -> None:
    file = read(row(kategori="Sagsbehandler"))
    assert (file.people[0].category, file.problems) == ("", ())


# Headings, sheets, and files of which nothing can be read


def test_unknown_columns_are_told_and_ignored() -> None:
    file = read([*row(), "x", 5], head=[*LONG_COLUMNS, "Alder", None])
    assert places(file.problems) == [("Vurderinger", 1, "Alder", "Alder", "unknown_column")]
    assert len(file.answers) == 1


def test_sheets_that_are_something_else_are_told() -> None:
    book = workbook({"Noter": [["Husk"], ["at"]], "Ark1": [LONG_COLUMNS, row()], "Tom": []})
    file = read_ratings(book, name="fil.xlsx", find_framework=framework_for_codes)
    assert places(file.problems) == [("Noter", None, None, "Noter", "unknown_sheet")]
    assert "»Noter«" in message(file.problems[0])
    assert len(file.answers) == 1


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([LONG_COLUMNS], ["no_ratings"]),
        ([LONG_COLUMNS, row(medarbejder=None)], ["person_missing", "no_ratings"]),
        ([["medarbejder", "kompetence"], ["bo", "AU-G1"]], ["missing_column", "missing_column", "no_ratings"]),
        ([LONG_COLUMNS, row(kode="ZZ-1")], ["no_framework"]),
        ([LONG_COLUMNS, row(), row(kode="AU-G")], ["both_modes"]),
    ],
    ids=["only headings", "nobody", "columns missing", "codes of nothing", "both modes"],
)  # fmt: skip
def test_a_file_of_which_nothing_can_be_read_is_refused(rows: Sequence[Cells], codes: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        read_ratings(workbook({"Vurderinger": rows}), name="fil.xlsx", find_framework=framework_for_codes)
    assert [place[4] for place in places(caught.value.problems)] == codes


def test_text_that_is_no_table_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput) as caught:
        read_csv("Kære Alma\nHer kommer tallene i morgen\n")
    assert [problem.message_code for problem in caught.value.problems] == ["no_ratings"]


def test_problems_stand_in_the_order_of_the_file() -> None:
    book = workbook({
        "Vurderinger": [LONG_COLUMNS, row(værdi=9), row(kode="ZZ-9"), row(kode="AU-G2"), row(kode="AU-G2", værdi=1)],
        "Flere": [LONG_COLUMNS, row(kode="AU-G2", værdi=9)],
    })  # fmt: skip
    file = read_ratings(book, name="fil.xlsx", find_framework=framework_for_codes)
    assert [place[:2] for place in places(file.problems)] == [
        ("Vurderinger", 2), ("Vurderinger", 3), ("Vurderinger", 4), ("Vurderinger", 5), ("Flere", 2),
    ]  # fmt: skip


# Needs


def test_needs_of_units() -> None:
    file = read(
        row(),
        needs=[
            ["testkommune", "au", 0.8, 2, 3, "31-12-2026"],
            [NORTH, "Lov & Myndighed", None, None, None, None],
            [NORTH, "IT", "75 %", "1", 1, date(2027, 1, 1)],
        ],
    )
    assert file.problems == ()
    assert file.needs == (
        UnitNeed(
            unit=("Testkommune",),
            need=Need(field="AU", basic_share=0.8, specialists=2, weight=3, by=date(2026, 12, 31)),
        ),
        UnitNeed(unit=("Testkommune", "Nord"), need=Need(field="LM")),
        UnitNeed(unit=("Testkommune", "Nord"), need=Need(field="IT", basic_share=0.75, by=date(2027, 1, 1))),
    )
    assert [need.field for need in file.needs_of(("Testkommune", "Nord"))] == ["LM", "IT"]


@pytest.mark.parametrize(
    ("cells_of_row", "column", "code"),
    [
        (["Andenkommune", "AU", 1, 1, 1, None], "enhed", "unit_unknown"),
        ([None, "AU", 1, 1, 1, None], "enhed", "unit_unknown"),
        ([NORTH, "XX", 1, 1, 1, None], "felt", "field_unknown"),
        ([NORTH, None, 1, 1, 1, None], "felt", "field_unknown"),
        ([NORTH, "AU", 80, 1, 1, None], "grundniveau andel", "share_out_of_range"),
        ([NORTH, "AU", "=1", 1, 1, None], "grundniveau andel", "share_out_of_range"),
        ([NORTH, "AU", 1, 1.5, 1, None], "specialister", "whole_out_of_range"),
        ([NORTH, "AU", 1, -1, 1, None], "specialister", "whole_out_of_range"),
        ([NORTH, "AU", 1, 1, 4, None], "vægt", "whole_out_of_range"),
        ([NORTH, "AU", 1, 1, 1, "snart"], "senest", "date_unknown"),
    ],
)
def test_a_wrong_need_is_a_problem(cells_of_row: Cells, column: str, code: str) -> None:
    file = read(row(), needs=[cells_of_row, [NORTH, "LM", 1, 1, 1, None]])
    assert [(place[0], place[1], place[2], place[4]) for place in places(file.problems)] == [("Behov", 2, column, code)]
    assert [need.need.field for need in file.needs] == ["LM"]


def test_needs_of_many_units() -> None:
    units = [f"Testkommune / Team {number}" for number in range(100)]
    people = [row(medarbejder=str(number), enhed=unit) for number, unit in enumerate(units)]
    file = read(*people, needs=[[unit, "AU", 1, 2, 1, None] for unit in units])
    assert [" / ".join(need.unit) for need in file.needs] == units


def test_a_need_given_twice_counts_once() -> None:
    file = read(row(), needs=[[NORTH, "AU", 1, 1, 1, None], [NORTH, "AU", 1, 2, 1, None]])
    assert [(place[1], place[4]) for place in places(file.problems)] == [(3, "need_repeated")]
    assert [need.need.specialists for need in file.needs] == [1]


# Staff


def staff(text: str, categories: frozenset[str] = frozenset()) -> Staff:
    """The people of a CSV file."""
    return read_staff(io.BytesIO(text.encode()), name="staff.csv", categories=categories)


def test_staff() -> None:
    people = staff("medarbejder;navn;enhed;kategori\n1;Alma;Testkommune / Nord;BFM\n2;;;\n", frozenset({"BFM"}))
    assert people.people == (
        Person(id="1", name="Alma", unit=("Testkommune", "Nord"), category="BFM"),
        Person(id="2", name="2", unit=NAMELESS),
    )
    assert places(people.problems) == [("staff.csv", 3, "medarbejder", "2", "unit_missing")]


def test_problems_of_staff() -> None:
    people = staff(
        "medarbejder;navn;kategori;løn\n1;Alma;X;9\n;Bo;;\n1;Alma;X;\n3;Carla 010190-1234;;\n", frozenset({"BFM"})
    )
    assert [place[1:] for place in places(people.problems)] == [
        (1, "løn", "løn", "unknown_column"),
        (2, "kategori", "X", "category_unknown"),
        (3, "medarbejder", "", "person_missing"),
        (4, "medarbejder", "1", "person_repeated"),
        (5, "navn", "Carla ••••••-••••", "cpr_in_text"),
    ]
    assert [person.name for person in people.people] == ["Alma", "3"]


@pytest.mark.parametrize(("text", "codes"), [
    ("navn;enhed\nBo;Nord\n", ["missing_column", "no_people"]), ("medarbejder;navn\n", ["no_people"]), ("", ["file_empty"]),
])  # fmt: skip
def test_staff_without_people_is_refused(text: str, codes: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        staff(text)
    assert [problem.message_code for problem in caught.value.problems] == codes


# Personal forms

NAMES = ["Bo", "bo", "History", "Vejledning", "A/B: [x]*?", "'Æblegrød'", "x" * 40, "x" * 41, "="]
PEOPLE = tuple(Person(id=f"id{n}", name=name, unit=("Testkommune", "Nord")) for n, name in enumerate(NAMES))


def forms(people: Sequence[Person], framework: str = "faglighed-2025", mode: Mode = Mode.SCREENING) -> io.BytesIO:
    """The personal forms of these people."""
    target = io.BytesIO()
    write_forms(target, document=shipped(framework), people=people, mode=mode)
    return target


def filled(book: io.BytesIO, answers: Mapping[tuple[str, str], Any]) -> io.BytesIO:
    """Forms with answers in them: by code and heading, the same in every form."""
    opened = openpyxl.load_workbook(book)
    for sheet in opened.worksheets[1:-1]:
        fill(sheet, answers)
    target = io.BytesIO()
    opened.save(target)
    return target


def fill(sheet: Worksheet, answers: Mapping[tuple[str, str], Any]) -> None:
    """Write answers under their headings beside their codes."""
    heading = next(row for row in sheet.iter_rows() if "Selv" in [cell.value for cell in row])
    column = {str(cell.value): place for place, cell in enumerate(heading, start=1)}
    line = {str(row[0].value): place for place, row in enumerate(sheet.iter_rows(), start=1)}
    for (code, name), value in answers.items():
        sheet.cell(line[code], column[name]).value = value


def read_forms(book: io.BytesIO) -> RatingsFile:
    return read_ratings(book, name="skemaer.xlsx", find_framework=framework_for_codes)


def test_forms_are_read_back_with_everybody_whatever_they_are_called() -> None:
    file = read_forms(filled(forms(PEOPLE), {("AU-G1", "Selv"): 3, ("AU-G1", "Leder"): "IR", ("NF-REL", "Aftalt"): 0}))
    assert (file.people, file.problems) == (PEOPLE, ())
    assert [answer for answer in file.answers if answer.person == 0] == [
        RatedItem(person=0, rater=Rater.SELF, code="AU-G1", value=3),
        RatedItem(person=0, rater=Rater.MANAGER, code="AU-G1", value=NOT_RELEVANT),
        RatedItem(person=0, rater=Rater.AGREED, code="NF-REL", value=0),
    ]
    assert len(file.answers) == 3 * len(PEOPLE)


@pytest.mark.parametrize("framework", ["faglighed-2025", "roller-kar", "fagprofiler-2017"])
@pytest.mark.parametrize("mode", list(Mode))
def test_forms_ask_everything_that_the_mode_asks(framework: str, mode: Mode) -> None:
    codes = columns(shipped(framework).to_engine(), mode)
    with translation.override("en"):
        book = forms(PEOPLE[:1], framework, mode)
    file = read_forms(filled(book, {(code, name.capitalize()): 2 for code in codes for name in FORM_RATERS}))
    assert (file.framework.code, file.mode, file.problems) == (framework, mode, ())
    assert {answer.code for answer in file.answers} == set(codes)
    assert len(file.answers) == 3 * len(codes)


def test_a_form_asks_a_person_only_what_concerns_the_category() -> None:
    category, own, other = role_items()
    sheet = openpyxl.load_workbook(forms([Person(id="1", name="Bo", category=category)], "roller-kar")).worksheets[1]
    asked = {row[0].value for row in sheet.iter_rows()}
    assert own in asked
    assert other not in asked


def test_a_form_has_a_drop_down_in_every_cell_to_fill_in_and_the_scale_in_view() -> None:
    sheet = openpyxl.load_workbook(forms(PEOPLE[:1])).worksheets[1]
    codes = [
        row[0].row
        for row in sheet.iter_rows()
        if row[0].value in columns(shipped("faglighed-2025").to_engine(), Mode.SCREENING)
    ]
    (choices,) = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert choices.formula1 == '"0,1,2,3,4,IR"'
    offered = {(cell.row, cell.column) for area in choices.sqref.ranges for line in sheet[area.coord] for cell in line}
    assert offered == {(line, column) for line in codes for column in (3, 4, 5)}
    assert all(not sheet.cell(line, column).protection.locked for line, column in offered)
    text = " ".join(str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value)
    for point in shipped("faglighed-2025").scale:
        assert point.anchor.da in text
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A8", "$6:$7")


def test_a_reason_in_a_form_belongs_to_the_first_who_rated() -> None:
    file = read_forms(filled(forms(PEOPLE[:1]), {
        ("AU-G1", "Leder"): 3, ("AU-G1", "Aftalt"): 2, ("AU-G1", "Begrundelse"): "Tre sager", ("AU-G2", "Begrundelse"): "Uden tal",
    }))  # fmt: skip
    assert [(answer.rater, answer.evidence) for answer in file.answers] == [
        (Rater.MANAGER, "Tre sager"),
        (Rater.AGREED, ""),
    ]
    assert [place[2:] for place in places(file.problems)] == [("begrundelse", "Uden tal", "evidence_without_value")]


def test_wrong_cells_of_forms_have_their_place() -> None:
    book = openpyxl.load_workbook(forms(PEOPLE[:2]))
    fill(book["Bo"], {("AU-G1", "Selv"): 7, ("AU-G2", "Leder"): "=1+1", ("AU-G3", "Aftalt"): 4})
    book["bo (2)"]["B2"] = None
    target = io.BytesIO()
    book.save(target)
    file = read_forms(target)
    line = {str(row[0].value): row[0].row for row in book["Bo"].iter_rows()}
    assert places(file.problems) == [
        ("Bo", line["AU-G1"], "Selv", "7", "value_out_of_range"),
        ("Bo", line["AU-G2"], "Leder", "=1+1", "formula"),
        ("bo (2)", 2, "medarbejder", "", "person_missing"),
    ]
    assert [answer.code for answer in file.answers] == ["AU-G3"]


def test_a_form_and_the_long_form_in_one_file_are_one_file() -> None:
    book = openpyxl.load_workbook(
        filled(forms([Person(id=BO, name="Bo", unit=("Testkommune", "Nord"))]), {("AU-G1", "Selv"): 3})
    )
    sheet = book.create_sheet("Vurderinger")
    for line in (LONG_COLUMNS, row(værdi=2), row(kode="AU-G2", værdi=1)):
        sheet.append(list(line))
    target = io.BytesIO()
    book.save(target)
    file = read_forms(target)
    assert values(file) == {(BO, Rater.SELF, "AU-G2"): 1}
    assert [(place[0], place[4]) for place in places(file.problems)] == [
        ("Bo", "two_values"),
        ("Vurderinger", "two_values"),
    ]


# Words


def test_every_problem_has_a_sentence_that_says_what_to_do_in_both_languages() -> None:
    for language in ("da", "en"):
        with translation.override(language):
            for code, sentence in SENTENCES.items():
                happened, what_to_do = str(sentence).split(". ", 1)
                assert happened, code
                assert what_to_do.endswith("."), code


# Laws

odd_cells = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(string.printable, max_size=20),
    st.sampled_from(["selv", "leder", "kollega", "aftalt", "AU-G1", "AU-S", "ZZ-9", "IR", "3", "=1", BO, NORTH, "010190-1234"]),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)  # fmt: skip


@settings(max_examples=60)
@given(st.lists(st.lists(odd_cells, min_size=8, max_size=8), max_size=6))
def test_whatever_stands_in_the_cells_is_read_or_listed(rows: list[list[Any]]) -> None:
    text = io.StringIO()
    text.write(";".join(LONG_COLUMNS) + "\n")
    for line in rows:
        text.write(";".join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in line) + "\n")
    text.write(f"{BO};Bo;{NORTH};;selv;AU-G6;2;\n")
    try:
        file = read_csv(text.getvalue())
    except BadInput as error:
        problems = error.problems
    else:
        problems = file.problems
        assert all(answer.value in range(NOT_RELEVANT, 5) for answer in file.answers)
    for problem in problems:
        assert problem.place.row is None or problem.place.row <= sum(1 for _ in text.getvalue()) + 1
        assert message(problem)
        assert "010190-1234" not in problem.found

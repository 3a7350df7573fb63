"""Workbooks: read whatever they are, refused in one sentence, written so that nothing is taken for something else."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.engine.errors import BadInput, Problem
from fagkompas.toolkit import workbooks
from fagkompas.toolkit.problems import OF_FILES, in_words
from fagkompas.toolkit.workbooks import (
    Column,
    ErrorValue,
    Formula,
    Kind,
    Row,
    Table,
    as_text,
    csv_bytes,
    open_workbook,
    read_header,
    sheet_name,
    workbook_bytes,
)

NAME = "fil.xlsx"
MIDNIGHT = datetime.fromisoformat("2026-11-21")
"""What a spreadsheet makes of a date: a moment without a time zone."""


def read(content: bytes, name: str = NAME) -> dict[str, list[Row]]:
    """Every row of every sheet."""
    with open_workbook(io.BytesIO(content), name=name) as workbook:
        return {sheet.name: list(sheet.rows()) for sheet in workbook.sheets}


def problem_in(content: bytes) -> Problem:
    """The one problem for which a file is refused; its sentence names the file and has nothing left to fill in."""
    with pytest.raises(BadInput) as caught:
        read(content)
    (problem,) = caught.value.problems
    words = in_words(problem)
    assert problem.message_code in OF_FILES
    assert "%(" not in words
    return problem


def xlsx(*rows: Sequence[Any]) -> bytes:
    """A workbook as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet("Ark")
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return target.getvalue()


SHEET_PART = "xl/worksheets/sheet1.xml"


# Reading


def test_a_workbook_is_read_with_its_types_and_places() -> None:
    content = xlsx(["id", "tal"], ["a", 3], [], [None, 2.5], [" trimmet ", True], ["dato", MIDNIGHT])
    assert read(content) == {
        "Ark": [
            Row(1, ("id", "tal")),
            Row(2, ("a", 3)),
            Row(4, (None, 2.5)),
            Row(5, ("trimmet", True)),
            Row(6, ("dato", MIDNIGHT)),
        ]
    }


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a;b\n1;æ\n", [Row(1, ("a", "b")), Row(2, ("1", "æ"))]),
        ('a,b\n1,"2,5"\n', [Row(1, ("a", "b")), Row(2, ("1", "2,5"))]),
        ("\ufeffa;b\r\n\r\n;x\r\n", [Row(1, ("a", "b")), Row(3, (None, "x"))]),
        ('a;b\n"to\nlinjer";2\n', [Row(1, ("a", "b")), Row(2, ("to\nlinjer", "2"))]),
        ("a;b\na\u030a;ø\n", [Row(1, ("a", "b")), Row(2, ("å", "ø"))]),
        ("'=1+1;'fri\n", [Row(1, ("=1+1", "'fri"))]),
    ],
    ids=["semicolon", "comma", "mark and Windows lines", "line break in a cell", "letters in two pieces", "guarded"],
)
def test_csv_is_read_whatever_program_wrote_it(text: str, rows: list[Row]) -> None:
    assert read(text.encode(), "fil.csv") == {"fil.csv": rows}


def test_formulas_and_errors_are_told_from_values() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("Ark")
    sheet.write_formula(0, 0, "=1+2", None, 3)
    sheet.write_array_formula(1, 0, 1, 0, "{=SUM(1,2)}", None, 3)
    sheet.write_formula(2, 0, "=NA()", None, "#N/A")
    sheet.write_string(3, 0, "=1+2")
    book.close()
    rows = read(target.getvalue())["Ark"]
    assert [type(row.cells[0]) for row in rows] == [Formula, Formula, Formula, str]
    errors = with_part(
        xlsx(["x"]), SHEET_PART, lambda part: re.sub(rb"<c [^>]*>.*</c>", b'<c r="A1" t="e"><v>#N/A</v></c>', part)
    )
    assert read(errors)["Ark"] == [Row(1, (ErrorValue("#N/A"),))]


def test_rows_are_a_stream_and_can_be_read_again(tmp_path: Path) -> None:
    file = tmp_path / "fil.xlsx"
    file.write_bytes(xlsx(*([number] for number in range(1000))))
    told: list[int] = []
    with open_workbook(file, name="fil.xlsx", progress=told.append) as workbook:
        rows = workbook.sheets[0].rows()
        assert next(rows) == Row(1, (0,))
        assert sum(1 for _row in workbook.sheets[0].rows()) == 1000
    assert told
    assert told == sorted(told)


def test_a_sheet_that_lies_about_its_size_costs_nothing() -> None:
    huge = with_part(
        xlsx(["a"]), SHEET_PART, lambda part: re.sub(rb'ref="[^"]*"', b'ref="A1:XFD1048576"', part, count=1)
    )
    assert read(huge) == {"Ark": [Row(1, ("a",))]}


# What is refused


def ole(content: bytes) -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + content


def bomb(part_size: int) -> bytes:
    """A workbook with a part that unpacks to far more than it takes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(["a"]))) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/bomb.xml", b" " * part_size)
    return target.getvalue()


def encrypted_zip() -> bytes:
    """The archive's flags say that the first part is encrypted."""
    content = bytearray(xlsx(["a"]))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    return bytes(content)


def laughs(part: bytes) -> bytes:
    """Entities that grow ten times for each of twelve."""
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 13))
    head = f'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">{grown}]>'
    return head.encode() + re.sub(rb"<\?xml[^>]*\?>", b"", part).replace(b"<t>", b"<t>&l12;", 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"PK\x03\x04 not an archive", "not_a_workbook"),
        (b"\x00\x01\x02binary", "not_a_workbook"),
        (bomb(0).replace(b"[Content_Types].xml", b"[Content_Typos].xml"), "not_a_workbook"),
        (ole("EncryptedPackage".encode("utf-16-le")), "encrypted"),
        (ole("Workbook".encode("utf-16-le")), "old_workbook"),
        (encrypted_zip(), "encrypted"),
        (bomb(6 * 1024**2), "unpacks_too_large"),
        ("medarbejder;værdi".encode("latin-1"), "not_utf8"),
        ("medarbejder;værdi".encode("utf-16"), "not_utf8"),
        ("a;b\n1;æ".encode()[:-1], "not_utf8"),
        (b"a;b\n" + b'"' + b"x" * 200_000, "broken_row"),
        (with_part(xlsx(["a"]), SHEET_PART, lambda part: part[: len(part) // 2]), "broken_sheet"),
        (with_part(xlsx(["a"]), SHEET_PART, laughs), "broken_sheet"),
        (with_part(xlsx(["a"]), SHEET_PART, lambda part: part.replace(b'r="1"', b'r="99999999999"')), "broken_sheet"),
        (with_part(xlsx(["a"]), "xl/workbook.xml", lambda _part: b"<nothing/>"), "not_a_workbook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_cannot_be_read_gets_one_sentence(content: bytes, code: str) -> None:
    assert problem_in(content).message_code == code


def test_a_file_that_is_not_there_gets_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "mangler.xlsx", tmp_path):
        with pytest.raises(BadInput) as caught, open_workbook(path, name="mangler.xlsx"):
            pass
        assert [problem.message_code for problem in caught.value.problems] == ["cannot_be_opened"]


def test_limits_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 3)
    heading = ["overskrift"]
    assert len(read(xlsx(heading, ["1"], ["2"], ["3"]))["Ark"]) == 4
    assert problem_in(xlsx(heading, ["1"], ["2"], ["3"], ["4"])).message_code == "too_many_rows"
    assert problem_in(b"a\n1\n2\n3\n4\n").message_code == "too_many_rows"
    monkeypatch.setattr(workbooks, "MAX_PLACES", 100)
    assert problem_in(xlsx([None] * 100 + ["langt ude"])).message_code == "too_wide"
    monkeypatch.setattr(workbooks, "MAX_BYTES", 10)
    assert problem_in(b"a;b;c;d;e;f").message_code == "file_too_large"
    monkeypatch.setattr(workbooks, "MAX_BYTES", 100_000)
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1000)
    assert problem_in(xlsx(heading)).message_code == "unpacks_too_large"


def test_cells_to_the_right_of_the_limit_are_not_read() -> None:
    wide = list(range(100))
    assert read(xlsx(wide))["Ark"] == [Row(1, tuple(range(workbooks.MAX_COLUMNS)))]
    assert len(read(";".join(map(str, wide)).encode(), "fil.csv")["fil.csv"][0].cells) == workbooks.MAX_COLUMNS


def read_or_refused(content: bytes) -> None:
    """Nothing but a refusal in words may come out of a file, whatever is in it."""
    with suppress(BadInput):
        read(content)


A_WORKBOOK = xlsx(["medarbejder", "værdi"], ["bo@kommune.example", 3], ["=1+1", MIDNIGHT])


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    read_or_refused(content)


@settings(max_examples=300)
@given(st.integers(0, len(A_WORKBOOK) - 1), st.integers(0, 255), st.integers(0, 60))
def test_a_damaged_workbook_is_read_or_refused(place: int, byte: int, length: int) -> None:
    damaged = A_WORKBOOK[:place] + bytes([byte]) * length + A_WORKBOOK[place + length :]
    read_or_refused(damaged)


PARTS = zipfile.ZipFile(io.BytesIO(A_WORKBOOK)).namelist()


@settings(max_examples=200)
@given(st.sampled_from(PARTS), st.integers(0, 2000), st.binary(max_size=30))
def test_a_damaged_part_is_read_or_refused(name: str, place: int, noise: bytes) -> None:
    """The archive is whole and its checksums are right; what is in it is not."""
    damaged = with_part(A_WORKBOOK, name, lambda part: part[:place] + noise + part[place + len(noise) :])
    read_or_refused(damaged)


# Headings


def test_headings_are_found_in_any_order_and_case() -> None:
    header = read_header(
        Row(1, ("Værdi", None, " ID ", "Ekstra", "id")),
        sheet="Ark",
        known=("id", "værdi", "navn"),
        required=("id", "navn"),
    )
    assert header.columns == {"værdi": 0, "id": 2}
    assert header.missing == ("navn",)
    assert [(problem.message_code, problem.place.column) for problem in header.problems] == [
        ("unknown_column", "Ekstra"),
        ("repeated_column", "id"),
        ("missing_column", "navn"),
    ]
    assert header.text(Row(2, (3.0, None, "bo")), "værdi") == "3"
    assert header.text(Row(2, (3,)), "navn") == ""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("x", "x"),
        (7, "7"),
        (7.0, "7"),
        (2.5, "2.5"),
        (1e300, "1e+300"),
        (MIDNIGHT, "2026-11-21"),
        (datetime.fromisoformat("2026-11-21T14:03"), "2026-11-21 14:03:00"),
        (Formula("=A1"), "=A1"),
        (ErrorValue("#N/A"), "#N/A"),
    ],
)
def test_cells_as_text(cell: workbooks.Cell, text: str) -> None:
    assert as_text(cell) == text


# Writing

COLUMNS = (
    Column(heading="Navn"),
    Column(heading="Tal", kind=Kind.SCORE),
    Column(heading="Andel", kind=Kind.SHARE),
    Column(heading="Dag", kind=Kind.DATE),
    Column(heading="Valg", choices=("0", "1", "IR")),
)


def test_a_workbook_holds_real_numbers_dates_and_formats() -> None:
    rows = [("=1+1", 62.5, 0.8, date(2026, 11, 21), "IR"), ("https://a.example", None, float("nan"), None, None)]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook_bytes([Table(name="Ark", columns=COLUMNS, rows=rows)], title="Titel"))
    )
    sheet = book["Ark"]
    assert [cell.value for cell in sheet[1]] == ["Navn", "Tal", "Andel", "Dag", "Valg"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]][:3] == [("=1+1", "s"), (62.5, "n"), (0.8, "n")]
    assert sheet["D2"].value == MIDNIGHT
    assert (sheet["B2"].number_format, sheet["C2"].number_format) == ("0.0", "0 %")
    assert [cell.value for cell in sheet[3]] == ["https://a.example", None, None, None, None]
    assert sheet["A3"].hyperlink is None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E3"
    (choices,) = sheet.data_validations.dataValidation
    assert choices.formula1 == '"0,1,IR"'
    assert book.properties.title == "Titel"


def test_sheets_with_odd_or_equal_names_are_told_apart() -> None:
    names = ["Bo", "bo", "A/B: [x]*?\\", "'", "History", "x" * 40, "x" * 40]
    content = workbook_bytes([Table(name=name, columns=COLUMNS[:1]) for name in names])
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == [
        "Bo", "bo (2)", "A B x", "-", "History (2)", "x" * 31, "x" * 27 + " (2)",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=60), max_size=12))
def test_every_sheet_name_is_one_that_a_workbook_may_have(wished: list[str]) -> None:
    taken: list[str] = []
    for wish in wished:
        name = sheet_name(wish, taken=taken)
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.isprintable()
        assert name.strip("'") == name
        assert name.casefold() not in {other.casefold() for other in taken} | {"history"}
        taken.append(name)


def test_csv_is_never_taken_for_a_formula() -> None:
    rows = [("=1+1", -2.5, 0.5, date(2026, 11, 21), "@x"), ("+45", None, 1.0, None, "-"), ("\tx", 1.0, 1.0, None, "")]
    content = csv_bytes(Table(name="Ark", columns=COLUMNS, rows=rows))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines[1:] == [
        ["'=1+1", "-2,5", "0,5", "2026-11-21", "'@x"],
        ["'+45", "", "1,0", "", "'-"],
        ["'\tx", "1,0", "1,0", "", ""],
    ]
    with translation.override("en"):
        assert b"-2.5" in csv_bytes(Table(name="Ark", columns=COLUMNS, rows=rows))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), min_size=1, max_size=5))
def test_text_written_as_csv_is_read_back(texts: list[str]) -> None:
    columns = tuple(Column(heading=f"k{number}") for number in range(len(texts)))
    (rows,) = read(csv_bytes(Table(name="Ark", columns=columns, rows=[tuple(texts)])), "fil.csv").values()
    expected = read(workbook_bytes([Table(name="Ark", columns=columns, rows=[tuple(texts)])]))["Ark"]
    assert [row.cells for row in rows] == [row.cells for row in expected]

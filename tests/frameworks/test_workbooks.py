"""The table of a framework: out, in again, and every kind of bad cell."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Dimension, Level
from fagkompas.frameworks import files
from fagkompas.frameworks.document import FrameworkDocument
from fagkompas.frameworks.wording import sentence
from fagkompas.frameworks.workbooks import (
    HEADINGS,
    TableRead,
    as_csv,
    as_xlsx,
    changes,
    read_table,
    row_from_data,
    table_of,
)
from fagkompas.toolkit.texts import Text
from fagkompas.toolkit.workbooks import MAX_BYTES

DOCUMENT = files.shipped("faglighed-2025")
ROLES = files.shipped("roller-kar")
GOOD = ["AU-G1", "AU", "", "grundlæggende", "Titel", "Du kan.", "praktisk", "refleksiv|relationel", "", ""]


def read(content: bytes, document: FrameworkDocument = DOCUMENT) -> TableRead:
    return read_table(io.BytesIO(content), name="ramme.csv", document=document)


def csv_of(*rows: list[str], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return "\n".join(";".join(cells) for cells in (headings, *rows)).encode()


def changed(**cells: str) -> list[str]:
    """The good row with other cells."""
    names = {name.replace(" ", "_"): index for index, name in enumerate(HEADINGS)}
    row = list(GOOD)
    for name, text in cells.items():
        row[names[name]] = text
    return row


@pytest.mark.parametrize(("code", "rows"), [("faglighed-2025", 61), ("roller-kar", 87), ("fagprofiler-2017", 32)])
def test_the_table_has_a_row_for_every_competency(code: str, rows: int) -> None:
    table = table_of(files.shipped(code))
    assert tuple(column.heading for column in table.columns) == HEADINGS
    assert len(list(table.rows)) == rows


def test_the_first_row_says_what_the_first_competency_is() -> None:
    row = next(iter(table_of(ROLES).rows))
    assert row[:5] == ["GF-G1", "GF", "Fælles grundlag", "grundlæggende", "Ansvarlig i alle fire roller"]
    assert row[6:9] == ["praktisk", "relationel", ""]
    section = ROLES.fields[0].competencies[0].source.section
    assert row[9] == f"{ROLES.source.title}: {section}, punkt 1"


def test_a_left_out_competency_is_not_in_the_table() -> None:
    field = DOCUMENT.fields[0]
    without = replace(field, competencies=(replace(field.competencies[0], retired=True), *field.competencies[1:]))
    codes = [row[0] for row in table_of(replace(DOCUMENT, fields=(without, *DOCUMENT.fields[1:]))).rows]
    assert "AU-G1" not in codes
    assert len(codes) == 60


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
@pytest.mark.parametrize("code", files.shipped_codes())
def test_out_and_in_again_changes_nothing(write, code: str) -> None:
    document = files.shipped(code)
    table = read(write(document), document)
    assert table.problems == ()
    assert len(table.rows) == sum(len(field.in_use()) for field in document.fields)
    assert changes(document, table.rows) == ()


def test_words_that_look_like_formulas_come_back_as_they_were() -> None:
    field = DOCUMENT.fields[0]
    odd = replace(field.competencies[0], title=Text(da="=1+1"), statement=Text(da="-Du kan @alt"))
    document = replace(
        DOCUMENT, fields=(replace(field, competencies=(odd, *field.competencies[1:])), *DOCUMENT.fields[1:])
    )
    assert b";'=1+1;'-Du kan @alt;" in as_csv(document)
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(document))).worksheets[0]
    assert (sheet["E2"].value, sheet["E2"].data_type) == ("=1+1", "s")
    assert changes(document, read(as_csv(document), document).rows) == ()


def test_columns_may_stand_in_any_order_and_some_may_be_missing() -> None:
    headings = ("udsagn", "kode", "primær dimension", "titel", "felt", "niveau", "egne noter")
    content = csv_of(["Du kan.", "AU-G1", "praktisk", "Titel", "au", "Grundlæggende", "x"], headings=headings)
    table = read(content)
    assert [problem.message_code for problem in table.problems] == ["unknown_column"]
    (row,) = table.rows
    assert (row.code, row.level, row.other_dimensions, row.category) == ("AU-G1", Level.BASIC, None, None)
    (change,) = changes(DOCUMENT, table.rows)
    assert change.after.other_dimensions == DOCUMENT.fields[0].competencies[0].other_dimensions


BAD_CELLS = [
    (changed(kode="AU-G99"), "kode", "unknown_code_in_table"),
    (changed(felt="XX"), "felt", "not_one_of"),
    (changed(felt=""), "felt", "not_one_of"),
    (changed(felt="LM"), "felt", "row_in_other_field"),
    (changed(niveau="ekspert"), "niveau", "not_one_of"),
    (changed(titel=""), "titel", "cell_empty"),
    (changed(titel="x" * 121), "titel", "too_long"),
    (changed(udsagn="x" * 1001), "udsagn", "too_long"),
    (changed(udsagn="a\u2028\u200bb"), "udsagn", "not_one_line"),
    (changed(primær_dimension="magisk"), "primær dimension", "not_one_of"),
    (changed(andre_dimensioner="praktisk"), "andre dimensioner", "dimension_repeated"),
    (changed(andre_dimensioner="refleksiv|refleksiv"), "andre dimensioner", "dimension_repeated"),
    (changed(andre_dimensioner="refleksiv, relationel"), "andre dimensioner", "not_one_of"),
    (changed(kategori="JK"), "kategori", "not_one_of"),
    (changed(kilde="x" * 301), "kilde", "too_long"),
]


@pytest.mark.parametrize(("row", "column", "message_code"), BAD_CELLS)
def test_each_bad_cell_is_told_with_its_place_and_the_rest_goes_on(
    row: list[str], column: str, message_code: str
) -> None:
    table = read(csv_of(row, changed(kode="AU-G2")))
    (problem,) = table.problems
    assert (problem.message_code, problem.place.row, problem.place.column) == (message_code, 2, column)
    assert sentence(problem)
    assert [good.code for good in table.rows] == ["AU-G2"]


def test_a_code_that_stands_twice_counts_once() -> None:
    table = read(csv_of(GOOD, GOOD))
    assert [problem.message_code for problem in table.problems] == ["row_twice"]
    assert table.problems[0].values == {"first": 2}
    assert len(table.rows) == 1


def test_a_formula_is_not_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADINGS))
    sheet.append(changed(titel="=A1", primær_dimension="=A1"))
    content = io.BytesIO()
    book.save(content)
    problems = read(content.getvalue()).problems
    assert [(problem.message_code, problem.place.column) for problem in problems] == [
        ("formula_in_table", "primær dimension"),
        ("formula_in_table", "titel"),
    ]
    assert all(sentence(problem) for problem in problems)


@pytest.mark.parametrize("missing", ["kode", "felt", "niveau", "titel", "udsagn", "primær dimension"])
def test_a_missing_column_is_told_once_and_nothing_is_read(missing: str) -> None:
    index = HEADINGS.index(missing)
    headings = tuple(name for name in HEADINGS if name != missing)
    table = read(csv_of([cell for place, cell in enumerate(GOOD) if place != index], headings=headings))
    assert [problem.message_code for problem in table.problems] == ["missing_column"]
    assert sentence(table.problems[0])
    assert table.rows == ()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1") * 9])
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        read(content)
    assert all(sentence(problem) for problem in caught.value.problems)


def test_a_table_of_nothing_but_blank_lines_is_told() -> None:
    table = read(b"\n\n \n")
    assert [problem.message_code for problem in table.problems] == ["table_without_rows"]
    assert sentence(table.problems[0])


def test_a_file_that_is_too_large_is_refused_in_a_sentence() -> None:
    with pytest.raises(BadInput) as caught:
        read(b"x" * (MAX_BYTES + 1))
    assert sentence(caught.value.problems[0])


def test_changes_name_what_differs() -> None:
    rows = read(csv_of(changed(niveau="specialiseret", titel="Ny titel"), changed(kode=""))).rows
    moved, new = changes(DOCUMENT, rows)
    assert moved.columns == ("niveau", "titel", "udsagn", "andre dimensioner")
    assert moved.leaves_english_behind
    assert (moved.after.level, moved.after.title.en) == (Level.SPECIALISED, DOCUMENT.fields[0].competencies[0].title.en)
    assert (new.before, new.after.title.da, new.after.dimension) == (None, "Titel", Dimension.PRACTICAL)
    assert not new.leaves_english_behind


def test_rows_are_kept_whole_while_a_preview_waits() -> None:
    rows = read(csv_of(GOOD, changed(kode="", andre_dimensioner=""))).rows
    assert tuple(row_from_data(row.data()) for row in rows) == rows


@settings(max_examples=60)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_stumble(content: bytes) -> None:
    try:
        problems = read(content).problems
    except BadInput as refused:
        problems = refused.problems
    assert [problem for problem in problems if not sentence(problem)] == []


cells = st.one_of(
    st.sampled_from(["", "AU-G1", "AU", "specialiseret", "praktisk", "|", "refleksiv|"]), st.text(max_size=12)
)


@settings(max_examples=60)
@given(st.lists(st.lists(cells, min_size=8, max_size=10), max_size=4))
def test_no_cells_make_the_reader_stumble(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(HEADINGS))
    for row in rows:
        sheet.append([text.encode("utf-8", "ignore").decode() if text.isprintable() else "?" for text in row])
    content = io.BytesIO()
    book.save(content)
    table = read(content.getvalue())
    assert [problem for problem in table.problems if not sentence(problem)] == []
    assert len(table.rows) <= len(rows)

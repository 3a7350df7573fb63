"""Needs and kinds of work as workbooks: out, in again, and what is wrong in a file."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fagkompas.accounts.models import Employee
from fagkompas.engine.errors import BadInput
from fagkompas.engine.scales import Level
from fagkompas.frameworks.to_engine import engine_framework
from fagkompas.learning.models import Need, TaskType
from fagkompas.learning.suggestions import read_starting_point, starting_point
from tests.frameworks.making import shipped_version
from tests.learning.needs import address, describe, describe_work, need
from tests.people import People

HEAD = "enhed;felt;grundniveau andel;specialister;vægt;senest\n"
TASK_HEAD = "opgave;felt;niveau;timer pr. uge\n"


@pytest.fixture
def alma_s(people: People, client_for: Callable[[Employee], Client]) -> Client:
    people.alma.language = "en"
    people.alma.save(update_fields=["language"])
    return client_for(people.alma)


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("behov.csv", text.encode())


def sheets(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet.rows] for sheet in book.worksheets}


def test_a_need_goes_out_and_in_again(people: People, alma_s: Client) -> None:
    describe(people.north, people.alma, need("LM", share="0.8", specialists=3, weight=2))
    content = alma_s.get(address(people.north, "behov.xlsx")).content
    rows = sheets(content)["Behov"]
    assert rows[0] == ("enhed", "felt", "grundniveau andel", "specialister", "vægt", "senest")
    assert ("Testkommune / Nord", "LM", 0.8, 3, 2, None) in rows
    upload = SimpleUploadedFile("behov.xlsx", content)
    page = alma_s.post(address(people.north, "indlaes/"), {"file": upload})
    assert page.status_code == 200
    assert page.context["problems"] == []
    row = next(row for row in page.context["form"].rows if row.code == "LM")
    assert (row.share.value(), row.specialists.value(), row.weight.value()) == ("80", "3", "2")


def test_half_of_a_file_is_wrong_and_the_other_half_stands_in_the_form(people: People, alma_s: Client) -> None:
    text = HEAD + (
        "Testkommune / Nord;LM;0,7;2;3;31-12-2030\n"
        "Nord;Netværk & Facilitering;50 %;1;;\n"
        "Testkommune / Syd;AU;1;1;1;\n"
        "Nord;XX;1;1;1;\n"
        "Nord;VM;2;1;1;\n"
        "Nord;BM;1;=1+1;1;\n"
        "Nord;LM;1;1;1;\n"
    )
    page = alma_s.post(address(people.north, "indlaes/"), {"file": file(text)})
    rows = {
        row.code: (row.share.value(), row.specialists.value(), row.weight.value()) for row in page.context["form"].rows
    }
    assert rows["LM"] == ("70", "2", "3")
    assert rows["NF"] == ("50", "1", "1")
    assert rows["VM"] == ("100", "1", "1")
    assert [one.partition(":")[0] for one in page.context["problems"]] == [
        "Row 4, the column enhed",
        "Row 5, the column felt",
        "Row 6, the column grundniveau andel",
        "Row 7, the column specialister",
        "Row 8, the column felt",
    ]
    assert page.context["problems"][2].endswith("A share is from 0 to 1 or in per cent. Write it as 0,8 or 80 %.")
    assert not Need.objects.exists()


@pytest.mark.parametrize("text", ["", HEAD, "a;b\n1;2\n", HEAD + "Syd;LM;1;1;1;\n"])
def test_a_file_without_a_need_of_the_unit_is_refused(people: People, alma_s: Client, text: str) -> None:
    response = alma_s.post(address(people.north, "indlaes/"), {"file": file(text)})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]


def test_no_file_at_all(people: People, alma_s: Client) -> None:
    assert alma_s.post(address(people.north, "indlaes/")).status_code == 422


def test_kinds_of_work_go_out_and_in_again(people: People, alma_s: Client) -> None:
    describe_work(
        people.north, people.alma, ("Samtaler", "BM", Level.BASIC, "12.5"), ("Jura", "LM", Level.SPECIALISED, "4")
    )
    content = alma_s.get(address(people.north, "fordeling/fordeling.xlsx")).content
    found = sheets(content)
    assert set(found) == {"Who does what", "Hours of each", "Not covered", "Opgaver"}
    assert found["Opgaver"][1:] == [("Samtaler", "BM", "grundlæggende", 12.5), ("Jura", "LM", "specialiseret", 4)]
    page = alma_s.post(address(people.north, "fordeling/indlaes/"), {"file": SimpleUploadedFile("o.xlsx", content)})
    assert page.context["problems"] == []
    assert [row.name.value() for row in page.context["form"].rows][:2] == ["Samtaler", "Jura"]


def test_wrong_rows_of_work_are_told_with_their_row(people: People, alma_s: Client) -> None:
    text = TASK_HEAD + (
        "Samtaler;BM;grundlæggende;12,5\n"
        ";BM;grundlæggende;1\n"
        "Samtaler;BM;grundlæggende;1\n"
        "A;XX;grundlæggende;1\n"
        "B;BM;let;1\n"
        "C;BM;grundlæggende;-1\n"
        "D;BM;grundlæggende;mange\n"
        "E 010190-1234;BM;grundlæggende;1\n"
        f"{'F' * 121};BM;grundlæggende;1\n"
        "G;BM;grundlæggende;99999\n"
        "H;Lov & Myndighed;specialiseret;3\n"
    )
    page = alma_s.post(address(people.north, "fordeling/indlaes/"), {"file": file(text)})
    assert [row.name.value() for row in page.context["form"].rows][:2] == ["Samtaler", "H"]
    assert [one.partition(",")[0] for one in page.context["problems"]] == [f"Row {n}" for n in range(3, 12)]
    assert page.context["problems"][0].startswith("Row 3, the column opgave: ")
    assert "010190" not in page.content.decode()
    assert not TaskType.objects.exists()


def test_a_file_without_work_is_refused(people: People, alma_s: Client) -> None:
    for text in ("", TASK_HEAD, "a;b\n1;2\n"):
        assert alma_s.post(address(people.north, "fordeling/indlaes/"), {"file": file(text)}).status_code == 422


# What comes with the product


def test_the_starting_point_is_whole_and_in_both_languages(db: None) -> None:
    found = starting_point()
    frames = {code: set(shipped_codes(code)) for code in found.fields}
    for code, fields in found.fields.items():
        assert {one.suggestion.field for one in fields} == frames[code]
    assert {role.role for role in found.roles} < frames["roller-kar"]
    assert sum(role.staff_share for role in found.roles) == pytest.approx(1)
    assert {one.suggestion.field for role in found.roles for one in role.fields} == frames["faglighed-2025"]
    assert {task.field for task in found.tasks} == frames["faglighed-2025"]
    texts = [one.reason for fields in found.fields.values() for one in fields]
    texts += [text for role in found.roles for text in (role.name, role.reason, *(one.reason for one in role.fields))]
    texts += [text for task in found.tasks for text in (task.name, task.text)]
    assert all(text.da and text.en for text in [*texts, found.description, found.tasks_note])


HOW_MANY_DA = re.compile(
    r"(?:^|[.,:] )(?:én|to|tre|fire|fem|flere|enkelte|nogle|\d)\b|brug for flere|(?:én|en enkelt|to|tre) person|den ene\b|afløser",
    re.I,
)
HOW_MANY_EN = re.compile(
    r"(?:^|[.,:] )(?:one|two|three|four|five|several|a few|some|\d)\b|one person|one of them|stand-in", re.I
)


def test_the_reason_for_a_number_that_grows_with_the_staff_names_no_number() -> None:
    found = starting_point()
    fields = [one for some in found.fields.values() for one in some]
    fields += [one for role in found.roles for one in role.fields]
    for one in fields:
        if one.suggestion.specialised_per_ten:
            assert not HOW_MANY_DA.search(one.reason.da), one.reason.da
            assert not HOW_MANY_EN.search(one.reason.en), one.reason.en
    assert fields[0].need(16).specialists > fields[0].need(10).specialists


def shipped_codes(code: str) -> list[str]:
    return list(engine_framework(shipped_version(code)).field_codes)


def test_every_mistake_in_the_file_is_told() -> None:
    with pytest.raises(BadInput) as refused:
        read_starting_point("name: {da: a}\nframeworks: 3\nroles: []\nother: 1\n")
    codes = {problem.message_code for problem in refused.value.problems}
    assert {"missing_key", "unknown_key", "not_a_list"} <= codes

"""The command line, as a jobcentre team uses it: forms out, filled in, profiles back."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fagkompas.assessments.cli import file_names
from fagkompas.assessments.workbooks.forms import MOST_PEOPLE
from fagkompas.assessments.workbooks.ratings import Person
from fagkompas.frameworks.files import shipped
from fagkompas.toolkit import command_line
from fagkompas.toolkit.command_line import Progress
from fagkompas.website.cli import main
from tests.assessments.test_workbooks import fill

STAFF = "medarbejder;navn;enhed\nbo@testkommune.example;Bo;Testkommune / Nord\n7/8;Carla;Testkommune / Syd\n"

Say = Callable[[], str]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything happens where the person stands."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Say:
    """What was said to the person since last asked."""
    return lambda: capsys.readouterr().err


def english(*words: str) -> int:
    return main(["--language", "en", *words])


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The forms of everybody in `STAFF`, as the command writes them."""
    folder = tmp_path_factory.mktemp("blank")
    (folder / "staff.csv").write_text(STAFF, encoding="utf-8")
    words = ["template", "faglighed-2025", "--people", str(folder / "staff.csv"), "--out", str(folder / "forms.xlsx")]
    assert main(words) == 0
    return (folder / "forms.xlsx").read_bytes()


def fill_in(blank: bytes, answers: dict[tuple[str, str], Any]) -> None:
    """`forms.xlsx`, filled in alike by everybody."""
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for sheet in book.worksheets[1:-1]:
        fill(sheet, answers)
    book.save("forms.xlsx")


def ratings(people: int = 1, value: int = 3) -> None:
    """`ratings.csv`, with one answer each."""
    lines = "".join(f"{number};selv;AU-G1;{value}\n" for number in range(people))
    Path("ratings.csv").write_text(f"medarbejder;vurderet af;kompetence;værdi\n{lines}", encoding="utf-8")


def test_from_staff_to_profiles(blank: bytes) -> None:
    fill_in(blank, {("AU-G1", "Selv"): 3, ("AU-G1", "Leder"): 2})
    assert main(["profile", "forms.xlsx", "--out", "report/"]) == 0
    written = sorted(str(file.relative_to("report")) for file in Path("report").rglob("*") if file.is_file())
    assert written == [
        "organisation.pdf",
        "personer/7_8.pdf",
        "personer/bo@testkommune.example.pdf",
        "profiler.json",
        "profiler.xlsx",
    ]
    data = json.loads(Path("report/profiler.json").read_text(encoding="utf-8"))
    assert list(data) == ["framework", "engine", "mode", "people", "units", "problems"]
    assert [person["id"] for person in data["people"]] == ["bo@testkommune.example", "7/8"]
    assert data["people"][0]["basis"] == {"agreed": 0, "manager": 1, "self": 0, "not_relevant": 0, "unanswered": 78}
    assert [unit["suppressed"] for unit in data["units"]] == [True, True, True]
    assert Path("report/organisation.pdf").read_bytes().startswith(b"%PDF")


def test_problems_are_listed_and_the_rest_is_done(blank: bytes, said: Say) -> None:
    fill_in(blank, {("AU-G1", "Selv"): 7, ("AU-G2", "Selv"): 3})
    said()
    assert english("profile", "forms.xlsx", "--out", "report") == 1
    lines = said().splitlines()
    assert lines[0].startswith("Bo, row ")
    assert lines[0].endswith("Selv: “7”. A rating is a whole number from 0 to 4, or IR for not relevant. Correct it.")
    assert len(lines) == 3
    data = json.loads(Path("report/profiler.json").read_text(encoding="utf-8"))
    assert [problem["sheet"] for problem in data["problems"]] == ["Bo", "Carla"]


def test_small_groups_on_request() -> None:
    ratings()
    assert main(["profile", "ratings.csv", "--out", "report", "--show-small"]) == 0
    data = json.loads(Path("report/profiler.json").read_text(encoding="utf-8"))
    assert [unit["suppressed"] for unit in data["units"]] == [False]


def test_a_dialogue_has_its_own_forms() -> None:
    Path("staff.csv").write_text(STAFF, encoding="utf-8")
    assert main(["template", "roller-kar", "--people", "staff.csv", "--out", "d.xlsx", "--mode", "dialogue"]) == 0
    book = openpyxl.load_workbook("d.xlsx")
    level = f"{shipped('roller-kar').fields[0].code}-G"
    fill(book.worksheets[1], {(level, "Leder"): 3})
    book.save("d.xlsx")
    assert main(["profile", "d.xlsx", "--out", "report"]) == 0
    assert json.loads(Path("report/profiler.json").read_text(encoding="utf-8"))["mode"] == "dialogue"


def test_the_framework_may_be_named_or_be_a_file() -> None:
    ratings()
    assert main(["profile", "ratings.csv", "--out", "report", "--framework", "faglighed-2025"]) == 0
    assert main(["framework", "export", "faglighed-2025", "--out", "egen.yaml"]) == 0
    own = Path("egen.yaml").read_text(encoding="utf-8").replace("code: faglighed-2025", "code: egen-ramme", 1)
    Path("egen.yaml").write_text(own, encoding="utf-8")
    assert main(["profile", "ratings.csv", "--out", "own", "--framework", "egen.yaml"]) == 0
    assert json.loads(Path("own/profiler.json").read_text(encoding="utf-8"))["framework"]["code"] == "egen-ramme"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["profile", "mangler.xlsx", "--out", "r"], "mangler.xlsx cannot be opened."),
        (["profile", "noter.txt", "--out", "r"], "noter.txt holds no ratings that can be read."),
        (["profile", "staff.csv", "--out", "r"], "staff.csv holds no ratings that can be read."),
        (["profile", "ratings.csv", "--out", "r", "--framework", "roller-kar"], "None of the codes in ratings.csv"),
        (["profile", "ratings.csv", "--out", "r", "--framework", "findes-ikke"], "There is no framework called findes-ikke."),
        (["profile", "ratings.csv", "--out", "r", "--framework", "noter.txt"], "line 1"),
        (["profile", "ratings.csv", "--out", "staff.csv"], "staff.csv cannot be written."),
        (["template", "findes-ikke", "--people", "staff.csv", "--out", "f.xlsx"], "There is no framework called findes-ikke."),
        (["template", "faglighed-2025", "--people", "mangler.csv", "--out", "f.xlsx"], "mangler.csv cannot be opened."),
        (["template", "faglighed-2025", "--people", "staff.csv", "--out", "no/such/f.xlsx"], "no/such/f.xlsx cannot be written."),
        (["template", "faglighed-2025", "--people", "mange.csv", "--out", "f.xlsx"], "mange.csv names 1,001 people"),
    ],
)  # fmt: skip
def test_when_nothing_can_be_done_it_says_why(words: list[str], says: str, said: Say) -> None:
    ratings()
    Path("staff.csv").write_text(STAFF, encoding="utf-8")
    Path("noter.txt").write_text("Husk: møde\n", encoding="utf-8")
    Path("mange.csv").write_text("medarbejder\n" + "".join(f"{n}\n" for n in range(MOST_PEOPLE + 1)), encoding="utf-8")
    said()
    assert english(*words) == 2
    assert says in said()
    assert not Path("r").exists()
    assert not Path("f.xlsx").exists()


def test_danish_unless_english_is_asked_for(said: Say) -> None:
    for words, language in (
        (["profile", "x.csv", "--out", "r"], "da"),
        (["profile", "x.csv", "--out", "r", "--language", "en"], "en"),
    ):
        main(words)
        assert ("cannot be opened" in said()) == (language == "en")


def test_wrong_usage_ends_with_code_2() -> None:
    for words in ([], ["profile"], ["template", "faglighed-2025"], ["sing"], ["--language", "fr", "framework", "list"]):
        with pytest.raises(SystemExit) as caught:
            main(words)
        assert caught.value.code == 2


def test_without_pdf_everything_else_is_written(monkeypatch: pytest.MonkeyPatch, said: Say) -> None:
    ratings()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert main(["profile", "ratings.csv", "--out", "report"]) == 1
    assert "libpango" in said()
    assert sorted(file.name for file in Path("report").iterdir()) == ["profiler.json", "profiler.xlsx"]


def test_many_problems_are_not_all_on_the_screen(monkeypatch: pytest.MonkeyPatch, said: Say) -> None:
    monkeypatch.setattr(command_line, "LISTED", 2)
    ratings(people=5, value=9)
    assert english("profile", "ratings.csv", "--out", "report") == 1
    assert "... and 3 more problems." in said()
    assert len(json.loads(Path("report/profiler.json").read_text(encoding="utf-8"))["problems"]) == 5


def test_it_needs_no_database_key_or_folder_of_its_own(tmp_path: Path) -> None:
    """In a process of its own, as it is installed: with no data folder, and nothing left behind but what was asked for."""
    ratings()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("FAGKOMPAS_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "fagkompas.website.cli", "profile", "ratings.csv", "--out", "report"],
        env={**surroundings, "FAGKOMPAS_VAR": str(tmp_path / "no" / "such" / "folder")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert sorted(file.name for file in Path().iterdir()) == ["ratings.csv", "report"]


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["bo@kommune.example"], ["bo@kommune.example"]),
        (["a/b", "a_b", "A:B"], ["a_b", "a_b_2", "A_B_3"]),
        (["..", "CON", "nul.txt", "a\tb"], ["..", "CON_", "nul.txt_", "a_b"]),
        (["x" * 300], ["x" * 120]),
    ],
)
def test_file_names(ids: list[str], names: list[str]) -> None:
    assert file_names([Person(id=known_as, name="Bo") for known_as in ids]) == names


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, said: Say) -> None:
    for on_a_terminal in (False, True):
        monkeypatch.setattr(sys.stderr, "isatty", lambda shown=on_a_terminal: shown)
        progress = Progress("Læser", total=2000)
        progress(1234)
        progress(1235)  # too soon after the last to be worth a line
        progress.end()
        assert said() == ("\rLæser: 1.234 / 2.000\x1b[K\r\x1b[K" if on_a_terminal else "")

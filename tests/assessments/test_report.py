"""The report of a ratings file: `profiler.json` worked by hand, small groups hidden, and the same numbers in XLSX."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fagkompas.assessments.report import Report, profile_report, report_of
from fagkompas.assessments.workbooks.ratings import Person, RatedItem, RatingsFile
from fagkompas.assessments.workbooks.reading import read_ratings
from fagkompas.assessments.workbooks.results import write_report
from fagkompas.assessments.workbooks.wording import message
from fagkompas.engine.framework import columns
from fagkompas.engine.scales import Mode, Rater
from fagkompas.frameworks.files import framework_for_codes, shipped

NOTHING = {"score": None, "coverage": 0.0, "attained": 0.0}
NO_DIMENSIONS = {"practical": None, "reflexive": None, "relational": None}
UNKNOWN = {"basic": NOTHING, "specialised": NOTHING, "standing": "unknown", "dimensions": NO_DIMENSIONS}
FIELDS = ("AU", "LM", "IT", "BM", "VM", "NF")

# Of the six basic competencies of AU one is not relevant, so five count. Four are answered: the manager's 4 before
# Bo's own 3, Bo's 2 and 2, and the agreed 2 before his 1. Ten points over four are 2.5: 62.5. Four of five are 2 or
# more: 0.8, which masters the basic level. Of the five specialised one is answered: too few for a score.
BO = """\
medarbejder;navn;enhed;vurderet af;kompetence;værdi;begrundelse
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G1;3;
bo@testkommune.example;Bo;Testkommune / Nord;leder;AU-G1;4;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G2;2;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G3;2;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G4;IR;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-G5;1;
bo@testkommune.example;Bo;Testkommune / Nord;aftalt;AU-G5;2;
bo@testkommune.example;Bo;Testkommune / Nord;kollega;AU-G6;4;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-S1;3;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-PRA;3;
bo@testkommune.example;Bo;Testkommune / Nord;selv;AU-REF;7;
"""

BO_IN_AU = {
    "basic": {"score": 62.5, "coverage": 0.8, "attained": 0.8},
    "specialised": {"score": None, "coverage": 0.2, "attained": 0.2},
    "standing": "basic",
    "dimensions": {"practical": 75.0, "reflexive": None, "relational": None},
}


def unit(
    path: str, people: int, fields: Mapping[str, Any] | None, dimensions: Mapping[str, Any] | None
) -> dict[str, Any]:
    return {"unit": path, "people": people, "suppressed": fields is None, "fields": fields, "dimensions": dimensions}


HIDDEN = [unit("Testkommune", 1, None, None), unit("Testkommune / Nord", 1, None, None)]


def standings(**counts: int) -> dict[str, int]:
    return dict.fromkeys(("unknown", "developing", "basic", "emerging", "specialised"), 0) | counts


SHOWN_FIELDS = {
    "AU": {"known": 1, "basic_mean": 62.5, "specialised_mean": None, "standings": standings(basic=1)},
    **{
        code: {"known": 0, "basic_mean": None, "specialised_mean": None, "standings": standings(unknown=1)}
        for code in FIELDS[1:]
    },
}

EXPECTED = {
    "framework": {"code": "faglighed-2025", "version": "1"},
    "engine": "1.0",
    "mode": "screening",
    "people": [
        {
            "id": "bo@testkommune.example",
            "name": "Bo",
            "unit": "Testkommune / Nord",
            "fields": {"AU": BO_IN_AU, **dict.fromkeys(FIELDS[1:], UNKNOWN)},
            "dimensions": NO_DIMENSIONS,  # one field of six is less than half
            "basis": {"agreed": 1, "manager": 1, "self": 4, "not_relevant": 1, "unanswered": 72},
            "strengths": [{"field": "AU", "relative": False}],
            "potentials": [],
        }
    ],
    "units": HIDDEN,
    "problems": [
        {
            "sheet": "bo.csv",
            "row": 12,
            "column": "værdi",
            "found": "7",
            "message": "A rating is a whole number from 0 to 4, or IR for not relevant. Correct it.",
        }
    ],
}


def report(text: str, *, show_small: bool = False) -> Report:
    file = read_ratings(io.BytesIO(text.encode()), name="bo.csv", find_framework=framework_for_codes)
    return report_of(file, show_small=show_small)


def as_json(made: Report) -> dict[str, Any]:
    """What the file holds, as it is read back from it."""
    with translation.override("en"):
        text = json.dumps(profile_report(made, message=message), allow_nan=False)
    data: dict[str, Any] = json.loads(text)
    return data


def test_the_report_of_one_person_worked_by_hand() -> None:
    data = as_json(report(BO))
    assert data == EXPECTED
    assert in_order(data) == in_order(EXPECTED)


def in_order(data: Any) -> Any:
    """The same data as pairs, so that the order of keys counts."""
    if isinstance(data, dict):
        return [(key, in_order(value)) for key, value in data.items()]
    return [in_order(value) for value in data] if isinstance(data, list) else data


def test_small_groups_are_shown_when_asked_for() -> None:
    data = as_json(report(BO, show_small=True))
    assert data["units"] == [
        unit("Testkommune", 1, SHOWN_FIELDS, NO_DIMENSIONS),
        unit("Testkommune / Nord", 1, SHOWN_FIELDS, NO_DIMENSIONS),
    ]


def people_in(units: Sequence[str], value: int = 3) -> RatingsFile:
    """One person for each unit, who has answered everything with one value; the first has left LM open."""
    codes = columns(shipped("faglighed-2025").to_engine(), Mode.SCREENING)
    return RatingsFile(
        framework=shipped("faglighed-2025"),
        mode=Mode.SCREENING,
        people=tuple(Person(id=str(n), name=f"P{n}", unit=tuple(path.split(" / "))) for n, path in enumerate(units)),
        answers=tuple(
            RatedItem(person=n, rater=Rater.SELF, code=code, value=value)
            for n in range(len(units))
            for code in codes
            if n or not code.startswith("LM")
        ),
        needs=(),
        problems=(),
    )


def test_units_up_to_the_root_with_fields_hidden_by_themselves() -> None:
    units = as_json(report_of(people_in(["T / N"] * 5 + ["T / S"] * 6)))["units"]
    assert [(u["unit"], u["people"], u["suppressed"]) for u in units] == [
        ("T", 11, False),
        ("T / N", 5, False),
        ("T / S", 6, False),
    ]
    # In LM four of North's five are known: hidden there. The whole has ten known, of whom South's six are shown, and
    # the four others would be told by subtraction: so South is hidden too.
    assert units[0]["fields"]["LM"]["known"] == 10
    assert units[1]["fields"]["LM"] is None
    assert units[2]["fields"]["LM"] is None
    assert units[1]["fields"]["AU"] == {
        "known": 5,
        "basic_mean": 75.0,
        "specialised_mean": 75.0,
        "standings": standings(specialised=5),
    }
    assert units[1]["dimensions"] == {"practical": 75.0, "reflexive": 75.0, "relational": 75.0}


def test_a_unit_that_would_tell_of_a_small_one_is_hidden() -> None:
    file = people_in(["T / N"] * 5 + ["T / S"] * 2)
    assert [u["suppressed"] for u in as_json(report_of(file))["units"]] == [False, True, True]
    shown = as_json(report_of(file, show_small=True))["units"]
    assert [u["suppressed"] for u in shown] == [False, False, False]
    assert shown[2]["fields"]["AU"]["basic_mean"] == 75.0


def test_people_without_units_are_one_group() -> None:
    data = as_json(
        report("medarbejder;vurderet af;kompetence;værdi\n" + "".join(f"{n};selv;AU-G1;3\n" for n in range(5)))
    )
    assert {person["unit"] for person in data["people"]} == {""}
    assert [(u["unit"], u["people"], u["suppressed"]) for u in data["units"]] == [("", 5, False)]


def test_levels_of_a_dialogue() -> None:
    text = "medarbejder;enhed;vurderet af;kompetence;værdi\nbo;T;leder;AU-G;3\nbo;T;leder;AU-S;2\n"
    data = as_json(report(text))
    assert data["mode"] == "dialogue"
    assert data["people"][0]["fields"]["AU"] == {
        "basic": {"score": 75.0, "coverage": 1.0, "attained": 1.0},
        "specialised": {"score": 50.0, "coverage": 1.0, "attained": 0.5},
        "standing": "emerging",
        "dimensions": NO_DIMENSIONS,
    }
    assert data["people"][0]["basis"] == {"agreed": 0, "manager": 2, "self": 0, "not_relevant": 0, "unanswered": 28}


def test_items_of_other_categories_are_not_relevant_by_themselves() -> None:
    frame = shipped("roller-kar")
    items = [item for field in frame.fields for item in field.competencies]
    own = next(item for item in items if item.category)
    others = sum(bool(item.category) and item.category != own.category for item in items)
    data = as_json(report(f"medarbejder;kategori;vurderet af;kompetence;værdi\nbo;{own.category};selv;{own.code};3\n"))
    assert data["people"][0]["basis"]["not_relevant"] == others
    assert data["people"][0]["basis"]["self"] == 1


# XLSX


def test_the_workbook_holds_the_same_numbers_as_real_numbers() -> None:
    made = report(BO, show_small=True)
    target = io.BytesIO()
    with translation.override("en"):
        write_report(target, made)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Profiles", "Numbers by field", "Units by field", "Units by dimension", "Problems"]
    by_field = {str(line[3].value): line for line in book["Numbers by field"].iter_rows(min_row=2)}
    assert [cell.value for cell in by_field["AU"][5:]] == ["Basic", 62.5, 0.8, 0.8, None, 0.2, 0.2, 75, None, None]
    assert [cell.number_format for cell in by_field["AU"][5:9]] == ["@", "0.0", "0 %", "0 %"]
    units = [[cell.value for cell in line] for line in book["Units by field"].iter_rows(min_row=2)]
    assert units[0] == [
        "Testkommune",
        1,
        "AU",
        shipped("faglighed-2025").fields[0].name.en,
        1,
        0,
        0,
        1,
        0,
        0,
        62.5,
        None,
    ]
    assert len(units) == 2 * len(FIELDS)
    problems = [[cell.value for cell in line] for line in book["Problems"].iter_rows(min_row=2)]
    assert [line[:4] for line in problems] == [["bo.csv", 12, "værdi", "7"]]


def test_what_is_hidden_is_empty_in_the_workbook() -> None:
    target = io.BytesIO()
    with translation.override("en"):
        write_report(target, report(BO))
    book = openpyxl.load_workbook(target)
    assert {cell.value for line in book["Units by field"].iter_rows(min_row=2, min_col=5) for cell in line} == {None}
    assert [[cell.value for cell in line] for line in book["Units by dimension"].iter_rows(min_row=2)] == [
        ["Testkommune", 1, "yes", None, None, None],
        ["Testkommune / Nord", 1, "yes", None, None, None],
    ]


# Laws


@settings(max_examples=30)
@given(st.lists(st.sampled_from(["T", "T / N", "T / S", "T / S / Y"]), min_size=1, max_size=24), st.integers(0, 4))
def test_no_hidden_group_can_be_told_by_subtraction(units: list[str], value: int) -> None:
    """Of every shown unit, the people who are in none of its topmost shown parts are nobody or at least five."""
    shown = {
        u["unit"]: u["people"] for u in as_json(report_of(people_in(units, value)))["units"] if not u["suppressed"]
    }
    for path, people in shown.items():
        assert people >= 5
        below = [other for other in shown if other.startswith(f"{path} / ")]
        topmost = [other for other in below if not any(other.startswith(f"{above} / ") for above in below)]
        rest = people - sum(shown[part] for part in topmost)
        assert rest == 0 or rest >= 5

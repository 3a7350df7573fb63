"""`fagkompas plan`: a workbook in, a plan out; what is wrong in a workbook; and what must be and cannot."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from fagkompas.engine.errors import BadInput
from fagkompas.frameworks.files import framework_for_codes
from fagkompas.learning.plan_workbooks import Limits, PlanFile, RuleKind, planning_of, read_plan_file
from fagkompas.learning.wording.plan_files import message
from fagkompas.website.cli import main
from tests.assessments.test_workbooks import fill
from tests.learning.plan_books import BO, CARLA, OFFERINGS, RATED, course, plan_book

TODAY = date(2098, 12, 1)
SESSIONS = ("tilbud", "dage", "sted", "mindst", "højst", "tilstand", "optaget")
RULES = ("medarbejder", "tilbud", "regel")


@pytest.fixture(autouse=True)
def _in_an_empty_folder_long_from_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    return lambda: capsys.readouterr().err


def read(*offered: Any, **more: Any) -> PlanFile:
    file = plan_book(Path("plan.xlsx"), offered=offered, **more)
    return read_plan_file(file, name="plan.xlsx", find_framework=framework_for_codes, today=TODAY)


def places(file: PlanFile) -> list[tuple[str | None, int | None, str | None, str]]:
    for problem in file.all_problems:
        assert "%(" not in message(problem)
    return [(p.place.sheet, p.place.row, p.place.column, p.message_code) for p in file.all_problems]


def plan(*words: str) -> int:
    options = ["--budget", "10.000", "--hours", "20", "--away", "100", "--seconds", "3", "--out", "ud"]
    return main(["--language", "en", "plan", "plan.xlsx", *options, *words])


def write(sheet: Any, row: dict[str, Any]) -> None:
    """A row below the headings of a sheet."""
    sheet.append([row.get(cell.value) for cell in sheet[1]])


def written() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("ud/plan.json").read_text(encoding="utf-8"))
    return found


# Done


def test_a_workbook_becomes_a_plan(said: Callable[[], str]) -> None:
    plan_book(Path("plan.xlsx"), offered=[course()])
    assert plan() == 0
    assert sorted(file.name for file in Path("ud").iterdir()) == ["plan.json", "plan.pdf", "plan.xlsx"]
    found = written()
    assert (found["format"], found["framework"]["code"], found["seed"]) == (1, "faglighed-2025", 0)
    assert found["limits"] == {"budget": 10000, "hours": 20.0, "away_share": 1.0}
    seats = [(one["person"], one["session"], one["days"], one["price"]) for one in found["seats"]]
    assert seats == [(BO, "kursus-1", ["2099-01-05"], 3000), (CARLA, "kursus-1", ["2099-01-05"], 3000)]
    assert found["cost"] == 6000
    # Bo gains two points and Carla one, less a ten-millionth of the cost.
    assert found["value"] == pytest.approx(3 - 6000e-7)
    assert found["gap"] < 1e-5
    assert found["seats"][0]["gains"] == [
        {"competency": "AU-G1", "before": 0, "after": 2.0, "counted": 2.0, "worth": 2.0}
    ]
    assert {one["why"] for one in found["uncovered"] if one["competency"] == "AU-S1"} <= {"nothing_more"}
    told = said()
    assert "a plan with 2 seats" in told
    assert "Proven: no plan is better." in told


def test_the_workbook_of_a_plan_says_who_goes_to_what_and_why() -> None:
    plan_book(Path("plan.xlsx"), offered=[course()])
    assert plan() == 0
    book = openpyxl.load_workbook("ud/plan.xlsx")
    assert book.sheetnames == ["The plan", "Seats", "Sessions", "What is closed", "What stays open"]
    rows = [[cell.value for cell in row] for row in book["Seats"].iter_rows(min_row=2)]
    assert [(row[0], row[2], row[3], row[6], row[7]) for row in rows] == [
        ("Bo", "Kursus i jobbene", datetime(2099, 1, 5), 7, 3000),  # noqa: DTZ001  # a cell has no zone
        ("Carla", "Kursus i jobbene", datetime(2099, 1, 5), 7, 3000),  # noqa: DTZ001
    ]
    assert str(rows[0][8]).startswith("Lifts “")
    assert Path("ud/plan.pdf").read_bytes().startswith(b"%PDF")


def test_money_that_reaches_one_seat_only_goes_to_the_one_who_gains_most(said: Callable[[], str]) -> None:
    plan_book(Path("plan.xlsx"), offered=[course()])
    assert plan("--budget", "3.500") == 0
    assert [one["person"] for one in written()["seats"]] == [BO]
    assert "Seats: 1 seat for 1 person\n" in said()
    assert plan("--budget", "0") == 0
    assert "Seats: none\n" in said()


def test_a_sheet_that_is_not_read_is_named_with_those_of_a_plan(said: Callable[[], str]) -> None:
    plan_book(Path("plan.xlsx"), offered=[course()], Noter=[("Husk", "at"), ("ringe", "nu")])
    assert plan() == 1
    assert "The sheet “Noter” is not a personal form and is not read. The sheets of a plan are called" in said()


def test_the_catalogues_own_file_can_be_used_as_it_is() -> None:
    sessions = [SESSIONS, ("Kursus i jobbene", "2099-01-05 09:00-15:30 | 2099-01-12 09:00-12:00", "Her", 2, 9, "", 1)]
    sessions.append(("kursus", "2099-02-05 09:00-15:30", "Her", 1, 9, "Aflyst", 0))
    file = read(course(dage=None, hold=None), Hold=sessions)
    assert places(file) == []
    (session,) = file.sessions
    assert session.days == (date(2099, 1, 5), date(2099, 1, 12))
    assert (session.least_seats, session.most_seats) == (1, 8)


def test_english_headings_and_sheets_are_read_too() -> None:
    head = ["code", "title", "learning form", "dimensions", "hours", "price per seat", "lifts", "days", "least seats"]
    row = ["k", "Course", "Course", "praktisk", "7.5", "0", "au-g1:1:3", "2099-01-05 to 2099-01-08", 2]
    book = openpyxl.load_workbook(plan_book(Path("plan.xlsx")))
    del book["Tilbud"]
    sheet = book.create_sheet("Offerings")
    sheet.append(head)
    sheet.append(row)
    rules = book.create_sheet("Rules")
    rules.append(["employee", "offering", "rule"])
    rules.append([BO, "Course", "must not"])
    book.save("plan.xlsx")
    file = read_plan_file(Path("plan.xlsx"), name="plan.xlsx", find_framework=framework_for_codes, today=TODAY)
    assert places(file) == []
    assert len(file.sessions[0].days) == 4
    assert file.offerings[0].facts.lifts[0].code == "AU-G1"
    assert file.rules[0].kind is RuleKind.MUST_NOT


def test_a_profile_can_be_made_of_the_same_workbook() -> None:
    plan_book(Path("plan.xlsx"), offered=[course()], Regler=[RULES], Hold=[SESSIONS])
    assert main(["profile", "plan.xlsx", "--out", "profil"]) == 0


def test_days_are_working_days_and_none_is_ones_own_time() -> None:
    file = read(course(dage="2099-01-02 – 2099-01-06"), course(dage=None), course(dage=date(2099, 3, 2)))
    assert places(file) == []
    assert [one.code for one in file.sessions] == ["kursus-1", "kursus-2", "kursus-3"]
    assert [one.days for one in file.sessions] == [
        (date(2099, 1, 2), date(2099, 1, 5), date(2099, 1, 6)),
        (),
        (date(2099, 3, 2),),
    ]


def test_the_forms_of_a_template_have_room_for_what_is_offered() -> None:
    Path("staff.csv").write_text(f"medarbejder;navn;enhed\n{BO};Hold;Nord\n", encoding="utf-8")
    words = ["template", "faglighed-2025", "--people", "staff.csv", "--plan", "--out", "plan.xlsx"]
    assert main(words) == 0
    book = openpyxl.load_workbook("plan.xlsx")
    assert book.sheetnames == ["Vejledning", "Hold (2)", "Behov", "Tilbud", "Hold"]
    fill(book["Hold (2)"], {("AU-G1", "Leder"): 0})
    offering = {"kode": "kursus", "titel": "Kursus", "form": "Kursus", "dimensioner": "praktisk", "timer": 7}
    write(book["Tilbud"], offering | {"pris pr. plads": 0, "løfter": "AU-G1:1:3"})
    write(book["Hold"], {"tilbud": "kursus", "dage": "2099-01-05 09:00-15:00", "sted": "Her"})
    book.save("plan.xlsx")
    assert plan() == 0
    assert [(one["person"], one["offering"]) for one in written()["seats"]] == [(BO, "kursus")]


# As the engine reads it


def test_the_value_used_is_agreed_before_manager_before_self() -> None:
    more = [
        (BO, None, None, "selv", "AU-G2", 4),
        (BO, None, None, "aftalt", "AU-G1", 2),
        (BO, None, None, "selv", "AU-G3", "IR"),
    ]
    file = read(course(), rated=[*RATED, *more])
    planning = planning_of(file, Limits(budget=1, hours=1, away_share=1))
    bo = planning.people[0]
    assert bo.ratings == {"AU-G1": 2, "AU-G2": 4, "AU-S1": 1}
    assert bo.not_relevant == {"AU-G3"}


def test_needs_are_those_of_the_nearest_unit_that_has_any() -> None:
    needs = [("enhed", "felt", "specialister", "vægt"), ("Testkommune / Nord", "LM", 3, 2), ("Testkommune", "AU", 5, 3)]
    syd = ("d@testkommune.example", "Dorte", "Testkommune / Syd / Team", "leder", "AU-G1", 0)
    planning = planning_of(read(course(), rated=[*RATED, syd], Behov=needs), Limits(budget=1, hours=1, away_share=1))
    assert [person.unit for person in planning.people] == ["Testkommune / Nord", "Testkommune / Nord", "Testkommune"]
    wanted = {(need.unit, need.field): (need.weight, need.missing_specialists) for need in planning.needs}
    described = [("Testkommune / Nord", "LM"), ("Testkommune / Nord", "AU"), ("Testkommune", "AU")]
    assert [wanted[one] for one in described] == [(2, 3), (1, 1), (3, 5)]


def test_without_needs_everyone_is_one_group_with_the_defaults() -> None:
    planning = planning_of(read(course()), Limits(budget=1, hours=1, away_share=1))
    assert {person.unit for person in planning.people} == {""}
    assert {(need.weight, need.missing_specialists) for need in planning.needs} == {(1, 1)}


def test_rules_become_musts_and_what_is_completed() -> None:
    rules = [RULES, (BO, "kursus", "Skal"), (CARLA, "Kursus i jobbene", "må ikke"), (CARLA, "to", "gennemført")]
    planning = planning_of(
        read(course(), course(kode="to", titel="To", forudsætter="kursus"), Regler=rules),
        Limits(budget=1, hours=1, away_share=1),
    )
    assert [(one.person, one.offering) for one in planning.must] == [(BO, "kursus")]
    assert [(one.person, one.offering) for one in planning.must_not] == [(CARLA, "kursus")]
    assert planning.people[1].completed == {"to"}
    assert planning.offerings[1].requires == {"kursus"}


# Wrong


def test_every_problem_is_told_with_its_place_and_the_rest_is_read() -> None:
    rules = [RULES, ("nobody@x.example", "kursus", "skal"), (BO, "ukendt", "kanske"), (BO, "kursus", "skal")]
    file = read(
        course(),
        course(kode="neg", titel="Negativ", **{"pris pr. plads": -5}),
        course(kode="stor", titel="Stor", timer=10**12),
        course(kode="uden", titel="Uden", **{"pris pr. plads": None, "timer": None}),
        course(kode="form", titel="Form", form="Hypnose"),
        course(kode="løft", titel="Løft", løfter="XX-G1:1:3"),
        course(kode="før", titel="Før", dage="2001-01-01"),
        course(kode="dag", titel="Dag", dage="snart"),
        course(kode="små", titel="Små", mindst=9, højst=2),
        course(kode="formel", titel="=1+1"),
        course(titel="Et andet navn"),
        Regler=[*rules, (BO, "kursus", "må ikke")],
    )
    assert places(file) == [
        ("Tilbud", 3, "pris pr. plads", "price_out_of_range"),
        ("Tilbud", 4, "timer", "hours_out_of_range"),
        ("Tilbud", 5, "timer", "hours_missing"),
        ("Tilbud", 5, "pris pr. plads", "price_missing"),
        ("Tilbud", 6, "form", "form_unknown"),
        ("Tilbud", 7, "løfter", "competency_unknown"),
        ("Tilbud", 8, "dage", "session_in_past"),
        ("Tilbud", 9, "dage", "plan_not_days"),
        ("Tilbud", 10, "højst", "most_below_least"),
        ("Tilbud", 11, "titel", "formula"),
        ("Tilbud", 12, "titel", "plan_offering_differs"),
        ("Regler", 2, "medarbejder", "plan_person_unknown"),
        ("Regler", 3, "tilbud", "plan_offering_unknown"),
        ("Regler", 3, "regel", "plan_rule_unknown"),
        ("Regler", 5, None, "plan_rule_twice"),
    ]
    assert [one.code for one in file.sessions] == ["kursus-1", "kursus-2"]
    assert [(one.person, one.offering) for one in file.rules] == [(BO, "kursus")]


def test_what_requires_something_that_cannot_be_used_cannot_be_used_either() -> None:
    file = read(
        course(),
        course(kode="et", titel="Et", forudsætter="to"),
        course(kode="to", titel="To", forudsætter="tre"),
        course(kode="tre", titel="Tre", forudsætter="tre"),
    )
    assert [code for _sheet, _row, _column, code in places(file)] == [
        "prerequisite_unknown",
        "prerequisite_unknown",
        "prerequisite_of_itself",
    ]
    assert [one.code for one in file.offerings] == ["kursus"]


def test_problems_are_listed_and_the_plan_is_made_of_the_rest(said: Callable[[], str]) -> None:
    plan_book(Path("plan.xlsx"), offered=[course(), course(kode="før", titel="Før", dage="2001-01-01")])
    assert plan() == 1
    assert "Tilbud, row 3, dage: “2001-01-01”. The first day, 2001-01-01, has passed." in said()
    assert [one["message"] for one in written()["problems"]] == [
        "The first day, 2001-01-01, has passed. Choose a day to come."
    ]
    assert "Problems" in openpyxl.load_workbook("ud/plan.xlsx").sheetnames


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"head": ("kode", "navn")}, "plan_no_sessions"),
        ({"rated": [(BO, "Bo", "Nord", "leder", "AU-G", 1)]}, "plan_needs_screening"),
        ({"rated": []}, "no_ratings"),
    ],
)
def test_a_workbook_without_a_plan_in_it_is_refused(more: dict[str, Any], code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(course() if "head" not in more else ("k", "K"), **more)
    assert code in [problem.message_code for problem in refused.value.problems]
    assert all(message(problem) for problem in refused.value.problems)


def test_wrong_ratings_do_not_hide_what_is_wrong_with_the_offers() -> None:
    with pytest.raises(BadInput) as refused:
        read(rated=[], head=[*OFFERINGS, "farve"])
    assert {problem.message_code for problem in refused.value.problems} >= {"no_ratings", "unknown_column"}


def test_a_csv_file_has_no_offers(said: Callable[[], str]) -> None:
    Path("plan.xlsx").write_text(f"medarbejder;vurderet af;kompetence;værdi\n{BO};leder;AU-G1;1\n", encoding="utf-8")
    assert plan() == 2
    assert "nothing to plan with" in said()


def test_a_missing_file_and_a_folder_that_is_a_file(said: Callable[[], str]) -> None:
    assert plan() == 2
    assert "cannot be opened" in said()
    plan_book(Path("plan.xlsx"), offered=[course()])
    Path("ud").write_text("", encoding="utf-8")
    assert plan() == 2
    assert "cannot be written" in said()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--budget", "-1"),
        ("--budget", "7,5"),
        ("--hours", "mange"),
        ("--away", "101"),
        ("--hours", "1e99"),
        ("--seed", "x"),
    ],
)
def test_limits_that_cannot_be_are_refused(option: str, value: str, said: Callable[[], str]) -> None:
    plan_book(Path("plan.xlsx"), offered=[course()])
    with pytest.raises(SystemExit) as ended:
        plan(f"{option}={value}")
    assert ended.value.code == 2
    assert "cannot be used. Write a" in said()


# What must be and cannot


def test_what_must_be_and_cannot_says_what_could_give(said: Callable[[], str]) -> None:
    rules = [RULES, (BO, "kursus", "skal"), (CARLA, "kursus", "skal")]
    plan_book(Path("plan.xlsx"), offered=[course()], Regler=rules)
    assert plan("--budget", "4000") == 2
    told = said()
    assert "Any one of these is enough" in told
    assert "These cannot all be:" in told
    assert "- It costs at least DKK 6,000 in all, and the budget is DKK 4,000." in told
    assert "- Raise the budget to at least DKK 6,000 (DKK 2,000 more)." in told
    found = written()
    assert "seats" not in found
    budget = next(way for way in found["ways_out"] if way["gives"][0]["limit"] == "budget")
    assert budget["gives"][0]["amount"] == 2000
    assert budget["words"] == ["Raise the budget to at least DKK 6,000 (DKK 2,000 more)."]
    (conflict,) = found["conflicts"]
    assert [(one["limit"], one["now"], one["amount"]) for (one,) in conflict["because"]] == [("budget", 4000, 2000)]
    assert not Path("ud/plan.xlsx").exists()


def test_the_same_workbook_and_seed_give_the_same_plan() -> None:
    offered = [course(), course(kode="to", titel="To", løfter="AU-S1:1:4", **{"pris pr. plads": 2000})]
    plan_book(Path("plan.xlsx"), offered=offered)
    found = []
    for _time in range(2):
        assert plan("--seed", "7") == 0
        found.append(written())
    assert found[0] == found[1]

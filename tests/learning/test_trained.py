"""Who took part in what, and the share trained in a year: filters, files, and what is hidden from whom."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fagkompas.accounts.actions import move_employee, move_unit
from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.audit.models import Event
from fagkompas.learning.actions.staff_years import note_who_works_where, retention
from fagkompas.learning.models import StaffYear
from fagkompas.learning.trained import Trained, trained_in
from fagkompas.toolkit.workbooks import as_text, open_workbook
from tests.catalogue.making import make_session, today
from tests.learning.participation import make_learned, make_wish
from tests.people import People, make_employee

ClientFor = Callable[[Employee], Client]
OVERVIEW = "/laering/deltagelse/oversigt/"
SHARE = "/laering/deltagelse/andel/"
LAST_YEAR = 2025
NOW = date(2026, 11, 22)


@pytest.fixture
def dorte_s(people: People, client_for: ClientFor) -> Client:
    people.dorte.language = "en"
    people.dorte.save(update_fields=["language"])
    return client_for(people.dorte)


def last_year() -> date:
    """A day of the year that the page shows unless asked for another."""
    return date(today().year - 1, 6, 15)


def main(response: Any) -> str:
    return str(response.content.decode().split("<main")[1])


def sheet(client: Client, url: str) -> list[list[str]]:
    with open_workbook(BytesIO(client.get(url).content), name="fil.xlsx") as book:
        return [[as_text(cell) for cell in row.cells] for row in book.sheets[0].rows()]


# Who took part in what


def test_who_took_part_in_what_is_filtered_by_the_address(people: People, dorte_s: Client) -> None:
    make_learned(people.bo, "Tegnsprog", completed_on=date(2025, 3, 1), internal=True, certificate="Bevis 7")
    make_learned(people.carla, "Diplom", completed_on=date(2026, 2, 1), accredited=True, ects=Decimal(5), hours=None)
    make_wish(people.erik, make_session(people))
    everything = main(dorte_s.get(OVERVIEW))
    assert ("Tegnsprog" in everything, "Diplom" in everything, "Erik" in everything) == (True, True, False)
    assert "2 participations, 2 people, 12 hours and 0 ECTS points." in " ".join(everything.split())
    for query, tegnsprog, diplom in (
        (f"?enhed={people.north.uuid}", True, False),
        ("?aar=2026", False, True),
        ("?slags=intern", True, False),
        ("?slags=ekstern", False, True),
        ("?slags=akkrediteret", False, True),
        ("?form=course", False, False),
        ("?vis=slut", False, False),
        ("?aar=nonsense", True, True),
    ):
        page = main(dorte_s.get(OVERVIEW + query)).split("</form>")[-1]
        assert ("Tegnsprog" in page, "Diplom" in page) == (tegnsprog, diplom), query


@pytest.mark.parametrize("sort", ["dag", "-dag", "navn", "enhed", "hvad", "timer", "-ects", "x"])
def test_it_sorts(people: People, dorte_s: Client, sort: str) -> None:
    make_learned(people.bo, "A", days_ago=5, hours=Decimal(1), ects=Decimal(1))
    make_learned(people.carla, "B", days_ago=3, hours=Decimal(2), ects=Decimal(2))
    page = main(dorte_s.get(f"{OVERVIEW}?sortering={sort}"))
    is_a_first = page.index(">Bo<span") < page.index(">Carla<span")
    assert is_a_first is (sort in {"dag", "navn", "enhed", "hvad", "timer"})


def test_what_is_seen_is_logged_and_the_own_is_not(people: People, client_for: ClientFor) -> None:
    make_learned(people.bo, "Tegnsprog")
    make_learned(people.alma, "Ledelse")
    page = main(client_for(people.alma).get(OVERVIEW))
    assert "Tegnsprog" in page
    assert "Ledelse" in page
    client_for(people.alma).get(f"{OVERVIEW}deltagelse.xlsx")
    seen = Event.objects.filter(action="learning.participation.read").values_list("subject_id", flat=True)
    assert list(seen) == [people.bo.pk, people.bo.pk]


def test_a_manager_sees_nobody_of_another_unit(people: People, client_for: ClientFor) -> None:
    make_learned(people.carla, "Diplom")
    alma = client_for(people.alma)
    assert "Diplom" not in alma.get(OVERVIEW).content.decode()
    assert "Diplom" not in alma.get(f"{OVERVIEW}?enhed={people.south.uuid}").content.decode()
    assert len(sheet(alma, f"{OVERVIEW}deltagelse.xlsx")) == 1


def test_the_file_holds_what_the_filter_shows(people: People, dorte_s: Client) -> None:
    make_learned(people.bo, "=1+1", internal=True)
    make_learned(people.carla, "Diplom", accredited=True)
    head, row = sheet(dorte_s, f"{OVERVIEW}deltagelse.xlsx?slags=intern")
    assert head[:3] == ["Name", "Unit", "What"]
    assert row[:3] == ["Bo", "Testkommune / Nord", "=1+1"]


# The share trained


def settled(people: People, year: int = LAST_YEAR) -> None:
    """Everyone worked that year where they work now."""
    note_who_works_where(today=date(year, 12, 31))


def test_nobody_counts_twice_and_kinds_overlap(people: People) -> None:
    settled(people)
    for title in ("A", "B"):
        make_learned(people.bo, title, completed_on=date(2025, 5, 1), internal=True, hours=Decimal(6))
    make_learned(people.bo, "C", completed_on=date(2025, 5, 1), accredited=True, hours=Decimal(3))
    make_learned(people.erik, "D", completed_on=date(2024, 12, 31))
    make_wish(people.erik, make_session(people))
    found = trained_in(people.dorte, LAST_YEAR, NOW)
    north = found.shown(people.north).figures
    assert north == Trained(people=3, any=1, offering=0, beside=1, internal=1, external=1, accredited=1, hours=15.0)
    assert (north.share("any"), north.hours_each) == (1 / 3, 5.0)
    whole = found.shown(people.testkommune).figures
    assert whole is not None
    assert (whole.people, whole.any) == (8, 1)
    south = found.shown(people.south).figures
    assert south is not None
    assert south.share("any") == 0.0


def test_the_share_is_of_those_who_were_there_then(people: People) -> None:
    settled(people)
    make_learned(people.bo, completed_on=date(2025, 5, 1))
    move_employee(employee=people.bo, to=people.south, by=None)
    make_employee("Ny", people.north)
    assert note_who_works_where(today=NOW) == 10
    then, now = (trained_in(people.dorte, year, NOW).shown(people.north).figures for year in (2025, 2026))
    assert then is not None
    assert now is not None
    assert (then.people, then.any, now.people, now.any) == (3, 1, 3, 0)
    move_employee(employee=people.bo, to=people.north, by=None)
    assert note_who_works_where(today=NOW) == 1
    assert note_who_works_where(today=NOW) == 0
    assert Event.objects.filter(action="learning.staff_year.noted").count() == 3


def test_a_year_that_is_over_does_not_change_with_the_tree(people: People) -> None:
    crowded(people)
    make_learned(people.bo, completed_on=date(2025, 5, 1))
    before = {
        unit: trained_in(people.dorte, LAST_YEAR, NOW).shown(unit).figures for unit in (people.north, people.south)
    }
    move_unit(unit=people.north, to=people.south, by=None)
    note_who_works_where(today=NOW)
    north, south = (Unit.objects.get(pk=unit.pk) for unit in (people.north, people.south))
    then, now = (trained_in(people.dorte, year, NOW) for year in (LAST_YEAR, NOW.year))
    assert {unit: then.shown(unit).figures for unit in (north, south)} == before
    whole = now.shown(south).figures
    assert whole is not None
    assert whole.people == 13
    # Who managed North then still sees it; to who manages South now it is others' people.
    assert trained_in(people.alma, LAST_YEAR, NOW).shown(north).figures == before[people.north]


def test_who_has_left_moves_with_the_unit_within_the_year(people: People) -> None:
    note_who_works_where(today=NOW)
    Employee.objects.filter(pk=people.bo.pk).update(is_active=False, retired_on=NOW)
    move_unit(unit=people.north, to=people.south, by=None)
    note_who_works_where(today=NOW)
    north = Unit.objects.get(pk=people.north.pk)
    assert set(StaffYear.objects.filter(unit=north).values_list("lineage", flat=True)) == {north.lineage}


def test_a_year_that_nobody_noted_is_for_those_who_may_see_the_people(people: People) -> None:
    crowded(people)
    StaffYear.objects.all().delete()
    found = trained_in(people.alma, LAST_YEAR, NOW)
    assert found.shown(people.north).figures is not None
    assert found.shown(people.testkommune).figures is None


def test_who_left_within_the_running_year_still_counts_in_it(people: People) -> None:
    note_who_works_where(today=NOW)
    Employee.objects.filter(pk=people.bo.pk).update(is_active=False, retired_on=NOW)
    figures = trained_in(people.dorte, 2026, NOW).shown(people.north).figures
    assert figures is not None
    assert figures.people == 3


def test_before_anything_was_noted_those_of_today_are_counted_and_it_is_said(people: People, dorte_s: Client) -> None:
    make_learned(people.bo, completed_on=last_year())
    assert trained_in(people.dorte, LAST_YEAR, NOW).is_of_now
    assert "Counted among those who work here now" in main(dorte_s.get(SHARE))
    note_who_works_where(today=last_year())
    assert "Counted among those who work here now" not in main(dorte_s.get(SHARE))


def crowded(people: People, north: int = 6, south: int = 7) -> None:
    for number in range(north - 3):
        make_employee(f"Nord {number}", people.north)
    for number in range(south - 2):
        make_employee(f"Syd {number}", people.south)
    settled(people)


def test_whoever_manages_one_unit_sees_the_one_above_only_with_enough_others_in_it(people: People) -> None:
    crowded(people)
    found = trained_in(people.alma, LAST_YEAR, NOW)
    assert found.shown(people.north).with_names
    assert found.shown(people.north).figures is not None
    assert found.shown(people.testkommune).figures is not None
    # Then three others in the municipality itself and two in South; when one more is gone there are four.
    Employee.objects.filter(name__startswith="Syd").delete()
    assert trained_in(people.alma, LAST_YEAR, NOW).shown(people.testkommune).figures is not None
    people.carla.delete()
    hidden = trained_in(people.alma, LAST_YEAR, NOW).shown(people.testkommune)
    assert (hidden.figures, hidden.is_empty, hidden.with_names) == (None, False, False)
    assert trained_in(people.alma, LAST_YEAR, NOW).shown(people.north).figures is not None


@pytest.mark.parametrize(("others", "south_is_shown"), [(0, True), (4, False), (5, True)])
def test_no_unit_can_be_had_by_subtraction(people: People, others: int, south_is_shown: bool) -> None:
    """The municipality less South less Alma's own unit: nobody or at least five."""
    for person in (people.dorte, people.gry, people.ida):
        person.delete()
    for number in range(others):
        make_employee(f"Rådhus {number}", people.testkommune)
    crowded(people)
    found = trained_in(people.alma, LAST_YEAR, NOW)
    assert found.shown(people.testkommune).figures is not None
    assert (found.shown(people.south).figures is not None) is south_is_shown


def test_the_running_year_is_for_those_who_may_see_the_people(people: People) -> None:
    crowded(people)
    found = trained_in(people.alma, NOW.year, NOW)
    assert found.shown(people.north).figures is not None
    assert found.shown(people.testkommune).figures is None


def test_the_page_shows_figure_table_reason_and_units(people: People, dorte_s: Client, client_for: ClientFor) -> None:
    note_who_works_where(today=last_year())
    make_learned(people.bo, completed_on=last_year(), internal=True)
    page = " ".join(main(dorte_s.get(SHARE)).split())
    assert "1 of 8 took part in something: 13%." in page
    assert f"{OVERVIEW}?enhed={people.testkommune.uuid}&amp;aar={last_year().year}" in page
    assert "1 (33%)" in page
    assert page.count("<svg") >= 4
    alma = client_for(people.alma)
    assert "1 af 3" in main(alma.get(SHARE))
    above = main(alma.get(f"{SHARE}?enhed={people.testkommune.uuid}"))
    assert "1 (33 %)" in above
    assert f"{OVERVIEW}?enhed={people.testkommune.uuid}" not in above


@pytest.mark.parametrize("query", ["?enhed=nonsense", "?enhed=8f14e45f-ceea-467f-ab2c-1c0b2f5a0001"])
def test_a_unit_that_is_not_there_is_not_found(people: People, dorte_s: Client, query: str) -> None:
    assert dorte_s.get(SHARE + query).status_code == 404


def test_a_sister_unit_is_not_found(people: People, client_for: ClientFor) -> None:
    assert client_for(people.alma).get(f"{SHARE}?enhed={people.south.uuid}").status_code == 404
    assert client_for(people.alma).get(f"{SHARE}?aar=1066").status_code == 200


def test_the_files(people: People, dorte_s: Client) -> None:
    note_who_works_where(today=last_year())
    make_learned(people.bo, completed_on=last_year(), internal=True)
    rows = sheet(dorte_s, f"{SHARE}andel.xlsx")
    assert [row[:4] for row in rows[1:]] == [
        ["Testkommune", "8", "1", "0.125"],
        ["Testkommune / Nord", "3", "1", "0.3333333333333333"],
        ["Testkommune / Syd", "2", "0", "0"],
    ]
    assert dorte_s.get(f"{SHARE}andel.pdf").content.startswith(b"%PDF")
    assert dorte_s.get(f"{SHARE}andel.txt").status_code == 404


def test_old_years_are_deleted(people: People) -> None:
    settled(people, 2020)
    settled(people, 2021)
    assert retention(today=date(2026, 1, 1), dry_run=True)[0].rows == 9
    retention(today=date(2026, 1, 1), dry_run=False)
    assert set(StaffYear.objects.values_list("year", flat=True)) == {2021}


@pytest.mark.parametrize("url", [OVERVIEW, SHARE])
def test_the_queries_stay_as_many_as_people_grow(people: People, dorte_s: Client, url: str) -> None:
    make_employee("Leder", people.south, Role.MANAGER)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert dorte_s.get(url).status_code == 200
        return len(captured)

    make_learned(people.bo, completed_on=last_year())
    dorte_s.get(url)
    few = queries()
    for number in range(5):
        make_learned(make_employee(f"Kollega {number}", people.south), completed_on=last_year())
    assert queries() == few


def test_a_learned_thing_is_never_below_nought(people: People, client_for: ClientFor) -> None:
    sent = {"title": "Tegnsprog", "completed_on": str(today() - timedelta(days=1)), "hours": "-1", "ects": "-0,5"}
    response = client_for(people.bo).post("/laering/mit/registrer/", sent)
    assert list(response.context["form"].errors) == ["hours", "ects"]

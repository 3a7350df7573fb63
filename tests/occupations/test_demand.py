"""Vacancies: files as Statistikbanken gives them out, saved once, and shown with source and date."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fagkompas.accounts.models import Employee
from fagkompas.engine.errors import BadInput
from fagkompas.occupations.actions.demand import save_demand
from fagkompas.occupations.demand_files import Figure, ReadFigures, read_figures
from fagkompas.occupations.demand_reading import demand_of
from fagkompas.occupations.models import DemandFile, Vacancies
from tests.occupations.making import make_group, make_occupation
from tests.people import People

ClientFor = Callable[[Employee], Client]
WIDE = (
    "Ledige stillinger efter område, erhverv og tid\n\n"
    '"";"";"2026M01";"2026M02"\n'
    '"Hele landet";"5161 Havfruer";"1.123";".."\n'
    '"";"5162 Tritoner";"7";"9"\n'
    '"Region Ø";"5161 Havfruer";"12";"x"\n'
    "\nKilde: Prøvebanken\n"
)
LONG = "OMRÅDE;ERHVERV;TID;INDHOLD\nHele landet;5161 Havfruer;2026M01;1123\nRegion Ø;5161 Havfruer;2026M13;3\n"
TODAY = date(2026, 3, 5)


def read(text: str, encoding: str = "utf-8", **codes: str) -> ReadFigures:
    return read_figures(text.encode(encoding), codes=codes)


def numbers(found: ReadFigures) -> list[tuple[str, str, date, int]]:
    return [(one.code, one.region, one.month, one.number) for one in found.figures]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_table_with_a_column_for_each_month(encoding: str) -> None:
    found = read(WIDE, encoding)
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    assert numbers(found) == [
        ("5161", "Hele landet", january, 1123),
        ("5162", "Hele landet", january, 7),
        ("5162", "Hele landet", february, 9),
        ("5161", "Region Ø", january, 12),
    ]
    assert found.lacking == 1
    assert [(one.message_code, one.place.row) for one in found.problems] == [("not_a_number", 6)]


def test_a_table_with_a_row_for_each_month() -> None:
    found = read(LONG)
    assert numbers(found) == [("5161", "Hele landet", date(2026, 1, 1), 1123)]
    assert [(one.message_code, one.place.row) for one in found.problems] == [("bad_month", 3)]


def test_a_group_may_stand_by_its_title_alone() -> None:
    found = read("ERHVERV;TID;INDHOLD\nHavfruer;2026M01;5\nDrager;2026M01;5\n", havfruer="5161")
    assert numbers(found) == [("5161", "Hele landet", date(2026, 1, 1), 5)]
    assert [one.message_code for one in found.problems] == ["no_group"]


def test_a_number_that_stands_twice_is_told() -> None:
    row = "5161 Havfruer;2026M01;5\n"
    assert [one.message_code for one in read(f"ERHVERV;TID;INDHOLD\n{row}{row}").problems] == ["figure_twice"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "no_months"), ("a;b\n1;2\n", "no_months"), ("\0\0;x", "no_months"), ("TID;INDHOLD\n", "no_figures")],
)
def test_what_is_no_table_is_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert [one.message_code for one in refused.value.problems] == [code]


def figure(code: str, month: int, number: int, region: str = "Hele landet") -> Figure:
    return Figure(code=code, region=region, month=date(2026, month, 1), number=number, row=1)


def save(*figures: Figure, today: date = TODAY) -> tuple[int, int, int]:
    counted = save_demand(figures=figures, source="Prøvebanken", today=today, by=None)
    return counted.new, counted.changed, counted.same


@pytest.mark.django_db
def test_a_file_twice_makes_no_doubles_and_keeps_the_day_of_what_is_the_same() -> None:
    assert save(figure("5161", 1, 3), figure("5161", 2, 4)) == (2, 0, 0)
    assert save(figure("5161", 1, 3), figure("5161", 2, 5), today=TODAY + timedelta(days=9)) == (0, 1, 1)
    assert list(Vacancies.objects.values_list("number", "read_on")) == [(3, TODAY), (5, TODAY + timedelta(days=9))]


@pytest.mark.django_db
def test_the_narrowest_group_that_has_figures_is_shown_and_the_region_before_the_country() -> None:
    make_group("516", "Bølger")
    occupation = make_occupation("havfruetæmmer", isco4="5161")
    assert demand_of(occupation) is None
    save(figure("5", 1, 900), figure("516", 1, 10), figure("516", 2, 5), figure("516", 2, 2, "Region Ø"))
    country, region, elsewhere = (demand_of(occupation, *one) for one in ((), ("Region Ø",), ("Region Y",)))
    assert country
    assert region
    assert elsewhere == country
    assert (country.code, country.group, country.source, country.read_on) == ("516", "Bølger", "Prøvebanken", TODAY)
    assert [(one.number, one.share) for one in country.months] == [(10, 100), (5, 50)]
    assert (region.region, region.latest.number) == ("Region Ø", 2)


@pytest.mark.django_db
def test_no_more_than_a_year_is_shown() -> None:
    occupation = make_occupation("havfruetæmmer", isco4="5161")
    for year in (2024, 2025):
        figures = [
            Figure(code="5161", region="Hele landet", month=date(year, month, 1), number=month, row=1)
            for month in range(1, 13)
        ]
        save_demand(figures=figures, source="Prøvebanken", today=TODAY, by=None)
    shown = demand_of(occupation)
    assert shown
    assert [one.month.year for one in shown.months] == [2025] * 12


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("stillinger.csv", text.encode("cp1252"))


def test_the_administrator_sees_what_a_file_would_do_and_saves_it_once(people: People, client_for: ClientFor) -> None:
    client = client_for(people.ida)
    for new, same in ((4, 0), (0, 4)):
        sent = {"file": upload(WIDE), "source": "Prøvebanken, LS1"}
        preview = client.post(reverse("occupations:demand"), sent)
        assert preview.status_code == 302
        page = client.get(preview.url)  # type: ignore[attr-defined]
        assert (page.context["counted"].new, page.context["counted"].same) == (new, same)
        assert page.context["problems"][0][0] == 6
        client.post(reverse("occupations:demand_save", args=[page.context["kept"].uuid]))
    assert Vacancies.objects.count() == 4
    assert not DemandFile.objects.exists()
    occupation = make_occupation("havfruetæmmer", isco4="5161")
    shown = client.get(reverse("occupations:occupation", args=[occupation.uuid])).content.decode()
    assert "1.123" in shown
    assert "Prøvebanken, LS1" in shown


def test_a_file_that_cannot_be_read_is_told(people: People, client_for: ClientFor) -> None:
    client = client_for(people.ida)
    sent = {"file": upload("a;b"), "source": "Prøvebanken"}
    assert client.post(reverse("occupations:demand"), sent).status_code == 422
    assert not DemandFile.objects.exists()


def test_after_an_hour_a_file_is_not_found(people: People, client_for: ClientFor) -> None:
    client = client_for(people.ida)
    preview = client.post(reverse("occupations:demand"), {"file": upload(WIDE), "source": "Prøvebanken"})
    DemandFile.objects.update(read_at=timezone.now() - timedelta(hours=2))
    assert client.get(preview.url).status_code == 404  # type: ignore[attr-defined]

"""The catalogue in a browser: started from a guide, planned, opened to others, cancelled, read from a file."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from fagkompas.catalogue.actions import seats
from fagkompas.catalogue.models import Offering, Session
from fagkompas.toolkit.workbooks import open_workbook
from tests.catalogue.making import (
    make_examples,
    make_joint_elsewhere,
    make_offering,
    make_session,
    session_facts,
    today,
)
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People

OpenPage = Callable[..., Page]
both_sizes = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])


@both_sizes
def test_a_consultant_starts_a_form_plans_it_and_cancels(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    make_examples()
    page = open_page(people.dorte, viewport=viewport)
    page.goto("/laering/former/")
    looks_right(page, axe)
    page.get_by_role("link", name="Reflekterende team").click()
    looks_right(page, axe)
    page.get_by_role("link", name="Sæt i gang").click()
    open_all(page)
    looks_right(page, axe)
    page.get_by_label("Titel", exact=True).fill("")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("alert").first).to_contain_text("skal")
    open_all(page)
    looks_right(page, axe)
    page.get_by_label("Titel", exact=True).fill("Team om svære sager")
    page.get_by_role("combobox", name="Kompetence").first.select_option("BM-S1")
    page.get_by_role("button", name="Flere linjer").click()
    expect(page.get_by_label("Titel", exact=True)).to_have_value("Team om svære sager")
    expect(page.get_by_role("combobox", name="Kompetence").first).to_have_value("BM-S1")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Team om svære sager")
    open_all(page)
    looks_right(page, axe)

    page.get_by_role("link", name="Planlæg et hold").click()
    looks_right(page, axe)
    first = session_facts(20).starts_on
    expect(page.get_by_label("Dag", exact=True)).to_have_count(7)
    page.get_by_label("Dag", exact=True).first.fill(first.isoformat())
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("alert").first).to_contain_text("Skriv, hvor det holdes")
    looks_right(page, axe)
    page.get_by_label("Sted").fill("Mødelokale 3")
    page.get_by_label("Andre kan give tilsagn om pladser").check()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("main")).to_contain_text("Mangler 4 for at køre")
    looks_right(page, axe)
    page.get_by_role("link", name="Bekræft det, selv om det mangler folk").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Bekræft alligevel, at det kører").click()
    expect(page.get_by_role("main")).to_contain_text("Bekræftet")
    page.get_by_role("link", name="Aflys").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Aflys holdet").click()
    looks_right(page, axe)
    page.get_by_label("Udbyderen").check()
    page.get_by_label("Hvorfor").fill("Lokalet er lukket af en vandskade.")
    page.get_by_role("button", name="Aflys holdet").click()
    expect(page.get_by_role("main")).to_contain_text("Lokalet er lukket af en vandskade.")
    looks_right(page, axe)
    page.goto("/laering/katalog/hold/?vis=aflyst")
    expect(page.get_by_role("table")).to_contain_text("Team om svære sager")
    looks_right(page, axe)


@both_sizes
def test_two_municipalities_fill_a_session_together(
    open_page: OpenPage, people: People, axe: Check, viewport: object
) -> None:
    session = make_joint_elsewhere(people)
    page = open_page(people.alma, viewport=viewport)
    page.goto("/laering/katalog/?kilde=faelles")
    looks_right(page, axe)
    page.get_by_role("link", name="Lov for nye").click()
    expect(page.get_by_role("main")).to_contain_text("Holdes af Andenkommune")
    looks_right(page, axe)
    page.get_by_role("table", name="Kommende hold").get_by_role("link").click()
    page.get_by_label("Pladser", exact=True).fill("40")
    page.get_by_role("button", name="Giv tilsagn").click()
    expect(page.get_by_role("alert").first).to_contain_text("der mangler 30")
    looks_right(page, axe)
    page.get_by_label("Pladser", exact=True).fill("3")
    page.get_by_role("button", name="Giv tilsagn").click()
    expect(page.get_by_role("main")).to_contain_text("Mangler 1 for at køre")
    looks_right(page, axe)
    other = open_page(people.outsider, viewport=viewport)
    other.goto(f"/laering/katalog/hold/{session.uuid}/")
    expect(other.get_by_role("table", name="Tilsagn om pladser")).to_contain_text("Nord")
    looks_right(other, axe)
    page.get_by_role("button", name="Træk tilbage").click()
    expect(page.get_by_role("main")).to_contain_text("Mangler 4 for at køre")


@both_sizes
def test_a_file_half_wrong_is_looked_through_and_what_is_right_saved(
    open_page: OpenPage, people: People, axe: Check, viewport: object, tmp_path: Path
) -> None:
    make_offering(people)
    page = open_page(people.dorte, viewport=viewport)
    page.goto("/laering/katalog/indlaes/")
    looks_right(page, axe)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent skabelonen").click()
    with open_workbook(Path(str(download.value.path())), name="skabelon") as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["Tilbud", "Hold", "Vejledning"]
    file = tmp_path / "katalog.csv"
    head = "titel;form;dimensioner;udbyder;timer;pris pr. plads\n"
    file.write_text(head + "Godt nok;Workshop;praktisk;Eget hus;6;0\nForkert;Workshop;praktisk;Eget hus;-6;\n")
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_role("main")).to_contain_text("1 tilbud er nyt")
    expect(page.get_by_role("table", name="Problemer i filen")).to_contain_text("-6 timer kan ikke passe")
    looks_right(page, axe)
    assert Offering.objects.count() == 1
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("main")).to_contain_text("1 tilbud er tilføjet")
    assert Offering.objects.filter(title_da="Godt nok").exists()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    with open_workbook(io.BytesIO(Path(str(download.value.path())).read_bytes()), name="katalog") as workbook:
        assert len(list(workbook.sheets[0].rows())) == 3


@both_sizes
@pytest.mark.parametrize("language", ["da", "en"])
def test_everyone_reads_the_catalogue(
    open_page: OpenPage, people: People, axe: Check, viewport: object, language: str
) -> None:
    examples = make_examples()
    session = make_session(people, is_joint=True)
    seats.promise_seats(session=session, unit=people.north, seats=2, today=today(), by=people.alma)
    people.bo.language = language
    people.bo.save()
    page = open_page(people.bo, viewport=viewport)
    paths = [
        "katalog/",
        "katalog/?felt=LM&pris=0",
        "katalog/?felt=IT&form=course&pris=0",
        "katalog/hold/",
        "former/course/",
    ]
    paths += [f"katalog/{examples['diplom-afgangsprojekt'].uuid}/", f"katalog/hold/{session.uuid}/"]
    for path in paths:
        page.goto(f"/laering/{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        open_all(page)
        looks_right(page, axe)


def test_two_consultants_on_one_session_lose_nothing(open_page: OpenPage, people: People, axe: Check) -> None:
    session = make_session(people)
    path = f"/laering/katalog/hold/{session.uuid}/ret/"
    slow, quick = open_page(people.dorte, viewport=PHONE), open_page(people.dorte)
    for page in (slow, quick):
        page.goto(path)
    quick.get_by_label("Sted").fill("Sal 1")
    quick.get_by_role("button", name="Gem").click()
    expect(quick.get_by_role("heading", level=1)).to_contain_text("Lov for nye")
    slow.get_by_label("Sted").fill("Sal 2")
    slow.get_by_label("Højst antal deltagere").fill("12")
    slow.get_by_role("button", name="Gem").click()
    expect(slow.get_by_role("table", name="Rettet af jer begge")).to_contain_text("Sal 1")
    expect(slow.get_by_label("Sted")).to_have_value("Sal 2")
    expect(slow.get_by_label("Højst antal deltagere")).to_have_value("12")
    looks_right(slow, axe)
    slow.get_by_role("button", name="Gem").click()
    expect(slow.get_by_role("main")).to_contain_text("Sal 2")
    assert Session.objects.get().most_seats == 12

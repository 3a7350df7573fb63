"""Companies that are there twice: a file read twice, a row that is a company one has, and two that are put side by side."""

from collections.abc import Callable

from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from fagkompas.companies.models import Company
from tests.companies.making import CVR, P_NUMBER, make_company, make_contact
from tests.journeys.looks import Check, looks_right
from tests.people import People

OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
HEADINGS = "cvr;pnummer;navn;branche;adresse;telefon;reklamebeskyttet"


def read_in(page: Page, *lines: str) -> None:
    """A file, as far as its preview."""
    file: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": "\n".join([HEADINGS, *lines]).encode()}
    page.goto("/virksomheder/indlaes/")
    page.get_by_label("Fil med virksomheder", exact=True).set_input_files(file)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_role("heading", level=1, name="Se filen med virksomheder igennem")).to_be_visible()


def test_a_file_twice_makes_no_doubles(open_page: OpenPage, people: People, axe: Check) -> None:
    page = open_page(people.freja)
    lines = (f"{CVR};{P_NUMBER};Prøve Bageri;;Prøvevej 1;;", "13748136;;Prøve Lager;;Lagervej 2;;nej")
    read_in(page, *lines)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("2 virksomheder er oprettet.")).to_be_visible()
    read_in(page, *lines)
    expect(page.get_by_text("2 er uændrede.", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="Gem")).to_have_count(0)
    looks_right(page, axe)
    assert Company.objects.count() == 2


def test_a_row_is_the_company_one_has_without_its_numbers(open_page: OpenPage, people: People, axe: Check) -> None:
    known = make_company(people, name="Havets Bageri", address="Bølgevej 4", phone="00 00 00 01")
    other = make_company(people, name="Klippens Smedje", address="Klippesti 9")
    page = open_page(people.freja, viewport=NARROW)
    read_in(page, "13748137;;Havets Bageri ApS;;Bølgevej 4;;", f";{P_NUMBER};Klippens Smedje ApS;;Klippesti 9;;")
    expect(page.get_by_text("passer ikke med de andre", exact=False)).to_be_visible()
    update = page.get_by_role("radio", name="Opdatér Havets Bageri", exact=False)
    expect(update).to_be_checked()
    looks_right(page, axe)
    smithy = page.get_by_role("group", name="Række 3: Klippens Smedje ApS", exact=False)
    smithy.get_by_label("Tilføj den som ny virksomhed").check()
    page.get_by_role("button", name="Gem").click()
    for said in ("1 virksomhed er oprettet.", "1 er rettet."):
        expect(page.get_by_text(said)).to_be_visible()
    looks_right(page, axe)
    known.refresh_from_db()
    other.refresh_from_db()
    assert (known.cvr, known.name, known.phone) == ("13748137", "Havets Bageri ApS", "00 00 00 01")
    assert (other.p_number, Company.objects.count()) == ("", 3)
    page.goto(f"/virksomheder/{known.uuid}/ret/")
    expect(page.get_by_text("passer ikke med de andre", exact=False)).to_be_visible()
    looks_right(page, axe)


def test_two_are_put_side_by_side_and_become_one(open_page: OpenPage, people: People, axe: Check) -> None:
    kept = make_company(people, name="Havets Bageri", address="Bølgevej 4", phone="00 00 00 01", cvr=CVR)
    left = make_company(people, name="Havets Bageri ApS", address="Bølgevej 4", phone="00 00 00 01")
    for name in ("Klippens Smedje", "Klippens Smedje A/S"):
        make_company(people, name=name, address="Klippesti 9")
    make_contact(left)
    page = open_page(people.freja, viewport=NARROW)
    page.goto("/virksomheder/dubletter/")
    looks_right(page, axe)
    page.get_by_role("link", name="Side om side Klippens Smedje").click()
    looks_right(page, axe)
    page.get_by_role("button", name="De er to virksomheder").click()
    expect(page.get_by_text("Klippens Smedje")).to_have_count(0)
    page.get_by_role("link", name="Side om side Havets Bageri").click()
    page.get_by_label("Havets Bageri ApS").check()
    page.get_by_role("button", name="Slå de to sammen").click()
    expect(page.get_by_role("heading", level=1, name="Havets Bageri ApS")).to_be_visible()
    expect(page.get_by_role("heading", name="Kit Kontakt", exact=False)).to_be_visible()
    looks_right(page, axe)
    page.goto(f"/virksomheder/{left.uuid}/")
    assert str(kept.uuid) in page.url
    page.goto("/virksomheder/dubletter/")
    expect(page.get_by_text("Ingen ligner hinanden")).to_be_visible()
    looks_right(page, axe)

"""A company is added, asked about, changed by two, called, closed and opened; its contacts; a file; what a manager sees."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import FilePayload, Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.companies.models import Company, CompanyContact
from tests.companies.making import CVR, P_NUMBER, make_company, make_contact
from tests.journeys.looks import Check, looks_right
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
HEADINGS = "cvr;pnummer;navn;branche;adresse;telefon;reklamebeskyttet"


def test_a_company_from_first_to_last(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    known = make_company(people, name="Prøve Bageri Havnen", cvr=CVR, p_number=P_NUMBER)
    sign_in_as(page, people.freja)
    page.goto("/virksomheder/")
    looks_right(page, axe)
    page.get_by_role("link", name="Tilføj en virksomhed").first.click()
    looks_right(page, axe)
    page.get_by_label("CVR-nummer").fill("123")
    page.get_by_role("button", name="Tilføj virksomheden").click()
    expect(page.get_by_role("link", name=re.compile("Et CVR-nummer har otte cifre"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Navn", exact=True).fill("Prøve Bageri Torvet")
    page.get_by_label("CVR-nummer").fill("00 00 12 34")
    page.get_by_label("P-nummer").fill(P_NUMBER)
    page.get_by_role("button", name="Tilføj virksomheden").click()
    expect(page.get_by_role("link", name=known.name, exact=True)).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("P-nummer").fill("")
    page.get_by_role("button", name="Tilføj virksomheden").click()
    expect(page.get_by_role("heading", name="Firmaet er kendt i forvejen")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Nej, det er et andet sted: tilføj det").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøve Bageri Torvet")
    expect(page.get_by_role("heading", name="Er den reklamebeskyttet?")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Ret oplysninger").click()
    page.get_by_label("Reklamebeskyttet", exact=True).check()
    page.get_by_label("Telefon").fill("12 34 56 78")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Virksomheden har frabedt sig reklame", exact=False)).to_be_visible()
    expect(page.get_by_role("link", name="12 34 56 78")).to_have_attribute("href", "tel:12345678")
    looks_right(page, axe)

    page.get_by_role("link", name="Noter som lukket").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Noter som lukket").click()
    expect(page.get_by_text("Virksomheden er noteret som lukket. Du kan åbne den igen.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Åbn virksomheden igen").click()
    expect(page.get_by_text("Virksomheden er åben igen.")).to_be_visible()


def test_a_contact_is_noted_asked_about_and_deleted(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, is_advertising_protected=False)
    page = open_page(people.erik, viewport=NARROW)
    page.goto(reverse("companies:company", args=[company.uuid]))
    looks_right(page, axe)
    page.get_by_role("link", name="Tilføj en kontakt").click()
    looks_right(page, axe)
    page.get_by_label("Navn", exact=True).fill("Kit Kontakt")
    page.get_by_label("Godt at vide").fill("Har selv haft stress")
    page.get_by_role("button", name="Tilføj kontakten").click()
    expect(page.get_by_text("stress", exact=False).first).to_be_visible()
    expect(page.get_by_label("Navn", exact=True)).to_have_value("Kit Kontakt")
    looks_right(page, axe)
    page.get_by_label("Godt at vide").fill("Ring efter klokken 10")
    page.get_by_role("button", name="Tilføj kontakten").click()
    expect(page.get_by_text("Hvem bestemmer over ansættelser? Spørg", exact=False)).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Ret Kit Kontakt").click()
    page.get_by_label("Bestemmer over ansættelser").check()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name=re.compile("Kit Kontakt.*Bestemmer over ansættelser"))).to_be_visible()
    page.get_by_role("link", name="Slet Kit Kontakt").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Slet kontakten").click()
    expect(page.get_by_text("Kontakten er slettet.")).to_be_visible()
    assert not CompanyContact.objects.exists()


def test_what_two_changed_at_once_is_put_together(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, phone="11111111")
    mine, theirs = open_page(people.erik), open_page(people.freja)
    for page in (mine, theirs):
        page.goto(reverse("companies:edit", args=[company.uuid]))
    theirs.get_by_label("Telefon").fill("33333333")
    theirs.get_by_label("Adresse").fill("Prøvevej 1")
    theirs.get_by_role("button", name="Gem").click()
    expect(theirs.get_by_role("link", name="33333333")).to_be_visible()
    mine.get_by_label("Telefon").fill("22222222")
    mine.get_by_role("button", name="Gem").click()
    expect(mine.get_by_text("33333333", exact=False).first).to_be_visible()
    expect(mine.get_by_text("22222222", exact=False).first).to_be_visible()
    looks_right(mine, axe)
    assert Company.objects.get().phone == "33333333"


def test_the_list_and_a_file_on_a_narrow_screen(open_page: OpenPage, people: People, axe: Check) -> None:
    make_contact(make_company(people, name="Prøve Bageri", p_number=P_NUMBER, industry="Bagerier"))
    make_company(people, name="Åens Prøvelager", is_advertising_protected=True)
    page = open_page(people.freja, viewport=NARROW)
    page.goto("/virksomheder/")
    looks_right(page, axe)
    page.get_by_label("Reklame").select_option("ja")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("1 virksomhed", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Åens Prøvelager")).to_be_visible()
    assert "beskyttet=ja" in page.url
    page.get_by_label("Navn, by eller CVR-nummer").fill("findes ikke")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("Ingen virksomhed passer til filteret.")).to_be_visible()
    looks_right(page, axe)

    page.goto("/virksomheder/indlaes/")
    looks_right(page, axe)
    lines = [HEADINGS, f";{P_NUMBER};Prøve Bageri;Bagerier;Prøvevej 1;;nej", "12345678;;Nyt firma;;;;", "12;;Skævt;;;;"]
    file: FilePayload = {"name": "firmaer.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}
    page.get_by_label("Fil med virksomheder", exact=True).set_input_files(file)
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text("1 virksomhed er ny.")).to_be_visible()
    expect(page.get_by_text("Et CVR-nummer har otte cifre", exact=False)).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    for said in ("1 virksomhed er oprettet.", "1 er rettet.", "1 række er ikke med: Se hvorfor herunder."):
        expect(page.get_by_text(said)).to_be_visible()
    expect(page.get_by_role("link", name="Nyt firma")).to_be_visible()
    looks_right(page, axe)


def test_a_manager_looks_in_english(open_page: OpenPage, people: People, axe: Check) -> None:
    company = make_company(people, is_advertising_protected=True)
    make_contact(company, phone="12345678")
    page = open_page(people.alma)
    page.goto(reverse("companies:company", args=[company.uuid]))
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Protected against advertising")).to_be_visible()
    expect(page.get_by_role("link", name="Add a contact")).to_have_count(0)
    looks_right(page, axe)

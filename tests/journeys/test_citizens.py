"""A case is opened, its number shown and hidden, a consent given and taken back; another unit's case, a file, a hand-over."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee, Role, RoleHeld
from fagkompas.citizens.models import Citizen, Consent, Opening
from tests.citizens.making import CPR, make_citizen
from tests.journeys.looks import Check, looks_right
from tests.people import People, make_employee

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
PHONE = ViewportSize(width=375, height=812)
NARROW = ViewportSize(width=320, height=640)


def test_a_case_from_its_opening_to_its_end(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    sign_in_as(page, people.erik)
    page.goto("/borgere/")
    expect(page.get_by_text("Ingen borgere endnu")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Åbn en sag").first.click()
    looks_right(page, axe)
    page.get_by_label("Navn", exact=True).fill("Prøve Person")
    page.get_by_label("CPR-nummer").fill("300290-1234")
    page.get_by_label("Målgruppe").select_option("job-ready")
    page.get_by_role("button", name="Åbn sagen").click()
    expect(page.get_by_role("link", name=re.compile("Det er ikke et CPR-nummer"))).to_be_visible()
    expect(page.get_by_label("Navn", exact=True)).to_have_value("Prøve Person")
    looks_right(page, axe)
    page.get_by_label("CPR-nummer").fill("700190-1234")
    page.get_by_role("button", name="Åbn sagen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøve Person")
    looks_right(page, axe)
    assert Citizen.objects.get().cpr == CPR

    page.get_by_role("link", name="Kontakt", exact=True).click()
    expect(page.get_by_text("••••••-••••")).to_be_visible()
    page.get_by_role("button", name="Vis CPR-nummeret").click()
    expect(page.get_by_text("700190-1234")).to_be_visible()
    looks_right(page, axe)
    page.reload()
    expect(page.get_by_text("700190-1234")).to_have_count(0)
    page.get_by_role("link", name="Noter et samtykke").click()
    looks_right(page, axe)
    page.get_by_text("Andre må være med i mine samtaler").click()
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Samtykket er noteret.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("Borgeren trækker det tilbage")).click()
    looks_right(page, axe)
    page.get_by_role("button", name="Træk samtykket tilbage").click()
    expect(page.get_by_text("Trukket tilbage", exact=True)).to_be_visible()
    assert Consent.objects.get().withdrawn_on == timezone.localdate()

    page.get_by_role("link", name="Ret oplysninger").click()
    expect(page.get_by_label("Nyt CPR-nummer")).to_have_value("")
    page.get_by_label("Telefon").fill("12345678")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("12345678")).to_be_visible()
    page.get_by_role("link", name="Historik").click()
    expect(page.get_by_text("Rettede oplysninger om borgeren")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Overblik").click()
    page.get_by_role("link", name="Luk sagen").click()
    looks_right(page, axe)
    page.get_by_text("Kom i job").click()
    page.get_by_role("button", name="Luk sagen").click()
    expect(page.get_by_text(re.compile("Sagen blev lukket den .*: Kom i job"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Åbn sagen igen").click()
    expect(page.get_by_text("Sagen er åben igen.")).to_be_visible()


def test_another_units_case_is_found_by_its_number_and_opened_with_a_reason(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    citizen = make_citizen(people, cpr=CPR)
    RoleHeld.objects.filter(employee=people.freja).update(role=Role.CASEWORKER)
    page = open_page(people.freja, viewport=NARROW)
    page.goto("/borgere/")
    page.get_by_label("Navn eller CPR-nummer").fill("700190-1234")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nummeret er en borgers i Nord.", exact=False)).to_be_visible()
    expect(page.get_by_text(citizen.name)).to_have_count(0)
    assert "1234" not in page.url
    looks_right(page, axe)
    page.get_by_role("link", name="Åbn sagen").click()
    looks_right(page, axe)
    page.get_by_label("Begrundelse").fill("Jeg afløser Erik til et virksomhedsbesøg i dag.")
    page.get_by_role("button", name="Åbn sagen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(citizen.name)
    expect(page.get_by_role("link", name="Ret oplysninger")).to_have_count(0)
    looks_right(page, axe)
    for part in ("kontakt", "historik"):
        page.goto(f"/borgere/{citizen.uuid}/{part}/")
        looks_right(page, axe)
    assert Opening.objects.get().employee == people.freja


def test_a_file_and_what_happens_when_a_colleague_leaves(open_page: OpenPage, people: People, axe: Check) -> None:
    hans = make_employee("Hans", people.north, Role.CASEWORKER)
    page = open_page(people.alma, viewport=NARROW)
    page.goto("/borgere/indlaes/")
    looks_right(page, axe)
    rows = (
        "navn;cpr;enhed;sagsbehandler;målgruppe",
        "Anna Opdigt;700190-1234;Nord;Erik;job-ready",
        "Bo Opdigt;710190-1234;Nord;Erik;job-ready",
        "Fejl Opdigt;990190-1234;Nord;Erik;job-ready",
    )
    content = "\n".join(rows).encode()
    page.get_by_label("Fil med borgere", exact=True).set_input_files(
        {"name": "borgere.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Indlæs filen").click()
    expect(page.get_by_text("2 borgere er nye", exact=False)).to_be_visible()
    expect(page.get_by_text("Det er ikke et CPR-nummer", exact=False)).to_be_visible()
    assert not Citizen.objects.exists()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("2 borgere er oprettet.")).to_be_visible()
    expect(page.get_by_text("1 række er ikke med", exact=False)).to_be_visible()
    expect(page.get_by_role("link", name="Anna Opdigt")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Til listen").click()

    page.get_by_role("link", name="Overdrag flere").click()
    looks_right(page, axe)
    expect(page.get_by_label(re.compile("Anna Opdigt"))).to_be_checked()
    page.get_by_label("Ny sagsbehandler").select_option(str(hans.uuid))
    page.get_by_label("Besked til den næste sagsbehandler").fill("Ring om fredagen.")
    page.get_by_role("button", name="Overdrag").click()
    expect(page.get_by_text("2 borgere har nu Hans.")).to_be_visible()

    next_one = open_page(hans, viewport=PHONE)
    next_one.goto("/")
    expect(next_one.get_by_text("Overdraget til dig af Erik. Der er en besked.").first).to_be_visible()
    next_one.get_by_role("link", name=re.compile("Læs")).first.click()
    expect(next_one.get_by_text("Ring om fredagen.")).to_be_visible()
    looks_right(next_one, axe)
    next_one.get_by_role("button", name="Jeg har læst det").click()
    expect(next_one.get_by_text("Ring om fredagen.")).to_have_count(0)


def test_two_who_change_the_same_choose(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = make_citizen(people, phone="11111111")
    address = f"/borgere/{citizen.uuid}/ret/"
    erik, alma = open_page(people.erik, viewport=PHONE), open_page(people.alma, locale="en-GB")
    for page in (erik, alma):
        page.goto(address)
    alma.get_by_label("Telefon").fill("22222222")
    alma.get_by_role("button", name="Gem").click()
    erik.get_by_label("Telefon").fill("33333333")
    erik.get_by_label("A-kasse").fill("Min egen")
    erik.get_by_role("button", name="Gem").click()
    expect(erik.get_by_role("heading", level=1)).to_have_text("To af jer har ændret det samme")
    looks_right(erik, axe)
    erik.get_by_label("Brug det gemte").check()
    erik.get_by_role("button", name="Gem det, jeg valgte").click()
    expect(erik.get_by_text("22222222")).to_be_visible()
    citizen.refresh_from_db()
    assert (citizen.phone, citizen.fund) == ("22222222", "Min egen")

"""A caseworker's day and what does not hang together: Today, the caseload and its filters, a finding that is let stand, the
calendar, and the cases of a colleague who leaves; on a phone, on a desktop, at 320 px, at 400 % and without scripts.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, ViewportSize, expect

from fagkompas.accounts.models import Employee, Role
from fagkompas.casework.actions.status import refresh_everywhere
from fagkompas.casework.models import FindingAccepted
from fagkompas.casework.today.rest import SHOWN
from fagkompas.citizens.models import Citizen
from tests.casework.making import make_demand, make_plan, make_three_tracks
from tests.casework.work import make_entry, make_placement
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, make_company
from tests.conversations.making import plan as plan_conversation
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People, make_employee

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=320, height=256)
"""1280 x 1024 at 400 %."""


def a_case(people: People, name: str, *, due_in: int, talk_in: int | None = None) -> Citizen:
    """Erik's, with a plan, an agreement that is due in so many days, and perhaps a conversation in so many."""
    now = timezone.now()
    citizen = make_citizen(people, name=name)
    for track in make_three_tracks(make_plan(citizen)):
        make_demand(track)
    agreement(people.erik, citizen=citizen, due_on=timezone.localdate() + timedelta(days=due_in))
    if talk_in is not None:
        plan_conversation(people.erik, citizen=citizen, at=now + timedelta(days=talk_in))
    return citizen


def the_night() -> None:
    """What `keep_casework` does."""
    refresh_everywhere(now=timezone.now())


def names_on(page: Page, table: str = "Sagsoverblik") -> list[str]:
    """Whose cases a list shows, from the top."""
    caption = page.locator("caption", has_text=re.compile(f"^{table}$"))
    return [name.strip() for name in page.locator("main table", has=caption).locator("tbody th").all_inner_texts()]


def test_from_today_to_the_caseload_and_a_finding_that_is_let_stand(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page = any_page
    late = a_case(people, "Prøve Forsinket", due_in=-3)
    a_case(people, "Prøve Planlagt", due_in=9, talk_in=6)
    make_placement(late, make_company(late.root), from_on=timezone.localdate() - timedelta(weeks=20))
    the_night()
    sign_in_as(page, people.erik)
    page.goto("/")
    expect(page.get_by_text("1 aftale at følge op på.")).to_be_visible()
    expect(page.get_by_text(re.compile("hos Prøvefirma siden"))).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name=re.compile("Planlæg en.*Prøve Forsinket")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny samtale med Prøve Forsinket")
    page.goto("/borgere/sager/?viser=uden-dato")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sagsoverblik")
    assert names_on(page) == ["Prøve Forsinket"]
    looks_right(page, axe)
    page.get_by_role("link", name="Nulstil").click()
    expect(page.get_by_text("2 sager")).to_be_visible()
    assert names_on(page) == ["Prøve Forsinket", "Prøve Planlagt"]
    looks_right(page, axe)
    for shows, names in (
        ("Noget er forfaldent", ["Prøve Forsinket"]),
        ("Et forløb skal følges op", ["Prøve Forsinket"]),
        ("Uden næste samtale", ["Prøve Forsinket"]),
        ("Alle sager", ["Prøve Forsinket", "Prøve Planlagt"]),
    ):
        open_all(page)
        page.get_by_label("Hvilke sager").select_option(label=shows)
        with page.expect_navigation():
            page.get_by_role("button", name="Vis").click()
        assert names_on(page) == names, shows
    open_all(page)
    page.get_by_label("Målgruppe").select_option("sick-leave")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("Ingen sager her")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Nulstil").last.click()

    row = page.get_by_role("row", name=re.compile("Prøve Forsinket"))
    before = row.inner_text()
    row.get_by_role("link", name=re.compile(": Prøve Forsinket")).click()
    expect(page.get_by_role("heading", name="Kontroltjek")).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("Lad det stå.*Målet er ikke en stilling")).click()
    looks_right(page, axe)
    page.get_by_role("button", name="Lad det stå").click()
    expect(page.get_by_role("link", name=re.compile("Udfyld »Hvorfor er det i orden"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvorfor er det i orden?").fill("Stillingen er ny og står der ikke endnu")
    page.get_by_role("button", name="Lad det stå").click()
    expect(page.get_by_text("Det står med din begrundelse")).to_be_visible()
    expect(page.get_by_text("Stillingen er ny og står der ikke endnu")).to_be_visible()
    looks_right(page, axe)
    assert FindingAccepted.objects.get().by == people.erik
    page.goto("/borgere/sager/")
    assert page.get_by_role("row", name=re.compile("Prøve Forsinket")).inner_text() != before
    page.goto(f"/borgere/{late.uuid}/kontroltjek/")
    page.get_by_role("button", name=re.compile("Tag det op igen")).click()
    expect(page.get_by_text("Stillingen er ny og står der ikke endnu")).to_have_count(0)
    page.goto("/borgere/sager/")
    assert page.get_by_role("row", name=re.compile("Prøve Forsinket")).inner_text() == before


def test_many_of_a_kind_are_a_few_rows_and_the_list_has_the_rest(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    for number in range(SHOWN + 2):
        citizen = a_case(people, f"Prøve {number}", due_in=-1 - number)
        make_entry(citizen, days_ago=20, follow_up_on=timezone.localdate() - timedelta(days=number))
    the_night()
    page = open_page(people.erik)
    page.goto("/")
    assert page.get_by_text("1 aftale at følge op på.").count() == SHOWN
    assert page.get_by_text("1 job at følge op på.").count() == SHOWN
    looks_right(page, axe)
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Se hvem.*Flere borgere med noget forfaldent")).click()
    assert len(names_on(page)) == SHOWN + 2
    assert names_on(page)[0] == f"Prøve {SHOWN + 1}"
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Navn")).click()
    assert names_on(page) == [f"Prøve {number}" for number in range(SHOWN + 2)]
    looks_right(page, axe)


def test_a_colleague_leaves_and_the_next_one_sees_what_stands_open(
    open_page: OpenPage, people: People, axe: Check
) -> None:
    hans = make_employee("Hans", people.north, Role.CASEWORKER)
    a_case(people, "Prøve Forsinket", due_in=-3)
    a_case(people, "Prøve Planlagt", due_in=9, talk_in=6)
    the_night()
    page = open_page(people.alma, viewport=NARROW)
    page.goto(f"/borgere/overdrag/?fra={people.erik.uuid}")
    expect(page.get_by_role("heading", name="Det, der står åbent")).to_be_visible()
    assert sorted(names_on(page, "Det, der står åbent")) == ["Prøve Forsinket", "Prøve Planlagt"]
    looks_right(page, axe)
    page.get_by_label("Ny sagsbehandler").select_option(str(hans.uuid))
    page.get_by_label("Besked til den næste sagsbehandler").fill("Ring om fredagen.")
    page.get_by_role("button", name="Overdrag").click()
    expect(page.get_by_text("2 borgere har nu Hans.")).to_be_visible()

    eriks, next_one = open_page(people.erik), open_page(hans, viewport=NARROW)
    eriks.goto("/")
    expect(eriks.get_by_text("Prøve Forsinket")).to_have_count(0)
    next_one.goto("/")
    expect(next_one.get_by_text("Overdraget til dig af Erik. Der er en besked.").first).to_be_visible()
    expect(next_one.get_by_text("1 aftale at følge op på.")).to_be_visible()
    looks_right(next_one, axe)
    next_one.goto("/borgere/?tilstand=overdraget")
    assert sorted(names_on(next_one, "Borgere")) == ["Prøve Forsinket", "Prøve Planlagt"]
    looks_right(next_one, axe)
    next_one.get_by_role("link", name="Prøve Forsinket").first.click()
    next_one.get_by_role("button", name="Jeg har læst det").click()
    expect(next_one.get_by_role("button", name="Jeg har læst det")).to_have_count(0)
    next_one.goto("/borgere/?tilstand=overdraget")
    assert names_on(next_one, "Borgere") == ["Prøve Planlagt"]


def test_the_calendar_is_one_link_and_names_nobody(open_page: OpenPage, people: People) -> None:
    citizen = a_case(people, "Prøve Planlagt", due_in=9, talk_in=6)
    page = open_page(people.erik)
    page.goto("/borgere/sager/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Mine samtaler som kalender").click()
    content = Path(download.value.path()).read_bytes()
    summaries = sorted(str(event["summary"]) for event in Calendar.from_ical(content).walk("VEVENT"))
    assert [one.partition(":")[0] for one in summaries] == ["Aftale at følge op på", "Samtale"]
    assert citizen.name.encode() not in content


def test_narrow_zoomed_and_in_english(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = a_case(people, "Prøve Megetlangtefternavnudenmellemrum-Eksempelsen", due_in=-3)
    the_night()
    for viewport in (NARROW, ZOOMED):
        page = open_page(people.erik, viewport=viewport)
        for address in ("/", "/borgere/sager/", "/borgere/", f"/borgere/{citizen.uuid}/kontroltjek/"):
            page.goto(address)
            open_all(page)
            looks_right(page, axe)
        page.get_by_role("link", name=re.compile("Lad det stå")).first.click()
        looks_right(page, axe)
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": page.url}])
    for address in ("/", "/borgere/sager/", f"/borgere/{citizen.uuid}/kontroltjek/"):
        page.goto(address)
        looks_right(page, axe)


def test_by_keyboard_and_without_scripts(open_page: OpenPage, people: People) -> None:
    a_case(people, "Prøve Forsinket", due_in=-3)
    a_case(people, "Prøve Planlagt", due_in=9, talk_in=6)
    the_night()
    page = open_page(people.erik, java_script_enabled=False)
    page.goto("/borgere/sager/?viser=uden-dato")
    page.get_by_label("Hvilke sager").focus()
    page.get_by_label("Hvilke sager").select_option(label="Alle sager")
    page.get_by_role("button", name="Vis").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Prøve Planlagt", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Navn")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile(": Prøve Forsinket")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Kontroltjek")).to_be_visible()

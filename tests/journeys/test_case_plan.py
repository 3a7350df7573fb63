"""A plan from its goal to its second version: tracks from can, wants, needed, agreements, copies, sheets; two at once."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, Route, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import CasePlan, CvSection, Sheet, Track
from fagkompas.citizens.models import Citizen
from tests.casework.making import (
    make_activity,
    make_consideration,
    make_demand,
    make_plan,
    make_sheet,
    make_three_tracks,
    make_version,
)
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement
from tests.journeys.looks import Check, looks_right, open_all
from tests.occupations.making import make_group, make_occupation
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)


def test_a_plan_from_the_goal_to_what_changed_since(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    page, citizen = any_page, make_citizen(people)
    make_group("51", "Det nære")
    make_occupation("bølgelærer", isco4="5161")
    sign_in_as(page, people.erik)
    page.goto(f"/borgere/{citizen.uuid}/")
    expect(page.get_by_text("Der er ingen plan endnu")).to_be_visible()
    looks_right(page, axe)

    page.get_by_role("link", name="Skriv målet").first.click()
    looks_right(page, axe)
    page.get_by_label("Stilling").press_sequentially("bølgel")
    page.get_by_role("option", name=re.compile("bølgelærer")).click()
    page.get_by_label("Hvorfor dette mål?").fill("Jeg vil være ved vandet.")
    page.get_by_label("For at du kan nå dit mål").fill("Han har haft en depression.")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", name="Her står noget om helbred")).to_be_visible()
    expect(page.get_by_label("Stilling")).to_have_value("bølgelærer")
    looks_right(page, axe)
    assert not CasePlan.objects.exists()
    page.get_by_label("For at du kan nå dit mål").fill("Vi begynder ved stranden.")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.get_by_role("heading", name="bølgelærer")).to_be_visible()
    looks_right(page, axe)

    begin_a_track(page, axe)
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Nyt hensyn").click()
    looks_right(page, axe)
    page.get_by_label("Hvad skal arbejdet tage hensyn til?").fill("Begynder klokken ti")
    page.get_by_label("Hvor eller hvordan?").fill("Ved samtalen")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Hensynet står i planen.")).to_be_visible()
    page.get_by_role("link", name="Ny aktivitet").click()
    looks_right(page, axe)
    page.get_by_label("Hvad hedder den?").fill("Prøvedag ved stranden")
    page.get_by_label("Første dag").fill("2026-12-01")
    page.get_by_label("Sidste dag").fill("2026-11-01")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("link", name=re.compile("slutter, før den begynder"))).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Sidste dag").fill("2026-12-02")
    page.get_by_role("button", name="Gem").click()
    page.get_by_role("link", name="Ny aftale").click()
    looks_right(page, axe)
    page.get_by_label("Hvad?").fill("Ring til to strande")
    page.get_by_label("Hvornår senest?").fill((timezone.localdate() + timedelta(days=5)).isoformat())
    page.get_by_label("Hvilket jobspor handler den om?").select_option(label="Bølgelærer")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Ring til to strande", exact=True)).to_be_visible()
    open_all(page)
    looks_right(page, axe)

    page.get_by_role("link", name="Udgiv planen").click()
    looks_right(page, axe)
    page.get_by_label("Hvad er anledningen?").fill("Efter første samtale")
    page.get_by_role("button", name="Udgiv planen").click()
    expect(page.get_by_text("Planen er udgivet som udgave 1.")).to_be_visible()
    page.get_by_role("link", name=re.compile("Følg op")).click()
    looks_right(page, axe)
    expect(page.get_by_role("heading", name="Jobspor")).to_be_visible()
    looks_right(page, axe)
    page.get_by_text("Holdt", exact=True).click()
    page.get_by_role("button", name="Gem, hvordan det gik").click()
    page.get_by_role("button", name="Fulgt op i dag").click()
    page.get_by_role("link", name="Se, hvad der er anderledes").click()
    expect(page.get_by_text("Ring til to strande").first).to_be_visible()
    looks_right(page, axe)


def begin_a_track(page: Page, axe: Check) -> None:
    """By keyboard where it is about choosing, through all six steps; what is typed is saved on the way."""
    page.get_by_role("link", name="Jobspor", exact=True).click()
    looks_right(page, axe)
    page.get_by_role("link", name="Begynd et jobspor").first.click()
    looks_right(page, axe)
    page.get_by_label(re.compile("^Vil:")).check()
    page.get_by_label("Stilling").press_sequentially("bølgel")
    expect(page.get_by_role("option", name=re.compile("bølgelærer"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Gem og gå videre").click()
    expect(page.get_by_label("Vil", exact=True)).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Kan", exact=True).fill("Har lært fra sig i to somre.")
    page.get_by_label("Vil", exact=True).fill("At være ved vandet.")
    expect(page.get_by_text(re.compile("^Gemt kl."))).to_be_visible()
    assert Track.objects.get().can == "Har lært fra sig i to somre."
    page.reload()
    expect(page.get_by_label("Vil", exact=True)).to_have_value("At være ved vandet.")
    for step, label, text in (
        ("Opgaver", "Opgaver i jobbet", "Vise øvelser\nPasse på folk"),
        ("Først", "Det, der skal på plads først", "Livredderprøve hos svømmehallen"),
    ):
        page.get_by_role("button", name="Gem og gå videre").click()
        expect(page.get_by_role("heading", name=step, exact=True)).to_be_visible()
        looks_right(page, axe)
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Gem og gå videre").click()
    expect(page.get_by_role("heading", name="Efterspørgsel", exact=True)).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Høj").check()
    page.get_by_label("Hvad siger kilden?").fill("Tre opslag ved kysten")
    page.get_by_role("button", name="Notér efterspørgslen").click()
    expect(page.get_by_text("Efterspørgslen er noteret.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Fortsæt", exact=True).click()
    expect(page.get_by_role("heading", name="Tryktest", exact=True)).to_be_visible()
    page.get_by_label("Hvad kunne få det til at knække?").fill("At vandet fryser til.")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem og gå videre").click()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_be_visible()
    page.get_by_label("Virksomheder først").fill("Strandskolen Prøve")
    page.get_by_role("button", name="Gem, og se alle jobspor").click()
    expect(page.get_by_text("Strandskolen Prøve")).to_be_visible()
    looks_right(page, axe)


def full_case(people: People) -> Citizen:
    """A case with something of everything, published and changed since."""
    citizen = make_citizen(people)
    plan = make_plan(citizen)
    for track in make_three_tracks(plan):
        make_demand(track)
    make_consideration(plan)
    make_activity(plan, track=plan.tracks.first())
    make_version(plan)
    agreement(people.erik, citizen=citizen, what="Ring til to lagre")
    make_sheet(citizen, days_ago=20, direction="Et lager i Nord")
    make_sheet(citizen, direction="Et lager i Syd", room="Praktik")
    return citizen


def test_every_page_fits_on_the_narrowest_phone(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = full_case(people)
    plan = CasePlan.objects.get()
    track, sheet = plan.tracks.open()[0], Sheet.objects.get(on=timezone.localdate())
    page = open_page(people.erik, viewport=NARROW)
    for part in (
        "",
        "overblik/",
        "plan/",
        "plan/ret/",
        "plan/hensyn/ny/",
        "plan/aktivitet/ny/",
        "plan/aftale/ny/",
        "plan/udgiv/",
        "plan/udgaver/",
        "plan/udgaver/1/",
        "plan/print/",
        "jobspor/",
        "jobspor/nyt/",
        f"jobspor/{track.uuid}/hvorfor/",
        f"jobspor/{track.uuid}/tryktest/",
        f"jobspor/{track.uuid}/efterspoergsel/",
        f"jobspor/{track.uuid}/afslut/",
        "ark/",
        "ark/4r/",
        "ark/4r/tomt/",
        f"ark/4r/{sheet.uuid}/",
        f"ark/4r/{sheet.uuid}/print/",
    ):
        page.goto(f"/borgere/{citizen.uuid}/{part}")
        if not part:
            expect(page.get_by_role("heading", name="Siden sidst")).to_be_visible()
        if "print" not in part and "tomt" not in part:
            open_all(page)
        looks_right(page, axe)


def test_one_click_copies_a_field(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = full_case(people)
    page = open_page(people.erik)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/borgere/{citizen.uuid}/plan/")
    page.get_by_role("button", name="Kopiér Mål").click()
    expect(page.get_by_role("button", name="Kopieret Mål")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Et job: Lagermedarbejder\n\nBegrundelse: Jeg kan lide at have overblik og være på benene."
    looks_right(page, axe)


def test_without_scripts_the_fields_are_pages_of_text_and_the_overview_is_a_page(
    open_page: OpenPage, people: People
) -> None:
    citizen = full_case(people)
    page = open_page(people.erik, java_script_enabled=False)
    page.goto(f"/borgere/{citizen.uuid}/plan/")
    expect(page.get_by_role("button", name=re.compile("^Kopiér"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("Som ren tekst.*Aftaler")).click()
    expect(page.get_by_text("Ring til to lagre")).to_be_visible()
    page.goto(f"/borgere/{citizen.uuid}/overblik/")
    expect(page.get_by_role("heading", name="Chauffør")).to_be_visible()


def test_tracks_are_ordered_and_ended_by_keyboard(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = full_case(people)
    page = open_page(people.erik)
    page.goto(f"/borgere/{citizen.uuid}/jobspor/")
    page.get_by_role("button", name="Flyt Chauffør op").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Chauffør er flyttet.")).to_be_visible()
    assert [track.name for track in Track.objects.open()] == ["Chauffør", "Lagermedarbejder", "Butiksassistent"]
    page.get_by_role("link", name=re.compile("Afslut.*Butiksassistent")).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Hvorfor afslutter I det?").fill("Ingen opslag i tre måneder")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ingen opslag i tre måneder")).to_be_visible()
    looks_right(page, axe)


def test_two_who_write_the_plan_at_once_lose_nothing(open_page: OpenPage, people: People, axe: Check) -> None:
    citizen = full_case(people)
    eriks, almas = open_page(people.erik), open_page(people.alma)
    for page in (eriks, almas):
        page.goto(f"/borgere/{citizen.uuid}/plan/ret/")
    almas.get_by_label("Hvorfor dette mål?").fill("Almas ord.")
    almas.get_by_role("button", name="Gem", exact=True).click()
    expect(almas.get_by_text("Planen er gemt.")).to_be_visible()
    eriks.get_by_label("Hvorfor dette mål?").fill("Eriks ord.")
    eriks.get_by_role("button", name="Gem", exact=True).click()
    expect(eriks.get_by_text("Almas ord.").first).to_be_visible()
    expect(eriks.get_by_text("Eriks ord.").first).to_be_visible()
    looks_right(eriks, axe)
    eriks.get_by_role("button", name=re.compile("Gem")).first.click()
    expect(eriks.get_by_text("Planen er gemt.")).to_be_visible()


def test_a_sheet_is_written_beside_the_last_and_marks_what_changed(
    any_page: Page, sign_in_as: SignIn, people: People, axe: Check
) -> None:
    citizen = make_citizen(people)
    make_sheet(citizen, days_ago=20, direction="Et lager i Nord")
    page = any_page
    sign_in_as(page, people.erik)
    page.goto(f"/borgere/{citizen.uuid}/ark/")
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("Skriv dagens ark.*4R")).click()
    expect(page.get_by_label("Retning")).to_have_value("Et lager i Nord")
    page.get_by_label("Råderum").fill("Praktik er i gang")
    expect(page.get_by_text(re.compile("^Gemt kl."))).to_be_visible()
    open_all(page)
    looks_right(page, axe)
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("Arket er gemt.")).to_be_visible()
    page.get_by_role("link", name=re.compile(r"\d{4}$")).first.click()
    expect(page.get_by_text("Ændret", exact=True)).to_be_visible()
    expect(page.get_by_text("Praktik er i gang")).to_be_visible()
    looks_right(page, axe)


def test_what_is_typed_before_the_scripts_have_come_is_saved_too(open_page: OpenPage, people: People) -> None:
    citizen = make_citizen(people)
    page = open_page(people.erik)
    waiting: list[Route] = []
    page.route("**/autosave*.js", lambda route: waiting.append(route))
    page.goto(f"/borgere/{citizen.uuid}/ark/4r/", wait_until="commit")
    page.get_by_label("Retning").fill("Et lager i Nord")
    waiting[0].continue_()
    expect(page.get_by_text(re.compile("^Gemt kl."))).to_be_visible()


def test_a_second_new_entry_of_a_cv_is_there_again_after_the_line_was_lost(open_page: OpenPage, people: People) -> None:
    citizen = make_citizen(people)
    page, address = open_page(people.erik), f"/borgere/{citizen.uuid}/cv/languages/"
    page.goto(address)
    line = page.locator("[data-autosave-line]")
    title = page.get_by_label("Sprog", exact=True)
    title.nth(0).fill("Dansk")
    expect(line).to_have_text(re.compile(r"^Gemt kl\."))
    page.route("**/cv/languages/", lost)
    title.nth(1).fill("Tysk")
    expect(line).to_have_text(re.compile("^Ikke gemt"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(title.nth(1)).to_have_value("Tysk")
    page.unroute("**/cv/languages/")
    expect(line).to_have_text(re.compile(r"^Gemt kl\."), timeout=30_000)
    assert [one["title"] for one in CvSection.objects.get().entries] == ["Dansk", "Tysk"]


def lost(route: Route) -> None:
    route.abort() if route.request.method == "POST" else route.continue_()

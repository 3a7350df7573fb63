"""An employee's way: sees what to do, rates own skill, submits, and sees the profile; with every page free of barriers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.assessments.actions.results import refresh_unit_results
from fagkompas.assessments.models import Draft, Participant, Rating, Round, RoundState, Scope
from fagkompas.assessments.questions import drafts_of
from fagkompas.engine.scales import Mode, Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, fits
from tests.people import People, make_employee

OpenPage = Callable[..., Page]
SAVED = re.compile(r"^Gemt kl\. \d\d\.\d\d$")


def open_all(page: Page) -> None:
    """Unfold everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")


def own_page(participant: Participant, code: str = "AU") -> str:
    return f"/kompetencer/besvar/{participant.uuid}/{code}/"


def progress_shown(page: Page) -> tuple[str, set[str]]:
    """The count, and how the field's dot looks."""
    dot = page.locator(".dot-here").get_attribute("class") or ""
    return page.locator("[data-answer-count]").inner_text(), set(dot.split())


def choose(page: Page, code: str, value: str) -> None:
    """Click the tile, as a person does."""
    page.locator(".form-group-radio").filter(has=page.locator(f"input[name='{code}'][value='{value}']")).click()


@pytest.fixture
def bo_there(people: People) -> Participant:
    """Bo in a screening that takes answers."""
    return participant_of(make_round(people.north), people.bo)


def test_from_today_to_the_profile(
    any_page: Page, sign_in_as: Callable[[Page, Employee], None], bo_there: Participant, people: People, axe: Check
) -> None:
    page = any_page
    sign_in_as(page, people.bo)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Svar")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du vurderer, hvad du selv kan")
    expect(page.get_by_text("Løn eller afsked.", exact=True)).to_be_visible()
    assert fits(page)
    axe(page)
    page.get_by_role("link", name="Begynd").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arbejdsmarked & Uddannelse")
    assert fits(page)
    axe(page)
    for code, value in {"AU-G1": "3", "AU-G2": "4", "AU-G3": "nr", "AU-S1": "2", "AU-PRA": "1"}.items():
        choose(page, code, value)
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    expect(page.locator("[data-answer-count]")).to_contain_text("5 af 14 besvaret")
    assert len(drafts_of(bo_there, Rater.SELF, people.bo)) == 5
    axe(page)
    # What the script has changed on the page is what a fresh page says.
    here = progress_shown(page)
    page.reload()
    assert progress_shown(page) == here
    page.get_by_role("button", name="Næste felt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lov & Myndighed")
    page.get_by_role("button", name="Fortsæt senere").click()
    expect(page.get_by_text("Svarene er gemt. De tæller, når du indsender dem")).to_be_visible()
    page.get_by_role("link", name="Fortsæt med Arbejdsmarked & Uddannelse").click()
    expect(page.locator("input[name='AU-G1'][value='3']")).to_be_checked()
    page.goto(f"/kompetencer/besvar/{bo_there.uuid}/indsend/")
    expect(page.get_by_text("5 af 79 spørgsmål er besvaret.")).to_be_visible()
    assert fits(page)
    open_all(page)
    axe(page)
    page.get_by_role("button", name="Indsend svarene").click()
    expect(page.get_by_role("alert")).to_contain_text("Sæt kryds for at indsende med så få svar")
    axe(page)
    page.locator("label[for=id_anyway]").click()
    page.get_by_role("button", name="Indsend svarene").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Din profil")
    expect(page.get_by_text("Svarene er indsendt. Sådan ser din profil ud nu.")).to_be_visible()
    assert fits(page)
    axe(page)
    assert Rating.objects.count() == 5
    page.goto("/kompetencer/")
    expect(page.get_by_text("Du har indsendt.")).to_be_visible()
    assert fits(page)
    axe(page)


def test_by_keyboard_alone(open_page: OpenPage, bo_there: Participant, people: People) -> None:
    page = open_page(people.bo)
    page.goto(own_page(bo_there))
    first = page.locator("input[name='AU-G1']").first
    first.focus()
    page.keyboard.press("3")
    expect(page.locator("input[name='AU-G1'][value='3']")).to_be_checked()
    expect(page.get_by_text("Løser også svære").nth(1)).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[name='AU-G1'][value='4']")).to_be_checked()
    page.keyboard.press("Enter")
    assert page.url.endswith("/AU/")
    # Past the note's link to the next row.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Står for oplæring")
    page.keyboard.press("Tab")
    page.keyboard.press("i")
    expect(page.locator("input[name='AU-G2'][value='nr']")).to_be_checked()
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    kept = drafts_of(bo_there, Rater.SELF, people.bo)
    assert (kept["AU-G1"].value, kept["AU-G1"].evidence) == (4, "Står for oplæring")
    assert kept["AU-G2"].not_relevant


def test_an_answer_is_taken_back(open_page: OpenPage, bo_there: Participant, people: People, axe: Check) -> None:
    page = open_page(people.bo, viewport=PHONE)
    page.goto(own_page(bo_there))
    line = page.locator("[data-autosave-line]")
    clear = page.locator(".point-none").first
    expect(clear).to_have_css("opacity", "0")
    choose(page, "AU-G1", "3")
    expect(line).to_have_text(SAVED)
    expect(clear).to_have_css("opacity", "1")
    axe(page)
    clear.click()
    expect(page.locator("[data-answer-count]")).to_contain_text("0 af 14 besvaret")
    expect(clear).to_have_css("opacity", "0")
    assert not drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"].is_answered
    page.locator("input[name='AU-G2']").first.focus()
    page.keyboard.press("4")
    expect(page.locator("[data-answer-count]")).to_contain_text("1 af 14 besvaret")
    page.keyboard.press("Delete")
    expect(page.locator("[data-answer-count]")).to_contain_text("0 af 14 besvaret")
    expect(page.get_by_text("Vælg det trin, der passer bedst").nth(1)).to_be_visible()


def test_nothing_jumps_while_one_answers(
    any_page: Page, sign_in_as: Callable[[Page, Employee], None], bo_there: Participant, people: People
) -> None:
    page = any_page
    sign_in_as(page, people.bo)
    page.goto(own_page(bo_there))
    row = page.locator(".answer-row").nth(1)
    before = row.bounding_box()
    scrolled = page.evaluate("window.scrollY")
    for value in ("0", "1", "2", "3", "4", "nr"):
        page.locator(f"input[name='AU-G1'][value='{value}']").check(force=True)
        expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    after = row.bounding_box()
    moved = page.evaluate("window.scrollY") - scrolled
    assert before is not None
    assert after is not None
    assert abs(after["y"] + moved - before["y"]) < 1


def test_without_scripts_the_buttons_save(open_page: OpenPage, bo_there: Participant, people: People) -> None:
    page = open_page(people.bo, java_script_enabled=False)
    page.goto(own_page(bo_there))
    page.locator("input[name='AU-G1'][value='3']").check(force=True)
    page.locator("summary", has_text="Skriv en note").first.click()
    page.locator("textarea").first.fill("Uden script")
    page.get_by_role("button", name="Næste felt").click()
    assert page.url.endswith("/LM/")
    kept = drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"]
    assert (kept.value, kept.evidence) == (3, "Uden script")


def test_a_cpr_number_in_a_note_is_refused_and_the_text_stands(
    open_page: OpenPage, bo_there: Participant, people: People, axe: Check
) -> None:
    page = open_page(people.bo)
    page.goto(own_page(bo_there))
    choose(page, "AU-G2", "2")
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    page.locator("summary", has_text="Skriv en note").first.click()
    page.locator("#id_AU-G1-note").fill("Sagen om 010190-1234")
    line = page.locator("[data-autosave-line]")
    expect(line).to_contain_text("ligner et CPR-nummer")
    axe(page)
    page.get_by_role("button", name="Næste felt").click()
    expect(page.get_by_role("alert").first).to_contain_text("ligner et CPR-nummer")
    expect(page.locator("#id_AU-G1-note")).to_have_value("Sagen om 010190-1234")
    axe(page)
    page.get_by_role("link", name=re.compile("CPR-nummer")).click()
    expect(page.locator("#id_AU-G1-note")).to_be_focused()
    # Where one writes does not move, though the box above it goes.
    note = page.locator("#id_AU-G1-note")
    before = note.bounding_box()
    note.fill("En sag uden numre")
    expect(line).to_have_text(SAVED)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.locator(".form-error, .form-error-message, [aria-invalid]")).to_have_count(0)
    after = note.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 1
    axe(page)
    # Back and forth again sends nothing.
    page.get_by_role("button", name="Næste felt").click()
    page.wait_for_url("**/LM/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arbejdsmarked & Uddannelse")
    expect(page.locator("#id_AU-G1-note")).to_have_value("En sag uden numre")
    assert drafts_of(bo_there, Rater.SELF, people.bo)["AU-G1"].evidence == "En sag uden numre"


def test_two_windows_do_not_undo_each_other(open_page: OpenPage, bo_there: Participant, people: People) -> None:
    desktop, phone = open_page(people.bo), open_page(people.bo, viewport=PHONE)
    desktop.goto(own_page(bo_there))
    phone.goto(own_page(bo_there))
    choose(phone, "AU-G1", "4")
    choose(phone, "AU-G2", "3")
    expect(phone.locator("[data-autosave-line]")).to_have_text(SAVED)
    choose(desktop, "AU-G3", "1")
    expect(desktop.locator("[data-autosave-line]")).to_have_text(SAVED)
    desktop.get_by_role("button", name="Næste felt").click()
    desktop.wait_for_url("**/LM/")
    kept = drafts_of(bo_there, Rater.SELF, people.bo)
    assert {code: given.value for code, given in kept.items()} == {"AU-G1": 4, "AU-G2": 3, "AU-G3": 1}


def test_what_could_not_be_saved_is_warned_about_and_comes_back(
    open_page: OpenPage, bo_there: Participant, people: People
) -> None:
    page = open_page(people.bo)
    warned: list[str] = []

    def accept(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(own_page(bo_there))
    page.route("**/AU/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    choose(page, "AU-G3", "2")
    line = page.locator("[data-autosave-line]")
    expect(line).to_have_text(re.compile("^Ikke gemt"))
    assert not Draft.objects.exists()
    page.get_by_role("button", name="Næste felt").click()
    expect(line).to_have_text(re.compile("^Ikke gemt"))
    assert page.url.endswith("/AU/")
    page.unroute("**/AU/")
    page.reload()
    assert warned == ["beforeunload"]
    expect(line).to_have_text(SAVED)
    expect(page.locator("input[name='AU-G3'][value='2']")).to_be_checked()
    assert drafts_of(bo_there, Rater.SELF, people.bo)["AU-G3"].value == 2


def test_changing_what_is_submitted(open_page: OpenPage, bo_there: Participant, people: People, axe: Check) -> None:
    answer(bo_there, {"AU-G1": 1}, by=people.bo)
    page = open_page(people.bo)
    page.goto(f"/kompetencer/besvar/{bo_there.uuid}/")
    axe(page)
    page.get_by_role("button", name="Ret svarene").click()
    choose(page, "AU-G1", "4")
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    page.get_by_role("link", name="Efterår 2026").click()
    expect(page.get_by_text("Indsendt, ved at blive rettet")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Fortryd ændringerne").click()
    expect(page.get_by_text("Det, du indsendte før, tæller stadig.")).to_be_visible()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_ten_minutes_on_one_page(
    open_page: OpenPage, people: People, axe: Check, viewport: ViewportSize, language: str
) -> None:
    people.bo.language = language
    people.bo.save()
    bo = participant_of(make_round(people.north, mode=Mode.DIALOGUE), people.bo)
    page = open_page(people.bo, viewport=viewport)
    page.goto(own_page(bo, "alle"))
    open_all(page)
    assert fits(page)
    axe(page)
    for code in ("AU-G", "AU-S", "NF-REL"):
        choose(page, code, "3")
    saved = SAVED if language == "da" else re.compile(r"^Saved at \d\d:\d\d$")
    expect(page.locator("[data-autosave-line]")).to_have_text(saved)
    page.get_by_role("button", name="Se det igennem" if language == "da" else "Look it over").click()
    page.locator("label[for=id_anyway]").click()
    page.get_by_role("button", name="Indsend svarene" if language == "da" else "Submit the answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Din profil" if language == "da" else "Your profile")
    open_all(page)
    assert fits(page)
    axe(page)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_full_profile_with_history_unit_and_everything_unfolded(
    open_page: OpenPage, people: People, axe: Check, viewport: ViewportSize
) -> None:
    for number in range(4):
        make_employee(f"Kollega {number}", people.north)
    before = make_round(people.north, name="Efterår 2025")
    answer(participant_of(before, people.bo), 1, by=people.bo)
    first = timezone.localdate() - timedelta(days=365)
    Round.objects.filter(pk=before.pk).update(
        opens_on=first, closes_on=first + timedelta(days=28), state=RoundState.CLOSED
    )
    round_ = make_round(people.north)
    for person in Employee.objects.employed_in(people.north):
        answer(participant_of(round_, person), 2, by=person)
    bo = participant_of(round_, people.bo)
    answer(bo, {"AU-G1": 4, "LM-G1": 0, "LM-G2": 1, "LM-PRA": 0}, by=people.alma, rater=Rater.MANAGER)
    refresh_unit_results(round_=round_, now=timezone.now())
    for person in (people.bo, people.alma):
        page = open_page(person, viewport=viewport)
        page.goto(f"/kompetencer/profil/{bo.uuid}/")
        expect(page.get_by_role("heading", name=re.compile("Runde for runde"))).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert fits(page)
        axe(page)
        open_all(page)
        assert fits(page)
        axe(page)


def test_states_without_figures(open_page: OpenPage, people: People, axe: Check) -> None:
    round_ = make_round(people.north)
    bo, erik = participant_of(round_, people.bo), participant_of(round_, people.erik)
    answer(erik, {"AU-G1": 2}, by=people.alma, rater=Rater.MANAGER)
    team = make_round(people.south, mode=Mode.DIALOGUE, scope=Scope.TEAM).participants.get()
    for person, path in (
        (people.bo, "/kompetencer/"),
        (people.bo, "/kompetencer/profil/"),
        (people.bo, f"/kompetencer/profil/{bo.uuid}/"),
        (people.erik, f"/kompetencer/profil/{erik.uuid}/"),
        (people.alma, f"/kompetencer/profil/{bo.uuid}/"),
        (people.alma, f"/kompetencer/besvar/{bo.uuid}/LM/"),
        (people.carla, f"/kompetencer/profil/{team.uuid}/"),
    ):
        page = open_page(person, viewport=PHONE)
        page.goto(path)
        assert fits(page), path
        axe(page)

"""A manager's way: opens a round, follows it, rates, talks with the employee, both sign; with every page free of barriers."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fagkompas.accounts.models import Employee, Role
from fagkompas.assessments.actions.rounds import close_round
from fagkompas.assessments.models import Agreement, Dialogue, Participant, Rating, Round, RoundState, Scope
from fagkompas.engine.scales import Mode, Rater
from tests.assessments.rounds import answer, make_round, participant_of
from tests.frameworks.making import shipped_version
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right, open_all
from tests.people import People, make_employee

OpenPage = Callable[..., Page]
SAVED = re.compile(r"Gemt kl\. \d\d\.\d\d")


def agree(page: Page, code: str, value: str) -> None:
    """Click the tile, as a person does."""
    tile = page.locator(".form-group-radio").filter(has=page.locator(f"input[name='agreed-{code}'][value='{value}']"))
    tile.click()


@pytest.fixture
def both_answered(people: People) -> Participant:
    """Bo and Alma have both answered about Bo, and see two things differently."""
    part = participant_of(make_round(people.north), people.bo)
    answer(part, {"AU-G1": 1, "AU-G2": 3, "LM-G1": 4, "NF-G1": 2}, by=people.bo)
    answer(part, {"AU-G1": 4, "AU-G2": 3, "LM-G1": 2, "NF-G1": 2}, by=people.alma, rater=Rater.MANAGER)
    return part


def dialogue_of(part: Participant) -> str:
    return f"/kompetencer/samtale/{part.uuid}/"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_a_plan_to_an_open_round(
    open_page: OpenPage, people: People, axe: Check, viewport: dict[str, int]
) -> None:
    shipped_version()
    page = open_page(people.alma, viewport=viewport)
    page.goto("/kompetencer/runder/")
    looks_right(page, axe)
    page.get_by_role("link", name="Planlæg en runde").first.click()
    looks_right(page, axe)
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad skal runden hedde?").fill("Efteråret")
    page.get_by_label(re.compile("^Faglighed i beskæftigelsesindsatsen")).check()
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvem er med?")
    looks_right(page, axe)
    page.get_by_role("button", name="Gem, og gå videre").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvornår?")
    looks_right(page, axe)
    page.get_by_label("Svarfrist").fill((timezone.localdate() + timedelta(days=10)).isoformat())
    page.get_by_role("button", name="Gem, og fortsæt senere").or_(
        page.get_by_role("button", name="Gem og fortsæt senere")
    ).click()
    page.get_by_role("link", name="Efteråret").click()
    expect(page.get_by_text("Se den igennem, før den gælder.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("Ret.*Hvad den skal bruges til|Ret.*bruges til")).click()
    expect(page.get_by_label("Hvad skal runden bruges til?")).to_have_value(
        re.compile("ikke brugt til løn eller afsked")
    )
    looks_right(page, axe)
    page.get_by_role("button", name="Gem, og gå videre").click()
    page.get_by_role("button", name="Åbn runden nu").click()
    expect(page.get_by_text("Runden er åben. Deltagerne ser den på deres forside.")).to_be_visible()
    assert Round.objects.get().participants.count() == 3
    looks_right(page, axe)
    for tab in ("Påmind", "Selv og leder", "Om runden"):
        page.get_by_role("link", name=tab).click()
        looks_right(page, axe)
    for task in ("Flyt datoerne", "Luk runden", "Slet runden"):
        page.get_by_role("link", name=task).click()
        looks_right(page, axe)
        page.go_back()
    bo = open_page(people.bo, viewport=viewport)
    bo.goto("/")
    expect(bo.get_by_role("heading", name="Efteråret")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_both_answers_to_both_signatures(
    open_page: OpenPage, people: People, both_answered: Participant, axe: Check, viewport: dict[str, int]
) -> None:
    bo = open_page(people.bo, viewport=viewport)
    bo.goto("/")
    looks_right(bo, axe)
    bo.get_by_role("link", name=re.compile("^Se dagsordenen")).click()
    bo.get_by_label("Hvad vil du selv tale om?").fill("Et kursus i jura")
    expect(bo.locator("[data-autosave-line]")).to_have_text(SAVED)
    looks_right(bo, axe)

    alma = open_page(people.alma, viewport=viewport)
    alma.goto("/")
    looks_right(alma, axe)
    alma.goto(f"/kompetencer/runder/{both_answered.round.uuid}/")
    looks_right(alma, axe)
    alma.goto(f"/kompetencer/runder/{both_answered.round.uuid}/deltager/{both_answered.uuid}/")
    expect(alma.get_by_text("I er uenige om 2 af 79 punkter.")).to_be_visible()
    looks_right(alma, axe)
    alma.get_by_role("link", name="Gå til samtalen").click()
    expect(alma.get_by_text("Et kursus i jura")).to_be_visible()
    expect(alma.locator(".direction").first).to_have_text("Anerkendelse")
    agree(alma, "AU-G1", "3")
    alma.get_by_label("Adfærd").fill("Ringer altid tilbage samme dag.")
    alma.get_by_label("Hvad aftaler I?").first.fill("Går med Erik til to samtaler")
    expect(alma.locator("[data-autosave-line]")).to_have_text(SAVED)
    open_all(alma)
    looks_right(alma, axe)
    assert not Rating.objects.filter(rater="agreed").exists()
    alma.reload()
    expect(alma.get_by_text("Gælder ikke endnu. Gem de aftalte vurderinger.")).to_be_visible()
    expect(alma.get_by_label("Hvad aftaler I?").first).to_have_value("Går med Erik til to samtaler")
    alma.get_by_role("button", name="Gem de aftalte vurderinger").click()
    expect(alma.get_by_text("De aftalte vurderinger er gemt, og profilen følger dem.")).to_be_visible()
    assert Rating.objects.get(rater="agreed").value == 3
    expect(alma.get_by_label("Hvornår talte I sammen?")).to_have_value(timezone.localdate().isoformat())
    alma.get_by_label("Hvornår talte I sammen?").fill("")
    alma.get_by_role("button", name="Skriv under").click()
    expect(alma.get_by_role("alert")).to_contain_text("hvilken dag I talte sammen")
    looks_right(alma, axe)
    expect(alma.get_by_label("Hvornår talte I sammen?")).to_have_value(timezone.localdate().isoformat())
    alma.get_by_role("button", name="Skriv under").click()
    expect(alma.get_by_text("Venter på Bo")).to_be_visible()
    looks_right(alma, axe)

    bo.goto("/")
    bo.get_by_role("link", name=re.compile("^Læs og skriv under")).click()
    expect(bo.get_by_text("Ringer altid tilbage samme dag.")).to_be_visible()
    looks_right(bo, axe)
    bo.get_by_role("button", name="Skriv under").click()
    expect(bo.get_by_text("I har begge skrevet under.")).to_be_visible()
    looks_right(bo, axe)
    assert Dialogue.objects.get().is_signed
    bo.get_by_role("link", name="Udskriv").click()
    expect(bo.get_by_text("Går med Erik til to samtaler")).to_be_visible()
    axe(bo)


def test_before_both_have_answered(open_page: OpenPage, people: People, axe: Check) -> None:
    part = participant_of(make_round(people.north), people.bo)
    for person, viewport in ((people.alma, DESKTOP), (people.bo, PHONE)):
        page = open_page(person, viewport=viewport)
        page.goto(dialogue_of(part))
        open_all(page)
        looks_right(page, axe)
    page = open_page(people.alma)
    page.goto(f"/kompetencer/runder/{part.round.uuid}/deltager/{part.uuid}/")
    expect(page.get_by_text("Ingen af jer har svaret endnu.")).to_be_visible()
    looks_right(page, axe)


def test_ten_minutes_with_one_person(open_page: OpenPage, people: People, axe: Check) -> None:
    part = participant_of(make_round(people.north, mode=Mode.DIALOGUE), people.bo)
    page = open_page(people.alma, viewport=PHONE)
    page.goto(dialogue_of(part))
    looks_right(page, axe)
    agree(page, "AU-G", "3")
    agree(page, "AU-S", "2")
    page.get_by_role("button", name="Gem de aftalte vurderinger").click()
    expect(page.get_by_text("De aftalte vurderinger er gemt")).to_be_visible()
    assert Rating.objects.filter(rater="agreed").count() == 2


def test_a_team_together(open_page: OpenPage, people: People, axe: Check) -> None:
    round_ = make_round(people.north, mode=Mode.DIALOGUE, scope=Scope.TEAM)
    page = open_page(people.alma)
    page.goto(f"/kompetencer/runder/{round_.uuid}/")
    looks_right(page, axe)
    page.get_by_role("link", name=re.compile("^Udfyld sammen")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("I vurderer Nord sammen")


def test_agreement_between_self_and_manager(open_page: OpenPage, people: People, axe: Check) -> None:
    round_ = make_round(people.testkommune)
    for number, person in enumerate([people.alma, people.bo, people.carla, people.erik, people.freja]):
        part = participant_of(round_, person)
        answer(part, {"AU-G1": number % 5, "AU-G2": (number + 1) % 5}, by=person)
        answer(part, {"AU-G1": number % 5, "AU-G2": (number + 2) % 5}, by=people.dorte, rater=Rater.MANAGER)
    page = open_page(people.dorte, viewport=PHONE)
    page.goto(f"/kompetencer/runder/{round_.uuid}/enighed/")
    expect(page.get_by_text("Når runden er lukket")).to_be_visible()
    looks_right(page, axe)
    close_round(round_=round_, by=people.dorte)
    page.reload()
    open_all(page)
    expect(page.get_by_text("Fra 5 medarbejdere med begge vurderinger.")).to_be_visible()
    looks_right(page, axe)


def test_two_people_lose_nothing(open_page: OpenPage, people: People, both_answered: Participant, axe: Check) -> None:
    lis = make_employee("Lis", people.testkommune, Role.MANAGER)
    first, second = open_page(people.alma), open_page(lis, viewport=PHONE)
    for page in (first, second):
        page.goto(dialogue_of(both_answered))
    second.get_by_label("Resultater").fill("Nåede målet")
    expect(second.locator("[data-autosave-line]")).to_have_text(SAVED)
    first.get_by_label("Resultater").fill("Nåede næsten målet")
    expect(first.locator("[data-autosave-line]")).to_contain_text("En anden har ændret det samme.")
    looks_right(first, axe)
    first.get_by_role("button", name="Gem noterne").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("To af jer har ændret det samme")
    expect(first.get_by_text("Lis gemte samtalen med Bo")).to_be_visible()
    expect(first.get_by_text("Nåede målet", exact=True)).to_be_visible()
    looks_right(first, axe)
    first.get_by_label("Det, du skrev.").fill("Nåede målet, næsten til tiden")
    first.get_by_role("button", name="Gem det, jeg valgte").click()
    expect(first.get_by_label("Resultater")).to_have_value("Nåede målet, næsten til tiden")
    assert Dialogue.objects.get().results == "Nåede målet, næsten til tiden"


def test_what_is_typed_while_the_connection_is_gone_comes_back(
    open_page: OpenPage, people: People, both_answered: Participant
) -> None:
    page = open_page(people.alma)
    page.goto(dialogue_of(both_answered))
    page.route("**/gem/", lambda route: route.abort())
    page.get_by_label("Adfærd").fill("Skrevet uden net")
    page.get_by_label("Hvad aftaler I?").first.fill("En aftale uden net")
    agree(page, "AU-G1", "2")
    expect(page.locator("[data-autosave-line]")).to_contain_text("Ikke gemt")
    page.unroute("**/gem/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    expect(page.get_by_label("Adfærd")).to_have_value("Skrevet uden net")
    assert Dialogue.objects.get().behaviour == "Skrevet uden net"
    assert Agreement.objects.get().text == "En aftale uden net"
    expect(page.locator("input[name='agreed-AU-G1'][value='2']")).to_be_checked()


def test_what_comes_back_does_not_undo_what_somebody_else_saved(
    open_page: OpenPage, people: People, both_answered: Participant
) -> None:
    lis = make_employee("Lis", people.testkommune, Role.MANAGER)
    page, other = open_page(people.alma), open_page(lis)
    page.goto(dialogue_of(both_answered))
    page.route("**/gem/", lambda route: route.abort())
    page.get_by_label("Adfærd").fill("Skrevet uden net")
    expect(page.locator("[data-autosave-line]")).to_contain_text("Ikke gemt")
    other.goto(dialogue_of(both_answered))
    other.get_by_label("Resultater").fill("Gemt imens")
    expect(other.locator("[data-autosave-line]")).to_have_text(SAVED)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.unroute("**/gem/")  # after the reload, so that it is the new page that saves
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED, timeout=30_000)
    expect(page.get_by_label("Adfærd")).to_have_value("Skrevet uden net")
    held = Dialogue.objects.get()
    assert (held.behaviour, held.results) == ("Skrevet uden net", "Gemt imens")


def test_without_javascript(open_page: OpenPage, people: People, both_answered: Participant) -> None:
    page = open_page(people.alma, java_script_enabled=False)
    page.goto(dialogue_of(both_answered))
    page.get_by_label("Adfærd").fill("Ringer tilbage")
    page.get_by_label("Hvad aftaler I?").first.fill("To samtaler")
    page.get_by_role("button", name="Gem aftalerne").click()
    expect(page.get_by_label("Hvad aftaler I?")).to_have_count(2)
    agree(page, "AU-G1", "3")
    page.get_by_role("button", name="Skriv under").click()
    expect(page.get_by_text("Venter på Bo")).to_be_visible()
    assert (Dialogue.objects.get().behaviour, Rating.objects.get(rater="agreed").value) == ("Ringer tilbage", 3)


def test_by_keyboard_alone(open_page: OpenPage, people: People, both_answered: Participant) -> None:
    page = open_page(people.alma)
    page.goto(dialogue_of(both_answered))
    page.locator("input[name='agreed-AU-G1']:checked").focus()
    page.keyboard.press("3")
    expect(page.locator("input[name='agreed-AU-G1'][value='3']")).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.locator("input[name='agreed-AU-G1'][value='4']")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    assert not Rating.objects.filter(rater="agreed").exists(), "Enter on a point does not leave the page"


def test_a_closed_round_can_be_read(
    open_page: OpenPage, people: People, both_answered: Participant, axe: Check
) -> None:
    Dialogue.objects.create(participant=both_answered, results="Nåede målet")
    Round.objects.update(state=RoundState.CLOSED)
    page = open_page(people.alma)
    for address in (
        dialogue_of(both_answered),
        f"/kompetencer/runder/{both_answered.round.uuid}/",
        f"/kompetencer/runder/{both_answered.round.uuid}/om/",
    ):
        page.goto(address)
        looks_right(page, axe)


def test_in_english(open_page: OpenPage, people: People, both_answered: Participant, axe: Check) -> None:
    Employee.objects.filter(pk=people.alma.pk).update(language="en")
    page = open_page(people.alma)
    for address in (
        "/kompetencer/runder/",
        f"/kompetencer/runder/{both_answered.round.uuid}/",
        dialogue_of(both_answered),
    ):
        page.goto(address)
        looks_right(page, axe)
    expect(page.get_by_text("Expectations to align").first).to_be_visible()

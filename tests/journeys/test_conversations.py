"""A conversation from the plan to the letter, by hand and by keyboard; in two windows, without a connection, and with the
server killed in the middle.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect

from fagkompas.accounts.models import Employee
from fagkompas.casework.models import TrackAgreement
from fagkompas.conversations.actions.agreements import TypedAgreement
from fagkompas.conversations.actions.closing import save_closing
from fagkompas.conversations.models import Agreement, Conversation, KeyWord
from tests.casework.making import make_plan, make_track
from tests.citizens.making import make_citizen
from tests.conversations.making import agreement, closing, held_conversation, under_way
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.looks import Check, looks_right, once_put_in, open_all
from tests.journeys.stand_alone import StandAlone
from tests.people import People

SignIn = Callable[[Page, Employee], None]
OpenPage = Callable[..., Page]
NARROW = ViewportSize(width=320, height=640)
SAVED = re.compile(r"^Gemt kl\.")
NOT_SAVED = re.compile(r"^Ikke gemt")
PATIENCE = 40_000


def line(page: Page) -> Any:
    return page.locator("[data-autosave-line]")


def went(page: Page, what: str) -> Any:
    """How an agreement from before went."""
    return page.locator(".earlier", has_text=what).get_by_label("Hvordan gik det?")


def test_prepared_held_and_closed(any_page: Page, sign_in_as: SignIn, people: People, axe: Check) -> None:
    page = any_page
    citizen = make_citizen(people)
    earlier = agreement(people.erik, citizen=citizen, what="Ring til lageret")
    second, third = (agreement(people.erik, citizen=citizen, what=what) for what in ("Skriv et CV", "Mød kl. 8"))
    track = make_track(make_plan(citizen))
    sign_in_as(page, people.erik)

    page.goto(f"/samtaler/ny/{citizen.uuid}/")
    looks_right(page, axe)
    page.get_by_role("button", name="Forbered den").click()
    looks_right(page, axe)
    page.get_by_label("Formål").fill("Vi finder det første skridt.")
    page.get_by_label("Emne", exact=True).last.fill("Bilen er solgt")
    page.get_by_role("button", name="Flyt emnet op").nth(-2).press("Enter")
    expect(page.get_by_label("Emne", exact=True).nth(-3)).to_have_value("Bilen er solgt")
    page.get_by_label("Hvordan gik det?").first.select_option("kept")
    expect(line(page)).to_have_text(SAVED)
    earlier.refresh_from_db()
    assert earlier.state == "kept"
    texts = [topic.text for topic in Conversation.objects.get().topics.all()]
    assert texts.index("Bilen er solgt") == len(texts) - 2
    page.get_by_role("button", name="Begynd samtalen").click()
    expect(page.get_by_text("Bilen er solgt")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Vi taler sammen i dag: begynd").click()

    one = Conversation.objects.get()
    expect(page.get_by_text("45 minutter tilbage", exact=True)).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Undersøg", exact=True).fill("Han har kørt varer ud i seks år.")
    page.get_by_label("Nøgleord").first.fill("tidligt op")
    page.get_by_label("Nøgleord").first.press("Enter")
    page.keyboard.type("kolleger")
    page.get_by_label("spejlet").first.check(force=True)
    expect(line(page)).to_have_text(SAVED)
    open_all(page)
    looks_right(page, axe)
    went(page, "Skriv et CV").select_option("partly")
    expect(line(page)).to_have_text(SAVED)
    second.refresh_from_db()
    assert (second.state, second.followed_up_in) == ("partly", one)
    assert {(word.word, word.mirrored) for word in KeyWord.objects.all()} == {("tidligt op", True), ("kolleger", False)}

    page.get_by_role("button", name="Timeout").click()
    looks_right(page, axe)
    page.get_by_role("button", name="Parkér emnet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(one.topics.all()[1].text)
    while page.get_by_role("button", name="Næste emne").count():
        page.get_by_role("button", name="Næste emne").click()
    page.get_by_role("button", name="Færdig: rund af").click()

    looks_right(page, axe)
    expect(went(page, "Skriv et CV")).to_have_value("partly")
    went(page, "Mød kl. 8").select_option("open")
    page.get_by_role("button", name="Se det samlet").click()
    expect(page.get_by_text("Vælg, hvordan den sluttede.").first).to_be_visible()
    third.refresh_from_db()
    assert (third.state, third.followed_up_in) == ("open", one)
    page.get_by_role("group", name="Hvordan sluttede den?").get_by_label("Holdt", exact=True).check(force=True)
    page.get_by_label("Hvad tager du med fra i dag?").fill("Jeg ringer selv til lageret.")
    page.get_by_label("Hvad?", exact=True).first.fill("Prøve at kigge på nogle job")
    expect(page.get_by_text("»Prøve at« kan betyde mange ting.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_label("Hvad?", exact=True).first.fill("Ring til tre lagre i byen")
    page.get_by_label("Hvordan kan man se, at det er gjort?").first.fill("Tre navne på en liste")
    page.get_by_label("Hvorfor betyder det noget for dig?").first.fill("Jeg vil have kolleger igen")
    page.get_by_label("Hvor sikker er du, 1-10?").first.select_option("8")
    expect(page.get_by_text("Den er til at holde og følge op på, som den står.")).to_be_visible()
    page.get_by_role("group", name="Fik du noget ud af det?").get_by_label("4: for det meste").check(force=True)
    page.get_by_role("button", name="Brug den tid").click()
    page.get_by_role("button", name="Se det samlet").click()
    expect(page.get_by_text("Jeg ringer selv til lageret.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Skriv et CV")).to_contain_text("Delvis holdt")
    looks_right(page, axe)
    page.get_by_label("Hvilket jobspor handler den om?").select_option(str(track.uuid))
    page.get_by_role("button", name="Afslut samtalen").click()
    expect(page.get_by_text("Samtalen er afsluttet. Den næste er planlagt.")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Lav brevet").click()
    expect(page.get_by_text("Ring til tre lagre i byen")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("link", name="Ret ordene").click()
    looks_right(page, axe)
    page.get_by_label("Det gør du").fill("Du ringer til tre lagre i byen")
    expect(line(page)).to_have_text(SAVED)
    page.get_by_role("button", name="Se brevet").click()
    expect(page.get_by_text("Du ringer til tre lagre i byen")).to_be_visible()
    looks_right(page, axe)
    page.get_by_role("button", name="Tag alle ændringer tilbage").click()
    expect(page.get_by_text("Ring til tre lagre i byen")).to_be_visible()
    made = Agreement.objects.get(what="Ring til tre lagre i byen")
    assert made.is_open
    assert track.agreements.get().agreement == made
    page.goto("/samtaler/")
    looks_right(page, axe)


def test_narrow_as_a_phone_at_400_percent(open_page: OpenPage, people: People, axe: Check) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    page = open_page(people.erik, viewport=NARROW)
    for address in (f"/samtaler/{one.uuid}/", f"/samtaler/{one.uuid}/timeout/", f"/samtaler/{one.uuid}/afslut/"):
        page.goto(address)
        open_all(page)
        looks_right(page, axe)
    closed = held_conversation(people.erik, citizen=make_citizen(people, name="Anden Prøve"))
    for address in ("/samtaler/", f"/samtaler/{closed.uuid}/referat/", f"/samtaler/{closed.uuid}/brev/"):
        page.goto(address)
        looks_right(page, axe)


def test_by_keyboard_alone(open_page: OpenPage, people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    first, second, *_rest = one.topics.all()
    page = open_page(people.erik)
    page.goto(f"/samtaler/{one.uuid}/")
    page.get_by_label("Undersøg", exact=True).focus()
    page.keyboard.type("Skrevet hurtigt")
    page.keyboard.press("F2")
    expect(page.get_by_text("Hvad gik bedre, end du havde regnet med?")).to_be_visible()
    page.keyboard.press("F2")
    page.keyboard.type(" og videre")
    page.keyboard.press("Tab")
    page.keyboard.type("Et råd")
    page.keyboard.press("F4")
    page.keyboard.type("travlt")
    page.keyboard.press("Enter")
    page.keyboard.type("alene")
    page.keyboard.press("F9")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.text)
    first.refresh_from_db()
    assert (first.explore, first.give) == ("Skrevet hurtigt og videre", "Et råd")
    assert {word.word for word in first.key_words.all()} == {"travlt", "alene"}
    page.keyboard.press("F8")
    expect(page.get_by_role("heading", name="Lad os lige stoppe op")).to_be_visible()


def test_a_number_is_refused_and_nothing_typed_is_lost(open_page: OpenPage, people: People, axe: Check) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    page = open_page(people.erik)
    page.goto(f"/samtaler/{one.uuid}/")
    page.get_by_label("Giv", exact=True).fill("Hans nummer er 010190-1234")
    expect(line(page)).to_contain_text("ligner et CPR-nummer")
    page.get_by_role("button", name="Næste emne").click()
    expect(page.get_by_label("Giv", exact=True)).to_have_value("Hans nummer er 010190-1234")
    looks_right(page, axe)
    page.get_by_label("Giv", exact=True).fill("Et råd")
    expect(line(page)).to_have_text(SAVED)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_two_windows_lose_nothing(open_page: OpenPage, people: People, axe: Check, viewport: ViewportSize) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    here, there = open_page(people.erik), open_page(people.erik, viewport=viewport)
    for page in (here, there):
        page.goto(f"/samtaler/{one.uuid}/")
    here.get_by_label("Undersøg", exact=True).fill("Skrevet her")
    expect(line(here)).to_have_text(SAVED)
    there.get_by_label("Giv", exact=True).fill("Skrevet der")
    expect(line(there)).to_contain_text("Gemt kl.")
    topic = one.topics.all()[0]
    topic.refresh_from_db()
    assert (topic.explore, topic.give) == ("Skrevet her", "Skrevet der")

    here.get_by_label("Undersøg igen").fill("Fra det ene vindue")
    expect(line(here)).to_contain_text("Gemt kl.")
    there.get_by_label("Undersøg igen").fill("Fra det andet vindue")
    expect(line(there)).to_have_text("En anden har ændret det samme. Intet er tabt.")
    looks_right(there, axe)
    there.get_by_role("button", name="Se begge dele").click()
    expect(there.get_by_text("Fra det ene vindue")).to_be_visible()
    looks_right(there, axe)
    there.get_by_label("Det, du skrev").fill("Fra begge vinduer")
    there.get_by_role("button", name="Gem det, jeg valgte").click()
    expect(there.get_by_role("heading", level=1)).to_have_text(topic.text)
    topic.refresh_from_db()
    assert topic.explore_again == "Fra begge vinduer"


def test_a_lost_connection_is_told_and_all_is_saved_when_it_is_back(open_page: OpenPage, people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    page = open_page(people.erik)
    page.goto(f"/samtaler/{one.uuid}/")

    def lost(route: Route) -> None:
        route.abort()

    page.route("**/emne/**", lost)
    page.get_by_label("Undersøg", exact=True).fill("Skrevet uden forbindelse")
    page.get_by_label("Nøgleord").first.fill("tog")
    expect(line(page)).to_have_text(NOT_SAVED)
    page.get_by_label("Nøgleord").nth(1).fill("tunnel")
    page.unroute("**/emne/**", lost)
    # The page is opened again before it could be saved: what was typed is kept in the window, new rows too.
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Undersøg", exact=True)).to_have_value("Skrevet uden forbindelse")
    expect(page.get_by_label("Nøgleord").nth(1)).to_have_value("tunnel")
    expect(line(page)).to_have_text(SAVED, timeout=PATIENCE)
    topic = one.topics.all()[0]
    topic.refresh_from_db()
    assert topic.explore == "Skrevet uden forbindelse"
    assert {word.word for word in topic.key_words.all()} == {"tog", "tunnel"}


def test_a_job_track_that_could_not_be_saved_is_told_and_sent_again(open_page: OpenPage, people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    assert one.citizen is not None
    track = make_track(make_plan(one.citizen))
    due = timezone.localdate() + timedelta(days=7)
    made = TypedAgreement(uuid=uuid4(), what="Ring til lageret", due_on=due)
    save_closing(
        conversation=one, revision=one.revision, typed=closing(agreements=[made]), by=people.erik, now=timezone.now()
    )
    page = open_page(people.erik)
    page.goto(f"/samtaler/{one.uuid}/afslut/samlet/")
    lost = page.get_by_role("alert").get_by_text("Jobsporet er ikke gemt endnu")
    page.route("**/spor/", lambda route: route.abort())
    expect(page.get_by_label("Hvilket jobspor handler den om?")).to_be_visible()
    once_put_in(page)
    page.get_by_label("Hvilket jobspor handler den om?").select_option(str(track.uuid))
    expect(lost).to_be_visible()
    page.get_by_role("button", name="Afslut samtalen").click()
    expect(lost).to_be_visible()
    one.refresh_from_db()
    assert not one.has_ended
    page.unroute("**/spor/")
    page.get_by_role("button", name="Afslut samtalen").click()
    expect(page.get_by_text("Samtalen er afsluttet.")).to_be_visible()
    assert TrackAgreement.objects.get().track == track


def test_what_is_said_of_agreements_from_before_stays_in_sight(open_page: OpenPage, people: People) -> None:
    citizen = make_citizen(people)
    agreement(people.erik, citizen=citizen, what="Ring til lageret")
    one = under_way(people.erik, citizen=citizen)
    page = open_page(people.erik)
    page.goto(f"/samtaler/{one.uuid}/afslut/")
    asked = page.get_by_role("group", name="Ring til lageret")
    endings = page.get_by_role("group", name="Hvordan sluttede den?")
    endings.get_by_label("Kun information").check(force=True)
    expect(asked).to_be_hidden()
    endings.get_by_label("Holdt", exact=True).check(force=True)
    asked.get_by_label("Hvordan gik det?").select_option("kept")
    endings.get_by_label("Kun information").check(force=True)
    expect(asked).to_be_visible()


def test_the_time_is_told_in_words(open_page: OpenPage, people: People) -> None:
    one = under_way(people.erik, citizen=make_citizen(people))
    began = timezone.now() - timedelta(minutes=26, seconds=30)
    Conversation.objects.filter(pk=one.pk).update(began_at=began, topic_since=began)
    page = open_page(people.erik)
    page.goto(f"/samtaler/{one.uuid}/")
    expect(page.get_by_text("4 minutter tilbage: saml op")).to_be_visible()
    Conversation.objects.filter(pk=one.pk).update(began_at=began - timedelta(hours=1))
    page.reload()
    expect(page.get_by_text("Tiden er gået: vælg det vigtigste")).to_be_visible()


# The server killed in the middle

# Whenever the line says that all is saved, what the form holds at that very moment is written down, and from then on
# everything that is typed after it.
WATCH_THE_LINE = """
() => {
    const form = document.querySelector("form.talk");
    const line = document.querySelector("[data-autosave-line]");
    const isOurs = (name) => /^(explore|give|explore_again|word-.*-text)$/.test(name);
    const held = () => Object.fromEntries([...new FormData(form)].filter(([name]) => isOurs(name)));
    window.shownAsSaved = {};
    window.typedSince = [];
    const look = () => {
        if (line.dataset.state === "saved") {
            window.shownAsSaved = held();
            window.typedSince = [];
        }
    };
    new MutationObserver(look).observe(line, { attributes: true, childList: true, characterData: true });
    form.addEventListener("input", () => window.typedSince.push(held()));
}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StandAlone]:
    """Not started yet."""
    server = StandAlone(folder=tmp_path)
    yield server
    server.kill()


@pytest.fixture
def talk(browser: Browser, server: StandAlone) -> Iterator[Page]:
    """Erik's conversation, on a running server."""
    inside = server.set_up_talk()
    server.start()
    context: BrowserContext = browser.new_context(base_url=server.address, viewport=DESKTOP, locale="da-DK")
    context.add_cookies([{"name": "sessionid", "value": inside.session, "url": server.address}])
    page = context.new_page()
    page.goto(f"/samtaler/{inside.conversation}/")
    page.evaluate(WATCH_THE_LINE)
    yield page
    context.close()


def assert_nothing_shown_as_saved_is_lost(page: Page, server: StandAlone) -> None:
    """What the line vouched for is there, but where something newer was typed since, which may be there instead."""
    kept = server.noted()
    since = page.evaluate("window.typedSince")
    for name, text in page.evaluate("window.shownAsSaved").items():
        if text.strip():
            later = [form.get(name, "").strip() for form in since]
            assert kept.get(name, "") in [text.strip(), *later], name


def test_no_word_that_was_shown_as_saved_is_lost_when_the_server_is_killed(talk: Page, server: StandAlone) -> None:
    chance = random.Random(7)  # noqa: S311  # chance of a test, not of a secret
    fields = ["Undersøg", "Giv", "Undersøg igen"]
    for turn in range(3):
        for _text in range(chance.randint(1, 3)):
            talk.get_by_label(chance.choice(fields), exact=True).press_sequentially(f"ord {turn} ", delay=15)
            time.sleep(chance.uniform(0, 0.3))
        talk.get_by_label("Nøgleord").last.fill(f"nøgle {turn}")
        # A save begins 0.6 seconds after the last change: before it, in the middle of it, or after it.
        time.sleep(chance.uniform(0.4, 0.9))
        server.kill()
        assert_nothing_shown_as_saved_is_lost(talk, server)
        talk.get_by_label("Giv", exact=True).press_sequentially(f"uden server {turn} ", delay=15)
        expect(line(talk)).to_have_text(NOT_SAVED, timeout=15_000)
        server.start()
        talk.get_by_label("Undersøg", exact=True).press_sequentially("!", delay=15)
        expect(line(talk)).to_have_text(SAVED, timeout=PATIENCE)
        held = talk.evaluate("window.shownAsSaved")
        assert server.noted() == {name: text.strip() for name, text in held.items() if text or "word-" not in name}


def test_a_save_whose_answer_never_came_is_no_change_of_somebody_else(talk: Page, server: StandAlone) -> None:
    """It is stored, and the writer goes on: now, and after the page was loaded again."""

    def store_without_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    explore = talk.get_by_label("Undersøg", exact=True)
    for words in ("Hun savner kollegerne", "Og lageret"):
        talk.route("**/emne/**", store_without_answer)
        explore.press_sequentially(f"{words} ", delay=5)
        expect(line(talk)).to_have_text(NOT_SAVED, timeout=15_000)
        talk.unroute("**/emne/**")
        explore.press_sequentially("meget ", delay=5)
        expect(line(talk)).to_have_text(SAVED, timeout=PATIENCE)
    talk.route("**/emne/**", store_without_answer)
    explore.press_sequentially("nu ", delay=5)
    expect(line(talk)).to_have_text(NOT_SAVED, timeout=15_000)
    talk.unroute("**/emne/**")
    talk.on("dialog", lambda asked: asked.accept())
    talk.reload()
    explore.press_sequentially("Til sidst", delay=5)
    expect(line(talk)).to_have_text(SAVED, timeout=PATIENCE)
    assert server.noted()["explore"] == "Hun savner kollegerne meget Og lageret meget nu Til sidst"


def test_going_on_waits_until_everything_is_saved(talk: Page, server: StandAlone) -> None:
    heading = talk.get_by_role("heading", level=1).inner_text()
    server.kill()
    talk.get_by_label("Undersøg", exact=True).fill("Sagt, mens serveren var væk")
    talk.get_by_role("button", name="Næste emne").click()
    expect(line(talk)).to_have_text(NOT_SAVED, timeout=15_000)
    expect(talk.get_by_role("heading", level=1)).to_have_text(heading)
    server.start()
    expect(line(talk)).to_have_text(SAVED, timeout=PATIENCE)
    talk.get_by_role("button", name="Næste emne").click()
    expect(talk.get_by_role("heading", level=1)).not_to_have_text(heading)
    assert server.noted()["explore"] == "Sagt, mens serveren var væk"

"""What a form keeps in the browser: for the person who wrote it, and never in the way of saving."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from fagkompas.accounts.models import Employee
from fagkompas.conversations.models import Conversation
from tests.citizens.making import make_citizen
from tests.conversations.making import under_way
from tests.people import People

OpenPage = Callable[[Employee], Page]
SAVED = re.compile(r"^Gemt kl\.")
NOT_SAVED = re.compile(r"^Ikke gemt")
KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('autosave'))"
FULL = "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })"


@pytest.fixture
def talk(people: People) -> Conversation:
    """Erik's, under way, in Nord."""
    return under_way(people.erik, citizen=make_citizen(people))


def opened(open_page: OpenPage, person: Employee, talk: Conversation) -> Page:
    page = open_page(person)
    page.goto(f"/samtaler/{talk.uuid}/")
    return page


def test_a_window_that_can_keep_no_more_saves_all_the_same(
    open_page: OpenPage, people: People, talk: Conversation
) -> None:
    page = open_page(people.erik)
    page.goto(f"/samtaler/{talk.uuid}/")
    page.evaluate(FULL)
    page.get_by_label("Undersøg", exact=True).fill("Hun vil gerne ud at arbejde")
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED)
    assert talk.topics.all()[0].explore == "Hun vil gerne ud at arbejde"


def test_what_is_not_saved_is_for_the_one_who_wrote_it(open_page: OpenPage, people: People, talk: Conversation) -> None:
    page = opened(open_page, people.erik, talk)
    page.route("**/emne/**", lambda route: route.abort())
    page.get_by_label("Undersøg", exact=True).fill("Eriks ord")
    expect(page.locator("[data-autosave-line]")).to_have_text(NOT_SAVED)
    kept = page.evaluate(KEPT)
    assert [str(people.erik.uuid) in key for key in kept] == [True]
    page.on("dialog", lambda dialog: dialog.accept())
    page.evaluate("document.body.dataset.person = 'nobody'")
    page.context.clear_cookies()
    page.goto("/")
    assert page.evaluate(KEPT) == []


def test_a_line_that_hangs_is_told_and_tried_again(open_page: OpenPage, people: People, talk: Conversation) -> None:
    page = opened(open_page, people.erik, talk)
    waiting: list[Route] = []
    page.route("**/emne/**", lambda route: waiting.append(route))
    page.get_by_label("Undersøg", exact=True).fill("Skrevet på en træg linje")
    expect(page.locator("[data-autosave-line]")).to_have_text(NOT_SAVED, timeout=25_000)
    page.unroute("**/emne/**")
    expect(page.locator("[data-autosave-line]")).to_have_text(SAVED, timeout=30_000)
    assert len(waiting) == 1


def test_the_last_words_of_long_notes_are_sent_when_the_page_is_left(
    open_page: OpenPage, people: People, talk: Conversation
) -> None:
    long = "Ærø " * 1990
    topic = talk.topics.all()[0]
    talk.topics.filter(pk=topic.pk).update(explore=long, give=long, explore_again=long)
    page = opened(open_page, people.erik, talk)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Giv", exact=True).fill(f"{long}Til sidst")
    page.goto("/samtaler/")
    for _try in range(50):
        topic.refresh_from_db()
        if topic.give.endswith("Til sidst"):
            break
        page.wait_for_timeout(100)
    assert (topic.explore, topic.give.endswith("Til sidst")) == (long.strip(), True)

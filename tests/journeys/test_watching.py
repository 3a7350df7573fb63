"""What every journey relies on: trouble behind a page's back is seen, and so are barriers in it."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import Watched


@pytest.fixture
def unwatched(browser: Browser, live_server: LiveServer) -> Page:
    """The public sign-in page, in a browser that fails nobody."""
    page = browser.new_page(base_url=live_server.url)
    page.goto(reverse("account_login"))
    return page


@pytest.mark.parametrize(
    ("script", "seen"),
    [
        ("console.error('something is wrong')", "something is wrong"),
        ("setTimeout(() => { throw new Error('broken') })", "broken"),
        ("document.body.append(Object.assign(new Image(), {src: '/static/none.png'}))", "404: http"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("setTimeout(() => location.assign('http://127.0.0.1:9/'))", "a request left this server"),
    ],
)
def test_trouble_is_seen(script: str, seen: str, unwatched: Page, live_server: LiveServer) -> None:
    watched = Watched(unwatched, live_server.url)
    unwatched.evaluate(f"() => {{ {script} }}")
    for _ in range(50):
        if watched.troubles:
            break
        unwatched.wait_for_timeout(100)
    assert seen in "\n".join(watched.troubles)


def test_a_page_that_is_not_there_is_an_answer_not_a_trouble(page: Page) -> None:
    answer = page.goto("/findes-ikke/")
    assert answer is not None
    assert answer.status < 500


def test_a_barrier_is_seen(unwatched: Page, axe: Callable[[Page], None]) -> None:
    unwatched.evaluate("() => { document.body.append(document.createElement('input')) }")
    with pytest.raises(AssertionError, match="label"):
        axe(unwatched)

"""A real browser against a real server: Debian's Chromium, driven by Playwright."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, ViewportSize
from pytest_django.live_server_helper import LiveServer

from fagkompas.accounts.models import Employee
from tests.journeys.looks import once_arrived

# Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=375, height=812)
FAILED_LOADS = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium without its windows, which downloads nothing and calls nobody."""
    return {"executable_path": "/usr/bin/chromium-headless-shell", "args": QUIET}


@pytest.fixture(autouse=True)
def _a_server_for_every_journey(live_server: LiveServer) -> None:
    """Journeys need the database as the server sees it. Wrong passwords are counted in a table that no test empties."""
    cache.clear()


class Watched:
    """Gathers what went wrong behind a page's back."""

    def __init__(self, page: Page, server: str) -> None:
        self.server = server
        self.troubles: list[str] = []
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("response", self.on_response)
        page.on("request", self.on_request)

    def on_console(self, message: ConsoleMessage) -> None:
        """Errors of scripts and of the security policy; failed loads are judged by `on_response`."""
        if message.type in {"error", "warning"} and not message.text.startswith(FAILED_LOADS):
            self.troubles.append(f"console: {message.text}")

    def on_response(self, response: Response) -> None:
        """Nothing may break; a page, or a part of one, may say no, but what it is made of must be there."""
        said_no = response.request.resource_type in {"document", "xhr", "fetch"} and response.status < 500
        if response.status >= 400 and not said_no:
            self.troubles.append(f"{response.status}: {response.url}")

    def on_request(self, request: Request) -> None:
        """Pages load from this server only."""
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.troubles.append(f"a request left this server: {request.url}")


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """`open_page(person, viewport=PHONE)`: a browser of their own, for journeys of several people; None is nobody."""
    contexts: list[BrowserContext] = []
    watched: list[Watched] = []

    def opened(person: Employee | None = None, viewport: ViewportSize = DESKTOP, **options: Any) -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport=viewport, locale=options.pop("locale", "da-DK"), **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watched.append(Watched(page, live_server.url))
        if person:
            sign_in(page, person, live_server.url)
        return page

    yield opened
    for context in contexts:
        context.close()
    troubles = [trouble for watch in watched for trouble in watch.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A desktop browser, nobody signed in."""
    return open_page()


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A phone, nobody signed in."""
    return open_page(viewport=PHONE)


@pytest.fixture(params=["phone", "desktop"])
def any_page(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    """The journey is made twice, on a phone and on a desktop."""
    return open_page(viewport=PHONE if request.param == "phone" else DESKTOP)


def sign_in(page: Page, person: Employee, server: str) -> None:
    """Hand the browser the session of somebody who has signed in; signing in itself has its own journeys."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server}])


@pytest.fixture
def sign_in_as(live_server: LiveServer) -> Callable[[Page, Employee], None]:
    """`sign_in_as(page, alma)`, then `page.goto("/")`."""
    return lambda page, person: sign_in(page, person, live_server.url)


def judged(page: Page, options: dict[str, Any]) -> AxeResults:
    """As `Axe().run`, whose half a megabyte of script is handed over once per document and not for each look at it."""
    rules = Axe()
    if page.evaluate("typeof window.axe") == "undefined":
        page.evaluate(rules.axe_script)
    return AxeResults(page.evaluate("options => axe.run(options)", options))


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: fails on any violation of WCAG 2.2 A and AA in the page's present state; no rule is off."""

    def check(page: Page) -> None:
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        result = once_arrived(page, lambda: judged(page, options))
        assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"

    return check

"""Killing the server loses no answer that the page showed as saved; what was not saved stays and is saved later."""

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESKTOP
from tests.journeys.stand_alone import StandAlone

SAVED = re.compile(r"^Gemt kl\.")
NOT_SAVED = re.compile(r"^Ikke gemt")
CODES = ["AU-G1", "AU-G2", "AU-G3", "AU-G4", "AU-S1", "AU-S2", "AU-PRA"]
VALUES = ["0", "1", "2", "3", "4", "nr"]

# Whenever the line says that all is saved, what the form holds at that very moment is written down, and from then on
# everything that is typed after it.
WATCH_THE_LINE = """
() => {
    const form = document.querySelector("form.answer");
    const line = document.querySelector("[data-autosave-line]");
    const held = () => Object.fromEntries([...new FormData(form)].filter(([name]) => /^AU-\\w+(-note)?$/.test(name)));
    window.shownAsSaved = {};
    window.typedSince = [];
    const look = () => {
        if (line.dataset.state === "saved") {
            window.shownAsSaved = held();
            window.typedSince = [];
        }
    };
    new MutationObserver(look).observe(line, { attributes: true, childList: true, characterData: true });
    form.addEventListener("change", () => window.typedSince.push(held()));
}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StandAlone]:
    """Not started yet."""
    server = StandAlone(folder=tmp_path)
    yield server
    server.kill()


@pytest.fixture
def form(browser: Browser, server: StandAlone) -> Iterator[Page]:
    """Bo's first page of questions, on a running server."""
    inside = server.set_up()
    server.start()
    context = browser.new_context(base_url=server.address, viewport=DESKTOP, locale="da-DK")
    context.add_cookies([{"name": "sessionid", "value": inside.session, "url": server.address}])
    page = context.new_page()
    page.goto(f"/kompetencer/besvar/{inside.participant}/AU/")
    page.evaluate(WATCH_THE_LINE)
    yield page
    context.close()


def answer(page: Page, code: str, value: str) -> None:
    page.locator(f"input[name='{code}'][value='{value}']").check(force=True)


def as_kept(form: dict[str, Any]) -> dict[str, tuple[int | None, bool, str]]:
    """What a form holds, as the database keeps it; rows that were never touched are not there."""
    kept = {}
    for code in CODES:
        point, note = form.get(code, ""), form.get(f"{code}-note", "")
        if point or note:
            kept[code] = (int(point) if point.isdigit() else None, point == "nr", note)
    return kept


def now_in(page: Page) -> dict[str, Any]:
    """What stands in the form now."""
    found: dict[str, Any] = page.evaluate("Object.fromEntries(new FormData(document.querySelector('form.answer')))")
    return found


def assert_nothing_shown_as_saved_is_lost(page: Page, server: StandAlone) -> None:
    """What the line vouched for is there, but where something newer was typed since, which may be there instead."""
    kept = server.drafts()
    since = [as_kept(form) for form in page.evaluate("window.typedSince")]
    for code, given in as_kept(page.evaluate("window.shownAsSaved")).items():
        assert kept[code] in [given, *(form[code] for form in since)], code


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_that_was_shown_as_saved_is_lost(form: Page, server: StandAlone, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # chance of a test, not of a secret
    line = form.locator("[data-autosave-line]")
    for turn in range(3):
        for _answer in range(chance.randint(1, 4)):
            answer(form, chance.choice(CODES), chance.choice(VALUES))
            time.sleep(chance.uniform(0, 0.3))
        # A save begins 0.6 seconds after the last change: before it, in the middle of it, or after it.
        time.sleep(chance.uniform(0.4, 0.9))
        server.kill()
        assert_nothing_shown_as_saved_is_lost(form, server)
        still = now_in(form)
        answer(form, "AU-G2", chance.choice(VALUES))
        form.evaluate("document.querySelector('#id_AU-G1-note').closest('details').open = true")
        form.locator("#id_AU-G1-note").fill(f"Skrevet, mens serveren var væk, {turn}")
        expect(line).to_have_text(NOT_SAVED, timeout=15_000)
        after = now_in(form)
        assert {name: after[name] for name in still if name not in {"AU-G2", "AU-G1-note"}} == {
            name: still[name] for name in still if name not in {"AU-G2", "AU-G1-note"}
        }
        server.start()
        # Tried again by itself in a while, and at once when something more is typed.
        answer(form, "AU-G3", chance.choice(VALUES))
        expect(line).to_have_text(SAVED, timeout=40_000)
        assert server.drafts() == as_kept(now_in(form))


def test_leaving_for_the_next_page_waits_until_everything_is_saved(form: Page, server: StandAlone) -> None:
    answer(form, "AU-G1", "3")
    server.kill()
    answer(form, "AU-G2", "4")
    form.get_by_role("button", name="Næste felt").click()
    expect(form.locator("[data-autosave-line]")).to_have_text(NOT_SAVED, timeout=15_000)
    assert form.url.endswith("/AU/")
    server.start()
    expect(form.locator("[data-autosave-line]")).to_have_text(SAVED, timeout=40_000)
    form.get_by_role("button", name="Næste felt").click()
    form.wait_for_url("**/LM/")
    assert server.drafts() == {"AU-G1": (3, False, ""), "AU-G2": (4, False, "")}

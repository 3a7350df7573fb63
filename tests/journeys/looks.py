"""What every page must be, in every state."""

from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Error, Page, expect

Check = Callable[[Page], None]
Seen = TypeVar("Seen")
LOOKS = 50
"""A tenth of a second apart, before a page that does not come is an error."""


def once_put_in(page: Page) -> None:
    """Wait until what came instead of a part of the page is there and answers."""
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def once_arrived(page: Page, look: Callable[[], Seen | None]) -> Seen:
    """What `look` sees on the page where a key or a click before it leads, also when it looks while the browser changes pages.

    `look` gives None while the page is not all there.
    """
    for _ in range(LOOKS):
        page.wait_for_load_state()
        try:
            if (seen := look()) is not None:
                return seen
        except Error as error:
            if "context" not in error.message:
                raise
        page.wait_for_timeout(100)
    raise AssertionError(f"No page came to stay: {page.url}")


def fits(page: Page) -> bool:
    """Nothing reaches over the right edge, once the page is there."""
    is_there, fits_in = (
        "document.readyState === 'complete'",
        "document.documentElement.scrollWidth <= window.innerWidth",
    )
    seen: bool = once_arrived(page, lambda: page.evaluate(f"{is_there} ? {fits_in} : null"))
    return seen


def looks_right(page: Page, axe: Check) -> None:
    """No barrier, and no sideways scrolling, once the page is there."""
    assert fits(page), page.url
    axe(page)


def open_all(page: Page) -> None:
    """Unfold everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")

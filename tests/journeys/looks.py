"""What every page must be, in every state."""

from collections.abc import Callable

from playwright.sync_api import Page

Check = Callable[[Page], None]


def fits(page: Page) -> bool:
    """Nothing reaches over the right edge, once the page is there."""
    page.wait_for_load_state()
    page.wait_for_function("document.documentElement && document.readyState === 'complete'")
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def looks_right(page: Page, axe: Check) -> None:
    """No barrier, and no sideways scrolling, once the page is there."""
    assert fits(page), page.url
    axe(page)


def open_all(page: Page) -> None:
    """Unfold everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")

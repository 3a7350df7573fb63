"""What every page must be, in every state."""

from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Error, Page

Check = Callable[[Page], None]
Seen = TypeVar("Seen")
PAGES_ON_THE_WAY = 5  # A form is answered by at most a few addresses before the page that stays.


def once_arrived(page: Page, look: Callable[[], Seen]) -> Seen:
    """What `look` sees on the page where a key or a click before it leads, also when it looks while the browser changes pages."""
    for _ in range(PAGES_ON_THE_WAY):
        page.wait_for_load_state()
        try:
            return look()
        except Error as error:
            if "context" not in error.message:
                raise
            page.wait_for_timeout(100)
    return look()


def fits(page: Page) -> bool:
    """Nothing reaches over the right edge, once the page is there."""
    page.wait_for_function("document.documentElement && document.readyState === 'complete'")
    wide = "document.documentElement.scrollWidth <= window.innerWidth"
    return once_arrived(page, lambda: bool(page.evaluate(wide)))


def looks_right(page: Page, axe: Check) -> None:
    """No barrier, and no sideways scrolling, once the page is there."""
    assert fits(page), page.url
    axe(page)


def open_all(page: Page) -> None:
    """Unfold everything that can be unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")

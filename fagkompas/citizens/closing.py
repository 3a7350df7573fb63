"""What else is done in the transaction that closes a case.

Apps above cannot be called from here, so the product puts them in this list where it is put together (`website.apps`).
"""

from collections.abc import Callable
from typing import Final

FOLLOWED_BY: Final[list[Callable[..., None]]] = []
"""Each is called with `citizen` and `by`, in this order."""

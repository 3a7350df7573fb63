"""Who may open the pages about orders, effect and the view across municipalities."""

from tests.permissions import Row

ROWS: list[Row] = []

"""Who may open the pages about the yearly review."""

from tests.permissions import Row

ROWS: list[Row] = []

"""Who may open the pages about learning from each other."""

from tests.permissions import Row

ROWS: list[Row] = []

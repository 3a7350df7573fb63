"""Who may open the pages about plans and recruitment."""

from tests.permissions import Row

ROWS: list[Row] = []

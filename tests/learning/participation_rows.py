"""Who may open the pages about own learning and participation."""

from tests.permissions import Row

ROWS: list[Row] = []

"""Who may open the pages about needs and the division of work."""

from tests.permissions import Row

ROWS: list[Row] = []

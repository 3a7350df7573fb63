"""Who may open which address of learning, put together from a file a subject."""

from tests.learning import needs_rows, order_rows, participation_rows, peer_rows, plan_rows, review_rows, sharing_rows
from tests.permissions import EVERYONE, Row

ROWS = [
    Row(url="learning:overview", may=EVERYONE),
    *needs_rows.ROWS,
    *plan_rows.ROWS,
    *participation_rows.ROWS,
    *sharing_rows.ROWS,
    *peer_rows.ROWS,
    *review_rows.ROWS,
    *order_rows.ROWS,
]

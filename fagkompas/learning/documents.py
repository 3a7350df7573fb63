"""Learning on paper. The templates are in `templates/learning/pdf/`."""

from collections.abc import Sequence
from datetime import date

from fagkompas.accounts.models import Employee
from fagkompas.learning.own_learning import Progress, Record
from fagkompas.learning.wording.participation import title_of
from fagkompas.toolkit.documents import pdf


def record_pdf(person: Employee, record: Record, programmes: Sequence[Progress], today: date) -> bytes:
    """What a person has learned, with certificates, hours and ECTS. Raises `PdfUnavailable`."""
    rows = [(one, title_of(one)) for one in record.completed]
    shown = {"person": person, "record": record, "rows": rows, "programmes": programmes, "today": today}
    return pdf("learning/pdf/record.html", shown)

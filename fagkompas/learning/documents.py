"""Learning on paper. The templates are in `templates/learning/pdf/`."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import get_language

from fagkompas.accounts.models import Employee
from fagkompas.learning.adverts import passages
from fagkompas.learning.models import EducationOrder, RecruitmentProfile
from fagkompas.learning.order_guide import order_guide
from fagkompas.learning.orders import shown_parts
from fagkompas.learning.own_learning import Progress, Record
from fagkompas.learning.plan_sheets import PlanSheet, period
from fagkompas.learning.trained import ShownTrained, TrainedYear
from fagkompas.learning.trained_tables import kinds_figure
from fagkompas.learning.wording.own import practised_in_words
from fagkompas.learning.wording.participation import TRAINED_KINDS, title_of
from fagkompas.toolkit.documents import pdf


def record_pdf(person: Employee, record: Record, programmes: Sequence[Progress], today: date) -> bytes:
    """What a person has learned, with certificates, hours and ECTS. Raises `PdfUnavailable`."""
    rows = [(one, title_of(one)) for one in record.completed]
    practised = [(practised_in_words(one), one.hours) for one in record.practised]
    shown = {"person": person, "record": record, "rows": rows, "practised": practised}
    shown |= {"programmes": programmes, "today": today}
    return pdf("learning/pdf/record.html", shown)


def trained_pdf(units: Sequence[ShownTrained], found: TrainedYear, today: date) -> bytes:
    """The share trained in a year: the first unit with its figure, then the others in a table. Raises `PdfUnavailable`."""
    rows = [
        (one, [(one.figures.count(kind), one.figures.share(kind)) for kind in TRAINED_KINDS] if one.figures else [])
        for one in units
    ]
    shown = {
        "unit": units[0],
        "figure": kinds_figure(units[0], narrow=False),
        "kinds": list(TRAINED_KINDS.values()),
        "rows": rows,
        "found": found,
        "today": today,
    }
    return pdf("learning/pdf/trained.html", shown)


def plan_pdf(sheet: PlanSheet) -> bytes:
    """A learning plan: what it closes and takes, who goes to what and why, and what stays open. Raises `PdfUnavailable`."""
    return pdf("learning/pdf/plan.html", {"sheet": sheet, "period": period(sheet)})


def advert_pdf(profile: RecruitmentProfile) -> bytes:
    """The advert of a recruitment profile; its first passage is the heading. Raises `PdfUnavailable`."""
    heading, *rest = passages(profile.text)
    return pdf("learning/pdf/advert.html", {"heading": heading, "passages": rest})


def order_pdf(order: EducationOrder, day: date) -> bytes:
    """The letter to providers, without the name of anybody. Raises `PdfUnavailable`."""
    language = get_language() or "da"
    asked = [(one.title.in_language(language), one.text.in_language(language)) for one in order_guide().answer]
    shown = {"order": order, "parts": shown_parts(order), "asked": asked, "day": day}
    return pdf("learning/pdf/order.html", shown)

"""How large a share of a unit was trained in a year: with figure, table, and the rule behind it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee, Role, Unit
from fagkompas.accounts.permissions import signed_in, units_with_role
from fagkompas.assessments.units import visible_units
from fagkompas.engine.framework import SMALLEST_GROUP
from fagkompas.learning.documents import trained_pdf
from fagkompas.learning.forms.trained import TrainedFilter
from fagkompas.learning.permissions import check_advises
from fagkompas.learning.trained import ShownTrained, TrainedYear, trained_in
from fagkompas.learning.trained_tables import kinds_figure, trained_table, units_figure
from fagkompas.learning.views.decisions import participation_tabs
from fagkompas.learning.wording.participation import TRAINED_KINDS
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.formats import number, percent
from fagkompas.toolkit.pages import Link, file_response
from fagkompas.toolkit.workbooks import workbook_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A unit with the units right below it, and with all below it, in the year asked for."""

    found: TrainedYear
    unit: ShownTrained
    parts: tuple[ShownTrained, ...]
    everything: tuple[ShownTrained, ...]


@require_safe
def trained(request: HttpRequest) -> HttpResponse:
    """Last year in the topmost unit of the viewer's, unless something else is asked for."""
    person, today = signed_in(request), timezone.localdate()
    asked = _asked(person, request, today)
    query = f"?enhed={asked.unit.unit.uuid}&aar={asked.found.year}"
    shown = {
        "filter": TrainedFilter(
            initial={"enhed": asked.unit.unit.uuid, "aar": asked.found.year}, units=visible_units(person), today=today
        ),
        "asked": asked,
        "is_running": asked.found.year >= today.year,
        "kinds": list(TRAINED_KINDS.values()),
        "rows": _rows(asked.unit),
        "part_rows": [(one, _rows(one)) for one in asked.parts],
        "says": _says(asked.unit),
        "so_far": "" if asked.found.year == today.year else _so_far(person, asked.unit.unit, today),
        "this_year": f"?enhed={asked.unit.unit.uuid}&aar={today.year}",
        "figure": kinds_figure(asked.unit, narrow=False),
        "narrow": kinds_figure(asked.unit, narrow=True),
        "parts_figure": units_figure(asked.parts, narrow=False),
        "parts_narrow": units_figure(asked.parts, narrow=True),
        "smallest": SMALLEST_GROUP,
        "tabs": participation_tabs("learning:trained"),
        "exports": [
            Link(label=label, url=reverse("learning:trained_file", args=[kind]) + query)
            for kind, label in (("xlsx", _("Workbook")), ("pdf", "PDF"))
        ],
    }
    return render(request, "learning/trained.html", shown)


@require_safe
def trained_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The unit and everything below it as a workbook, or the page on paper."""
    person, today = signed_in(request), timezone.localdate()
    asked = _asked(person, request, today)
    if kind == "xlsx":
        table = trained_table([asked.unit, *asked.everything], asked.found)
        title = _("The share trained in %(year)s") % {"year": asked.found.year}
        return file_response(workbook_bytes([table], title=title), f"efteruddannelse-{asked.found.year}.xlsx")
    if kind != "pdf":
        raise Http404
    try:
        made = trained_pdf([asked.unit, *asked.parts], asked.found, today)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("learning:trained")
    return file_response(made, f"efteruddannelse-{asked.found.year}.pdf")


def _asked(person: Employee, request: HttpRequest, today: date) -> Asked:
    """What the address asks for. A unit that the person may not see is not found."""
    check_advises(person)
    units = list(visible_units(person))
    unit = _unit(person, units, request.GET.get("enhed", ""))
    form = TrainedFilter({"aar": request.GET.get("aar", "")}, units=visible_units(person), today=today)
    year = int(form.cleaned_data["aar"] or 0) if form.is_valid() else 0
    found = trained_in(person, year or today.year - 1, today)
    path = found.path(unit)
    below = [found.shown(one) for one in units if one != unit and found.path(one)[: len(path)] == path]
    everything = tuple(one for one in below if not _is_gone(one))
    return Asked(
        found=found,
        unit=found.shown(unit),
        parts=tuple(one for one in everything if len(found.path(one.unit)) == len(path) + 1),
        everything=everything,
    )


def _is_gone(one: ShownTrained) -> bool:
    """A retired unit that nobody was in."""
    return one.is_empty and one.unit.retired_on is not None


def _unit(person: Employee, units: list[Unit], asked: str) -> Unit:
    if not asked:
        return units_with_role(person, Role.MANAGER, Role.CONSULTANT)[0]
    try:
        wanted = UUID(asked)
    except ValueError:
        raise Http404 from None
    found = next((unit for unit in units if unit.uuid == wanted), None)
    if found is None:
        raise Http404
    return found


def _says(one: ShownTrained) -> str:
    if one.figures is None:
        return ""
    said = _(
        "%(count)s of %(total)s took part in something: %(percent)s. %(offering)s took part in an offering of the "
        "catalogue; half an hour of sparring is something too."
    )
    return said % {
        "count": number(one.figures.any, 0),
        "total": number(one.figures.people, 0),
        "percent": percent(one.figures.share("any")),
        "offering": number(one.figures.offering, 0),
    }


def _so_far(person: Employee, unit: Unit, today: date) -> str:
    """How it goes in the running year, for who may see it."""
    figures = trained_in(person, today.year, today).shown(unit).figures
    if figures is None:
        return ""
    said = _("So far in %(year)s, %(count)s of %(total)s have taken part in something: %(percent)s.")
    return said % {
        "year": today.year,
        "count": number(figures.any, 0),
        "total": number(figures.people, 0),
        "percent": percent(figures.share("any")),
    }


def _rows(one: ShownTrained) -> list[tuple[object, int, float]]:
    """Each kind with its count and share."""
    figures = one.figures
    if figures is None:
        return []
    return [(words, figures.count(kind), figures.share(kind)) for kind, words in TRAINED_KINDS.items()]

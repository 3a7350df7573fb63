"""A unit's profile: what needs attention, the figures, who masters what, and what hangs on one person."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee, Unit
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.documents import (
    OrganisationSheet,
    UnitSheet,
    meaning_of_standings,
    mode_in_words,
    organisation_pdf,
)
from fagkompas.assessments.forms.units import PeopleFilter, RoundFilter
from fagkompas.assessments.models import Participant, PersonResult
from fagkompas.assessments.permissions import can_see_individuals, can_see_unit, load_unit
from fagkompas.assessments.profiles import stored_profile
from fagkompas.assessments.report import unit_report
from fagkompas.assessments.shown import why_hidden_from
from fagkompas.assessments.units import (
    SeenUnit,
    joint_profiles,
    newest_answered,
    parts_below,
    parts_of,
    readable_people,
    results_of,
    rounds_with_figures,
    see_unit,
    seen_by,
    sole_specialists,
    units_in_round,
    visible_units,
)
from fagkompas.assessments.wording import DIMENSIONS, LEVELS, STANDINGS, because
from fagkompas.assessments.workbooks.results import demo_tables, unit_tables
from fagkompas.audit.actions import record_reads
from fagkompas.citizens.permissions import units_with_citizens
from fagkompas.engine.reasons import Reason, why_standing
from fagkompas.engine.scales import Dimension, Level, Mode, Standing
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.pages import Link, as_download, file_name, file_response, svg_response
from fagkompas.toolkit.workbooks import workbook_bytes


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """All units that the viewer may see, with what needs attention in each."""
    viewer = signed_in(request)
    visible = visible_units(viewer)
    rounds = rounds_with_figures(visible)
    default = newest_answered(viewer, rounds, visible)
    form = RoundFilter(request.GET.get("runde", ""), rounds=rounds, default=default)
    round_ = form.chosen()
    listing = list_page(request, visible, sorts={"enhed": ("path", "pk")}, default="enhed")
    seen = units_in_round(viewer, round_, listing.page) if round_ else []
    by_unit = {one.unit.pk: one for one in seen}
    rows = [(unit, by_unit.get(unit.pk)) for unit in listing.page]
    return render(
        request,
        "assessments/units.html",
        {"listing": listing, "rows": rows, "round": round_, "form": form if len(rounds) > 1 else None},
    )


@require_safe
def unit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The unit's profile in a round."""
    viewer = signed_in(request)
    place = load_unit(viewer, uuid)
    seen = see_unit(viewer, place, request.GET.get("runde", ""))
    frame = _frame(viewer, place, seen, "unit")
    if seen is None:
        return render(request, "assessments/unit_empty.html", {**frame, "joint": _joint(viewer, place)})
    hidden = why_hidden_from(seen.shown)
    key_people = _key_people(seen)
    record_reads(
        by=viewer,
        action="assessments.standings.read",
        seen=[(one.employee_id, one) for one in {two for _field, two in key_people} if one.employee_id],
    )
    return render(
        request,
        "assessments/unit.html",
        {
            **frame,
            "joint": _joint(viewer, place),
            "key_people": key_people,
            "smallest_group": seen.framework.rules.smallest_group,
            "hidden": [_why_hidden(seen, code, reason) for code, reason in hidden.items()],
            "would_reveal": any(reason.rule == "hidden_would_reveal" for reason in hidden.values()),
            "standing_names": [str(STANDINGS[standing]) for standing in Standing],
            "level_names": [str(LEVELS[level]) for level in Level],
            "dimension_names": [str(DIMENSIONS[dimension]).capitalize() for dimension in Dimension],
            "downloads": _downloads(seen),
        },
    )


@require_safe
def parts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The units right below, each with what needs attention there."""
    viewer = signed_in(request)
    place = load_unit(viewer, uuid)
    seen = see_unit(viewer, place, request.GET.get("runde", ""))
    if seen is None:
        raise Http404
    listing = list_page(
        request,
        parts_below(viewer, seen),
        sorts={"enhed": ("unit__name", "pk"), "mennesker": ("-people", "unit__name", "pk")},
        default="enhed",
    )
    return render(
        request,
        "assessments/unit_parts.html",
        {
            **_frame(viewer, place, seen, "unit_parts"),
            "listing": listing,
            "parts": seen_by(seen.shown.sight, listing.page),
        },
    )


@require_safe
def people(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who masters what: people x fields, for managers over the unit. Opening it is logged for each person shown."""
    viewer = signed_in(request)
    place = _load_with_individuals(viewer, uuid)
    seen = see_unit(viewer, place, request.GET.get("runde", ""))
    if seen is None:
        raise Http404
    form = PeopleFilter(request.GET, texts=seen.texts)
    rows, waiting = readable_people(viewer, seen, timezone.localdate())
    codes = seen.framework.field_codes
    if chosen := form.chosen():
        field, standing = chosen
        rows = rows.standing_at(codes.index(field), standing)
    by_name = ("name", "participant_id")
    by_field = {code: (f"-at_{place}", *by_name) for place, code in enumerate(codes)}
    listing = list_page(
        request,
        rows.with_places(len(codes)).values_list("pk", flat=True),
        sorts={"navn": by_name, "specialiseret": ("-specialised_fields", *by_name), **by_field},
        default="navn",
    )
    shown = results_of(listing.page)
    record_reads(by=viewer, action="assessments.standings.read", seen=_seen_people(shown))
    return render(
        request,
        "assessments/unit_people.html",
        {
            **_frame(viewer, place, seen, "unit_people"),
            "listing": listing,
            "form": form,
            "rows": [_PersonRow.of(result, seen) for result in shown],
            "waiting": waiting,
            "fields": [(code, seen.texts.field(code).name) for code in codes],
            "standings": [
                (standing.value, str(STANDINGS[standing]), words)
                for standing, words in meaning_of_standings(seen.framework.rules)
            ],
            "attained_share": seen.framework.rules.attained_share,
        },
    )


@require_safe
def unit_file(request: HttpRequest, uuid: UUID, file_format: str) -> HttpResponse:
    """The unit's profile as PDF, XLSX, SVG or JSON, with no more than the page shows."""
    viewer = signed_in(request)
    place = load_unit(viewer, uuid)
    seen = see_unit(viewer, place, request.GET.get("runde", ""))
    if seen is None or file_format not in FILES:
        raise Http404
    try:
        return FILES[file_format]([seen, *parts_of(viewer, seen)])
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("assessments:unit", place.uuid)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    code: str
    field: str
    standing: str
    name: str
    basic: float | None
    specialised: float | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonRow:
    """One person of the table: a cell a field."""

    result: PersonResult
    cells: tuple[_Cell, ...]

    @classmethod
    def of(cls, result: PersonResult, seen: SeenUnit) -> "_PersonRow":
        profile = stored_profile(result)
        return cls(
            result=result,
            cells=tuple(
                _Cell(
                    code=field.field,
                    field=seen.texts.field(field.field).name,
                    standing=field.standing.value,
                    name=str(STANDINGS[field.standing]),
                    basic=field.basic.score,
                    specialised=field.specialised.score,
                    why=because(why_standing(seen.framework, profile, field.field), seen.texts),
                )
                for field in profile.fields
            ),
        )


def _load_with_individuals(viewer: Employee, uuid: UUID) -> Unit:
    place = load_unit(viewer, uuid)
    if not can_see_individuals(viewer, place):
        raise Http404
    return place


def _frame(viewer: Employee, place: Unit, seen: SeenUnit | None, current: str) -> dict[str, Any]:
    asked = f"?runde={seen.round.uuid}" if seen else ""
    tabs = [("unit", _("Overview"))]
    if seen and parts_below(viewer, seen).exists():
        tabs.append(("unit_parts", _("The units below")))
    if seen and can_see_individuals(viewer, place):
        tabs.append(("unit_people", _("Who masters what")))
    above = place.parent if place.parent and can_see_unit(viewer, place.parent) else None
    links = [
        Link(label=label, url=reverse(f"assessments:{name}", args=[place.uuid]) + asked, is_current=name == current)
        for name, label in tabs
    ]
    return {
        "unit": place,
        "seen": seen,
        "units_url": reverse("assessments:units") + asked,
        "above": above,
        "above_url": reverse("assessments:unit", args=[above.uuid]) + asked if above else "",
        "tabs": links if len(links) > 1 else [],
        "works_with_citizens": units_with_citizens(viewer).filter(pk=place.pk).exists(),
        "asked": asked,
        "framework_name": seen.texts.name if seen else "",
        "mode": mode_in_words(Mode(seen.round.mode)) if seen else "",
    }


def _key_people(seen: SeenUnit) -> list[tuple[str, Participant]]:
    """The fields that hang on one person, by name, and that person; for those who may see everyone in the unit."""
    if not seen.with_individuals:
        return []
    return [(seen.texts.field(code).name, participant) for code, participant in sole_specialists(seen).items()]


def _joint(viewer: Employee, place: Unit) -> list[tuple[Participant, str]]:
    """The profiles that the unit gave itself, each with how it was asked."""
    return [(participant, mode_in_words(Mode(participant.round.mode))) for participant in joint_profiles(viewer, place)]


def _why_hidden(seen: SeenUnit, code: str, reason: Reason) -> str:
    """Why a field is hidden, or without a code the whole unit."""
    sentence = because(reason, seen.texts)
    return f"{seen.texts.field(code).name}: {sentence}" if code else sentence


def _seen_people(shown: Iterable[PersonResult]) -> Iterator[tuple[int, Participant]]:
    for result in shown:
        if result.participant.employee_id is not None:
            yield result.participant.employee_id, result.participant


def _downloads(seen: SeenUnit) -> list[Link]:
    return [
        Link(
            label=label,
            url=f"{reverse('assessments:unit_file', args=[seen.unit.uuid, kind])}?runde={seen.round.uuid}",
        )
        for kind, label in ((kind, kind.upper()) for kind in FILES)
    ]


def _file_name(seen: SeenUnit, kind: str) -> str:
    day = timezone.localdate(seen.shown.computed_at)
    return file_name(_("Unit"), seen.unit.name, seen.round.name, f"{day}", kind=kind)


def _pdf(units: Sequence[SeenUnit]) -> HttpResponse:
    seen = units[0]
    sheet = OrganisationSheet(
        units=tuple(UnitSheet(path=one.unit.path, figures=one.shown.figures) for one in units),
        framework=seen.framework,
        texts=seen.texts,
        mode=Mode(seen.round.mode),
        made_on=timezone.localdate(seen.shown.computed_at),
    )
    return file_response(organisation_pdf(sheet), _file_name(seen, "pdf"))


def _xlsx(units: Sequence[SeenUnit]) -> HttpResponse:
    tables = unit_tables([(one.unit.path, one.shown.figures) for one in units], units[0].texts)
    return file_response(workbook_bytes([*tables, *demo_tables()]), _file_name(units[0], "xlsx"))


def _svg(units: Sequence[SeenUnit]) -> HttpResponse:
    return svg_response(str(units[0].profile.compass), _file_name(units[0], "svg"))


def _json(units: Sequence[SeenUnit]) -> HttpResponse:
    seen = units[0]
    return JsonResponse(
        {
            "framework": {"code": seen.framework.code, "version": seen.framework.version},
            "engine": seen.shown.figures.engine_version,
            "mode": seen.round.mode,
            "units": [unit_report(one.shown.figures, path=one.unit.path) for one in units],
        },
        json_dumps_params={"ensure_ascii": False, "indent": 1},
        headers=as_download(_file_name(seen, "json")),
    )


FILES: Final[dict[str, Callable[[Sequence[SeenUnit]], HttpResponse]]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "svg": _svg,
    "json": _json,
}
"""The unit with its parts right below, each with no more than the page shows."""

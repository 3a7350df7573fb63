"""A person's profile: the page and its files, the same for the person and for a manager over the person."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments import profile_page
from fagkompas.assessments.documents import PersonSheet, mode_in_words, person_pdf
from fagkompas.assessments.figures import compass, compass_narrow, compass_small, dimension_bars
from fagkompas.assessments.models import Dialogue, Participant, PersonResult, UnitResult
from fagkompas.assessments.permissions import can_read_participant, load_participant, rates_first
from fagkompas.assessments.profiles import (
    ReadProfile,
    changes,
    comparable_before,
    earlier_results,
    highest_dimensions,
    read_profile,
    sectors,
    stored_profile,
)
from fagkompas.assessments.report import person_report
from fagkompas.assessments.shown import shown_unit
from fagkompas.assessments.wording import highest_in_words
from fagkompas.assessments.workbooks.ratings import Person
from fagkompas.assessments.workbooks.results import demo_tables, people_tables
from fagkompas.audit.actions import record_read
from fagkompas.engine.scales import Dimension, Mode
from fagkompas.engine.units import FieldFigures, UnitFigures
from fagkompas.frameworks.to_engine import engine_framework, texts_of
from fagkompas.toolkit.documents import PdfUnavailable
from fagkompas.toolkit.pages import Link, file_name, file_response, svg_response
from fagkompas.toolkit.workbooks import workbook_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A profile as one viewer may see it, with the unit's figures where they may be shown."""

    viewer: Employee
    participant: Participant
    results: tuple[PersonResult, ...]
    read: ReadProfile
    unit: UnitFigures | None

    @property
    def is_own(self) -> bool:
        """Whether the viewer looks at own profile."""
        return self.participant.employee_id == self.viewer.pk

    @property
    def name(self) -> str:
        """Whose profile it is: a person's or a team's."""
        employee = self.participant.employee
        return employee.name if employee else self.participant.unit.name

    def compass(self, draw: Callable[..., str], prefix: str) -> str:
        """The disc, wide or narrow."""
        found = sectors(self.read.profile, self.read.framework, self.read.texts, self.unit)
        unit_name = _("the unit") if self.unit else ""
        return draw(
            found, prefix=prefix, title=_("Competence profile: %(name)s") % {"name": self.name}, unit_name=unit_name
        )


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """My latest profile; without one, what to do to get it."""
    person = signed_in(request)
    latest = (
        PersonResult.objects.filter(participant__employee=person)
        .select_related("participant")
        .order_by("-round__opens_on", "-round__pk")
        .first()
    )
    if latest is None:
        return render(request, "assessments/profile_none.html", {"is_own": True})
    return redirect("assessments:profile_of", latest.participant.uuid)


@require_safe
def profile_of(request: HttpRequest, participant: UUID) -> HttpResponse:
    """One profile: the disc, strengths, what to grow, what has moved, and everything behind them."""
    person = signed_in(request)
    whose = load_participant(person, participant)
    if rates_first(person, whose, timezone.localdate()):
        context = {"participant": whose, "is_own": whose.employee_id == person.pk}
        return render(request, "assessments/profile_rate_first.html", context)
    seen = _seen(person, whose, "assessments.profile.read")
    if seen is None:
        context = {"participant": whose, "is_own": whose.employee_id == person.pk}
        return render(request, "assessments/profile_none.html", context)
    return render(request, "assessments/profile.html", _page(seen))


@require_safe
def profile_file(request: HttpRequest, participant: UUID, kind: str) -> HttpResponseBase:
    """The same profile as a file: pdf, xlsx, svg or json."""
    person = signed_in(request)
    whose = load_participant(person, participant)
    if kind not in FILES or rates_first(person, whose, timezone.localdate()):
        raise Http404
    # What is taken out may be handed on: it shows no more of the unit than the person may see.
    seen = _seen(person, whose, "assessments.profile.downloaded", unit_as_seen_by=whose.employee)
    if seen is None:
        raise Http404
    try:
        return FILES[kind](seen)
    except PdfUnavailable as missing:
        messages.error(request, str(missing))
        return redirect("assessments:profile_of", participant)


def _seen(
    viewer: Employee, participant: Participant, action: str, *, unit_as_seen_by: Employee | None = None
) -> Seen | None:
    """What the viewer sees, logged as a read; None while there is no profile."""
    today = timezone.localdate()
    results = [
        each
        for each in earlier_results(participant)
        if can_read_participant(viewer, each.participant) and not rates_first(viewer, each.participant, today)
    ]
    result = next((each for each in results if each.participant_id == participant.pk), None)
    if result is None:
        return None
    if participant.employee_id is not None:
        record_read(by=viewer, action=action, subject_id=participant.employee_id, target=participant)
    return Seen(
        viewer=viewer,
        participant=participant,
        results=tuple(results),
        read=read_profile(result, participant),
        unit=_unit_figures(unit_as_seen_by or viewer, participant),
    )


def _unit_figures(viewer: Employee, participant: Participant) -> UnitFigures | None:
    """The unit's figures as the viewer may see them; None when nothing of them may be shown.

    The viewer may read the profile, and so was in the unit or manages it.
    """
    if participant.employee_id is None:
        return None
    result = (
        UnitResult.objects.filter(round=participant.round, unit=participant.unit)
        .select_related("unit", "round__unit", "round__version__framework")
        .first()
    )
    figures = shown_unit(viewer, result).figures if result else None
    return figures if figures and any(_has_means(field) for field in figures.fields.values()) else None


def _has_means(field: FieldFigures | None) -> bool:
    """Whether anything of a field may be shown."""
    return field is not None and any(mean.value is not None for mean in field.score.values())


def _page(seen: Seen) -> dict[str, object]:
    read = seen.read
    rows = profile_page.field_rows(read)
    before = comparable_before(read, seen.results)
    return {
        "seen": seen,
        "participant": seen.participant,
        "round": seen.participant.round,
        "mode": mode_in_words(read.mode),
        "profile": read.profile,
        "texts": read.texts,
        "compass": seen.compass(compass, "profile"),
        "compass_narrow": seen.compass(compass_narrow, "profile-narrow"),
        "says": profile_page.compass_in_a_sentence(read),
        "sectors": sectors(read.profile, read.framework, read.texts, seen.unit),
        "strengths": profile_page.strengths(read),
        "topics": profile_page.topics(read),
        "topics_why": profile_page.topics_why(read),
        "highest": highest_in_words(highest_dimensions(read.profile)),
        "to_grow": _to_grow(read),
        "before": before,
        "moved": _moved(read, before),
        "rows": rows,
        "dimension_names": _dimension_names(),
        "dimension_says": profile_page.dimensions_in_a_sentence(read),
        "overall": profile_page.named_dimensions(read.profile.dimensions),
        "overall_why": profile_page.overall_why(read),
        "dimension_bars": _bars(read, rows, columns=3),
        "dimension_bars_narrow": _bars(read, rows, columns=1),
        "basis": profile_page.basis_rows(read),
        "answers": list(profile_page.answers(read)),
        "history": [_disc(result, seen.participant) for result in seen.results] if len(seen.results) > 1 else [],
        "downloads": _downloads(seen.participant),
        "version": _versions(read),
        "next_links": _next_links(seen),
        "profile_day": next(r.computed_at for r in seen.results if r.participant_id == seen.participant.pk),
        "reading_url": reverse("assessments:reading", args=[seen.participant.uuid])
        if seen.participant.employee
        else "",
    }


def _to_grow(read: ReadProfile) -> list[tuple[profile_page.ToGrow, tuple[tuple[str, str], ...]]]:
    """Each field to grow in, with methods that train it."""
    methods = profile_page.methods_to_grow(read)
    potentials = (potential.field for potential in read.profile.potentials)
    return [(one, methods[field]) for one, field in zip(profile_page.to_grow(read), potentials, strict=True)]


def _next_links(seen: Seen) -> list[Link]:
    """What to do with the profile: talk about it, and while the round is open, change the answers."""
    participant = seen.participant
    links = []
    dialogue = Dialogue.objects.filter(participant=participant).first()
    if participant.employee_id is not None:
        talk = _("Prepare the dialogue") if seen.is_own else _("Go to the dialogue")
        if dialogue is not None and dialogue.is_signed:
            talk = _("See the dialogue")
        elif dialogue is not None and dialogue.awaits_employee and seen.is_own:
            talk = _("Read and sign the dialogue")
        links.append(Link(label=talk, url=reverse("assessments:dialogue", args=[participant.uuid])))
    is_locked = dialogue is not None and dialogue.manager_signed_at is not None
    if not is_locked and participant.round.takes_answers_on(timezone.localdate()):
        links.append(
            Link(label=_("See or change the answers"), url=reverse("assessments:answer_start", args=[participant.uuid]))
        )
    return links


def _versions(read: ReadProfile) -> str:
    """What the figures were computed with."""
    return _("%(framework)s %(version)s, rules %(rules)s") % {
        "framework": read.profile.framework,
        "version": read.profile.framework_version,
        "rules": read.profile.engine_version,
    }


def _moved(read: ReadProfile, before: PersonResult | None) -> tuple[profile_page.Moved, ...]:
    if before is None:
        return ()
    return profile_page.moved(changes(read, read_profile(before, before.participant)), read.texts)


def _bars(read: ReadProfile, rows: tuple[profile_page.FieldRow, ...], *, columns: int) -> str:
    return dimension_bars(
        profile_page.dimension_rows(rows),
        prefix=f"dimensions-{columns}",
        title=_("Dimensions by field"),
        names=_dimension_names(),
        columns=columns,
        high_from=read.framework.rules.dimension_high,
    )


def _dimension_names() -> tuple[str, str, str]:
    practical, reflexive, relational = (profile_page.dimension_name(dimension) for dimension in Dimension)
    return practical, reflexive, relational


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A small disc of the row of rounds."""

    svg: str
    participant: Participant
    mode: str
    is_here: bool


def _disc(result: PersonResult, here: Participant) -> Earlier:
    participant = result.participant
    version = participant.round.version
    return Earlier(
        svg=compass_small(
            sectors(stored_profile(result), engine_framework(version), texts_of(version)),
            prefix=f"round-{participant.pk}",
            title=participant.round.name,
        ),
        participant=participant,
        mode=mode_in_words(Mode(result.mode)),
        is_here=participant.pk == here.pk,
    )


def _downloads(participant: Participant) -> list[Link]:
    names = {"pdf": "PDF", "xlsx": "XLSX", "svg": _("Figure (SVG)"), "json": "JSON"}
    return [
        Link(label=label, url=reverse("assessments:profile_file", args=[participant.uuid, kind]))
        for kind, label in names.items()
    ]


# Files


def _pdf(seen: Seen) -> HttpResponseBase:
    read = seen.read
    sheet = PersonSheet(
        name=seen.name,
        round_name=seen.participant.round.name,
        unit_path=seen.participant.unit.path,
        profile=read.profile,
        framework=read.framework,
        texts=read.texts,
        made_on=timezone.localdate(),
        unit=seen.unit,
    )
    return file_response(person_pdf(sheet), _file_name(seen, "pdf"))


def _xlsx(seen: Seen) -> HttpResponseBase:
    tables = [
        *people_tables([(_as_in_files(seen), seen.read.profile)], seen.read.texts),
        profile_page.answer_table(seen.read),
        *demo_tables(),
    ]
    return file_response(workbook_bytes(tables, title=seen.read.texts.name), _file_name(seen, "xlsx"))


def _svg(seen: Seen) -> HttpResponseBase:
    return svg_response(seen.compass(compass, "profile"), _file_name(seen, "svg"))


def _json(seen: Seen) -> HttpResponseBase:
    """The person's part of `profiler.json` (see the guide on the command line), with the versions."""
    found = seen.read.profile
    figures = {
        "framework": {"code": found.framework, "version": found.framework_version},
        "engine": found.engine_version,
        "mode": found.mode.value,
        "people": [person_report(_as_in_files(seen), found)],
    }
    return file_response(json.dumps(figures, ensure_ascii=False).encode(), _file_name(seen, "json"))


def _file_name(seen: Seen, kind: str) -> str:
    return file_name(_("Profile"), seen.name, seen.participant.round.name, f"{timezone.localdate()}", kind=kind)


def _as_in_files(seen: Seen) -> Person:
    """The person as files name somebody: by staff number, or else by e-mail. A team is named by its unit."""
    employee, unit = seen.participant.employee, tuple(seen.participant.unit.path.split(" / "))
    if employee is None:
        return Person(id=seen.participant.unit.path, name=seen.name, unit=unit)
    return Person(
        id=employee.staff_number or employee.email, name=employee.name, unit=unit, category=seen.participant.category
    )


FILES: Final[Mapping[str, Callable[[Seen], HttpResponseBase]]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "svg": _svg,
    "json": _json,
}

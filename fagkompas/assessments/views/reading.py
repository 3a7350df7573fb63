"""A person read against the unit, in words: what both master, what both lack, and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrPromise

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.permissions import load_participant, rates_first
from fagkompas.assessments.profiles import stored_profile
from fagkompas.assessments.units import SeenUnit, see_unit
from fagkompas.assessments.wording import DIMENSIONS, LEVELS, because
from fagkompas.audit.actions import record_read
from fagkompas.engine.comparison import Reading, ReadingKind, Topic, read_against_unit
from fagkompas.engine.reasons import why_reading
from fagkompas.engine.scoring import Profile

HEADINGS: Final[dict[ReadingKind, StrPromise]] = {
    ReadingKind.SHARED_STRENGTH: _("Strong together"),
    ReadingKind.POTENTIAL: _("More than the unit has"),
    ReadingKind.INDIVIDUAL_NEED: _("Less than the unit has"),
    ReadingKind.SHARED_DEVELOPMENT: _("To develop together"),
}
NEXT: Final[dict[ReadingKind, StrPromise]] = {
    ReadingKind.SHARED_STRENGTH: _("Keep it up: share how you do it, and say who others can come to."),
    ReadingKind.POTENTIAL: _(
        "Put it to use: let colleagues learn from it, in a talk, side by side or in a shared method."
    ),
    ReadingKind.INDIVIDUAL_NEED: _(
        "Learn from those who master it: working side by side, a course, or close feedback."
    ),
    ReadingKind.SHARED_DEVELOPMENT: _("Plan it for the whole unit: learn together, and try it out in the daily work."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadField:
    """One field in a group: which levels and dimensions read so."""

    name: str
    parts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGroup:
    """The topics that read alike, a line a field, what to do next, and for each topic the rule with its numbers."""

    heading: str
    next_step: str
    fields: tuple[ReadField, ...]
    because: tuple[str, ...]


@require_safe
def reading(request: HttpRequest, participant: UUID) -> HttpResponse:
    """The person beside the unit of the round's first day; only where the unit's figures may be shown."""
    viewer = signed_in(request)
    loaded = load_participant(viewer, participant)
    result = getattr(loaded, "result", None)
    if result is None or loaded.employee_id is None or rates_first(viewer, loaded, timezone.localdate()):
        raise Http404
    record_read(
        by=viewer,
        action="assessments.reading.read",
        subject_id=loaded.employee_id,
        target=loaded,
        part_of="assessments.profile.read",
    )
    is_own = loaded.employee_id == viewer.pk
    # Who may read the profile may read it beside that unit: the person was in it, or the viewer manages it.
    seen = see_unit(viewer, loaded.unit, str(loaded.round.uuid))
    shown = seen is not None and seen.round.pk == loaded.round_id and not seen.shown.figures.suppressed
    return render(
        request,
        "assessments/reading.html",
        {
            "participant": loaded,
            "is_own": is_own,
            "unit": loaded.unit,
            "groups": read_groups(stored_profile(result), seen, is_own=is_own) if seen is not None and shown else [],
            "is_shown": shown,
            "versions": seen.profile.versions if seen else "",
        },
    )


def read_groups(profile: Profile, seen: SeenUnit, *, is_own: bool) -> list[ReadGroup]:
    """All topics that can be read, grouped; groups without any are left out."""
    readings = read_against_unit(seen.framework, profile, seen.shown.figures)
    alike = {kind: [one for one in readings if one.kind is kind] for kind in HEADINGS}
    return [_group(kind, found, profile, seen, is_own=is_own) for kind, found in alike.items() if found]


def _group(
    kind: ReadingKind, readings: Sequence[Reading], profile: Profile, seen: SeenUnit, *, is_own: bool
) -> ReadGroup:
    reasons = [why_reading(seen.framework, profile, seen.shown.figures, one) for one in readings]
    return ReadGroup(
        heading=str(HEADINGS[kind]),
        next_step=str(NEXT[kind]),
        fields=tuple(_field(seen, list(alike)) for _code, alike in groupby(readings, key=_field_of)),
        because=tuple(because(reason, seen.texts, to_oneself=is_own) for reason in reasons),
    )


def _field_of(one: Reading) -> str:
    return one.topic.field or ""


def _field(seen: SeenUnit, alike: Sequence[Reading]) -> ReadField:
    code = alike[0].topic.field
    return ReadField(
        name=seen.texts.field(code).name if code else str(_("All fields")),
        parts=", ".join(_part(one.topic) for one in alike),
    )


def _part(topic: Topic) -> str:
    return str(LEVELS[topic.level] if topic.level else DIMENSIONS[topic.dimension] if topic.dimension else "")

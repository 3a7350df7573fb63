"""The four fields of the citizen's plan as plain text, so that nobody types twice in the case system.

The fields are those of the plan in the case system ("Redskaber og metoder", 5.2): goal; how to get there, with the job
tracks and why each is a good one, and considerations; agreements; activities. Always in Danish, as the case system is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_stubs_ext import StrPromise

from fagkompas.casework.plan_content import AgreementContent, PlanContent, TrackContent
from fagkompas.casework.wording.plans import (
    GOAL_KINDS,
    activity_in_words,
    agreement_in_words,
    consideration_in_words,
    demand_in_words,
    vitas_in_words,
)
from fagkompas.toolkit.formats import long_date

CASE_SYSTEM: Final = "da"
"""The language of the case system."""


class Field(StrEnum):
    """The four fields, in their order. The values stand in addresses."""

    GOAL = "maal"
    DESCRIPTION = "beskrivelse"
    AGREEMENTS = "aftaler"
    ACTIVITIES = "aktiviteter"


NAMES: Final[dict[Field, StrPromise]] = {
    Field.GOAL: gettext_lazy("Goal"),
    Field.DESCRIPTION: gettext_lazy("How you reach your goal"),
    Field.AGREEMENTS: gettext_lazy("Agreements"),
    Field.ACTIVITIES: gettext_lazy("Activities"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A field to copy: `name` in the reader's language, `text` in that of the case system."""

    field: Field
    name: str
    text: str


def copies(content: PlanContent) -> list[Copy]:
    """All four."""
    return [Copy(field=field, name=str(NAMES[field]), text=text_of(content, field)) for field in Field]


def text_of(content: PlanContent, field: Field) -> str:
    """One of them, in lines with a blank one between blocks; ends without a line break. "" where nothing is written."""
    with override(CASE_SYSTEM):
        blocks = {
            Field.GOAL: _goal,
            Field.DESCRIPTION: _description,
            Field.AGREEMENTS: _agreements,
            Field.ACTIVITIES: _activities,
        }[field](content)
        return "\n\n".join("\n".join(lines) for block in blocks if (lines := [line for line in block if line]))


def _goal(content: PlanContent) -> Iterator[list[str]]:
    if content.goal:
        yield [f"{GOAL_KINDS[content.goal_kind]}: {capfirst(content.goal)}"]
    if content.reason:
        yield [_("Why: %(reason)s") % {"reason": content.reason}]


def _description(content: PlanContent) -> Iterator[list[str]]:
    yield [content.description]
    for number, track in enumerate(content.tracks, start=1):
        yield [
            _("Job track %(number)s: %(name)s") % {"number": number, "name": capfirst(track.name)},
            *_why_track(track),
        ]
    if content.fewer_tracks_reason:
        yield [_("Why there are fewer than three job tracks: %(reason)s") % {"reason": content.fewer_tracks_reason}]
    if content.considerations:
        yield [
            _("What work takes into account, as you have approved it:"),
            *_dashed(map(consideration_in_words, content.considerations)),
        ]


def _why_track(track: TrackContent) -> Iterator[str]:
    for label, text in ((_("You can"), track.can), (_("You want"), track.wants), (_("It is needed"), track.needed)):
        if text:
            yield f"{label}: {text}"
    yield from map(demand_in_words, track.demand)
    if track.functions:
        yield _("Tasks: %(tasks)s") % {"tasks": ", ".join(track.functions)}
    if track.other_titles:
        yield _("The same tasks are found in: %(titles)s") % {"titles": ", ".join(track.other_titles)}
    if track.steps_first:
        yield _("First: %(steps)s") % {"steps": "; ".join(track.steps_first)}
    yield from _plan_of_track(track)


def _plan_of_track(track: TrackContent) -> Iterator[str]:
    if track.strategy:
        yield _("How you apply: %(strategy)s") % {"strategy": track.strategy}
    if track.companies:
        yield _("Companies first: %(companies)s") % {"companies": ", ".join(track.companies)}
    if track.apply_by:
        yield _("By %(day)s") % {"day": long_date(track.apply_by)}


def _agreements(content: PlanContent) -> Iterator[list[str]]:
    if content.search_per_week is not None:
        yield [_("Jobs to apply for in a week: %(count)s") % {"count": content.search_per_week}]
    yield from _under(
        _("For the plan as a whole:"), [one for one in content.agreements if not content.track_name(one.track)]
    )
    for track in content.tracks:
        yield from _under(f"{capfirst(track.name)}:", [one for one in content.agreements if one.track == track.key])


def _under(heading: str, agreements: list[AgreementContent]) -> Iterator[list[str]]:
    if agreements:
        yield [heading, *_dashed(agreement_in_words(one) for one in agreements)]


def _activities(content: PlanContent) -> Iterator[list[str]]:
    for one in content.activities:
        yield [
            activity_in_words(one),
            _("What for: %(purpose)s") % {"purpose": one.purpose} if one.purpose else "",
            _("Job track: %(name)s") % {"name": capfirst(name)} if (name := content.track_name(one.track)) else "",
            vitas_in_words(one.vitas_no, one.vitas_status),
        ]


def _dashed(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]

"""Steps 2 to 4: who has it, where that leaves the unit, and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.models import Employee
from fagkompas.assessments.attention import gap_in_words, gap_of_role_in_words, of_the_rated
from fagkompas.assessments.models import Participant, UnitResult
from fagkompas.assessments.permissions import load_unit, rates_first
from fagkompas.assessments.shown import shown_units
from fagkompas.assessments.unit_profiles import safe
from fagkompas.assessments.units import SeenUnit, readable_people, sole_specialists, visible_units
from fagkompas.assessments.wording import LEVELS, STANDINGS, THE_DIMENSIONS, because
from fagkompas.audit.actions import record_reads
from fagkompas.catalogue.wording import price_in_words
from fagkompas.engine.needs import DIFFERS_FROM, Apart, BesideSisters, band_gap, beside_sisters
from fagkompas.engine.reasons import why_gap
from fagkompas.engine.scales import Band, Level, Standing
from fagkompas.engine.units import Gap, UnitFigures
from fagkompas.learning.answering import GapAnswer, answers_to
from fagkompas.learning.division import divided_work, is_too_large, tasks_of
from fagkompas.learning.figures import BLUE, PALE, TEAL, Bar, Beside, Part, bars, beside
from fagkompas.learning.links import url_if_there
from fagkompas.learning.models import BANDS, ProfileBand
from fagkompas.learning.needs import RoleSituation, profile_fields, profile_frame, rated_bands, role_situations
from fagkompas.learning.needs_pages import NeedsPage, needs_page
from fagkompas.learning.wording.needs import (
    band_gap_in_words,
    beside_in_words,
    coverage_in_words,
    holders_in_words,
    rated_band_in_words,
    role_name,
    surplus_in_words,
)
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.pages import Link

NAMED: Final = (Standing.SPECIALISED, Standing.EMERGING)
"""Standings whose people step 2 names, for those who may."""


@require_safe
def have(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Step 2: who has it? Counts for everyone who may see the unit, names for its managers (logged)."""
    page = needs_page(request, uuid)
    seen = page.situation.seen
    people = _named_people(page, seen) if seen and seen.with_individuals else []
    return render(
        request,
        "learning/needs_have.html",
        {
            **page.context("needs_have"),
            "profile": page.situation.profile,
            "standing_names": [str(STANDINGS[standing]) for standing in Standing],
            "coverage_says": coverage_in_words(page.situation.coverage),
            "coverage_svg": _coverage_figure(page, narrow=False),
            "coverage_narrow": _coverage_figure(page, narrow=True),
            "rows": _gap_rows(page),
            "people": people,
        },
    )


@require_safe
def gaps(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Step 3: where does that leave the unit?"""
    page = needs_page(request, uuid)
    situation, seen = page.situation, page.situation.seen
    found = _beside(page)
    roles = role_situations(page.viewer, situation, timezone.localdate()) if page.may_edit else ()
    return render(
        request,
        "learning/needs_gaps.html",
        {
            **page.context("needs_gaps"),
            "profile": situation.profile,
            "rows": _gap_rows(page),
            "gap_svg": _missing_figure(page, narrow=False),
            "gap_narrow": _missing_figure(page, narrow=True),
            "surplus": [surplus_in_words(_name(page, gap), gap) for gap in situation.gaps if gap.surplus],
            "key_people": _key_people(page, seen) if seen else [],
            "roles": [_RoleRow.of(page, one) for one in roles],
            "sisters": [_BesideRow.of(page, seen, one) for one in found] if seen else [],
            "differs_from": DIFFERS_FROM * 100,
            "apart": [beside_in_words(_name_of(page, one.field), one) for one in found if one.apart is not Apart.ALIKE],
            "beside_svg": _beside_figure(page, found, narrow=False),
            "beside_narrow": _beside_figure(page, found, narrow=True),
            "bands": _band_rows(page),
            "work": _work(page),
        },
    )


@require_safe
def answers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Step 4: what in the catalogue answers it, who can be learned from, and what else can be done."""
    page = needs_page(request, uuid)
    found = answers_to(page.situation, root_id=page.viewer.root_id, today=timezone.localdate())
    return render(
        request,
        "learning/needs_answers.html",
        {
            **page.context("needs_answers"),
            "answers": [_AnswerRow.of(page, answer) for answer in found],
            "next": _next_steps(page),
            "catalogue_url": url_if_there("catalogue:offerings"),
        },
    )


# Step 2


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One field: the gap, how many are rated, what is the matter ("" when nothing is), and the rule with its numbers."""

    name: str
    gap: Gap
    known: int
    says: str
    because: str


def _gap_rows(page: NeedsPage) -> list[GapRow]:
    seen = page.situation.seen
    if seen is None:
        return []
    figures = seen.shown.figures
    return [
        GapRow(
            name=_name(page, gap),
            gap=gap,
            known=field.known if (field := figures.field(gap.field)) else 0,
            says=gap_in_words(figures, gap),
            because=because(why_gap(figures, gap), seen.texts),
        )
        for gap in page.situation.gaps
    ]


def _name(page: NeedsPage, gap: Gap) -> str:
    return _name_of(page, gap.field)


def _name_of(page: NeedsPage, field: str) -> str:
    seen = page.situation.seen
    return (seen.texts if seen else page.situation.needs.texts).field(field).name


def _coverage_figure(page: NeedsPage, *, narrow: bool) -> SafeString:
    """Per field and level: those there are of those needed, and those missing."""
    rows = []
    for gap in page.situation.gaps:
        for level, needed, there in (
            (Level.BASIC, gap.basic_needed, gap.basic_have),
            (Level.SPECIALISED, gap.specialised_needed, gap.specialised_have),
        ):
            if needed or there:
                covered = min(there, needed)
                rows.append(
                    Bar(
                        name=f"{_name(page, gap)}, {LEVELS[level]}",
                        sizes=(covered, needed - covered, there - covered),
                        says=_("%(have)s of %(needed)s") % {"have": number(there, 0), "needed": number(needed, 0)},
                    )
                )
    parts = [
        Part(words=_("needed and there"), fill=BLUE, dark=True),
        Part(words=_("missing"), fill=""),
        Part(words=_("more than needed"), fill=PALE),
    ]
    return safe(bars(rows, parts, prefix="cn" if narrow else "c", title=_("Needed, and there"), narrow=narrow))


def _named_people(page: NeedsPage, seen: SeenUnit) -> list[tuple[str, list[tuple[str, list[Participant]]]]]:
    """Per field, who is specialised and who is on the way; without those whom the viewer has to rate first."""
    results, _waiting = readable_people(page.viewer, seen, timezone.localdate())
    rows = list(
        results.select_related("participant__employee", "participant__round").order_by(
            "participant__employee__name", "pk"
        )
    )
    found = []
    shown: dict[int, Participant] = {}
    for field in seen.texts.fields:
        groups = []
        for standing in NAMED:
            there = [row.participant for row in rows if row.figures["fields"][field.code]["standing"] == standing.value]
            groups.append((str(STANDINGS[standing]), there))
            shown |= {one.employee_id: one for one in there if one.employee_id}
        found.append((field.name, groups))
    record_reads(by=page.viewer, action="assessments.standings.read", seen=list(shown.items()))
    return found


# Step 3


def _missing_figure(page: NeedsPage, *, narrow: bool) -> SafeString:
    """Per field: how many are missing at each level."""
    rows = [
        Bar(
            name=_name(page, gap),
            sizes=(gap.basic_gap, gap.specialised_gap),
            says=_("%(n)s missing") % {"n": number(gap.basic_gap + gap.specialised_gap, 0)},
        )
        for gap in page.situation.gaps
    ]
    parts = [
        Part(words=_("missing at basic level"), fill=PALE),
        Part(words=_("missing specialised"), fill=TEAL, dark=True),
    ]
    return safe(bars(rows, parts, prefix="gn" if narrow else "g", title=_("How many are missing"), narrow=narrow))


def _key_people(page: NeedsPage, seen: SeenUnit) -> list[tuple[str, Participant | None]]:
    """Fields that hang on one person, by the unit's own needs; the person for managers, unless to be rated first."""
    keys = {gap.field for gap in page.situation.gaps if gap.key_person_risk}
    if not seen.with_individuals:
        return [(_name_of(page, field), None) for field in seen.framework.field_codes if field in keys]
    today = timezone.localdate()
    sole = sole_specialists(seen, keys)
    found = []
    for field in (code for code in seen.framework.field_codes if code in keys):
        person = sole.get(field)
        hidden = person is None or rates_first(page.viewer, person, today)
        found.append((_name_of(page, field), None if hidden else person))
    record_reads(
        by=page.viewer,
        action="assessments.standings.read",
        seen=[(one.employee_id, one) for one in {two for _field, two in found} if one and one.employee_id],
    )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _RoleRow:
    """A role: what is missing field by field, the fields where nothing is, and why fewer are counted than hold it."""

    name: str
    holders: int
    missing: list[tuple[str, str]]
    fine: list[str]
    note: str

    @classmethod
    def of(cls, page: NeedsPage, one: RoleSituation) -> "_RoleRow":
        known = {gap.field: field.known if (field := one.figures.field(gap.field)) else 0 for gap in one.gaps}
        rows = [(_name(page, gap), gap_of_role_in_words(gap, known[gap.field], one.holders)) for gap in one.gaps]
        return cls(
            name=role_name(one.role),
            holders=one.holders,
            missing=[(name, says) for name, says in rows if says],
            fine=[name for name, says in rows if not says],
            note=holders_in_words(max(known.values(), default=0), one.holders),
        )


def _beside(page: NeedsPage) -> tuple[BesideSisters, ...]:
    """The unit beside those right under the same parent in the same round, as far as the viewer may be shown them.

    Units whose page she may not open are only told together (docs/adr/0009-sister-units-together.md).
    """
    seen, parent = page.situation.seen, page.unit.parent_id
    if seen is None or parent is None:
        return ()
    results = list(
        UnitResult.objects.filter(round=seen.round, unit__parent_id=parent)
        .exclude(unit=page.unit)
        .select_related("unit")
        .order_by("unit__name", "pk")
    )
    for result in results:
        result.round = seen.round  # one object for all, rather than the framework once for each unit
    may_open = set(visible_units(page.viewer).order_by().values_list("pk", flat=True))
    sisters: dict[bool, list[UnitFigures]] = {True: [], False: []}
    for one in shown_units(page.viewer, results, seen.round):
        sisters[one.result.unit_id in may_open].append(one.figures)
    return beside_sisters(seen.framework, seen.shown.figures, sisters[True], sisters[False])


@dataclass(frozen=True, slots=True, kw_only=True)
class _BesideRow:
    """A field and level: here, and in the sisters together."""

    name: str
    level: str
    one: BesideSisters
    here: str

    @classmethod
    def of(cls, page: NeedsPage, seen: SeenUnit, one: BesideSisters) -> "_BesideRow":
        return cls(
            name=_name_of(page, one.field),
            level=str(LEVELS[one.level]),
            one=one,
            here=of_the_rated(one.own.people, one.own.known, seen.shown.figures.invited),
        )


def _beside_figure(page: NeedsPage, found: Sequence[BesideSisters], *, narrow: bool) -> SafeString:
    rows = [
        Beside(
            name=f"{_name_of(page, one.field)}, {LEVELS[one.level]}",
            own=one.own.share,
            sisters=tuple(sister.share for sister in one.sisters.values()),
            together=one.together.share,
        )
        for one in found
    ]
    title = _("Beside the sister units")
    return safe(beside(rows, prefix="sn" if narrow else "s", title=title, narrow=narrow)) if rows else safe("")


@dataclass(frozen=True, slots=True, kw_only=True)
class _BandRow:
    """A profile: now as it was said and as the latest round has it ("" without one), ideally, and what is missing."""

    name: str
    now: str
    rated: str
    ideal: str
    says: str


def _band_rows(page: NeedsPage) -> list[_BandRow]:
    """The profiles of which both now and ideally are said."""
    stored = ProfileBand.objects.filter(unit=page.unit, now__isnull=False, ideal__isnull=False).order_by("profile")
    rows = list(stored)
    if not rows:
        return []
    staff = Employee.objects.employed_in(page.unit).count()
    words = dict(BANDS)
    names = {field.code: field.name for field in profile_fields(page.versions)}
    rated = rated_bands(page.viewer, page.unit, profile_frame(page.versions))
    found = []
    for row in rows:
        name, now, ideal = names.get(row.profile, row.profile), Band(row.now or 0), Band(row.ideal or 0)
        found.append(
            _BandRow(
                name=name,
                now=str(words[now.value]),
                rated=rated_band_in_words(rated[row.profile]) if row.profile in rated else "",
                ideal=str(words[ideal.value]),
                says=band_gap_in_words(name, band_gap(now, ideal, staff)),
            )
        )
    return found


def _work(page: NeedsPage) -> dict[str, Any]:
    """The division of work in one sentence, for managers over a unit that has described its kinds of work."""
    if not page.may_edit or not tasks_of(page.situation) or is_too_large(page.unit):
        return {}
    division = divided_work(page.viewer, page.situation, timezone.localdate()).division
    return {
        "covered": division.covered,
        "needed": division.needed,
        "share": division.covered / division.needed if division.needed else None,
        "uncovered": len(division.uncovered),
    }


# Step 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _AnswerRow:
    """A gap with what there is to do about it, in words."""

    name: str
    level: str
    answer: GapAnswer
    of_whom: str
    weakest: str
    offerings: list[tuple[Any, str, str]]

    @classmethod
    def of(cls, page: NeedsPage, answer: GapAnswer) -> "_AnswerRow":
        return cls(
            name=_name(page, answer.gap),
            level=str(LEVELS[answer.level]),
            answer=answer,
            of_whom=_of_whom(page, answer),
            weakest=str(THE_DIMENSIONS[answer.weakest]) if answer.weakest else "",
            offerings=[
                (one, url_if_there("catalogue:offering", one.offering.uuid), price_in_words(one.offering))
                for one in answer.offerings
            ],
        )


def _of_whom(page: NeedsPage, answer: GapAnswer) -> str:
    """Of whom they are missing: at basic level of those who are rated; nothing of specialised ones."""
    figures = page.situation.seen.shown.figures if page.situation.seen else None
    field = figures.field(answer.gap.field) if figures else None
    if figures is None or field is None or answer.level is not Level.BASIC:
        return ""
    return of_the_rated(answer.missing, field.known, figures.invited)


def _next_steps(page: NeedsPage) -> list[Link]:
    """Where to go on from here, as far as those pages are there."""
    wanted = [(_("Order education"), "learning:order_new")]
    if page.may_edit:
        wanted = [(_("Make a plan"), "learning:plan_new"), *wanted, (_("Recruit"), "learning:recruitment_new")]
        wanted.append((_("Divide the work"), "learning:division"))
    return [Link(label=label, url=url) for label, name in wanted if (url := url_if_there(name, page.unit.uuid))]


@require_safe
def attention(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What needs attention by the unit's own needs, for the unit's page and whoever may see that; nothing where none
    are described."""
    page = needs_page(request, uuid, load=load_unit)
    if not page.situation.needs.is_described or page.situation.seen is None or page.situation.is_hidden:
        return HttpResponse(status=204)
    return render(
        request,
        "learning/_attention.html",
        {
            **page.context(""),
            "profile": page.situation.profile,
            "needs_url": reverse("learning:needs", args=[page.unit.uuid]),
        },
    )

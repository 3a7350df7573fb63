"""Step 1: what do our tasks and roles need? For everyone in the unit, and for those who hold a role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.attention import gap_in_words
from fagkompas.engine.needs import coverage
from fagkompas.engine.units import Gap, Need
from fagkompas.learning.actions.needs import GivenNeed
from fagkompas.learning.forms.needs import WEIGHTS, NeedsForm, texts_of_needs
from fagkompas.learning.models import Need as NeedRow
from fagkompas.learning.needs import EVERYONE, Situation, holders_of, needs_of
from fagkompas.learning.needs_pages import NeedsPage, needs_page
from fagkompas.learning.permissions import advised_units, check_advises
from fagkompas.learning.suggestions import FieldSuggestion, starting_point
from fagkompas.learning.views.needs_sheets import NeedsSheet, given_of
from fagkompas.learning.wording.needs import coverage_in_words, need_in_words, role_name, too_many_in_words
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.lists import list_page
from fagkompas.toolkit.together import choice_of_control, opened_twins, saved_or_both

SUGGESTION = "forslag"
"""The word of the address that fills the form with the suggestion."""


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units whose needs one may see, with whether anything is described."""
    viewer = signed_in(request)
    check_advises(viewer)
    listing = list_page(request, advised_units(viewer), sorts={"enhed": ("path", "pk")}, default="enhed")
    described = set(
        NeedRow.objects.filter(unit__in=listing.page.object_list, role=EVERYONE)
        .order_by("unit_id")
        .values_list("unit_id", flat=True)
        .distinct()
    )
    rows = [(unit, unit.pk in described) for unit in listing.page]
    return render(request, "learning/needs_units.html", {"listing": listing, "rows": rows})


@require_http_methods(["GET", "POST"])
def needs(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What everyone in the unit needs, field by field."""
    page = needs_page(request, uuid, to_edit=request.method == "POST")
    return _described(request, page, EVERYONE)


@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, uuid: UUID, role: str) -> HttpResponse:
    """What those who hold a role need; fields left empty are not the role's."""
    page = needs_page(request, uuid, to_edit=True)
    if starting_point().role(role) is None:
        raise Http404
    return _described(request, page, role)


@require_POST
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What the typed need would mean; nothing is saved."""
    page = needs_page(request, uuid, to_edit=True)
    form = needs_form(page, EVERYONE, request.POST)
    form.full_clean()
    return render(
        request,
        "learning/needs.html#effect",
        {**page.context("needs"), **_effect(page, EVERYONE, form)},
    )


def _described(request: HttpRequest, page: NeedsPage, role: str) -> HttpResponse:
    if request.method != "POST":
        form = needs_form(page, role, use_suggestion=request.GET.get("start") == SUGGESTION)
        return shown(request, page, role, form)
    beginning = needs_form(page, role)
    sheet = NeedsSheet(
        page=page, role=role, make=lambda data: needs_form(page, role, data), suggested=tuple(beginning.fields)
    )
    found = saved_or_both(
        request,
        sheet,
        choice=lambda saved, conflict: choice_of_control(saved.form, conflict, _label(page, saved.form, conflict.name)),
        done=lambda: _saved_in_words(page, role, sheet.changed),
        save_url=page.url("needs_role", role) if role else page.url("needs"),
        next_url=page.url("needs" if role else "needs_have"),
    )
    return found if isinstance(found, HttpResponse) else shown(request, page, role, found.form)


def _label(page: NeedsPage, form: NeedsForm, name: str) -> str:
    """A control by its field: it has the same label in every field."""
    field = page.situation.needs.texts.field(name.partition("-")[0]).name
    return f"{field}: {form.fields[name].label}"


def _saved_in_words(page: NeedsPage, role: str, changed: Sequence[str]) -> str:
    if not changed:
        return _("Nothing was changed.")
    words = ngettext("The need is saved in %(n)s field.", "The need is saved in %(n)s fields.", len(changed))
    saved = needs_of(page.unit, page.version)
    rows = [(row.field, row.specialists) for row in saved.of(role).values() if row.field in changed]
    return " ".join([words % {"n": number(len(changed), 0)}, *_remarks(page, role, rows)])


def _remarks(page: NeedsPage, role: str, specialists: Sequence[tuple[str, int]]) -> list[str]:
    """Fields in which more specialised people are wanted than there are people."""
    people, texts = _staff(page, role), page.situation.needs.texts
    return [too_many_in_words(texts.field(code).name, n, people) for code, n in specialists if n > people]


def shown(
    request: HttpRequest,
    page: NeedsPage,
    role: str,
    form: NeedsForm,
    *,
    problems: Sequence[str] = (),
    is_from_file: bool = False,
) -> HttpResponse:
    """The form with what it would mean."""
    needs = page.situation.needs
    return render(
        request,
        "learning/needs.html",
        {
            **page.context("needs"),
            **_effect(page, role, form),
            "form": form,
            "role": role,
            "role_name": role_name(role) if role else "",
            "roles": [] if role else role_rows(page),
            "opened": opened_twins(texts_of_needs(_beginning(page, role))),
            "is_suggestion": not form.is_bound and request.GET.get("start") == SUGGESTION,
            "has_suggestion": bool(suggestions(page, role)),
            "described_by": _described_by(needs.of(role)),
            "problems": problems,
            "is_from_file": is_from_file,
            "description": starting_point().description.in_language(get_language() or "da"),
            "in_words": [
                (needs.texts.field(code).name, need_in_words(need), WEIGHTS[need.weight], need.by)
                for code, need in needs.by_field().items()
            ],
        },
        status=422 if form.errors else 200,
    )


# The form


def needs_form(
    page: NeedsPage,
    role: str,
    posted: Any = None,
    *,
    use_suggestion: bool = False,
    start: Mapping[str, GivenNeed] | None = None,
) -> NeedsForm:
    """What is stored, else the suggestion where it is asked for, else the default; `start` is laid over it."""
    needs = page.situation.needs
    given = _beginning(page, role)
    staff = _staff(page, role)
    suggested = suggestions(page, role)
    if use_suggestion:
        given |= {code: _suggested(one, given.get(code), staff) for code, one in suggested.items()}
    return NeedsForm(
        posted,
        fields=needs.texts.fields,
        start=given | dict(start or {}),
        today=timezone.localdate(),
        is_role=role != EVERYONE,
        suggested={code: _in_words(one, staff) for code, one in suggested.items()},
    )


def _beginning(page: NeedsPage, role: str) -> dict[str, GivenNeed]:
    """What is stored, else for everyone the default."""
    needs = page.situation.needs
    stored = {code: given_of(row) for code, row in needs.of(role).items()}
    if role:
        return stored
    return {code: _default(need) for code, need in needs.by_field().items()} | stored


def suggestions(page: NeedsPage, role: str) -> Mapping[str, FieldSuggestion]:
    """What is suggested for everyone, or for those who hold the role."""
    if role == EVERYONE:
        return page.situation.needs.suggestions
    found = starting_point().role(role)
    fields = {one.suggestion.field: one for one in found.fields} if found else {}
    known = set(page.situation.needs.framework.field_codes)
    return {code: one for code, one in fields.items() if code in known}


def _in_words(one: FieldSuggestion, staff: int) -> str:
    return f"{need_in_words(one.need(staff))}. {one.reason.in_language(get_language() or 'da')}"


def _staff(page: NeedsPage, role: str) -> int:
    """The people that a suggestion is counted for: everyone there, or those who hold the role."""
    if role:
        return len(holders_of(page.unit).get(role, set()))
    return Employee.objects.employed_in(page.unit).count()


def _default(need: Need) -> GivenNeed:
    return GivenNeed(
        field=need.field,
        basic_share=Decimal(str(need.basic_share)),
        specialists=need.specialists,
        weight=need.weight,
        by=need.by,
    )


def _suggested(one: FieldSuggestion, before: GivenNeed | None, staff: int) -> GivenNeed:
    """The suggestion; a day that was set stays."""
    need = one.need(staff)
    return GivenNeed(
        field=need.field,
        basic_share=Decimal(str(need.basic_share)),
        specialists=need.specialists,
        weight=need.weight,
        by=before.by if before else None,
        reason=one.reason.in_language(get_language() or "da"),
    )


def _engine(need: GivenNeed) -> Need:
    return Need(
        field=need.field,
        basic_share=float(need.basic_share),
        specialists=need.specialists,
        weight=need.weight,
        by=need.by,
    )


def _described_by(rows: Mapping[str, NeedRow]) -> NeedRow | None:
    """The row that was said last: who to ask, and when."""
    return max(rows.values(), key=lambda row: (row.set_on, row.pk), default=None)


# What it means


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """A field: what is needed, what there is, and what is the matter, "" when nothing is."""

    name: str
    gap: Gap
    says: str


def _effect(page: NeedsPage, role: str, form: NeedsForm) -> dict[str, Any]:
    """What the typed need would mean; with something wrong in the form it waits, since half of it would mislead."""
    if form.errors:
        return {"effect_waits": True}
    wanted = form.engine_needs() if form.is_bound else tuple(_engine(need) for need in form.start.values())
    remarks = _remarks(page, role, [(need.field, need.specialists) for need in wanted])
    return {"remarks": remarks, **(effect_of(page.situation, wanted) if role == EVERYONE else {})}


def effect_of(situation: Situation, needs: Sequence[Need]) -> dict[str, Any]:
    """The gaps if this is what is needed."""
    if situation.seen is None:
        return {"effect": [], "effect_says": ""}
    fields = set(situation.seen.framework.field_codes)
    found = situation.gaps_with([need for need in needs if need.field in fields])
    figures = situation.seen.shown.figures
    rows = [
        EffectRow(name=situation.seen.texts.field(gap.field).name, gap=gap, says=gap_in_words(figures, gap))
        for gap in found
    ]
    return {"effect": rows, "effect_says": coverage_in_words(coverage(found))}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRow:
    """A role on the page: how many hold it, and in how many fields it says what is needed."""

    code: str
    name: str
    reason: str
    holders: int
    fields: int


def role_rows(page: NeedsPage) -> list[RoleRow]:
    """Every role that there is. For managers over the unit; one query."""
    if not page.may_edit:
        return []
    holders = holders_of(page.unit)
    language = get_language() or "da"
    return [
        RoleRow(
            code=one.role,
            name=one.name.in_language(language),
            reason=one.reason.in_language(language),
            holders=len(holders.get(one.role, set())),
            fields=len(page.situation.needs.of(one.role)),
        )
        for one in starting_point().roles
    ]

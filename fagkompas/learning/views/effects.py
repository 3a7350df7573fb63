"""What came of offerings: the list, and one of them with figure, table, chance and what may not be told."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.accounts.permissions import signed_in
from fagkompas.assessments.unit_profiles import safe
from fagkompas.catalogue.competencies import competencies_known_to
from fagkompas.learning.effect_figures import Moved, moved_bars
from fagkompas.learning.effects import SeenMoment, Side, known_to, seen_moments
from fagkompas.learning.models import EffectResult
from fagkompas.learning.permissions.effects import held_offerings, load_held_offering
from fagkompas.learning.wording.effects import in_short, moved, start_in_words, when_in_words
from fagkompas.toolkit.formats import number
from fagkompas.toolkit.lists import list_page

SORTS = {"titel": ("title_da", "pk"), "form": ("form__name_da", "title_da", "pk")}


@require_safe
def effects(request: HttpRequest) -> HttpResponse:
    """What anybody has been through, with a sentence where the effect may be told."""
    viewer = signed_in(request)
    listing = list_page(request, held_offerings(viewer), sorts=SORTS, default="titel")
    found = list(listing.page)
    kept = EffectResult.objects.filter(root=viewer.root_id, offering__in=found).prefetch_related("people")
    results = {one.offering_id: one for one in kept}
    known = known_to(viewer)
    rows = [(one, _sentence(results.get(one.pk), known)) for one in found]
    return render(request, "learning/effects.html", {"listing": listing, "rows": rows})


def _sentence(result: EffectResult | None, known: frozenset[str]) -> str:
    """What is told of the latest time that is told of."""
    if result is None:
        return ""
    told = [said for moment in seen_moments(result, known) if (said := in_short(moment))]
    return told[-1] if told else ""


@require_safe
def effect(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One offering: who moved how far, beside similar colleagues, and how much of it may be chance."""
    viewer = signed_in(request)
    offering = load_held_offering(viewer, uuid)
    result = EffectResult.objects.filter(root=viewer.root_id, offering=offering).first()
    moments = seen_moments(result, known_to(viewer)) if result else ()
    told = [moment for moment in moments if moment.shown]
    known = competencies_known_to(viewer.root_id)
    codes = result.figures["competencies"] if result else []
    return render(
        request,
        "learning/effect.html",
        {
            "offering": offering,
            "result": result,
            "moments": [(when_in_words(one.when), in_short(one)) for one in told],
            "not_told": [when_in_words(one.when) for one in moments if not one.shown],
            "rows": [row for one in told for row in _rows(one)],
            "warning": start_in_words(told[0].start) if told else "",
            "competencies": [f"{code} {known[code].title}" if code in known else code for code in codes],
            "svg": _figure(told, narrow=False),
            "svg_narrow": _figure(told, narrow=True),
        },
    )


def _rows(moment: SeenMoment) -> list[dict[str, Any]]:
    """The table: each group with its numbers; everyone apart where some have no similar colleagues."""
    when = when_in_words(moment.when)
    found: list[dict[str, Any]] = []
    if moment.taking and moment.others:
        found.append({"when": when, "who": _("Took part"), "side": moment.taking})
        found.append({"when": when, "who": _("Similar colleagues"), "side": moment.others})
        if moment.everyone and moment.everyone.people != moment.taking.people:
            found.append({"when": when, "who": _("Everyone who took part"), "side": moment.everyone})
    elif moment.everyone:
        found.append({"when": when, "who": _("Took part"), "side": moment.everyone})
    return found


def _figure(moments: list[SeenMoment], *, narrow: bool) -> SafeString:
    rows = []
    for moment in moments:
        sides: list[tuple[Side | None, bool]] = [(moment.shown, True), (moment.others, False)]
        for side, took_part in sides:
            if side:
                says = _("%(moved)s (%(n)s people)") % {"moved": moved(side.change), "n": number(side.people, 0)}
                name = when_in_words(moment.when) if took_part else _("Similar colleagues")
                rows.append(Moved(name=name, change=side.change, says=says, took_part=took_part))
    if not rows:
        return safe("")
    return safe(moved_bars(rows, prefix="en" if narrow else "e", title=_("How far they moved"), narrow=narrow))

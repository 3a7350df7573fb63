"""The way in: where somebody stands, favourites, and all methods; the overview; the core task."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fagkompas.accounts.models import Employee
from fagkompas.accounts.permissions import signed_in
from fagkompas.methods.choosing import Suggested, chosen, situations_like
from fagkompas.methods.document import Audience, Kind, Phase, Principle, Reach, Situation
from fagkompas.methods.forms import LibraryFilter
from fagkompas.methods.in_use import Library, library_of
from fagkompas.methods.library import principles, situations
from fagkompas.methods.models import Favourite
from fagkompas.methods.permissions import can_adapt_methods
from fagkompas.methods.views.shown import Card, cards_of, library_tabs
from fagkompas.methods.wording import AUDIENCES, KINDS, PHASES, REACHES
from fagkompas.toolkit.languages import said

LONGEST_SEARCH = 100


@require_http_methods(["GET", "HEAD", "POST"])
def methods(request: HttpRequest) -> HttpResponse:
    """Filters by the address; words are posted, so that no name ever stands in an address."""
    person = signed_in(request)
    words = request.POST.get("words", "")[:LONGEST_SEARCH].strip()
    form = LibraryFilter(request.GET)
    wanted, library = form.wanted(words), library_of(person.root_id)
    found, kept = chosen(library, wanted), favourites_of(person)
    like = situations_like(wanted.words, wanted.audience) if wanted.words and wanted.situation is None else ()
    shown = {
        "form": form,
        "words": words,
        "like": [(one.code, said(one.name)) for one in like],
        "tabs": library_tabs("methods:list"),
        "situation": _situation(wanted.situation),
        "situations": _situations(wanted.audience) if wanted.situation is None else [],
        "favourites": _favourites(library, kept),
        "groups": _groups(found, kept, is_ranked=wanted.situation is not None or bool(like)),
        "count": len(found),
        "is_narrowed": bool(words or any(request.GET.get(name) for name in form.fields)),
        "is_filtered": any(request.GET.get(name) for name in form.fields if name != "situation"),
        "may_adapt": can_adapt_methods(person),
    }
    by_fragment = "HX-Request" in request.headers
    return render(request, "methods/list.html#found" if by_fragment else "methods/list.html", shown)


def favourites_of(person: Employee) -> frozenset[str]:
    """Codes of what the person keeps on top. One query."""
    return frozenset(Favourite.objects.filter(employee=person).order_by("pk").values_list("code", flat=True))


def _situation(situation: Situation | None) -> tuple[str, str] | None:
    return (said(situation.name), said(situation.text)) if situation else None


def _situations(audience: Audience | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """By whom they are met with, each with its code and name."""
    groups = [
        (
            str(REACHES[reach]),
            [
                (one.code, said(one.name))
                for one in situations().values()
                if one.reach is reach and one.is_met_with(audience)
            ],
        )
        for reach in (Reach.CITIZEN, Reach.BOTH, Reach.COMPANY)
    ]
    return [group for group in groups if group[1]]


def _favourites(library: Library, kept: frozenset[str]) -> list[Card]:
    """Also those that are not offered any more: they say so on their page."""
    found = [one for code, one in library.kept.items() if code in kept]
    return cards_of((Suggested(kept=one) for one in found), kept)


def _groups(found: Sequence[Suggested], kept: frozenset[str], *, is_ranked: bool) -> list[tuple[str, list[Card]]]:
    """By kind, own ones last; what answers a situation stands in its own order."""
    if is_ranked:
        return [(_("What you can try, best first"), cards_of(found, kept))]
    groups = [
        (str(KINDS[kind]), [one for one in found if not one.kept.is_own and one.kept.method.kind is kind])
        for kind in Kind
    ]
    groups.append((_("The municipality's own"), [one for one in found if one.kept.is_own]))
    return [(heading, cards_of(group, kept)) for heading, group in groups if group]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Phase by phase, what there is for whom."""
    library = library_of(signed_in(request).root_id)
    rows = [(str(PHASES[phase]), [_cell(library, phase, audience) for audience in Audience]) for phase in Phase]
    shown = {"rows": rows, "audiences": list(AUDIENCES.values()), "tabs": library_tabs("methods:overview")}
    return render(request, "methods/overview.html", shown)


def _cell(library: Library, phase: Phase, audience: Audience) -> tuple[str, list[tuple[str, str]]]:
    """The audience, and the code and name of each method."""
    found = [one.method for one in library.in_use if phase in one.method.phases and audience in one.method.audiences]
    return str(AUDIENCES[audience]), [(method.code, said(method.name)) for method in found]


@require_safe
def core_task(request: HttpRequest) -> HttpResponse:
    """What all the methods are for, and the principles that they are used by."""
    signed_in(request)
    read = principles()
    shown = {
        "core": _principle(read.core_task),
        "principles": [_principle(one) for one in read.principles],
        "section": read.section,
        "version": read.version,
        "tabs": library_tabs("methods:core_task"),
    }
    return render(request, "methods/core_task.html", shown)


def _principle(one: Principle) -> dict[str, object]:
    return {
        "code": one.code,
        "name": said(one.name),
        "text": said(one.text),
        "in_practice": [said(text) for text in one.in_practice],
        "questions": [said(text) for text in one.questions],
    }

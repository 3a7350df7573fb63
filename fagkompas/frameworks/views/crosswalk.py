"""The crosswalk: every competency of one framework with what another has beside it."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fagkompas.accounts.permissions import signed_in
from fagkompas.frameworks import files
from fagkompas.frameworks.crosswalk import CrosswalkRow, crosswalk_rows, linked_pairs, newest_shipped
from fagkompas.frameworks.exports import XLSX
from fagkompas.frameworks.forms import CrosswalkForm
from fagkompas.frameworks.models import Version
from fagkompas.frameworks.permissions import can_edit_frameworks, check_edits_frameworks
from fagkompas.frameworks.workbooks import crosswalk_xlsx
from fagkompas.toolkit.lists import PER_PAGE, ListPage
from fagkompas.toolkit.pages import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What of the crosswalk the address asks for."""

    form: CrosswalkForm
    source: Version
    target: Version
    rows: list[CrosswalkRow]


def crosswalk(request: HttpRequest) -> HttpResponse:
    """A row for each link, and one for each competency that has none; filtered by direction, field and relation."""
    chosen = _chosen(request)
    if chosen is None:
        return render(request, "frameworks/crosswalk.html", {"form": None})
    export = Link(label=_("Excel"), url=f"{reverse('frameworks:crosswalk_export')}?{request.GET.urlencode()}")
    paginator: Paginator[CrosswalkRow] = Paginator(chosen.rows, PER_PAGE)
    return render(
        request,
        "frameworks/crosswalk.html",
        {
            "form": chosen.form,
            "source": chosen.source,
            "target": chosen.target,
            "listing": ListPage(page=paginator.get_page(request.GET.get("side")), sort="", descending=False),
            "downloads": [export] if can_edit_frameworks(signed_in(request)) else [],
            "basis": files.crosswalk().basis.in_language(get_language() or "da"),
        },
    )


def crosswalk_export(request: HttpRequest) -> HttpResponse:
    """All rows that the address asks for."""
    check_edits_frameworks(signed_in(request))
    chosen = _chosen(request)
    if chosen is None:
        raise Http404
    name = f"{_word(chosen.source, chosen.target)}.xlsx"
    return HttpResponse(
        crosswalk_xlsx(chosen.rows, source=chosen.source.name, target=chosen.target.name),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _chosen(request: HttpRequest) -> Chosen | None:
    """None where no crosswalk is loaded. Words that are not among the choices count as not said."""
    pairs = {_word(*pair): pair for pair in linked_pairs(newest_shipped())}
    pair = pairs.get(request.GET.get("retning", "")) or next(iter(pairs.values()), None)
    if pair is None:
        return None
    source, target = pair
    form = CrosswalkForm(
        {**request.GET.dict(), "retning": _word(source, target)},
        directions=[(word, f"{one.name} → {other.name}") for word, (one, other) in pairs.items()],
        fields=[(field.code, field.name) for field in source.fields.order_by("position")],
    )
    form.is_valid()
    said = form.cleaned_data
    rows = crosswalk_rows(source, target, field=said.get("felt", ""), relation=said.get("forhold", ""))
    return Chosen(form=form, source=source, target=target, rows=rows)


def _word(source: Version, target: Version) -> str:
    return f"{source.framework.code}_{target.framework.code}"

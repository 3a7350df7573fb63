"""The guide and the pages of the algorithms, open to anyone."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fagkompas.toolkit.formats import is_danish
from fagkompas.website import guide as content


@login_not_required
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """What there is to read."""
    headings = {"guide": _("How to"), "rules": _("How the figures are made")}
    groups = [
        (headings[group], list(pages))
        for group, pages in groupby(content.listed_pages(_language()), lambda page: page.group)
    ]
    return render(request, "website/guide.html", {"groups": groups, "language": _language()})


@login_not_required
@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page."""
    page = content.guide_page(slug, _language())
    if page is None:
        raise Http404
    shown = {
        "page": page,
        "body": SafeString(content.as_html(page)),
        "language": _language(),
        "model": content.model_of(page),
    }
    return render(request, "website/guide_page.html", shown)


def _language() -> str:
    return "da" if is_danish() else "en"


@login_not_required
@require_safe
def guide_picture(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  # a view takes one
    """A screenshot that a page shows."""
    found = content.picture(name)
    if found is None:
        raise Http404
    picture, content_type = found
    return HttpResponse(picture, content_type=content_type, headers={"Cache-Control": "max-age=3600"})

"""The list: what comes with the product, and the municipality's own."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fagkompas.accounts.permissions import signed_in
from fagkompas.frameworks.models import ItemKind, Version, VersionState
from fagkompas.frameworks.permissions import can_edit_frameworks, visible_versions
from fagkompas.frameworks.views.shown import KINDS


def frameworks(request: HttpRequest) -> HttpResponse:
    """The newest version of each shipped framework as a card; all own versions as rows."""
    person = signed_in(request)
    asked = Q(items__retired=False, items__kind=ItemKind.COMPETENCY)
    versions = list(
        visible_versions(person)
        .annotate(
            field_count=Count("fields", distinct=True), competency_count=Count("items", filter=asked, distinct=True)
        )
        .order_by("framework__position", "framework__code", "-pk")
    )
    return render(
        request,
        "frameworks/frameworks.html",
        {
            "shipped": _newest(versions),
            "own": [(version, KINDS[version.state]) for version in versions if version.framework.root_id],
            "may_edit": can_edit_frameworks(person),
        },
    )


def _newest(versions: list[Version]) -> list[Version]:
    newest: dict[int, Version] = {}
    for version in versions:
        if version.framework.root_id is None and version.state == VersionState.PUBLISHED:
            newest.setdefault(version.framework_id, version)
    return list(newest.values())

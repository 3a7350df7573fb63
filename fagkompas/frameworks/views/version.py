"""One version: its fields as cards, where it comes from, what to do next; and its scale, dimensions and rules."""

from typing import Final
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fagkompas.accounts.permissions import signed_in
from fagkompas.engine.scales import Level
from fagkompas.frameworks.models import Field, Version, VersionState
from fagkompas.frameworks.permissions import load_version, visible_versions
from fagkompas.frameworks.to_engine import document_of, texts_of
from fagkompas.frameworks.views.shown import history_of, version_context
from fagkompas.frameworks.wording import rules_in_words
from fagkompas.toolkit.pages import Link

DOWNLOADS: Final = {
    "yaml": _("The whole framework (YAML)"),
    "xlsx": _("Competencies (Excel)"),
    "csv": _("Competencies (CSV)"),
    "json": _("The whole framework (JSON)"),
}


def version(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Fields with the number of competencies at each level."""
    person = signed_in(request)
    version = load_version(person, uuid)
    context = version_context(person, version, "frameworks:version")
    others = visible_versions(person).filter(framework=version.framework).exclude(pk=version.pk).order_by("-pk")
    has_draft = any(other.state == VersionState.DRAFT for other in others)
    return render(
        request,
        "frameworks/version.html",
        {
            **context,
            "texts": texts_of(version),
            "source": version.document["source"],
            "fields": _counted_fields(version),
            "others": others,
            "has_draft": has_draft,
            "downloads": [
                Link(label=str(label), url=reverse("frameworks:export", args=[version.uuid, kind]))
                for kind, label in DOWNLOADS.items()
            ],
            "history": history_of(version) if context["may_change"] else [],
        },
    )


def scale(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The five points with their anchors, the dimensions with the nine cells, the categories and the rules' numbers."""
    person = signed_in(request)
    version = load_version(person, uuid)
    texts = texts_of(version)
    context = version_context(person, version, "frameworks:scale")
    return render(
        request,
        "frameworks/scale.html",
        {
            **context,
            "may_edit_parts": context["may_change"] and version.is_draft,
            "texts": texts,
            "arenas": texts.dimensions[0].arenas if texts.dimensions else (),
            "rules": rules_in_words(document_of(version).rules),
        },
    )


def _counted_fields(version: Version) -> list[Field]:
    asked = Q(items__retired=False)
    return list(
        version.fields.annotate(
            basic=Count("items", filter=asked & Q(items__level=Level.BASIC.value)),
            specialised=Count("items", filter=asked & Q(items__level=Level.SPECIALISED.value)),
        ).order_by("position")
    )

"""A version as a download."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from fagkompas.accounts.permissions import signed_in
from fagkompas.frameworks.exports import FORMATS
from fagkompas.frameworks.permissions import check_edits_frameworks, load_version
from fagkompas.frameworks.to_engine import document_of


def export(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """The whole as YAML or JSON, the competencies as CSV or XLSX."""
    person = signed_in(request)
    check_edits_frameworks(person)
    version = load_version(person, uuid)
    if kind not in FORMATS:
        raise Http404
    file = FORMATS[kind]
    name = f"{version.framework.code}-{version.number}.{kind}"
    return HttpResponse(
        file.write(document_of(version)),
        content_type=file.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

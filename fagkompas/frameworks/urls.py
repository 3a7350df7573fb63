"""Addresses under /styring/rammer/."""

from django.urls import path, register_converter

from fagkompas.frameworks.reader import FIELD_CODE
from fagkompas.frameworks.views import competency, drafts, imports, parts
from fagkompas.frameworks.views.crosswalk import crosswalk, crosswalk_export
from fagkompas.frameworks.views.differences import differences
from fagkompas.frameworks.views.export import export
from fagkompas.frameworks.views.field import field
from fagkompas.frameworks.views.frameworks import frameworks
from fagkompas.frameworks.views.learning_forms import learning_forms
from fagkompas.frameworks.views.version import scale, version

app_name = "frameworks"


class FieldCode:
    """`AU`: what a field's code can be, and nothing else reaches a view."""

    regex = FIELD_CODE.pattern

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As the field has it."""
        return value


register_converter(FieldCode, "field_code")

urlpatterns = [
    path("", frameworks, name="list"),
    path("krydsreferencer/", crosswalk, name="crosswalk"),
    path("krydsreferencer/hent/", crosswalk_export, name="crosswalk_export"),
    path("laeringsformer/", learning_forms, name="learning_forms"),
    path("indlaes/", imports.import_framework, name="import"),
    path("indlaes/<uuid:uuid>/", imports.preview, name="preview"),
    path("indlaes/<uuid:uuid>/gem/", imports.save_import, name="save_import"),
    path("kompetence/<uuid:uuid>/", competency.competency_edit, name="competency_edit"),
    path("kompetence/<uuid:uuid>/flyt/", competency.competency_move, name="competency_move"),
    path("kompetence/<uuid:uuid>/udelad/", competency.competency_retire, name="competency_retire"),
    path("kompetence/<uuid:uuid>/tag-med/", competency.competency_restore, name="competency_restore"),
    path("<uuid:uuid>/", version, name="version"),
    path("<uuid:uuid>/skala/", scale, name="scale"),
    path("<uuid:uuid>/forskelle/", differences, name="differences"),
    path("<uuid:uuid>/hent/<slug:kind>/", export, name="export"),
    path("<uuid:uuid>/egen/", drafts.derive, name="derive"),
    path("<uuid:uuid>/navn/", parts.version_edit, name="version_edit"),
    path("<uuid:uuid>/skala/ret/", parts.scale_edit, name="scale_edit"),
    path("<uuid:uuid>/skala/regler/", parts.rules_edit, name="rules_edit"),
    path("<uuid:uuid>/udgiv/", drafts.publish, name="publish"),
    path("<uuid:uuid>/kladde/", drafts.draft, name="draft"),
    path("<uuid:uuid>/udfas/", drafts.retire, name="retire"),
    path("<uuid:uuid>/kasser/", drafts.discard, name="discard"),
    path("<uuid:uuid>/indlaes/", imports.import_table, name="import_table"),
    path("<uuid:uuid>/felt/ny/", parts.field_add, name="field_add"),
    path("<uuid:uuid>/felt/<field_code:code>/", field, name="field"),
    path("<uuid:uuid>/felt/<field_code:code>/ret/", parts.field_edit, name="field_edit"),
    path("<uuid:uuid>/felt/<field_code:code>/flyt/", parts.field_move, name="field_move"),
    path("<uuid:uuid>/felt/<field_code:code>/fjern/", parts.field_remove, name="field_remove"),
    path("<uuid:uuid>/felt/<field_code:code>/spoergsmaal/", parts.questions_edit, name="questions_edit"),
    path("<uuid:uuid>/felt/<field_code:code>/ny/", competency.competency_add, name="competency_add"),
]

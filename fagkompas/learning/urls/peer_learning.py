"""Team sparring and changes of rules: /laering/kolleger/sparring/ and /laering/kolleger/regler/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import rule_changes, sparring, sparring_forms

urlpatterns: list[URLPattern] = [
    path("kolleger/sparring/", sparring.sparring_list, name="sparring"),
    path("kolleger/sparring/ny/", sparring_forms.sparring_new, name="sparring_new"),
    path("kolleger/sparring/<uuid:uuid>/", sparring.sparring_one, name="sparring_one"),
    path("kolleger/sparring/<uuid:uuid>/ret/", sparring_forms.sparring_edit, name="sparring_edit"),
    path("kolleger/sparring/<uuid:uuid>/aflys/", sparring.sparring_cancel, name="sparring_cancel"),
    path("kolleger/sparring/<uuid:uuid>/fase/", sparring.sparring_phase, name="sparring_phase"),
    path("kolleger/sparring/<uuid:uuid>/videre/", sparring.sparring_move, name="sparring_move"),
    path("kolleger/sparring/<uuid:uuid>/afslut/", sparring_forms.sparring_close, name="sparring_close"),
    path("kolleger/sparring/<uuid:uuid>/fortryd/", sparring_forms.sparring_undo, name="sparring_undo"),
    path("kolleger/sparring/<uuid:uuid>/ikke-med/", sparring_forms.sparring_not_there, name="sparring_not_there"),
    path("kolleger/regler/", rule_changes.rule_changes, name="rule_changes"),
    path("kolleger/regler/ny/", rule_changes.rule_change_new, name="rule_change_new"),
    path("kolleger/regler/<uuid:uuid>/", rule_changes.rule_change, name="rule_change"),
    path("kolleger/regler/<uuid:uuid>/ret/", rule_changes.rule_change_edit, name="rule_change_edit"),
    path("kolleger/regler/<uuid:uuid>/udgaar/", rule_changes.rule_change_retire, name="rule_change_retire"),
    path("kolleger/regler/<uuid:uuid>/<uuid:unit>/", rule_changes.rule_unit, name="rule_unit"),
    path("kolleger/regler/<uuid:uuid>/<uuid:unit>/loeft/", rule_changes.rule_lift_start, name="rule_lift_start"),
    path("kolleger/regler/<uuid:uuid>/<uuid:unit>/trin/<slug:code>/", rule_changes.rule_step, name="rule_step"),
]

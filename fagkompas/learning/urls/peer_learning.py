"""Team sparring and changes of rules: /laering/kolleger/sparring/ and /laering/kolleger/regler/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import sparring, sparring_forms

urlpatterns: list[URLPattern] = [
    path("kolleger/sparring/", sparring.sparring_list, name="sparring"),
    path("kolleger/sparring/ny/", sparring_forms.sparring_new, name="sparring_new"),
    path("kolleger/sparring/<uuid:uuid>/", sparring.sparring_one, name="sparring_one"),
    path("kolleger/sparring/<uuid:uuid>/ret/", sparring_forms.sparring_edit, name="sparring_edit"),
    path("kolleger/sparring/<uuid:uuid>/aflys/", sparring.sparring_cancel, name="sparring_cancel"),
    path("kolleger/sparring/<uuid:uuid>/fase/", sparring.sparring_phase, name="sparring_phase"),
    path("kolleger/sparring/<uuid:uuid>/videre/", sparring.sparring_move, name="sparring_move"),
    path("kolleger/sparring/<uuid:uuid>/afslut/", sparring_forms.sparring_close, name="sparring_close"),
]

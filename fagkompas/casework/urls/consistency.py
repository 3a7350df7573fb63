"""The consistency check of a case: /borgere/<uuid>/kontroltjek/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import consistency

urlpatterns: list[URLPattern] = [
    path("<uuid:uuid>/kontroltjek/", consistency.findings, name="findings"),
    path("<uuid:uuid>/kontroltjek/uddrag/", consistency.findings_panel, name="findings_panel"),
    path("<uuid:uuid>/kontroltjek/<slug:rule>/lad-staa/", consistency.accept, name="finding_accept"),
    path("<uuid:uuid>/kontroltjek/<uuid:accepted>/tag-op/", consistency.take_up, name="finding_take_up"),
]

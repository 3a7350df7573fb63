"""What a unit needs, in four steps, and the division of work: /laering/behov/."""

from django.urls import URLPattern, path

from fagkompas.learning.views import division, needs, needs_result, needs_start, what_if

urlpatterns: list[URLPattern] = [
    path("behov/", needs.units, name="needs_units"),
    path("behov/<uuid:uuid>/", needs.needs, name="needs"),
    path("behov/<uuid:uuid>/virkning/", needs.preview, name="needs_preview"),
    path("behov/<uuid:uuid>/rolle/<str:role>/", needs.role, name="needs_role"),
    path("behov/<uuid:uuid>/roller/", needs_start.roles, name="needs_roles"),
    path("behov/<uuid:uuid>/profiler/", needs_start.profiles, name="needs_profiles"),
    path("behov/<uuid:uuid>/indlaes/", needs_start.upload, name="needs_upload"),
    path("behov/<uuid:uuid>/behov.xlsx", needs_start.download, name="needs_file"),
    path("behov/<uuid:uuid>/hvem/", needs_result.have, name="needs_have"),
    path("behov/<uuid:uuid>/hvor/", needs_result.gaps, name="needs_gaps"),
    path("behov/<uuid:uuid>/hvis/<uuid:participant>/", what_if.what_if, name="what_if"),
    path("behov/<uuid:uuid>/svar/", needs_result.answers, name="needs_answers"),
    path("behov/<uuid:uuid>/opmaerksomhed/", needs_result.attention, name="needs_attention"),
    path("behov/<uuid:uuid>/fordeling/", division.division, name="division"),
    path("behov/<uuid:uuid>/fordeling/opgaver/", division.tasks, name="division_tasks"),
    path("behov/<uuid:uuid>/fordeling/indlaes/", division.upload, name="division_upload"),
    path("behov/<uuid:uuid>/fordeling/timer/", division.hours, name="division_hours"),
    path("behov/<uuid:uuid>/fordeling/fordeling.xlsx", division.download, name="division_file"),
]

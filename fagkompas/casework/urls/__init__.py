"""Addresses of casework beside those of citizens, put together from a file a subject; UUIDs only, nothing about a person."""

from django.urls import path

from fagkompas.casework.urls import caseload, consistency, cv, job_log, placements, plans, sheets, towards_work, tracks
from fagkompas.casework.views.overview import overview

app_name = "casework"

urlpatterns = [
    path("<uuid:uuid>/overblik/", overview, name="overview"),
    *plans.urlpatterns,
    *tracks.urlpatterns,
    *sheets.urlpatterns,
    *job_log.urlpatterns,
    *cv.urlpatterns,
    *placements.urlpatterns,
    *consistency.urlpatterns,
    *caseload.urlpatterns,
    *towards_work.urlpatterns,
]

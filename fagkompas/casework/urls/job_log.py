"""The job log: /borgere/<uuid>/joblog/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import job_log, job_log_import

urlpatterns: list[URLPattern] = [
    path("<uuid:uuid>/joblog/", job_log.job_log, name="job_log"),
    path("<uuid:uuid>/joblog/ny/", job_log.entry_new, name="job_log_new"),
    path("<uuid:uuid>/joblog/hent/", job_log.job_log_export, name="job_log_export"),
    path("<uuid:uuid>/joblog/krav/", job_log.requirement, name="job_log_requirement"),
    path("<uuid:uuid>/joblog/indlaes/", job_log_import.job_log_import, name="job_log_import"),
    path("<uuid:uuid>/joblog/indlaes/<uuid:file>/", job_log_import.job_log_preview, name="job_log_preview"),
    path("<uuid:uuid>/joblog/indlaes/<uuid:file>/gem/", job_log_import.job_log_save, name="job_log_save"),
    path("<uuid:uuid>/joblog/<uuid:entry>/", job_log.entry_edit, name="job_log_entry"),
    path("<uuid:uuid>/joblog/<uuid:entry>/fulgt-op/", job_log.entry_follow_up, name="job_log_follow_up"),
    path("<uuid:uuid>/joblog/<uuid:entry>/slet/", job_log.entry_remove, name="job_log_remove"),
]

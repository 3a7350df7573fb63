"""The auditor's pages, which look into all apps."""

from django.urls import path

from fagkompas.website.views.log import log, log_export, log_verify
from fagkompas.website.views.register import register, register_export

app_name = "audit"

urlpatterns = [
    path("log/", log, name="log"),
    path("log/hent/<str:file_format>/", log_export, name="log_export"),
    path("log/kontrol/", log_verify, name="log_verify"),
    path("persondata/", register, name="register"),
    path("persondata/hent/", register_export, name="register_export"),
]

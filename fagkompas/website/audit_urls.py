"""The auditor's pages, which look into all apps."""

from django.urls import path

from fagkompas.website.views.citizen_data import access_slip, access_slip_pdf, citizen, citizens, subject_access
from fagkompas.website.views.deletion import deletion
from fagkompas.website.views.log import log, log_export, log_verify
from fagkompas.website.views.register import register, register_export

app_name = "audit"

urlpatterns = [
    path("log/", log, name="log"),
    path("log/hent/<str:file_format>/", log_export, name="log_export"),
    path("log/kontrol/", log_verify, name="log_verify"),
    path("borgere/", citizens, name="citizens"),
    path("borgere/<uuid:uuid>/", citizen, name="citizen"),
    path("borgere/<uuid:uuid>/indsigt/", subject_access, name="subject_access"),
    path("borgere/<uuid:uuid>/adgang/", access_slip, name="access_slip"),
    path("borgere/<uuid:uuid>/adgang.pdf", access_slip_pdf, name="access_slip_pdf"),
    path("sletning/", deletion, name="deletion"),
    path("persondata/", register, name="register"),
    path("persondata/hent/", register_export, name="register_export"),
]

"""The caseload: /borgere/sager/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import calendar_address, caseload, results

urlpatterns: list[URLPattern] = [
    path("sager/", caseload.caseload, name="caseload"),
    path("sager/uddrag/", caseload.caseload_panel, name="caseload_panel"),
    path("sager/overdrag/", caseload.handover_panel, name="handover_panel"),
    path("udbytte/", results.benefit, name="benefit"),
    path("kalender/", calendar_address.address, name="calendar_address"),
    path("kalender/<str:secret>.ics", calendar_address.feed, name="calendar_feed"),
    path("kalender.ics", caseload.own_calendar, name="own_calendar"),
]

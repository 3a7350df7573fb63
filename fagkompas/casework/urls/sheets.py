"""Sheets: /borgere/<uuid>/ark/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import sheets

urlpatterns: list[URLPattern] = [
    path("<uuid:uuid>/ark/", sheets.sheets, name="sheets"),
    path("<uuid:uuid>/ark/<slug:kind>/", sheets.sheet_today, name="sheet_today"),
    path("<uuid:uuid>/ark/<slug:kind>/tomt/", sheets.sheet_blank, name="sheet_blank"),
    path("<uuid:uuid>/ark/<slug:kind>/<uuid:sheet>/", sheets.sheet_one, name="sheet"),
    path("<uuid:uuid>/ark/<slug:kind>/<uuid:sheet>/print/", sheets.sheet_print, name="sheet_print"),
]

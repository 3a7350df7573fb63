"""The CV: /borgere/<uuid>/cv/."""

from django.urls import URLPattern, path

from fagkompas.casework.views import cv, cv_import

urlpatterns: list[URLPattern] = [
    path("<uuid:uuid>/cv/", cv.cv, name="cv"),
    path("<uuid:uuid>/cv/print/", cv.cv_print, name="cv_print"),
    path("<uuid:uuid>/cv/set-igennem/", cv.cv_review, name="cv_review"),
    path("<uuid:uuid>/cv/indlaes/", cv_import.cv_import, name="cv_import"),
    path("<uuid:uuid>/cv/indlaes/<uuid:file>/", cv_import.cv_preview, name="cv_preview"),
    path("<uuid:uuid>/cv/indlaes/<uuid:file>/gem/", cv_import.cv_save, name="cv_save"),
    path("<uuid:uuid>/cv/<slug:part>/", cv.cv_part, name="cv_part"),
    path("<uuid:uuid>/cv/<slug:part>/raad/", cv.cv_advice, name="cv_advice"),
]

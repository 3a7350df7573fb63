"""Addresses of occupations."""

from django.urls import path

from fagkompas.occupations.views import occupation, search

app_name = "occupations"

urlpatterns = [
    path("", search.search_page, name="search"),
    path("soeg/", search.suggestions, name="suggestions"),
    path("<uuid:uuid>/", occupation.occupation, name="occupation"),
]

"""Addresses of occupations."""

from django.urls import path

from fagkompas.occupations.views import demand, occupation, search

app_name = "occupations"

urlpatterns = [
    path("", search.search_page, name="search"),
    path("soeg/", search.suggestions, name="suggestions"),
    path("efterspoergsel/", demand.demand, name="demand"),
    path("efterspoergsel/<uuid:uuid>/", demand.demand_preview, name="demand_preview"),
    path("efterspoergsel/<uuid:uuid>/gem/", demand.demand_save, name="demand_save"),
    path("<uuid:uuid>/", occupation.occupation, name="occupation"),
]

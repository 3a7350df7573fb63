"""Addresses of occupations."""

from django.urls import path

from fagkompas.occupations.views import balance, demand, occupation, search

app_name = "occupations"

urlpatterns = [
    path("", search.search_page, name="search"),
    path("soeg/", search.suggestions, name="suggestions"),
    path("efterspoergsel/", demand.demand, name="demand"),
    path("efterspoergsel/hent/", demand.demand_fetch, name="demand_fetch"),
    path("efterspoergsel/<uuid:uuid>/", demand.demand_preview, name="demand_preview"),
    path("efterspoergsel/<uuid:uuid>/gem/", demand.demand_save, name="demand_save"),
    path("balance/", balance.balance, name="balance"),
    path("balance/<uuid:uuid>/", balance.balance_columns, name="balance_columns"),
    path("balance/<uuid:uuid>/tjek/", balance.balance_check, name="balance_check"),
    path("<uuid:uuid>/", occupation.occupation, name="occupation"),
]

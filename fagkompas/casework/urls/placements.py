"""Placements: /borgere/<uuid>/forloeb/, and those in a company as a part of its page."""

from django.urls import URLPattern, path

from fagkompas.casework.views import company_placements, placement_follow_up, placements

urlpatterns: list[URLPattern] = [
    path(
        "virksomhed/<uuid:uuid>/forloeb/",
        company_placements.placements_of_company,
        name="placements_of_company",
    ),
    path(
        "virksomhed/<uuid:uuid>/i-gang/",
        company_placements.under_way_in_company,
        name="under_way_in_company",
    ),
    path("<uuid:uuid>/forloeb/", placements.placements, name="placements"),
    path("<uuid:uuid>/forloeb/nyt/", placements.placement_new, name="placement_new"),
    path("<uuid:uuid>/forloeb/<uuid:placement>/", placements.placement, name="placement"),
    path("<uuid:uuid>/forloeb/<uuid:placement>/ret/", placements.placement_edit, name="placement_edit"),
    path("<uuid:uuid>/forloeb/<uuid:placement>/print/", placements.placement_print, name="placement_print"),
    path("<uuid:uuid>/forloeb/<uuid:placement>/samtale/", placements.placement_talk, name="placement_talk"),
    path("<uuid:uuid>/forloeb/<uuid:placement>/opgave/ny/", placements.task_new, name="placement_task_new"),
    path("<uuid:uuid>/forloeb/<uuid:placement>/opgave/<uuid:task>/", placements.task_edit, name="placement_task"),
    path(
        "<uuid:uuid>/forloeb/<uuid:placement>/opgave/<uuid:task>/slut/", placements.task_end, name="placement_task_end"
    ),
    path(
        "<uuid:uuid>/forloeb/<uuid:placement>/opfoelgning/", placement_follow_up.follow_up, name="placement_follow_up"
    ),
    path(
        "<uuid:uuid>/forloeb/<uuid:placement>/opfoelgning/<uuid:task>/",
        placement_follow_up.follow_up_advice,
        name="placement_advice",
    ),
]

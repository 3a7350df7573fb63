"""What stands of a citizen towards work: /borgere/<uuid>/mod-job/, and the list that leads there."""

from django.urls import URLPattern, path

from fagkompas.casework.views import towards_work

urlpatterns: list[URLPattern] = [
    path("mod-job/", towards_work.towards_work_list, name="towards_work_list"),
    path("<uuid:uuid>/mod-job/", towards_work.towards_work, name="towards_work"),
]

"""All addresses. Each app keeps its own; sign-in is allauth's."""

from django.urls import URLPattern, URLResolver, include, path

from fagkompas.website.views.home import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("konto/", include("allauth.urls")),
]

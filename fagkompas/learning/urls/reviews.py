"""The yearly review: /laering/mus/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Learning from each other: /laering/kolleger/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""What a unit needs, in four steps, and the division of work: /laering/behov/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

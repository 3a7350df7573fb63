"""Learning plans and recruitment: /laering/plan/ and /laering/rekruttering/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

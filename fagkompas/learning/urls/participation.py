"""Own learning, and who takes part in what: /laering/mit/ and /laering/deltagelse/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

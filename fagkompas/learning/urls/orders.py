"""Education orders, effect, and the view across municipalities."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Addresses of learning, put together from a file a subject; UUIDs and codes only, never anything about a person."""

from django.urls import path

from fagkompas.learning.urls import needs, orders, participation, peer_learning, plans, reviews, sharing
from fagkompas.learning.views.overview import overview

app_name = "learning"

urlpatterns = [
    path("", overview, name="overview"),
    *needs.urlpatterns,
    *plans.urlpatterns,
    *participation.urlpatterns,
    *sharing.urlpatterns,
    *peer_learning.urlpatterns,
    *reviews.urlpatterns,
    *orders.urlpatterns,
]

"""Addresses under /styring/metoder/: a municipality's own words, and methods of its own."""

from django.urls import path

from fagkompas.methods.views.administration import (
    method_edit,
    method_new,
    method_restore,
    method_retire,
    own_methods,
    use_shipped,
)

app_name = "own_methods"

urlpatterns = [
    path("", own_methods, name="list"),
    path("ny/", method_new, name="new"),
    path("<slug:code>/", method_edit, name="edit"),
    path("<slug:code>/udgaa/", method_retire, name="retire"),
    path("<slug:code>/brug-igen/", method_restore, name="restore"),
    path("<slug:code>/leveret/", use_shipped, name="use_shipped"),
]

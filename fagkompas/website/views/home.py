"""The first page: what needs me today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Today's list."""
    return render(request, "website/home.html")

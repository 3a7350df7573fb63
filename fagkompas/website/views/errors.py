"""What people meet when something went wrong, in words and with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django hands it over
    """The form had grown too old or came from another site; nothing was saved."""
    return render(request, "403_csrf.html", status=403)

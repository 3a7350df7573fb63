"""A page is asked for anew when one comes back to it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from fagkompas.accounts.models import Employee
from fagkompas.toolkit.fresh_pages import FreshPages


def test_a_page_is_not_kept_by_the_browser(client_for: Callable[[Employee], Client], bo: Employee) -> None:
    assert client_for(bo).get(reverse("home")).headers["Cache-Control"] == "no-store"


def test_files_and_pages_that_say_otherwise_are_left_alone() -> None:
    def answered(**headers: str) -> HttpResponse:
        def view(_request: HttpRequest) -> HttpResponse:
            return HttpResponse("x", headers=headers)

        return FreshPages(view)(RequestFactory().get("/"))  # type: ignore[return-value]

    assert "Cache-Control" not in answered(**{"Content-Type": "image/png"}).headers
    assert answered(**{"Cache-Control": "max-age=60"}).headers["Cache-Control"] == "max-age=60"
